"""Moved, cut, split, renumbered, recast or shot again: what is open with a scene is open with what it has become."""

from datetime import timedelta

import pytest

from bot.parsing.cast_list import CastEntry
from bot.schedule.cast import import_cast
from handlers.replies import NOTHING
from storage.alerts import AlertKind
from tests.cases.evening_before import SPOKEN, Evening, agreed, alerts_of, confirm, take, text_of
from tests.proofs.office import plan, sign
from tests.world import visible


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


ANSWER = "answer_as_agreed"


async def split(evening: Evening, answer: str = "not_as_agreed") -> None:
    """Ola says no to 42, which is 42pt1 and 42pt2 then; both are asked about both, and Jan agrees to both."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", answer)
    await take(evening, ("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave"))
    await confirm(evening, "42pt1", "42pt2")
    for part in ("42pt1", "42pt2"):
        for who in ("ola", "jan"):
            await sign(evening.office, part, who, evening.office.call("11") - timedelta(hours=400))
    await evening.bot.rest()
    jans = [one for one in evening.bot.heard if one.user == "U0JAN"]
    newest = {value.partition(":")[0]: value for one in jans for name, value in one.buttons() if name == ANSWER}
    for value in newest.values():
        await evening.bot.tap("U0JAN", ANSWER, value)


CLOSING = [
    ("record", SPOKEN),
    pytest.param("limits", {"limits": "Shoulders only."}, marks=pytest.mark.prove),
    pytest.param("reopen", {}, marks=pytest.mark.prove),
]


@pytest.mark.parametrize(("verb", "fields"), CLOSING)
async def test_what_is_settled_of_one_part_stays_open_with_the_others(
    evening: Evening, verb: str, fields: dict[str, str]
) -> None:
    """The window says which scenes it is open with; about one part alone it closes one part alone, unless told to."""
    await split(evening)
    who = "" if verb == "reopen" else " <@U0OLA|ola>"
    window = await evening.window(f"{verb} 42pt1{who}")
    assert "What is open here is open with scene 42, 42pt2 as well." in str(window.view())
    assert await evening.send(window, **fields) is NOTHING
    assert not await evening.is_open("42pt1")
    assert await evening.is_open("42pt2")
    assert await evening.word("42pt2") == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    assert "Open: Ola, scene 42" in str((await evening.alert(no)).view())
    stale = await evening.window(f"{verb} 42pt2{who}")
    await evening.bot.type("U0OLA", "and one thing more")
    assert "Nothing is recorded yet" in text_of(await evening.send(stale, **fields, covers="all"))
    assert await evening.is_open("42pt2")


@pytest.mark.parametrize(("verb", "fields"), CLOSING)
async def test_what_a_window_named_in_full_is_settled_in_full(
    evening: Evening, verb: str, fields: dict[str, str]
) -> None:
    """ "Everything named here": closed with every part, and for each of them said on record and asked again."""
    await split(evening)
    who = "" if verb == "reopen" else " <@U0OLA|ola>"
    window = await evening.window(f"{verb} 42pt1{who}")
    assert await evening.send(window, **fields, covers="all") is NOTHING
    assert not any([await evening.is_open(label) for label in ("42", "42pt1", "42pt2")])
    words = {await evening.word("42pt1"), await evening.word("42pt2")}
    # Limits hold in both parts, and Ola has not confirmed under them; asked again, neither has she.
    assert words == {{"record": "ready", "limits": "with_coordinator", "reopen": "waiting"}[verb]}


async def test_a_part_that_is_all_there_is_closes_all_of_it_unasked(evening: Evening) -> None:
    """With nothing else of it on the board, the window proposes to end it everywhere, and names where that is."""
    await split(evening)
    assert await evening.send(await evening.window("record 42pt1 <@U0OLA|ola>"), **SPOKEN) is NOTHING
    window = await evening.window("record 42pt2 <@U0OLA|ola>")
    [chosen] = [block["element"] for block in window.view()["blocks"] if block.get("block_id") == "covers"]
    assert chosen["initial_option"]["value"] == "all"
    assert "is open with scene 42 as well" in str(window.view())
    assert await evening.send(window, **SPOKEN, covers="all") is NOTHING
    assert [await evening.word(part) for part in ("42pt1", "42pt2")] == ["ready", "ready"]
    assert not await evening.is_open("42")


async def test_one_conversation_may_be_about_several_days(evening: Evening) -> None:
    """On two days: said in person of both, it is recorded of both in one window; of one alone, the other is asked."""
    await plan(evening.office, "42", "12", ("1", "2"))
    await evening.bot.jump(evening.office.call("12") - timedelta(hours=60))
    await evening.tap("ola", "not_as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola> 11")
    assert "Ola was asked about these as well: scene 42, Sun 29 March, day 12." in str(window.view())
    assert await evening.send(window, **SPOKEN, covers="all") is NOTHING
    assert await alerts_of(evening, AlertKind.ASK_IN_PERSON) == []
    day = await evening.command("day 12")
    assert "Ola: confirmed · As agreed, in person" in str(day)


@pytest.mark.prove
async def test_a_day_that_was_not_named_is_not_covered(evening: Evening) -> None:
    """The scene comes onto one more day, asked about, while the window is open: it is shown first."""
    window = await evening.window("record 42 <@U0OLA|ola> 11")
    await plan(evening.office, "42", "12", ("1", "2"))
    await evening.bot.jump(evening.office.call("12") - timedelta(hours=60))
    answered = await evening.send(window, **SPOKEN, covers="all")
    assert "Nothing is recorded yet" in text_of(answered)
    assert "day 12" in text_of(answered)


async def test_whoever_has_something_open_can_be_named_although_they_are_cut(evening: Evening) -> None:
    """Out of the scene, out of the list, or with the scene cut: /checkin record and limits, /scene terms find her."""
    await evening.tap("ola", "not_as_agreed")
    await take(evening, ("42", "2", "Jan alone"))
    assert "Not as agreed" in text_of(await evening.command("record 42 <@U0OLA|ola>"))
    assert "Not as agreed" in text_of(await evening.command("record 42 Ola as agreed in person"))
    assert "Not as agreed" in text_of(await evening.command("limits 42 Ola"))
    await give_part(evening, "1", "lea")
    assert "Not as agreed" in text_of(await evening.command("record 42 Ola"))
    assert "Ola" in text_of(await evening.bot.command("U0MIA", "/scene", "terms 42 Ola"))
    refused = await evening.bot.command("U0ADA", "/scene", "terms 42 Ola")
    assert refused.modal is None
    await evening.bot.command("U0ADA", "/scene", "cut 42")
    window = await evening.window("record 42 Ola")
    assert await evening.send(window, **SPOKEN) is NOTHING
    assert not await evening.is_open()
    assert (await evening.command("record 42 Ola")).modal is None


@pytest.mark.parametrize("verb", ["limits", "reopen"])
async def test_what_is_done_in_a_window_about_a_scene_renumbered_meanwhile_is_done_to_what_it_is_now(
    evening: Evening, verb: str
) -> None:
    """Nothing is open, 42 becomes 142 while the window is: limits hold in 142, and asked again, nobody is Ready."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    window = await evening.window("limits 42 Ola" if verb == "limits" else "reopen 42")
    await take(evening, ("142", "1, 2", "Ola and Jan alone"))
    await confirm(evening, "142")
    await agreed(evening, "142")
    assert await evening.word("142") == "ready"
    assert await evening.send(window, **({"limits": "Shoulders only."} if verb == "limits" else {})) is NOTHING
    assert await evening.word("142") != "ready"
    if verb == "limits":
        assert "Shoulders only." in text_of(await evening.bot.tap("U0OLA", "terms", evening.button("ola", "terms")))


async def test_words_that_are_about_several_parts_came_once(evening: Evening) -> None:
    """Both parts of a scene wait for one message of hers: the window says so once."""
    await split(evening)
    await evening.bot.type("U0OLA", "I would rather not")
    window = str((await evening.window("record 42pt1 Ola")).view())
    assert window.count("Wrote a message") == 1


async def test_a_no_about_all_of_it_reaches_what_was_settled_before(evening: Evening) -> None:
    """One part is settled, the other waits; her old button about the whole scene puts both With coordinator again."""
    old = evening.button("ola", "answer_call_me")
    await split(evening)
    assert await evening.send(await evening.window("record 42pt1 Ola"), **SPOKEN) is NOTHING
    assert await evening.word("42pt1") == "ready"
    await evening.bot.tap("U0OLA", "answer_call_me", old)
    assert [await evening.word(part) for part in ("42pt1", "42pt2")] == ["with_coordinator"] * 2


@pytest.mark.prove
async def test_who_was_never_in_a_part_can_be_named_for_it(evening: Evening) -> None:
    """Ola's no goes along into a part that Lea plays from the first: naming Ola there opens what is hers."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    await give_part(evening, "1", "lea")
    await take(evening, ("42pt1", "1, 2", "They talk"))
    await confirm(evening, "42pt1")
    assert await evening.word("42pt1") == "with_coordinator"
    window = await evening.window("record 42pt1 Ola")
    assert "is open with scene 42pt1 as well" in str(window.view())
    assert await evening.send(window, **SPOKEN, covers="all") is NOTHING
    assert not await evening.is_open("42pt1")


async def test_words_that_were_read_ask_about_every_part(evening: Evening) -> None:
    """Written before the split, read after it: the tap names both parts, and both are asked about again."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.bot.type("U0OLA", "I would rather not")
    await take(evening, ("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave"))
    await confirm(evening, "42pt1", "42pt2")
    window = await evening.alert((await alerts_of(evening, AlertKind.TYPED))[0])
    assert "Waiting because of it: scene 42, 42pt1, 42pt2" in str(window.view())
    before = len(evening.bot.heard)
    await evening.press(window, "Read, plan stands")
    for user in ("U0OLA", "U0JAN"):
        told = "".join(visible(one.blocks) for one in evening.bot.heard[before:] if one.user == user)
        assert "Scene 42pt1" in told
        assert "Scene 42pt2" in told
