"""What is kept and cannot be read: never the same as nothing being there. Pure."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NoReturn

# Stands for words that cannot be read, in whatever language; it is no word anybody writes.
LOST = "\ufffd"


class Unreadable(Exception):
    """Something kept cannot be read: its key is missing, it is not of this row, or it is spoiled. Without content."""


class Spoiled:
    """A stored list or form that cannot be read. Its row can be loaded; whoever looks into it fails."""

    def _fail(self, *_: object) -> NoReturn:
        raise Unreadable("What is stored here cannot be read.")

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._fail()

    __iter__ = __len__ = __contains__ = __getitem__ = __bool__ = _fail


SPOILED = Spoiled()


def readable(stored: Any) -> Any:
    """What is stored, as a moment. Raises Unreadable where it cannot be read."""
    if isinstance(stored, Spoiled):
        raise Unreadable("What is stored here cannot be read.")
    return stored


def is_lost(shown: object) -> bool:
    """Whether something that is shown has words in it that cannot be read."""
    if isinstance(shown, str):
        return LOST in shown
    if is_dataclass(shown) and not isinstance(shown, type):
        return any(is_lost(getattr(shown, field.name)) for field in fields(shown))
    parts = shown.values() if isinstance(shown, Mapping) else shown if isinstance(shown, tuple | list) else ()
    return any(is_lost(part) for part in parts)


def listed(stored: Any) -> tuple[Any, ...]:
    """A stored list, LOST alone where it cannot be read."""
    return (LOST,) if isinstance(stored, Spoiled) else tuple(stored)
