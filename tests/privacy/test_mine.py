"""What is kept about somebody without Slack, written for the coordinator to hand over."""

import asyncio
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from bot.privacy.private_notes import Note, keep_note
from bot.productions import Somebody, name_cast, somebody
from bot.settings import StorageSettings, read_settings
from bot.vault import Vault
from storage import productions
from tests.command_line.shell import Shell
from tests.privacy.test_keys import stepping
from tests.world import KEYS

SECRET = "kestrel in the rafters"


async def test_the_page_of_somebody_without_slack(database_url: str, tmp_path: Path) -> None:
    """An encrypted file for its owner alone, its passphrase said once; nothing of it is printed."""
    shell = Shell(tmp_path, DATABASE_URL=database_url)
    path = tmp_path / "jan.pdf"
    await asyncio.to_thread(
        shell.says, "production", "add", "Baltic", "--short", "baltic", "--time-zone", "Europe/Warsaw"
    )
    await a_note_of_jan(database_url)
    said = await asyncio.to_thread(
        shell.says, "mine", "--production", "baltic", "--person", "jan wolski", "--into", str(path)
    )
    assert "is for Jan Wolski alone." in said
    assert SECRET not in said
    assert path.stat().st_mode & 0o077 == 0
    passphrase = said.strip().rpartition(" ")[2]
    reader = PdfReader(BytesIO(path.read_bytes()), password=passphrase)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert SECRET in text
    assert "Jan Wolski, reached in person" in text
    again = ("mine", "--production", "baltic", "--person", "2", "--into", str(path))
    assert "already" in (await asyncio.to_thread(shell.fails, *again))[0]
    nobody = ("mine", "--production", "baltic", "--person", "Zed")
    assert "Nobody is called “Zed” in Baltic." in (await asyncio.to_thread(shell.fails, *nobody))[0]


async def a_note_of_jan(url: str) -> None:
    """Jan, cast 2, without Slack, has said something that was written down."""
    async with stepping(url, vault_of_shell()) as transaction:
        production = await productions.find_by_name(transaction.session, "baltic")
        assert production is not None
        jan = await somebody(transaction, Somebody("Jan Wolski"))
        await name_cast(transaction, production, "2", jan, "Jan")
        await keep_note(transaction, jan.number, Note(SECRET), production_id=production.number, answer_id=None)


def vault_of_shell() -> Vault:
    """The keys that the terminal has."""
    return Vault(read_settings(StorageSettings, {"CLOSEDSET_KEYS": KEYS}).keys)
