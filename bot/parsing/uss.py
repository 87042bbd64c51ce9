"""Schedules of the Universal Schedule Standard (.uss): one stripboard of the file as a board."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from bot.parsing.assembly import DayNote, assembled, says_if_time_permits
from bot.parsing.board import MAIN_UNIT, Board, Problem, SceneId, ScheduleUnreadable, Strip
from bot.parsing.cells import EIGHTHS, pages_in_words, read_scenes, read_unit
from bot.parsing.hints import intimacy_hints
from bot.parsing.questions import Question
from bot.parsing.reading import Unreadable, clean
from bot.parsing.uss_days import days_on, ids_in, shooting_dates
from bot.parsing.uss_file import Breakdown, Json, UssFile, objects_of, read_uss_file, text_of

_NOT_HINTING = ("cast", "int_ext", "day_night", "script_day", "unit", "location")


def stripboards(content: bytes) -> tuple[str, ...]:
    """The names of the stripboards in the file, to choose from. Raises ScheduleUnreadable."""
    return tuple(text_of(board, "name") for board in read_uss_file(content).stripboards)


def read_uss(content: bytes, stripboard: str | None = None) -> Board:
    """The board of one stripboard, chosen by name or id.

    Without a choice it is the only one, or the one the file calls active or current. Dates follow from the stripboard's
    calendar: the start, then every day that is not off. Breakdowns on no board of the stripboard are taken as parked,
    with a question. Raises ScheduleUnreadable.
    """
    file = read_uss_file(content)
    chosen = _chosen(file, stripboard)
    reader = _StripboardReader(file, chosen)
    reader.read()
    if reader.problems:
        raise ScheduleUnreadable(reader.problems)
    title = " – ".join(filter(None, (file.text("project"), file.text("name"), text_of(chosen, "name"))))
    return assembled(title, reader.strips, reader.notes, reader.questions)


def _chosen(file: UssFile, wanted: str | None) -> Json:
    boards = file.stripboards
    if not boards:
        sentence = "The file is a breakdown without a schedule. Export it with its stripboard and calendar."
        raise ScheduleUnreadable([Problem(0, "stripboards", sentence)])
    names = ", ".join(f'"{text_of(board, "name")}" ({_count_days(file, board)})' for board in boards)
    if wanted is None:
        current = boards[0] if len(boards) == 1 else file.current_stripboard
        if current is None:
            raise ScheduleUnreadable(
                [Problem(0, "stripboards", f"The file has several stripboards. Choose one: {names}.")]
            )
        return current
    fitting = [board for board in boards if wanted.strip().casefold() in _names(board)]
    if len(fitting) != 1:
        what = "no stripboard" if not fitting else "more than one stripboard"
        raise ScheduleUnreadable([Problem(0, "stripboards", f'The file has {what} "{wanted}". Choose one: {names}.')])
    return fitting[0]


def _names(board: Json) -> set[str]:
    return {text_of(board, "name").casefold(), text_of(board, "id").casefold()}


def _count_days(file: UssFile, stripboard: Json) -> str:
    count = max((len(days_on(board, file.breakdowns)) for board in objects_of(stripboard, "boards")), default=0)
    return f"{count} days" if count != 1 else "1 day"


class _StripboardReader:
    """Goes through the boards of one stripboard and gathers strips, what is said about days, questions and problems."""

    def __init__(self, file: UssFile, stripboard: Json) -> None:
        self.strips: list[Strip] = []
        self.notes: list[DayNote] = []
        self.questions: list[str] = []
        self.problems: list[Problem] = []
        self._file = file
        self._stripboard = stripboard
        self._name = text_of(stripboard, "name")

    def read(self) -> None:
        placed: set[str] = set()
        for board in objects_of(self._stripboard, "boards"):
            placed.update(ids_in(board.get("breakdownIds") or board.get("breakdownArrays")))
            if "boneyard" in text_of(board, "name").casefold():
                self._park(ids_in(board.get("breakdownIds") or board.get("breakdownArrays")))
            else:
                self._schedule(board)
        forgotten = [id_ for id_, sheet in self._file.breakdowns.items() if id_ not in placed and sheet.kind == "scene"]
        self._park(forgotten)
        if forgotten:
            scenes = ", ".join(self._file.breakdowns[id_].scene or "?" for id_ in forgotten)
            self.questions.append(
                Question(
                    "These scenes stand on no board of “{name}” and are taken as parked: {scenes}.",
                    name=self._name,
                    scenes=scenes,
                )
            )
        if not self.notes and not self.problems:
            sentence = f'"{self._name}" has no shooting days: it only orders scenes. Choose a stripboard with days.'
            self.problems.append(Problem(0, "stripboards", sentence))
        self._ask_for_numbers()

    def _park(self, ids: Iterable[str]) -> None:
        for position, id_ in enumerate(ids, start=1):
            sheet = self._file.breakdowns.get(id_)
            if sheet and sheet.kind == "scene":
                self.strips += [_strip(sheet, scene, position, None, MAIN_UNIT) for scene in self._scenes(sheet)]

    def _schedule(self, board: Json) -> None:
        days = days_on(board, self._file.breakdowns)
        if not days:
            return
        unit = _unit_of_board(text_of(board, "name"))
        for number, (date, day) in enumerate(zip(shooting_dates(self._calendar(), len(days)), days, strict=True), 1):
            self.notes.append(DayNote(date, unit, label=str(number)))
            for position, id_ in enumerate(day.breakdown_ids, start=1):
                self._place(id_, DayNote(date, unit, position, str(number)))

    def _calendar(self) -> Json:
        calendars = self._file.calendars
        wanted = text_of(self._stripboard, "calendar")
        found = [calendar for calendar in calendars if text_of(calendar, "id") == wanted] or list(calendars)
        if len(found) != 1:
            sentence = f'"{self._name}" names no calendar of the file, so its days have no dates. Give it one.'
            raise ScheduleUnreadable([Problem(0, "calendars", sentence)])
        return found[0]

    def _place(self, id_: str, day: DayNote) -> None:
        sheet = self._file.breakdowns.get(id_)
        if sheet is None:
            sentence = (
                f'Day {day.label} of "{self._name}" has a strip {id_[:40]} that is not in the file. Export it again.'
            )
            self.problems.append(Problem(0, "breakdowns", sentence))
        elif sheet.kind == "scene":
            unit = read_unit(sheet.name_of("unit")) if sheet.of_kind("unit") else day.unit
            if unit != day.unit:
                self.notes.append(DayNote(day.date, unit, label=day.label))
            self.strips += [_strip(sheet, scene, day.position, day, unit) for scene in self._scenes(sheet)]
        elif text := sheet.banner or sheet.description:
            self.notes.append(DayNote(day.date, day.unit, day.position, banner=text))

    def _scenes(self, sheet: Breakdown) -> tuple[SceneId, ...]:
        try:
            scenes = read_scenes(sheet.scene, self._file.text("episode"))
        except Unreadable as unreadable:
            self.problems.append(Problem(0, f"breakdowns, scene {sheet.scene[:40]}", str(unreadable)))
            return ()
        return scenes or (SceneId(self._file.text("episode"), ""),)

    def _ask_for_numbers(self) -> None:
        for strip in self.strips:
            if not strip.number:
                self.questions.append(
                    Question(
                        "A strip has no scene number and is left out ({place}: “{synopsis}”). Give it a number in the "
                        "scheduling program.{looks}",
                        place=strip.date or Question("the boneyard"),
                        synopsis=strip.synopsis,
                        looks=Question(" It looks intimate.") if strip.hints else "",
                    )
                )


def _unit_of_board(name: str) -> str:
    return MAIN_UNIT if re.fullmatch(r"(?:strip ?board|board|main|)", name.casefold()) else read_unit(name)


def _strip(sheet: Breakdown, scene: SceneId, position: int, day: DayNote | None, unit: str) -> Strip:
    return Strip(
        number=scene.number,
        episode=scene.episode,
        date=day.date if day else None,
        unit=unit,
        position=position,
        int_ext=sheet.name_of("int_ext"),
        set_name=sheet.name_of("set"),
        day_night=sheet.name_of("day_night"),
        script_day=sheet.name_of("script_day"),
        pages=_eighths(sheet.pages),
        pages_text=_pages_text(sheet.pages),
        cast_ids=tuple(dict.fromkeys(element.board_id or element.name for element in sheet.of_kind("cast"))),
        location=sheet.name_of("location"),
        synopsis=sheet.description,
        notes=sheet.comments,
        if_time_permits=says_if_time_permits(f"{sheet.description} {sheet.comments} {sheet.banner}"),
        hints=intimacy_hints(sheet.description, sheet.comments, sheet.banner, *_hinting_elements(sheet)),
    )


def _hinting_elements(sheet: Breakdown) -> Iterator[str]:
    return (element.name for element in sheet.elements if element.kind not in _NOT_HINTING)


def _eighths(pages: object) -> int | None:
    if isinstance(pages, bool) or not isinstance(pages, int | float) or not 0 <= pages < 1000:
        return None
    eighths = Fraction(pages) * EIGHTHS
    return int(eighths) if eighths.denominator == 1 else None


def _pages_text(pages: object) -> str:
    eighths = _eighths(pages)
    if eighths is not None:
        return pages_in_words(eighths)
    return "" if pages is None else clean(str(pages))[:40]
