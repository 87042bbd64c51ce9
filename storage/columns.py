"""Column types that keep the house rules: instants are aware UTC, words are spelled out.

What a column holds and cannot be read spoils its own row, never a list of which that row is one.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, DateTime, String, or_
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import col

from bot.domain.unreadable import SPOILED, Spoiled, Unreadable


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Takes aware datetimes only, gives aware UTC datetimes back on either engine.

    What is stored and is no moment reads as SPOILED.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone cannot be stored. Give it a time zone first.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        read = super().result_processor(dialect, coltype)

        def careful(value: Any) -> Any:
            try:
                return read(value) if read is not None else value
            except (TypeError, ValueError):
                return SPOILED

        return careful


# Behind every calendar. SQLite keeps moments as text: what is none sorts before all of them, or here.
NO_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)


def has_come(column: Any, now: datetime) -> ColumnElement[bool]:
    """Whether a stored moment has come. One that cannot be read has: whoever takes its row up says so of that row."""
    return or_(col(column) <= now, col(column) >= NO_MOMENT)


class SpelledOut(TypeDecorator[StrEnum]):
    """A word of one kind, as text. One that is none of them, of another release, is given back as it stands there."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.kind._value2member_map_.get(value, value)


def word(kind: type[StrEnum]) -> Any:
    """A column for one word of `kind`, stored as text so that a new word needs no change of type."""
    return SpelledOut(kind)


class Structured(TypeDecorator[Any]):
    """JSON of one shape, or nothing where that is `optional`. What is none, or of another shape, reads as SPOILED."""

    impl = JSON
    cache_ok = True

    def __init__(self, shape: type, of: type | None = None, *, optional: bool = False) -> None:
        super().__init__()
        self.shape, self.of, self.optional = shape, of, optional

    def fits(self, found: object) -> bool:
        """Whether something is of this shape."""
        if found is None:
            return self.optional
        if not isinstance(found, self.shape):
            return False
        return self.of is None or (isinstance(found, list) and all(isinstance(part, self.of) for part in found))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, Spoiled):
            raise Unreadable("What cannot be read cannot be written again.")
        return value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        read = super().result_processor(dialect, coltype)

        def careful(value: Any) -> Any:
            try:
                found = read(value) if read is not None else value
            except ValueError:
                return SPOILED
            return found if self.fits(found) else SPOILED

        return careful
