"""What is handed to the app, whichever way it goes: events, interactions, commands; and what came back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Protocol

from sandbox.installation import App
from sandbox.people import TEAM_ID
from sandbox.wire import JSON

EVENTS, INTERACTIVE, COMMANDS = "events_api", "interactive", "slash_commands"
VERIFICATION_TOKEN = "sandbox-verification-token"

# The scope without which an app is not sent an event (https://docs.slack.dev/reference/events).
SCOPES_OF_EVENTS: dict[str, tuple[str, ...]] = {
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "message.groups": ("groups:history",),
    "message.channels": ("channels:history",),
    "member_joined_channel": ("groups:read", "channels:read"),
    "member_left_channel": ("groups:read", "channels:read"),
    "channel_id_changed": ("groups:read", "channels:read"),
    "channel_shared": ("groups:read", "channels:read"),
    "channel_unshared": ("groups:read", "channels:read"),
    **{f"group_{what}": ("groups:read",) for what in ("archive", "unarchive", "deleted", "left", "rename")},
    **{
        f"channel_{what}": ("channels:read",)
        for what in ("archive", "unarchive", "deleted", "left", "rename", "created")
    },
    "user_change": ("users:read",),
    "team_join": ("users:read",),
    "app_mention": ("app_mentions:read",),
    "dnd_updated_user": ("dnd:read",),
    "file_shared": ("files:read",),
    "link_shared": ("links:read",),
    **{f"message_metadata_{what}": ("metadata.message:read",) for what in ("posted", "updated", "deleted")},
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
}


@dataclass(frozen=True)
class Envelope:
    """`name` is the event's or interaction's type, or the command; `attempt` 0 is the first.
    `drops_socket`: a fault cuts the line after sending, before the acknowledgement."""

    kind: str
    name: str
    payload: JSON
    accepts_answer: bool = False
    attempt: int = 0
    reason: str = ""
    drops_socket: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def user(self) -> str | None:
        """Whom it is about or who acted, where it says so."""
        return _id(self._inner.get("user") or self._inner.get("user_id"))

    @property
    def channel(self) -> str | None:
        return _id(self._inner.get("channel") or self._inner.get("channel_id"))

    @property
    def _inner(self) -> JSON:
        inner: JSON = self.payload.get("event", self.payload)
        return inner

    def again(self, attempt: int, reason: str, *, same_id: bool) -> Envelope:
        return replace(
            self, attempt=attempt, reason=reason, drops_socket=False, id=self.id if same_id else str(uuid.uuid4())
        )


def _id(value: object) -> str | None:
    """Users and channels stand in payloads by id or as objects."""
    found = value.get("id") if isinstance(value, dict) else value
    return None if found is None else str(found)


@dataclass(frozen=True)
class Outcome:
    """`problem` is Slack's retry reason (`http_timeout`, …), empty when acknowledged; `answer` what the app gave."""

    problem: str = ""
    answer: JSON | str | None = None
    retry: bool = True
    status: int | None = None

    @property
    def acknowledged(self) -> bool:
        return not self.problem

    def to_json(self) -> JSON:
        return {
            "acknowledged": self.acknowledged,
            "problem": self.problem,
            "answer": self.answer,
            "status": self.status,
        }


class Transport(Protocol):
    """Socket Mode or HTTP: one attempt."""

    async def send(self, envelope: Envelope) -> Outcome: ...


def event_payload(app: App, event: JSON, event_id: str, seconds: int) -> JSON:
    """The outer event (https://docs.slack.dev/apis/events-api)."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": app.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": seconds,
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
