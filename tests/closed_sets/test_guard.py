"""What people and Slack do to a channel, and what the bot makes of it."""

from datetime import timedelta

from bot.app import Bot
from storage.rosters import ClosedSetState
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    add,
    alarm,
    calls,
    channel,
    closed_set,
    inside,
    members,
    open_set,
    settled,
    state,
)
from tests.world import NEUTRAL, World, settings_for, until, visible


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


async def move_clock(world: World, by: timedelta) -> None:
    """Let time pass."""
    await world.post("/clock", advanceSeconds=by.total_seconds())
    world.bot.wake()


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
    await world.post("/preferences", who_can_kick="everyone")
    await move_clock(world, timedelta(seconds=61))
    await members(world, CAST_AND_CREW)
    await alarm(world, "")


async def test_one_of_many_cannot_be_invited(world: World) -> None:
    """Everybody else is in, and what to do about the one is said to both."""
    await world.post("/user", user="U0ADA", is_restricted=True)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW - {"U0ADA"})
    await alarm(world, "invite user_is_restricted U0ADA")
    await world.alert("U0MIA", "Ada Quist is a guest in Slack")
    await world.post("/user", user="U0ADA", is_restricted=False)
    await move_clock(world, timedelta(seconds=61))
    await members(world, CAST_AND_CREW)


async def test_people_without_slack_are_listed_and_not_invited(world: World) -> None:
    """A closed account is not invited, stands on no alarm, and the list says whom to let in by hand."""
    await world.post("/user", user="U0JAN", deleted=True)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW - {"U0JAN"})
    await alarm(world, "")
    assert "Jan Wolski – set, performer, not in Slack" in await world.command("U0MIA", "/closedset", "roster 42pt1")


async def test_the_bot_itself_is_removed(world: World) -> None:
    """Nobody can say who is in: an alarm with the steps; added again, the bot looks and says that it is right."""
    row = await open_set(world)
    await world.post("/channel/remove", channel=row.channel, user="U0BOT", by="U0JAN")
    await alarm(world, "see channel_not_found")
    await world.said("U0ADA", "The bot is not in")
    await world.post("/channel/add", channel=row.channel, user="U0BOT", by="U0JAN")
    await alarm(world, "")
    await world.said("U0MIA", "is right again")


async def test_a_lost_channel_is_replaced_by_a_new_one(world: World) -> None:
    """Archived by a person, which no bot can undo: the coordinator opens a new channel for the same people."""
    row = await open_set(world)
    await world.post("/channel/archive", channel=row.channel, user="U0ANA")
    await alarm(world, "see is_archived")
    answer = await world.command("U0MIA", "/closedset", "open 42pt1")
    assert "A new channel" in answer
    await members(world, CAST_AND_CREW)
    fresh = await alarm(world, "")
    assert fresh.name != row.name
    assert fresh.channel != row.channel


async def test_archived_and_unarchived_by_a_person(world: World) -> None:
    """The alarm goes when the channel is back and its members were read."""
    row = await open_set(world)
    await world.post("/channel/archive", channel=row.channel, user="U0ANA")
    await alarm(world, "see is_archived")
    await world.post("/channel/unarchive", channel=row.channel, user="U0ANA")
    await alarm(world, "")


async def test_renamed_shared_and_converted(world: World) -> None:
    """The neutral name comes back; a shared or public channel is an alarm, also under its new id."""
    row = await open_set(world)
    await world.post("/channel/rename", channel=row.channel, user="U0ANA", name="scene-42-closed")

    async def named_back() -> bool:
        return channel(world, row.name) is not None

    await until(named_back, "the neutral name")
    await world.post("/channel/share", channel=row.channel, user="U0ANA")
    await alarm(world, "see shared")
    await world.post("/channel/share", channel=row.channel, user="U0ANA")
    await world.post("/channel/convert", channel=row.channel, user="U0ANA")
    await alarm(world, "see public")
    assert (await closed_set(world)).channel != row.channel


async def test_a_crash_between_making_the_channel_and_storing_it(world: World) -> None:
    """The answer to the creation is lost and the bot dies: the next one finds the channel by its name."""
    await world.post("/faults", method="conversations.create", lostAfterWork=True, times=1)
    await world.post("/faults", method="users.conversations", error="internal_error")
    await world.command("U0MIA", "/closedset", "open 42pt1")
    row = await state(world, ClosedSetState.OPENING)

    async def made() -> bool:
        return channel(world, row.name) is not None

    await until(made, "the channel")
    await world.bot.stop()
    await world.post("/faults", method="conversations.invite", error="ratelimited", times=1, retryAfter=1)
    async with world.session.delete(f"{world.sandbox.url}/_control/faults"):
        pass
    world.bot = Bot(settings_for(world.sandbox, world.database_url))
    await world.bot.start()
    await members(world, CAST_AND_CREW)
    assert (await closed_set(world)).name == row.name


async def test_a_name_that_is_taken(world: World) -> None:
    """Somebody else's channel has the name: another name is stored before the next try."""
    row = await closed_set(world)
    await world.post("/channel/create", name=row.name, user="U0LEO", private=True)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW)
    assert (await closed_set(world)).name != row.name


async def test_creation_that_is_not_allowed(world: World) -> None:
    """Steps by hand: a channel made by a person with that name, the bot added, is taken on."""
    await world.post("/preferences", who_can_create_private="owners")
    row = await closed_set(world)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await alarm(world, "create restricted_action")
    await world.said("U0ADA", f"make a private channel called {row.name}")
    made = await world.post("/channel/create", name=row.name, user="U0ANA", private=True)
    await world.post("/channel/add", channel=made["channel"]["id"], user="U0BOT", by="U0ANA")
    await members(world, CAST_AND_CREW)


async def test_answers_lost_on_the_way(world: World) -> None:
    """Invitations and removals whose answer is lost are looked up, not guessed."""
    await world.post("/faults", method="conversations.invite", lostAfterWork=True, times=1)
    await open_set(world)
    await world.post("/faults", method="conversations.kick", error="internal_error", times=1)
    await add(world, "U0BEN")
    await world.said("U0BEN", "That is routine")
    await members(world, CAST_AND_CREW)
    assert len(calls(world, "conversations.create")) == 1
