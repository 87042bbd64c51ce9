"""What somebody's Home shows, as types: one page, a part for each production."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.coordination import DutyNow
from bot.domain.disclosure import Notice, OwnAnswer, OwnDay, PlanDay


@dataclass(frozen=True)
class PerformerHome:
    """A performer's part: whom to turn to, the days to come, and where their answers stand."""

    notice: Notice
    days: tuple[OwnDay, ...]
    help_line: str
    answers: tuple[OwnAnswer, ...] = ()


@dataclass(frozen=True)
class OpenHere:
    """Something open in a scene, without a name: the alert behind which it stands, else the check-in it came to."""

    scene: str
    since: datetime
    alert_id: int | None
    check_in_id: int | None


@dataclass(frozen=True)
class CoordinationHome:
    """Duty, switches and what waits (alerts by their number, since when), or is seen and not settled.

    `settings`: the reader may change the production's; `words_go`: the day on which private words go, if it is soon.
    """

    production_id: int
    duty: DutyNow
    on_duty: bool
    inside: bool
    settings: bool
    waiting: tuple[tuple[int, datetime], ...]
    zone: str
    words_go: date | None
    open_with: tuple[OpenHere, ...] = ()
    seen: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True)
class PlanHome:
    """The part of everybody who plans; `coordination` None: the reader is no coordinator or deputy."""

    production: str
    days: tuple[PlanDay, ...]
    coordination: CoordinationHome | None


@dataclass(frozen=True)
class HomePage:
    """Somebody's page; `known` False: no production knows them."""

    known: bool
    parts: tuple[PerformerHome | PlanHome, ...] = ()
