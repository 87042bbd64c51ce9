"""Rosters as the coordinator may see them: with reasons, and with what waits for a decision. Types alone."""

from dataclasses import dataclass

from bot.domain.disclosure import ClosedSetLine, DoorPerson, InTheWay
from bot.domain.roles import Access


@dataclass(frozen=True)
class RosterPerson:
    """Somebody on a roster, as the coordinator sees it. `role` is empty for whom the coordinator cleared."""

    name: str
    access: Access
    department: str
    role: str
    reason: str
    cleared_by: str
    reachable: bool
    inside: bool
    left: bool


@dataclass(frozen=True)
class UsualPlace:
    """A place that is usual on a roster, by the production's profile."""

    name: str
    access: Access


@dataclass(frozen=True)
class RosterView:
    """A whole roster for the coordinator. `version` changes with it; `hold`: a performer's change waits for them.

    `unfilled`: the usual places for which nobody is named; `copyable`: there is a list before that could be taken over.
    """

    closed_set_id: int
    line: ClosedSetLine
    people: tuple[RosterPerson, ...]
    asked: tuple[DoorPerson, ...]
    hold: bool
    version: str
    obstacles: tuple[InTheWay, ...]
    unfilled: tuple[UsualPlace, ...] = ()
    copyable: bool = False


@dataclass(frozen=True)
class PlannedChange:
    """What the bot would do next with a channel, by name, as of its last reading."""

    line: ClosedSetLine
    invites: tuple[str, ...]
    removals: tuple[str, ...]
    waiting: tuple[str, ...]
    gone: tuple[str, ...]
    elsewhere: tuple[str, ...]
    obstacles: tuple[InTheWay, ...]
