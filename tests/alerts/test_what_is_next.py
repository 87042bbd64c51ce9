"""What the state of the bot says is due next, and of which kind."""

from bot.commands.status import State, state_of
from storage import due
from tests.alerts.acting import answer, at
from tests.proofs.office import Office


async def state_now(office: Office) -> State:
    """As `closedset status` says it."""
    async with office.in_process.transaction() as transaction:
        return await state_of(transaction, transaction.now)


async def test_a_kind_is_named_of_what_is_due_at_that_moment_alone(office: Office) -> None:
    """Of a round its kind; an alert that is said again before it is no round."""
    await at(office, "12:00", days=-2)
    following = await due.find_next(office.in_process.session)
    assert following is not None
    before = await state_now(office)
    assert (before.next_due, before.next_kind) == (following.due_at, following.kind)
    await answer(office, "ola", "not_as_agreed")
    after = await state_now(office)
    assert after.next_due is not None
    assert after.next_due < following.due_at
    assert after.next_kind is None
