"""What each kind of reader may be shown, as types. Those for the plan cannot hold private matters.

Types for performers and for the coordination may; types for the plan, read by ADs, crew, partners and channels, hold
scenes, days, words and instants, and nothing of who, why or how many.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.matters import MatterEventKind, Shown, is_words_alone
from bot.domain.membership import Act
from bot.domain.readiness import Word
from bot.domain.reasons import Reason
from bot.domain.roles import Access
from bot.domain.standing import AnswerKind, Source, Standing
from bot.domain.terms import MadeOf, Wording
from bot.domain.touches import Touch


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
    """All an AD learns of a scene: its number and its word."""

    scene: str
    word: Word


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
    """One scene a performer is asked about. `revision` is what an answer to it is about."""

    check_in_id: int
    scene: str
    place: str
    revision: int
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
    """

    check_in_id: int
    revision: int
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


# For the coordination: coordinator and deputy.


@dataclass(frozen=True)
class DutyNow:
    """Who answers for a production now, and who of them is inside a closed set, without a phone."""

    production: str
    there: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True)
class OpenEvent:
    """One thing that came in a matter: what and when, without a word of it. `recorded_by`: who wrote it down."""

    kind: MatterEventKind
    at: datetime
    recorded_by: str = ""


@dataclass(frozen=True)
class OpenMatter:
    """What is open between a performer and a scene.

    `may_leave`: they are not in the scene as it is planned now, or it was only made of the one where it was opened.
    """

    shown: tuple[int, int]
    scene_id: int
    scene: str
    performer: str
    may_leave: bool
    zone: str
    events: tuple[OpenEvent, ...]

    @property
    def words_alone(self) -> bool:
        """Whether nothing but typed words opened it."""
        return is_words_alone([event.kind for event in self.events])


@dataclass(frozen=True)
class AskedScene:
    """The scene a check-in is about, its performer, everybody who is asked that day, and what is open.

    `shown` is handed back with what is done about it. `again`: something came since it was shown last.
    """

    check_in_id: int
    scene: str
    performer: str
    everybody: tuple[str, ...]
    matters: tuple[OpenMatter, ...] = ()
    shown: Shown = field(default_factory=Shown)
    again: bool = False


@dataclass(frozen=True)
class PerformerStanding:
    """One performer in the coordinator's list of a day. `by_hand`: asked only when the coordinator says so."""

    scene: str
    check_in_id: int
    performer: str
    standing: Standing
    answer: AnswerKind | None
    source: Source | None
    said_at: datetime | None
    rider_version: int | None
    rider_holds: bool
    by_hand: bool = False


@dataclass(frozen=True)
class Limits:
    """Less than the rider, as the coordinator's window shows it: agreed with a performer, what partners read of it.

    `shared` was once recorded for everybody in the scene.
    """

    own: str = ""
    partners: str = ""
    shared: str = ""


@dataclass(frozen=True)
class DayStanding:
    """The coordinator's view of a day: who stands where, the AD's last words, cast ids without a name.

    `not_asked` are the scenes that the bot asks nobody about: they are the coordinator's alone.
    """

    day: DayName
    performers: tuple[PerformerStanding, ...]
    words: tuple[SceneWord, ...]
    unnamed: tuple[tuple[str, str], ...]
    scenes: tuple[str, ...]
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiderLine:
    """Which rider a performer has for a scene. `version` None: none is recorded."""

    performer: str
    version: int | None
    in_force: bool


@dataclass(frozen=True)
class SceneTerms:
    """A scene in the coordinator's list, with the riders of its performers and why it was proposed.

    `made_version`: which version of what it is made of is recorded, None where nothing is.
    """

    scene: PlanScene
    riders: tuple[RiderLine, ...]
    hints: tuple[str, ...]
    made_version: int | None


@dataclass(frozen=True)
class RiderForm:
    """The newest rider of a performer for a scene, from which the next is written (`version` None: the first).

    `written_in` and `language` are codes: what riders are written in, and what the performer reads.
    """

    scene: str
    performer: str
    version: int | None
    wording: Wording
    document: str
    sent_on: date
    in_force: bool
    notice_waived: bool
    written_in: str
    language: str
    translations: Mapping[str, Wording]


@dataclass(frozen=True)
class SceneForm:
    """What a scene is made of, from which the next version is written (`version` None: the first)."""

    scene: str
    version: int | None
    made_of: MadeOf


@dataclass(frozen=True)
class ClosedSetDetail:
    """What an alert about a closed set shows besides: by whom somebody was added or asked for, what is in the way."""

    closed_set_id: int
    line: ClosedSetLine
    by: str = ""
    access: Access | None = None
    instead_of: str = ""
    out: bool = False
    obstacles: tuple[InTheWay, ...] = ()


@dataclass(frozen=True)
class WrittenDetail:
    """What a performer wrote, as far as one tap answers it. `shown`: the newest thing written, and what is open.

    `scenes` wait because of it; `says`: what the performer says of it; `elsewhere`, that it is about another
    production; `unclaimed`: they have not said which. `readable`: all of it is shown to this reader.
    """

    shown: Shown
    scenes: tuple[str, ...]
    says: tuple[str, ...]
    elsewhere: bool
    unclaimed: bool
    open: bool
    readable: bool


@dataclass(frozen=True)
class WhoseAccount:
    """An account that a cast list gives somebody besides their own. `in_person`: they are asked without Slack."""

    asked_id: int
    slack_user: str
    performer: str
    in_person: bool


@dataclass(frozen=True)
class AlertDetail:
    """What stands behind an alert's button. `words` is None where the reader may not read them."""

    alert_id: int
    check_in_id: int | None
    kind: str
    production: str
    acknowledged: bool
    urgent: bool
    scene: str | None
    day: DayName | None
    performer: str | None
    answer: AnswerKind | None
    said_at: datetime | None
    zone: str
    rider_version: int | None
    filmed_at: datetime | None
    words: tuple[str, ...] | None
    direction: str
    words_kept_for: str | None
    since: datetime | None
    until: datetime | None
    channel: str | None
    told: tuple[str, ...] = ()
    closed_set: ClosedSetDetail | None = None
    matters: tuple[OpenMatter, ...] = ()
    words_wait: bool = False
    written: WrittenDetail | None = None
    touch: Touch | None = None
    whose: WhoseAccount | None = None
    earlier: tuple[tuple[AnswerKind, datetime], ...] = ()
