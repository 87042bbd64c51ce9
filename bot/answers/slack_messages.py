"""What a person sent, read from a message of Slack's, in whatever kind Slack wraps it.

A kind that nobody thought of is taken as words. Source of the kinds: https://docs.slack.dev/reference/events/message
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What Slack writes into a conversation by itself, in somebody's name: nobody's words.
NOTICES = frozenset(
    {
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
    }
)
TOMBSTONE = "tombstone"

# Source: https://docs.slack.dev/messaging/formatting-message-text
MARK = re.compile(r"<([^<>]*)>")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
ESCAPES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
ESCAPED = re.compile("|".join(ESCAPES))


@dataclass(frozen=True)
class Sent:
    """What a person sent: their text as Slack escapes it, and whether files or recordings came with it."""

    text: str = ""
    files: bool = False
    recordings: bool = False


def sent(message: Mapping[str, Any]) -> Sent:
    """What is a person's own in a message: text, files, what they forwarded. Slack's own line in place of it is not."""
    if message.get("subtype") == TOMBSTONE:
        return Sent()
    texts = [str(message.get("text") or ""), *(forwarded_text(one) for one in own_attachments(message))]
    files = [*files_of(message), *(one for shared in own_attachments(message) for one in files_of(shared))]
    recordings = [one for one in files if is_recording(one)]
    return Sent("\n".join(filter(None, texts)), len(files) > len(recordings), bool(recordings))


def substance(message: Mapping[str, Any]) -> tuple[object, ...]:
    """What must differ for a change to be the person's: text, files and attachments, without what Slack unfolds."""
    shared = [
        (one.get("from_url"), one.get("channel_id"), one.get("ts"), one.get("text")) for one in own_attachments(message)
    ]
    return message.get("text"), [one.get("id") for one in files_of(message)], shared


def files_of(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The files of a message, or of what was forwarded."""
    found = message.get("files")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def own_attachments(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The attachments a person sent: a message they forwarded, and whatever is not plainly a preview of Slack's.

    Source: https://github.com/slackapi/java-slack-sdk/issues/1179
    """
    found = message.get("attachments")
    known = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return [one for one in known if one.get("is_share") or not is_preview(one)]


def is_preview(attachment: Mapping[str, Any]) -> bool:
    """Whether Slack, or an app, has unfolded a link."""
    return any(attachment.get(name) for name in ("from_url", "original_url", "app_unfurl_url", "is_msg_unfurl"))


def forwarded_text(attachment: Mapping[str, Any]) -> str:
    """What a forwarded message says."""
    return str(attachment.get("text") or attachment.get("fallback") or "")


def is_recording(file: Mapping[str, Any]) -> bool:
    """Whether a file is a voice or video clip, or any other recording. What Slack has heard in it is not read."""
    kinds = str(file.get("subtype") or ""), str(file.get("mimetype") or "")
    return kinds[0] in ("slack_audio", "slack_video") or kinds[1].startswith(("audio/", "video/"))


def mentioned(text: str) -> set[str]:
    """The people a text names by their Slack ids."""
    return set(MENTION.findall(text))


def as_typed(text: str, names: Mapping[str, str]) -> str:
    """What the person typed, where Slack has put its marks and escapes. `names` of people by their Slack ids."""
    return ESCAPED.sub(lambda found: ESCAPES[found[0]], MARK.sub(lambda found: unmarked(found[1], names), text))


def unmarked(mark: str, names: Mapping[str, str]) -> str:
    """One mark of Slack's as people read it: a person, a channel, a group, a date or a link."""
    meant, _, label = mark.partition("|")
    if meant.startswith("@"):
        return "@" + (label or names.get(meant[1:], meant[1:]))
    if meant.startswith("#"):
        return "#" + (label or meant[1:])
    if meant.startswith("!"):
        return label or "@" + meant[1:].partition("^")[0]
    return label or meant.removeprefix("mailto:").removeprefix("tel:")
