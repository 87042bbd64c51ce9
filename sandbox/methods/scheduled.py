"""`chat.scheduleMessage` and what belongs to it."""

from __future__ import annotations

import re

from sandbox.bodies import app_body
from sandbox.methods.chat import draft_of, target_of
from sandbox.methods.paging import list_limit, page
from sandbox.methods.registry import Call, method
from sandbox.scheduled import Scheduled
from sandbox.wire import JSON, SlackError

# As far as a timestamp of ten digits goes.
FARTHEST_SECONDS = 9_999_999_999
_TIME = re.compile(r"\s*[0-9]{1,10}\s*")
_PLACE = re.compile(r"[0-9]{10} [A-Z][A-Z0-9]+")


@method("chat.scheduleMessage", required=("channel", "post_at"), scopes=("chat:write",))
def schedule_message(call: Call) -> JSON:
    conversation, workspace = target_of(call), call.workspace
    if not _TIME.fullmatch(call.text("post_at")):
        raise SlackError("invalid_time")
    draft, post_at = draft_of(call), int(call.text("post_at"))
    id_ = workspace.identifiers.next("Q0")
    workspace.schedule.add(Scheduled(id_, conversation.id, post_at, workspace.seconds, draft), workspace.clock.now())
    metadata = {"metadata": draft.metadata} if draft.metadata else {}
    shown = {**app_body(workspace, draft), "type": "delayed_message", **metadata}
    return {"channel": conversation.id, "scheduled_message_id": id_, "post_at": post_at, "message": shown}


@method("chat.deleteScheduledMessage", required=("channel", "scheduled_message_id"), scopes=("chat:write",))
def delete_scheduled_message(call: Call) -> JSON:
    conversation = call.conversation()
    now = call.workspace.clock.now()
    call.workspace.schedule.delete(call.text("scheduled_message_id"), conversation.id, now)
    return {}


@method("chat.scheduledMessages.list", numbers=("limit", "oldest", "latest"))
def list_scheduled_messages(call: Call) -> JSON:
    """The app's own, in one channel or everywhere, between `oldest` and `latest`."""
    channel = call.conversation().id if call.text("channel") else ""
    oldest, latest = _seconds(call, "oldest", 0.0), _seconds(call, "latest", float("inf"))
    waiting = [
        one for one in call.workspace.schedule.all() if channel in ("", one.channel) and oldest <= one.post_at <= latest
    ]
    chosen, following = page(call, waiting, lambda one: f"{one.post_at:010} {one.id}", list_limit(call), form=_PLACE)
    return {"scheduled_messages": [_shown(one) for one in chosen], "response_metadata": {"next_cursor": following}}


def _shown(one: Scheduled) -> JSON:
    return {
        "id": one.id,
        "channel_id": one.channel,
        "post_at": one.post_at,
        "date_created": one.created,
        "text": one.draft.text or one.draft.markdown,
    }


def _seconds(call: Call, name: str, default: float) -> float:
    """Raises `invalid_arguments`."""
    return float(call.number(name, 0, FARTHEST_SECONDS)) or default
