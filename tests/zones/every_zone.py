"""Every time zone there is, each behaviour once: when its clocks are set in the twenty years to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

BEGIN, END = date(2026, 1, 1), date(2046, 1, 1)
DAY = timedelta(days=1)
# In the shortest summer time, around Ramadan, clocks are set twice within five weeks.
STEP = timedelta(days=7)
Change = tuple[datetime, timedelta | None]


@dataclass(frozen=True)
class Kind:
    """Zones whose clocks always show the same, and the days on which they are set; `zone` stands for all of them."""

    zone: str
    names: tuple[str, ...]
    changes: tuple[date, ...]

    def near_changes(self) -> list[date]:
        """The days on which the clocks are set, those beside them, and the first ones of a year."""
        found = {day + n * DAY for day in self.changes for n in (-1, 0, 1)}
        return sorted(found or {BEGIN})


@cache
def kinds(begin: date = BEGIN, end: date = END) -> tuple[Kind, ...]:
    """All zones, put together by what their clocks show between two days."""
    found: dict[tuple[Change, ...], list[str]] = {}
    for zone in sorted(available_timezones()):
        found.setdefault(behaviour(ZoneInfo(zone), begin, end), []).append(zone)
    return tuple(
        Kind(names[0], tuple(names), tuple(moment.astimezone(ZoneInfo(names[0])).date() for moment, _ in changes[1:]))
        for changes, names in found.items()
    )


def behaviour(zone: ZoneInfo, begin: date, end: date) -> tuple[Change, ...]:
    """The offset a zone begins with, and each moment (UTC) at which it has another one."""
    at = datetime(begin.year, begin.month, begin.day, tzinfo=UTC) - 2 * DAY
    last = datetime(end.year, end.month, end.day, tzinfo=UTC) + 2 * DAY
    found = [(at, offset(at, zone))]
    while at < last:
        if offset(at + STEP, zone) != found[-1][1]:
            found += changes_between(at, at + STEP, zone)
        at += STEP
    return tuple(found)


def changes_between(at: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Change]:
    """The moment at which an offset ends that is another one by some later moment, to the minute."""
    before = offset(at, zone)
    while end - at > timedelta(minutes=1):
        middle = at + (end - at) / 2
        at, end = (middle, end) if offset(middle, zone) == before else (at, middle)
    end = datetime.fromtimestamp(round(end.timestamp() / 60) * 60, UTC)
    yield end, offset(end, zone)


def offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    """What a zone is ahead of UTC at a moment."""
    return moment.astimezone(zone).utcoffset()


def all_days(begin: date = BEGIN, end: date = END) -> list[date]:
    """Day by day."""
    return [begin + n * DAY for n in range((end - begin).days)]
