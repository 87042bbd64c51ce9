"""The shooting days of a stripboard in a .uss file: which strips stand on which day, and which dates the days have."""

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.dates import dates_of
from bot.parsing.reading import folded
from bot.parsing.uss_file import Breakdown, Json, objects_of, text_of

_DAY_OFF = re.compile(r"holiday|dayoff|day off", re.IGNORECASE)
_ISO_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}):\d{2}.*?(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE)


@dataclass(frozen=True)
class DayOfStrips:
    """The breakdowns of one day in their order. A day break's own breakdown is among them: its text is a banner."""

    breakdown_ids: tuple[str, ...]


def days_of_strips(items: object, breakdowns: Mapping[str, Breakdown]) -> tuple[DayOfStrips, ...]:
    """The days of a board's list.

    The samples nest a list for each day (a day of one strip may stand bare); the documentation has one list with day
    strips as breaks, before the first day's scenes or after them. A list with neither has no days: ().
    """
    listed = items if isinstance(items, list) else []
    if any(isinstance(item, list) for item in listed):
        return tuple(DayOfStrips(tuple(map(str, item if isinstance(item, list) else [item]))) for item in listed)
    ids = [str(item) for item in listed]
    breaks = [place for place, id_ in enumerate(ids) if _is_kind(id_, breakdowns, "day")]
    if not breaks:
        return ()
    scenes = [place for place, id_ in enumerate(ids) if _is_kind(id_, breakdowns, "scene")]
    opening = bool(scenes) and breaks[0] < scenes[0] and breaks[-1] < scenes[-1]
    cuts = breaks[1:] if opening else [place + 1 for place in breaks]
    edges = [0, *cuts, len(ids)]
    days = [ids[start:end] for start, end in itertools.pairwise(edges)]
    return tuple(DayOfStrips(tuple(day)) for day in days if day)


def ids_in(items: object) -> tuple[str, ...]:
    """Every breakdown id of a board's list, nested or not."""
    listed = items if isinstance(items, list) else []
    return tuple(str(id_) for item in listed for id_ in (item if isinstance(item, list) else [item]))


def _is_kind(id_: str, breakdowns: Mapping[str, Breakdown], kind: str) -> bool:
    return id_ in breakdowns and breakdowns[id_].kind == kind


def shooting_dates(calendar: Json, count: int) -> tuple[datetime.date, ...]:
    """The dates of so many shooting days from the calendar's start on, days off left out. Raises ScheduleUnreadable."""
    name = f'calendar "{text_of(calendar, "name")}"'
    starts = [event for event in objects_of(calendar, "events") if text_of(event, "type").casefold() == "start"]
    first = event_date(starts[0]) if starts else None
    if first is None:
        sentence = "It has no start date. Set the first shooting day in the scheduling program and export again."
        raise ScheduleUnreadable([Problem(0, name, sentence)])
    weekdays_off = _weekdays_off(calendar)
    if len(weekdays_off) > 6:
        raise ScheduleUnreadable(
            [Problem(0, name, "Every day of the week is off. Correct the calendar and export again.")]
        )
    try:
        return tuple(_walk(first, count, weekdays_off, _dates_off(calendar)))
    except OverflowError:
        raise ScheduleUnreadable([Problem(0, name, "Its dates lie too far ahead. Correct the start date.")]) from None


def _walk(
    first: datetime.date, count: int, weekdays_off: set[int], dates_off: set[datetime.date]
) -> Iterator[datetime.date]:
    day = first
    for _ in range(count):
        yield day
        day += datetime.timedelta(days=1)
        while day.isoweekday() % 7 in weekdays_off or day in dates_off:
            day += datetime.timedelta(days=1)


def _weekdays_off(calendar: Json) -> set[int]:
    """Days of the week without filming, 0 for Sunday to 6 for Saturday."""
    listed = calendar.get("daysOff")
    texts = {str(day) for day in listed} if isinstance(listed, list) else set()
    return {int(text) for text in texts if text in set("0123456")}


def _dates_off(calendar: Json) -> set[datetime.date]:
    """Single days off: the documentation's dayOff events, and the samples' events that are named a holiday."""
    events = objects_of(calendar, "events")
    off = [
        event
        for event in events
        if folded(text_of(event, "type")) == "dayoff"
        or (folded(text_of(event, "type")) != "start" and _DAY_OFF.search(text_of(event, "name")))
    ]
    return {date for date in map(event_date, off) if date}


def event_date(event: Json) -> datetime.date | None:
    """The day an event is on. Programs write a day as the instant of its midnight at home.

    So 07:00 UTC is a midnight in California, on the date as written, and 22:00 UTC one in Warsaw, of the next date.
    """
    match = _ISO_INSTANT.fullmatch(text_of(event, "date"))
    found = dates_of([match[1]])[match[1]] if match else None
    if match is None or not isinstance(found, datetime.date):
        return None
    in_utc = (match[3] or "").upper() in {"Z", "+0000", "+00:00", "-0000", "-00:00"}
    east = in_utc and int(match[2]) > 12 and found < datetime.date.max
    return found + datetime.timedelta(days=1) if east else found


def days_on(board: Json, breakdowns: Mapping[str, Breakdown]) -> Sequence[DayOfStrips]:
    """The days of one board object, under either name of its list."""
    return days_of_strips(board.get("breakdownIds") or board.get("breakdownArrays"), breakdowns)
