"""What entries of the record are about, and under whose key each is sealed."""

from collections.abc import Mapping
from enum import Enum, StrEnum


class RecordKind(StrEnum):
    """What an entry is about."""

    PRODUCTION_ADDED = "production_added"
    SETTINGS_CHANGED = "settings_changed"
    PROFILE_CHANGED = "profile_changed"
    PRODUCTION_ERASED = "production_erased"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    DUTY_BEGUN = "duty_begun"
    DUTY_ENDED = "duty_ended"
    CAST_NAMED = "cast_named"
    UNDER_18_RECORDED = "under_18_recorded"
    BOARD_CHANGED = "board_changed"
    SCENE_MARKED = "scene_marked"
    SCENE_CUT = "scene_cut"
    SCENE_FILMED = "scene_filmed"
    DAY_WRAPPED = "day_wrapped"
    TERMS_RECORDED = "terms_recorded"
    RIDER_RECORDED = "rider_recorded"
    RIDER_TRANSLATED = "rider_translated"
    RIDERS_IMPORTED = "riders_imported"
    RIDER_IN_FORCE = "rider_in_force"
    NOTICE_WAIVED = "notice_waived"
    REVISED = "revised"
    ASKED = "asked"
    CHECK_IN_DELIVERED = "check_in_delivered"
    ANSWERED = "answered"
    MATTER_OPENED = "matter_opened"
    MATTER_CLOSED = "matter_closed"
    ALERT_RAISED = "alert_raised"
    ALERT_DELIVERED = "alert_delivered"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ALERT_ENDED = "alert_ended"
    WORD_PUBLISHED = "word_published"
    WORD_DELIVERED = "word_delivered"
    ROSTER_APPROVED = "roster_approved"
    CLEARED = "cleared"
    UNCLEARED = "uncleared"
    CLOSED_SET_OPENED = "closed_set_opened"
    ENTERED = "entered"
    LEFT = "left"
    VISITOR_SEEN = "visitor_seen"
    VISITOR_OUT = "visitor_out"
    CLOSED_SET_ALARMED = "closed_set_alarmed"
    CLOSED_SET_RIGHT = "closed_set_right"
    CLOSED_SET_WRAPPED = "closed_set_wrapped"
    CLOSED_SET_ARCHIVED = "closed_set_archived"
    WAS_OFFLINE = "was_offline"
    WORDS_READ = "words_read"
    WORDS_DELETED = "words_deleted"
    WORDS_RELEASED = "words_released"
    READER_TOLD = "reader_told"
    WORDS_HELD = "words_held"
    HOLD_LIFTED = "hold_lifted"
    REFUSED = "refused"
    EXPORTED = "exported"
    PERSON_FORGOTTEN = "person_forgotten"
    ACCOUNT_CONFIRMED = "account_confirmed"
    PRESENT_MARKED = "present_marked"
    ACTION_UNCHANGED = "action_unchanged"
    ROW_FAILED = "row_failed"
    ROW_TRIED_AGAIN = "row_tried_again"
    ROW_PUT_ASIDE = "row_put_aside"
    KEY_LOST = "key_lost"
    HEAD_SIGNED = "head_signed"
    READ = "read"


class Looked(StrEnum):
    """What somebody has read."""

    DAY = "day"
    PLAN = "plan"
    RIDERS = "riders"
    RIDER = "rider"
    SCENE_TERMS = "scene_terms"
    LIMITS = "limits"
    ROSTER = "roster"


class Under(Enum):
    """Under whose key an entry is sealed."""

    PRODUCTION = "nothing a performer said brings it about, or it is the scene's alone"
    ABOUT = "it tells of the person it is about"
    CONCERNED = "it tells of somebody else than the person it is about: of whoever an alert concerns"
    NOBODY = "it is read when every key is gone"


KEYS: Mapping[RecordKind, Under] = {
    RecordKind.PRODUCTION_ADDED: Under.PRODUCTION,
    RecordKind.SETTINGS_CHANGED: Under.PRODUCTION,
    RecordKind.PROFILE_CHANGED: Under.PRODUCTION,
    RecordKind.PRODUCTION_ERASED: Under.NOBODY,
    RecordKind.ROLE_GIVEN: Under.PRODUCTION,
    RecordKind.ROLE_TAKEN: Under.PRODUCTION,
    RecordKind.DUTY_BEGUN: Under.PRODUCTION,
    RecordKind.DUTY_ENDED: Under.PRODUCTION,
    RecordKind.CAST_NAMED: Under.PRODUCTION,
    RecordKind.UNDER_18_RECORDED: Under.ABOUT,
    RecordKind.BOARD_CHANGED: Under.PRODUCTION,
    RecordKind.SCENE_MARKED: Under.PRODUCTION,
    RecordKind.SCENE_CUT: Under.PRODUCTION,
    RecordKind.SCENE_FILMED: Under.PRODUCTION,
    RecordKind.DAY_WRAPPED: Under.PRODUCTION,
    RecordKind.TERMS_RECORDED: Under.PRODUCTION,
    # A rider that is written anew, and being asked anew, follow a no.
    RecordKind.RIDER_RECORDED: Under.ABOUT,
    RecordKind.RIDER_TRANSLATED: Under.ABOUT,
    RecordKind.RIDERS_IMPORTED: Under.PRODUCTION,
    RecordKind.RIDER_IN_FORCE: Under.ABOUT,
    RecordKind.NOTICE_WAIVED: Under.ABOUT,
    RecordKind.REVISED: Under.CONCERNED,
    RecordKind.ASKED: Under.ABOUT,
    RecordKind.CHECK_IN_DELIVERED: Under.ABOUT,
    RecordKind.ANSWERED: Under.ABOUT,
    RecordKind.MATTER_OPENED: Under.ABOUT,
    RecordKind.MATTER_CLOSED: Under.ABOUT,
    RecordKind.ALERT_RAISED: Under.CONCERNED,
    RecordKind.ALERT_DELIVERED: Under.CONCERNED,
    RecordKind.ALERT_ACKNOWLEDGED: Under.CONCERNED,
    RecordKind.ALERT_ENDED: Under.CONCERNED,
    RecordKind.WORD_PUBLISHED: Under.PRODUCTION,
    RecordKind.WORD_DELIVERED: Under.PRODUCTION,
    RecordKind.ROSTER_APPROVED: Under.PRODUCTION,
    RecordKind.CLEARED: Under.PRODUCTION,
    RecordKind.UNCLEARED: Under.PRODUCTION,
    RecordKind.CLOSED_SET_OPENED: Under.PRODUCTION,
    RecordKind.ENTERED: Under.PRODUCTION,
    RecordKind.LEFT: Under.PRODUCTION,
    RecordKind.VISITOR_SEEN: Under.PRODUCTION,
    RecordKind.VISITOR_OUT: Under.PRODUCTION,
    RecordKind.CLOSED_SET_ALARMED: Under.PRODUCTION,
    RecordKind.CLOSED_SET_RIGHT: Under.PRODUCTION,
    RecordKind.CLOSED_SET_WRAPPED: Under.PRODUCTION,
    RecordKind.CLOSED_SET_ARCHIVED: Under.PRODUCTION,
    RecordKind.WAS_OFFLINE: Under.PRODUCTION,
    RecordKind.WORDS_READ: Under.ABOUT,
    RecordKind.WORDS_DELETED: Under.ABOUT,
    RecordKind.WORDS_RELEASED: Under.ABOUT,
    RecordKind.READER_TOLD: Under.PRODUCTION,
    RecordKind.WORDS_HELD: Under.ABOUT,
    RecordKind.HOLD_LIFTED: Under.ABOUT,
    RecordKind.REFUSED: Under.ABOUT,
    RecordKind.EXPORTED: Under.ABOUT,
    RecordKind.PERSON_FORGOTTEN: Under.PRODUCTION,
    RecordKind.ACCOUNT_CONFIRMED: Under.ABOUT,
    RecordKind.PRESENT_MARKED: Under.PRODUCTION,
    RecordKind.ACTION_UNCHANGED: Under.PRODUCTION,
    RecordKind.ROW_FAILED: Under.PRODUCTION,
    RecordKind.ROW_TRIED_AGAIN: Under.PRODUCTION,
    RecordKind.ROW_PUT_ASIDE: Under.PRODUCTION,
    RecordKind.KEY_LOST: Under.PRODUCTION,
    RecordKind.HEAD_SIGNED: Under.PRODUCTION,
    RecordKind.READ: Under.ABOUT,
}
