"""What came in and could not be worked through: its payload may hold private notes, and goes as they do."""

import json
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.privacy.unfinished import forget_unfinished
from bot.transaction import Transaction
from storage.inbox import InboxRow, InboxState
from tests.commands.acting import FRIDAY
from tests.privacy.disk import on_disk
from tests.record.test_record import typed
from tests.world import World, until

SECRET = "kestrel in the rafters"


def add_failed(transaction: Transaction, key: str, user: str) -> bytes:
    """Somebody's words, tried five times in vain; how they are stored."""
    sealed = transaction.vault.seal("inbox", key, json.dumps({"event": {"user": user, "text": SECRET}}))
    transaction.session.add(
        InboxRow(
            key=key,
            payload=sealed,
            received_at=transaction.now,
            state=InboxState.FAILED,
            attempts=5,
            failure="KeyError",
        )
    )
    return sealed


async def payloads(world: World) -> dict[str, bool]:
    """What came in by its key, and whether its payload is kept."""
    async with world.look() as transaction:
        rows = (await transaction.session.exec(select(InboxRow))).all()
        return {row.key: row.payload is not None for row in rows}


async def test_what_failed_goes_when_unclaimed_words_would(world: World) -> None:
    """It is kept for thirty days, so that somebody can put it right, then leaves its row and the files."""
    await world.at(FRIDAY, "08:00")
    async with world.transaction() as transaction:
        sealed = add_failed(transaction, "event:1", "U0OLA")
    await world.at(FRIDAY + timedelta(days=29), "12:00")
    async with world.transaction() as transaction:
        assert await forget_unfinished(transaction) == 0
    assert sealed in on_disk(world.database_url)
    await world.bot.stop()
    await world.move_clock(transaction.now + timedelta(days=2))
    await world.start_bot()

    async def gone() -> bool:
        return not (await payloads(world))["event:1"] and sealed not in on_disk(world.database_url)

    await until(gone, "the payload going by itself")


async def test_what_failed_goes_with_who_sent_it(world: World, database_url: str, tmp_path: Path) -> None:
    """Erasing the only production somebody is in takes it, and the keys of their taps; what others sent stays."""
    async with world.transaction() as transaction:
        sealed = add_failed(transaction, "event:1", "U0OLA")
        add_failed(transaction, "event:2", "U0ELSE")
        for user in ("U0OLA", "U0ELSE"):
            transaction.session.add(
                InboxRow(key=f"button:{user}:1:2", slack_user=user, received_at=transaction.now, state=InboxState.DONE)
            )
    await world.bot.stop()
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0, said
    await world.start_bot()
    assert await payloads(world) == {"event:1": False, "event:2": True, "button:U0ELSE:1:2": False}
    assert sealed not in on_disk(database_url)
