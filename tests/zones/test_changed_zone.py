"""A zone changed in mid-production: what would move is shown, only the tap moves it, and nothing comes twice."""

import ast
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from bot.domain.alert_kinds import AlertKind
from bot.domain.readiness import Word
from bot.domain.times import QuietHours, after_quiet, instant, local
from bot.productions import change_production
from bot.schedule.editing import set_call
from bot.schedule.time_zone import moves_of, plan_to_come, would_move
from bot.schedule.wrap import wrap_day
from handlers.replies import Reply
from messages.language import language, languages
from messages.time_zone import zone_modal
from storage import deliveries, due, shoot_days
from storage.deliveries import Delivery, Template
from storage.due import Due, DueKind
from storage.shoot_days import Call
from tests.identity.house import FRIDAY, House, at, buttons_in, shown
from tests.scanning import modules
from tests.world import MONDAY, ZONE, visible

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
THURSDAY, SUNDAY = date(2026, 3, 12), date(2026, 3, 15)
CALL, LINE, EVENING, FIRST = time(7), time(5, 30), time(19), time(21, 59)
NIGHT, NEAR = QuietHours(time(22), time(8)), timedelta(hours=14)
SETTINGS = {
    "first_checkin_hours": "72",
    "morning_minutes": "90",
    "notice_hours": "48",
    "evening_at": "19:00",
    "quiet_from": "22:00",
    "quiet_until": "08:00",
    "contact": "Equity",
    "help_line": "+44 2",
}


async def write_zone(house: House, zone: str, **settings: str) -> Reply:
    """The coordinator writes another time zone among the settings."""
    fields = {**SETTINGS, **settings, "time_zone": zone}
    return await house.bot.submit("U0MIA", "settings", str(house.production.number), fields)


async def tap_change(house: House, reply: Reply) -> Reply:
    """The tap under what would move."""
    return await house.bot.tap("U0MIA", "change_zone", buttons_in(reply)["change_zone"])


async def move_to(house: House, zone: str) -> None:
    """Both."""
    await tap_change(house, await write_zone(house, zone))
    assert await zone_of(house) == zone


async def zone_of(house: House) -> str:
    """Where the production is."""
    async with house.transaction() as transaction:
        return (await house.stored(transaction)).time_zone


async def plan_of(house: House) -> dict[Any, datetime]:
    """Each moment that is to come."""
    async with house.transaction() as transaction:
        return dict(await plan_to_come(transaction, await house.stored(transaction)))


async def everything(house: House) -> dict[str, list[str]]:
    """Each row there is, but for what is put on record of who has looked."""
    tables: dict[str, Any] = {one.class_.__tablename__: one.class_ for one in SQLModel._sa_registry.mappers}
    async with house.transaction() as transaction:
        return {
            name: sorted(repr(row.model_dump()) for row in (await transaction.session.exec(select(table))).all())
            for name, table in tables.items()
            if not name.startswith("record")
        }


async def due_at(house: House, kind: DueKind) -> list[datetime]:
    """When what is not done of a kind is due."""
    async with house.transaction() as transaction:
        rows = (await transaction.session.exec(select(Due).where(Due.kind == kind))).all()
        return sorted(row.due_at for row in rows if row.done_at is None)


# What is shown.


async def test_what_would_move_is_shown_and_nothing_is_changed(house: House) -> None:
    """Calls, questions, the quiet message, the night, the line and the closed set, in both zones; and what does not."""
    await house.scene()
    await house.bot.jump(at(THURSDAY, "12:00"))
    await write_zone(house, ZONE)
    before = await everything(house)
    text = shown(await write_zone(house, NEW_YORK))
    for line in (
        "The time zone is still Europe/Warsaw",
        "a call at 07:00 stays at 07:00, now in America/New_York",
        "Mon 16 March, day 11, MAIN: now Mon 16 Mar, 07:00, then Mon 16 Mar, 07:00 (Mon 16 Mar, 12:00)",
        "Mon 16 March, day 11: now Thu 12 Mar, 21:59, then Thu 12 Mar, 21:59 (Fri 13 Mar, 02:59)",
        "Mon 16 March, day 11: now Sun 15 Mar, 19:00, then Sun 15 Mar, 19:00 (Mon 16 Mar, 00:00)",
        "Mon 16 March, day 11: now Mon 16 Mar, 05:30, then Mon 16 Mar, 05:30 (Mon 16 Mar, 10:30)",
        "now Thu 12 Mar, 22:00, then Thu 12 Mar, 22:00 (Fri 13 Mar, 03:00)",
        "now Fri 13 Mar, 08:00, then Fri 13 Mar, 08:00 (Fri 13 Mar, 13:00)",
        "Scene 42: now Sun 15 Mar, 19:00, then Sun 15 Mar, 19:00 (Mon 16 Mar, 00:00)",
        "Nothing moves of: The message after the day; The day’s last summary for you; Messages that wait",
    ):
        assert line in text
    assert await everything(house) == before


async def test_it_is_shown_in_each_language(house: House) -> None:
    """The hours in both zones, whatever the reader's language."""
    await house.scene()
    await house.bot.jump(at(THURSDAY, "12:00"))
    async with house.transaction() as transaction:
        change = await would_move(transaction, await house.stored(transaction), NEW_YORK)
    found = set()
    for code in languages():
        text = visible(zone_modal(language(code), change).view())
        assert language(code).moment(at(MONDAY, "07:00"), ZONE) in text
        assert f"({language(code).moment(at(MONDAY, '12:00'), ZONE)})" in text
        assert ZONE in text
        assert NEW_YORK in text
        found.add(text)
    assert len(found) == len(languages())


async def test_what_was_shown_is_what_moves(house: House) -> None:
    """The tap does exactly what stood above it; a second tap does nothing more."""
    await house.scene()
    await house.bot.jump(at(THURSDAY, "12:00"))
    before, asked = await plan_of(house), await write_zone(house, TOKYO)
    async with house.transaction() as transaction:
        promised = (await would_move(transaction, await house.stored(transaction), TOKYO)).moves
    assert "its plan has moved along" in shown(await tap_change(house, asked))
    assert await zone_of(house) == TOKYO
    assert set(moves_of(before, await plan_of(house))) == set(promised)
    moved = await everything(house)
    assert "Baltic is in Asia/Tokyo." in shown(await tap_change(house, asked))
    assert await everything(house) == moved


async def test_a_plan_that_has_changed_is_shown_again(house: House) -> None:
    """A call, a setting, or a question that has gone out since: nothing is done, and what would move now is shown."""
    await house.scene()
    await house.bot.jump(at(THURSDAY, "12:00"))
    asked = await write_zone(house, NEW_YORK)

    async def call() -> None:
        async with house.transaction() as transaction:
            production = await house.stored(transaction)
            day = await shoot_days.find_on(transaction.session, production.number, MONDAY)
            assert day is not None
            await set_call(transaction, production, day, at(MONDAY, "09:00"))

    async def setting() -> None:
        async with house.transaction() as transaction:
            await change_production(transaction, await house.stored(transaction), first_checkin_hours=48)

    async def question() -> None:
        await house.bot.jump(at(SUNDAY, "12:00"))

    for change in (call, setting, question):
        await change()
        before = await everything(house)
        asked = await tap_change(house, asked)
        assert "The plan has changed since you looked. Nothing was done" in shown(asked), change
        assert await everything(house) == before
    again = await house.bot.tap("U0MIA", "zone_moves", buttons_in(asked)["zone_moves"])
    assert buttons_in(again) == buttons_in(asked)
    assert "has changed since" not in shown(again)
    await tap_change(house, asked)
    assert await zone_of(house) == NEW_YORK


async def test_the_minute_alone_changes_nothing_that_is_shown(house: House) -> None:
    """Somebody may read for a while: only another plan is shown anew."""
    await house.asked()
    await house.bot.jump(at(FRIDAY, "12:00"))
    asked = await write_zone(house, NEW_YORK)
    await house.bot.jump(at(FRIDAY, "12:38"))
    await tap_change(house, asked)
    assert await zone_of(house) == NEW_YORK


async def test_with_no_day_to_come_it_goes_at_once(house: House) -> None:
    """One plain sentence, and nothing to tap."""
    reply = await write_zone(house, NEW_YORK)
    assert "Baltic is in America/New_York now. No shooting day is to come, so nothing moves." in shown(reply)
    assert await zone_of(house) == NEW_YORK


async def test_other_settings_go_along_and_an_unknown_zone_keeps_all_back(house: House) -> None:
    """What fits is saved before the zone is asked about; a zone nobody knows stands under its input."""
    await house.scene()
    assert "There is no time zone called" in shown(await write_zone(house, "Warsaw", evening_at="18:00"))
    async with house.transaction() as transaction:
        assert f"{(await house.stored(transaction)).evening_at:%H:%M}" == "19:00"
    await write_zone(house, NEW_YORK, evening_at="18:00")
    async with house.transaction() as transaction:
        stored = await house.stored(transaction)
        assert (f"{stored.evening_at:%H:%M}", stored.time_zone) == ("18:00", ZONE)


# What goes along, and what stays.


async def test_what_has_been_stays_where_it_was(house: House) -> None:
    """A call that has come is no call to come: only the later ones of the day move."""
    await house.scene()
    async with house.transaction() as transaction:
        production = await house.stored(transaction)
        day = await shoot_days.find_on(transaction.session, production.number, MONDAY)
        assert day is not None
        await set_call(transaction, production, day, at(MONDAY, "15:00"), unit="2ND")
    await house.bot.jump(at(MONDAY, "08:00"))
    await move_to(house, NEW_YORK)
    async with house.transaction() as transaction:
        calls = {call.unit: call.at for call in (await transaction.session.exec(select(Call))).all()}
    assert calls["MAIN"] == at(MONDAY, "07:00")
    assert calls["2ND"] == at(MONDAY, "20:00")


async def test_what_is_open_stays_open(house: House) -> None:
    """A no is with the coordinator before and after; only closing it changes that."""
    await house.asked()
    await house.answer("U0OLA", "not_as_agreed")
    await house.answer("U0JAN")
    told = [alert.number for alert in await house.alerts(AlertKind.CHANGE)]
    await move_to(house, TOKYO)
    assert await house.word() is Word.WITH_COORDINATOR
    alerts = await house.alerts(AlertKind.CHANGE)
    assert [alert.number for alert in alerts] == told
    assert all(alert.ended_at is None and alert.next_at is not None for alert in alerts)


async def test_a_message_that_waits_wakes_nobody_there_or_here(house: House) -> None:
    """What was held until eight in Warsaw waits for eight in New York, and is not brought forward for Tokyo."""
    await house.scene()
    await house.bot.jump(at(FRIDAY, "23:00"))
    await house.scene("43", ("1",))
    await house.bot.rest()
    for zone, goes in ((TOKYO, at(date(2026, 3, 14), "08:00")), (NEW_YORK, at(date(2026, 3, 14), "13:00"))):
        await move_to(house, zone)
        async with house.transaction() as transaction:
            rows = await transaction.session.exec(select(Delivery).where(Delivery.template == Template.CHECK_IN))
            held = [row.held_until for row in rows.all() if row.held_until and row.sent_at is None]
        assert set(held) == {goes}, zone


async def test_the_messages_after_the_day_and_of_the_day_go_along(house: House) -> None:
    """Ten in the morning, and the last summary before the night, are those of where the production is."""
    await house.asked()
    await house.bot.jump(at(MONDAY, "18:00"))
    async with house.transaction() as transaction:
        production = await house.stored(transaction)
        day = await shoot_days.find_on(transaction.session, production.number, MONDAY)
        assert day is not None
        await wrap_day(transaction, production, day)
    assert await due_at(house, DueKind.CLOSURE) == [at(date(2026, 3, 17), "10:00")]
    summaries = await due_at(house, DueKind.GATHERED)
    await move_to(house, NEW_YORK)
    assert await due_at(house, DueKind.CLOSURE) == [at(date(2026, 3, 17), "15:00")]
    moved = await due_at(house, DueKind.GATHERED)
    assert [local(one, NEW_YORK).time() for one in moved] == [local(one, ZONE).time() for one in summaries]


def test_only_the_door_that_shows_it_changes_a_zone() -> None:
    """Nothing else sets a stored time zone, and each place that does asks as it was shown."""
    setting, calling = set(), set()
    for path, tree in modules("bot", "handlers", "storage", "messages"):
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(one, ast.Attribute) and one.attr == "time_zone" for one in targets):
                setting.add(path)
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if called in ("change_zone", "go_to_zone"):
                calling.add((path, called))
    assert setting == {"bot/schedule/time_zone.py"}
    assert calling == {
        ("bot/schedule/time_zone.py", "go_to_zone"),
        ("handlers/time_zones.py", "change_zone"),
        ("bot/commands/producing.py", "change_zone"),
    }


async def test_settings_alone_never_move_a_stored_production(house: House) -> None:
    """The way around the door is closed."""
    async with house.transaction() as transaction:
        with pytest.raises(AssertionError, match="changed with its plan"):
            await change_production(transaction, await house.stored(transaction), time_zone=TOKYO)


# A production lives on.


async def live_on(house: House, until: datetime) -> None:
    """Time passes: everything is done and delivered at its own moment, and words when something else is."""
    while True:
        row = await due.find_next(house.bot.session, [DueKind.WORDS])
        held = await deliveries.find_next_held(house.bot.session, house.bot.clock.now())
        following = (row.due_at if row is not None else None, held)
        moments = [moment for moment in following if moment is not None and moment <= until]
        if not moments:
            break
        await house.bot.jump(min(moments))
    await house.bot.jump(until)


async def lived_through(house: House, zone: str, moment: datetime) -> dict[str, list[datetime]]:
    """What Ola and the AD read until Monday's call, and when, where the zone is changed at a moment."""
    await house.scene()
    await live_on(house, moment)
    await move_to(house, zone)
    await live_on(house, instant(MONDAY, CALL, zone))
    found: dict[str, list[datetime]] = {}
    for one in house.bot.heard:
        if one.user in ("U0OLA", "U0ADA"):
            found.setdefault(one.template, []).append(one.at)
    return found


def judge(found: dict[str, list[datetime]], zone: str, moment: datetime) -> None:
    """Asked once, reminded once, greeted once, and the line before call.

    At its hour here where that has been when the zone is changed, else at its hour there; where that has been, at once,
    or when the night over there ends that is far from call.
    """
    call, line = instant(MONDAY, CALL, zone), instant(MONDAY, LINE, zone)

    def once(day: date, hour: time) -> datetime:
        here = instant(day, hour, ZONE)
        soonest = moment if call - moment <= NEAR else after_quiet(moment, NIGHT, zone)
        return here if here <= moment else max(instant(day, hour, zone), soonest)

    assert found["check_in"] == [once(THURSDAY, FIRST), once(SUNDAY, EVENING)], found
    assert found["morning"] == [line], found
    assert [one for one in found["words"] if line <= one <= call], found


CHANGES = [(TOKYO, at(SUNDAY, "18:00"))]
MORE = [
    (zone, at(day, hour))
    for zone in (NEW_YORK, TOKYO, "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "Australia/Lord_Howe")
    for day, hour in ((THURSDAY, "12:00"), (THURSDAY, "23:30"), (FRIDAY, "12:00"), (SUNDAY, "18:59"), (SUNDAY, "23:00"))
    if at(day, hour) < instant(MONDAY, LINE, zone)
]


@pytest.mark.parametrize(("zone", "moment"), CHANGES)
async def test_nothing_is_missed_and_nothing_comes_twice(house: House, zone: str, moment: datetime) -> None:
    """One question, one reminder, one quiet message and the AD's line, wherever the production goes, whenever."""
    judge(await lived_through(house, zone, moment), zone, moment)


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("zone", "moment"), MORE)
async def test_wherever_it_goes_and_whenever(house: House, zone: str, moment: datetime) -> None:
    """The same, far to the east and to the west, before and after each round."""
    judge(await lived_through(house, zone, moment), zone, moment)
