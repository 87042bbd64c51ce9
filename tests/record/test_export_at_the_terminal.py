"""An export made at the command line is the operator's: encrypted, on record as theirs, told to the coordinators."""

import asyncio
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select

from bot.domain.record_kinds import RecordKind
from bot.productions import Somebody, name_cast, somebody
from bot.record import all_facts
from storage.alerts import Alert, AlertKind
from tests.command_line.production import found_baltic, stepping
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh

EXPORT = ("export", "--production", "baltic", "--for", "U0MIA", "--into")


@pytest.fixture
def shell(tmp_path: Path, sqlite_engine: Engine) -> Shell:
    """A terminal on a database with Baltic in it, and Jan in Baltic."""

    async def begin(url: str) -> None:
        async with stepping(url) as transaction:
            production = await found_baltic(transaction)
            await name_cast(transaction, production, "2", await somebody(transaction, Somebody("Jan Wolski")))

    with fresh(sqlite_engine, tmp_path) as url:
        asyncio.run(begin(url))
        return Shell(tmp_path, DATABASE_URL=url)


def kept(shell: Shell) -> tuple[list[dict[str, object]], list[Alert]]:
    """What is on record of exports, and the alerts about them."""

    async def look() -> tuple[list[dict[str, object]], list[Alert]]:
        async with stepping(shell.environment["DATABASE_URL"]) as transaction:
            entries = await all_facts(transaction, 1)
            rows = await transaction.session.exec(select(Alert).where(Alert.kind == AlertKind.EXPORTED))
            return [one for one in entries if one["kind"] == RecordKind.EXPORTED], list(rows.all())

    return asyncio.run(look())


def test_it_is_encrypted_says_whose_it_is_and_is_told(shell: Shell, tmp_path: Path) -> None:
    """One file that opens with what was printed alone, the table inside; on record as nobody's of the production."""
    said = shell.says(*EXPORT, str(tmp_path))
    assert "Made by whoever runs the bot, for Mia Brandt and nobody else" in said
    (path,) = tmp_path.glob("*.pdf")
    assert list(tmp_path.glob("*.csv")) == []
    assert path.stat().st_mode & 0o077 == 0
    assert b"Baltic" not in path.read_bytes()
    reader = PdfReader(path, password=said.strip().rpartition(" ")[2])
    assert "command line by whoever runs the bot" in " ".join(reader.pages[0].extract_text().split())
    assert reader.attachments["table.csv"]
    (entry,), (alert,) = kept(shell)
    assert (entry["operator"], "by" in entry) == (True, False)
    assert (alert.production_id, alert.next_at is None) == (1, True)


def test_plain_files_have_to_be_asked_for(shell: Shell, tmp_path: Path) -> None:
    """With --plain both files are as they are, which is said; on record and told all the same."""
    assert "It is not encrypted." in shell.says(*EXPORT, str(tmp_path), "--plain")
    (table,) = tmp_path.glob("*.csv")
    assert table.read_text(encoding="utf-8-sig").rstrip().endswith("made_by")
    assert [len(found) for found in kept(shell)] == [1, 1]


def test_what_is_kept_about_somebody_is_told_as_well(shell: Shell, tmp_path: Path) -> None:
    """The file for somebody without Slack is made by the operator, too."""
    shell.says("mine", "--production", "baltic", "--person", "Jan Wolski", "--into", str(tmp_path / "jan.pdf"))
    (entry,), alerts = kept(shell)
    assert (entry["operator"], "about" in entry, len(alerts)) == (True, True, 1)
