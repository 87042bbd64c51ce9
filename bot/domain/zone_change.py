"""What moves in a plan when its production goes to another time zone, as types. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256


class Moving(StrEnum):
    """What a time zone moves, in the order in which it is read."""

    CALL = "call"
    CHECK_IN = "check_in"
    REMINDER = "reminder"
    MORNING = "morning"
    QUIET = "quiet"
    LINE = "line"
    CLOSED_SET = "closed_set"
    CLOSURE = "closure"
    SUMMARY = "summary"
    HELD = "held"


# When these come next hangs on the moment of the change: the line that takes a promise back, what need not wait longer.
BY_THE_MOMENT = (Moving.LINE, Moving.HELD)


@dataclass(frozen=True)
class Move:
    """One moment of a plan before and after (UTC). `before` None: it has been, and comes again; `after` None: no more.

    `day` is the shooting day, `label` its number, `whose` the unit, the person or the scene it belongs to.
    """

    kind: Moving
    day: date | None
    label: str
    whose: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class ZoneChange:
    """What another time zone would move. `now`: as of when (UTC); `ahead`: whether shooting days are to come."""

    production_id: int
    production: str
    zone: str
    new_zone: str
    now: datetime
    moves: Sequence[Move]
    ahead: bool

    @property
    def asks(self) -> bool:
        """Whether it is shown before it is done: there is more to it than the next night."""
        return self.ahead or any(move.kind is not Moving.QUIET for move in self.moves)

    @property
    def mark(self) -> str:
        """Changes with what is shown, and not with the minute in which it is."""
        told = [(self.zone, self.new_zone), *(shown(move) for move in self.moves)]
        return sha256(repr(told).encode()).hexdigest()[:16]


def shown(move: Move) -> tuple[object, ...]:
    """What of a move another look at the same plan shows as well."""
    after = None if move.kind in BY_THE_MOMENT else move.after
    return (move.kind.value, move.day, move.label, move.whose, move.before, after)


class ZoneNotShown(Exception):
    """Nothing has been changed: what would move was not shown yet, or is something else by now."""

    def __init__(self, change: ZoneChange) -> None:
        super().__init__()
        self.change = change
