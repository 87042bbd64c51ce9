"""Whatever a performer writes or sends is taken, and only coordination closes it (cases 37, 43)."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.privacy import PrivateNote
from tests.cases.house import ADA, FRIDAY, JAN, MIA, OLA, House, add_adria, baltic, buttons_in, confirmed_by_ola
from tests.world import visible

CLIP = {"id": "F1", "subtype": "slack_audio", "mimetype": "audio/mp4", "transcription": {"preview": {"content": "no"}}}
FORWARD = {"is_share": True, "is_msg_unfurl": True, "from_url": "https://x", "ts": "1.2", "text": "I cannot do this"}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Ola has confirmed scene 42A, and the AD reads Ready."""
    async with baltic(database_url) as found:
        await confirmed_by_ola(found)
        yield found


async def notes_of(house: House) -> list[PrivateNote]:
    """Every note there is."""
    return list((await house.bot.session.exec(select(PrivateNote))).all())


async def test_nothing_changes_leaves_the_coordinator_one_tap(house: House) -> None:
    """Case 37: a typed no, then "nothing changes": With coordinator until she has read both; then it counts again."""
    await house.bot.type(OLA, "I cannot do this scene")
    receipt = (await house.heard(OLA, "What is it about?"))[-1]
    assert "nothing changes" in await house.tap(OLA, receipt, "nothing_changes")
    assert "Ola Nowak: with you" in await house.standing()
    await house.at(FRIDAY, "08:31")
    assert await house.word() == "Scene 42A: With coordinator – plan may change"
    window = await house.alert(MIA, "says that what they wrote changes nothing")
    assert "I cannot do this scene" in visible(window)
    assert "They say that it changes nothing." in visible(window)
    assert "the plan stands" in await house.tap(MIA, window, "plan_stands")
    assert "Ola Nowak: confirmed" in await house.standing()
    await house.at(FRIDAY, "08:46")
    assert await house.word() == "Scene 42A: Ready"


async def test_read_plan_stands_asks_whoever_did_not_say_that_nothing_changes(house: House) -> None:
    """The coordinator has read "see you": what was confirmed before is asked for again, and that alone is Ready."""
    await house.bot.type(OLA, "see you")
    await house.tap(MIA, await house.alert(MIA, "see you"), "plan_stands")
    assert "Ola Nowak: no answer yet" in await house.standing()
    again = (await house.heard(OLA, "Please look once more"))[-1]
    await house.tap(OLA, again, "answer_as_agreed")
    assert "Ola Nowak: confirmed" in await house.standing()


async def test_one_tap_answers_all_scenes_shown(database_url: str) -> None:
    """Words may be about two scenes: the window names both, and one tap is for both."""
    async with baltic(database_url) as house:
        await confirmed_by_ola(house, "42A", "43")
        await house.bot.type(OLA, "hello")
        window = await house.alert(MIA, "Waiting because of it: scene 42A, 43")
        await house.tap(MIA, window, "plan_stands")
        assert "with you" not in await house.standing()


async def test_what_came_since_the_window_opened_is_shown_first(house: House) -> None:
    """She reads "hello" and taps; meanwhile "I cannot" has come: nothing is taken, both are shown."""
    await house.bot.type(OLA, "hello")
    window = await house.alert(MIA, "hello")
    await house.bot.type(OLA, "I cannot do this scene")
    shown = await house.tap(MIA, window, "plan_stands")
    assert "Something has come since this window opened" in shown
    assert "I cannot do this scene" in shown
    assert "Ola Nowak: with you" in await house.standing()


async def test_a_no_under_typed_words_is_not_closed_by_having_read_them(house: House) -> None:
    """Typed, then tapped Not as agreed: having read the words is no way to close a no, and is not offered."""
    asked = (await house.heard(OLA, "Is what was agreed"))[-1]
    await house.bot.type(OLA, "hello")
    await house.tap(OLA, asked, "answer_not_as_agreed")
    assert "Read, plan stands" not in visible(await house.alert(MIA, "hello"))
    assert "Ola Nowak: with you" in await house.standing()


async def test_something_else_is_less_urgent_and_closes_nothing(house: House) -> None:
    """The alert is not said again, and waits on Home; the scene stays with the coordinator."""
    await house.bot.type(OLA, "who has my coat?")
    receipt = (await house.heard(OLA, "What is it about?"))[-1]
    assert "something else" in await house.tap(OLA, receipt, "about_something_else")
    told = len(await house.heard(MIA, "needs you now"))
    await house.at(FRIDAY, "12:00")
    assert len(await house.heard(MIA, "needs you now")) == told
    assert "Ola Nowak: with you" in await house.standing()
    assert "about something else" in visible(await house.alert(MIA, "who has my coat?"))
    assert "about a scene" in await house.tap(OLA, receipt, "about_scene")
    await house.at(FRIDAY, "12:30")
    assert len(await house.heard(MIA, "needs you now")) > told


async def test_a_recording_is_told_and_neither_copied_nor_written_down(house: House) -> None:
    """Case 43: a voice clip: please call; what Slack has heard in it is kept nowhere."""
    await house.hear(OLA, "message.file_share", text="", files=[CLIP], ts="1773400000.000100")
    window = visible(await house.alert(MIA, "Ola Nowak has sent a recording, please call"))
    assert "“" not in window.replace("“Read", "").replace("“Spoken", "").replace("“I have", "")
    assert await notes_of(house) == []
    assert "Ola Nowak: with you" in await house.standing()


async def test_a_file_is_told_without_its_name(house: House) -> None:
    """A file: please ask; words beside it are read as ever."""
    await house.hear(OLA, "message.file_share", text="look", files=[{"id": "F2", "name": "bruise.jpg"}])
    window = visible(await house.alert(MIA, "Ola Nowak has sent a file, please ask"))
    assert "“look”" in window
    assert "bruise" not in window


async def test_a_forwarded_message_is_the_person_s_own_words(house: House) -> None:
    """Forwarded without a word of their own: what it says is read."""
    await house.hear(OLA, text="", attachments=[FORWARD])
    assert "“I cannot do this”" in visible(await house.alert(MIA, "I cannot do this"))


async def test_words_are_kept_as_they_were_typed(house: House) -> None:
    """Slack's escapes and marks are its own: the coordinator reads what Ola typed."""
    await house.bot.type(OLA, "no <@U0JAN> &amp; me &lt;3 see <http://example.com|example.com> in <#C1|set>")
    assert "“no @Jan Wolski & me <3 see example.com in #set”" in visible(await house.alert(MIA, "no @Jan"))


@pytest.mark.parametrize("word", ["help", "Help!", "pomocy", "ayuda", "à l'aide", "Hilfe"])
async def test_help_is_answered_and_taken(house: House, word: str) -> None:
    """ "help" in any language the bot speaks: whom to turn to, at once, and the coordinator is told."""
    await house.bot.type(OLA, word)
    assert "Mia Brandt, +48 1" in visible((await house.heard(OLA, "Whom to turn to"))[-1].blocks)
    await house.alert(MIA, "Ola Nowak has written to you")
    assert "Ola Nowak: with you" in await house.standing()


async def test_the_same_message_counts_once(house: House) -> None:
    """Slack repeats an event under another id: one place in Slack is one message."""
    for _ in range(2):
        await house.hear(OLA, text="no", ts="1773400000.000100")
    assert len(await notes_of(house)) == 1


async def test_words_about_one_production_are_no_answer_in_another(house: House) -> None:
    """Ola names Adria: there it is an answer; in Baltic nothing is answered, and its coordinator has her one tap."""
    other = await add_adria(house)
    await house.bot.type(OLA, "I would rather not")
    assert "Ola Nowak: with you" in await house.standing("baltic day 11")
    unread = await house.alert(MIA, "They have not said yet which production")
    assert "rather not" not in visible(unread)
    assert "plan_stands" not in dict(buttons_in(unread))
    await house.tap(OLA, (await house.heard(OLA, "Which production"))[-1], f"typed_about_{other.number}")
    assert "rather not" in visible(await house.alert("U0UNA", "Ola Nowak has written to you"))
    rows = await house.bot.session.exec(select(CheckIn.production_id).join(Answer).where(Answer.kind == "typed"))
    assert set(rows.all()) == {other.number}
    window = await house.alert(MIA, "They say that it is about another production")
    assert "rather not" not in visible(window)
    await house.tap(MIA, window, "plan_stands")
    assert "Ola Nowak: confirmed" in await house.standing("baltic day 11")


async def test_one_receipt_for_several_words_gives_all_of_them_to_a_production(house: House) -> None:
    """Two messages before the receipt is sent: named once, both are read there, and none waits to be claimed."""
    other = await add_adria(house)
    for text in ("I would rather not", "please call me"):
        await house.bot.type(OLA, text)
    [receipt] = await house.heard(OLA, "Which production")
    await house.tap(OLA, receipt, f"typed_about_{other.number}")
    assert {note.production_id for note in await notes_of(house)} == {other.number}
    window = visible(await house.alert("U0UNA", "Ola Nowak has written to you"))
    assert all(text in window for text in ("rather not", "please call me"))


async def test_words_nobody_has_claimed_are_closed_by_speaking_in_person(house: House) -> None:
    """Ola never says which production: Mia speaks with her, and says that the words were not read."""
    await add_adria(house)
    await house.bot.type(OLA, "I would rather not")
    await house.tap(MIA, await house.alert(MIA, "They have not said yet"), "spoken_in_person")
    assert "with you" not in await house.standing("baltic day 11")


async def test_a_partner_s_button_about_my_words_does_nothing(house: House) -> None:
    """Jan cannot say what Ola's words are about."""
    await house.bot.type(OLA, "hello")
    receipt = (await house.heard(OLA, "What is it about?"))[-1]
    assert await house.tap(JAN, receipt, "about_something_else") == ""
    assert await house.heard(ADA, "Ola") == []


async def test_a_reaction_is_told_once_and_never_an_answer(house: House) -> None:
    """A thumb under the check-in: "reacted", once, without its meaning."""
    asked = (await house.heard(OLA, "Is what was agreed"))[-1]
    assert asked
    from storage.deliveries import Delivery, Template  # noqa: PLC0415

    row = (await house.bot.session.exec(select(Delivery).where(Delivery.template == Template.CHECK_IN))).first()
    assert row is not None
    row.channel, row.ts = "D0OLA", "1773400000.000100"
    house.bot.session.add(row)
    await house.bot.session.flush()
    item = {"type": "message", "channel": "D0OLA", "ts": "1773400000.000100"}
    for emoji in ("thumbsup", "x"):
        await house.hear(OLA, "reaction_added", type="reaction_added", reaction=emoji, item=item)
    await house.alert(MIA, "Ola Nowak reacted to a check-in; that is no answer")
    assert len(await house.heard(MIA, "something for you to know")) == 1
