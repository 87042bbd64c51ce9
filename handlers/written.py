"""What people write and send in their conversation with the bot, read from the event that tells of it."""

from collections.abc import Mapping
from typing import Any

from bot.answers.slack_messages import NOTICES as NOTICE_KINDS
from bot.answers.slack_messages import TOMBSTONE, sent, substance
from bot.answers.typed_messages import Typed, place
from handlers.requests import Kind, Request

NOTICES = frozenset(f"message.{kind}" for kind in NOTICE_KINDS)
CHANGED, DELETED = "message.message_changed", "message.message_deleted"


def is_written(request: Request) -> bool:
    """Whether an event is about a message that a person may have written."""
    return request.kind is Kind.EVENT and request.name.startswith("message") and request.name not in NOTICES


def what_was_written(request: Request) -> Typed:
    """What was sent, and what became of it: typed, changed, deleted.

    A deleted message that has replies stays as a line of Slack's own, a tombstone, and is told as a change.
    """
    event = request.event
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    deleted = request.name == DELETED or now.get("subtype") == TOMBSTONE
    message = {} if request.name == DELETED else now or event
    return Typed(
        sent(message),
        request.key,
        place=place_of(event, now, deleted=deleted),
        deleted=deleted,
        plain=request.name == "message",
        unchanged=request.name == CHANGED and not deleted and substance(now) == substance(before),
    )


def place_of(event: Mapping[str, Any], now: Mapping[str, Any], *, deleted: bool) -> str:
    """Where Slack keeps what was sent, and in which state: the same whether it is heard or read later."""
    ts = str(event.get("deleted_ts") or now.get("ts") or event.get("ts") or "")
    edited = (now.get("edited") or {}).get("ts") or (event.get("event_ts") if now else "")
    return place(str(event.get("channel") or ""), ts, edited=str(edited or ""), deleted=deleted)
