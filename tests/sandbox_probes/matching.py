"""What must be in an answer: values, and conditions on values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any


@dataclass(frozen=True)
class Condition:
    """A condition on a value, with the words that say it."""

    words: str
    holds: Callable[[Any], bool]

    def __repr__(self) -> str:
        return self.words


class Nothing:
    """What stands where an answer has no such key."""

    def __repr__(self) -> str:
        return "nothing"


NOTHING = Nothing()
ABSENT = Condition("no such key", lambda value: value is NOTHING)
PRESENT = Condition("some value", lambda value: value is not NOTHING and value not in (None, ""))


def like(pattern: str) -> Condition:
    """A text that the pattern matches somewhere."""
    return Condition(f"like {pattern!r}", lambda value: isinstance(value, str) and bool(re.search(pattern, value)))


def one_of(*values: object) -> Condition:
    """One of the values."""
    return Condition(f"one of {values}", lambda value: value in values)


def all_but(value: object) -> Condition:
    """Anything else, if there is something."""
    return Condition(f"not {value!r}", lambda found: found is not NOTHING and found != value)


def has(*values: object) -> Condition:
    """A list or a text in which each of the values is."""
    return Condition(
        f"with {values}", lambda found: isinstance(found, list | str | dict) and all(each in found for each in values)
    )


def without(*values: object) -> Condition:
    """A list or a text in which none of the values is."""
    return Condition(
        f"without {values}",
        lambda found: isinstance(found, list | str | dict) and not any(each in found for each in values),
    )


def length(size: int) -> Condition:
    """A list or a text of this length."""
    return Condition(f"length {size}", lambda found: isinstance(found, list | str | dict) and len(found) == size)


def each(key: str, *values: object) -> Condition:
    """A list of objects whose `key` is these values, in this order."""
    return Condition(
        f"{key} of each {values}",
        lambda found: isinstance(found, list) and [item.get(key) for item in found] == list(values),
    )


def some(key: str, value: object) -> Condition:
    """A list of objects, one of which has this value."""
    return Condition(
        f"some {key} {value!r}", lambda found: isinstance(found, list) and value in [item.get(key) for item in found]
    )


def none(key: str, value: object) -> Condition:
    """A list of objects, none of which has this value."""
    return Condition(
        f"no {key} {value!r}", lambda found: isinstance(found, list) and value not in [item.get(key) for item in found]
    )


def filled(value: Any, kept: Mapping[str, Any]) -> Any:
    """The value with every $name replaced by what was kept under that name."""
    if isinstance(value, str):
        return Template(value).safe_substitute(kept)
    if isinstance(value, dict):
        return {filled(key, kept): filled(item, kept) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, kept) for item in value]
    return value(kept) if callable(value) else value


def at(found: Any, path: str) -> Any:
    """What stands at a dotted path."""
    for key in path.split("."):
        if isinstance(found, list):
            found = found[int(key)] if int(key) < len(found) and -len(found) <= int(key) else NOTHING
        else:
            found = found.get(key, NOTHING) if isinstance(found, dict) else NOTHING
    return found


def differences(found: Any, expected: Mapping[str, object], kept: Mapping[str, Any]) -> list[str]:
    """Each path of `expected` at which something else stands."""
    wrong = []
    for path, wanted in expected.items():
        value = at(found, path)
        wish = filled(wanted, kept)
        if not (wish.holds(value) if isinstance(wish, Condition) else value == wish):
            wrong.append(f"{path}: expected {wish!r}, got {value!r}")
    return wrong
