"""Instants from a production's days and calls: DST, quiet hours, notice, the grid. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

END_OF_DAY = time(23, 59)
# How long after the first call a day lasts when nobody says "wrap".
LONGEST_DAY = timedelta(hours=16)
MINUTES_OF_A_DAY = 24 * 60
# As a call sheet counts a night on: 25:30, up to noon of the day after.
LATEST_HOUR = 36


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC moment of a wall time. A doubled hour gives its first pass, a skipped one its would-be moment."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def passes(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """The moments (UTC) that a wall time can mean: twice the same, except in the night in which the clocks change."""
    wall = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    first, second = sorted((wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)))
    return first, second


def local(moment: datetime, zone: str) -> datetime:
    """The wall time of a moment in the production's time zone."""
    return moment.astimezone(ZoneInfo(zone))


def same_wall(moment: datetime, zone: str, other: str) -> datetime:
    """The moment (UTC) at which the clocks of another zone show what those of `zone` show at a moment."""
    wall = local(moment, zone)
    return instant(wall.date(), wall.time(), other)


@dataclass(frozen=True, order=True)
class CallHour:
    """A wall time of a shooting day, counted on past midnight: 25:30 is half past one in the night that follows."""

    minutes: int

    def __str__(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"

    def on(self, day: date, zone: str) -> datetime:
        """The UTC moment of it on a shooting day."""
        days, minutes = divmod(self.minutes, MINUTES_OF_A_DAY)
        return instant(day + timedelta(days=days), time(minutes // 60, minutes % 60), zone)


def call_hour(hour: int, minute: int = 0) -> CallHour:
    """A call as it is written: 7, 30 or 25, 30."""
    return CallHour(hour * 60 + minute)


def call_hour_of(moment: datetime, day: date, zone: str) -> CallHour:
    """A moment as the call of a shooting day; what lies before the day's midnight by its wall time alone."""
    wall = local(moment, zone)
    return call_hour(24 * max(0, (wall.date() - day).days) + wall.hour, wall.minute)


@dataclass(frozen=True)
class QuietHours:
    """The hours of the night, as wall times, in which no check-in is sent. Equal ends: no quiet hours."""

    begin: time
    end: time

    def hold(self, at: time) -> bool:
        """Whether a wall time lies within them, midnight crossed or not."""
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


@dataclass(frozen=True)
class Rounds:
    """When a production asks: hours before call, the evening's wall time, minutes before call for the quiet message."""

    first_hours: int
    evening: time
    morning_minutes: int
    quiet: QuietHours
    zone: str


def before_quiet(moment: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The moment itself, or the last minute before the quiet hours it falls into. Earlier, never later."""
    wall = local(moment, zone)
    if not quiet.hold(wall.time()):
        return moment
    day = wall.date() if wall.time() >= quiet.begin else wall.date() - timedelta(days=1)
    # The earlier of two: where the clocks skip the hour, the later one lies within the quiet hours.
    return passes(day, quiet.begin, zone)[0] - timedelta(minutes=1)


def after_quiet(moment: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    wall = local(moment, zone)
    if not quiet.hold(wall.time()):
        return moment
    day = wall.date() if wall.time() < quiet.end else wall.date() + timedelta(days=1)
    # The later of two: where the hour comes twice, the night's second pass is as quiet as its first.
    return passes(day, quiet.end, zone)[1]


def sleep_until(now: datetime, call: datetime | None, near: timedelta, quiet: QuietHours, zone: str) -> datetime | None:
    """Until when a message that is made now lets its reader sleep; None when it goes at once.

    Nearer to a call than `near` it may wake somebody. What was planned never falls into quiet hours; what a restart, a
    move, an import or the weather brings about can.
    """
    if call is not None and now >= call - near:
        return None
    awake = after_quiet(now, quiet, zone)
    return awake if awake > now else None


def sleep_on(
    until: datetime, now: datetime, call: datetime | None, near: timedelta, quiet: QuietHours, zone: str
) -> datetime:
    """Until when a message that waits lets its reader sleep once their zone is another: never shorter than promised.

    It is not quiet then where the production comes from, nor where it goes. Near a call it waits no longer.
    """
    awake = after_quiet(until, quiet, zone)
    return awake if call is None else min(awake, max(now, call - near))


def first_round(call: datetime, rounds: Rounds) -> datetime:
    """When the first check-in goes out: hours before the earliest plausible call, counted as elapsed time."""
    return before_quiet(call - timedelta(hours=rounds.first_hours), rounds.quiet, rounds.zone)


def evening_round(day: date, rounds: Rounds) -> datetime:
    """When those who have not answered are asked once more: the evening before the shooting day."""
    return before_quiet(instant(day - timedelta(days=1), rounds.evening, rounds.zone), rounds.quiet, rounds.zone)


def morning_round(call: datetime, rounds: Rounds) -> datetime:
    """When the quiet message of the shooting day goes out. Tied to the call: a performer due on set is awake."""
    return call - timedelta(minutes=rounds.morning_minutes)


def next_grid(moment: datetime, minutes: int) -> datetime:
    """The first moment of the grid at or after `moment`; the grid counts from the full hour in UTC."""
    step = minutes * 60
    seconds = -(-moment.timestamp() // step) * step
    return datetime.fromtimestamp(seconds, UTC)


def notice_met(sent: datetime, call: datetime, hours: int) -> bool:
    """Whether a rider was sent early enough: the hours count back from the performer's own call.

    Source: SAG-AFTRA magazine, winter 2021 (48 hours); other countries by the production's setting.
    """
    return call - sent >= timedelta(hours=hours)


def latest_on(day: date, zone: str, now: datetime) -> datetime:
    """The latest moment (UTC) that a day without an hour can mean, so that no notice counted from it is too short."""
    return now if day == local(now, zone).date() else instant(day, END_OF_DAY, zone)


def line_times(first_call: datetime, minutes_before: int, every_hours: int, until: datetime) -> list[datetime]:
    """When the AD's line always comes: once before the first call, then at even distances until `until`."""
    moment = first_call - timedelta(minutes=minutes_before)
    times = [moment]
    while (moment := moment + timedelta(hours=every_hours)) < until:
        times.append(moment)
    return times


def next_line(times: list[datetime], after: datetime) -> datetime | None:
    """The next promised word after a moment; None when none is left."""
    return next((moment for moment in times if moment > after), None)
