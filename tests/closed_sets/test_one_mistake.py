"""One mistake is not a mass removal: many at once, asked for by nobody, wait for the coordinator."""

from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal
from sqlmodel import SQLModel, update

from bot.closed_sets import sparing
from bot.domain.membership import Approval, Cleared, Plan, plan, spare
from bot.domain.roles import Access
from storage import rosters
from storage.closed_sets import ClosedSet
from storage.columns import Structured
from storage.people import Person
from storage.rosters import Clearance
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    add,
    alarm,
    closed_set,
    inside,
    members,
    open_set,
    settled,
)
from tests.world import BEGINNING, World, visible

BOT = "U0BOT"
USERS = [f"U{number}" for number in range(12)]
some = st.frozensets(st.sampled_from(USERS))


@given(some, some, some, some, some, some)
def test_more_than_a_third_unasked_puts_out_nobody_approved(
    cleared: frozenset[str],
    members: frozenset[str],
    former: frozenset[str],
    asked: frozenset[str],
    spared: frozenset[str],
    lately: frozenset[str],
) -> None:
    """Whoever was approved stays where many would go; who was never cleared, or whom somebody asked out, never does."""
    approval = Approval(former, asked, spared, lately)
    whole = plan([Cleared(place, user) for place, user in enumerate(sorted(cleared))], members, BOT, former)
    found = spare(whole, members, approval)
    unasked = {user for user in whole.removals if user in former and user not in asked}
    counted = unasked | (lately - members)
    known = (members - set(whole.visitors)) | counted
    if 3 * len(counted) > len(known):
        assert not set(found.removals) & former - asked
    else:
        assert set(found.spared) == unasked & spared
    assert set(found.removals) | set(found.spared) == set(whole.removals)
    assert set(whole.visitors) <= set(found.removals)
    assert not set(found.spared) & asked
    assert (found.invites, found.waiting, found.gone) == (whole.invites, whole.waiting, whole.gone)


@given(st.integers(1, 40), st.data())
def test_one_after_the_other_is_no_way_around_it(size: int, data: st.DataObject) -> None:
    """However a mistake comes in small steps, within minutes no more than a third of those approved is put out."""
    everybody = [f"U{number}" for number in range(size)]
    inside, lost, out = set(everybody), set[str](), set[str]()
    for _ in range(5):
        lost |= data.draw(st.sets(st.sampled_from(everybody)))
        roster = [Cleared(place, user) for place, user in enumerate(everybody) if user not in lost]
        while True:
            approval = Approval(listed=frozenset(everybody), lately=frozenset(out))
            found = spare(plan(roster, inside, BOT, everybody), inside, approval)
            if not found.removals:
                break
            inside.discard(found.removals[0])
            out.add(found.removals[0])
    assert 3 * len(out) <= size


@pytest.mark.parametrize(
    ("there", "gone", "asked", "stays"),
    [
        (2, 1, 0, 1),
        (2, 1, 1, 0),
        (3, 1, 0, 0),
        (3, 2, 0, 2),
        (3, 2, 1, 0),
        (1, 1, 0, 1),
        (60, 20, 0, 0),
        (60, 21, 0, 21),
    ],
)
def test_of_few_people_and_of_many(there: int, gone: int, asked: int, stays: int) -> None:
    """One of two whom nobody took off the list stays, one who was taken off it goes; exactly a third may go."""
    everybody = [f"U{number}" for number in range(there)]
    approval = Approval(listed=frozenset(everybody), asked=frozenset(everybody[:asked]))
    found = spare(Plan(removals=tuple(everybody[:gone])), everybody, approval)
    assert (len(found.spared), len(found.removals)) == (stays, gone - stays)


def test_what_waits_goes_on_waiting() -> None:
    """Whoever waits for the coordinator does so until they decide, also once fewer would go."""
    everybody = frozenset(USERS)
    found = spare(Plan(removals=("U1", "U2")), USERS, Approval(listed=everybody, spared=frozenset({"U1"})))
    assert (found.spared, found.removals) == (("U1",), ("U2",))
    decided = Approval(listed=everybody, asked=frozenset({"U1"}), spared=frozenset({"U1"}))
    assert spare(Plan(removals=("U1",)), USERS, decided).removals == ("U1",)


@pytest.mark.parametrize(("before", "after", "approved"), [(None, None, {"U1"}), (["U1"], [], set())])
async def test_a_list_that_was_emptied_is_not_one_that_was_never_kept(
    before: list[str] | None, after: list[str] | None, approved: set[str]
) -> None:
    """Whoever the coordinator let go is approved no more; only for a list of an earlier release the roster is asked."""
    then: dict[str, Any] = dict.fromkeys(("call_at", "opens_at", "closes_at", "approved_at"), BEGINNING)
    about: dict[str, Any] = {"production_id": 1, "scene_id": 1, "shoot_day_id": 1, "name": "set"}
    row = ClosedSet(**then, **about, approved_users=before, spared=["U2"], let_go=["U1"])
    transaction: Any = Mock()
    for _ in range(2):
        await sparing.note_spared(transaction, row, ["U2"], {"U2"})
    assert row.approved_users == after
    on_list = Clearance(closed_set_id=1, person_id=1, access=Access.SET, cleared_at=BEGINNING)
    assert sparing.approved(row, [(on_list, Person(name="Ola", slack_user="U1"))]) == approved


# In Slack.


async def lose_everybody(world: World, *, rows: bool = False) -> None:
    """A fault of the data: the scene has no cast and nobody holds a role; or the roster itself is gone."""
    row = await closed_set(world)
    async with world.transaction() as transaction:
        for clearance in await rosters.list_ever_cleared(transaction.session, row.number):
            if rows:
                await transaction.session.delete(clearance)
            else:
                clearance.removed_at = transaction.now
                transaction.session.add(clearance)
        row = await transaction.session.merge(row)
        row.check_at = transaction.now
        transaction.session.add(row)


async def test_a_roster_that_is_gone_empties_no_channel(world: World) -> None:
    """Nobody is put out, the stranger is; the coordinator reads who would go, keeps them, and is shown the list."""
    await open_set(world)
    await lose_everybody(world)
    modal = await world.alert("U0MIA", "many people on its list would be taken out at once")
    assert all(name in visible(modal) for name in ("Ola Nowak", "Jan Wolski", "Dev Anand", "Ada Quist"))
    await add(world, "U0SAM")
    await members(world, CAST_AND_CREW)
    assert "not confirmed" in await world.command("U0ADA", "/closedset", "list")
    await world.tap_in_modal("U0MIA", modal, "Keep them, mend the list")
    await world.modal("U0MIA", "Ola Nowak – set")
    await alarm(world, "")
    assert await inside(world) == CAST_AND_CREW
    assert (await closed_set(world)).spared == []


async def test_the_coordinator_lets_them_go(world: World) -> None:
    """With the rows of the roster gone altogether, one tap takes out those who were shown."""
    await open_set(world)
    await lose_everybody(world, rows=True)
    modal = await world.alert("U0MIA", "many people on its list would be taken out at once")
    assert await inside(world) == CAST_AND_CREW
    await world.tap_in_modal("U0MIA", modal, "Remove these")
    await members(world, {BOT})
    await settled(world)
    assert not [message for message in await world.messages("U0ADA") if "was added to" in visible(message)]


@pytest.mark.parametrize("name", sparing.BEGINNING)
async def test_what_cannot_be_read_keeps_nobody_inside_who_was_never_cleared(world: World, name: str) -> None:
    """What is remembered for this rule is spoiled: a stranger is out all the same, and everybody on the list stays."""
    await open_set(world)
    await members(world, CAST_AND_CREW)
    async with world.transaction() as transaction:
        broken = {name: literal("{broken", literal_execute=True)}
        await transaction.session.exec(update(ClosedSet).values(**broken))
    await add(world, "U0LEO")
    await world.said("U0LEO", "That is routine and nothing you did")
    await members(world, CAST_AND_CREW)


def test_all_that_is_remembered_for_this_rule_begins_anew() -> None:
    """Every list and form of a closed set but its members, which are written anew at each look."""
    kept = {
        column.name for column in SQLModel.metadata.tables["closedset"].columns if isinstance(column.type, Structured)
    }
    assert kept == {*sparing.BEGINNING, "members"}
