"""`conversations.history` and `.replies`."""

from __future__ import annotations

import re

from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.methods.paging import cursor, cursor_key
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError

HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_TS = re.compile(r"^\d+(\.\d+)?$")


@method("conversations.history", required=("channel",), scopes=HISTORY, numbers=("limit",))
def history(call: Call) -> JSON:
    """Newest first within a page; with only `oldest` the pages walk forward from there (measured)."""
    conversation = _readable(call)
    found = _between(call, conversation.timeline.top_level())
    forward = _bound(call, "oldest") is not None and _bound(call, "latest") is None
    chosen, following = _page(call, found if forward else found[::-1])
    newest_first = sorted(chosen, key=lambda message: float(message.ts), reverse=True)
    answer: JSON = {
        "messages": _all_shown(call, newest_first),
        "has_more": bool(following),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    answer |= {name: call.text(name) for name in ("latest", "oldest") if _bound(call, name) is not None}
    return _with_cursor(answer, following)


@method("conversations.replies", required=("channel", "ts"), scopes=HISTORY, json=False, numbers=("limit",))
def replies(call: Call) -> JSON:
    conversation = _readable(call)
    thread = conversation.timeline.thread(call.text("ts"))
    parent, answers = thread[0], _between(call, thread[1:])
    chosen, following = _page(call, answers, default=1000)
    shown = _all_shown(call, [parent, *chosen])
    return _with_cursor({"messages": shown, "has_more": bool(following)}, following)


def _readable(call: Call) -> Conversation:
    conversation = call.joined_conversation()
    call.need_for(conversation, "history")
    return conversation


def _between(call: Call, messages: list[Message]) -> list[Message]:
    """Bounds are left out unless `inclusive`. `latest` is read before `oldest` (measured)."""
    latest, oldest = _bound(call, "latest"), _bound(call, "oldest")
    if call.flag("inclusive"):
        return [one for one in messages if (oldest or 0.0) <= float(one.ts) <= (latest or float("inf"))]
    return [one for one in messages if (oldest or 0.0) < float(one.ts) < (latest or float("inf"))]


def _bound(call: Call, name: str) -> float | None:
    """Absent, empty and `0` are no bound; what holds no digit but zeros is refused (measured)."""
    text = call.text(name)
    if text in ("", "0"):
        return None
    if not _TS.match(text) or not float(text):
        raise SlackError(f"invalid_ts_{name}")
    return float(text)


def _page(call: Call, messages: list[Message], default: int = 100) -> tuple[list[Message], str]:
    limit = call.number("limit", default, 999)
    start = 0
    if text := call.text("cursor"):
        keys = [message.ts for message in messages]
        key = cursor_key(text)
        if key not in keys:
            raise SlackError("invalid_cursor")
        start = keys.index(key)
    following = messages[start + limit : start + limit + 1]
    return messages[start : start + limit], cursor(following[0].ts) if following else ""


def _with_cursor(answer: JSON, following: str) -> JSON:
    """On the last page there is no `response_metadata` at all (measured)."""
    if following:
        answer["response_metadata"] = {"next_cursor": following}
    return answer


def _all_shown(call: Call, messages: list[Message]) -> list[JSON]:
    with_metadata = call.flag("include_all_metadata")
    return [message.to_slack(with_metadata=with_metadata) for message in messages]
