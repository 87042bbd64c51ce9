"""What each kind of reader may be shown, as types. Those for the plan cannot hold private matters.

Types for performers and for the coordination may; types for the plan, read by ADs, crew, partners and channels, hold
scenes, days, words and instants, and nothing of who, why or how many.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.membership import Act
from bot.domain.readiness import Word
from bot.domain.reasons import Reason
from bot.domain.roles import Access
from bot.domain.standing import AnswerKind, Standing
from bot.domain.terms import MadeOf, Wording


@dataclass(frozen=True)
class DayName:
    """A shooting day as people call it."""

    production: str
    label: str
    date: date
    zone: str


@dataclass(frozen=True)
class Contact:
    """Somebody to turn to."""

    name: str
    phone: str


# For plan: ADs, crew, channels.


@dataclass(frozen=True)
class SceneWord:
    """All an AD learns of a scene: its number and its word; once it is `filmed`, that and no word of before."""

    scene: str
    word: Word
    filmed: bool = False


@dataclass(frozen=True)
class PlanReadiness:
    """Words for the AD as of a moment, and the moment by which the next ones come (None: no more for this day)."""

    day: DayName
    scenes: tuple[SceneWord, ...]
    as_of: datetime
    next_by: datetime | None
    board_version: int


@dataclass(frozen=True)
class PlanCall:
    """When a unit or a person reports (UTC): the board's matter."""

    who: str
    at: datetime


@dataclass(frozen=True)
class ClosedSetLine:
    """How a closed set stands. `confirmed`: its membership was read lately and was right."""

    closed_set_id: int
    scene: str
    day: DayName
    state: str
    approved: bool
    confirmed: bool
    channel: str
    opens_at: datetime
    checked_at: datetime | None


@dataclass(frozen=True)
class PlanDay:
    """A day on the board: calls, intimate scenes, and the last published words (None: none have been published)."""

    day: DayName
    calls: tuple[PlanCall, ...]
    scenes: tuple[str, ...]
    words: PlanReadiness | None
    closed_sets: tuple[ClosedSetLine, ...] = ()


@dataclass(frozen=True)
class PlanScene:
    """An intimate scene on the board, or one that is only proposed as such."""

    scene: str
    place: str
    proposed: bool
    cut: bool
    days: tuple[DayName, ...]
    closed_sets: tuple[ClosedSetLine, ...] = ()


@dataclass(frozen=True)
class PlanTerms:
    """What a rider says, as the 1st AD may read it: no limits, no answers, no reasons."""

    scene: str
    performer: str
    wording: Wording | None
    document: str
    made_of: MadeOf


@dataclass(frozen=True)
class HouseRules:
    """What holds inside a closed set, by the production's profile.

    `per_department` None: the monitors have no limit; `phones`: a remote feed may be watched on a phone.
    """

    devices: bool
    stills_by_consent: bool
    per_department: int | None
    remote_feed: bool
    phones: bool


@dataclass(frozen=True)
class DoorPerson:
    """Somebody who may come in, and how; of the crew, as what. Why they may is nobody's matter at the door."""

    name: str
    access: Access
    job: str = ""


@dataclass(frozen=True)
class DoorList:
    """Who is cleared for a closed set, for the ADs at the door."""

    line: ClosedSetLine
    people: tuple[DoorPerson, ...]
    rules: HouseRules


@dataclass(frozen=True)
class InTheWay:
    """Something Slack does not let the bot do with a channel: what it tried, Slack's word, whom it concerns."""

    act: Act
    code: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChannelNews:
    """What an AD is told of a closed set's channel."""

    line: ClosedSetLine
    person: str = ""
    by: str = ""
    obstacles: tuple[InTheWay, ...] = ()


# For performers: their own matters.


@dataclass(frozen=True)
class OwnScene:
    """One scene a performer is asked about. `shown`: what an answer to it is about, sealed, so that it says nothing."""

    check_in_id: int
    scene: str
    place: str
    shown: str
    standing: Standing


@dataclass(frozen=True)
class OwnDay:
    """A performer's scenes of one day, and whom to phone if no receipt comes."""

    day: DayName
    call: datetime | None
    scenes: tuple[OwnScene, ...]
    coordinator: Contact


@dataclass(frozen=True)
class Asking:
    """Why a performer is asked. `answered` None: they read of it for the first time; `offline`: from when to when."""

    why: Reason
    answered: bool | None = None
    offline: tuple[str, str] | None = None


@dataclass(frozen=True)
class OwnTerms:
    """What was agreed with a performer for a scene, as they may read it, in their language where a person wrote it so.

    `version` and `made_version` None: nothing is recorded. `untranslated`: it is written, but not in their language.
    `shown` is the revision, sealed, as buttons carry it.
    """

    check_in_id: int
    revision: int
    shown: str
    scene: str
    day: DayName
    wording: Wording | None
    version: int | None
    made_of: MadeOf
    made_version: int | None
    untranslated: bool
    document: str
    limits: str | None
    coordinator: Contact


@dataclass(frozen=True)
class WhoHasIt:
    """Who has what a performer said. `seen_by` empty: nobody yet; then the deputies are called from a moment on."""

    coordinator: Contact
    zone: str
    seen_by: str = ""
    deputies: tuple[str, ...] = ()
    deputies_at: datetime | None = None
    called: bool = False


@dataclass(frozen=True)
class OwnAnswer:
    """What a performer answered, shown in a window to them alone. `held`: who has it, while it is with coordination."""

    scene: str
    day: DayName
    kind: AnswerKind | None
    said_at: datetime | None
    standing: Standing
    held: WhoHasIt | None = None


@dataclass(frozen=True)
class Notice:
    """Who runs this, who can read what, how long it is kept."""

    production: str
    coordinator: Contact
    contact: str
    keep_words_days: int
