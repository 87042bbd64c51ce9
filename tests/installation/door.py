"""The way in of one bot: payloads as Slack sends them, through the inbox, in one process."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.inbox import Inbox
from handlers.replies import Reply
from handlers.requests import Kind
from handlers.routes import route
from handlers.workspace import Workspace
from tests.coming_in import through
from tests.in_process_bot import InProcessBot

OURS = {"api_app_id": "A0APP", "team_id": "T0TEAM"}
NUMBERS = itertools.count(1)
Body = dict[str, Any]


@dataclass
class Door:
    """The way in of one bot, and what came through it."""

    bot: InProcessBot
    workspace: Workspace
    looked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.bot.database, self.bot.vault, self.bot.clock, route)
        self.inbox.workspace = self.workspace
        self.inbox.look_at_channels = lambda: self.looked.append("all")

    async def send(self, body: Body) -> Reply | None:
        """A payload; what whoever sent it is answered, None where it went no further."""
        reply = await through(self.inbox, body)
        await self.inbox.finish(5)
        return reply


async def colleague(user: str) -> Mapping[str, Any]:
    """Slack says of everybody that they belong here."""
    return {"id": user, "team_id": "T0TEAM"}


def bodies(user: str = "U0MIA", team: str = "T0TEAM") -> dict[Kind, Body]:
    """One payload of each kind, from somebody of a workspace."""
    number = str(next(NUMBERS))
    own, who = {"api_app_id": "A0APP", "team": {"id": "T0TEAM"}}, {"user": {"id": user, "team_id": team}}
    view = {"id": number, "hash": number, "callback_id": "language", "state": {"values": {}}}
    button = {"action_id": "language", "action_ts": number, "type": "button"}
    event = {"type": "message", "channel_type": "im", "user": user, "text": "kestrel", "team": team, "ts": "1.1"}
    return {
        Kind.BUTTON: {**own, **who, "type": "block_actions", "actions": [button], "trigger_id": number},
        Kind.SUBMISSION: {**own, **who, "type": "view_submission", "view": view},
        Kind.CLOSING: {**own, **who, "type": "view_closed", "view": view},
        Kind.COMMAND: {**OURS, "command": "/shootday", "user_id": user, "text": "list", "trigger_id": number},
        Kind.EVENT: {**OURS, "type": "event_callback", "event_id": number, "event": event},
    }
