"""The roles people hold in a production, and the access a person has to a closed set. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one production. One person may hold several."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    FIRST_AD = "first_ad"
    SECOND_AD = "second_ad"
    PERFORMER = "performer"
    CREW = "crew"
    PRODUCER = "producer"


class Access(StrEnum):
    """How a cleared person takes part in a closed set."""

    SET = "set"
    MONITOR = "monitor"
    REMOTE_FEED = "remote_feed"
    STILLS = "stills"


COORDINATION = (Role.COORDINATOR, Role.DEPUTY)
ASSISTANT_DIRECTION = (Role.FIRST_AD, Role.SECOND_AD)
