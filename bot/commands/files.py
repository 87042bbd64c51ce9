"""Files that commands write: for their owner alone, and never over something that is there."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import CommandRefused

Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def refuse_if_there(path: Path, *, force: bool) -> None:
    """Say so before any work is done for a file that cannot be written. Raises CommandRefused."""
    if is_folder(path):
        raise CommandRefused(f"{path} is a folder. Name a file in it.")
    if os.path.lexists(path) and not force:
        raise CommandRefused(f"There is a file {path} already. Take it away, name another, or add --force.")


def is_folder(path: Path) -> bool:
    """Whether a folder stands at a path itself, not behind a link; where nobody may look, none does."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def write_new(path: Path, content: bytes, *, force: bool = False) -> None:
    """A new file, readable by its owner alone, there as a whole or not at all. Raises CommandRefused.

    With `force` it takes the place of what is there; a link is replaced, never followed.
    """
    refuse_if_there(path, force=force)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}") if force else path
    try:
        create(beside, content)
        if force:
            beside.replace(path)
    except OSError as error:
        if force:
            with suppress(OSError):
                beside.unlink()
        raise CommandRefused(f"{path} cannot be written ({os.strerror(error.errno or 0)}).") from None


def create(path: Path, content: bytes) -> None:
    """Make a file that is not there, in a folder that is. Raises OSError, and leaves nothing half-done."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise
