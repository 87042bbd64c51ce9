"""Who has which place on a roster: usual places, departments at the monitors, the last scene's list, doubles, swaps."""

from datetime import timedelta

import pytest

from bot.domain.jurisdictions import profile
from bot.domain.places import Place, most_at_monitors, read_place
from bot.domain.roles import Access
from bot.productions import Somebody, change_production, name_cast, somebody
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    alarm,
    calls,
    inside,
    listed,
    members,
    move_clock,
    open_set,
    settled,
)
from tests.world import MONDAY, World, add_scene, visible

# What a profile says is the same on either engine.


@pytest.fixture
async def world(world: World) -> World:
    """The crew these tests name is known."""
    await listed(world)
    return world


async def in_country(world: World, code: str) -> None:
    """The production is made there."""
    async with world.transaction() as transaction:
        await change_production(transaction, world.production, profile=code, language="en")


async def say(world: World, text: str, user: str = "U0MIA") -> str:
    """A /closedset command."""
    return await world.command(user, "/closedset", text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place()),
        ("boom operator", Place(Access.SET, "boom operator", None, "sound")),
        ("make-up standby", Place(Access.MONITOR, "make-up standby", None, "make-up")),
        ("set Make-up standby", Place(Access.SET, "Make-up standby", None, "make-up")),
        ("monitor camera", Place(Access.MONITOR, "", None, "camera")),
        ("monitor camera second unit", Place(Access.MONITOR, "second unit", None, "camera")),
        ("remote notes for the edit", Place(Access.REMOTE_FEED, "notes for the edit")),
        ("a quiet word", Place(Access.SET, "a quiet word")),
    ],
)
def test_a_place_as_it_is_written(text: str, place: Place, engine: object) -> None:
    """An access, a department and a reason may each be left out; the name of a usual place fills in the others."""
    assert read_place(text, profile("general").roster) == place


def test_the_limit_is_for_each_actor(engine: object) -> None:
    """One for each department and actor; none where the country knows no limit."""
    assert [most_at_monitors(1, performers) for performers in (0, 1, 2)] == [1, 1, 2]
    assert most_at_monitors(None, 2) is None


async def test_the_deputy_is_on_the_list_like_the_coordinator(world: World) -> None:
    """Nobody has to clear the deputy, and after wrap they are taken out like everybody else."""
    assert "Dev Anand – set, deputy" in await say(world, "roster 42pt1")
    await open_set(world)
    assert "U0DEV" in await inside(world)


async def test_usual_places_are_named_until_somebody_has_them(world: World) -> None:
    """The coordinator reads which usual places nobody is named for; the AD does not."""
    before = await say(world, "roster 42pt1")
    assert "Usual places for which nobody is named: director (set)" in before
    assert "boom operator (set)" in before
    await say(world, "clear 42pt1 @ben boom operator")
    after = await say(world, "roster 42pt1")
    assert "ben – set, sound, boom operator, cleared by Mia Brandt" in after
    assert "boom operator (set)" not in after
    assert "Usual places" not in await say(world, "roster 42pt1", "U0ADA")


async def test_room_at_the_monitors(world: World) -> None:
    """In Poland one of each department for each actor: over that, who is there is said and a swap offered."""
    await in_country(world, "pl")
    assert "Please write which one" in await say(world, "clear 42pt1 @ben monitor")
    assert "is on the list" in await say(world, "clear 42pt1 @ben monitor camera")
    assert "is on the list" in await say(world, "clear 42pt1 @kim monitor camera")
    full = await say(world, "clear 42pt1 @leo monitor camera")
    assert "room for 2 people of each department here, and for camera those are ben, kim" in full
    assert "leo can come instead: write /closedset swap" in full
    assert "leo –" not in await say(world, "roster 42pt1")
    assert "is on the list" in await say(world, "clear 42pt1 @leo monitor sound")
    await say(world, "remove 42pt1 @leo")
    assert "leo instead of kim" in await say(world, "swap 42pt1 @kim @leo")
    listed = await say(world, "roster 42pt1")
    assert "leo – monitor, camera" in listed
    assert "kim –" not in listed


async def test_an_ad_asks_where_there_is_no_room(world: World) -> None:
    """The AD may ask; the coordinator's tap says who is there, and nobody is on the list by it."""
    await in_country(world, "pl")
    for handle in ("ben", "kim"):
        await say(world, f"clear 42pt1 @{handle} monitor camera")
    assert "Please write which one" in await say(world, "ask 42pt1 @leo monitor", "U0ADA")
    assert "is asked about" in await say(world, "ask 42pt1 @leo monitor camera", "U0ADA")
    modal = await world.alert("U0MIA", "An AD asks to have leo")
    await world.tap_in_modal("U0MIA", modal, "Clear this person")
    await world.modal("U0MIA", "room for 2 people of each department")
    listed = await say(world, "roster 42pt1")
    assert "leo –" not in listed
    assert "Asked for by an AD: leo (monitor)" in listed


async def test_a_remote_feed_is_no_way_into_the_channel(world: World) -> None:
    """Whoever watches from elsewhere is on the list and never invited; where the rule says so, never on a phone."""
    await in_country(world, "pl")
    assert "never watched on a phone" in await say(world, "clear 42pt1 @leo remote notes")
    await open_set(world)
    await move_clock(world, timedelta(minutes=6))
    await settled(world)
    assert await inside(world) == CAST_AND_CREW
    assert not [call for call in calls(world, "conversations.invite") if "U0LEO" in call["request"]["users"]]
    assert "leo – remote feed" in await say(world, "door", "U0ADA")
    await say(world, "clear 42pt1 @leo set")
    await members(world, CAST_AND_CREW | {"U0LEO"})
    await say(world, "clear 42pt1 @leo remote")
    await members(world, CAST_AND_CREW)


async def test_as_for_the_last_scene(world: World) -> None:
    """One tap takes over the crew of the last closed set, without performers; the list still waits for approval."""
    await say(world, "clear 42pt1 @ben boom operator")
    await say(world, "clear 42pt1 @zoe")
    async with world.transaction() as transaction:
        await name_cast(
            transaction, world.production, "1X", await somebody(transaction, Somebody("Zoe Kask", "U0ZOE")), double=True
        )
    await add_scene(world, "55", ["1"], day=MONDAY + timedelta(days=2))
    await say(world, "roster 55")
    await world.tap("U0MIA", await world.said("U0MIA", "Ola Nowak"), "As for the last scene")
    modal = await world.modal("U0MIA", "As for the last scene: ben.")
    text = visible(modal)
    assert "ben – set, sound, boom operator" in text
    assert "Zoe" not in text
    assert "waits for approval" in text
    await world.tap_in_modal("U0MIA", modal, "Approve")
    await world.modal("U0MIA", "It opens")


async def test_a_double_comes_in_unlabelled_when_the_coordinator_chooses(world: World) -> None:
    """Cast as a double, nobody is on the list until the coordinator clears them; then with a name and nothing more."""
    async with world.transaction() as transaction:
        await name_cast(
            transaction, world.production, "1X", await somebody(transaction, Somebody("Zoe Kask", "U0ZOE")), double=True
        )
    await add_scene(world, "43", ["1", "1X"])
    assert "Zoe" not in await say(world, "roster 43")
    await say(world, "clear 43 @zoe")
    listed = await say(world, "roster 43")
    assert "Zoe Kask – set, cleared by Mia Brandt" in listed
    door = await say(world, "roster 43", "U0ADA")
    assert "Zoe Kask – set" in door
    assert "double" not in listed + door
    assert "performer" not in door


async def test_who_was_replaced_may_be_cleared_again(world: World) -> None:
    """Both are in then: a replacement waits only for somebody who is on their way out."""
    await open_set(world)
    await say(world, "clear 42pt1 @ben set")
    await members(world, CAST_AND_CREW | {"U0BEN"})
    await settled(world)
    await world.post("/preferences", who_can_kick="nobody")
    await say(world, "swap 42pt1 @ben @kim")
    await alarm(world, "remove restricted_action U0BEN")
    await say(world, "clear 42pt1 @ben set")
    await members(world, CAST_AND_CREW | {"U0BEN", "U0KIM"})
    await alarm(world, "")


async def test_a_swap_waits_for_the_old_one_to_be_out(world: World) -> None:
    """Where Slack does not let the old one be taken out, the new one stays out too, and an alarm says why."""
    await open_set(world)
    await say(world, "clear 42pt1 @ben set")
    await members(world, CAST_AND_CREW | {"U0BEN"})
    await settled(world)
    await world.post("/preferences", who_can_kick="nobody")
    assert "kim instead of ben, who is taken out first" in await say(world, "swap 42pt1 @ben @kim")
    await alarm(world, "remove restricted_action U0BEN")
    await settled(world)
    assert await inside(world) == CAST_AND_CREW | {"U0BEN"}
    await world.post("/preferences", who_can_kick="everyone")
    await move_clock(world, timedelta(seconds=61))
    await members(world, CAST_AND_CREW | {"U0KIM"})
    await alarm(world, "")
