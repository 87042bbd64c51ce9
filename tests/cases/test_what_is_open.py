"""A no belongs to the performer and the scene, and only coordination closes it: the state they were shown."""

from datetime import timedelta

import pytest

from handlers.replies import NOTHING
from storage import alerts, matters
from storage.alerts import AlertKind
from tests.cases.evening_before import SPOKEN, Evening, alerts_of, text_of


async def test_she_changes_her_mind_while_the_coordinators_window_is_open(evening: Evening) -> None:
    """Case 33: "as agreed, in person" sent from a window that has not seen the no is not taken; it is shown first."""
    await evening.tap("ola", "as_agreed")
    await evening.tap("jan", "as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola>")
    await evening.tap("ola", "not_as_agreed")
    answered = await evening.send(window, **SPOKEN)
    assert "Nothing is recorded yet" in text_of(answered)
    assert "Not as agreed" in text_of(answered)
    assert await evening.word() == "with_coordinator"
    assert answered.modal is not None
    assert await evening.send(answered.modal, **SPOKEN) is NOTHING
    assert await evening.word() == "ready"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("record 42 <@U0OLA|ola>", SPOKEN),
        ("record 42 <@U0OLA|ola>", {"answer": "nothing_changes", "source": "phone"}),
        ("reopen 42", {}),
        ("limits 42 <@U0OLA|ola>", {"limits": "Shoulders only."}),
    ],
)
@pytest.mark.parametrize("came", ["not_as_agreed", "as_agreed", "words", "limits"])
async def test_no_window_closes_what_it_has_not_shown(
    evening: Evening, text: str, fields: dict[str, str], came: str
) -> None:
    """Whatever came since it opened, a window of the coordination takes nothing, says so, and shows it."""
    await evening.tap("ola", "call_me")
    window = await evening.window(text)
    if came == "words":
        await evening.bot.type("U0OLA", "and one thing more")
    elif came == "limits":
        other = await evening.window("limits 42 <@U0OLA|ola>")
        assert await evening.send(other, limits="Less.", partners="Less.") is NOTHING
        await evening.tap("ola", "not_as_agreed")
    else:
        await evening.tap("ola", came)
    answered = await evening.send(window, **fields)
    assert "Nothing is recorded yet" in text_of(answered)
    assert await evening.is_open()
    assert await evening.word() == "with_coordinator"


async def test_limits_that_came_meanwhile_are_read_before_others_take_their_place(evening: Evening) -> None:
    """What the deputy has recorded is shown beside what the coordinator was typing, and neither is lost."""
    window = await evening.window("limits 42 <@U0OLA|ola>")
    assert await evening.send(await evening.window("limits 42 <@U0OLA|ola>"), limits="Less of it.") is NOTHING
    answered = await evening.send(window, limits="Shoulders only.")
    assert "Nothing is recorded yet" in text_of(answered)
    assert "Less of it." in text_of(answered)
    assert "Shoulders only." in text_of(answered)
    assert answered.modal is not None
    assert await evening.send(answered.modal, limits="Shoulders only.") is NOTHING


async def test_a_window_of_an_earlier_release_closes_nothing(evening: Evening) -> None:
    """It carries a check-in and nothing else: what is open is shown first."""
    await evening.tap("ola", "call_me")
    window = await evening.window("record 42 <@U0OLA|ola>")
    number, _, _ = window.about.partition(":")
    answered = await evening.bot.submit("U0MIA", "record_answer", number, SPOKEN)
    assert "Nothing is recorded yet" in text_of(answered)
    assert await evening.is_open()


@pytest.mark.parametrize("said", ["as agreed by phone", "nothing changes", "as agreed in person"])
async def test_a_command_never_closes_by_itself(evening: Evening, said: str) -> None:
    """Case 34: written over an unread no, it opens the window that shows it; with nothing open it records at once."""
    await evening.tap("jan", "as_agreed")
    recorded = await evening.command("record 42 <@U0JAN|jan> as agreed by phone")
    assert recorded.message is not None
    assert "Recorded for Jan" in recorded.message.text
    await evening.tap("ola", "not_as_agreed")
    for user in ("U0MIA", "U0DEV"):
        assert "Not as agreed" in text_of(await evening.command(f"record 42 <@U0OLA|ola> {said}", user))
        assert await evening.is_open()


async def test_what_is_open_in_two_performers_closes_all_or_none(evening: Evening) -> None:
    """Asking again closes both; had one more come with either, it closes neither."""
    await evening.tap("ola", "not_as_agreed")
    await evening.tap("jan", "call_me")
    window = await evening.window("reopen 42")
    await evening.tap("jan", "not_as_agreed")
    again = await evening.send(window)
    assert len(await matters.list_open(evening.bot.session, evening.office.scenes["42"])) == 2
    assert again.modal is not None
    assert await evening.send(again.modal) is NOTHING
    assert not await evening.is_open()
    assert await evening.word() == "waiting"


async def test_after_closing_only_that_performer_confirms_again(evening: Evening) -> None:
    """Nothing agreed has changed: Jan's yes stands; Ola's old button no longer confirms, a new one does."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    old = evening.button("ola", "answer_as_agreed")
    assert await evening.send(await evening.window("reopen 42")) is NOTHING
    assert await evening.word() == "waiting"
    await evening.bot.tap("U0OLA", "answer_as_agreed", old)
    assert await evening.word() == "waiting"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "ready"


async def test_limits_that_partners_need_not_know_leave_their_answers(evening: Evening) -> None:
    """What Jan plays under has not changed: only Ola confirms again; ended, the rider holds and she is asked anew."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "as_agreed")
    assert await evening.send(await evening.window("limits 42 <@U0OLA|ola>"), limits="Not the left side.") is NOTHING
    assert await evening.word() == "with_coordinator"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "revised"
    ended = await evening.press(await evening.window("limits 42 <@U0OLA|ola>"), "End these limits")
    assert "Not the left side." not in text_of(ended)
    assert await evening.word() == "with_coordinator"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "revised"


async def test_a_typed_no_then_nothing_changes_waits_for_the_coordinator(evening: Evening) -> None:
    """Case 37: With coordinator until she has read both; then the yes from before counts again, in one tap."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.type("U0OLA", "I would rather not")
    await evening.bot.rest()
    await evening.bot.tap("U0OLA", "nothing_changes", evening.button("ola", "nothing_changes"))
    assert await evening.word() == "with_coordinator"
    await evening.press(await evening.alert(), "Read, plan stands")
    assert await evening.word() == "ready"


async def test_words_read_without_a_nothing_changes_ask_for_a_new_answer(evening: Evening) -> None:
    """Read, and the plan stands: what she typed was never a yes, so the one from before does not count."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.type("U0OLA", "I would rather not")
    await evening.bot.rest()
    await evening.press(await evening.alert(), "Read, plan stands")
    assert not await evening.is_open()
    assert await evening.word() == "waiting"


async def test_read_plan_stands_closes_no_change_and_nothing_newer(evening: Evening) -> None:
    """Typed again since the window opened: still open; with a tapped change beside it there is no such button."""
    await evening.bot.type("U0OLA", "hm")
    await evening.bot.rest()
    window = await evening.alert()
    await evening.bot.type("U0OLA", "no")
    await evening.press(window, "Read, plan stands")
    assert await evening.is_open()
    await evening.tap("ola", "not_as_agreed")
    assert "Read, plan stands" not in str((await evening.alert()).view())


async def test_a_recorded_no_opens_it_too(evening: Evening) -> None:
    """Told in person and written down for her: it stands on the coordinator's Home until it is closed."""
    said = await evening.command("record 42 <@U0OLA|ola> not as agreed in person")
    assert said.message is not None
    assert await evening.word() == "with_coordinator"
    assert "Scene 42 is with you" in str(await evening.bot.home("U0MIA"))
    assert "Scene 42 is with you" not in str(await evening.bot.home("U0ADA"))


@pytest.mark.parametrize("said", ["before", "after", "after it was seen"])
async def test_words_in_the_window_are_said_in_the_matter(evening: Evening, said: str) -> None:
    """Sent while she records, after she has closed, or after "I have seen this": shown first, or told anew."""
    await evening.tap("jan", "as_agreed")
    opened = await evening.tap("ola", "not_as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola>")
    if said == "after":
        await evening.send(window, **SPOKEN)
    elif said == "after it was seen":
        [no] = await alerts_of(evening, AlertKind.CHANGE)
        await evening.bot.submit("U0MIA", "acknowledge", no)
    told = len([one for one in evening.bot.heard if one.user == "U0MIA"])
    await evening.bot.fill("U0OLA", opened, {"words": "Not even with limits", "direction": "talk"})
    await evening.bot.jump(evening.bot.clock.now() + timedelta(minutes=5))
    assert await evening.word() == "with_coordinator"
    assert "Not even with limits" in text_of(await evening.send(window, **SPOKEN))
    assert len([one for one in evening.bot.heard if one.user == "U0MIA"]) > told


async def test_a_window_that_may_close_shows_the_words(evening: Evening) -> None:
    """What she typed stands in it for the coordinator; a deputy without a handover reads that it is kept."""
    await evening.bot.type("U0OLA", "I cannot do this scene")
    for text in ("record 42 <@U0OLA|ola>", "limits 42 <@U0OLA|ola>", "reopen 42"):
        assert "I cannot do this scene" in text_of(await evening.command(text))
        kept = text_of(await evening.command(text, "U0DEV"))
        assert "I cannot do this scene" not in kept
        assert "kept for Mia until a handover" in kept


async def test_words_sent_while_limits_are_ended_are_shown_first(evening: Evening) -> None:
    """The window that comes back could close them with its next tap: what she wrote stands in it."""
    await evening.send(await evening.window("limits 42 <@U0OLA|ola>"), limits="Not the left side.")
    window = await evening.window("limits 42 <@U0OLA|ola>")
    await evening.bot.type("U0OLA", "I cannot do this scene")
    again = text_of(await evening.press(window, "End these limits"))
    assert "Not the left side." in again
    assert "I cannot do this scene" in again


async def test_what_a_deputy_closes_unread_stays_for_the_coordinator(evening: Evening) -> None:
    """Closed for the plan, spoken in person; the alert with the words waits until she has read them."""
    await evening.bot.type("U0OLA", "I cannot do this scene")
    window = await evening.window("record 42 <@U0OLA|ola>", "U0DEV")
    assert await evening.send(window, "U0DEV", answer="nothing_changes", source="in_person") is NOTHING
    assert not await evening.is_open()
    [typed] = await alerts_of(evening, AlertKind.TYPED)
    alert = await alerts.find(evening.bot.session, int(typed))
    assert alert is not None
    assert alert.ended_at is None
    assert "I cannot do this scene" in str((await evening.alert(typed)).view())
    await evening.bot.submit("U0MIA", "acknowledge", typed)
    settled = await alerts.find(evening.bot.session, int(typed))
    assert settled is not None
    assert settled.ended_at is not None
