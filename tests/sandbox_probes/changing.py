"""Probes of changing, deleting, whispering and scheduling messages."""

import time
from collections.abc import Callable
from typing import Any

from tests.sandbox_probes.common import DIRECT, REPLIED, ROOM, SAID, SECTION, SEEN, TS, TYPED
from tests.sandbox_probes.matching import ABSENT, all_but, each, has, length, like, none, some
from tests.sandbox_probes.probing import METHODS, call, control, eventually, probe

UPDATE, DELETE = f"{METHODS}chat.update", f"{METHODS}chat.delete"
WHISPER, SCHEDULE = f"{METHODS}chat.postEphemeral", f"{METHODS}chat.scheduleMessage"
META = {"event_type": "task_created", "event_payload": {"id": "7"}}
READ = {"channel": "$room", "limit": 1, "include_all_metadata": True}


def later(seconds: int) -> Callable[[Any], str]:
    """Unix seconds from the moment of asking on."""
    return lambda kept: str(int(time.time()) + seconds)


def in_one_window(seconds: int) -> Callable[[Any], str]:
    """Unix seconds in a window of five minutes that begins at a full five minutes."""
    return lambda kept: str((int(time.time()) // 300 + 20) * 300 + seconds)


PROBES = [
    probe(
        "update",
        "chat.update answers with the text and the message, edited and without a ts of its own (SLACK.md 1.6).",
        *SAID,
        call(
            "chat.update",
            {"channel": "$room", "ts": "$said", "text": "second"},
            {
                "ok": True,
                "channel": "$room",
                "ts": "$said",
                "text": "second",
                "message.text": "second",
                "message.edited.user": "U0BOT",
                "message.edited.ts": like(TS),
                "message.ts": ABSENT,
            },
        ),
        call("conversations.history", READ, {"messages.0.text": "second", "messages.0.ts": "$said"}),
    ),
    probe(
        "update-by-person",
        "chat.update takes the id of the conversation, not of the person (SLACK.md 1.2).",
        *DIRECT,
        call("chat.postMessage", {"channel": "$direct", "text": "x"}, keep={"said": "ts"}),
        call("chat.update", {"channel": "U0OLA", "ts": "$said", "text": "y"}, "channel_not_found"),
    ),
    probe(
        "update-too-long",
        f"A text of more than 4,000 characters is msg_too_long ({UPDATE}).",
        *SAID,
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "x" * 4001}, "msg_too_long"),
    ),
    probe(
        "update-drops-blocks",
        "A new text without blocks drops the blocks (SLACK.md 1.2).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "blocks": SECTION}, keep={"said": "ts"}),
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "y"}),
        call("conversations.history", READ, {"messages.0.text": "y", "messages.0.blocks.0.type": all_but("section")}),
    ),
    probe(
        "update-keeps-metadata",
        f"Metadata stays when it is left out ({UPDATE}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "metadata": META}, keep={"said": "ts"}),
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "y"}),
        call("conversations.history", READ, {"messages.0.metadata": META}),
    ),
    probe(
        "update-removes-metadata",
        f"Metadata goes when it is empty ({UPDATE}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "metadata": META}, keep={"said": "ts"}),
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "y", "metadata": {}}),
        call("conversations.history", READ, {"messages.0.metadata": ABSENT}),
    ),
    probe(
        "update-nothing",
        f"An unknown ts is message_not_found ({UPDATE}).",
        *ROOM,
        call("chat.update", {"channel": "$room", "ts": "1700000000.000100", "text": "y"}, "message_not_found"),
    ),
    probe(
        "update-of-another",
        f"Somebody else's message is cant_update_message ({UPDATE}).",
        *TYPED,
        SEEN,
        call("chat.update", {"channel": "$direct", "ts": "$typed", "text": "y"}, "cant_update_message"),
    ),
    probe(
        "update-unseen-channel",
        "An unseen channel is channel_not_found first (SLACK.md 1.6).",
        call("chat.update", {"channel": "C0ADTEAM", "ts": "1700000000.000100", "text": "y"}, "channel_not_found"),
    ),
    probe(
        "update-in-an-archived-channel",
        f"A message of an archived channel is is_inactive ({UPDATE}).",
        *SAID,
        call("conversations.archive", {"channel": "$room"}),
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "y"}, "is_inactive"),
    ),
    probe(
        "update-with-nothing",
        f"An update without text and blocks is no_text ({UPDATE}).",
        *SAID,
        call("chat.update", {"channel": "$room", "ts": "$said"}, "no_text"),
    ),
    probe(
        "delete",
        f"chat.delete answers with channel and ts, and the message is gone ({DELETE}).",
        *SAID,
        call("chat.delete", {"channel": "$room", "ts": "$said"}, {"ok": True, "channel": "$room", "ts": "$said"}),
        call("conversations.history", {"channel": "$room"}, {"messages": lambda kept: none("ts", kept["said"])}),
        call("chat.delete", {"channel": "$room", "ts": "$said"}, "message_not_found"),
    ),
    probe(
        "delete-of-another",
        f"A bot deletes only what it posted itself ({DELETE}).",
        *TYPED,
        SEEN,
        call("chat.delete", {"channel": "$direct", "ts": "$typed"}, "cant_delete_message"),
    ),
    probe(
        "tombstone",
        "The deleted root of a thread stays as a tombstone while it has replies (SLACK.md 1.6).",
        *REPLIED,
        call("chat.delete", {"channel": "$room", "ts": "$said"}),
        call(
            "conversations.replies",
            {"channel": "$room", "ts": "$said"},
            {
                "messages.0.subtype": "tombstone",
                "messages.0.text": "This message was deleted.",
                "messages.0.user": "USLACKBOT",
                "messages.0.hidden": True,
                "messages.1.ts": "$reply",
            },
        ),
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "y"}, "message_not_found"),
        call("chat.delete", {"channel": "$room", "ts": "$said"}, "message_not_found"),
    ),
    probe(
        "tombstone-goes",
        "A tombstone goes away with the last reply (SLACK.md 1.6).",
        *REPLIED,
        call("chat.delete", {"channel": "$room", "ts": "$said"}),
        call("chat.delete", {"channel": "$room", "ts": "$reply"}),
        call("conversations.replies", {"channel": "$room", "ts": "$said"}, "thread_not_found"),
    ),
    probe(
        "last-reply-deleted",
        f"A root whose only reply was deleted is no thread any more ({METHODS}conversations.replies).",
        *REPLIED,
        call("chat.delete", {"channel": "$room", "ts": "$reply"}),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 1},
            {"messages.0.ts": "$said", "messages.0.reply_count": ABSENT},
        ),
    ),
    probe(
        "whisper",
        f"chat.postEphemeral answers with message_ts alone, and leaves no history ({WHISPER}).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        call(
            "chat.postEphemeral",
            {"channel": "$room", "user": "U0OLA", "text": "psst"},
            {"ok": True, "message_ts": like(TS), "message": ABSENT, "ts": ABSENT},
            keep={"whisper": "message_ts"},
        ),
        call("conversations.history", {"channel": "$room"}, {"messages": none("text", "psst")}),
        call("chat.update", {"channel": "$room", "ts": "$whisper", "text": "y"}, "message_not_found"),
    ),
    probe(
        "whisper-to-no-id",
        "A user that is no id is invalid_arguments with the pattern (SLACK.md 1.6).",
        *ROOM,
        call(
            "chat.postEphemeral",
            {"channel": "$room", "user": "ola", "text": "psst"},
            {
                "error": "invalid_arguments",
                "response_metadata.messages.0": like(
                    r"^\[ERROR\] input must match regex pattern: .*\[json-pointer:/user\]$"
                ),
            },
        ),
    ),
    probe(
        "whisper-outside",
        f"Somebody who is not in the channel is user_not_in_channel ({WHISPER}).",
        *ROOM,
        call("chat.postEphemeral", {"channel": "$room", "user": "U0OLA", "text": "psst"}, "user_not_in_channel"),
    ),
    probe(
        "whisper-to-nobody",
        f"The user is required ({WHISPER}).",
        *ROOM,
        call(
            "chat.postEphemeral",
            {"channel": "$room", "text": "psst"},
            {"error": "invalid_arguments", "response_metadata.messages": has("[ERROR] missing required field: user")},
        ),
    ),
    probe(
        "schedule",
        f"chat.scheduleMessage gives an id and shows in the list ({SCHEDULE}).",
        *ROOM,
        call(
            "chat.scheduleMessage",
            {"channel": "$room", "text": "later", "post_at": later(600)},
            {"ok": True, "channel": "$room", "scheduled_message_id": like("^Q"), "message.text": "later"},
            keep={"id": "scheduled_message_id"},
        ),
        call(
            "chat.scheduledMessages.list",
            {"channel": "$room"},
            {
                "scheduled_messages": lambda kept: each("id", kept["id"]),
                "scheduled_messages.0.text": "later",
                "scheduled_messages.0.channel_id": "$room",
                "response_metadata.next_cursor": "",
            },
        ),
    ),
    probe(
        "schedule-in-the-past",
        f"A post_at in the past is time_in_past ({SCHEDULE}).",
        *ROOM,
        call("chat.scheduleMessage", {"channel": "$room", "text": "x", "post_at": later(-600)}, "time_in_past"),
    ),
    probe(
        "schedule-too-far",
        f"More than 120 days ahead is time_too_far ({SCHEDULE}).",
        *ROOM,
        call("chat.scheduleMessage", {"channel": "$room", "text": "x", "post_at": later(121 * 86400)}, "time_too_far"),
    ),
    probe(
        "schedule-thirty-one",
        f"More than 30 messages within five minutes are restricted_too_many ({SCHEDULE}).",
        *ROOM,
        *[
            call("chat.scheduleMessage", {"channel": "$room", "text": "x", "post_at": in_one_window(number)})
            for number in range(30)
        ],
        call(
            "chat.scheduleMessage",
            {"channel": "$room", "text": "x", "post_at": in_one_window(100)},
            "restricted_too_many",
        ),
    ),
    probe(
        "schedule-taken-back",
        f"A scheduled message that was deleted is unknown afterwards ({METHODS}chat.deleteScheduledMessage).",
        *ROOM,
        call(
            "chat.scheduleMessage",
            {"channel": "$room", "text": "later", "post_at": later(600)},
            keep={"id": "scheduled_message_id"},
        ),
        call("chat.deleteScheduledMessage", {"channel": "$room", "scheduled_message_id": "$id"}),
        call(
            "chat.deleteScheduledMessage",
            {"channel": "$room", "scheduled_message_id": "$id"},
            "invalid_scheduled_message_id",
        ),
        call("chat.scheduledMessages.list", {}, {"ok": True, "scheduled_messages": length(0)}),
    ),
    probe(
        "schedule-too-late-to-take-back",
        f"In its last 60 seconds a scheduled message cannot be deleted ({METHODS}chat.deleteScheduledMessage).",
        *ROOM,
        call(
            "chat.scheduleMessage",
            {"channel": "$room", "text": "soon", "post_at": later(40)},
            keep={"id": "scheduled_message_id"},
        ),
        call(
            "chat.deleteScheduledMessage",
            {"channel": "$room", "scheduled_message_id": "$id"},
            "invalid_scheduled_message_id",
        ),
    ),
    probe(
        "schedule-comes-true",
        f"A scheduled message is posted when its time comes ({SCHEDULE}).",
        *ROOM,
        call("chat.scheduleMessage", {"channel": "$room", "text": "later", "post_at": later(600)}),
        control("/clock", {"advanceSeconds": 700}),
        eventually("conversations.history", {"channel": "$room"}, {"messages": some("text", "later")}),
        call("chat.scheduledMessages.list", {}, {"scheduled_messages": length(0)}),
    ),
    probe(
        "schedule-without-text",
        f"A scheduled message without text is no_text ({SCHEDULE}).",
        *ROOM,
        call("chat.scheduleMessage", {"channel": "$room", "post_at": later(600)}, "no_text"),
    ),
]
