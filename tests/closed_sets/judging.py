"""Judges a closed set by Slack's own truth and the roster alone: nothing here asks the bot what it would do."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import select

from bot.domain.membership import ENTERS, obstacles_of
from storage import rosters
from storage.alerts import Alert, AlertKind
from storage.closed_sets import ClosedSet
from storage.rosters import Clearance
from tests.closed_sets.channels import calls, closed_set
from tests.patience import stretched
from tests.world import World

# A call is planned, sent, perhaps held up on the way, and logged; what a person writes meanwhile cannot reach it.
ON_THE_WAY = timedelta(seconds=stretched(3))


async def history(world: World, row: ClosedSet) -> list[tuple[str, Clearance]]:
    """Everybody who ever was on the roster, by Slack id."""
    async with world.look() as transaction:
        return [
            (who.slack_user or "", held)
            for held, who in await rosters.list_with_people(transaction.session, row.number)
        ]


async def difference(world: World) -> str:
    """What is neither right nor said to be wrong by exactly the alarm that stands; empty when all is well."""
    row = await closed_set(world)
    workspace = world.sandbox.workspace
    found = workspace.conversations.get(row.channel or "")
    stuck = {
        (obstacle.act, obstacle.code if obstacle.act == "see" else obstacle.user)
        for obstacle in obstacles_of(row.alarm)
    }
    if found is None or found.is_archived or "U0BOT" not in found.members or not found.is_private:
        return "" if {act for act, _ in stuck} <= {"see", "create"} and stuck else f"nobody can see it, but {stuck}"
    entering = {
        user: held for user, held in await history(world, row) if held.removed_at is None and held.access in ENTERS
    }
    active = {user for user in entering if not workspace.people[user].deleted}
    inside = {user for user in found.members if not workspace.people[user].deleted} - {"U0BOT"}
    gone = {user for user in active - inside if entering[user].left_at is not None}
    out = inside - set(entering)
    old = {held.person_id for user, held in await history(world, row) if user in out}
    waiting = {user for user in active - inside if entering[user].instead_of in old}
    wrong = {("remove", user) for user in out} | {("invite", user) for user in active - inside - gone - waiting}
    wrong |= {("see", "shared")} if found.is_shared else set()
    if found.name != row.name:
        wrong |= {("rename", "")}
    if stuck != wrong:
        return f"{sorted(wrong)} is wrong, {sorted(stuck)} is said"
    return await untold(world, row, [held for user, held in entering.items() if user in gone])


async def untold(world: World, row: ClosedSet, gone: Collection[Clearance]) -> str:
    """Whether the coordinator was asked about everybody who left by themselves."""
    async with world.look() as transaction:
        asked = {
            one.person_id for one in (await transaction.session.exec(select(Alert))).all() if one.kind is AlertKind.LEFT
        }
    missing = [held.person_id for held in gone if held.person_id not in asked]
    return f"nobody was told that {missing} have left" if missing else ""


async def wronged(world: World) -> list[str]:
    """Every invitation of somebody who was not cleared, every removal of somebody who was, over the whole history."""
    people = await history(world, await closed_set(world))
    found = [
        f"{user} was invited"
        for call in calls(world, "conversations.invite")
        for user in call["request"]["users"].split(",")
        if not any(one == user and cleared_about(held, moment(call)) for one, held in people)
    ]
    for call in calls(world, "conversations.kick"):
        user = call["request"]["user"]
        if user == "U0BOT" or any(one == user and cleared_throughout(held, moment(call)) for one, held in people):
            found.append(f"{user} was removed")
    return found


def moment(call: dict[str, str]) -> datetime:
    """When Slack answered a call."""
    return datetime.fromisoformat(call["at"])


def cleared_about(held: Clearance, at: datetime) -> bool:
    """Whether a clearance brought somebody in at some moment shortly before."""
    ended = held.removed_at is not None and held.removed_at < at - ON_THE_WAY
    return held.access in ENTERS and held.cleared_at <= at and not ended


def cleared_throughout(held: Clearance, at: datetime) -> bool:
    """Whether a clearance held all the while before."""
    standing = held.removed_at is None or held.removed_at > at
    return held.access in ENTERS and held.cleared_at < at - ON_THE_WAY and standing
