"""What the export of a production holds, for the coordinator alone: who confirmed what and when, and who was there.

No answer but the confirmation that stands, no words, no reasons, no counts: past changes are nobody's matter any more.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.disclosure import DayName, SceneWord
from bot.domain.roles import Access
from bot.domain.standing import Source


class Notice(StrEnum):
    """Whether a rider held, and was sent early enough before the performer's call."""

    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"
    NOT_IN_FORCE = "not_in_force"
    NO_RIDER = "no_rider"


@dataclass(frozen=True)
class Confirmation:
    """A confirmation that stands: when it was given (UTC), how, in which language the terms were read.

    `language` is empty where nobody knows: in person and by phone. `terms_hash` is then of what held at that moment.
    """

    at: datetime
    source: Source
    rider_version: int | None
    language: str
    recorded_by: str
    terms_hash: str


@dataclass(frozen=True)
class ProofPerformer:
    """One performer in one scene on one day: as things stood when it was filmed or the day wrapped, else as they stand.

    `asked_at`: first asked; `delivered_at`: their message arrived (UTC).
    """

    performer: str
    call: datetime
    rider_version: int | None
    rider_sent_at: datetime | None
    notice: Notice
    asked_at: datetime | None
    delivered_at: datetime | None
    confirmation: Confirmation | None


@dataclass(frozen=True)
class ProofPresence:
    """Somebody cleared for a closed set, and when they were seen in its channel (UTC)."""

    name: str
    access: Access
    cleared_by: str
    cleared_at: datetime
    entered_at: datetime | None
    left_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class ProofVisit:
    """Somebody in a closed set's channel who was not cleared, from when to when (UTC)."""

    name: str
    seen_at: datetime
    out_at: datetime | None


@dataclass(frozen=True)
class ProofSet:
    """A closed set: when its channel was open (UTC), who was cleared, who came uncleared."""

    opened_at: datetime | None
    closed_at: datetime | None
    approved_by: str
    people: tuple[ProofPresence, ...]
    visits: tuple[ProofVisit, ...]


@dataclass(frozen=True)
class ProofScene:
    """One scene on one day: a page of the export."""

    scene: str
    day: DayName
    filmed_at: datetime | None
    performers: tuple[ProofPerformer, ...]
    words: tuple[tuple[SceneWord, datetime], ...]
    closed_sets: tuple[ProofSet, ...]


@dataclass(frozen=True)
class Proof:
    """The export of one production. `head`: the record's newest place and mark, to be held against it later.

    `by_operator`: whoever runs the bot has made it at the command line.
    """

    production: str
    zone: str
    made_at: datetime
    made_for: str
    head: str
    scenes: tuple[ProofScene, ...]
    by_operator: bool = False
