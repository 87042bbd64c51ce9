"""Why the rules do not allow what somebody asks for: reasons alone. What people read of them stands in messages."""

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.disclosure import DayName


class BoardReason(StrEnum):
    """Why the board does not allow something."""

    NOT_THERE = "not_there"
    THERE_ALREADY = "there_already"
    FILMED = "filmed"
    DAY_OVER = "day_over"
    DAY_OFF = "day_off"
    NOT_BEGUN = "not_begun"
    NONE_BEGUN = "none_begun"
    CUT = "cut"
    NOT_CUT = "not_cut"
    ON_NO_DAY = "on_no_day"
    ON_SEVERAL_DAYS = "on_several_days"
    NOT_ON_THAT_DAY = "not_on_that_day"
    NO_DAY_TO_COME = "no_day_to_come"


class BoardUnfit(Exception):
    """The board does not allow this; `reason` says why, `days` on which days the scene is. Nothing has been changed."""

    def __init__(self, reason: BoardReason, days: Sequence[DayName] = ()) -> None:
        super().__init__(reason)
        self.reason, self.days = reason, tuple(days)


class DutyReason(StrEnum):
    """Why somebody cannot go on or off duty."""

    PERFORMS = "performs"
    UNREACHABLE = "unreachable"
    COORDINATORS_OWN = "coordinators_own"


class DutyUnfit(Exception):
    """Somebody cannot go on or off duty; `reason` says why, `name` and `phone` who it is. Nothing has been changed."""

    def __init__(self, reason: DutyReason, name: str, phone: str = "") -> None:
        super().__init__(reason)
        self.reason, self.name, self.phone = reason, name, phone


class HoldReason(StrEnum):
    """Why a hold cannot be placed."""

    PAST = "past"
    NOT_IN_CAST = "not_in_cast"


class HoldUnfit(Exception):
    """A hold cannot be placed like this; `reason` says why. Nothing has been changed."""

    def __init__(self, reason: HoldReason) -> None:
        super().__init__(reason)
        self.reason = reason


class RiderReason(StrEnum):
    """What of a rider has to be put right."""

    SENT_AHEAD = "sent_ahead"
    LANGUAGE_MISSING = "language_missing"


class RiderUnfit(Exception):
    """A rider cannot be kept like this; `reasons` say why. Nothing has been changed."""

    def __init__(self, reasons: Sequence[RiderReason]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)


class AskingReason(StrEnum):
    """Why a check-in is not sent."""

    WITH_COORDINATOR = "with_coordinator"
    NO_CHECK_IN = "no_check_in"
    NOBODY_ON_DUTY = "nobody_on_duty"
    NOBODY_LEFT = "nobody_left"
    CALL_HAS_COME = "call_has_come"


class NotAsked(Exception):
    """A check-in is not sent; `reason` says why, `cast` who is in the scene. Nothing has been changed."""

    def __init__(self, reason: AskingReason, cast: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason, self.cast = reason, tuple(cast)


class NotOnList(Exception):
    """Somebody cannot be put on a roster as it was asked; the production's profile does not have it."""


class NoRemoteViewing(NotOnList):
    """Nobody may watch from elsewhere here."""


class DepartmentMissing(NotOnList):
    """The monitors take only so many of each department, and nobody has said which one this person works for."""


class AccessUnread(NotOnList):
    """A word that is no access, and nearly one: what was written, and what may have been `meant`."""

    def __init__(self, written: str, meant: str) -> None:
        super().__init__(written)
        self.written, self.meant = written, meant


class NoRoom(NotOnList):
    """A department has as many people at the monitors as it may: `there`, by name, with `most` allowed."""

    def __init__(self, department: str, there: Sequence[str], most: int) -> None:
        super().__init__(department)
        self.department, self.there, self.most = department, tuple(there), most


class DayWrapped(Exception):
    """A closed set does not open for a day that has wrapped."""


class ClosedSetOver(Exception):
    """That closed set is closed. Nothing has been changed."""


class RosterChanged(Exception):
    """The roster is no longer the one that was shown. Nothing has been approved."""


class AccountReason(StrEnum):
    """Why it cannot be said whose an account is."""

    DECIDED = "decided"
    OFF_DUTY = "off_duty"
    SOMEBODY_ELSES = "somebody_elses"


class AccountUnfit(Exception):
    """It cannot be said like this whose an account is; `reason` says why. Nothing has been changed."""

    def __init__(self, reason: AccountReason) -> None:
        super().__init__(reason)
        self.reason = reason


class PresenceReason(StrEnum):
    """Why a cast id cannot be marked as present and not in the action."""

    NOT_IN_SCENE = "not_in_scene"
    PLAYED = "played"


class PresenceUnfit(Exception):
    """A cast id cannot be marked so; `reason` says why, `cast_id` which. Nothing has been changed."""

    def __init__(self, reason: PresenceReason, cast_id: str) -> None:
        super().__init__(reason)
        self.reason, self.cast_id = reason, cast_id


class RecordOfAnother(Exception):
    """The head of a production's record is that of another one. Nothing has been exported."""
