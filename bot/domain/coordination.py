"""What coordinators and deputies may be shown, as types: who stands where, what is open, what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.disclosure import ClosedSetLine, DayName, InTheWay, PlanScene, SceneWord
from bot.domain.matters import MatterEventKind, Shown
from bot.domain.roles import Access
from bot.domain.standing import AnswerKind, Source, Standing
from bot.domain.terms import MadeOf, Wording
from bot.domain.touches import Touch


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
    `besides`: the other scenes it is open with.
    """

    shown: tuple[int, int]
    scene_id: int
    scene: str
    performer: str
    may_leave: bool
    zone: str
    events: tuple[OpenEvent, ...]
    besides: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskedScene:
    """The scene a check-in is about, its performer, everybody who is asked that day, and what is open.

    `shown` is handed back with what is done about it. `again`: something came since it was shown last. `words` are the
    performers' own, for a reader who may see them; else they are kept for somebody. `besides` and `days` are what else
    the act may cover: the other scenes that it is open with, and other days about which the performer was asked.
    `rest_is_off`: nothing of that is on the board.
    """

    check_in_id: int
    scene: str
    performer: str
    everybody: tuple[str, ...]
    matters: tuple[OpenMatter, ...] = ()
    shown: Shown = field(default_factory=Shown)
    again: bool = False
    words: tuple[str, ...] = ()
    words_kept_for: str | None = None
    besides: tuple[str, ...] = ()
    days: tuple[tuple[str, DayName], ...] = ()
    rest_is_off: bool = False


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
class WishShown:
    """Whom an AD has asked to have on a closed set, and instead of whom."""

    number: int
    called: str
    by: str
    access: Access
    instead_of: str = ""


@dataclass(frozen=True)
class ClosedSetDetail:
    """What an alert about a closed set shows besides: by whom somebody was added or asked for, what is in the way.

    `spared`: who would be taken out at once, and waits for the coordinator; `shown` changes with them. `wishes`: those
    for people whom no production knows.
    """

    closed_set_id: int
    line: ClosedSetLine
    by: str = ""
    access: Access | None = None
    instead_of: str = ""
    out: bool = False
    obstacles: tuple[InTheWay, ...] = ()
    spared: tuple[str, ...] = ()
    shown: str = ""
    wishes: tuple[WishShown, ...] = ()


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
