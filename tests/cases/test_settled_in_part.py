"""What is settled of one part, or after the day: on record as it is, and still to be reached by whoever coordinates."""

from datetime import timedelta

import pytest

from bot.domain.comparison import Compared
from bot.parsing.one_liner import read_one_liner
from bot.proof.comparing import compare
from bot.proof.on_record import follow
from bot.record import all_facts
from bot.schedule.importing import import_board, preview
from handlers.replies import NOTHING
from storage import closed_sets, due, record_entries
from storage.alerts import AlertKind
from storage.due import DueKind
from tests.cases.evening_before import SCHEDULE, SPOKEN, Evening, agreed, alerts_of, confirm, take, text_of
from tests.cases.test_what_scenes_become import split
from tests.proofs.office import plan


async def test_the_record_says_of_which_part_it_was_settled(evening: Evening) -> None:
    """Held against its record, what is still open with another part is neither missed nor said to be closed."""
    await split(evening)
    for part in ("42pt1", "42pt2"):
        if part == "42pt2":
            window = await evening.window(f"record {part} Ola")
            assert await evening.send(window, **SPOKEN, covers="all") is NOTHING
        else:
            assert await evening.send(await evening.window(f"record {part} Ola"), **SPOKEN) is NOTHING
        async with evening.bot.transaction() as transaction:
            names = await record_entries.list_names(transaction.session, evening.office.film_id)
            record = follow(await all_facts(transaction, evening.office.film_id), names)
            found = await compare(transaction, evening.office.film_id, record)
        assert [one for one in found if one.what is Compared.MATTERS] == []


@pytest.mark.prove
async def test_a_split_taken_back_is_open_although_one_part_was_settled(evening: Evening) -> None:
    """42pt1 is settled alone, then the next schedule has 42 again: what waits in 42pt2 waits in 42."""
    await split(evening)
    assert await evening.send(await evening.window("record 42pt1 Ola"), **SPOKEN) is NOTHING
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await confirm(evening, "42")
    await agreed(evening, "42")
    assert await evening.word() == "with_coordinator"


async def test_what_is_open_after_wrap_can_be_closed_by_command(evening: Evening) -> None:
    """The day is over and has no other: her window opens all the same, and closes what she said."""
    await evening.tap("ola", "not_as_agreed")
    await evening.bot.jump(evening.office.call("11") + timedelta(hours=10))
    await evening.bot.command("U0ADA", "/shootday", "wrap 11")
    assert await evening.send(await evening.window("record 42 Ola"), **SPOKEN) is NOTHING
    assert not await evening.is_open()


async def test_what_changed_in_another_part_since_is_shown_before_it_is_confirmed(evening: Evening) -> None:
    """Both parts are named in the window, then 42pt2 gets late pages: nothing of them was agreed by what was said."""
    await split(evening)
    window = await evening.window("record 42pt1 Ola")
    await evening.bot.command("U0MIA", "/scene", "pages 42pt2")
    assert "Nothing is recorded yet" in text_of(await evening.send(window, **SPOKEN, covers="all"))
    assert await evening.is_open("42pt2")


async def terms_of(evening: Evening, who: str, part: str) -> str:
    """The terms somebody reads of one part of a scene."""
    values = dict.fromkeys(value for one in evening.bot.heard for name, value in one.buttons() if name == "terms")
    replies = [await evening.bot.tap(evening.office.user(who), "terms", value) for value in values]
    return next(text_of(one) for one in replies if one.modal is not None and f"Scene {part}" in text_of(one))


async def test_limits_of_everything_take_none_away_that_were_not_shown(evening: Evening) -> None:
    """42pt2 has limits of its own; those recorded from 42pt1's window for both parts come beside them, there alone."""
    old_button = evening.button("ola", "answer_call_me")
    await split(evening)
    other = await evening.window("limits 42pt2 Ola")
    assert await evening.send(other, limits="Feet out of frame.", partners="No hands.", covers="this") is NOTHING
    await evening.bot.tap("U0OLA", "answer_call_me", old_button)
    window = await evening.window("limits 42pt1 Ola")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.", covers="all") is NOTHING
    for who, old, new in (("ola", "Feet out of frame.", "Shoulders only."), ("jan", "No hands.", "From behind.")):
        first, second = await terms_of(evening, who, "42pt1"), await terms_of(evening, who, "42pt2")
        assert new in first
        assert old not in first
        assert new in second
        assert old in second


async def test_how_far_limits_go_is_still_chosen_when_the_window_comes_again(evening: Evening) -> None:
    """Something came meanwhile: what was typed stands there again, and so does what it covers."""
    await split(evening)
    window = await evening.window("limits 42pt1 Ola")
    await evening.bot.type("U0OLA", "one thing more")
    for covers in ("all", "this"):
        again = (await evening.send(window, limits="Shoulders only.", covers=covers)).modal
        assert again is not None
        inputs = {block["block_id"]: block["element"] for block in again.view()["blocks"] if block["type"] == "input"}
        assert inputs["limits"]["initial_value"] == "Shoulders only."
        assert inputs["covers"]["initial_option"]["value"] == covers


async def test_how_far_it_goes_says_no_day_where_every_day_is_meant(evening: Evening) -> None:
    """Limits, and asking again, are for every day of the scene; an answer that is recorded is of one."""
    await split(evening)
    for verb, says in (("record 42pt1 Ola", True), ("limits 42pt1 Ola", False), ("reopen 42pt1", False)):
        window = str((await evening.window(verb)).view())
        assert "Only this scene" in window
        assert ("on this day" in window) is says


async def days(evening: Evening, *rows: tuple[str, str]) -> None:
    """A schedule is imported: who is in scene 42 on each of its days."""
    dates = evening.office.dates
    text = "".join(f'{day},{dates[day].isoformat()},07:00,42,ROOM,"{cast}",They talk,IC\n' for day, cast in rows)
    board = read_one_liner((SCHEDULE + text).encode())
    async with evening.bot.transaction() as transaction:
        production = await evening.office.production(transaction)
        await import_board(transaction, production, board, await preview(transaction, production, board))
    await evening.bot.rest()


async def test_whoever_joins_one_day_brings_their_limits_to_it(evening: Evening) -> None:
    """Jan has confirmed day 12 without Ola: with her and her limits there, what Jan confirmed no longer counts."""
    await days(evening, ("11", "1, 2"), ("12", "2"))
    await evening.bot.jump(evening.office.call("12") - timedelta(hours=60))
    window = await evening.window("limits 42 Ola 11")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.") is NOTHING
    assert await evening.send(await evening.window("record 42 Jan 12"), **SPOKEN) is NOTHING
    for cast in ("1, 2", "2"):
        await days(evening, ("11", "1, 2"), ("12", cast))
        if cast == "1, 2":
            assert await evening.send(await evening.window("record 42 Ola 12"), **SPOKEN) is NOTHING
        assert await evening.word(label="12") == "with_coordinator"
        assert await evening.send(await evening.window("record 42 Jan 12"), **SPOKEN) is NOTHING
        assert await evening.word(label="12") == "revised"


async def test_asking_again_hurries_the_word_of_every_day_that_is_asked_about(evening: Evening) -> None:
    """Two hours before call of day 11 somebody asks again about day 12: the AD reads of day 11 on the close grid."""
    await plan(evening.office, "42", "12", ("1", "2"))
    await evening.bot.jump(evening.office.call("11") - timedelta(hours=2, minutes=-1))
    window = await evening.window("reopen 42 12")
    assert (await evening.bot.submit("U0MIA", window.callback, window.about, {})) is NOTHING
    async with evening.bot.transaction() as transaction:
        row = await due.find_by_key(transaction.session, f"{DueKind.WORDS}:{evening.office.days['11']}")
    assert row is not None
    assert row.due_at <= evening.bot.clock.now() + timedelta(minutes=2)


async def test_a_part_that_is_not_concerned_is_held_no_more(evening: Evening) -> None:
    """Open with both parts, said not to concern one: its closed set waits for nobody, and she confirms it anew."""
    await split(evening)
    await evening.tap("ola", "as_agreed")
    await evening.tap("ola", "call_me")
    held = {part: await is_held(evening, part) for part in ("42pt1", "42pt2")}
    [part] = [one for one, holds in held.items() if holds]
    for behind in await alerts_of(evening, AlertKind.OPEN_HERE):
        window = await evening.alert(behind)
        if f"Does not concern scene {part}" in str(window.view()):
            await evening.press(window, f"Does not concern scene {part}")
    assert not await evening.is_open(part)
    assert not await is_held(evening, part)
    assert await evening.word(part) == "waiting"
    assert all([await evening.is_open(one) for one in held if one != part])


async def is_held(evening: Evening, part: str) -> bool:
    """Whether the closed set of a scene waits for the coordinator."""
    async with evening.bot.transaction() as transaction:
        row = await closed_sets.find_for(transaction.session, evening.office.scenes[part], evening.office.days["11"])
    assert row is not None
    return row.hold
