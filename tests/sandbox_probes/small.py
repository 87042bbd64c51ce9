"""Probes of reactions, pins, permalinks, files and people."""

from tests.sandbox_probes.common import REPLIED, ROOM, SAID
from tests.sandbox_probes.matching import ABSENT, PRESENT, each, like, none, one_of
from tests.sandbox_probes.probing import METHODS, call, connect, control, envelope, event, eventually, probe, raw

REACT, PIN = f"{METHODS}reactions.add", f"{METHODS}pins.add"
LINK, TICKET = f"{METHODS}chat.getPermalink", f"{METHODS}files.getUploadURLExternal"
COMPLETE = f"{METHODS}files.completeUploadExternal"
EYES = {"channel": "$room", "timestamp": "$said", "name": "eyes"}
ITEM = {"channel": "$room", "timestamp": "$said"}
NEVER = "1700000000.000100"
UPLOADED = (
    call(
        "files.getUploadURLExternal",
        {"filename": "call.txt", "length": "5"},
        {"ok": True, "upload_url": like("^http"), "file_id": like("^F")},
        keep={"upload": "upload_url", "file": "file_id"},
    ),
    raw("POST", "$upload", {"Content-Type": "application/octet-stream"}, "bytes", {"@status": 200}),
)

PROBES = [
    probe(
        "reaction",
        f"A reaction shows in history with its people and count ({REACT}).",
        *SAID,
        call("reactions.add", EYES),
        call(
            "conversations.history",
            {"channel": "$room", "limit": 1},
            {"messages.0.reactions": [{"name": "eyes", "users": ["U0BOT"], "count": 1}]},
        ),
        call("reactions.add", EYES, "already_reacted"),
    ),
    probe(
        "reaction-with-colons",
        "A name with colons is invalid_name (SLACK.md 1.6).",
        *SAID,
        call("reactions.add", {**EYES, "name": ":eyes:"}, "invalid_name"),
    ),
    probe(
        "reaction-in-upper-case",
        "A name in upper case is invalid_name (SLACK.md 1.6).",
        *SAID,
        call("reactions.add", {**EYES, "name": "EYES"}, "invalid_name"),
    ),
    probe(
        "reaction-at-no-time",
        "A timestamp of 0 is bad_timestamp (SLACK.md 1.6).",
        *SAID,
        call("reactions.add", {**EYES, "timestamp": "0"}, "bad_timestamp"),
    ),
    probe(
        "reaction-to-nothing",
        f"An unknown timestamp is message_not_found ({REACT}).",
        *SAID,
        call("reactions.add", {**EYES, "timestamp": NEVER}, "message_not_found"),
    ),
    probe(
        "reaction-never-made",
        f"What was not there is no_reaction ({METHODS}reactions.remove).",
        *SAID,
        call("reactions.remove", EYES, "no_reaction"),
    ),
    probe(
        "reactions-of-a-message",
        f"reactions.get gives the message with its reactions ({METHODS}reactions.get).",
        *SAID,
        call("reactions.add", EYES),
        call(
            "reactions.get",
            ITEM,
            {
                "ok": True,
                "type": "message",
                "channel": "$room",
                "message.ts": "$said",
                "message.reactions.0.name": "eyes",
                "message.permalink": PRESENT,
            },
        ),
    ),
    probe(
        "reactions-of-a-plain-message",
        f"A message without reactions has no such key ({METHODS}reactions.get).",
        *SAID,
        call("reactions.add", EYES),
        call("reactions.remove", EYES),
        call("reactions.get", ITEM, {"ok": True, "message.reactions": ABSENT}),
    ),
    probe(
        "pin",
        f"A pinned message is listed, and is already_pinned afterwards ({PIN}).",
        *SAID,
        call("pins.add", ITEM),
        call(
            "pins.list",
            {"channel": "$room"},
            {
                "items.0.type": "message",
                "items.0.channel": "$room",
                "items.0.message.ts": "$said",
                "items.0.created_by": "U0BOT",
            },
        ),
        call("pins.add", ITEM, "already_pinned"),
    ),
    probe(
        "pin-nothing",
        f"A pin without a timestamp is no_item_specified ({PIN}).",
        *SAID,
        call("pins.add", {"channel": "$room"}, "no_item_specified"),
    ),
    probe(
        "pin-unknown",
        f"An unknown timestamp is message_not_found ({PIN}).",
        *SAID,
        call("pins.add", {"channel": "$room", "timestamp": NEVER}, "message_not_found"),
    ),
    probe(
        "unpin-what-is-not-pinned",
        f"What is not pinned cannot be unpinned ({METHODS}pins.remove).",
        *SAID,
        call("pins.remove", ITEM, ("no_pin", "not_pinned")),
    ),
    probe(
        "permalink",
        f"A permalink is archives, channel, p and the digits of the ts ({LINK}).",
        *SAID,
        call(
            "chat.getPermalink",
            {"channel": "$room", "message_ts": "$said"},
            {
                "ok": True,
                "channel": "$room",
                "permalink": lambda kept: like(rf"/archives/{kept['room']}/p{kept['said'].replace('.', '')}$"),
            },
        ),
    ),
    probe(
        "permalink-in-a-thread",
        f"The permalink of a reply names its thread ({LINK}).",
        *REPLIED,
        call(
            "chat.getPermalink",
            {"channel": "$room", "message_ts": "$reply"},
            {
                "permalink": lambda kept: like(
                    rf"/p{kept['reply'].replace('.', '')}\?thread_ts={kept['said']}&cid={kept['room']}$"
                )
            },
        ),
    ),
    probe(
        "permalink-of-nothing",
        f"An unknown ts is message_not_found ({LINK}).",
        *ROOM,
        call("chat.getPermalink", {"channel": "$room", "message_ts": NEVER}, "message_not_found"),
    ),
    probe(
        "file-in-a-channel",
        f"A completed upload is a message with the file in the channel ({COMPLETE}).",
        *ROOM,
        *UPLOADED,
        call(
            "files.completeUploadExternal",
            {"files": [{"id": "$file", "title": "Call"}], "channel_id": "$room", "initial_comment": "here"},
            {"ok": True, "files.0.id": "$file", "files.0.title": "Call"},
        ),
        eventually(
            "conversations.history",
            {"channel": "$room", "limit": 1},
            {"messages.0.files": lambda kept: each("id", kept["file"]), "messages.0.text": "here"},
        ),
        call(
            "files.info",
            {"file": "$file"},
            {"ok": True, "file.name": "call.txt", "file.title": "Call", "file.size": 5, "file.user": "U0BOT"},
        ),
    ),
    probe(
        "file-of-no-length",
        f"A length of 0 is refused ({TICKET}).",
        call(
            "files.getUploadURLExternal",
            {"filename": "a.txt", "length": "0"},
            ("missing_argument", "invalid_arguments"),
        ),
    ),
    probe(
        "file-described-too-long",
        f"More than 1000 characters of alt_txt are alt_txt_too_large ({TICKET}).",
        call(
            "files.getUploadURLExternal",
            {"filename": "a.png", "length": "5", "alt_txt": "x" * 1001},
            "alt_txt_too_large",
        ),
    ),
    probe(
        "file-unknown",
        f"An unknown file is file_not_found ({COMPLETE}).",
        *ROOM,
        call("files.completeUploadExternal", {"files": [{"id": "F0NOSUCH"}], "channel_id": "$room"}, "file_not_found"),
    ),
    probe(
        "file-outside",
        f"A public channel the bot is not in is not_in_channel ({COMPLETE}).",
        *UPLOADED,
        call("files.completeUploadExternal", {"files": [{"id": "$file"}], "channel_id": "C0GENERAL"}, "not_in_channel"),
    ),
    probe(
        "file-to-nowhere",
        f"An unknown channel is not found ({COMPLETE}).",
        *UPLOADED,
        call(
            "files.completeUploadExternal",
            {"files": [{"id": "$file"}], "channel_id": "C0NOSUCH"},
            ("channel_not_found", "invalid_channel"),
        ),
    ),
    probe(
        "file-the-old-way",
        "files.upload is retired (docs.slack.dev/changelog/2024-04-a-better-way-to-upload-files-is-here-to-stay).",
        call("files.upload", {"content": "x"}, "method_deprecated"),
    ),
    probe(
        "file-deleted",
        f"A deleted file is gone for files.info ({METHODS}files.info).",
        *ROOM,
        *UPLOADED,
        call("files.completeUploadExternal", {"files": [{"id": "$file"}], "channel_id": "$room"}),
        call("files.delete", {"file": "$file"}),
        call("files.info", {"file": "$file"}, ("file_deleted", "file_not_found")),
    ),
    probe(
        "person",
        f"users.info tells name, zone and kinds ({METHODS}users.info).",
        call(
            "users.info",
            {"user": "U0OLA"},
            {
                "ok": True,
                "user.id": "U0OLA",
                "user.team_id": "T0TEAM",
                "user.deleted": False,
                "user.is_bot": False,
                "user.is_restricted": False,
                "user.tz": "Europe/Warsaw",
                "user.tz_offset": one_of(3600, 7200),
                "user.profile.email": "ola@example.com",
                "user.profile.display_name": "ola",
                "user.locale": ABSENT,
            },
        ),
    ),
    probe(
        "person-with-locale",
        f"include_locale adds the locale ({METHODS}users.info).",
        call("users.info", {"user": "U0OLA", "include_locale": True}, {"user.locale": like("^[a-z]{2}-[A-Z]{2}$")}),
    ),
    probe(
        "person-unknown",
        f"An unknown id is user_not_found ({METHODS}users.info).",
        call("users.info", {"user": "U0NOSUCH"}, "user_not_found"),
    ),
    probe(
        "person-deactivated",
        "Somebody deactivated has deleted, and neither zone nor kinds (SLACK.md 1.5).",
        control("/user", {"user": "U0OLA", "deleted": True}),
        call(
            "users.info",
            {"user": "U0OLA"},
            {
                "ok": True,
                "user.deleted": True,
                "user.tz": ABSENT,
                "user.is_admin": ABSENT,
                "user.is_restricted": ABSENT,
                "user.color": ABSENT,
            },
        ),
        call("users.lookupByEmail", {"email": "ola@example.com"}, "users_not_found"),
    ),
    probe(
        "person-by-email",
        f"users.lookupByEmail finds who has the address ({METHODS}users.lookupByEmail).",
        call("users.lookupByEmail", {"email": "ola@example.com"}, {"ok": True, "user.id": "U0OLA"}),
    ),
    probe(
        "person-by-another-email",
        f"An unknown address is users_not_found ({METHODS}users.lookupByEmail).",
        call("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
    ),
    probe(
        "reaction-gone-with-its-message",
        f"Deleted messages have no permalink ({LINK}).",
        *SAID,
        call("chat.delete", {"channel": "$room", "ts": "$said"}),
        call("chat.getPermalink", {"channel": "$room", "message_ts": "$said"}, "message_not_found"),
        call("reactions.add", EYES, "message_not_found"),
        call("conversations.history", {"channel": "$room"}, {"messages": lambda kept: none("ts", kept["said"])}),
    ),
    probe(
        "pin-event",
        "A pin is an event with the item (docs.slack.dev/reference/events/pin_added).",
        *SAID,
        connect(),
        call("pins.add", {"channel": "$room", "timestamp": "$said"}),
        envelope(
            event("pin_added"),
            {
                "payload.event.user": "U0BOT",
                "payload.event.channel_id": "$room",
                "payload.event.item.type": "message",
                "payload.event.item.message.ts": "$said",
            },
        ),
    ),
]
