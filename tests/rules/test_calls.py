"""Instants: quiet hours, rounds, notice, the grid, and Sundays that are 23 or 25 hours long."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import times
from bot.domain.times import QuietHours, Rounds

WARSAW = "Europe/Warsaw"
ZONES = st.sampled_from(["Europe/Warsaw", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
quiet_hours = st.builds(QuietHours, hours, hours)


@given(moments, quiet_hours, ZONES)
def test_quiet_hours_move_a_message_earlier_never_later(moment: datetime, quiet: QuietHours, zone: str) -> None:
    """What falls into quiet hours goes out before them, by less than a day; anything else stays."""
    moved, night = times.before_quiet(moment, quiet, zone), times.night_around(moment, quiet, zone)
    assert moment - timedelta(hours=26) < moved <= moment
    assert (moved == moment) == (night is None)
    assert night is not None or not quiet.hold(times.local(moment, zone).time())


@given(moments, quiet_hours, ZONES)
def test_what_is_made_late_waits_for_the_end_of_quiet_hours(moment: datetime, quiet: QuietHours, zone: str) -> None:
    """It comes at their end, by less than a day later; near call, and outside of them, at once."""
    near = timedelta(hours=14)
    until = times.sleep_until(moment, None, near, quiet, zone)
    assert (until is None) == (times.night_around(moment, quiet, zone) is None)
    assert until is None or moment < until < moment + timedelta(hours=26)
    assert times.sleep_until(moment, moment + near, near, quiet, zone) is None
    assert times.sleep_until(moment, moment + near + timedelta(minutes=1), near, quiet, zone) == until


@given(moments, st.integers(1, 60))
def test_the_grid_is_never_before_and_less_than_a_step_away(moment: datetime, minutes: int) -> None:
    """The next moment of the grid is at or after now, within one step, and on the grid itself."""
    found = times.next_grid(moment, minutes)
    assert moment <= found < moment + timedelta(minutes=minutes)
    assert times.next_grid(found, minutes) == found


def rounds(zone: str = WARSAW) -> Rounds:
    """The usual rounds."""
    return Rounds(72, time(19), 90, QuietHours(time(22), time(8)), zone)


def test_72_hours_before_an_early_call_move_to_the_evening_before() -> None:
    """A first round at 07:00, inside quiet hours, goes out at 21:59 the evening before."""
    call = times.instant(date(2026, 3, 19), time(7), WARSAW)
    assert times.local(times.first_round(call, rounds()), WARSAW).isoformat() == "2026-03-15T21:59:00+01:00"


def test_the_hours_before_call_are_elapsed_hours_across_a_change_of_clocks() -> None:
    """72 hours before Tuesday 14:00 after the spring change is Saturday 13:00 on the wall."""
    call = times.instant(date(2026, 3, 31), time(14), WARSAW)
    first = times.first_round(call, rounds())
    assert call - first == timedelta(hours=72)
    assert times.local(first, WARSAW).strftime("%a %H:%M") == "Sat 13:00"


def test_a_wall_time_that_comes_twice_means_its_first_pass() -> None:
    """02:30 on the night clocks go back is one instant, the earlier one."""
    assert times.instant(date(2026, 10, 25), time(2, 30), WARSAW) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(moments, st.integers(0, 200), st.integers(0, 96))
def test_notice_counts_back_from_the_performers_own_call(call: datetime, before: int, needed: int) -> None:
    """Notice is met exactly when at least the hours lie between the rider's sending and the call."""
    assert times.notice_met(call - timedelta(hours=before), call, needed) == (before >= needed)


def test_every_line_promises_the_next() -> None:
    """The AD's lines come before the first call and then at even distances; each knows its successor."""
    call = datetime(2026, 3, 16, 6, tzinfo=UTC)
    lines = times.line_times(call, 90, 5, call + timedelta(hours=16))
    assert lines[0] == call - timedelta(minutes=90)
    assert [times.next_line(lines, moment) for moment in lines] == [*lines[1:], None]
