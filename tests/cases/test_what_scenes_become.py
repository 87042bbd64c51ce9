"""Moved, cut, split, renumbered, recast or shot again: what is open with a scene is open with what it has become."""

from datetime import timedelta

import pytest

from bot.parsing.cast_list import CastEntry
from bot.schedule.cast import import_cast
from handlers.replies import NOTHING
from storage.alerts import AlertKind
from tests.cases.evening_before import SPOKEN, Evening, agreed, alerts_of, confirm, take, text_of
from tests.proofs.office import plan, sign


async def test_limits_go_along_when_the_scene_moves(evening: Evening) -> None:
    """Case 35: agreed for day 11, they hold on day 12, are shown there, and the word stays Revised."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    window = await evening.window("limits 42 <@U0OLA|ola>")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.") is NOTHING
    await evening.bot.command("U0ADA", "/shootday", "move 42 12 from 11")
    await evening.bot.jump(evening.office.call("12") - timedelta(hours=60))
    for who, reads, never in (("ola", "Shoulders only.", "From behind."), ("jan", "From behind.", "Shoulders only.")):
        terms = text_of(await evening.bot.tap(evening.office.user(who), "terms", evening.button(who, "terms")))
        assert reads in terms
        assert never not in terms
        await evening.tap(who, "as_agreed")
    assert await evening.word(label="12") == "revised"


@pytest.mark.parametrize(
    "rows",
    [
        [("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave")],
        [("42B", "1, 2", "They talk")],
        [("142", "1, 2", "Ola and Jan alone")],
        [("142", "1, 2", "Something else")],
    ],
    ids=["split", "lettered", "renumbered by its words", "renumbered by its set"],
)
async def test_a_no_reaches_what_the_scene_was_made_into(evening: Evening, rows: list[tuple[str, str, str]]) -> None:
    """Split, combined or renumbered: each new scene stays With coordinator until she says it is not concerned."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    await take(evening, *rows)
    labels = [scene for scene, _, _ in rows]
    await confirm(evening, *labels)
    for label in labels:
        assert await evening.is_open(label)
        assert await evening.word(label) == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert [await evening.is_open(label) for label in labels] == [True] * len(labels)
    for behind in await alerts_of(evening, AlertKind.OPEN_HERE):
        window = await evening.alert(behind)
        if "Does not concern scene" in str(window.view()):
            await evening.press(window, "Does not concern scene")
    assert [await evening.is_open(label) for label in labels] == [False] * len(labels)


async def test_a_no_counts_again_in_a_scene_it_was_said_not_to_concern(evening: Evening) -> None:
    """Her old button still counts after the coordinator took the scene out, while its parts are open: a no is kept."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    old = evening.button("ola", "answer_not_as_agreed")
    await take(evening, ("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave"))
    await confirm(evening, "42pt1", "42pt2")
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert not await evening.is_open()
    for answer in ("answer_call_me", "answer_not_as_agreed"):
        assert (await evening.bot.tap("U0OLA", answer, old)).modal is not None
        assert await evening.is_open()
    assert await evening.is_open("42pt1")


async def test_an_import_that_drops_the_performer_leaves_it_open(evening: Evening) -> None:
    """Case 36: "2" where it was "1, 2": With coordinator, and only she says that it no longer concerns the scene."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    await take(evening, ("42", "2", "Ola and Jan alone"))
    assert await evening.word() == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert await evening.word() == "ready"


async def test_a_scene_cut_and_back_is_still_with_the_coordinator(evening: Evening) -> None:
    """And a window from before the cut closes nothing: what happened to the scene is shown first."""
    await evening.tap("ola", "not_as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola>")
    await evening.bot.command("U0ADA", "/scene", "cut 42")
    await evening.bot.command("U0ADA", "/scene", "restore 42")
    await evening.bot.rest()
    assert await evening.word() == "with_coordinator"
    assert "The plan of the scene changed" in text_of(await evening.send(window, **SPOKEN))


async def test_wrap_and_a_reshoot_leave_it_open(evening: Evening) -> None:
    """Said after the shot on day 11: nothing to the plan of that day; the reshoot on day 13 is With coordinator."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.jump(evening.office.call("11") + timedelta(hours=2))
    await evening.bot.command("U0ADA", "/shootday", "filmed 42 11")
    await evening.tap("ola", "not_as_agreed")
    await evening.bot.jump(evening.office.call("11") + timedelta(hours=10))
    await evening.bot.command("U0ADA", "/shootday", "wrap 11")
    await plan(evening.office, "42", "13", ("1", "2"))
    await evening.bot.rest()
    assert await evening.word(label="13") == "with_coordinator"


async def test_a_no_on_an_old_message_reaches_what_the_scene_has_become(evening: Evening) -> None:
    """Renumbered, confirmed by both, then she taps the message of before: With coordinator, told about the new day."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    old = evening.button("ola", "answer_not_as_agreed")
    await take(evening, ("142", "1, 2", "Ola and Jan alone"))
    await confirm(evening, "142")
    await agreed(evening, "142")
    await evening.bot.tap("U0OLA", "answer_not_as_agreed", old)
    await evening.bot.rest()
    assert await evening.word("142") == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    assert "scene 142" in str((await evening.alert(no)).view())


async def test_a_split_taken_back_keeps_what_was_said_of_a_part(evening: Evening) -> None:
    """42 becomes 42pt1 and 42pt2, she says no to one of them, the next schedule has 42 again: With coordinator."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await take(evening, ("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave"))
    await confirm(evening, "42pt1", "42pt2")
    await evening.tap("ola", "not_as_agreed")
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await confirm(evening, "42")
    await agreed(evening, "42")
    assert await evening.word("42") == "with_coordinator"


async def test_a_scene_cut_by_hand_and_back_under_another_number_is_with_the_coordinator(evening: Evening) -> None:
    """The AD cuts 42, and a later schedule has 142 with the same words: what was open reaches it."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"), ("7", "1", "Ola waits"))
    await evening.tap("ola", "not_as_agreed")
    await evening.bot.command("U0ADA", "/scene", "cut 42")
    await take(evening, ("142", "1, 2", "Ola and Jan alone"), ("7", "1", "Ola waits"))
    await confirm(evening, "142")
    assert await evening.word("142") == "with_coordinator"


async def test_limits_go_along_when_the_scene_is_split(evening: Evening) -> None:
    """What was agreed for 42 holds in the parts it was made into, and they read Revised."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    window = await evening.window("limits 42 <@U0OLA|ola>")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.") is NOTHING
    await take(evening, ("42pt1", "1, 2", "They talk"))
    await confirm(evening, "42pt1")
    terms = text_of(await evening.bot.tap("U0OLA", "terms", evening.button("ola", "terms")))
    assert "Shoulders only." in terms
    await agreed(evening, "42pt1")
    assert await evening.word("42pt1") == "revised"


async def give_part(evening: Evening, cast_id: str, who: str) -> None:
    """Somebody else has a part from now on, by the cast list."""
    async with evening.bot.transaction() as transaction:
        entry = CastEntry(cast_id, "", who.title(), slack_id=evening.office.user(who))
        player = [(entry, evening.office.user(who))]
        await import_cast(transaction, await evening.office.production(transaction), player)
    await evening.bot.rest()


async def test_limits_are_of_the_performer_not_of_the_part(evening: Evening) -> None:
    """Ola's limits are no matter of Lea, who has her part now: nobody reads them there; Ola's again, they do."""
    window = await evening.window("limits 42 <@U0OLA|ola>")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.") is NOTHING
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    assert await evening.word() == "revised"
    await give_part(evening, "1", "lea")
    await sign(evening.office, "42", "lea", evening.office.call("11") - timedelta(hours=400))
    await evening.bot.rest()
    for who in ("lea", "jan"):
        terms = text_of(await evening.bot.tap(evening.office.user(who), "terms", evening.button(who, "terms")))
        assert "Shoulders only." not in terms
        assert "From behind." not in terms
    kept = text_of(await evening.bot.tap("U0LEA", "kept"))
    assert "Scene 42" in kept
    assert "From behind." not in kept
    await evening.tap("lea", "as_agreed")
    assert await evening.word() == "with_coordinator"
    await evening.tap("jan", "as_agreed")
    assert await evening.word() == "revised"
    await give_part(evening, "1", "ola")
    assert await evening.word() == "with_coordinator"
    for who, reads in (("ola", "Shoulders only."), ("jan", "From behind.")):
        assert reads in text_of(await evening.bot.tap(evening.office.user(who), "terms", evening.button(who, "terms")))


async def test_an_import_is_one_change_of_the_plan(evening: Evening) -> None:
    """Split in three, its cast and its words others: what is open says once that the plan changed; twice is twice."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    for times, date in enumerate(("12", "13"), 1):
        await evening.bot.jump(evening.bot.clock.now() + timedelta(minutes=10))
        rows = [(f"42pt{part}", "1, 2", f"They talk {date}") for part in (1, 2, 3)]
        await take(evening, *rows, ("42", "2", f"Jan alone {date}"))
        await confirm(evening, "42pt1", "42pt2", "42pt3")
        assert str((await evening.alert(no)).view()).count("The plan of the scene changed") == times
