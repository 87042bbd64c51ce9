"""closedset status: how the bot stands, without a name or a word; what failed is tried again or put aside."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.clock import real_now
from bot.domain.record_kinds import RecordKind
from bot.failures import Place, note_failure
from bot.record import all_facts
from bot.transaction import Transaction
from storage import failed_rows
from storage.alerts import Alert, AlertKind
from storage.due import Due, DueKind
from storage.inbox import InboxRow, InboxState
from storage.outages import Heartbeat
from storage.people import Person
from storage.privacy import PrivateNote
from tests.command_line.production import VAULT, found_baltic, stepping
from tests.command_line.shell import Shell


async def says(shell: Shell, *words: str) -> str:
    """What the command says, in a thread of its own: a loop runs in this one."""
    return await asyncio.to_thread(shell.says, "status", *words)


async def fails(shell: Shell, *words: str) -> str:
    """What the command says that does not work."""
    return (await asyncio.to_thread(shell.fails, "status", *words))[0]


async def state(shell: Shell) -> dict[str, Any]:
    """What a program reads."""
    found: dict[str, Any] = json.loads(await says(shell, "--json"))
    return found


async def fail(transaction: Transaction) -> None:
    """Baltic with a moment, a request and a note that failed."""
    baltic = await found_baltic(transaction)
    mia = (await transaction.session.exec(select(Person))).first()
    assert mia is not None
    now = transaction.now
    due = Due(kind=DueKind.WORDS, key="d", production_id=baltic.number, due_at=now)
    request = InboxRow(key="r", payload=b"", received_at=now, state=InboxState.FAILED, failure="Unreadable")
    note = PrivateNote(key="n", person_id=mia.number, production_id=baltic.number, content=b"spoiled", written_at=now)
    transaction.session.add_all([due, request, note])
    await transaction.session.flush()
    for table, number in (("due", due.number), ("inboxrow", request.number), ("privatewords", note.number)):
        await note_failure(transaction, Place(table, number, baltic.number), ValueError("not the shower"))


async def kinds_on_record(url: str) -> list[object]:
    """The kinds of the record's entries about rows."""
    async with stepping(url) as transaction:
        found = await all_facts(transaction, 1)
        return [kind for facts in found if str(kind := facts.get("kind")).startswith("row_")]


async def test_the_state_is_told_without_a_name_or_a_word(shell: Shell, database_url: str) -> None:
    """Whoever runs the bot reads numbers, kinds and moments; so does a program."""
    assert (await says(shell)).splitlines()[0] == "The bot has never been connected."
    async with stepping(database_url) as transaction:
        await fail(transaction)
        transaction.session.add(Heartbeat(real_at=real_now(), since=real_now() - timedelta(hours=2)))
    found = await state(shell)
    assert (found["connected"], found["waiting"]["moments"], found["open_alerts"]) == (True, 0, {"unreadable": 1})
    assert [(row["table"], row["why"]) for row in found["failed"]] == [
        ("due", "ValueError"),
        ("inboxrow", "ValueError"),
        ("privatewords", "ValueError"),
    ]
    said = await says(shell) + json.dumps(found)
    assert "Connected since" in said
    for private in ("Mia", "Baltic", "baltic", "shower", "U0MIA"):
        assert private not in said


async def test_a_silent_bot_and_one_from_the_future_are_not_connected(shell: Shell, database_url: str) -> None:
    """The last sign of life stands there, whatever has become of the bot."""
    async with stepping(database_url) as transaction:
        transaction.session.add(Heartbeat(real_at=real_now() - timedelta(hours=1)))
    assert (await says(shell)).startswith("Not connected. The last sign of life was")
    async with stepping(database_url) as transaction:
        beat = (await transaction.session.exec(select(Heartbeat))).one()
        beat.real_at = real_now() + timedelta(hours=1)
        transaction.session.add(beat)
    assert "lies in the future" in await says(shell)
    assert (await state(shell))["connected"] is False


async def test_what_failed_is_tried_again_or_put_aside(shell: Shell, database_url: str) -> None:
    """Both on record; the alert ends with the last of them, and what still cannot be read is refused."""
    async with stepping(database_url) as transaction:
        await fail(transaction)
    assert await says(shell, "retry", "inboxrow", "1") == "Row 1 of inboxrow is tried again.\n"
    assert "still cannot be read" in await fails(shell, "retry", "privatewords", "1")
    await says(shell, "retry", "due", "1")
    async with stepping(database_url) as transaction:
        row = (await transaction.session.exec(select(InboxRow))).one()
        assert row.state is InboxState.RECEIVED
        assert (await transaction.session.exec(select(Alert))).one().ended_at is None
    await says(shell, "put-aside", "privatewords", "1")
    assert "aside already" in await fails(shell, "put-aside", "privatewords", "1")
    assert "No row 7 of due has failed" in await fails(shell, "retry", "due", "7")
    async with stepping(database_url) as transaction:
        alert = (await transaction.session.exec(select(Alert).where(Alert.kind == AlertKind.UNREADABLE))).one()
        assert alert.ended_at is not None
        assert [one.stored_in for one in await failed_rows.list_all(transaction.session)] == ["privatewords"]
    done = [RecordKind.ROW_TRIED_AGAIN, RecordKind.ROW_TRIED_AGAIN, RecordKind.ROW_PUT_ASIDE]
    assert (await kinds_on_record(database_url))[-3:] == [str(kind) for kind in done]


async def test_a_note_whose_key_is_back_reads_again(shell: Shell, database_url: str) -> None:
    """Nothing else has to be done for it."""
    async with stepping(database_url) as transaction:
        await fail(transaction)
        note = (await transaction.session.exec(select(PrivateNote))).one()
        note.content = VAULT.seal("privatewords", "n", "{}", note.production_id, note.person_id)
        transaction.session.add(note)
    await says(shell, "retry", "privatewords", "1")
    assert "privatewords" not in str((await state(shell))["failed"])
