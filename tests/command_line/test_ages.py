"""Saying at the command line that somebody is under 18."""

import asyncio
from datetime import date, timedelta

import pytest

from storage import people
from tests.command_line.production import baltic as stored
from tests.command_line.production import stepping
from tests.command_line.shell import Shell
from tests.serving import SERVING

pytestmark = SERVING

AHEAD = date.today() + timedelta(days=400)  # noqa: DTZ011  (the command line reads this machine's clock)
CAST = "Cast ID,Character,Name,Slack,Under 18\n1,Ola,Ola Nowak,U0OLA,{ola}\n2,Jan,Jan W,in person,\n"


async def age_of(url: str, cast_id: str) -> tuple[bool, date | None]:
    """What is stored of whoever plays a cast id."""
    async with stepping(url) as transaction:
        member = (await people.get_cast(transaction.session, (await stored(transaction)).number))[cast_id]
        found = await people.get(transaction.session, member.person_id)
        return found.under_18, found.under_18_until


async def test_the_cast_list_says_who_is_under_18(baltic: Shell, database_url: str) -> None:
    """Said once it stays until it is taken back; the same list again changes nothing."""

    def take(cell: str) -> str:
        (baltic.folder / "cast.csv").write_text(CAST.format(ola=cell))
        return baltic.says("cast", "cast.csv", "--production", "baltic", "--apply")

    said = await asyncio.to_thread(take, f"until {AHEAD}")
    assert f"under 18 until {AHEAD}" in said
    assert await age_of(database_url, "1") == (True, AHEAD)
    assert "nothing to change" in await asyncio.to_thread(take, "")
    assert await age_of(database_url, "1") == (True, AHEAD)
    assert "of age" in await asyncio.to_thread(take, "no")
    assert await age_of(database_url, "1") == (False, None)
    assert await age_of(database_url, "2") == (False, None)


async def test_a_date_of_birth_is_not_kept(baltic: Shell, database_url: str) -> None:
    """A day that has passed, or one too far ahead, is no day of coming of age: nothing is applied."""
    for wrong in ("2010-05-03", "2090-01-01"):
        (baltic.folder / "cast.csv").write_text(CAST.format(ola=wrong))
        said = await asyncio.to_thread(baltic.fails, "cast", "cast.csv", "--production", "baltic", "--apply")
        assert len(said) == 1
        assert "a date of birth is not kept" in said[0]
    async with stepping(database_url) as transaction:
        assert await people.get_cast(transaction.session, (await stored(transaction)).number) == {}


async def test_an_option_says_it_for_one_person(baltic: Shell, database_url: str) -> None:
    """By cast id, with a day or without, and back."""
    (baltic.folder / "cast.csv").write_text(CAST.format(ola=""))
    await asyncio.to_thread(baltic.says, "cast", "cast.csv", "--production", "baltic", "--apply")
    for said, kept in ((f"{AHEAD}", (True, AHEAD)), ("yes", (True, None)), ("no", (False, None))):
        await asyncio.to_thread(baltic.says, "production", "change", "baltic", "--under-18", f"1={said}")
        assert await age_of(database_url, "1") == kept


@pytest.mark.parametrize(
    ("option", "sentence"),
    [("9=yes", "There is no cast id “9”"), ("1=soon", "says nothing of age"), ("=yes", "says nothing of age")],
)
def test_what_says_nothing_of_age_is_one_sentence(baltic: Shell, option: str, sentence: str) -> None:
    """What was wrong, and how it is written."""
    said = baltic.fails("production", "change", "baltic", "--under-18", option)
    assert len(said) == 1
    assert sentence in said[0]
