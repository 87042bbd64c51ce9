"""People of the workspace, as `users.info` shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.wire import JSON

TEAM_ID, OTHER_TEAM_ID = "T0TEAM", "T0OTHER"
SLACKBOT = "USLACKBOT"
# Who made the workspace, and configures its app.
ADMIN = "U0ANA"


@dataclass
class Person:
    """Someone with an account; `name` is the handle. `is_restricted` is a guest of several channels,
    `is_ultra_restricted` a guest of one, `is_stranger` someone from another company's workspace."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    bot_id: str = ""
    team_id: str = TEAM_ID
    updated: int = 0

    def __post_init__(self) -> None:
        if self.is_stranger and self.team_id == TEAM_ID:
            self.team_id = OTHER_TEAM_ID
        if not self.email and not self.is_bot and self.id != SLACKBOT:
            self.email = f"{self.name}@example.com"

    @property
    def is_guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted

    def to_slack(self, now: datetime, *, with_email: bool = True, with_locale: bool = False) -> JSON:
        """The `user` object. A deactivated person lacks names, time zone and roles at the top level (measured)."""
        shown: JSON = {"id": self.id, "team_id": self.team_id, "name": self.name, "deleted": self.deleted}
        if not self.deleted:
            shown |= self._living_fields(now)
        shown |= {"profile": self._profile(with_email), "is_bot": self.is_bot, "is_app_user": False}
        shown["updated"] = self.updated
        if self.is_stranger:
            shown["is_stranger"] = True
        if with_locale:
            shown["locale"] = self.locale
        return shown

    def _living_fields(self, now: datetime) -> JSON:
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        return {
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }

    def _profile(self, with_email: bool) -> JSON:
        first, _, last = self.real_name.partition(" ")
        profile: JSON = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "g000000000000",
            "team": self.team_id,
        }
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": "", "always_active": True}
        elif with_email and self.email:
            profile["email"] = self.email
        return profile


def sample_people() -> list[Person]:
    """A small fictional unit: three performers, the coordinator and her deputy, two ADs, crew and producers."""
    return [
        Person("U0OLA", "ola", "Ola Nowak", "Performer", tz="Europe/Warsaw"),
        Person("U0JAN", "jan", "Jan Wolski", "Performer", tz="Europe/Warsaw"),
        Person("U0ZOE", "zoe", "Zoe Kask", "Performer, body double", tz="Europe/Tallinn"),
        Person("U0MIA", "mia", "Mia Brandt", "Intimacy coordinator"),
        Person("U0DEV", "dev", "Dev Anand", "Deputy intimacy coordinator", tz="Europe/London"),
        Person("U0ADA", "ada", "Ada Quist", "1st AD"),
        Person("U0SAM", "sam", "Sam Ortega", "2nd AD"),
        Person("U0BEN", "ben", "Ben Holt", "Boom operator"),
        Person("U0KIM", "kim", "Kim Rowe", "Camera"),
        Person("U0LEO", "leo", "Leo Marsh", "Producer"),
        Person(ADMIN, "ana", "Ana Duarte", "Production office", is_admin=True, is_owner=True),
    ]
