"""Whatever turns a wall time into an instant, in every zone there is: nothing missed, nothing twice, nothing late."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.times import (
    CallHour,
    QuietHours,
    Rounds,
    after_quiet,
    before_quiet,
    call_hour,
    call_hour_of,
    evening_round,
    first_round,
    instant,
    line_times,
    local,
    next_grid,
    next_line,
)

BEGIN, END = date(2016, 1, 1), date(2036, 1, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
# Beside the usual ones: such as end or begin in the hours that clocks skip or repeat, at midnight among them.
QUIET = [
    QuietHours(time(22), time(7)),
    QuietHours(time(0), time(6)),
    QuietHours(time(0, 30), time(2, 30)),
    QuietHours(time(23, 30), time(0, 30)),
    QuietHours(time(2, 30), time(9)),
    QuietHours(time(20), time(2, 30)),
]
# In every `make test`: north and south, at midnight, by half an hour, around Ramadan, and where the day before counts.
SOME = (
    "Europe/Warsaw", "America/New_York", "America/Havana", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut",
    "Atlantic/Azores", "Australia/Lord_Howe", "America/Santiago", "America/Sao_Paulo", "Asia/Pyongyang",
)  # fmt: skip


@cache
def changes(zone: str) -> tuple[date, ...]:
    """The days of twenty years on which a zone's clocks are set."""
    there = ZoneInfo(zone)
    found, day = [], BEGIN
    before = datetime.combine(day, time(12), there).utcoffset()
    while (day := day + DAY) < END:
        offset = datetime.combine(day, time(12), there).utcoffset()
        if offset != before:
            found.append(day)
        before = offset
    return tuple(found)


def days_around(zone: str) -> Iterator[date]:
    """The days on which the clocks are set, and those beside them."""
    for change in changes(zone):
        yield from (change + n * DAY for n in (-1, 0, 1))


def all_days() -> Iterator[date]:
    """Twenty years, day by day."""
    return (BEGIN + n * DAY for n in range((END - BEGIN).days))


def calls_come_once(zone: str, days: Iterator[date]) -> None:
    """A call of every half hour, past midnight too, has one moment, which is read back as the same call."""
    for day in days:
        for minutes in range(0, 30 * 60, 30):
            call = CallHour(minutes)
            moment = call.on(day, zone)
            shown = call_hour_of(moment, day, zone)
            # In an hour that is skipped the clock shows another one: from then on that is the call.
            assert shown.on(day, zone) == moment, (zone, day, str(call), str(shown))
            assert call <= shown <= CallHour(minutes + 120), (zone, day, str(call), str(shown))


def nights_stay_quiet(zone: str, days: Iterator[date]) -> None:
    """What falls into quiet hours goes before them or after them, never within, in the right direction each time."""
    for day in days:
        for quiet in QUIET:
            for at in range(0, 26 * 60, 10):
                moment = instant(day, time(0), zone) + at * MINUTE
                before, after = before_quiet(moment, quiet, zone), after_quiet(moment, quiet, zone)
                told = (zone, moment, quiet, before, after)
                assert before <= moment <= after, told
                assert not quiet.hold(local(before, zone).time()), told
                assert not quiet.hold(local(after, zone).time()), told
                assert after - before <= 2 * DAY, told


def rounds_come_once(zone: str, days: Iterator[date]) -> None:
    """Each day's first round, evening round and lines: in order, once each, the evening before its day."""
    rounds = Rounds(72, time(19), 90, QuietHours(time(22), time(7)), zone)
    for day in days:
        evenings = [evening_round(day + n * DAY, rounds) for n in range(3)]
        assert [local(moment, zone).date() for moment in evenings] == [day + n * DAY for n in (-1, 0, 1)], (zone, day)
        call = call_hour(7).on(day, zone)
        assert first_round(call, rounds) <= call - timedelta(hours=72), (zone, day)
        lines = line_times(call, 90, 2, call + timedelta(hours=16))
        walked, moment = [], lines[0] - MINUTE
        while (following := next_line(lines, moment)) is not None:
            walked.append(following)
            moment = following
        assert walked == lines
        grid = sorted({next_grid(call + n * MINUTE, 15) for n in range(240)})
        assert {later - earlier for earlier, later in pairwise(grid)} == {15 * MINUTE}, (zone, day)


Rule = Callable[[str, Iterator[date]], None]
EVERYTHING: tuple[Rule, ...] = (calls_come_once, nights_stay_quiet, rounds_come_once)


@pytest.mark.parametrize("rule", EVERYTHING)
def test_on_the_days_on_which_clocks_are_set(rule: Rule) -> None:
    """Some zones, and of each the latest changes."""
    for zone in SOME:
        rule(zone, iter(list(days_around(zone))[-6:]))


@pytest.mark.prove
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("rule", EVERYTHING)
def test_on_every_day_of_change_of_every_zone(rule: Rule) -> None:
    """Every zone there is, twenty years."""
    for zone in sorted(available_timezones()):
        rule(zone, days_around(zone))


@pytest.mark.prove
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("rule", [calls_come_once, rounds_come_once])
def test_on_every_day_of_every_zone(rule: Rule) -> None:
    """Every zone there is, twenty years, every day."""
    for zone in sorted(available_timezones()):
        rule(zone, all_days())
