"""What must hold of whatever turns a wall time into an instant, as rules that are walked day by day through a zone.

Each rule takes a zone, a day, and how closely to look at it. It gives how many instants it has looked at.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from itertools import pairwise

from bot.checkins.publishing import held_until
from bot.domain.alert_kinds import RULES, AlertKind, Telling, waking
from bot.domain.times import (
    LATEST_HOUR,
    CallHour,
    QuietHours,
    Rounds,
    after_quiet,
    before_quiet,
    call_hour,
    call_hour_of,
    end_of_day,
    evening_round,
    first_round,
    instant,
    latest_on,
    line_times,
    local,
    morning_round,
    next_grid,
    next_line,
    next_wall,
    night_around,
    passes,
    same_wall,
    sleep_on,
    sleep_until,
)
from bot.facts import earliest_call
from bot.gathering import last_moment
from bot.parsing.board import Day
from bot.schedule.stored import on_the_clock
from bot.schedule.time_zone import quiet_to_come
from bot.schedule.wrap import REST, closure_at
from bot.terms.difference import sent_moment
from storage.productions import Production
from storage.shoot_days import ShootDay


class Look(IntEnum):
    """How closely a day is looked at: one on which no clock is set, one on which it is in passing, or at length."""

    AT_A_GLANCE = 0
    CLOSE = 1
    AT_LENGTH = 2


Rule = Callable[[str, date, Look], int]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# Beside the usual ones: such as end or begin in the hours that clocks skip or repeat, at midnight among them.
QUIET = (
    QuietHours(time(22), time(8)),
    QuietHours(time(0), time(6)),
    QuietHours(time(0, 30), time(2, 30)),
    QuietHours(time(23, 30), time(0, 30)),
    QuietHours(time(2, 30), time(9)),
    QuietHours(time(20), time(2, 30)),
    QuietHours(time(2), time(3)),
)
USUAL = QUIET[0]
# Where productions come from and go to: with and without summer time, half an hour of it, south and far east.
ELSEWHERE = ("UTC", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati")
LONGEST_SHIFT = 3 * HOUR
NOON = time(12)


@cache
def film(zone: str, quiet: QuietHours = USUAL) -> Production:
    """A production there, as nobody has stored it."""
    stands = datetime(2026, 1, 1, tzinfo=UTC)
    return Production(
        name="Baltic",
        short_name="baltic",
        time_zone=zone,
        quiet_from=quiet.begin,
        quiet_until=quiet.end,
        created_at=stands,
    )


def calls_come_once(zone: str, day: date, close: Look) -> int:
    """A call, past midnight too, has one moment; it is read back as the same call, as the next schedule has it."""
    step = (180, 30, 10)[close]
    moments = []
    for minutes in range(0, LATEST_HOUR * 60, step):
        call = CallHour(minutes)
        moment = call.on(day, zone)
        shown = call_hour_of(moment, day, zone)
        # In an hour that is skipped the clock shows another one: from then on that is the call.
        assert call <= shown <= CallHour(minutes + 180), (zone, day, str(call), str(shown))
        assert shown.on(day, zone) == moment, (zone, day, str(call), str(shown))
        assert moment == instant(day + call.minutes // 1440 * DAY, call.wall, zone)
        if shown == call:
            moments.append(moment)
    assert all(earlier < later for earlier, later in pairwise(moments)), (zone, day)
    return len(moments)


def boards_are_read_as_they_are_stored(zone: str, day: date, close: Look) -> int:
    """What a schedule says of a call and what is stored of it are the same, so that nothing seems to have moved."""
    written = [call_hour(hour, minute) for hour in (0, 2, 7, 25, 26) for minute in ((0, 30) if close else (30,))]
    for call in written:
        once = on_the_clock(Day(day, "", "MAIN", call, False), zone)
        assert once.call is not None
        assert once.call.on(day, zone) == call.on(day, zone)
        assert on_the_clock(once, zone) == once, (zone, day, str(call))
    stored = earliest_call(film(zone), ShootDay(production_id=1, date=day))
    assert local(stored, zone).date() == day
    return len(written) + 1


def nights_stay_quiet(zone: str, day: date, close: Look) -> int:
    """What falls into quiet hours goes before or after them, never within, and what came first still comes first."""
    looked, turn = 0, day.toordinal()
    some = [QUIET[(turn + n) % len(QUIET)] for n in ((0,), (0,), range(len(QUIET)))[close]]
    begin, step = ((turn * 37 % 360, 360), (turn * 7 % 30, 30), (turn * 7 % 15, 15))[close]
    for quiet in some:
        earlier = None
        for at in range(begin, 26 * 60, step):
            moment = instant(day, time(0), zone) + at * MINUTE
            before, after = before_quiet(moment, quiet, zone), after_quiet(moment, quiet, zone)
            told = (zone, moment, quiet, before, after)
            assert before <= moment <= after, told
            assert not quiet.hold(local(before, zone).time()), told
            assert not quiet.hold(local(after, zone).time()), told
            assert after - before <= 2 * DAY, told
            assert (before < moment < after) == (before != moment) == (after != moment), told
            wall = local(moment, zone)
            # A night holds whatever the clocks show of it, and the rest of an hour that comes twice in it.
            assert before < moment or not quiet.hold(wall.time()), told
            if before < moment and not quiet.hold(wall.time()):
                assert len({*passes(wall.date(), wall.time(), zone)}) == 2, told
            assert earlier is None or (earlier[0] <= before and earlier[1] <= after), told
            earlier, looked = (before, after), looked + 2
        night = night_around(moment, quiet, zone)
        assert night == (None if before == moment else (before + MINUTE, after)), told
    return looked


def nobody_is_woken_far_from_call(zone: str, day: date, close: Look) -> int:
    """Messages, alerts and words wait for the end of the night unless call is near, and then they do not."""
    quiet = QUIET[day.toordinal() % len(QUIET)]
    production, near = film(zone, quiet), 14 * HOUR
    call = call_hour(30).on(day, zone)
    paces = production.paces
    alert = Telling(RULES[AlertKind.CHANGE], call, False, 0, None, None, gathered=False)
    looked = 0
    for at in range(day.toordinal() * 7 % 60, 24 * 60, (720, 120, 60)[close]):
        now = instant(day, time(0), zone) + at * MINUTE
        ends, asleep = after_quiet(now, quiet, zone), sleep_until(now, call, near, quiet, zone)
        is_near = now >= call - near
        assert asleep == (None if is_near or ends == now else ends), (zone, now, quiet)
        wakes, words = waking(alert, paces, now), held_until(production, call, now)
        assert now <= wakes <= ends
        assert wakes == (now if is_near else min(ends, max(now, call - near))), (zone, now, quiet)
        assert words == (None if wakes == now else wakes), (zone, now, quiet)
        for other in ELSEWHERE[: (0, 2, None)[close]]:
            kept = sleep_on(ends, now, None, near, quiet, other)
            assert kept >= ends, (zone, other, now)
            assert not quiet.hold(local(kept, other).time())
            assert sleep_on(ends, now, call, near, quiet, other) == min(kept, max(now, call - near))
        looked += 3
    nights = sorted(quiet_to_come(instant(day, NOON, zone), production).values())
    assert len(nights) == 2
    # In the spring night in which clocks skip them there are none.
    assert 0 <= (nights[1] - nights[0]) / HOUR <= 25, (zone, day, quiet)
    return looked


def rounds_come_once(zone: str, day: date, close: Look) -> int:
    """A day's first round, evening round, quiet message and lines: in order, once each, the evening before it."""
    for quiet in QUIET if close else QUIET[:1]:
        rounds = Rounds(72, time(19), 90, quiet, zone)
        evenings = [evening_round(day + n * DAY, rounds) for n in range(3)]
        assert [local(moment, zone).date() for moment in evenings] == [day + n * DAY for n in (-1, 0, 1)], (zone, day)
        assert {local(moment, zone).time() for moment in evenings} == {time(19)}, (zone, day)
        firsts = [first_round(call_hour(7).on(day + n * DAY, zone), rounds) for n in range(3)]
        assert firsts == sorted(set(firsts)), (zone, day)
        call = call_hour(7).on(day, zone)
        assert firsts[0] <= call - 72 * HOUR
        assert firsts[0] < evenings[0] < morning_round(call, rounds) == call - 90 * MINUTE < call, (zone, day)
    lines = line_times(call, 90, 2, call + 16 * HOUR)
    walked, moment = [], lines[0] - MINUTE
    while (following := next_line(lines, moment)) is not None:
        walked.append(following)
        moment = following
    assert walked == lines
    return 7 + len(lines)


def the_grid_is_even(zone: str, day: date, close: Look) -> int:
    """Whatever the clocks do, the grid is one step after the other, none left out and none twice."""
    begin = instant(day, time(0), zone)
    for minutes in (2, 15, 60) if close else (15,):
        found = [next_grid(begin, minutes)]
        while found[-1] < begin + 6 * HOUR:
            found.append(next_grid(found[-1] + MINUTE / 60, minutes))
        assert {later - earlier for earlier, later in pairwise(found)} == {minutes * MINUTE}, (zone, day)
    return len(found)


def days_end_once(zone: str, day: date, close: Look) -> int:
    """The morning after, the day's last summary, the end of a day, and midnight: each on a day of its own."""
    shoot_day = ShootDay(production_id=1, date=day)
    for hours in range(8, 34, 2 if close else 6):
        wrapped = instant(day, time(0), zone) + hours * HOUR
        morning = closure_at(shoot_day, wrapped, zone)
        wall = local(morning, zone)
        assert wall.time() == time(10), (zone, day)
        assert wall.date() > day
        # The first that leaves time to sleep.
        assert wrapped + REST <= morning, (zone, day)
        assert wall.date() == day + DAY or instant(wall.date() - DAY, time(10), zone) < wrapped + REST, (zone, day)
    for quiet in QUIET if close else (QUIET[day.toordinal() % len(QUIET)],):
        last = [last_moment(film(zone, quiet), day + n * DAY) for n in range(2)]
        assert [local(moment, zone).date() for moment in last] == [day, day + DAY], (zone, day, quiet)
    midnight, now = instant(day + DAY, time(0), zone), instant(day + 3 * DAY, NOON, zone)
    assert local(midnight, zone).date() == day + DAY
    assert local(midnight - MINUTE / 60, zone).date() == day, (zone, day)
    latest = end_of_day(day, zone)
    assert latest == latest_on(day, zone, now) == sent_moment(day, None, zone, now)
    assert local(latest, zone).date() == day
    assert latest + MINUTE == passes(day + DAY, time(0), zone)[0] == midnight, (zone, day)
    assert sent_moment(day, latest, zone, now) == latest
    assert latest_on(day, zone, instant(day, NOON, zone)) == instant(day, NOON, zone)
    # What is gathered on a day was written after the day before began in UTC.
    assert instant(day, time(0), zone) >= datetime.combine(day, time(0), UTC) - DAY
    return 12


def doubled_hours_have_two_passes(zone: str, day: date, close: Look) -> int:
    """A wall time means a moment or two; the next of them is never missed, and lies within a day."""
    looked = 0
    for minutes in range(0, 1440, (240, 30, 10)[close]):
        at = time(minutes // 60, minutes % 60)
        first, second = passes(day, at, zone)
        assert first <= second <= first + LONGEST_SHIFT, (zone, day, at)
        if local(first, zone).time() == at:
            assert instant(day, at, zone) == first
            assert local(second, zone).time() == at
        else:
            assert first == second <= instant(day, at, zone)
            assert local(first - MINUTE, zone).replace(tzinfo=None) < datetime.combine(day, at)
            assert local(first, zone).replace(tzinfo=None) > datetime.combine(day, at)
        following = next_wall(at, zone, instant(day, at, zone))
        if local(second, zone).time() == at and second > instant(day, at, zone):
            assert following == second, (zone, day, at)
        assert MINUTE <= following - instant(day, at, zone) <= DAY + LONGEST_SHIFT, (zone, day, at)
        shown = local(following, zone)
        assert shown.time() == at or at < shown.time() or shown.date() > day, (zone, day, at)
        looked += 3
    return looked


def a_production_goes_elsewhere(zone: str, day: date, close: Look) -> int:
    """07:00 stays 07:00 over there, except in an hour that is skipped; in order, and back to where it came from."""
    looked = 0
    for other in (*ELSEWHERE, zone):
        earlier = None
        for minutes in range(0, 1440, (720, 60, 30)[close]):
            moment = instant(day, time(minutes // 60, minutes % 60), zone)
            there = same_wall(moment, zone, other)
            wall, shown = local(moment, zone), local(there, other)
            if wall.time() != time(minutes // 60, minutes % 60):
                continue
            if other == zone:
                assert there == moment
            if shown.replace(tzinfo=None) != wall.replace(tzinfo=None):
                # Over there clocks skip it: it is as long after the skip as it would have been.
                skipped = passes(wall.date(), wall.time(), other)
                assert skipped[0] == skipped[1] <= there <= skipped[1] + LONGEST_SHIFT, (zone, other, day, minutes)
                continue
            back = same_wall(there, other, zone)
            assert moment in (back, *passes(wall.date(), wall.time(), zone)), (zone, other, day, minutes)
            assert earlier is None or earlier < there or local(moment, zone).fold, (zone, other, day, minutes)
            earlier, looked = there, looked + 1
    return looked


# What each function is proved by. One that is not named here fails tests/zones/test_wall_times.py.
PROVED: dict[str, tuple[Rule, ...]] = {
    "bot/checkins/publishing.py held_until": (nobody_is_woken_far_from_call,),
    "bot/domain/alert_kinds.py waking": (nobody_is_woken_far_from_call,),
    "bot/domain/times.py CallHour.on": (calls_come_once,),
    "bot/domain/times.py after_quiet": (nights_stay_quiet,),
    "bot/domain/times.py before_quiet": (nights_stay_quiet,),
    "bot/domain/times.py end_of_day": (days_end_once,),
    "bot/domain/times.py evening_round": (rounds_come_once,),
    "bot/domain/times.py first_round": (rounds_come_once,),
    "bot/domain/times.py instant": (calls_come_once, doubled_hours_have_two_passes),
    "bot/domain/times.py latest_on": (days_end_once,),
    "bot/domain/times.py next_wall": (doubled_hours_have_two_passes,),
    "bot/domain/times.py night_around": (nights_stay_quiet,),
    "bot/domain/times.py passes": (doubled_hours_have_two_passes,),
    "bot/domain/times.py same_wall": (a_production_goes_elsewhere,),
    "bot/domain/times.py sleep_on": (nobody_is_woken_far_from_call,),
    "bot/domain/times.py sleep_until": (nobody_is_woken_far_from_call,),
    "bot/facts.py earliest_call": (boards_are_read_as_they_are_stored,),
    "bot/gathering.py last_moment": (days_end_once,),
    "bot/schedule/stored.py on_the_clock": (boards_are_read_as_they_are_stored,),
    "bot/schedule/time_zone.py quiet_to_come": (nobody_is_woken_far_from_call,),
    "bot/schedule/wrap.py closure_at": (days_end_once,),
    "bot/terms/difference.py sent_moment": (days_end_once,),
    # These go by the hours that have passed, and stay in order whatever the clocks do.
    "bot/domain/times.py line_times": (rounds_come_once,),
    "bot/domain/times.py morning_round": (rounds_come_once,),
    "bot/domain/times.py next_grid": (the_grid_is_even,),
    "bot/domain/times.py next_line": (rounds_come_once,),
}
RULES_OF_ALL = tuple(dict.fromkeys(rule for rules in PROVED.values() for rule in rules))
