"""What people write and send in their conversation with the bot, in whatever kind of message Slack wraps it.

A kind that nobody thought of is taken as words. Source of the kinds: https://docs.slack.dev/reference/events/message
"""

from bot.answers.typed_messages import Typed
from handlers.requests import Kind, Request

# What Slack writes into a conversation by itself, in somebody's name: nobody's words.
NOTICES = frozenset(
    f"message.{kind}"
    for kind in (
        "bot_add",
        "bot_remove",
        "channel_archive",
        "channel_canvas_updated",
        "channel_convert_to_private",
        "channel_join",
        "channel_leave",
        "channel_name",
        "channel_posting_permissions",
        "channel_purpose",
        "channel_topic",
        "channel_unarchive",
        "ekm_access_denied",
        "group_archive",
        "group_join",
        "group_leave",
        "group_name",
        "group_purpose",
        "group_topic",
        "group_unarchive",
        "huddle_thread",
        "message_replied",
        "pinned_item",
        "reminder_add",
        "unpinned_item",
    )
)


def is_written(request: Request) -> bool:
    """Whether an event is about a message that a person may have written."""
    return request.kind is Kind.EVENT and request.name.startswith("message") and request.name not in NOTICES


def what_was_written(request: Request) -> Typed:
    """The words, and what became of them: typed, changed, deleted.

    A deleted message that has replies stays as a line of Slack's own, a tombstone, and is told as a change.
    """
    event = request.event
    now, before = event.get("message", {}), event.get("previous_message", {})
    deleted = request.name == "message.message_deleted" or now.get("subtype") == "tombstone"
    return Typed(
        "" if now.get("subtype") == "tombstone" else str(now.get("text") or event.get("text") or ""),
        request.key,
        deleted=deleted,
        plain=request.name == "message",
        unchanged=request.name == "message.message_changed" and not deleted and sent(now) == sent(before),
    )


def sent(message: dict[str, object]) -> tuple[object, list[object]]:
    """What a person sent: text and files. A preview that Slack unfolds, or an app's mark, is not theirs."""
    files = message.get("files")
    return message.get("text"), [file.get("id") for file in files] if isinstance(files, list) else []
