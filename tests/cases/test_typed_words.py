"""Words typed straight into the conversation: they never confirm, and never pass unnoticed."""

from datetime import date

from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from tests.world import ZONE, World, add_scene, direct, visible

FRIDAY = date(2026, 3, 13)
ASKED = "Is what was agreed still right for you?"


async def confirmed_by_ola(world: World) -> None:
    """Ola alone in a scene, asked and confirmed, the AD at Ready."""
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "As agreed")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42A: Ready")


async def type_words(world: World, text: str) -> None:
    """Ola types into the conversation."""
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text=text)
    await world.said("U0OLA", "Slack keeps what is typed here")


async def test_typed_words_put_the_scene_with_the_coordinator(world: World) -> None:
    """ "ok" typed is no confirmation and no nothing: the coordinator reads it, the AD reads With coordinator."""
    await confirmed_by_ola(world)
    await type_words(world, "ok <@U0ADA> & thanks")
    await world.alert("U0MIA", "Ola Nowak has written to you")
    await world.at(FRIDAY, "08:31")
    await world.said("U0ADA", "With coordinator – plan may change")


async def test_an_edited_message_is_new_words_and_a_deleted_one_is_asked_about(world: World) -> None:
    """Slack lets people edit and delete: both reach the coordinator."""
    await confirmed_by_ola(world)
    await type_words(world, "fine")
    typed = next(message for message in await world.messages("U0OLA") if message.get("text") == "fine")
    await world.post("/edit-message", channel=direct("U0OLA"), user="U0OLA", ts=typed["ts"], text="not fine at all")
    await world.alert("U0MIA", "not fine at all")
    await world.post("/view/close", user="U0MIA")
    await world.post("/delete-message", channel=direct("U0OLA"), user="U0OLA", ts=typed["ts"])
    await world.alert("U0MIA", "has deleted a message; please ask")


async def test_nothing_changes_is_about_the_words_above_it(world: World) -> None:
    """A greeting, then something that matters: the button under the greeting says nothing; only coordination closes."""
    await confirmed_by_ola(world)
    await type_words(world, "hello")
    greeting = await world.said("U0OLA", "Slack keeps")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="I cannot do this scene")
    newest = await world.said("U0OLA", "Slack keeps", times=2)
    await world.tap("U0OLA", greeting, "Nothing changes")
    await world.modal("U0OLA", "You have written again since")
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 11")
    await world.post("/view/close", user="U0OLA")
    await world.tap("U0OLA", newest, "Nothing changes")
    await world.modal("U0OLA", "Recorded: nothing changes.")
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 11")
    modal = await world.alert("U0MIA", "says that what they wrote changes nothing")
    assert "hello" in visible(modal)
    await world.tap_in_modal("U0MIA", modal, "Read, plan stands")
    await world.modal("U0MIA", "Recorded: the plan stands.")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 11")


async def in_adria_too(world: World) -> None:
    """Ola plays in a second production, whose coordinator is Dev, and is asked there as well."""
    async with world.transaction() as transaction:
        other = await add_production(transaction, "Adria", "adria", ZONE)
        dev = await somebody(transaction, Somebody("Dev Anand", "U0DEV"))
        await give_role(transaction, other, dev, Role.COORDINATOR)
        await begin_duty(transaction, other, dev)
        await name_cast(transaction, other, "9", await somebody(transaction, Somebody("Ola Nowak", "U0OLA")))
    baltic, world.production = world.production, other
    await add_scene(world, "42", ["9"], riders=False)
    world.production = baltic
    await world.at(FRIDAY, "08:18")
    await world.said("U0OLA", "Adria", times=2)


async def words_about(world: World, text: str, production: str, times: int) -> None:
    """Ola types and says which production it is about."""
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text=text)
    await world.tap("U0OLA", await world.said("U0OLA", "Which production is it about?", times=times), production)
    await world.modal("U0OLA", f"The coordinator of {production} will read it.")
    await world.post("/view/close", user="U0OLA")


async def test_words_about_one_production_settle_no_earlier_ones_in_it(world: World) -> None:
    """Words for Baltic, then words for Adria: Baltic's scene stays with its coordinator."""
    await confirmed_by_ola(world)
    await in_adria_too(world)
    await words_about(world, "I cannot do this scene", "Baltic", 1)
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "baltic day 11")
    await words_about(world, "may I bring a coat?", "Adria", 2)
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "baltic day 11")


async def test_words_of_somebody_in_two_productions_go_to_none_until_they_say_which(world: World) -> None:
    """Both scenes are with their coordinators, but nobody reads the words before the performer names a production."""
    await confirmed_by_ola(world)
    await in_adria_too(world)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="not tomorrow please")
    which = await world.said("U0OLA", "Which production is it about?")
    modal = await world.alert("U0MIA", "Ola Nowak has written to you")
    assert "not tomorrow" not in visible(modal)
    await world.post("/view/close", user="U0MIA")
    await world.tap("U0OLA", which, "Adria")
    await world.modal("U0OLA", "The coordinator of Adria will read it.")
    await world.alert("U0DEV", "not tomorrow please")
    assert "not tomorrow" not in visible(await world.alert("U0MIA", "Ola Nowak has written to you"))


async def test_a_reply_also_sent_to_the_conversation_is_words(world: World) -> None:
    """Case 43: a reply in a thread, also sent to the conversation, reaches the coordinator."""
    await confirmed_by_ola(world)
    asked = await world.said("U0OLA", ASKED)
    reply = {"user": "U0OLA", "channel": direct("U0OLA"), "threadTs": asked["ts"], "broadcast": True}
    await world.post("/message", **reply, text="I would rather not")
    await world.alert("U0MIA", "I would rather not")
    await world.at(FRIDAY, "08:31")
    await world.said("U0ADA", "With coordinator – plan may change")


async def test_me_is_words(world: World) -> None:
    """Case 43: `/me` is a message of its own kind, and words all the same."""
    await confirmed_by_ola(world)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="/me would rather not")
    await world.alert("U0MIA", "would rather not")


async def test_a_deleted_message_that_had_replies_is_asked_about(world: World) -> None:
    """Case 43: Slack leaves a line of its own in its place and tells of a change; the coordinator is told to ask."""
    await confirmed_by_ola(world)
    await type_words(world, "fine")
    typed = next(message for message in await world.messages("U0OLA") if message.get("text") == "fine")
    reply = {"user": "U0OLA", "channel": direct("U0OLA"), "threadTs": typed["ts"]}
    await world.post("/message", **reply, text="or rather")
    await world.alert("U0MIA", "or rather")
    await world.post("/view/close", user="U0MIA")
    await world.post("/delete-message", channel=direct("U0OLA"), user="U0OLA", ts=typed["ts"])
    await world.alert("U0MIA", "has deleted a message; please ask")


async def test_a_voice_clip_and_a_forwarded_message_reach_the_coordinator(world: World) -> None:
    """Case 43: what Slack's own client makes of both is told: please call, and what the forwarded message says."""
    await confirmed_by_ola(world)
    clip = {"user": "U0OLA", "channel": direct("U0OLA"), "transcript": "I would rather not", "seconds": 3}
    await world.post("/voice-clip", **clip)
    modal = await world.alert("U0MIA", "Ola Nowak has sent a recording, please call")
    assert "rather not" not in visible(modal)
    await world.post("/view/close", user="U0MIA", all=True)
    said = await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="said before")
    await world.alert("U0MIA", "said before")
    await world.post("/view/close", user="U0MIA", all=True)
    await world.post("/forward", user="U0OLA", channel=direct("U0OLA"), ts=said["message"]["ts"], to=direct("U0OLA"))
    modal = await world.alert("U0MIA", "“said before”")
    assert visible(modal).count("“said before”") == 2


async def test_a_link_that_slack_unfolds_is_no_second_message(world: World) -> None:
    """Slack adds a preview some moments later: nobody has said anything more."""
    await confirmed_by_ola(world)
    await type_words(world, "see https://example.com")
    typed = next(one for one in await world.messages("U0OLA") if "example.com" in str(one.get("text")))
    await world.post("/unfurl", channel=direct("U0OLA"), ts=typed["ts"], url="https://example.com", text="A page")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="and more")
    await world.said("U0OLA", "Slack keeps what is typed here", times=2)
    assert len([one for one in await world.messages("U0OLA") if "Slack keeps" in visible(one)]) == 2


async def test_a_reaction_reaches_the_coordinator(world: World) -> None:
    """Where the optional scope was granted, a thumb under the check-in is told as a reaction; it is no answer."""
    app = world.sandbox.workspace.app
    app.scopes.add("reactions:read")
    app.events.add("reaction_added")
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    asked = await world.said("U0OLA", ASKED)
    await world.post("/reaction", user="U0OLA", channel=direct("U0OLA"), ts=asked["ts"], name="thumbsup")
    modal = await world.alert("U0MIA", "Ola Nowak reacted to a check-in; that is no answer")
    assert "thumb" not in visible(modal)
    assert "Ola Nowak: no answer yet" in await world.command("U0MIA", "/checkin", "day 11")
