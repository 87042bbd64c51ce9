"""What came of something that somebody did, as types: what is said to them of it stands in messages."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.disclosure import Contact, DayName, OwnDay, OwnTerms, WhoHasIt
from bot.domain.roles import Access
from bot.domain.standing import AnswerKind, Source


@dataclass(frozen=True)
class LeftDay:
    """A scene has left the day that was meant; `now`: the days it has instead."""

    scene: str
    day: DayName
    now: tuple[DayName, ...] = ()


@dataclass(frozen=True)
class Overtaken:
    """A message was about an earlier state: what holds now."""

    day: OwnDay
    terms: OwnTerms


@dataclass(frozen=True)
class AnswerTaken:
    """An answer that a coordinator speaks about. `number`: the answer's; `after_filming`: the scene was filmed before.

    "As agreed" is one of them while something said before it is still with the coordinator.
    """

    number: int
    kind: AnswerKind
    held: WhoHasIt
    after_filming: bool
    read_from: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class MoreAsked:
    """Somebody wants more than was agreed: who will talk with them, and how many hours a new rider needs."""

    coordinator: Contact
    notice_hours: int


@dataclass(frozen=True)
class SentByHand:
    """A check-in sent by the coordination: whom Slack reached, and with whom they have to speak themselves."""

    scene: str
    day: DayName
    reached: tuple[str, ...]
    in_person: tuple[str, ...]


@dataclass(frozen=True)
class RecordedByHand:
    """An answer the coordination has recorded. `filmed_at`: it came after the scene was filmed."""

    performer: str
    scene: str
    day: DayName
    kind: AnswerKind
    source: Source
    filmed_at: datetime | None


@dataclass(frozen=True)
class OnList:
    """Somebody is on a roster. `reachable`: Slack reaches them; `phones`: feeds may be watched on a phone there."""

    name: str
    access: Access
    reachable: bool
    phones: bool


@dataclass(frozen=True)
class Approved:
    """A roster is approved: the closed set opens by itself at a moment, or (None) at once."""

    opens_at: datetime | None
    zone: str
