"""Buttons and menus of attachments from before there were blocks: `interactive_message`
(https://docs.slack.dev/legacy/legacy-messaging/legacy-making-messages-interactive)."""

from __future__ import annotations

from copy import deepcopy

from sandbox.attachments import find_action, performed
from sandbox.interactions import Place, channel_name, common
from sandbox.people import Person
from sandbox.tickets import ResponseUrl
from sandbox.wire import JSON
from sandbox.workspace import Workspace


def legacy_tap(workspace: Workspace, person: Person, where: Place, action: JSON, base_url: str) -> JSON:
    """The payload; ids in it are text, and an ephemeral message is not in it. Raises ValueError for a button that is
    not there."""
    attachment, button = find_action(where.attachments, action)
    channel = where.conversation
    secret = workspace.tickets.new_response_url(
        person.id, channel.id, workspace.clock.now(), where.ts, where.is_ephemeral
    )
    user = {"id": person.id, "name": person.name, "team_id": person.team_id}
    payload = {
        **common(workspace, "interactive_message", person),
        "actions": [performed(button, action)],
        "callback_id": attachment.get("callback_id", ""),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "user": user,
        "action_ts": workspace.event_ts(),
        "message_ts": where.ts,
        "attachment_id": str(attachment["id"]),
        "is_app_unfurl": bool(attachment.get("is_app_unfurl")),
        "response_url": f"{base_url}/response/{secret}",
        "trigger_id": workspace.tickets.new_trigger(person.id),
    }
    return payload if where.is_ephemeral else {**payload, "original_message": deepcopy(where.body)}


def tapped_message(workspace: Workspace, person: Person, where: Place) -> ResponseUrl:
    """Where the answer in an acknowledgement goes."""
    return ResponseUrl(person.id, where.conversation.id, where.ts, where.is_ephemeral, workspace.clock.now())
