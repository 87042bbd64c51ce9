"""What is settled of one part, or after the day: on record as it is, and still to be reached by whoever coordinates."""

from datetime import timedelta

import pytest

from bot.domain.comparison import Compared
from bot.proof.comparing import compare
from bot.proof.on_record import follow
from bot.record import all_facts
from handlers.replies import NOTHING
from storage import record_entries
from tests.cases.evening_before import SPOKEN, Evening, agreed, confirm, take, text_of
from tests.cases.test_what_scenes_become import split


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
