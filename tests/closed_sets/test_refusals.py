"""What Slack refuses, loses and allows others to do, and who is told what to do by hand."""

from datetime import timedelta

from bot.app import Bot
from storage.closed_sets import ClosedSetState
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    add,
    alarm,
    calls,
    channel,
    closed_set,
    members,
    move_clock,
    open_set,
    settled,
    state,
)
from tests.world import World, settings_for, until

# What is refused is refused alike on either engine.


async def test_one_of_many_cannot_be_invited(world: World) -> None:
    """Everybody else is in, and what to do about the one is said to both."""
    await world.post("/user", user="U0ADA", is_restricted=True)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW - {"U0ADA"})
    await alarm(world, "invite user_is_restricted U0ADA")
    await world.alert("U0MIA", "Ada Quist is a guest in Slack")
    await settled(world)
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
