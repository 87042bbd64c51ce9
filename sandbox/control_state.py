"""Control API: looking on."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from sandbox.control import Body, Handler
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.services import Services
from sandbox.wire import JSON
from sandbox.workspace import SLACKBOT, Workspace

KEEP_ALIVE_SECONDS = 15.0
# Of notifications and ephemeral messages the state tells so many, the newest.
LATEST = 1000


async def show_state(services: Services, body: Body) -> JSON:
    workspace = services.workspace
    views = workspace.views
    return {
        "ok": True,
        "version": workspace.changes.version,
        "clock": workspace.clock.to_json(),
        "team": workspace.team(),
        "workspace": workspace.team(),
        "apps": [workspace.app.to_json()],
        "users": [one.to_slack(workspace.clock.now()) for one in workspace.people.values() if one.id != SLACKBOT],
        "channels": [_channel(workspace, one) for one in workspace.conversations.values()],
        "views": {user: [view.to_slack() for view in stack] for user, stack in views.stacks.items() if stack},
        "homes": {user: view.to_slack() for user, view in views.homes.items()},
        "notifications": workspace.notifications[-LATEST:],
        "ephemerals": workspace.ephemerals[-LATEST:],
        "openTabs": dict(workspace.open_tabs),
        "resting": {user: until for user, until in workspace.rest.until.items() if until > workspace.seconds},
        "preferences": workspace.preferences.to_json(),
        "connections": len(services.socket_mode.connections),
        "limits": {"enabled": workspace.limits.enabled},
        "next": workspace.next_due,
        "call": workspace.next_call,
    }


def _channel(workspace: Workspace, conversation: Conversation) -> JSON:
    """As Slack shows it, with what only the sandbox knows: every member."""
    bot = workspace.app.bot_user
    shown = workspace.shown_conversation(conversation, bot)
    shown |= {"name": conversation.name, "members": list(conversation.members), "is_private": conversation.is_private}
    shown |= {"topic": conversation.topic.to_slack(), "purpose": conversation.purpose.to_slack()}
    last = next(reversed(list(conversation.timeline)), None)
    return {**shown, "latest": last.ts if last else None}


async def show_messages(services: Services, body: Body) -> JSON:
    """Oldest first; with `user` also what only that person was shown, and what they chose in each message."""
    workspace = services.workspace
    conversation = workspace.conversation(body.request.match_info["channel"])
    user = body.request.query.get("user")
    messages = [_message(workspace, conversation, one, user) for one in conversation.timeline]
    own = [one for one in workspace.ephemerals if one["channel"] == conversation.id and one["user"] == user]
    messages += [{**one["message"], "is_ephemeral": True} for one in own]
    return {"ok": True, "messages": sorted(messages, key=lambda message: float(message["ts"]))}


def _message(workspace: Workspace, conversation: Conversation, message: Message, user: str | None) -> JSON:
    """With what this person has chosen in it so far."""
    chosen = workspace.message_values.get((conversation.id, message.ts, str(user)))
    return {**message.to_slack(with_metadata=True), **({"state": {"values": chosen}} if chosen else {})}


async def show_log(services: Services, body: Body) -> JSON:
    return {"ok": True, "log": services.workspace.log.after(_number(body, "after"))}


def _number(body: Body, name: str) -> int:
    text = body.request.query.get(name, "0")
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} takes a whole number.")
    return int(text)


async def stream(services: Services, body: Body) -> web.StreamResponse:
    """Server-Sent Events until the reader goes; a line now and then keeps the connection open."""
    changes = services.workspace.changes
    version = _number(body, "after") or changes.version
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(body.request)
    await response.write(b": open\n\n")
    try:
        while True:
            latest = await changes.wait(version, KEEP_ALIVE_SECONDS)
            for change in latest:
                version = change["version"]
                await response.write(f"id: {version}\ndata: {json.dumps(change)}\n\n".encode())
            if not latest:
                await response.write(b": still here\n\n")
    except (ConnectionError, asyncio.CancelledError):
        return response


LOOKING: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/state", show_state),
    ("GET", "/messages/{channel}", show_messages),
    ("GET", "/log", show_log),
    ("GET", "/stream", stream),
)
