"""What of the bot's own files others on this machine could read."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import StorageSettings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
# What SQLite and the bot put beside a database.
BESIDE = ("", "-wal", "-shm", ".lock")


def open_to_others(settings: StorageSettings, folder: Path | None = None) -> list[str]:
    """A sentence for each file that others may open, and one where the bot runs as root."""
    found = [
        f"{path} is open to others on this machine. Type: chmod 600 {path}"
        for path in own_files(settings, folder or Path.cwd())
        if path.exists() and path.stat().st_mode & OTHERS
    ]
    if os.geteuid() == 0:
        found.append("The bot runs as root. Give it a user of its own: whoever breaks in then has less.")
    return found


def own_files(settings: StorageSettings, folder: Path) -> Iterator[Path]:
    """The settings, and the database with what stands beside it."""
    yield folder / ".env"
    url = make_url(settings.database_url.get_secret_value())
    if url.get_backend_name() == "sqlite" and url.database:
        yield from (Path(f"{url.database}{end}") for end in BESIDE)
