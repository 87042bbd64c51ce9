"""What is kept about one person, as types: for that person alone, so private matters may stand in them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.disclosure import Contact, DayName, OwnAnswer, OwnDay
from bot.domain.roles import Access, Role
from bot.domain.standing import AnswerKind, Source
from bot.domain.terms import Wording


@dataclass(frozen=True)
class KeptHold:
    """A legal hold on somebody's notes. `lifted_at`: it was ended before its time."""

    by: str
    since: datetime
    until: datetime
    lifted_at: datetime | None
    stands: bool


@dataclass(frozen=True)
class KeptNote:
    """Somebody's own words. `about`: the scene and day they came with; `held`: a hold keeps them past their time.

    `released_to` is a deputy who was let read them; `could_read`: the deputies (id, name) who could be.
    """

    number: int
    production: str | None
    zone: str
    words: str
    direction: str
    written_at: datetime
    goes_at: datetime
    held: bool
    about: tuple[str, DayName] | None
    released_to: str = ""
    could_read: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class OwnAnswers:
    """A performer's own page: what they answered that still counts, the days to come, and their notes."""

    answers: tuple[OwnAnswer, ...]
    days: tuple[OwnDay, ...]
    notes: tuple[KeptNote, ...]


@dataclass(frozen=True)
class KeptAnswer:
    """One thing somebody said, under which terms, and who wrote it down where it was not themselves.

    `language`: the exact terms they were shown are kept with it, in this language; None where none are.
    """

    scene: str
    day: DayName
    kind: AnswerKind
    source: Source
    said_at: datetime
    recorded_by: str | None
    rider_version: int | None
    terms_version: int | None
    language: str | None


@dataclass(frozen=True)
class KeptTerms:
    """One version of somebody's rider for a scene."""

    scene: str
    version: int
    wording: Wording
    document: str
    sent_at: datetime
    in_force: bool


@dataclass(frozen=True)
class KeptLimits:
    """Limits for a scene, inside the unchanged rider."""

    scene: str
    text: str


@dataclass(frozen=True)
class KeptReading:
    """Somebody has opened the notes."""

    reader: str
    at: datetime


@dataclass(frozen=True)
class KeptClearance:
    """A place on the list of a closed set."""

    scene: str
    day: DayName
    access: Access
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class KeptVisit:
    """A time in the channel of a closed set without being on its list."""

    scene: str
    day: DayName
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class KeptWish:
    """An AD has asked to have somebody on a closed set; `cleared_at`: since when they are on its list."""

    scene: str
    day: DayName
    access: Access
    by: str
    at: datetime
    cleared_at: datetime | None


@dataclass(frozen=True)
class KeptAlert:
    """The coordinator was told of something about somebody; `seen_by` has said that they have seen it."""

    kind: str
    at: datetime
    seen_by: str | None
    seen_at: datetime | None


@dataclass(frozen=True)
class KeptProduction:
    """What one production keeps about somebody."""

    name: str
    zone: str
    coordinator: Contact
    contact: str
    words_days: int
    roles: tuple[tuple[Role, str], ...]
    cast: tuple[tuple[str, str], ...]
    asked: int
    answers: tuple[KeptAnswer, ...]
    terms: tuple[KeptTerms, ...]
    limits: tuple[KeptLimits, ...]
    notes: tuple[KeptNote, ...]
    readings: tuple[KeptReading, ...]
    holds: tuple[KeptHold, ...]
    clearances: tuple[KeptClearance, ...]
    visits: tuple[KeptVisit, ...]
    wishes: tuple[KeptWish, ...]
    alerts: tuple[KeptAlert, ...]
    messages: int


@dataclass(frozen=True)
class Kept:
    """Everything that is kept about somebody. `unclaimed`: notes of which they have not said for which production.

    `other_names`: those they are listed under and do not stand with; `accounts`: every one they have had in Slack.
    `under_18_until`: the first day they are of age, where somebody has said it. `unfinished`: what came in from or
    about them and could not be worked through.
    """

    name: str
    language: str
    other_names: tuple[str, ...]
    pronouns: str
    accounts: tuple[str, ...]
    in_slack: bool
    under_18: bool
    under_18_until: date | None
    unfinished: int
    as_of: datetime
    zone: str
    productions: tuple[KeptProduction, ...]
    unclaimed: tuple[KeptNote, ...]


@dataclass(frozen=True)
class NoteStays:
    """Why a note cannot be deleted now, and whom to turn to."""

    hold: KeptHold
    zone: str
    coordinator: Contact
    contact: str


@dataclass(frozen=True)
class NotesLeft:
    """Somebody's notes after they wished one away; `stays`: why it is still among them. Neither: it was gone before."""

    notes: tuple[KeptNote, ...]
    deleted: bool
    stays: NoteStays | None


@dataclass(frozen=True)
class Readers:
    """Who can technically read what of a performer's, in one production, and whom to turn to.

    `reading`: the deputies who can read notes now.
    """

    production: str
    coordinator: Contact
    deputies: tuple[str, ...]
    contact: str
    help_line: str
    words_days: int
    reading: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoldLine:
    """A hold as the coordinator sees it."""

    number: int
    performer: str
    reason: str
    hold: KeptHold


@dataclass(frozen=True)
class HoldForm:
    """Holds of one production, and the performers one can be placed on (id, name). `today`: as it is there."""

    production_id: int
    production: str
    zone: str
    holds: tuple[HoldLine, ...]
    performers: tuple[tuple[int, str], ...]
    today: date
