"""From loose strips and banners to a board: the days, what is shot "if time permits", what to ask."""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.times import CallHour, call_hour
from bot.parsing.board import MAIN_UNIT, Board, Day, SceneId, Strip
from bot.parsing.cells import read_call
from bot.parsing.hints import intimacy_hints
from bot.parsing.questions import Question
from bot.parsing.reading import Unreadable

_TIME_PERMITS = re.compile(r"\b(?:if|as) time (?:permits|allows)\b|\btime permitting\b|\bi\.?t\.?p\b", re.IGNORECASE)
_CALL_BANNER = re.compile(r"\bcall(?: time)?\b[ :-]*(?:is |at )?(\d.{0,12})$", re.IGNORECASE)
_EARLY = call_hour(5)
_NOON = call_hour(12)

Place = tuple[datetime.date, str]


@dataclass(frozen=True)
class DayNote:
    """What one row says about its day and unit: a label, a call, a banner, a day off. Empty where it says nothing."""

    date: datetime.date
    unit: str = MAIN_UNIT
    position: int = 0
    label: str = ""
    call: CallHour | None = None
    off: bool = False
    banner: str = ""


def says_if_time_permits(text: str) -> bool:
    return bool(_TIME_PERMITS.search(text))


def assembled(title: str, strips: Iterable[Strip], notes: Sequence[DayNote], asked: Iterable[str] = ()) -> Board:
    """The board of strips with a date, the boneyard of those without, and the days that the notes speak of.

    Each strip needs at least one note for its day. ``asked`` are questions that the reader of the file already has.
    """
    strips = tuple(strips)
    starts = _where_time_permits(notes)
    by_place: dict[Place, list[DayNote]] = {}
    for note in notes:
        by_place.setdefault((note.date, note.unit), []).append(note)
    days = tuple(_day(place, by_place[place]) for place in sorted(by_place, key=_by_date))
    labels = {(day.date, day.unit): day.label for day in days}
    scheduled = [
        replace(_if_time_permits(strip, starts), shoot_day=labels[_place(strip)]) for strip in strips if strip.date
    ]
    board = Board(
        title,
        tuple(sorted(scheduled, key=lambda strip: (*_by_date(_place(strip)), strip.position))),
        days,
        tuple(strip for strip in strips if strip.date is None),
    )
    questions = [*asked, *_questions(board, by_place), *closed_set_questions(board)]
    return replace(board, questions=tuple(dict.fromkeys(questions)))


def _place(strip: Strip) -> Place:
    return (strip.date or datetime.date.min, strip.unit)


def _by_date(place: Place) -> tuple[datetime.date, bool, str]:
    return place[0], place[1] != MAIN_UNIT, place[1]


def _where_time_permits(notes: Iterable[DayNote]) -> dict[Place, int]:
    starts: dict[Place, int] = {}
    for note in notes:
        if says_if_time_permits(note.banner):
            place = (note.date, note.unit)
            starts[place] = min(note.position, starts.get(place, note.position))
    return starts


def _if_time_permits(strip: Strip, starts: dict[Place, int]) -> Strip:
    start = starts.get(_place(strip))
    after_banner = start is not None and strip.position > start
    return replace(strip, if_time_permits=strip.if_time_permits or after_banner)


def _day(place: Place, of_day: Sequence[DayNote]) -> Day:
    banners = tuple(note.banner for note in sorted(of_day, key=lambda note: note.position) if note.banner)
    calls = [note.call for note in of_day if note.call] or [call for call in map(_call_in, banners) if call]
    return Day(
        date=place[0],
        label=next((note.label for note in of_day if note.label), ""),
        unit=place[1],
        call=_earliest(calls),
        off=any(note.off for note in of_day),
        banners=banners,
    )


def _call_in(banner: str) -> CallHour | None:
    match = _CALL_BANNER.search(banner)
    try:
        return read_call(match[1]) if match else None
    except Unreadable:
        return None


def _earliest(calls: Collection[CallHour]) -> CallHour | None:
    """The first call of the day; after an evening call the small hours belong to the same night, not to its morning."""
    night = any(call >= _NOON for call in calls)
    return min(calls, key=lambda call: (night and call < _EARLY, call), default=None)


def _questions(board: Board, notes: Mapping[Place, Sequence[DayNote]]) -> Iterable[str]:
    strips: dict[Place, list[Strip]] = {}
    for strip in board.strips:
        if not strip.omitted:
            strips.setdefault(_place(strip), []).append(strip)
    for day in board.days:
        of_day = strips.get((day.date, day.unit), [])
        calls = sorted({note.call for note in notes[day.date, day.unit] if note.call})
        if len(calls) > 1:
            listed = ", ".join(map(str, calls))
            yield Question(
                "{day} has several calls ({calls}). {call} is taken as the first.",
                day=day.name,
                calls=listed,
                call=str(day.call),
            )
        if day.off and of_day:
            yield Question("{day} is a day off, but has scenes. Which is right?", day=day.name)
        yield from _questions_of_strips(day, of_day)
    yield from _labels_on_two_dates(board)


def _questions_of_strips(day: Day, strips: Sequence[Strip]) -> Iterable[str]:
    by_scene: dict[tuple[str, str], list[Strip]] = {}
    by_position: dict[int, list[Strip]] = {}
    for strip in strips:
        by_scene.setdefault(strip.scene.key, []).append(strip)
        if strip.hints:
            by_position.setdefault(strip.position, []).append(strip)
    for twice in by_scene.values():
        if len({strip.cast_ids for strip in twice}) > 1 and twice[0].number:
            yield Question(
                "Scene {scene} stands twice on {day} with different cast. Everyone of both is taken.",
                scene=twice[0].scene,
                day=day.name,
            )
    for together in by_position.values():
        names = list(dict.fromkeys(str(strip.scene) for strip in together))
        if len(names) > 1:
            yield Question(
                "Scenes {scenes} share a strip that looks intimate. Which of them is?", scenes=", ".join(names)
            )


def _labels_on_two_dates(board: Board) -> Iterable[str]:
    dates: dict[tuple[str, str], list[datetime.date]] = {}
    for day in board.days:
        if day.label:
            dates.setdefault((day.unit, day.label), []).append(day.date)
    for (_, label), found in dates.items():
        if len(found) > 1:
            yield Question(
                "Day {label} stands on {dates}. If it is one night, give all its rows the date it begins.",
                label=label,
                dates=", ".join(map(str, found)),
            )


def closed_set_questions(board: Board, intimate: Collection[tuple[str, str]] = ()) -> tuple[str, ...]:
    """One question for each day whose banners hint at intimacy while none of its scenes does.

    ``intimate`` holds the keys (``SceneId.key``) of scenes already known as intimate: they count as such.
    """
    marked = {
        _place(strip)
        for strip in board.strips
        if not strip.omitted and (strip.hints or SceneId(strip.episode, strip.number).key in intimate)
    }
    return tuple(
        Question(
            "{day} has the banner “{banner}”, but no scene that looks intimate. Which scene is it for?",
            day=day.name,
            banner=banner,
        )
        for day in board.days
        if (day.date, day.unit) not in marked
        for banner in day.banners
        if intimacy_hints(banner)
    )
