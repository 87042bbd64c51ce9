"""From the board to the roster, and from the roster to the channel."""

from bot.checkins.consequences import replan
from storage import people, strips
from storage.closed_sets import ClosedSetState
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    SUNDAY,
    alarm,
    calls,
    channel,
    closed_set,
    inside,
    listed,
    members,
    open_set,
    settled,
    state,
)
from tests.world import NEUTRAL, World, visible


async def test_case_22_the_coordinator_approves_the_roster(world: World) -> None:
    """Exactly those on the roster are invited to a private channel with a neutral name; it is archived after wrap."""
    answer = await world.command("U0MIA", "/closedset", "roster 42pt1")
    assert "Ola Nowak – set, performer" in answer
    shown = await world.said("U0MIA", "Ola Nowak")
    await world.tap("U0MIA", shown, "Approve")
    await world.modal("U0MIA", "It opens")
    assert not await inside(world)
    await world.at(SUNDAY, "19:00")
    await members(world, CAST_AND_CREW)
    row = await settled(world)
    made = channel(world, row.name)
    assert made.is_private
    assert "42" not in made.name
    assert "House rules" in made.purpose.value
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await state(world, ClosedSetState.CLOSED)
    assert made.is_archived


async def test_nothing_opens_without_approval(world: World) -> None:
    """At the opening time an unapproved roster is an alert; approving it behind the alert opens at once."""
    await world.at(SUNDAY, "19:00")
    modal = await world.alert("U0MIA", "the list waits for your approval")
    assert not calls(world, "conversations.create")
    await world.tap_in_modal("U0MIA", modal, "See the list")
    roster = await world.modal("U0MIA", "Jan Wolski")
    await world.tap_in_modal("U0MIA", roster, "Approve")
    await members(world, CAST_AND_CREW)


async def test_an_approval_is_about_the_roster_that_was_shown(world: World) -> None:
    """A roster that has changed since it was shown is shown again, not approved."""
    await world.command("U0MIA", "/closedset", "roster 42pt1")
    shown = await world.said("U0MIA", "Ola Nowak")
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben set boom")
    await world.tap("U0MIA", shown, "Approve")
    await world.modal("U0MIA", "The list has changed since")
    assert (await closed_set(world)).approved_at is None


async def test_only_the_coordination_approves(world: World) -> None:
    """An AD sees names and access, no reasons and no button; a performer only where they are expected."""
    await listed(world)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben monitor quiet word")
    for_ad = await world.command("U0ADA", "/closedset", "roster 42pt1")
    assert "ben – monitor" in for_ad
    assert "quiet word" not in for_ad
    assert "Approve" not in for_ad
    assert "not open to you" in await world.command("U0ADA", "/closedset", "clear 42pt1 @ben")
    assert "not open to you" in await world.command("U0OLA", "/closedset", "roster 42pt1")
    own = await world.command("U0OLA", "/closedset", "door")
    assert "Scene 42pt1" in own
    assert "Jan" not in own
    assert "on no list" not in await world.command("U0BEN", "/closedset", "door")


async def test_clear_remove_and_access(world: World) -> None:
    """Cleared crew come in, a remote feed does not bring anybody in, and who is taken off the list is out."""
    await listed(world)
    await open_set(world)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben set boom operator")
    await world.command("U0MIA", "/closedset", "clear 42pt1 @leo remote notes")
    await members(world, CAST_AND_CREW | {"U0BEN"})
    answer = await world.command("U0MIA", "/closedset", "roster 42pt1")
    assert "ben – set, sound, boom operator, cleared by Mia Brandt" in answer
    await world.command("U0MIA", "/closedset", "remove 42pt1 @ben")
    await members(world, CAST_AND_CREW)
    await settled(world)
    assert "U0LEO" not in await inside(world)
    assert not [message for message in await world.messages("U0ADA") if "was added" in visible(message)]


async def test_case_24_the_old_one_is_out_before_the_new_one_comes_in(world: World) -> None:
    """The AD asks for a replacement, one tap of the coordinator swaps, the old one first."""
    await listed(world)
    await open_set(world)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben set boom")
    await members(world, CAST_AND_CREW | {"U0BEN"})
    await world.command("U0ADA", "/closedset", "ask 42pt1 @kim set @ben")
    modal = await world.alert("U0MIA", "An AD asks to have kim on a closed set")
    assert "Instead of ben" in visible(modal)
    await world.tap_in_modal("U0MIA", modal, "Clear this person")
    await members(world, CAST_AND_CREW | {"U0KIM"})
    out = next(call["n"] for call in calls(world, "conversations.kick") if call["request"]["user"] == "U0BEN")
    came = next(call["n"] for call in calls(world, "conversations.invite") if "U0KIM" in call["request"]["users"])
    assert out < came


async def test_the_roster_follows_the_cast(world: World) -> None:
    """A performer who leaves the scene leaves the roster and the channel; the coordinator learns of it."""
    row = await open_set(world)
    async with world.transaction() as transaction:
        strip = await strips.find(transaction.session, row.scene_id, row.shoot_day_id)
        assert strip is not None
        strip.cast_ids = ["1"]
        transaction.session.add(strip)
        await replan(transaction, world.production)
    await members(world, CAST_AND_CREW - {"U0JAN"})
    await world.alert("U0MIA", "the list has changed with the plan")


async def test_case_18_the_scene_is_cut(world: World) -> None:
    """The scene is cut: its channel is emptied and archived, and a closed set that never opened simply ends."""
    row = await open_set(world)
    await world.command("U0ADA", "/scene", "cut 42pt1")
    await world.said("U0OLA", "is no longer needed")
    await state(world, ClosedSetState.CLOSED)
    made = channel(world, row.name)
    assert made.is_archived
    assert set(made.members) == {"U0BOT", "U0MIA"}
    assert not [message for message in await world.messages("U0OLA") if "Wrapped" in visible(message)]


async def test_the_opening_follows_the_call(world: World) -> None:
    """A call that is pushed moves the opening with it."""
    await world.command("U0MIA", "/closedset", "roster 42pt1")
    await world.tap("U0MIA", await world.said("U0MIA", "Ola Nowak"), "Approve")
    await world.modal("U0MIA", "It opens")
    await world.command("U0ADA", "/shootday", "call 11 09:00")
    await world.at(SUNDAY, "19:30")
    assert (await closed_set(world)).state is ClosedSetState.PLANNED
    await world.at(SUNDAY, "21:00")
    await members(world, CAST_AND_CREW)


async def test_case_7_a_change_of_mind_does_not_change_the_channel(world: World) -> None:
    """After "Not as agreed" everybody stays in; the closed set is on hold for the coordinator, which no AD can see."""
    await open_set(world)
    message = await world.said("U0OLA", "Is what was agreed still right for you?")
    await world.tap("U0OLA", message, "Not as agreed", "42pt1")
    await world.alert("U0MIA", "on hold for you")
    assert (await closed_set(world)).hold
    assert await inside(world) == CAST_AND_CREW
    assert "on hold for you" in await world.command("U0MIA", "/closedset", "list")
    for text in ("list", "roster 42pt1", "door"):
        assert "hold" not in await world.command("U0ADA", "/closedset", text)
    await world.command("U0MIA", "/closedset", "release 42pt1")
    assert not (await closed_set(world)).hold


async def test_a_plan_is_shown_before_it_is_carried_out(world: World) -> None:
    """The plan of a closed set that is not open names whom it would invite, and afterwards nothing to change."""
    answer = await world.command("U0MIA", "/closedset", "plan 42pt1")
    assert "Invite: Ola Nowak, Jan Wolski, Mia Brandt, Dev Anand, Ada Quist" in answer
    await open_set(world)
    assert "Nothing to change." in await world.command("U0MIA", "/closedset", "plan 42pt1")
    await alarm(world, "")


async def test_notifications_say_nothing(world: World) -> None:
    """Whatever the bot says of closed sets, a locked phone shows the neutral line."""
    await open_set(world)
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await state(world, ClosedSetState.CLOSED)
    from_bot = [note for note in world.sandbox.workspace.notifications if note["channel"].startswith("D0")]
    assert {note["text"] for note in from_bot if "removed you" not in note["text"]} == {NEUTRAL}


async def test_only_who_is_put_on_a_list_is_kept(world: World) -> None:
    """Somebody named in vain leaves nothing: only asked for, one name too many, nobody to be replaced."""
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben set boom @zoe")
    await world.command("U0ADA", "/closedset", "ask 42pt1 @kim set @leo")
    assert "leo is not on the list." in await world.command("U0MIA", "/closedset", "remove 42pt1 @leo")
    assert "leo is not on the list." in await world.command("U0MIA", "/closedset", "swap 42pt1 @leo @ana")
    async with world.look() as transaction:
        kept = [
            await people.find_by_slack_user(transaction.session, f"U0{name}")
            for name in ("BEN", "KIM", "ZOE", "LEO", "ANA")
        ]
    assert [who.slack_user if who else None for who in kept] == ["U0BEN", None, None, None, None]
