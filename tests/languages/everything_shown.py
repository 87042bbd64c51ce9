"""Everything the bot can show, found in the code, with values made for it: none, one, many, and the longest."""

import importlib
import inspect
import itertools
import pkgutil
import re
import types
import typing
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum, StrEnum
from typing import Any

import messages
from bot.domain.alert_kinds import AlertKind
from bot.domain.matters import Shown
from messages.blocks import Home, Message, Modal
from messages.language import Language

# These make pages of what the others show.
MACHINERY = {"messages.paging." + name for name in ("window_page", "home_page", "as_window", "short_form")}
MOMENT = datetime(2026, 3, 16, 6, tzinfo=UTC)
# What is no text of anybody's, by the name it has everywhere.
FIXED: dict[str, Any] = {
    "zone": "Europe/Warsaw",
    "new_zone": "America/New_York",
    "written_in": "pl",
    "state": "planned",
    "direction": "more",
    "role": "",
    "about": "12:0;1.2",
    "shown": "0;1.2",
    "version": "3.7.12",
    "slack_user": "U0OLA",
    "code": "restricted_action",
    "command": "/scene",
    "answer": "as_agreed",
    "source": "phone",
    "words_days": 30,
    "pronouns": "they/them",
    "says": "scene",
}


# What is asked for one page at a time, and by which argument.
PAGED = {"messages.home.home": "number", "messages.private_notes.kept_modal": "page"}


class Size(StrEnum):
    """How much of everything there is."""

    NONE = "none"
    ONE = "one"
    MANY = "many"
    LONGEST = "longest"


FILLER = "żółć <&> 🎬\nand on "


def shows() -> dict[str, Callable[..., Message | Modal | Home]]:
    """Every function in messages that makes something to be shown, by its full name."""
    found = {}
    for module in pkgutil.iter_modules(messages.__path__, "messages."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and returned(function) in (Message, Modal, Home):
                found[f"{module.name}.{name}"] = function
    return {name: function for name, function in found.items() if name not in MACHINERY}


def returned(function: Callable[..., Any]) -> Any:
    """What a function says it makes."""
    return typing.get_type_hints(function).get("return")


@dataclass
class Maker:
    """Values for whatever a function asks for. Each text says where it stands, at its beginning and at its end.

    What stands in one list is of one kind; `turn` says which, so that with the turns each kind comes. `nested`: how
    many there are at most of what stands in a list within a list.
    """

    size: Size
    turn: int = 0
    page: int = 0
    nested: int = 1
    many_are: int = 30
    longest: int = 3000
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(100_001))

    @property
    def count(self) -> int:
        """How many there are of what is no part of a list itself."""
        return {Size.NONE: 0, Size.ONE: 1, Size.MANY: self.many_are, Size.LONGEST: 2}[self.size]

    def arguments(self, function: Callable[..., Any]) -> tuple[list[Any], dict[str, Any]]:
        """Arguments for a function, its language left out."""
        hints = typing.get_type_hints(function)
        several: list[Any] = []
        named: dict[str, Any] = {}
        for name, parameter in inspect.signature(function).parameters.items():
            if name == "language":
                continue
            if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                several = list(self.many(hints[name], name))
            else:
                named[name] = self.make(hints[name], name)
        return several, named

    def make(self, hint: Any, path: str) -> Any:
        """A value of a type."""
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self.one_of(inner, path)
        if origin in (tuple, Sequence, list):
            return self.sequence(inner, path)
        if origin is Mapping or origin is dict:
            return self.mapping(inner, path)
        if hint is Shown:
            return Shown(3, tuple((next(self.numbers), 100_007) for _ in range(self.count)))
        if is_dataclass(hint):
            known = typing.get_type_hints(hint)
            return hint(**{one.name: self.make(known[one.name], f"{path}.{one.name}") for one in fields(hint)})  # type: ignore[operator]
        return self.plain(hint, path)

    def one_of(self, kinds: Sequence[Any], path: str) -> Any:
        """One of several types, each in its turn; nothing where there is none of anything."""
        real = [kind for kind in kinds if kind is not type(None)]
        if len(real) < len(kinds) and self.size is Size.NONE:
            return None
        return self.make(self.chosen(real, path), path)

    def sequence(self, inner: Sequence[Any], path: str) -> Any:
        """Several of one kind, or one of each."""
        if len(inner) == 1 or inner[1] is Ellipsis:
            return tuple(self.many(inner[0], path))
        return tuple(self.make(kind, f"{path}.{place}") for place, kind in enumerate(inner))

    def many(self, hint: Any, path: str) -> Iterator[Any]:
        """As many as there are at this place."""
        count = min(self.count, self.nested) if "#" in path else self.count
        return (self.make(hint, f"{path}#{place}") for place in range(count))

    def mapping(self, inner: Sequence[Any], path: str) -> dict[str, Any]:
        """The settings of a production, or texts by language."""
        if path == "values":
            hours = ("evening_at", "quiet_from", "quiet_until")
            rest = ("time_zone", "first_checkin_hours", "morning_minutes", "notice_hours", "contact", "help_line")
            return {**dict.fromkeys(hours, time(20)), **{name: self.make(str, f"{path}.{name}") for name in rest}}
        return {code: self.make(inner[1], f"{path}.{code}") for code in ("de", "pl")[: self.count]}

    def chosen(self, among: Sequence[Any], path: str) -> Any:
        """One of some, the same at each place of a list."""
        return among[(zlib.crc32(re.sub(r"#\d+", "#", path).encode()) + self.turn) % len(among)]

    def plain(self, hint: Any, path: str) -> Any:
        """A word, a number, a moment."""
        name = path.rsplit(".", 1)[-1].partition("#")[0]
        if path in PAGED.values() and hint is int:
            return self.page
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self.chosen(list(hint), path)
        if hint is str:
            return self.text(name, path)
        flag = self.size is not Size.NONE and self.turn % 2 == 0
        values = {bytes: path.encode(), bool: flag, int: next(self.numbers), date: MOMENT.date(), datetime: MOMENT}
        return values[hint]

    def text(self, name: str, path: str) -> str:
        """A text that can be found again, from its first word to its last."""
        if name == "kind":
            return list(AlertKind)[self.turn % len(AlertKind)]
        if path == "words":
            return "a-key"
        if name in FIXED or name == "language":
            return str(FIXED.get(name, "de"))
        if self.size is Size.NONE:
            return ""
        if self.size is not Size.LONGEST:
            return f"‹{path}›"
        return f"‹{path}› {FILLER * (self.longest // len(FILLER))} ‹{path}.›"


def shown_by(function: Callable[..., Any], language: Language, maker: Maker) -> Message | Modal | Home:
    """What a function makes of values of one size."""
    several, named = maker.arguments(function)
    if several:
        return function(language, *several, **named)  # type: ignore[no-any-return]
    return function(language, **named)  # type: ignore[no-any-return]
