"""What can change around an intimate scene so that its coordinator must hear of it. Pure."""

from enum import StrEnum


class Touch(StrEnum):
    """What has changed around a scene, or about somebody in it."""

    INSIDE_NOTICE = "inside_notice"
    ONTO_TODAY = "onto_today"
    PERFORMER_ADDED = "performer_added"
    DOUBLE_ADDED = "double_added"
    RECAST = "recast"
    DROPPED = "dropped"
    UNKNOWN_CAST = "unknown_cast"
    TEXT = "text"
    MORE_SUGGESTED = "more_suggested"
    ACCOUNT = "account"
