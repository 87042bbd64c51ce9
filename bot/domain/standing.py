"""From what was said to a performer's standing with a scene. Pure: no clock, database or Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AnswerKind(StrEnum):
    """What a performer said of one scene on one day."""

    AS_AGREED = "as_agreed"
    NOT_AS_AGREED = "not_as_agreed"
    CALL_ME = "call_me"
    TYPED = "typed"
    NOTHING_CHANGES = "nothing_changes"


class Source(StrEnum):
    """How an answer came. In person and by phone stand equal to a tap."""

    TAP = "tap"
    TYPED = "typed"
    IN_PERSON = "in_person"
    PHONE = "phone"


class RevisionKind(StrEnum):
    """Why performers are asked again: each kind supersedes every confirmation before it.

    But for ASKED_AGAIN, which only marks that everybody of a scene was sent one and the same message.
    """

    RIDER = "rider"
    TERMS = "terms"
    PAGES = "pages"
    LIMITS = "limits"
    AS_BEFORE = "as_before"
    ASKED_AGAIN = "asked_again"
    OUTAGE = "outage"
    DAY = "day"


class Standing(StrEnum):
    """Where one performer stands with one scene on one day. For the coordinator and that performer only."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    WITH_COORDINATOR = "with_coordinator"


BY_COORDINATION = (Source.IN_PERSON, Source.PHONE)
CHANGES = (AnswerKind.NOT_AS_AGREED, AnswerKind.CALL_ME)
WORDS = (AnswerKind.TYPED, AnswerKind.NOTHING_CHANGES)
REPLANS = (RevisionKind.LIMITS, RevisionKind.PAGES, RevisionKind.TERMS)


@dataclass(frozen=True)
class AnswerFact:
    """One answer. `shown` is the revision its message was about."""

    kind: AnswerKind
    source: Source
    shown: int


@dataclass(frozen=True)
class RevisionFact:
    """One reason to ask again, numbered in the order of recording."""

    number: int
    kind: RevisionKind


def current_revision(revisions: Sequence[RevisionFact]) -> int:
    """The number of the newest revision, 0 when nothing was revised since the scene was marked."""
    return max((revision.number for revision in revisions), default=0)


def confirms(answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact]) -> bool:
    """Whether the last word was "as agreed", about the terms that hold now."""
    # An answer whose kind no release knows may be a change.
    said = [answer for answer in answers if answer.kind not in WORDS]
    if not said or said[-1].kind is not AnswerKind.AS_AGREED:
        return False
    return said[-1].shown == current_revision(revisions)


@dataclass(frozen=True)
class History:
    """What a performer said of a scene on a day, and why they were asked again, each in the order of recording."""

    answers: Sequence[AnswerFact] = ()
    revisions: Sequence[RevisionFact] = ()


def standing(asked: bool, history: History, *, open_matter: bool) -> Standing:
    """Where a performer stands with a scene on a day. Silence never confirms.

    `open_matter`: something is open between them and the scene, on whatever day it was said. A confirmation is for its
    day alone.
    """
    if open_matter:
        return Standing.WITH_COORDINATOR
    if confirms(history.answers, history.revisions):
        return Standing.CONFIRMED
    return Standing.WAITING if asked else Standing.NOT_ASKED
