"""What somebody who has just done something must be told, where no window opened and no answer came. Pure."""

from enum import StrEnum


class Unsaid(StrEnum):
    """Why they wait for nothing, and what to do."""

    TAP_AGAIN = "tap_again"
    WRITE_AGAIN = "write_again"
    NOT_SHOWABLE = "not_showable"
    NOT_TAKEN = "not_taken"
    FAILED = "failed"
    ANSWER_LOST = "answer_lost"
