"""When our own side fails: what was received is counted, kept and given up on in the end, never tried for ever."""

from typing import Any

import pytest
from sqlmodel import select

import handlers.inbox
from bot.domain.roles import Role
from bot.productions import take_role
from storage import people
from storage.inbox import InboxRow, InboxState
from tests.commands.acting import ASKED, ask_for
from tests.world import World, has_button, until


async def test_a_refusal_that_cannot_be_recorded_is_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mia no longer coordinates and opens an old alert while the record cannot be written: the attempt counts."""

    async def fails(*_: Any) -> None:
        raise RuntimeError

    await ask_for(world)
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Not as agreed", "42pt1")
    await world.said("U0MIA", "Something needs you now.")
    async with world.transaction() as transaction:
        mia = await people.find_by_slack_user(transaction.session, "U0MIA")
        assert mia is not None
        await take_role(transaction, world.production, mia, Role.COORDINATOR)
    monkeypatch.setattr(handlers.inbox, "record_refusal", fails)
    told = next(message for message in await world.messages("U0MIA") if has_button(message, "Open"))
    await world.tap("U0MIA", told, "Open")

    async def tried() -> InboxRow | None:
        async with world.look() as transaction:
            left = select(InboxRow).where(InboxRow.state != InboxState.DONE, InboxRow.attempts > 0)
            return (await transaction.session.exec(left)).first()

    row = await until(tried, "an attempt")
    assert (row.attempts, row.failure) == (1, "RuntimeError")
