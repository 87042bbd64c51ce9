"""Another account is somebody's only by a coordinator's word; until then it reads nothing, and nothing changes."""

from datetime import date

import pytest

from bot.domain.readiness import Word
from bot.parsing.cast_list import CastEntry
from handlers.replies import Reply
from storage import accounts
from storage.alerts import AlertKind
from tests.identity.house import JAN, OLA, STRANGER, House, as_listed, buttons_in, shown

NEW = as_listed(OLA, slack_id="U1OLA")
NOT_YOURS = "This message is not for you."
BIRTHDAY = date(2027, 5, 1)
CHILD = CastEntry("2", "", "Jan Wolski", in_person=True, under_18=True, under_18_until=BIRTHDAY)


async def said_no(house: House) -> None:
    """Both are asked, Ola says no and Jan yes."""
    await house.asked()
    await house.answer("U0OLA", "not_as_agreed")
    await house.answer("U0JAN")
    await house.bot.deliver()


async def question(house: House) -> Reply:
    """The coordinator opens what she is asked."""
    (alert,) = await house.alerts(AlertKind.ACCOUNT_ASKED)
    return await house.window(alert)


async def test_case_41_a_new_account_reads_nothing_until_a_coordinator_has_spoken_with_them(house: House) -> None:
    """The list says it is hers; the no stands, the account before still counts, and the new one is a stranger."""
    await said_no(house)
    await house.take_cast(NEW, JAN)
    assert await house.word() is Word.WITH_COORDINATOR
    assert await house.person("U1OLA") is None
    assert STRANGER in await house.home("U1OLA")
    assert STRANGER in shown(await house.bot.command("U1OLA", "/checkin", "status"))
    taps = shown(await house.bot.tap("U1OLA", "answer_as_agreed", house.button("U0OLA", "answer_as_agreed")))
    assert NOT_YOURS in taps
    assert "Not as agreed, Fri" in shown(await house.bot.command("U0OLA", "/checkin", "status"))
    assert [one for one in house.bot.heard if one.user == "U1OLA"] == []


async def test_case_41_everything_goes_along_once_she_has(house: House) -> None:
    """Confirmed once: what was said, agreed and is open is behind the new account, and the old one is nobody's."""
    await said_no(house)
    ola = await house.player("1")
    await house.take_cast(as_listed(NEW, language="pl"), JAN)
    heard = len(house.bot.heard)
    read = await question(house)
    assert "Have you spoken with them?" in shown(read)
    done = await house.bot.tap("U0MIA", "account_same", buttons_in(read)["account_same"])
    assert set(done.homes) == {"U0OLA", "U1OLA"}
    moved = await house.person("U1OLA")
    assert moved is not None
    assert (moved.number, moved.language) == (ola.number, "pl")
    assert await house.word() is Word.WITH_COORDINATOR
    assert "Inaczej niż ustalono" in shown(await house.bot.command("U1OLA", "/checkin", "status"))
    assert STRANGER in await house.home("U0OLA")
    for answer in ("as_agreed", "not_as_agreed"):
        tapped = await house.bot.tap("U0OLA", f"answer_{answer}", house.button("U0OLA", f"answer_{answer}"))
        assert NOT_YOURS in shown(tapped)
    await house.bot.deliver()
    assert [one.user for one in house.bot.heard[heard:] if one.user in ("U0OLA", "U1OLA")] == []


async def test_the_accounts_of_a_person_are_kept_with_their_times(house: House) -> None:
    """Which account was theirs from when until when can be told afterwards."""
    await house.take_cast(NEW)
    read = await question(house)
    await house.bot.tap("U0MIA", "account_same", buttons_in(read)["account_same"])
    async with house.transaction() as transaction:
        ola = await house.player("1")
        first, second = await accounts.list_of(transaction.session, ola.number)
    assert (first.slack_user, second.slack_user) == ("U0OLA", "U1OLA")
    assert first.until == second.since
    assert second.until is None


async def test_the_preview_does_not_tell_whether_anything_is_open(house: House) -> None:
    """The same lines before and after a no, and they do not change who anybody is."""
    await house.asked()
    before = await house.preview(NEW, JAN)
    await house.answer("U0OLA", "not_as_agreed")
    assert await house.preview(NEW, JAN) == before
    assert "asks   1: whether U1OLA is Ola Nowak's account" in "\n".join(before)


async def test_only_a_coordinator_on_duty_says_whose_an_account_is(house: House) -> None:
    """Neither a deputy, nor an AD, nor a coordinator off duty, nor anybody a second time."""
    await house.take_cast(NEW)
    number = buttons_in(await question(house))["account_same"]
    for user in ("U0DEV", "U0ADA", "U0JAN", "U1OLA"):
        assert NOT_YOURS in shown(await house.bot.tap(user, "account_same", number))
    await house.bot.command("U0MIA", "/checkin", "duty off")
    assert "on duty" in shown(await house.bot.tap("U0MIA", "account_same", number))
    assert await house.person("U1OLA") is None
    await house.bot.command("U0MIA", "/checkin", "duty on")
    await house.bot.tap("U0MIA", "account_same", number)
    assert "answered already" in shown(await house.bot.tap("U0MIA", "account_other", number))
    assert (await house.player("1")).slack_user == "U1OLA"


async def test_opening_the_question_does_not_answer_it(house: House) -> None:
    """It waits on Home until somebody has decided; importing the list again asks nothing new."""
    await house.take_cast(NEW)
    await question(house)
    await house.take_cast(NEW)
    (alert,) = await house.alerts(AlertKind.ACCOUNT_ASKED)
    assert alert.acknowledged_at is None
    assert await house.preview(NEW) == []


async def test_somebody_else_of_the_same_name_takes_the_part_and_the_no_stays(house: House) -> None:
    """A recast: what was said stays with who said it, the new one is asked, and the scene stays with coordinator."""
    await said_no(house)
    ola = await house.player("1")
    await house.take_cast(NEW, JAN)
    read = await question(house)
    await house.bot.tap("U0MIA", "account_other", buttons_in(read)["account_other"])
    await house.bot.rest()
    other = await house.player("1")
    assert other.number != ola.number
    assert (await house.person("U0OLA")) is not None
    assert await house.word() is Word.WITH_COORDINATOR
    assert "Is what was agreed still right" in str([one.blocks for one in house.bot.heard if one.user == "U1OLA"])
    assert "Not as agreed, Fri" not in shown(await house.bot.command("U1OLA", "/checkin", "status"))


async def test_the_account_of_somebody_with_a_part_is_given_to_nobody(house: House) -> None:
    """A list that gives Jan's account to Ola's part says that Jan plays it: nothing of Ola's goes to him."""
    await said_no(house)
    await house.take_cast(as_listed(OLA, slack_id="U0JAN"))
    assert await house.alerts(AlertKind.ACCOUNT_ASKED) == []
    assert (await house.player("1")).slack_user == "U0JAN"
    ola = await house.person("U0OLA")
    assert ola is not None
    assert await house.word() is Word.WITH_COORDINATOR


@pytest.mark.parametrize("slack", ["U0JAN", "U1JAN"])
async def test_case_42_a_child_who_gets_slack_and_an_empty_cell_is_still_a_child(house: House, slack: str) -> None:
    """Asked in person and under 18 by the list before; the next one has an account and says nothing of age."""
    await house.scene()
    await house.take_cast(OLA, CHILD)
    await house.take_cast(OLA, as_listed(JAN, slack_id=slack))
    child = await house.player("2")
    assert (child.under_18, child.under_18_until, child.in_person) == (True, BIRTHDAY, True)
    assert await house.word() is Word.WITH_COORDINATOR
    read = await question(house)
    await house.bot.tap("U0MIA", "account_same", buttons_in(read)["account_same"])
    after = await house.player("2")
    assert (after.number, after.slack_user, after.in_person, after.under_18) == (child.number, slack, True, True)


async def test_in_slack_from_now_on_where_they_wish_it(house: House) -> None:
    """Somebody asked in person is asked in Slack once the coordinator has heard it from them, and not before."""
    await house.take_cast(CastEntry("2", "", "Jan Wolski", in_person=True))
    await house.take_cast(JAN)
    assert (await house.player("2")).in_person
    read = await question(house)
    await house.bot.tap("U0MIA", "account_in_slack", buttons_in(read)["account_in_slack"])
    assert not (await house.player("2")).in_person
    assert await house.preview(JAN) == []


async def test_an_age_stays_with_the_part_and_with_the_name_where_a_row_is_replaced(house: House) -> None:
    """Another name in the row, or the same name in another row: under 18 until the list says otherwise."""
    await house.take_cast(OLA, CHILD)
    await house.take_cast(
        CastEntry("2", "", "Jan W.", slack_id="U1JAN"), CastEntry("2A", "", "Jan Wolski", in_person=True)
    )
    assert (await house.player("2")).under_18
    assert (await house.player("2A")).under_18
    await house.take_cast(CastEntry("2", "", "Jan W.", slack_id="U1JAN", under_18=False))
    assert not (await house.player("2")).under_18
