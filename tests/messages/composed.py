"""Every sentence, message and window there is, composed from what its function says it takes."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slack_sdk.models.blocks import Block

import messages
from bot.domain.alert_kinds import AlertKind
from messages.blocks import section
from messages.language import Language
from messages.paper import Paper

# Texts that are no words of anybody's: what they must look like to be used at all.
FORMS = {
    "zone": "Europe/Warsaw",
    "new_zone": "America/New_York",
    "time_zone": "Europe/Warsaw",
    "code": "pl",
    "language": "pl",
    "slack_user": "U0OLA",
    "sentence": "Nothing was changed.",
    "written_in": "en",
    "kind": AlertKind.PLAN_TOUCHED.value,
    "says": "scene",
}
# Values by their own names, of which some are needed.
NAMED = {
    "names": ("channel", "code", "name", "scene"),
    "where": ("scene", "production", "day", "days"),
    "values": (
        "time_zone",
        "first_checkin_hours",
        "evening_at",
        "morning_minutes",
        "quiet_from",
        "quiet_until",
        "notice_hours",
        "contact",
        "help_line",
    ),
    "translations": ("de", "pl"),
}
MOMENT = datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
# The building blocks themselves: what they are given is what the others say.
FOUNDATIONS = {
    "messages.blocks",
    "messages.fitting",
    "messages.language",
    "messages.paper",
    "messages.paging",
    "messages.spreadsheet",
}


def composers() -> dict[str, Callable[..., Any]]:
    """The functions of `messages`, by module and name; a paper is nothing that Slack draws."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(messages.__path__, "messages."):
        if module.name not in FOUNDATIONS:
            loaded = importlib.import_module(module.name)
            for name, function in inspect.getmembers(loaded, inspect.isfunction):
                on_paper = Paper in typing.get_type_hints(function).values()
                if function.__module__ == module.name and not on_paper:
                    found[f"{module.name}.{name}"] = function
    return found


def composed(function: Callable[..., Any], language: Language, words: str) -> Iterator[Any]:
    """What it makes where every text is these words: with all there can be, and for each value of a choice."""
    hints = typing.get_type_hints(function)
    taken = inspect.signature(function).parameters
    choices = [list(values(hints[name], name, language, words)) for name in taken]
    for place in range(max(map(len, choices), default=1)):
        given = {name: options[place % len(options)] for name, options in zip(taken, choices, strict=True)}
        positional = [given.pop(name) for name, one in taken.items() if one.kind is not one.KEYWORD_ONLY]
        try:
            made = function(*positional, **given)
        except KeyError as missing:
            if not isinstance(missing.args[0], enum.Enum):  # of a reason that somebody else says
                raise
        else:
            yield list(made) if isinstance(made, Iterator) else made


def values(kind: Any, name: str, language: Language, words: str) -> Iterable[Any]:
    """Values of a type: for a choice each, for anything else one that says as much as it can."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        kinds = [one for one in arguments if one is not type(None)]
        return [value for one in kinds for value in values(one, name, language, words)]
    if isinstance(origin, type) and issubclass(origin, Collection):
        return [several(origin, arguments, name, language, words)]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return list(kind)
    if isinstance(kind, type) and issubclass(kind, Exception):
        return [raised(one, language, words) for one in kind.__subclasses__()]
    return [plain(kind, name, language, words)]


def several(origin: type, arguments: tuple[Any, ...], name: str, language: Language, words: str) -> Any:
    """A collection: of names that are needed, of a few of different kinds, or of all there can be of one."""
    if issubclass(origin, Mapping):
        names = NAMED.get(name, ()) or values(arguments[0], name, language, words)
        return {one: next(iter(values(arguments[1], str(one), language, words))) for one in names}
    if origin is tuple and Ellipsis not in arguments:
        return tuple(next(iter(values(one, name, language, words))) for one in arguments)
    made: Callable[[Iterable[Any]], Any] = origin if origin in (tuple, set, frozenset) else list
    return made(values(arguments[0], name, language, words))


PLAIN: dict[Any, Any] = {
    bool: True,
    int: 2,
    float: 1.5,
    bytes: b"1",
    datetime: MOMENT,
    date: MOMENT.date(),
    time: time(19, 0),
    timedelta: timedelta(hours=2),
}


def raised(kind: type[Exception], language: Language, words: str) -> Exception:
    """Why something cannot be, with what it tells."""
    hints = typing.get_type_hints(kind.__init__) if "__init__" in vars(kind) else {}
    told = {name: next(iter(values(hint, name, language, words))) for name, hint in hints.items() if name != "return"}
    return kind(**told)


def plain(kind: Any, name: str, language: Language, words: str) -> Any:
    """One value of a type that is no choice."""
    if kind is str:
        return FORMS.get(name, words)
    if kind is Language:
        return language
    if kind in PLAIN:
        return PLAIN[kind]
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        fields = [field.name for field in dataclasses.fields(kind) if field.init]
        return kind(**{field: next(iter(values(hints[field], field, language, words))) for field in fields})
    if kind is Block:
        return section(words)
    if typing.get_origin(kind) is Callable or kind in (Callable, Any, object):
        return words
    raise TypeError(f"{name}: {kind}")
