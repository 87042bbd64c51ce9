"""Why a performer is asked, as the message says it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a check-in is sent: a round is due, the coordinator sends it, a scene has joined the day, or a revision.

    The revisions are called as RevisionKind calls them, the rounds as what is due.
    """

    FIRST_ROUND = "first_round"
    EVENING_ROUND = "evening_round"
    SENT = "sent"
    ADDED = "added"
    RIDER = "rider"
    TERMS = "terms"
    PAGES = "pages"
    LIMITS = "limits"
    AS_BEFORE = "as_before"
    OUTAGE = "outage"
    DAY = "day"


# Asked again: one text, whatever the reason, to everybody of the scene, whatever they have answered.
AGAIN = (Reason.RIDER, Reason.TERMS, Reason.PAGES, Reason.LIMITS, Reason.AS_BEFORE)


@dataclass(frozen=True)
class Why:
    """A reason and its cause: asked twice for the same cause, a performer reads one message.

    Without a cause the reason stands for itself, once a day. `outage` is the id of the one that is the cause.
    """

    reason: Reason
    cause: str = ""
    outage: int | None = None

    def __str__(self) -> str:
        return f"{self.reason}:{self.cause}" if self.cause else str(self.reason)
