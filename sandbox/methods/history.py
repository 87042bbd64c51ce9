"""`conversations.history` and `.replies`."""

from __future__ import annotations

import re

from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.methods.paging import page
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError

HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_WIDEST_TS = len("1700000000.000001")
_TS = re.compile(r"[0-9]+(\.[0-9]+)?")
_PLACE = re.compile(r"[0-9]{10}\.[0-9]{6}")


@method("conversations.history", required=("channel",), scopes=HISTORY, numbers=("limit",))
def history(call: Call) -> JSON:
    """Newest first within a page; with only `oldest` the pages walk forward from there (measured)."""
    conversation = _readable(call)
    found = _between(call, conversation.timeline.top_level())
    forward = _bound(call, "oldest") is not None and _bound(call, "latest") is None
    chosen, following = page(call, found, _position, call.number("limit", 100, 999), form=_PLACE, backwards=not forward)
    newest_first = sorted(chosen, key=lambda message: float(message.ts), reverse=True)
    answer: JSON = {
        "messages": _all_shown(call, newest_first),
        "has_more": bool(following),
        "pin_count": len(conversation.pins),
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
    chosen, following = page(call, answers, _position, call.number("limit", 1000, 999), form=_PLACE)
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
    if not _TS.fullmatch(text) or not float(text):
        raise SlackError(f"invalid_ts_{name}")
    return float(text)


def _position(message: Message) -> str:
    """As wide as the widest, so that it sorts as text."""
    return message.ts.zfill(_WIDEST_TS)


def _with_cursor(answer: JSON, following: str) -> JSON:
    """On the last page there is no `response_metadata` at all (measured)."""
    if following:
        answer["response_metadata"] = {"next_cursor": following}
    return answer


def _all_shown(call: Call, messages: list[Message]) -> list[JSON]:
    with_metadata = call.flag("include_all_metadata")
    return [message.to_slack(with_metadata=with_metadata) for message in messages]
