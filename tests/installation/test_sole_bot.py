"""One bot holds a SQLite file, whatever is deleted beside it."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.installation.sole_bot import AlreadyRunning, sole_bot


def write(database: Path) -> None:
    """Somebody else writes, as the command line does, and leaves."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS scene (number TEXT)")
        connection.execute("INSERT INTO scene VALUES ('42')")


@pytest.mark.parametrize(
    "deleted",
    [
        False,
        pytest.param(True, marks=pytest.mark.skipif(sys.platform != "linux", reason="a lock only Linux has")),
    ],
)
def test_a_second_bot_is_turned_away(tmp_path: Path, deleted: bool) -> None:
    """Also where somebody has deleted the lock file, and after others have written; the next bot comes when it ends."""
    database = tmp_path / "closedset.db"
    write(database)
    with sole_bot(database):
        for _ in range(2):
            if deleted:
                (tmp_path / "closedset.db.lock").unlink()
            write(database)
            with pytest.raises(AlreadyRunning, match=r"Another bot is running on closedset\.db\. Stop it first\."):
                sole_bot(database)
    with sole_bot(database):
        write(database)
