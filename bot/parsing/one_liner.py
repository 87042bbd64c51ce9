"""The one-liner as CSV: the short schedule by day that every scheduling program and spreadsheet can export."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.parsing.assembly import DayNote, assembled, says_if_time_permits
from bot.parsing.board import Board, Problem, SceneId, ScheduleUnreadable, Strip
from bot.parsing.cells import (
    pages_in_words,
    read_call,
    read_cast_ids,
    read_pages,
    read_scenes,
    read_shoot_day,
    read_unit,
)
from bot.parsing.dates import dates_of
from bot.parsing.hints import intimacy_hints
from bot.parsing.questions import Question
from bot.parsing.reading import Unreadable, clean
from bot.parsing.row_kinds import (
    BANNER,
    BONEYARD,
    DAY_OFF,
    OMITTED,
    SCENE,
    kind_of,
    opens_boneyard,
    says_omitted,
    words_of,
)
from bot.parsing.table import Row, read_table

COLUMNS = {
    "shoot_day": ("Shoot Day", "Shooting Day", "Day", "Day #", "Shoot Day #", "Drehtag", "Dzień zdjęciowy"),
    "date": ("Date", "Shoot Date", "Shooting Date", "Datum", "Data", "Fecha"),
    "unit": ("Unit",),
    "call": ("Approx Call", "Approximate Call", "Approximate Call Time", "Approx Call Time", "Call", "Call Time"),
    "order": ("Order", "Strip Order", "Position"),
    "type": ("Row Type", "Strip Type", "Type"),
    "episode": ("Ep", "Episode", "Ep #", "Episode #", "Eps"),
    "scene": ("Scene", "Scenes", "Scene #", "Scene Number", "Scene No", "Scene Numbers", "Sc", "Sc #", "Scene(s)"),
    "int_ext": ("I/E", "INT/EXT", "Int Ext", "IE"),
    "set_name": ("Set", "Set Name"),
    "day_night": ("D/N", "Day/Night", "Time of Day", "DN"),
    "script_day": ("Script Day", "Story Day"),
    "pages": ("Pages", "Pgs", "Page Count", "Page Length", "Eighths"),
    "cast": ("Cast IDs", "Cast ID", "Cast", "Cast #", "Cast Members", "Cast Numbers"),
    "location": ("Location", "Loc"),
    "synopsis": ("Synopsis", "Description", "Scene Description"),
    "notes": ("Notes", "Note", "Comments", "Comment", "Remarks"),
}
_REQUIRED = ("date", "scene", "cast")
_NO_ANSWER = {"", "0", "n", "no", "none", "-", "false", "nie", "nein", "non"}

Value = TypeVar("Value")


def read_one_liner(content: bytes) -> Board:
    """The board of a CSV one-liner. Raises ScheduleUnreadable with every problem at once, by line and column.

    Comma, semicolon or tab; UTF-8, UTF-16 or Windows-1250; columns by name in any order. Date, Scene and Cast IDs must
    be there. Where Order does not number every row of a day, the rows stand in the file's order.
    """
    table = read_table(content, COLUMNS, _REQUIRED)
    reader = _OneLinerReader(table.rows)
    for row, position in zip(table.rows, _positions(table.rows), strict=True):
        reader.read(row, position)
    if not reader.strips and not reader.problems:
        reader.problems.append(Problem(0, "", "No row of the table is a scene. Export the schedule again."))
    if reader.problems:
        raise ScheduleUnreadable(reader.problems)
    return assembled(table.title, reader.strips, reader.notes, _doubtful_prefixes(table.rows, reader.strips))


def _positions(rows: Sequence[Row]) -> list[int]:
    """The Order of each row where the whole day has one, else its place in the file, counted from 1 on each day."""
    days = [(row.text("date"), read_unit(row.text("unit"))) for row in rows]
    unordered = {day for day, row in zip(days, rows, strict=True) if not _is_order(row.text("order"))}
    counted: dict[tuple[str, str], int] = {}
    positions = []
    for day, row in zip(days, rows, strict=True):
        counted[day] = counted.get(day, 0) + 1
        positions.append(counted[day] if day in unordered else int(row.text("order")))
    return positions


def _is_order(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,6}", text))


class _OneLinerReader:
    """Goes down the rows and gathers strips, what is said about days, and problems."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.strips: list[Strip] = []
        self.notes: list[DayNote] = []
        self.problems: list[Problem] = []
        self._dates = dates_of(row.text("date") for row in rows if row.text("date"))
        self._in_boneyard = False

    def read(self, row: Row, position: int) -> None:
        kind = self._cell(row, "type", lambda _: kind_of(row))
        if kind == BANNER and opens_boneyard(row):
            self._in_boneyard = True
        elif kind in (SCENE, OMITTED, BONEYARD):
            parked = kind == BONEYARD or (not row.text("date") and (self._in_boneyard or kind == OMITTED))
            self._scene_row(row, position, None if parked else self._scene_day(row, position), parked)
        elif kind is not None:
            self._day_row(row, position, kind)

    def _cell(self, row: Row, column: str, reader: Callable[[str], Value]) -> Value | None:
        try:
            return reader(row.raw(column))
        except Unreadable as unreadable:
            self.problems.append(row.problem(column, str(unreadable)))
            return None

    def _date(self, row: Row) -> datetime.date | None:
        found = self._dates.get(row.text("date"))
        if isinstance(found, Unreadable):
            self.problems.append(row.problem("date", str(found)))
            return None
        return found

    def _scene_day(self, row: Row, position: int) -> DayNote | None:
        if not row.text("date"):
            sentence = (
                "The row has no date. Write it, or write BONEYARD in a column Row Type for a scene that is parked."
            )
            self.problems.append(row.problem("date", sentence))
        return self._note(row, position, SCENE)

    def _note(self, row: Row, position: int, kind: str) -> DayNote | None:
        call = self._cell(row, "call", read_call)
        date = self._date(row)
        if date is None:
            return None
        label, unit = read_shoot_day(row.text("shoot_day")), read_unit(row.text("unit"))
        banner = words_of(row) if kind in (BANNER, DAY_OFF) else ""
        self.notes.append(DayNote(date, unit, position, label, call, kind == DAY_OFF, banner))
        return self.notes[-1]

    def _day_row(self, row: Row, position: int, kind: str) -> None:
        if row.text("date"):
            self._note(row, position, kind)
        elif self.notes:  # a banner without a date stands between the strips of a day: it is of that day
            above = self.notes[-1]
            note = DayNote(above.date, above.unit, above.position, off=kind == DAY_OFF, banner=words_of(row))
            self.notes.append(note)

    def _scene_row(self, row: Row, position: int, day: DayNote | None, parked: bool) -> None:
        scenes = self._cell(row, "scene", lambda text: read_scenes(text, row.text("episode")))
        cast_ids = self._cell(row, "cast", read_cast_ids)
        pages = self._cell(row, "pages", read_pages)
        if scenes == ():
            sentence = "The row has no scene number. Write it, or write BANNER in a column Row Type."
            self.problems.append(row.problem("scene", sentence))
        if day or parked:
            strips = (_strip(row, scene, position, day) for scene in scenes or ())
            text = row.text("pages") if pages is None else pages_in_words(pages)
            self.strips += (replace(strip, cast_ids=cast_ids or (), pages=pages, pages_text=text) for strip in strips)


def _strip(row: Row, scene: SceneId, position: int, day: DayNote | None) -> Strip:
    set_name, synopsis, notes = row.text("set_name"), row.text("synopsis"), row.text("notes")
    return Strip(
        number=scene.number,
        episode=scene.episode,
        date=day.date if day else None,
        unit=read_unit(row.text("unit")),
        position=position,
        int_ext=row.text("int_ext"),
        set_name=set_name,
        day_night=row.text("day_night"),
        script_day=row.text("script_day"),
        location=row.text("location"),
        synopsis=synopsis,
        notes=notes,
        if_time_permits=says_if_time_permits(f"{synopsis} {notes}"),
        omitted=kind_of(row) == OMITTED or says_omitted(row),
        hints=intimacy_hints(set_name, synopsis, notes, *_other_texts(row)),
    )


def _other_texts(row: Row) -> Iterable[str]:
    """Columns that are no part of a one-liner may still hint: "Additional Labor: IC", "Intimacy: yes"."""
    for header, text in row.others.items():
        if clean(text).casefold() not in _NO_ANSWER:
            yield from (header, text)


def _doubtful_prefixes(rows: Sequence[Row], strips: Sequence[Strip]) -> Iterable[str]:
    """Where some numbers have a prefix and others none, "9-12" may as well mean the scenes 9 to 12."""
    if any(row.text("episode") for row in rows) or all(strip.episode for strip in strips):
        return
    for scene in dict.fromkeys(strip.scene for strip in strips if strip.episode):
        yield Question(
            "Scene {scene} is read as scene {number} of episode {episode}. If several scenes are meant, they should "
            "be listed, such as “39, 40”.",
            scene=scene,
            number=scene.number,
            episode=scene.episode,
        )
