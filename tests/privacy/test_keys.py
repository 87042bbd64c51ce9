"""A new key for everything that is encrypted."""

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretBytes
from sqlalchemy import LargeBinary, make_url
from sqlmodel import SQLModel, col, select

import storage.tables  # noqa: F401  (registers every table)
from bot.app import Bot
from bot.clock import Clock
from bot.commands.privacy import Rotation, left_behind
from bot.domain.chain import Fault
from bot.domain.record_kinds import RecordKind
from bot.domain.unreadable import LOST
from bot.installation.sole_bot import sole_bot
from bot.privacy.key_rotation import BATCH, OPEN_BYTES, SEALED, Resealed, Sealed, count_by_key, reseal
from bot.privacy.private_notes import Note, keep_note, open_note
from bot.productions import Somebody, add_production, somebody
from bot.proof.verification import look
from bot.record import record
from bot.settings import fingerprint
from bot.stages import Stages
from bot.transaction import Transaction, writing
from bot.vault import Unreadable, Vault
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage.database import Database
from storage.homes import StaleHome
from storage.inbox import InboxRow
from storage.privacy import PrivateNote
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh
from tests.privacy.disk import on_disk
from tests.world import settings_for

pytestmark = pytest.mark.each_engine

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
BY_AGE = select(PrivateNote).order_by(col(PrivateNote.id))
# Who did something, who may read it, which answer it came with, whom a revision asks: not what it is about.
NOT_WHAT_IT_IS_ABOUT = {
    *("breakdown.recorded_by", "rider.recorded_by", "riderwords.recorded_by", "revision.recorded_by"),
    *("revision.ended_by", "revision.person_id", "revision.shoot_day_id", "wordshold.placed_by", "wordshold.lifted_by"),
    *("privatewords.released_to", "privatewords.answer_id"),
}
WORDS = "kestrel in the rafters"


def keys(*pairs: tuple[str, bytes]) -> str:
    """CLOSEDSET_KEYS."""
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in pairs)


def vault(*pairs: tuple[str, bytes]) -> Vault:
    return Vault({name: SecretBytes(key) for name, key in pairs})


@asynccontextmanager
async def stepping(url: str, box: Vault) -> AsyncIterator[Transaction]:
    database = Database(url)
    try:
        async with writing(database, box, NOON) as transaction:
            yield transaction
    finally:
        await database.close()


async def fill(url: str, notes: int) -> None:
    """Notes, a payload and a chained record, sealed with the old key."""
    async with stepping(url, vault(("k1", OLD))) as transaction:
        production = await add_production(transaction, "Baltic", "baltic", "Europe/Warsaw")
        ola = await somebody(transaction, Somebody("Ola Nowak"))
        for number in range(notes):
            await keep_note(
                transaction, ola.number, Note(f"{WORDS} {number}"), production_id=production.number, answer_id=None
            )
        sealed = transaction.vault.seal("inbox", "event:1", WORDS)
        transaction.session.add(InboxRow(key="event:1", payload=sealed, received_at=NOON))
        await record(transaction, production.number, RecordKind.WORDS_READ, about=ola.number)


async def readable(url: str, box: Vault) -> list[str]:
    """All notes, opened with some keys; the record holds. Raises Unreadable where its key is not among them."""
    async with stepping(url, box) as transaction:
        verdict = await look(transaction, 1)
        if Fault.KEY_MISSING in verdict.faults:
            raise Unreadable
        assert verdict.holds, verdict
        return [open_note(transaction, row).text for row in (await transaction.session.exec(BY_AGE)).all()]


def test_everything_encrypted_is_known_to_the_rotation() -> None:
    """A new column of bytes is either resealed or said to hold nothing private."""
    known = {f"{one.table.__tablename__}.{one.column}" for one in SEALED}
    held = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert held == known | set(OPEN_BYTES)
    assert not known & set(OPEN_BYTES)


async def test_after_a_rotation_the_old_key_may_go(database_url: str, tmp_path: Path) -> None:
    """The command says how many were encrypted anew and which key is free; then the new key alone opens all of it."""
    await fill(database_url, BATCH + 3)
    both = keys(("k2", NEW), ("k1", OLD))
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=both)
    said = await asyncio.to_thread(shell.says, "keys", "rotate")
    assert f"{BATCH + 7} encrypted anew with {fingerprint(NEW)}." in said
    assert f"No longer used here: {fingerprint(OLD)}." in said
    assert "0 encrypted anew" in await asyncio.to_thread(shell.says, "keys", "rotate")
    texts = await readable(database_url, vault(("k2", NEW)))
    assert texts == [f"{WORDS} {number}" for number in range(BATCH + 3)]


async def test_after_a_rotation_nothing_of_the_old_key_is_on_disk(database_url: str, tmp_path: Path) -> None:
    """Whoever has the old key and the files can open nothing: each table was written anew."""
    await fill(database_url, 3)
    async with stepping(database_url, vault(("k1", OLD))) as transaction:
        old = [one for column in SEALED for one in await ciphertexts(transaction, column)]
    assert len(old) == 7
    kept = on_disk(database_url)
    assert all(one in kept for one in old)
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=keys(("k2", NEW), ("k1", OLD)))
    await asyncio.to_thread(shell.says, "keys", "rotate")
    kept = on_disk(database_url)
    assert [one for one in old if one in kept] == []


async def ciphertexts(transaction: Transaction, column: Sealed) -> list[bytes]:
    """What stands in a column, each without the name of its key."""
    found = await transaction.session.exec(select(getattr(column.table, column.column)))
    return [bytes(one)[20:60] for one in found.all() if one is not None]


async def test_a_rotation_that_was_cut_off_goes_on(database_url: str) -> None:
    """What one batch did stays; the next round does the rest, and the bot reads both meanwhile."""
    await fill(database_url, BATCH + 3)
    both = vault(("k2", NEW), ("k1", OLD))
    turns = iter(range(1))

    @asynccontextmanager
    async def dying() -> AsyncIterator[Transaction]:
        async with stepping(database_url, both) as transaction:
            yield transaction
        if next(turns, None) is None:
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await reseal(dying)
    assert len(await readable(database_url, both)) == BATCH + 3
    with pytest.raises(Unreadable):
        await readable(database_url, vault(("k2", NEW)))
    found = await reseal(lambda: stepping(database_url, both))
    assert (found.unreadable, found.too_late) == (0, 0)
    async with stepping(database_url, both) as transaction:
        assert set(await count_by_key(transaction)) == {fingerprint(NEW)}
    assert len(await readable(database_url, vault(("k2", NEW)))) == BATCH + 3


async def test_a_key_that_is_gone_is_named(database_url: str, tmp_path: Path) -> None:
    """What cannot be opened stays as it is, and the command says which key to put back."""
    await fill(database_url, 2)
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=keys(("k2", NEW)))
    done = await asyncio.to_thread(shell.run, "keys", "rotate")
    assert done.exit_code == 1
    assert "6 cannot be opened." in done.stderr
    assert f"Not all is under {fingerprint(NEW)}: 6 under {fingerprint(OLD)}." in done.stderr
    assert len(await readable(database_url, vault(("k1", OLD)))) == 2


async def test_wrong_keys_are_said_in_a_sentence(database_url: str, tmp_path: Path) -> None:
    """A command that needs what it cannot open says what to do, without a traceback."""
    await fill(database_url, 1)
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=keys(("k1", NEW)))
    said = await asyncio.to_thread(shell.fails, "production", "change", "baltic", "--name", "North")
    assert "CLOSEDSET_KEYS" in said[0]


async def test_ciphertexts_that_changed_places_do_not_open(database_url: str) -> None:
    """Whoever can write in the database still cannot put one person's words under another's name."""
    box = vault(("k1", OLD))
    await fill(database_url, 2)
    async with stepping(database_url, box) as transaction:
        one, other = (await transaction.session.exec(BY_AGE)).all()
        one.content, other.content = other.content, one.content
        transaction.session.add_all([one, other])
    assert set(await readable(database_url, box)) == {LOST}
    found = await reseal(lambda: stepping(database_url, vault(("k2", NEW), ("k1", OLD))))
    assert found.unreadable == 2


async def test_a_bot_that_was_not_restarted_is_noticed(database_url: str, tmp_path: Path) -> None:
    """It goes on writing with the old key: the rotation counts what is there, and does not call it done."""
    await fill(database_url, 1)
    both = keys(("k2", NEW), ("k1", OLD))
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=both)
    await asyncio.to_thread(shell.says, "keys", "rotate")
    async with stepping(database_url, vault(("k1", OLD))) as transaction:
        rows = (await transaction.session.exec(BY_AGE)).all()
        rows[0].content = transaction.vault.seal("privatewords", rows[0].key, "x", 1, rows[0].person_id)
        transaction.session.add(rows[0])
    rotation = Rotation(Resealed(), Counter({fingerprint(NEW): 2, fingerprint(OLD): 1}), emptied=True)
    assert "not restarted" in left_behind(rotation, fingerprint(NEW), [fingerprint(OLD)])
    said = await asyncio.to_thread(shell.says, "keys", "list")
    assert f"{fingerprint(OLD)}: 1 sealed" in said
    assert f"{fingerprint(NEW)}: 4 sealed, seals now" in said


async def test_a_leaked_key_is_retired_with_a_date(database_url: str, tmp_path: Path) -> None:
    """What was sealed with it until its last day is sealed anew; what came later stays shut, and is told loudly."""
    await fill(database_url, 2)
    async with stepping(database_url, vault(("k1", OLD))) as transaction:
        rows = (await transaction.session.exec(BY_AGE)).all()
        rows[0].written_at = NOON + timedelta(days=2)
        transaction.session.add(rows[0])
    both = keys(("k2", NEW), ("k1", OLD))
    shell = Shell(tmp_path, DATABASE_URL=database_url, CLOSEDSET_KEYS=both, CLOSEDSET_RETIRED_KEYS="k1:2026-03-16")
    done = await asyncio.to_thread(shell.run, "keys", "rotate")
    assert done.exit_code == 1
    assert "1 were sealed with a retired key after its last day" in done.stderr
    async with stepping(database_url, vault(("k2", NEW), ("k1", OLD))) as transaction:
        under = await count_by_key(transaction)
    assert under == {fingerprint(NEW): 5, fingerprint(OLD): 1}
    said = await asyncio.to_thread(shell.says, "keys", "list")
    assert f"{fingerprint(OLD)}: 1 sealed, retired after 2026-03-16" in said


async def test_beside_a_bot_without_the_new_key_nothing_is_rotated(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A sentence says what to do first; once the bot is restarted or has ended, it goes on."""
    with fresh(sqlite_engine, tmp_path) as url:
        await fill(url, 1)
        database = Path(str(make_url(url).database))
        shell = Shell(tmp_path, DATABASE_URL=url, CLOSEDSET_KEYS=keys(("k2", NEW), ("k1", OLD)))
        with sole_bot(database, [fingerprint(OLD)]):
            (said,) = await asyncio.to_thread(shell.fails, "keys", "rotate")
        assert said.startswith(f"The bot that is running was started without the key {fingerprint(NEW)}")
        assert await readable(url, vault(("k1", OLD))) == [f"{WORDS} 0"]
        with sole_bot(database, [fingerprint(NEW), fingerprint(OLD)]):
            assert "5 encrypted anew" in await asyncio.to_thread(shell.says, "keys", "rotate")
        with sole_bot(database, [fingerprint(OLD)]):
            pass
        assert "0 encrypted anew" in await asyncio.to_thread(shell.says, "keys", "rotate")


async def test_a_key_that_a_bot_does_not_have_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """By its name and with what to do, however much is sealed with it; what is no seal names none."""
    sandbox = Sandbox(Workspace.sample())
    sandbox.url = "http://127.0.0.1:9"
    bot = Bot(settings_for(sandbox, "sqlite:///nowhere.db"))
    here = bot.vault
    for number in range(3):
        sealed = vault(("k2", NEW)).seal("privatewords", str(number), WORDS)
        assert here.read("privatewords", str(number), sealed) == LOST
    assert here.read("privatewords", "4", b"\x02k3") == LOST
    (said,) = [record.getMessage() for record in caplog.records]
    assert f"“{fingerprint(NEW)}”" in said
    assert "CLOSEDSET_KEYS and restart the bot" in said
    await bot.slack.close()
    await bot.database.close()


@pytest.mark.parametrize("column", SEALED, ids=lambda column: f"{column.table.__tablename__}.{column.column}")
def test_every_sealed_column_is_bound_to_what_its_row_is_about(column: Sealed) -> None:
    """To its person, scene, production or whatever else its table points at, as far as that never changes."""
    table = column.table.__table__  # type: ignore[attr-defined]
    bound = {f"{table.name}.{name}" for name in column.about}
    assert {f"{table.name}.{key.parent.name}" for key in table.foreign_keys} - bound <= NOT_WHAT_IT_IS_ABOUT
    assert not bound & NOT_WHAT_IT_IS_ABOUT
    assert column.about or column.table in (InboxRow, StaleHome)


async def test_what_an_earlier_release_sealed_is_bound_anew_at_the_start(database_url: str) -> None:
    """Its rows open by the name in the settings, and no longer move once the bot has started."""
    await fill(database_url, 2)
    box = vault(("k1", OLD))
    async with stepping(database_url, box) as transaction:
        for row in (await transaction.session.exec(BY_AGE)).all():
            words = json.dumps({"words": WORDS, "direction": ""})
            row.content = sealed_in_the_first_release("k1", OLD, f"privatewords/{row.key}", words)
            transaction.session.add(row)
    assert await readable(database_url, box) == [WORDS, WORDS]
    database = Database(database_url)
    stages = Stages(database, box, Clock(), timedelta(minutes=1))
    await stages.seal_anew()
    await database.close()
    async with stepping(database_url, box) as transaction:
        assert set(await count_by_key(transaction)) == {fingerprint(OLD)}
    assert await readable(database_url, box) == [WORDS, WORDS]


async def test_a_start_trusts_a_retired_key_no_longer_than_a_rotation_does(database_url: str) -> None:
    """What somebody plants with a leaked key, in the form of the first release, is not sealed with a key that holds."""
    await fill(database_url, 2)
    async with stepping(database_url, vault(("k1", OLD))) as transaction:
        planted, own = (await transaction.session.exec(BY_AGE)).all()
        for row in (planted, own):
            words = json.dumps({"words": WORDS, "direction": ""})
            row.content = sealed_in_the_first_release("k1", OLD, f"privatewords/{row.key}", words)
            transaction.session.add(row)
        planted.written_at = NOON + timedelta(days=2)
    retired = Vault({"k2": SecretBytes(NEW), "k1": SecretBytes(OLD)}, retired={"k1": date(2026, 3, 16)})
    database = Database(database_url)
    await Stages(database, retired, Clock(), timedelta(minutes=1)).seal_anew()
    await database.close()
    async with stepping(database_url, retired) as transaction:
        assert (await count_by_key(transaction))["k1"] == 1
        planted, own = (await transaction.session.exec(BY_AGE)).all()
        assert open_note(transaction, own).text == WORDS
        with pytest.raises(Unreadable, match="retired"):
            transaction.vault.open("privatewords", planted.key, planted.content, 1, planted.person_id)


def sealed_in_the_first_release(name: str, key: bytes, place: str, words: str) -> bytes:
    """As rows of the first release were sealed."""
    nonce = bytes(12)
    return bytes([len(name)]) + name.encode() + nonce + AESGCM(key).encrypt(nonce, words.encode(), place.encode())
