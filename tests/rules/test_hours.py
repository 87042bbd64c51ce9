"""The hours of the rounds and of the AD's line, one by one."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import times
from bot.domain.times import QuietHours, Rounds

WARSAW = "Europe/Warsaw"
NIGHT = QuietHours(time(22), time(8))
ROUNDS = Rounds(72, time(19), 90, NIGHT, WARSAW)


@pytest.mark.parametrize(
    ("quiet", "held", "free"),
    [
        (NIGHT, ["22:00", "23:59", "00:00", "07:59"], ["08:00", "12:00", "21:59"]),
        (QuietHours(time(1), time(6)), ["01:00", "05:59"], ["06:00", "00:59", "23:00"]),
        (QuietHours(time(9), time(9)), [], ["08:59", "09:00", "09:01"]),
    ],
)
def test_quiet_hours_begin_with_their_first_minute_and_end_before_their_last(
    quiet: QuietHours, held: list[str], free: list[str]
) -> None:
    """Across midnight or not; equal ends hold nothing."""
    assert [hour for hour in (*held, *free) if quiet.hold(time.fromisoformat(hour))] == held


@pytest.mark.parametrize(
    ("at", "moved"),
    [
        ("2026-03-15T23:30", "2026-03-15T21:59"),
        ("2026-03-15T22:00", "2026-03-15T21:59"),
        ("2026-03-16T03:00", "2026-03-15T21:59"),
        ("2026-03-16T07:59", "2026-03-15T21:59"),
        ("2026-03-16T08:00", "2026-03-16T08:00"),
        ("2026-03-15T21:59", "2026-03-15T21:59"),
    ],
)
def test_what_falls_into_the_night_goes_out_the_minute_before_it(at: str, moved: str) -> None:
    """The night's own evening, on whichever side of midnight it falls."""
    wall = datetime.fromisoformat(at)
    moment = times.instant(wall.date(), wall.time(), WARSAW)
    found = times.local(times.before_quiet(moment, NIGHT, WARSAW), WARSAW)
    assert found.isoformat(timespec="minutes")[:16] == moved


def test_the_rounds_of_a_day() -> None:
    """The evening before, earlier where it is quiet by then; some minutes before call, quiet or not."""
    evening = times.evening_round(date(2026, 3, 16), ROUNDS)
    assert times.local(evening, WARSAW).isoformat() == "2026-03-15T19:00:00+01:00"
    late = times.evening_round(date(2026, 3, 16), Rounds(72, time(23), 90, NIGHT, WARSAW))
    assert times.local(late, WARSAW).isoformat() == "2026-03-15T21:59:00+01:00"
    call = times.instant(date(2026, 3, 16), time(7), WARSAW)
    assert times.local(times.morning_round(call, ROUNDS), WARSAW).isoformat() == "2026-03-16T05:30:00+01:00"


def test_the_lines_end_before_the_day_does() -> None:
    """The first always comes; none comes at the end or after it."""
    call = datetime(2026, 3, 16, 6, tzinfo=UTC)
    before = call - timedelta(minutes=90)
    assert times.line_times(call, 90, 5, before + timedelta(hours=10)) == [before, before + timedelta(hours=5)]
    assert times.line_times(call, 90, 5, before) == [before]
    assert times.next_line([before], before - timedelta(seconds=1)) == before
    assert times.next_line([before], before) is None


def test_the_grid_counts_from_the_full_hour() -> None:
    """A moment on the grid is its own next one; the smallest part of a second after it waits a whole step."""
    noon = datetime(2026, 3, 16, 12, tzinfo=UTC)
    assert times.next_grid(noon, 15) == noon
    assert times.next_grid(noon + timedelta(microseconds=1000), 15) == noon + timedelta(minutes=15)
