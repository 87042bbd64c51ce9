"""What is agreed for an intimate scene, in the field's words: its kinds, what it is made of, a rider's parts. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What makes a scene intimate. It is wider than sex: any closeness that a performer names counts."""

    NUDITY = "nudity"
    SIMULATED_SEX = "simulated_sex"
    KISSING = "kissing"
    UNDRESSING = "undressing"
    SHOWER = "shower"
    BIRTH = "birth"
    MEDICAL_EXAMINATION = "medical_examination"
    SENSUAL_DANCE = "sensual_dance"
    STRIPTEASE = "striptease"
    SIMULATED_SEXUAL_VIOLENCE = "simulated_sexual_violence"
    HYPER_EXPOSED = "hyper_exposed"
    OTHER_CLOSENESS = "other_closeness"


@dataclass(frozen=True)
class MadeOf:
    """What a scene is made of, for everybody in it. `crew`: how many are on set; `footage`: its use, stills as well."""

    kinds: tuple[Kind, ...] = ()
    tone: str = ""
    dialogue: str = ""
    crew: str = ""
    monitors: str = ""
    footage: str = ""
    stunt_coordinator: str = ""

    def words(self) -> dict[str, str]:
        """Everything written, by field; the kinds are words of a list."""
        return {name: value for name, value in asdict(self).items() if name != "kinds"}


@dataclass(frozen=True)
class RiderDetails:
    """What a rider says of one performer beside its text: parts as seen, contact, barriers and garments, the frame."""

    nudity: str = ""
    contact: str = ""
    barriers: str = ""
    seen: str = ""
    not_seen: str = ""


@dataclass(frozen=True)
class Wording:
    """The words of a rider: its text and its details, as agreed or as a person has translated them."""

    text: str = ""
    details: RiderDetails = field(default_factory=RiderDetails)

    def words(self) -> dict[str, str]:
        """All of it by field."""
        return {"agreed": self.text, **asdict(self.details)}


@dataclass(frozen=True)
class RiderTerms:
    """What a rider says: the agreed words and details, their document, when it was sent (UTC), whether it holds."""

    agreed: str
    document: str
    sent_at: datetime
    in_force: bool = True
    notice_waived: bool = False
    details: RiderDetails = field(default_factory=RiderDetails)

    @property
    def wording(self) -> Wording:
        """The words alone."""
        return Wording(self.agreed, self.details)


DETAILS = tuple(one.name for one in fields(RiderDetails))
MADE_OF_WORDS = tuple(MadeOf().words())


def wording(words: Mapping[str, Any]) -> Wording:
    """The words of a rider, from what `Wording.words` gave; what is missing is empty."""
    details = RiderDetails(**{name: str(words.get(name, "")) for name in DETAILS})
    return Wording(str(words.get("agreed", "")), details)


def needs_stunt_coordinator(kinds: Collection[Kind]) -> bool:
    """Whether a stunt coordinator has to be named besides the intimacy coordinator: wherever violence is played."""
    return Kind.SIMULATED_SEXUAL_VIOLENCE in kinds


def stunts_covered(kinds: Collection[Kind], stunt_coordinator: str) -> bool:
    """Whether the scene has the stunt coordinator it needs."""
    return bool(stunt_coordinator.strip()) or not needs_stunt_coordinator(kinds)


def in_language(terms: Wording, translation: Wording) -> Wording:
    """The terms with every part replaced that the translation has; what is not translated stays as it was agreed."""
    translated = {name: text for name, text in translation.words().items() if text}
    return wording({**terms.words(), **translated})


def counts_as_under_18(until: date | None, day: date, first_hours: int) -> bool:
    """Whether somebody recorded as under 18 counts as that for a shooting day: when they could first be asked about it.

    `until` is the first day on which they are of age, None where nobody has said; `first_hours` as the production asks
    before call. Quiet hours can put the first check-in a day earlier, so that day is counted in.
    """
    earliest = day - timedelta(days=-(-first_hours // 24) + 1)
    return until is None or earliest < until
