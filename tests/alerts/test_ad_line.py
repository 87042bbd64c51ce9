"""The AD's line always comes before the earliest call, keeps what it promised, and ends with a day that is gone."""

from datetime import timedelta

from storage.alerts import AlertKind
from storage.deliveries import Template
from tests.alerts.acting import agree_both, answer, at, heard, open_alerts, said, until
from tests.proofs.office import Office, plan


async def test_case_40_a_call_pulled_after_the_time_of_its_line(office: Office) -> None:
    """From nine to seven, at a quarter to six: the line that is owed before seven comes at once."""
    await office.in_process.command("U0ADA", "/shootday", "call 11 09:00")
    await at(office, "12:00", days=-2)
    await agree_both(office)
    pulled = await at(office, "05:45")
    assert heard(office, "ada", Template.READINESS, pulled) == []
    await office.in_process.command("U0ADA", "/shootday", "call 11 07:00")
    await office.in_process.rest()
    line = heard(office, "ada", Template.READINESS, pulled)
    assert [one.at for one in line] == [pulled]
    assert "Scene 42: Ready" in said(line[0])
    assert "next word by Sat 28 Mar, 10:30, sooner if it changes" in said(line[0])


async def test_a_call_pulled_after_its_line_was_sent_brings_another_at_once(office: Office) -> None:
    """The line went at half past five; at six the call is pulled to half past six."""
    await at(office, "12:00", days=-2)
    await agree_both(office)
    pulled = await at(office, "06:00")
    await office.in_process.command("U0ADA", "/shootday", "call 11 06:30")
    await office.in_process.rest()
    assert [one.at for one in heard(office, "ada", Template.READINESS, pulled)] == [pulled]


async def test_case_40_a_pushed_call_takes_the_promise_back_in_a_message(office: Office) -> None:
    """From seven to nine, at five: a word comes before half past five as promised, and promises the new time."""
    await at(office, "12:00", days=-2)
    await agree_both(office)
    await at(office, "05:00")
    before = heard(office, "ada", Template.READINESS)[-1]
    assert "next word by Sat 28 Mar, 05:30" in said(before)
    pushed = office.in_process.clock.now()
    await office.in_process.command("U0ADA", "/shootday", "call 11 09:00")
    await until(office, "05:30")
    word = heard(office, "ada", Template.READINESS, pushed)
    assert [one.at <= office.call("11", "05:30") for one in word] == [True]
    assert "next word by Sat 28 Mar, 07:30" in said(word[0])
    await until(office, "07:30")
    assert heard(office, "ada", Template.READINESS)[-1].at == office.call("11", "07:30")


async def test_a_day_that_is_gone_ends_with_a_closing_word(office: Office) -> None:
    """Its only scene is moved away: one word that says so, the last of the day, and no line in the morning."""
    await at(office, "12:00", days=-2)
    await agree_both(office)
    moved = await at(office, "14:00", days=-2)
    await office.in_process.command("U0ADA", "/shootday", "move 42 13")
    await until(office, "14:16", days=-2)
    closing = [one for one in heard(office, "ada", Template.READINESS, moved) if "day 11" in said(one)]
    assert len(closing) == 1
    assert "Not proceeding as scheduled" in said(closing[0])
    assert "last word for this day" in said(closing[0])
    await at(office, "12:00")
    assert [one for one in heard(office, "ada", Template.READINESS, closing[0].at) if "day 11" in said(one)][1:] == []


async def test_a_day_that_comes_back_has_its_words_and_its_line_again(office: Office) -> None:
    """Cut and restored: the AD hears of both, and the line comes before call."""
    await at(office, "12:00", days=-2)
    await agree_both(office)
    await office.in_process.command("U0ADA", "/scene", "cut 42")
    await at(office, "13:00", days=-2)
    back = office.in_process.clock.now()
    await office.in_process.command("U0ADA", "/scene", "restore 42")
    await at(office, "14:00", days=-2)
    assert "Waiting on check-ins" in said(heard(office, "ada", Template.READINESS, back)[-1])
    await until(office, "05:30")
    assert heard(office, "ada", Template.READINESS)[-1].at == office.call("11", "05:30")


async def test_a_change_in_the_last_hours_comes_on_a_grid_of_two_minutes(office: Office) -> None:
    """Not at the second of the tap: with it at 05:50:40 the word is as of 05:52."""
    await at(office, "12:00", days=-2)
    await agree_both(office)
    await at(office, "05:50")
    await office.in_process.live(office.call("11", "05:50") + timedelta(seconds=40))
    tapped = office.in_process.clock.now()
    await answer(office, "ola", "not_as_agreed")
    await until(office, "05:59")
    words = heard(office, "ada", Template.READINESS, tapped)
    assert [one.at for one in words] == [office.call("11", "05:52")]


async def test_filming_on_one_of_two_days_ends_the_other_quietly(office: Office) -> None:
    """Nobody is asked about the other day any more, nobody is told but the coordinator, quietly; it can be undone."""
    await plan(office, "42", "13", ("1", "2"))
    await at(office, "12:00", days=-2)
    await agree_both(office)
    await agree_both(office, label="13")
    filmed = await at(office, "09:00")
    await office.in_process.command("U0ADA", "/shootday", "filmed 42 11")
    await until(office, "09:31")
    for who in ("ola", "jan"):
        assert [one for one in office.in_process.heard if one.user == office.user(who) and one.at >= filmed] == []
    assert [row.kind for row in await open_alerts(office)] == [AlertKind.FILMED_ELSEWHERE]
    assert heard(office, "mia", Template.ALERT, filmed) == []
    closing = heard(office, "ada", Template.READINESS, filmed)
    assert ["last word for this day" in said(one) for one in closing if "day 13" in said(one)] == [True]
    await office.in_process.command("U0ADA", "/shootday", "not-filmed 42 11")
    await until(office, "10:01")
    assert "Scene 42: Waiting on check-ins" in said(heard(office, "ada", Template.READINESS)[-1])
