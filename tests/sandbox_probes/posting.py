"""Probes of chat.postMessage: what is echoed, where it goes, limits, threads, metadata, attachments."""

from tests.sandbox_probes.common import DIRECT, REPLIED, ROOM, SAID, TS
from tests.sandbox_probes.matching import ABSENT, PRESENT, all_but, each, has, length, like, none
from tests.sandbox_probes.probing import METHODS, call, control, probe

EVENTS, KIT = "docs.slack.dev/reference/events/", "docs.slack.dev/reference/block-kit/"
POST = f"{METHODS}chat.postMessage"
META = {"event_type": "task_created", "event_payload": {"id": "7"}}

PROBES = [
    probe(
        "echoed-message",
        "The echo names bot and app, and has no subtype and no client_msg_id (SLACK.md 1.6).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "hello"},
            {
                "ok": True,
                "channel": "$room",
                "ts": like(TS),
                "message.type": "message",
                "message.text": "hello",
                "message.user": "U0BOT",
                "message.bot_id": "B0BOT",
                "message.app_id": "A0APP",
                "message.team": "T0TEAM",
                "message.ts": like(TS),
                "message.bot_profile.id": "B0BOT",
                "message.subtype": ABSENT,
                "message.client_msg_id": ABSENT,
            },
        ),
    ),
    probe(
        "echoed-rich-text",
        "A plain text comes back with rich_text blocks (SLACK.md 1.6).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "hello"},
            {
                "message.blocks.0.type": "rich_text",
                "message.blocks.0.elements.0.type": "rich_text_section",
                "message.blocks.0.elements.0.elements": [{"type": "text", "text": "hello"}],
            },
        ),
    ),
    probe(
        "no-text",
        f"A message without text is no_text ({POST}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room"}, "no_text"),
    ),
    probe(
        "empty-blocks",
        "No text and an empty list of blocks is no_text (SLACK.md 1.6).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "blocks": []}, "no_text"),
    ),
    probe(
        "blocks-no-list",
        "Blocks that are no list are invalid_blocks_format (SLACK.md 1.6).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ),
    probe(
        "blocks-in-json",
        f"In a JSON body blocks are a list, not a text ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "blocks": [{"type": "divider"}]},
            {"ok": True, "message.blocks.0.type": "divider", "message.blocks.0.block_id": PRESENT},
            how="json",
        ),
    ),
    probe(
        "unknown-channel",
        f"An unknown id is channel_not_found ({POST}).",
        call("chat.postMessage", {"channel": "C0NOSUCH", "text": "x"}, "channel_not_found"),
    ),
    probe(
        "unseen-channel",
        "A private channel without the bot is channel_not_found (SLACK.md 1.2).",
        call("chat.postMessage", {"channel": "C0ADTEAM", "text": "x"}, "channel_not_found"),
    ),
    probe(
        "public-without-membership",
        f"A public channel the bot has not joined is not_in_channel ({POST}).",
        call("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}, "not_in_channel"),
    ),
    probe(
        "by-name",
        "A channel may be given as #name, the answer has its id (SLACK.md 1.6).",
        *ROOM,
        call("chat.postMessage", {"channel": "#probe-room", "text": "x"}, {"ok": True, "channel": "$room"}),
    ),
    probe(
        "to-a-person",
        "A user's id as channel posts to the direct message with the bot (SLACK.md 1.2).",
        *DIRECT,
        call("chat.postMessage", {"channel": "U0OLA", "text": "x"}, {"ok": True, "channel": "$direct"}),
    ),
    probe(
        "very-long-text",
        f"More than 40,000 characters are cut, with the warning message_truncated ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x" * 40001},
            {
                "ok": True,
                "message.text": like(r"^x{39900,40000}"),
                "response_metadata.warnings": has("message_truncated"),
            },
        ),
    ),
    probe(
        "101-attachments",
        f"A message has at most 100 attachments ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "attachments": [{"text": "a"}] * 101},
            "too_many_attachments",
        ),
    ),
    probe(
        "attachment-echo",
        f"An attachment comes back with its id and a fallback ({METHODS}chat.scheduleMessage, example).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "attachments": [{"text": "part", "color": "#36a64f"}]},
            {
                "ok": True,
                "message.attachments.0.id": 1,
                "message.attachments.0.text": "part",
                "message.attachments.0.color": "36a64f",
                "message.attachments.0.fallback": PRESENT,
            },
        ),
    ),
    probe(
        "markdown-and-text",
        f"markdown_text with text is markdown_text_conflict ({POST}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "markdown_text": "**y**"}, "markdown_text_conflict"),
    ),
    probe(
        "markdown-alone",
        f"markdown_text alone is a message ({POST}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "markdown_text": "**y**"}),
    ),
    probe(
        "archived",
        f"An archived channel is is_archived ({POST}).",
        *ROOM,
        call("conversations.archive", {"channel": "$room"}),
        call("chat.postMessage", {"channel": "$room", "text": "x"}, "is_archived"),
    ),
    probe(
        "reply-to-nothing",
        "A thread_ts that names no message posts at the top level, without thread_ts (SLACK.md 1.6).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "thread_ts": "1700000000.000100"},
            {"ok": True, "message.thread_ts": ABSENT},
        ),
    ),
    probe(
        "reply-out-of-time",
        "A thread_ts before 1990 is invalid_thread_ts (SLACK.md 1.6).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "thread_ts": "12.000100"}, "invalid_thread_ts"),
    ),
    probe(
        "reply-in-the-future",
        "A thread_ts later than in an hour is invalid_thread_ts (SLACK.md 1.6).",
        *ROOM,
        call(
            "chat.postMessage", {"channel": "$room", "text": "x", "thread_ts": "4000000000.000100"}, "invalid_thread_ts"
        ),
    ),
    probe(
        "reply",
        f"A reply has its thread's ts, and its parent counts it ({METHODS}conversations.replies).",
        *REPLIED,
        call(
            "conversations.replies",
            {"channel": "$room", "ts": "$said"},
            {
                "messages.0.ts": "$said",
                "messages.0.thread_ts": "$said",
                "messages.0.reply_count": 1,
                "messages.0.latest_reply": "$reply",
                "messages.0.reply_users": ["U0BOT"],
                "messages.1.thread_ts": "$said",
                "messages.1.parent_user_id": "U0BOT",
            },
        ),
    ),
    probe(
        "reply-broadcast",
        f"A broadcast reply is also in the channel, as thread_broadcast ({EVENTS}message/thread_broadcast).",
        *SAID,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "all", "thread_ts": "$said", "reply_broadcast": True},
            keep={"reply": "ts"},
        ),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 1},
            {"messages.0.ts": "$reply", "messages.0.subtype": "thread_broadcast", "messages.0.thread_ts": "$said"},
        ),
    ),
    probe(
        "reply-stays-in-its-thread",
        "A reply is not in the channel's history (SLACK.md 11).",
        *REPLIED,
        call("conversations.history", {"channel": "$room"}, {"messages": lambda kept: none("ts", kept["reply"])}),
    ),
    probe(
        "metadata-hidden",
        "Without include_all_metadata only the event_type is given (SLACK.md 5).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "metadata": META}),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 1},
            {"messages.0.metadata.event_type": "task_created", "messages.0.metadata.event_payload": ABSENT},
        ),
    ),
    probe(
        "metadata-shown",
        "With include_all_metadata the payload is given (docs.slack.dev/messaging/message-metadata).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "metadata": META}, {"message.metadata": META}),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 1, "include_all_metadata": True},
            {"messages.0.metadata": META},
        ),
    ),
    probe(
        "metadata-no-json",
        f"Metadata that is no JSON is invalid_metadata_format ({POST}).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "x", "metadata": "nonsense"}, "invalid_metadata_format"),
    ),
    probe(
        "metadata-without-type",
        f"Metadata without an event_type is refused as format or schema ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "metadata": {"event_payload": {}}},
            ("invalid_metadata_format", "invalid_metadata_schema"),
        ),
    ),
    probe(
        "spaces",
        "A text of spaces alone is posted (SLACK.md 1.6).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "   "}),
    ),
    probe(
        "ampersand",
        "A bare ampersand is stored escaped (docs.slack.dev/messaging/formatting-message-text, escaping).",
        *ROOM,
        call("chat.postMessage", {"channel": "$room", "text": "you & me"}, {"message.text": "you &amp; me"}),
    ),
    probe(
        "to-somebody-deactivated",
        "Posting to a deactivated person's direct message succeeds (slackapi/python-slack-sdk#1156).",
        *DIRECT,
        control("/user", {"user": "U0OLA", "deleted": True}),
        call("chat.postMessage", {"channel": "$direct", "text": "x"}),
    ),
    probe(
        "another-name",
        f"With chat:write.customize a message has another username, and is a bot_message ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "username": "ecto1"},
            {"ok": True, "message.username": "ecto1", "message.subtype": "bot_message", "message.bot_id": "B0BOT"},
        ),
    ),
    probe(
        "timestamps-differ",
        "Two messages of one channel never share a ts (docs.slack.dev/reference/events/message).",
        *SAID,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "y"},
            {"ts": lambda kept: all_but(kept["said"])},
            keep={"b": "ts"},
        ),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 2},
            {"messages": lambda kept: each("ts", kept["b"], kept["said"]), "messages.0.text": "y"},
        ),
    ),
    probe(
        "mention-in-rich-text",
        f"A mention in a text becomes a user element of the rich_text ({KIT}blocks/rich-text-block).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "<@U0OLA>"},
            {
                "message.text": "<@U0OLA>",
                "message.blocks.0.elements.0.elements": [{"type": "user", "user_id": "U0OLA"}],
            },
        ),
    ),
    probe(
        "one-hundred-attachments",
        f"100 attachments are allowed ({POST}).",
        *ROOM,
        call(
            "chat.postMessage",
            {"channel": "$room", "text": "x", "attachments": [{"text": "a"}] * 100},
            {"ok": True, "message.attachments": length(100)},
        ),
    ),
]
