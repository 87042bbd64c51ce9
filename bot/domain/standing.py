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
    """How an answer came. In person and by phone stand equal to a tap; `read`: coordination has read what was typed."""

    TAP = "tap"
    TYPED = "typed"
    IN_PERSON = "in_person"
    PHONE = "phone"
    READ = "read"


class RevisionKind(StrEnum):
    """Why performers are asked again: each kind supersedes every confirmation before it."""

    RIDER = "rider"
    TERMS = "terms"
    PAGES = "pages"
    LIMITS = "limits"
    AS_BEFORE = "as_before"
    OUTAGE = "outage"
    DAY = "day"
    WRITTEN = "written"


class Standing(StrEnum):
    """Where one performer stands with one scene on one day. For the coordinator and that performer only."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    WITH_COORDINATOR = "with_coordinator"


BY_COORDINATION = (Source.IN_PERSON, Source.PHONE, Source.READ)
CHANGES = (AnswerKind.NOT_AS_AGREED, AnswerKind.CALL_ME)
REOPENINGS = (RevisionKind.LIMITS, RevisionKind.AS_BEFORE)
REPLANS = (RevisionKind.LIMITS, RevisionKind.PAGES, RevisionKind.TERMS)


@dataclass(frozen=True)
class AnswerFact:
    """One answer. `shown` is the revision its message was about, `after` the newest one when it was given.

    `words`: which typed words it came from, the same on every scene they may be about.
    """

    kind: AnswerKind
    source: Source
    shown: int
    after: int
    words: str = ""


@dataclass(frozen=True)
class RevisionFact:
    """One reason to ask again, numbered in the order of recording."""

    number: int
    kind: RevisionKind


def current_revision(revisions: Sequence[RevisionFact]) -> int:
    """The number of the newest revision, 0 when nothing was revised since the scene was marked."""
    return max((revision.number for revision in revisions), default=0)


def needs_coordinator(answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact]) -> bool:
    """Whether a change, or typed words nobody has classified, still stands."""
    return any(open_matters(answers, revisions))


def open_matters(answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact]) -> tuple[bool, bool]:
    """Whether a change still stands, and whether typed words do."""
    change, typed = still_open(answers, revisions)
    return change, bool(typed)


def still_open(answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact]) -> tuple[bool, list[AnswerFact]]:
    """Whether a change still stands, and the typed words that do.

    Only the coordinator ends a change: by re-opening, or by recording what the performer said in person or by phone.
    Typed words end only with coordination as well: by the same, or by having read them. The performer's own "nothing
    changes" tells the coordinator so, and closes nothing.
    """
    reopened = max((revision.number for revision in revisions if revision.kind in REOPENINGS), default=0)
    change, typed = False, list[AnswerFact]()
    for answer in answers:
        in_person = answer.source in (Source.IN_PERSON, Source.PHONE)
        if answer.kind in CHANGES and reopened <= answer.after:
            change = True
        elif answer.kind is AnswerKind.TYPED and reopened <= answer.after:
            typed.append(answer)
        elif answer.kind is AnswerKind.NOTHING_CHANGES and answer.source in BY_COORDINATION:
            typed.clear()
        elif answer.kind is AnswerKind.AS_AGREED and in_person:
            change = False
            typed.clear()
    return change, typed


def confirms(answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact]) -> bool:
    """Whether the last word was "as agreed", about the terms that hold now."""
    said = [answer for answer in answers if answer.kind in (*CHANGES, AnswerKind.AS_AGREED)]
    if not said or said[-1].kind is not AnswerKind.AS_AGREED:
        return False
    return said[-1].shown == current_revision(revisions)


@dataclass(frozen=True)
class History:
    """What a performer said of a scene, and why they were asked again, each in the order of recording."""

    answers: Sequence[AnswerFact] = ()
    revisions: Sequence[RevisionFact] = ()


def standing(
    asked: bool, answers: Sequence[AnswerFact], revisions: Sequence[RevisionFact], everywhere: History | None = None
) -> Standing:
    """Where a performer stands: answers and revisions in the order they were recorded. Silence never confirms.

    `everywhere`: the same together with those of every other day. A confirmation is for its day alone; a change belongs
    to the scene, or moving it would undo what only the coordinator can.
    """
    if (
        needs_coordinator(everywhere.answers, everywhere.revisions)
        if everywhere
        else needs_coordinator(answers, revisions)
    ):
        return Standing.WITH_COORDINATOR
    if confirms(answers, revisions):
        return Standing.CONFIRMED
    return Standing.WAITING if asked else Standing.NOT_ASKED
