"""Instants from a production's days and calls: DST, quiet hours, notice, the grid. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
# How long after the first call a day lasts when nobody says "wrap".
LONGEST_DAY = timedelta(hours=16)
MINUTES_OF_A_DAY = 24 * 60
# As a call sheet counts a night on: 25:30, up to noon of the day after.
LATEST_HOUR = 36


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC moment of a wall time. A doubled hour gives its first pass, a skipped one its would-be moment."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def passes(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """The first and the last moment (UTC) at which clocks come to show a wall time: twice in a doubled hour.

    Where they skip it, both are the moment at which they do.
    """
    wall = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    first, last = sorted(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == last or local(first, zone).time() == at:
        return first, last
    while last - first > SECOND:
        middle = first + (last - first) / 2
        # Both are of one zone, so what the clocks show is compared.
        first, last = (first, middle) if local(middle, zone) >= wall else (middle, last)
    skipped = last.replace(microsecond=0)
    return skipped, skipped


def local(moment: datetime, zone: str) -> datetime:
    """The wall time of a moment in the production's time zone."""
    return moment.astimezone(ZoneInfo(zone))


def same_wall(moment: datetime, zone: str, other: str) -> datetime:
    """The moment (UTC) at which the clocks of another zone show what those of `zone` show at a moment."""
    wall = local(moment, zone)
    return instant(wall.date(), wall.time(), other)


def next_wall(at: time, zone: str, now: datetime) -> datetime:
    """The next moment (UTC) at which clocks show a wall time: twice in a doubled hour, as if in a skipped one."""
    today = local(now, zone).date()
    coming = [
        moment
        for day in (today, today + timedelta(days=1))
        for moment in (instant(day, at, zone), passes(day, at, zone)[1])
    ]
    return next(moment for moment in coming if moment > now)


@dataclass(frozen=True, order=True)
class CallHour:
    """A wall time of a shooting day, counted on past midnight: 25:30 is half past one in the night that follows."""

    minutes: int

    def __str__(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"

    @property
    def night(self) -> bool:
        """Whether it lies in the night that follows."""
        return self.minutes >= MINUTES_OF_A_DAY

    @property
    def wall(self) -> time:
        """What the clocks show."""
        return time(self.minutes // 60 % 24, self.minutes % 60)

    def on(self, day: date, zone: str) -> datetime:
        """The UTC moment of it on a shooting day."""
        return instant(day + timedelta(days=self.minutes // MINUTES_OF_A_DAY), self.wall, zone)


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


def night_around(moment: datetime, quiet: QuietHours, zone: str) -> tuple[datetime, datetime] | None:
    """When the quiet hours begin and end (UTC) that a moment falls into; None where it falls into none.

    A night is one stretch of time: in an hour that comes twice nobody is woken between two parts of it.
    """
    today = local(moment, zone).date()
    for day in (today - timedelta(days=1), today) if quiet.begin != quiet.end else ():
        ends = day if quiet.begin < quiet.end else day + timedelta(days=1)
        begun = passes(day, quiet.begin, zone)[0]
        if begun <= moment < (over := passes(ends, quiet.end, zone)[1]):
            return begun, over
    return None


def before_quiet(moment: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The moment itself, or the last minute before the quiet hours it falls into. Earlier, never later."""
    night = night_around(moment, quiet, zone)
    return moment if night is None else night[0] - MINUTE


def after_quiet(moment: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    night = night_around(moment, quiet, zone)
    return moment if night is None else night[1]


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


def end_of_day(day: date, zone: str) -> datetime:
    """The last minute (UTC) of a day, whatever the clocks do at its end."""
    return passes(day + timedelta(days=1), time(0), zone)[0] - MINUTE


def latest_on(day: date, zone: str, now: datetime) -> datetime:
    """The latest moment (UTC) that a day without an hour can mean, so that no notice counted from it is too short."""
    return now if day == local(now, zone).date() else end_of_day(day, zone)


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
