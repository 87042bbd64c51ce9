"""Files that commands write."""

import os
from pathlib import Path

from bot.commands.context import CommandRefused


def write_new(path: Path, content: bytes) -> None:
    """A new file, readable by its owner alone. Raises NotPossible where it cannot be made."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise CommandRefused(f"{path} cannot be written ({os.strerror(error.errno or 0)}).") from None
