"""A schedule as values: the board with its days and strips, and what could not be read."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.times import CallHour
from bot.parsing.questions import Question

MAIN_UNIT = "MAIN"

_PART = re.compile(r"(?:part|prt|pt)\.?(?=\d|[ivx]+$)")


@dataclass(frozen=True, order=True)
class SceneId:
    """Which scene: its number, a string such as "42pt1" or "I-61", and its episode ("" where there are none)."""

    episode: str
    number: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for two spellings of one scene: "42PT1", "42 pt. 1" and "42pt1"."""
        return _squeezed(self.episode).lstrip("0"), _PART.sub("pt", _squeezed(self.number))

    def __str__(self) -> str:
        return f"{self.episode}-{self.number}" if self.episode else self.number


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@dataclass(frozen=True)
class Strip:
    """One scene on one day and unit. A strip that carries two scenes is two of these at the same position.

    ``date`` is None for a scene that is parked in the boneyard. ``pages`` counts exact eighths of a page, None where
    the text says no such number. ``hints`` are the words that made the scene look intimate: a proposal, no
    decision. ``number`` is "" only where a .uss file has a strip without one.
    """

    number: str
    episode: str = ""
    date: datetime.date | None = None
    shoot_day: str = ""
    unit: str = MAIN_UNIT
    position: int = 0
    int_ext: str = ""
    set_name: str = ""
    day_night: str = ""
    script_day: str = ""
    pages: int | None = None
    pages_text: str = ""
    cast_ids: tuple[str, ...] = ()
    location: str = ""
    synopsis: str = ""
    notes: str = ""
    if_time_permits: bool = False
    omitted: bool = False
    hints: tuple[str, ...] = ()

    @property
    def scene(self) -> SceneId:
        return SceneId(self.episode, self.number)


@dataclass(frozen=True)
class Day:
    """One day of one unit. ``call`` is the approximate call by the production's clock, None where there is none."""

    date: datetime.date
    label: str = ""
    unit: str = MAIN_UNIT
    call: CallHour | None = None
    off: bool = False
    banners: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a person would call it: "Day 11 (2026-03-16)", with the unit where it is not the main one."""
        place = str(self.date) if self.unit == MAIN_UNIT else f"{self.date}, {self.unit}"
        return Question("Day {label} ({place})", label=self.label, place=place) if self.label else place


@dataclass(frozen=True)
class Board:
    """A schedule that was read whole: strips in shooting order, days by date, the parked strips apart.

    ``questions`` are sentences for the coordinator; none of them keeps the schedule from being imported.
    """

    title: str = ""
    strips: tuple[Strip, ...] = ()
    days: tuple[Day, ...] = ()
    boneyard: tuple[Strip, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def all_strips(self) -> tuple[Strip, ...]:
        """The scheduled strips, then those in the boneyard."""
        return self.strips + self.boneyard


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that could not be read: where, and what to do. ``line`` is 0 where it is the file as a whole.

    ``column`` is the header as the file writes it; in a .uss file the path of the value.
    """

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        places = [f"line {self.line}"] if self.line else []
        places += [f"column {self.column}"] if self.line and self.column else [self.column] if self.column else []
        return f"{', '.join(places)}: {self.sentence}" if places else self.sentence


class ScheduleUnreadable(Exception):
    """A schedule or cast list that cannot be read. Nothing of it may be used; ``problems`` names everything to mend."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
