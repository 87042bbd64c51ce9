"""Each thing Slack refuses: what the coordinator and the 1st AD read, word for word, and when it is taken back."""

from datetime import timedelta

from storage.people import Person
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    add,
    alarm,
    calls,
    channel,
    closed_set,
    inside,
    members,
    move_clock,
    open_set,
    settled,
)
from tests.world import NEUTRAL, World, until, visible

# What is refused is refused alike on either engine.
CANNOT_TAKE_OUT = (
    "Leo Marsh is in {channel} without being on its list, and Slack does not let the bot take them out "
    "(restricted_action). By hand: ask them to leave, or open the channel’s members and remove them."
)
ELSEWHERE_INSIDE = (
    "In {channel} without being on its list, and of another company, so that Slack lets no app take them out: Eve "
    "Stone. By hand: ask them to leave; an owner or admin of the workspace can take them out."
)
ELSEWHERE_ON_LIST = (
    "On the list of {channel}, and of another company: eve. Slack does not bring them into a channel of this "
    "workspace (no_external_invite_permission). By hand: let them in at the door; or an owner or admin gives them an "
    "account here."
)
GUEST = (
    "Ada Quist is a guest in Slack, and guests are not for the bot to add (user_is_restricted). By hand: an owner or "
    "admin of the workspace adds them to {channel}."
)
NO_INVITATIONS = (
    "Slack does not let apps add people to {channel} (restricted_action). On its list, and missing: Ada Quist, Dev "
    "Anand, Jan Wolski, Mia Brandt, Ola Nowak. By hand: a member of the channel adds them; or ask an owner of the "
    "workspace to let apps add people."
)
BOT_OUT = (
    "The bot is not in {channel} any more, or it was deleted. By hand: a member of the channel adds the bot again; or "
    "the coordinator writes /closedset open 42pt1 for a new channel and the old one is archived."
)
ARCHIVED = (
    "Somebody has archived {channel}. By hand: unarchive it in the channel’s settings; or the coordinator writes "
    "/closedset open 42pt1 for a new channel."
)
PUBLIC = "{channel} is public now. By hand: make it private again in the channel’s settings."
SHARED = "{channel} is shared with another company. By hand: end the sharing in the channel’s settings."
RENAMED = (
    "Somebody has renamed the channel, and Slack does not let the bot undo it (not_authorized). By hand: call it "
    "{name} again."
)


async def read_aloud(world: World, text: str) -> None:
    """Both read exactly this, their phones show the neutral line, and every list says that nothing is confirmed."""
    row = await closed_set(world)
    words = text.format(channel=f"#{row.name}", name=row.name)
    for_ad = await world.said("U0ADA", words)
    assert for_ad["text"] == NEUTRAL
    assert "not confirmed" in visible(for_ad)
    assert words in visible(await world.alert("U0MIA", words))
    await world.post("/view/close", user="U0MIA", all=True)
    for user in ("U0MIA", "U0ADA"):
        assert "closed set: not confirmed" in await world.command(user, "/shootday", "list")


async def right_again(world: World) -> None:
    """Both read that it is right, once it is."""
    row = await alarm(world, "")
    for user in ("U0MIA", "U0ADA"):
        await world.said(user, f"#{row.name} was looked at and is right again.")


def said_in_the_channel(world: World, name: str) -> list[str]:
    """What the bot itself did in a channel that every member reads."""
    timeline = channel(world, name).timeline
    return [one.to_slack().get("subtype", "message") for one in timeline if one.to_slack().get("user") == "U0BOT"]


async def test_taking_out_is_not_allowed(world: World) -> None:
    """Who is in, where, and what to do by hand."""
    row = await open_set(world)
    await world.post("/preferences", who_can_kick="nobody")
    await add(world, "U0LEO")
    await read_aloud(world, CANNOT_TAKE_OUT)
    await settled(world)
    await world.post("/preferences", who_can_kick="everyone")
    await move_clock(world, timedelta(seconds=61))
    await right_again(world)
    assert await inside(world) == CAST_AND_CREW
    assert not [call for call in calls(world, "chat.postMessage") if call["request"]["channel"] == row.channel]


async def test_somebody_of_another_company_inside(world: World) -> None:
    """No app takes out people of a shared channel; whoever may, is named."""
    row = await open_set(world)
    await world.post("/user/add", id="U0EVE", name="eve", real_name="Eve Stone", is_stranger=True)
    await add(world, "U0EVE")
    await read_aloud(world, ELSEWHERE_INSIDE)
    await world.post("/channel/leave", channel=row.channel, user="U0EVE")
    await right_again(world)


async def test_somebody_of_another_company_on_the_list(world: World) -> None:
    """Everybody else is in; the one is let in at the door."""
    await world.post("/user/add", id="U0EVE", name="eve", real_name="eve", is_stranger=True)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @eve remote")
    await world.command("U0MIA", "/closedset", "clear 42pt1 @eve set")
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW)
    await read_aloud(world, ELSEWHERE_ON_LIST)
    await world.command("U0MIA", "/closedset", "remove 42pt1 @eve")
    await right_again(world)


async def test_a_guest_on_the_list(world: World) -> None:
    """An admin can add what no bot can."""
    await world.post("/user", user="U0ADA", is_restricted=True)
    row = await world_opened_without(world, "U0ADA")
    await read_aloud(world, GUEST)
    await world.post("/user", user="U0ADA", is_restricted=False)
    await world.post("/channel/add", channel=row, user="U0ADA", by="U0ANA")
    await right_again(world)


async def world_opened_without(world: World, user: str) -> str:
    """The channel, open for everybody but one person."""
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW - {user})
    return (await closed_set(world)).channel or ""


async def test_no_app_may_invite(world: World) -> None:
    """Said once for all of them, asked for all at once; and nothing is said in the channel before it is right."""
    await world.post("/preferences", who_can_invite="nobody")
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await read_aloud(world, NO_INVITATIONS)
    row = await settled(world)
    assert {len(call["request"]["users"].split(",")) for call in calls(world, "conversations.invite")} == {5}
    assert said_in_the_channel(world, row.name) == ["channel_join"]
    await world.post("/preferences", who_can_invite="everyone")
    await move_clock(world, timedelta(seconds=61))
    await right_again(world)
    await settled(world)
    assert "channel_purpose" in said_in_the_channel(world, row.name)


async def test_an_owner_who_comes_back(world: World) -> None:
    """Owners may always come in: they are taken out each time, and the coordinator reads of each."""
    row = await open_set(world)
    for times in (1, 2):
        await world.post("/channel/add", channel=row.channel, user="U0ANA", by="U0ANA")
        await world.said("U0ADA", "Ana Duarte was added", times=times)
        await members(world, CAST_AND_CREW)
    await world.alert("U0MIA", "Ana Duarte was added to a closed set")
    assert (await settled(world)).alarm is None


async def test_the_bot_is_removed(world: World) -> None:
    """Nobody can say who is in until it is back."""
    row = await open_set(world)
    await world.post("/channel/remove", channel=row.channel, user="U0BOT", by="U0JAN")
    await read_aloud(world, BOT_OUT)
    await world.post("/channel/add", channel=row.channel, user="U0BOT", by="U0JAN")
    await right_again(world)


async def test_the_channel_is_deleted(world: World) -> None:
    """The same words, and one command makes a new channel for the same people."""
    row = await open_set(world)
    await world.post("/channel/delete", channel=row.channel, user="U0ANA")
    await read_aloud(world, BOT_OUT)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW)
    await right_again(world)
    assert (await closed_set(world)).name != row.name


async def test_the_channel_is_archived(world: World) -> None:
    """What a person has archived, a person brings back."""
    row = await open_set(world)
    await world.post("/channel/archive", channel=row.channel, user="U0ANA")
    await read_aloud(world, ARCHIVED)
    await world.post("/channel/unarchive", channel=row.channel, user="U0ANA")
    await right_again(world)


async def test_the_channel_is_public_and_has_another_id(world: World) -> None:
    """Made public and private again, each time under another id: the membership is kept under the last of them."""
    row = await open_set(world)
    await world.post("/channel/convert", channel=row.channel, user="U0ANA")
    await read_aloud(world, PUBLIC)
    public = await closed_set(world)
    assert public.channel != row.channel
    await world.post("/channel/convert", channel=public.channel, user="U0ANA")
    await right_again(world)
    await add(world, "U0LEO")
    await world.said("U0LEO", "That is routine")
    await members(world, CAST_AND_CREW)


async def test_the_channel_is_shared(world: World) -> None:
    """Until the sharing ends."""
    row = await open_set(world)
    await world.post("/channel/share", channel=row.channel, user="U0ANA")
    await read_aloud(world, SHARED)
    await world.post("/channel/share", channel=row.channel, user="U0ANA")
    await right_again(world)


async def test_the_channel_is_renamed_for_good(world: World) -> None:
    """The neutral name comes back by itself; where Slack does not let the bot, by hand."""
    row = await open_set(world)
    await world.post("/faults", method="conversations.rename", error="not_authorized")
    await world.post("/channel/rename", channel=row.channel, user="U0ANA", name="scene-42")
    await read_aloud(world, RENAMED)
    await world.post("/channel/rename", channel=row.channel, user="U0ANA", name=row.name)
    await right_again(world)


async def test_an_account_is_closed_and_opened_again(world: World) -> None:
    """Nobody is alarmed about somebody who has left the company; opened again without a word, they are invited."""
    await open_set(world)
    await world.post("/user", user="U0ADA", deleted=True)

    async def known() -> Person | None:
        who = await world.person("U0ADA")
        return who if who.deactivated_at is not None else None

    await until(known, "the closed account being noticed")
    assert (await settled(world)).alarm is None
    assert "Ada Quist – set, 1st AD, not in Slack" in await world.command("U0MIA", "/closedset", "roster 42pt1")
    await world.post("/faults", event="user_change", lose=True)
    await world.post("/user", user="U0ADA", deleted=False)
    await world.post("/channel/remove", channel=(await closed_set(world)).channel, user="U0ADA", by="U0ANA")
    await move_clock(world, timedelta(minutes=6))

    async def back() -> bool:
        return (await world.person("U0ADA")).deactivated_at is None

    await until(back, "the account being seen again")
