"""What the workspace's owners have chosen, and the points Slack leaves undocumented."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import get_type_hints

from sandbox.people import Person
from sandbox.wire import JSON

EVERYONE = "everyone"
OWNERS = "owners"
NOBODY = "nobody"


@dataclass
class Preferences:
    """`who_can_…`: "everyone" (except guests), "owners" (and admins) or "nobody". The defaults are Slack's
    (https://slack.com/help/articles/115004988303), and where it says nothing, what was last measured."""

    who_can_kick: str = EVERYONE
    who_can_kick_from_public: str = OWNERS
    who_can_create_private: str = EVERYONE
    who_can_create_public: str = EVERYONE
    who_can_archive: str = EVERYONE
    who_can_invite: str = EVERYONE
    deactivated_stay_listed: bool = False
    forced_invite_tells_errors: bool = False
    resend_keeps_envelope_id: bool = True
    edit_window_seconds: int = 0
    file_uploads: bool = True
    metadata_bytes: int = 16_000
    message_block_characters: int = 13_200
    short_pages: bool = True

    def change(self, wanted: JSON) -> None:
        """Set the named preferences. Raises ValueError for an unknown name or a value of another kind."""
        kinds = get_type_hints(Preferences)
        names = {one.name for one in fields(self)}
        for name, value in wanted.items():
            if name not in names:
                raise ValueError(f"There is no preference {name!r}; there are {', '.join(sorted(names))}.")
            if type(value) is not kinds[name]:
                raise ValueError(f"Preference {name} takes a {kinds[name].__name__}, not {value!r}.")
            if name.startswith("who_can_") and value not in (EVERYONE, OWNERS, NOBODY):
                raise ValueError(f"Preference {name} takes everyone, owners or nobody, not {value!r}.")
            setattr(self, name, value)

    def to_json(self) -> JSON:
        return asdict(self)


def permits(preference: str, person: Person) -> bool:
    if preference == OWNERS:
        return person.is_owner or person.is_admin
    return preference == EVERYONE and not person.is_guest
