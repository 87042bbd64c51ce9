"""An urgent alert reaches somebody in minutes, does not stop until somebody has it, and wakes nobody without need."""

from datetime import timedelta
from itertools import pairwise

from bot.checkins.outages import after_outage
from bot.domain.roles import Role
from bot.due import repeat_alerts
from bot.duty import begin_duty, end_duty
from bot.productions import give_role
from storage.alerts import AlertKind
from storage.deliveries import Template
from tests.alerts.acting import agree_both, answer, at, heard, minutes, open_alerts, said, see_all, until
from tests.proofs.office import Office, plan
from tests.world import visible

FIND = "Please find the coordinator in person before scene 42 goes ahead."


async def test_case_39_a_no_ten_minutes_before_call(office: Office) -> None:
    """Nobody answers: the deputy within three minutes, then both, then the AD in words that give no cause."""
    await at(office, "06:00")
    await agree_both(office)
    tapped = await at(office, "06:50")
    await answer(office, "ola", "not_as_agreed")
    await until(office, "07:10")
    assert minutes(office, "mia", Template.ALERT, tapped)[:3] == [0, 3, 6]
    assert minutes(office, "dev", Template.ALERT, tapped)[:2] == [3, 6]
    assert minutes(office, "ada", Template.RADIO, tapped) == [6]
    assert FIND in said(heard(office, "ada", Template.RADIO)[0])
    assert "Ola" not in said(heard(office, "ada", Template.RADIO)[0])


async def test_case_39_a_no_after_call_and_before_the_shot(office: Office) -> None:
    """At half past nine the scene is not filmed yet: the same in the same minutes."""
    await at(office, "06:00")
    await agree_both(office)
    tapped = await at(office, "09:30")
    await answer(office, "jan", "not_as_agreed")
    await until(office, "09:45")
    assert minutes(office, "dev", Template.ALERT, tapped)[0] == 3
    assert minutes(office, "ada", Template.RADIO, tapped) == [6]


async def test_it_does_not_stop_until_somebody_has_it(office: Office) -> None:
    """Hours after call it still comes, to the AD as well every half hour; with "I have seen this" it stops for all."""
    await at(office, "06:00")
    await agree_both(office)
    await at(office, "06:50")
    await answer(office, "ola", "call_me")
    noon = await until(office, "12:00")
    assert len(heard(office, "mia", Template.ALERT, noon - timedelta(minutes=30))) >= 2
    asked = heard(office, "ada", Template.RADIO)
    assert len(asked) >= 10
    assert {later.at - earlier.at for earlier, later in pairwise(asked)} == {timedelta(minutes=30)}
    await see_all(office)
    await until(office, "16:00")
    for who, template in (("mia", Template.ALERT), ("dev", Template.ALERT), ("ada", Template.RADIO)):
        assert heard(office, who, template, noon + timedelta(seconds=1)) == []


async def test_no_two_tellings_of_one_thing_come_within_a_minute(office: Office) -> None:
    """Told half a minute before the last hours begin: what comes then, as the AD's question, is not said twice."""
    await at(office, "03:50")
    await agree_both(office)
    bot = office.in_process
    for before, told, tapped in (("04:00", "03:59:40", "not_as_agreed"), ("06:40", "06:39:40", "call_me")):
        await bot.live(office.call("11", told))
        await answer(office, "ola", tapped)
        await bot.live(office.call("11", before) + timedelta(minutes=2))
        assert minutes(office, "mia", Template.ALERT, office.call("11", told)) == [0]
        await see_all(office)


async def test_what_waited_while_slack_was_away_is_one_telling(office: Office) -> None:
    """Three tellings wait, somebody takes it on Home, it begins again: one message comes, not four."""
    await at(office, "06:00")
    await agree_both(office)
    bot = office.in_process
    await at(office, "06:20")
    opened = await answer(office, "ola", "not_as_agreed")
    told = bot.clock.moment
    for _ in range(3):
        bot.clock.moment += timedelta(minutes=3)
        await repeat_alerts(bot.database, bot.vault, bot.clock)
    [alert] = await open_alerts(office)
    await bot.submit("U0MIA", "acknowledge", str(alert.number))
    await bot.fill("U0OLA", opened, {"words": "and one thing more", "direction": "talk"})
    await bot.rest()
    assert minutes(office, "mia", Template.ALERT, told + timedelta(seconds=1)) == [8]
    assert len(heard(office, "dev", Template.ALERT)) == 1


async def test_filming_ends_the_ads_part_and_lowers_the_urgency(office: Office) -> None:
    """Filmed at eight: nobody looks for the coordinator any more, the alert comes once an hour, and not at night."""
    await at(office, "06:00")
    await agree_both(office)
    await at(office, "07:30")
    await answer(office, "ola", "not_as_agreed")
    await at(office, "08:00")
    await office.in_process.command("U0ADA", "/shootday", "filmed 42 11")
    filmed = await until(office, "08:11")
    await until(office, "14:00")
    assert heard(office, "ada", Template.RADIO, filmed) == []
    assert len(heard(office, "mia", Template.ALERT, filmed)) in (5, 6)
    night = await until(office, "22:01")
    await until(office, "07:59", "12")
    assert heard(office, "mia", Template.ALERT, night) == []
    await until(office, "10:00", "12")
    assert heard(office, "mia", Template.ALERT, night) != []


async def test_a_filmed_scene_reads_filmed_whatever_its_word_was(office: Office) -> None:
    """A no after call, then the shot: the AD's line, list and Home say that it is filmed, not With coordinator."""
    await at(office, "06:00")
    await plan(office, "42A", "11", ("1",))
    await agree_both(office)
    await at(office, "09:30")
    await answer(office, "ola", "not_as_agreed")
    await until(office, "09:45")
    bot, away = office.in_process, "With coordinator"
    assert f"Scene 42: {away}" in said(heard(office, "ada", Template.READINESS)[-1])
    filmed = await at(office, "10:00")
    await bot.command("U0ADA", "/shootday", "filmed 42 11")
    await until(office, "23:00")
    lines = "".join(said(one) for one in heard(office, "ada", Template.READINESS, filmed))
    assert f"Scene 42: {away}" not in lines
    listed = await bot.command("U0ADA", "/shootday", "")
    assert listed.message is not None
    for shown in (visible([one.to_dict() for one in listed.message.blocks]), visible(await bot.home("U0ADA"))):
        assert "Scene 42: filmed" in shown
        assert f"Scene 42: {away}" not in shown
    await bot.command("U0ADA", "/shootday", "not-filmed 42 11")
    assert f"Scene 42: {away}" in visible(await bot.home("U0ADA"))


async def test_inside_the_set_the_deputy_is_told_at_once(office: Office) -> None:
    """Phones stay outside: whoever is there is told with the first telling."""
    await at(office, "06:00")
    await agree_both(office)
    await office.in_process.command("U0MIA", "/checkin", "on-set on")
    tapped = await at(office, "06:50")
    await answer(office, "ola", "not_as_agreed")
    assert minutes(office, "dev", Template.ALERT, tapped) == [0]


async def test_silence_at_call_reaches_the_ad_as_well(office: Office) -> None:
    """Nobody has answered and nobody of the coordination reacts: the AD is asked before the scene goes ahead."""
    call = await at(office, "07:00")
    await until(office, "07:12")
    assert minutes(office, "dev", Template.ALERT, call)[0] <= 3
    assert FIND in said(heard(office, "ada", Template.RADIO, call)[0])


async def test_nobody_on_duty_is_everybodys_and_ends_with_duty(office: Office) -> None:
    """Coordinator and deputy are told at once; as soon as one of them takes duty it is not said again."""
    async with office.in_process.transaction() as transaction:
        production = await office.production(transaction)
        await end_duty(transaction, production, await office.person(transaction, "mia"))
    await office.in_process.jump(office.call("11", "08:00") - timedelta(days=2))
    for who in ("mia", "dev"):
        assert heard(office, who, Template.ALERT) != []
    assert [row.kind for row in await open_alerts(office)] == [AlertKind.NO_DUTY]
    async with office.in_process.transaction() as transaction:
        await begin_duty(transaction, await office.production(transaction), await office.person(transaction, "dev"))
    assert await open_alerts(office) == []


async def test_case_50_nobody_is_woken_for_a_scene_55_hours_ahead(office: Office) -> None:
    """The bot is back in the night: coordinator, deputy and AD hear of it when the quiet hours end."""
    await at(office, "12:00", days=-3)
    await agree_both(office)
    await at(office, "20:00", days=-3)
    night = office.call("11", "02:00") - timedelta(days=2)
    office.in_process.clock.moment = night
    async with office.in_process.transaction() as transaction:
        await after_outage(transaction, night - timedelta(hours=5))
    await office.in_process.live(night + timedelta(hours=5, minutes=59))
    woken = {one.user for one in office.in_process.heard if one.at >= night}
    assert woken.isdisjoint({"U0MIA", "U0DEV", "U0ADA", "U0SAM"})
    await office.in_process.live(night + timedelta(hours=6))
    assert "the app" in said(heard(office, "mia", Template.GATHERED, night)[0])
    assert "Waiting on check-ins" in said(heard(office, "ada", Template.READINESS, night)[0])


async def test_a_no_at_night_long_before_call_waits_and_says_so(office: Office) -> None:
    """Two days ahead nobody is woken; the window says from when it is read, and whom to phone now."""
    await at(office, "12:00", days=-3)
    async with office.in_process.transaction() as transaction:
        who = await office.person(transaction, "mia")
        await give_role(transaction, await office.production(transaction), who, Role.COORDINATOR, "+48 1")
    night = await at(office, "02:00", days=-2)
    reply = await answer(office, "ola", "not_as_agreed")
    assert reply.modal is not None
    assert "Mia reads it from Thu 26 Mar, 08:00. To talk now: +48 1." in visible(reply.modal.view())
    await until(office, "08:00", days=-2)
    assert [one.at for one in heard(office, "mia", Template.ALERT)] == [night + timedelta(hours=6)]


async def test_a_no_at_ten_in_the_evening_before_wakes(office: Office) -> None:
    """Nine hours before call is near: the coordinator is told at once, and the window says nothing of waiting."""
    await at(office, "20:00", days=-1)
    await agree_both(office)
    tapped = await at(office, "22:10", days=-1)
    reply = await answer(office, "ola", "not_as_agreed")
    assert minutes(office, "mia", Template.ALERT, tapped) == [0]
    assert reply.modal is not None
    assert "It is night" not in visible(reply.modal.view())


async def test_a_repeat_waits_for_the_morning_where_call_is_far(office: Office) -> None:
    """Told at 21:55 for a scene two days ahead: not again before eight."""
    await at(office, "12:00", days=-3)
    told = await at(office, "21:55", days=-3)
    await answer(office, "ola", "not_as_agreed")
    await until(office, "09:00", days=-2)
    first, again, *_ = heard(office, "mia", Template.ALERT, told)
    assert (first.at, again.at - told) == (told, timedelta(hours=10, minutes=5))
