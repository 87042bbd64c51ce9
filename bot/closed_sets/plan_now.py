"""The plan that makes a closed set's members right, by the roster as it is this moment."""

from collections.abc import Collection, Sequence

from bot.closed_sets.sparing import Held, approval_of
from bot.domain.membership import Cleared, Plan, closing_plan, plan, spare
from bot.domain.roles import Role
from bot.transaction import Transaction
from storage import accounts, closed_sets, people, rosters
from storage.closed_sets import ClosedSet, ClosedSetState


async def current(transaction: Transaction, taken: ClosedSet) -> ClosedSet:
    """The closed set as it is stored now."""
    row = await closed_sets.find(transaction.session, taken.number)
    assert row is not None
    return row


async def cleared_people(transaction: Transaction, held: Sequence[Held]) -> tuple[list[Cleared], set[str]]:
    """The roster as the pure plan sees it, and who was on it, came in, and was not seen to be out yet.

    An account that somebody on it used before is one of those: it goes, without anybody being told of a visitor.
    """
    people: list[Cleared] = []
    former: set[str] = set()
    for clearance, who in held:
        if clearance.removed_at is None:
            people.append(
                Cleared(
                    person=who.number,
                    user=who.slack_user,
                    access=clearance.access,
                    reachable=who.reachable,
                    entered=clearance.entered_at is not None,
                    waits_for=await slack_user(transaction, clearance.instead_of),
                )
            )
        elif who.slack_user and clearance.entered_at is not None and clearance.left_at is None:
            former.add(who.slack_user)
    on_list = [person.person for person in people]
    former |= {row.slack_user for row in await accounts.list_ended(transaction.session, on_list)}
    return people, former


async def slack_user(transaction: Transaction, person_id: int | None) -> str | None:
    """The Slack id of a person, if there is one."""
    return (await people.get(transaction.session, person_id)).slack_user if person_id is not None else None


async def plan_now(transaction: Transaction, taken: ClosedSet, inside: Collection[str]) -> Plan:
    """What makes the members right, by the roster as it is this moment."""
    row = await current(transaction, taken)
    bot = row.bot_user or ""
    if row.state is ClosedSetState.CLOSING:
        staying = await people.list_holders(transaction.session, row.production_id, [Role.COORDINATOR])
        return closing_plan(inside, [bot, *(who.slack_user for who in staying if who.slack_user)])
    held = await rosters.list_with_people(transaction.session, row.number)
    cleared, former = await cleared_people(transaction, held)
    approval = await approval_of(transaction, row, held)
    found = plan(cleared, inside, bot, former | approval.listed)
    return spare(found, [user for user in inside if user != bot], approval)
