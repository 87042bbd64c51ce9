"""What people and Slack do to a channel, and what the bot makes of it."""

from datetime import timedelta

from tests.closed_sets.channels import (
    CAST_AND_CREW,
    add,
    alarm,
    inside,
    members,
    move_clock,
    open_set,
    settled,
)
from tests.world import NEUTRAL, World, visible


async def test_case_23_a_crew_member_adds_a_colleague(world: World) -> None:
    """Out within seconds; the coordinator and the 1st AD learn who and by whom, the colleague reads a kind word."""
    await open_set(world)
    await add(world, "U0LEO", by="U0JAN")
    await members(world, CAST_AND_CREW)
    kind = await world.said("U0LEO", "That is routine and nothing you did")
    assert kind["text"] == NEUTRAL
    for_ad = visible(await world.said("U0ADA", "Leo Marsh was added to"))
    assert "by Jan Wolski" in for_ad
    modal = await world.alert("U0MIA", "Leo Marsh was added to a closed set")
    assert "Added by Jan Wolski" in visible(modal)
    assert (await alarm(world, "")).alarm is None


async def test_the_coordinator_clears_in_one_tap(world: World) -> None:
    """Who was added and taken out is on the list by one tap, and invited."""
    await open_set(world)
    await add(world, "U0BEN")
    modal = await world.alert("U0MIA", "Ben Holt was added to a closed set")
    await world.tap_in_modal("U0MIA", modal, "Clear this person")
    await members(world, CAST_AND_CREW | {"U0BEN"})


async def test_each_visit_is_told_once(world: World) -> None:
    """Doubled and late events tell nobody twice; a second visit is told again."""
    await open_set(world)
    await world.post("/faults", event="member_joined_channel", duplicate=True, times=1)
    await add(world, "U0BEN")
    await world.said("U0ADA", "Ben Holt was added")
    await members(world, CAST_AND_CREW)
    await settled(world)
    told = [message for message in await world.messages("U0ADA") if "Ben Holt was added" in visible(message)]
    assert len(told) == 1
    await add(world, "U0BEN")
    await world.said("U0ADA", "Ben Holt was added", times=2)
    await world.said("U0BEN", "That is routine", times=2)


async def test_an_event_that_never_comes_is_made_up_for_by_the_timer(world: World) -> None:
    """With the events lost, the next turn of the timer sees who is in."""
    await open_set(world)
    await world.post("/faults", event="*", lose=True)
    await add(world, "U0BEN")
    await move_clock(world, timedelta(minutes=5, seconds=1))
    await members(world, CAST_AND_CREW)


async def test_who_leaves_is_not_forced_back(world: World) -> None:
    """A member who leaves by themselves stays out until the coordinator invites again."""
    row = await open_set(world)
    await world.post("/channel/leave", channel=row.channel, user="U0OLA")
    modal = await world.alert("U0MIA", "Ola Nowak has left the channel")
    await settled(world)
    assert await inside(world) == CAST_AND_CREW - {"U0OLA"}
    assert "Left by themselves, not invited again: Ola Nowak" in await world.command(
        "U0MIA", "/closedset", "plan 42pt1"
    )
    await world.tap_in_modal("U0MIA", modal, "Invite again")
    await members(world, CAST_AND_CREW)


async def test_removal_that_is_not_allowed_is_an_alarm_until_it_is_right(world: World) -> None:
    """Coordinator and 1st AD get the steps by hand, the line says not confirmed, and both hear when it is right."""
    row = await open_set(world)
    await world.post("/preferences", who_can_kick="owners")
    await add(world, "U0LEO")
    await alarm(world, "remove restricted_action U0LEO")
    by_hand = visible(await world.said("U0ADA", "By hand: ask them to leave"))
    assert "Leo Marsh is in" in by_hand
    modal = visible(await world.alert("U0MIA", "please act"))
    assert "Leo Marsh is in" in modal
    await world.said("U0LEO", "Please leave it again")
    for user in ("U0MIA", "U0ADA"):
        assert "not confirmed" in await world.command(user, "/closedset", "list")
    await world.post("/channel/remove", channel=row.channel, user="U0LEO", by="U0ANA")
    await alarm(world, "")
    for user in ("U0MIA", "U0ADA"):
        await world.said(user, "is right again")
        assert "right as of" in await world.command(user, "/closedset", "list")


async def test_an_alarm_goes_by_itself_when_slack_allows_again(world: World) -> None:
    """The removal is tried again by the timer, every minute while an alarm stands."""
    await open_set(world)
    await world.post("/preferences", who_can_kick="nobody")
    await add(world, "U0LEO")
    await alarm(world, "remove")
    await settled(world)
    await world.post("/preferences", who_can_kick="everyone")
    await move_clock(world, timedelta(seconds=61))
    await members(world, CAST_AND_CREW)
    await alarm(world, "")
