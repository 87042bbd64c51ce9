"""Probes of conversations: opening, creating, inviting, removing, archiving, naming."""

from tests.sandbox_probes.common import DIRECT, PUBLIC, ROOM, SAID
from tests.sandbox_probes.matching import ABSENT, PRESENT, has, like, without
from tests.sandbox_probes.probing import METHODS, call, connect, control, envelope, event, probe

OPEN, CREATE = f"{METHODS}conversations.open", f"{METHODS}conversations.create"
INVITE, KICK = f"{METHODS}conversations.invite", f"{METHODS}conversations.kick"
ARCHIVE, RENAME = f"{METHODS}conversations.archive", f"{METHODS}conversations.rename"
TOPIC, JOIN = f"{METHODS}conversations.setTopic", f"{METHODS}conversations.join"
NINE = "U0OLA,U0JAN,U0ZOE,U0MIA,U0DEV,U0ADA,U0SAM,U0BEN,U0KIM"
JOINED = (call("conversations.join", {"channel": "C0GENERAL"}),)

PROBES = [
    probe(
        "open-twice",
        f"Opening a direct message again gives the same id ({OPEN}).",
        *DIRECT,
        call("conversations.open", {"users": "U0OLA"}, {"ok": True, "channel": {"id": "$direct"}}),
    ),
    probe(
        "open-again-in-full",
        f"With return_im an open conversation is a no_op and comes in full ({OPEN}).",
        *DIRECT,
        call(
            "conversations.open",
            {"users": "U0OLA", "return_im": True},
            {
                "ok": True,
                "no_op": True,
                "already_open": True,
                "channel.id": "$direct",
                "channel.is_im": True,
                "channel.user": "U0OLA",
            },
        ),
    ),
    probe(
        "open-with-nobody",
        f"Without users and channel it is users_list_not_supplied ({OPEN}).",
        call("conversations.open", {}, "users_list_not_supplied"),
    ),
    probe(
        "open-with-a-stranger",
        f"An unknown id is user_not_found ({OPEN}).",
        call("conversations.open", {"users": "U0NOSUCH"}, "user_not_found"),
    ),
    probe(
        "open-with-somebody-deactivated",
        f"A deactivated person is user_disabled ({OPEN}).",
        control("/user", {"user": "U0OLA", "deleted": True}),
        call("conversations.open", {"users": "U0OLA"}, "user_disabled"),
    ),
    probe(
        "open-with-nine",
        f"More than eight are too_many_users ({OPEN}).",
        call("conversations.open", {"users": NINE}, "too_many_users"),
    ),
    probe(
        "open-with-two",
        f"Two people make a group conversation ({OPEN}).",
        call(
            "conversations.open",
            {"users": "U0OLA,U0JAN", "return_im": True},
            {"ok": True, "channel.id": PRESENT, "channel.is_mpim": True},
        ),
    ),
    probe(
        "open-without-creating",
        f"prevent_creation makes no new conversation ({OPEN}).",
        call("conversations.open", {"users": "U0OLA,U0JAN", "prevent_creation": True}, {"channel.id": ABSENT}),
    ),
    probe(
        "create-private",
        "A bot creates a private channel and is its creator and first member (SLACK.md 1.3).",
        call(
            "conversations.create",
            {"name": "probe-room", "is_private": True},
            {
                "ok": True,
                "channel.name": "probe-room",
                "channel.name_normalized": "probe-room",
                "channel.is_private": True,
                "channel.creator": "U0BOT",
                "channel.is_archived": False,
                "channel.is_im": False,
                "channel.topic": {"value": "", "creator": "", "last_set": 0},
            },
            keep={"room": "channel.id"},
        ),
        call("conversations.members", {"channel": "$room"}, {"members": ["U0BOT"]}),
    ),
    probe(
        "create-upper-case",
        f"Upper case is invalid_name_specials ({CREATE}).",
        call("conversations.create", {"name": "Room"}, "invalid_name_specials"),
    ),
    probe(
        "create-too-long",
        f"More than 80 characters are invalid_name_maxlength ({CREATE}).",
        call("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ),
    probe(
        "create-nameless",
        f"An empty name is invalid_name_required ({CREATE}).",
        call("conversations.create", {"name": ""}, "invalid_name_required"),
    ),
    probe(
        "create-punctuation",
        f"Punctuation alone is invalid_name_punctuation ({CREATE}).",
        call("conversations.create", {"name": "---"}, "invalid_name_punctuation"),
    ),
    probe(
        "create-taken",
        "A name is taken also by a private channel the bot cannot see (SLACK.md 1.3).",
        call("conversations.create", {"name": "ad-team"}, "name_taken"),
    ),
    probe(
        "create-restricted",
        f"A workspace preference makes creating a restricted_action ({CREATE}).",
        control("/preferences", {"who_can_create_private": "owners"}),
        call("conversations.create", {"name": "probe-room", "is_private": True}, "restricted_action"),
    ),
    probe(
        "invite",
        f"An invitation answers with the channel ({INVITE}).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA,U0JAN"}, {"ok": True, "channel.id": "$room"}),
        call("conversations.members", {"channel": "$room"}, {"members": has("U0OLA", "U0JAN")}),
    ),
    probe(
        "invite-all-or-nothing",
        f"One bad id fails the batch, with an error for each bad one ({INVITE}).",
        *ROOM,
        call(
            "conversations.invite",
            {"channel": "$room", "users": "U0OLA,U0NOSUCH,U0BOT"},
            {
                "ok": False,
                "error": "user_not_found",
                "errors": [
                    {"user": "U0NOSUCH", "ok": False, "error": "user_not_found"},
                    {"user": "U0BOT", "ok": False, "error": "cant_invite_self"},
                ],
            },
        ),
        call("conversations.members", {"channel": "$room"}, {"members": without("U0OLA")}),
    ),
    probe(
        "invite-forced",
        "With force the valid ones are invited, whatever the answer's shape (SLACK.md 1.4).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA,U0NOSUCH", "force": True}, {}),
        call("conversations.members", {"channel": "$room"}, {"members": has("U0OLA")}),
    ),
    probe(
        "invite-again",
        f"A member is already_in_channel ({INVITE}).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}, "already_in_channel"),
    ),
    probe(
        "invite-self",
        f"The caller itself is cant_invite_self ({INVITE}).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0BOT"}, "cant_invite_self"),
    ),
    probe(
        "invite-to-an-archived-channel",
        f"An archived channel is is_archived ({INVITE}).",
        *ROOM,
        call("conversations.archive", {"channel": "$room"}),
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}, "is_archived"),
    ),
    probe(
        "invite-from-outside",
        f"Who is not in the channel cannot invite ({INVITE}).",
        call("conversations.invite", {"channel": "C0GENERAL", "users": "U0OLA"}, "not_in_channel"),
    ),
    probe(
        "kick",
        "Removing somebody from a private channel answers with empty errors (SLACK.md 1.3).",
        *ROOM,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        call("conversations.kick", {"channel": "$room", "user": "U0OLA"}, {"ok": True, "errors": {}}),
        call("conversations.members", {"channel": "$room"}, {"members": ["U0BOT"]}),
        call("conversations.kick", {"channel": "$room", "user": "U0OLA"}, "not_in_channel"),
    ),
    probe(
        "kick-self",
        f"The caller itself is cant_kick_self ({KICK}).",
        *ROOM,
        call("conversations.kick", {"channel": "$room", "user": "U0BOT"}, "cant_kick_self"),
    ),
    probe(
        "kick-a-stranger",
        f"An unknown id is user_not_found ({KICK}).",
        *ROOM,
        call("conversations.kick", {"channel": "$room", "user": "U0NOSUCH"}, "user_not_found"),
    ),
    probe(
        "kick-from-a-public-channel",
        "By default only owners and admins remove people from public channels (slack.com/help/articles/115004988303).",
        *PUBLIC,
        call("conversations.invite", {"channel": "$hall", "users": "U0OLA"}),
        call("conversations.kick", {"channel": "$hall", "user": "U0OLA"}, "restricted_action"),
    ),
    probe(
        "kick-unseen",
        f"A channel the bot is not in is channel_not_found ({KICK}).",
        call("conversations.kick", {"channel": "C0ADTEAM", "user": "U0ADA"}, "channel_not_found"),
    ),
    probe(
        "archive-twice",
        f"An archived channel is already_archived ({ARCHIVE}).",
        *ROOM,
        call("conversations.archive", {"channel": "$room"}),
        call("conversations.info", {"channel": "$room"}, {"channel.is_archived": True}),
        call("conversations.archive", {"channel": "$room"}, "already_archived"),
    ),
    probe(
        "archive-general",
        f"The general channel is cant_archive_general ({ARCHIVE}).",
        *JOINED,
        call("conversations.archive", {"channel": "C0GENERAL"}, "cant_archive_general"),
    ),
    probe(
        "unarchive",
        "A bot token cannot unarchive (docs.slack.dev/reference/methods/conversations.unarchive).",
        *ROOM,
        call("conversations.archive", {"channel": "$room"}),
        call("conversations.unarchive", {"channel": "$room"}, {"ok": False, "error": PRESENT}),
    ),
    probe(
        "rename",
        f"The creator renames its channel ({RENAME}).",
        *ROOM,
        call(
            "conversations.rename",
            {"channel": "$room", "name": "other-room"},
            {"ok": True, "channel.name": "other-room", "channel.previous_names": has("probe-room")},
        ),
    ),
    probe(
        "rename-taken",
        f"A taken name is name_taken ({RENAME}).",
        *ROOM,
        call("conversations.rename", {"channel": "$room", "name": "general"}, "name_taken"),
    ),
    probe(
        "rename-upper-case",
        f"Upper case is invalid_name_specials ({RENAME}).",
        *ROOM,
        call("conversations.rename", {"channel": "$room", "name": "ROOM"}, "invalid_name_specials"),
    ),
    probe(
        "rename-of-another",
        f"Who did not create the channel is not_authorized ({RENAME}).",
        control("/channel/create", {"name": "hers", "user": "U0LEO", "private": True}, keep={"hers": "channel.id"}),
        control("/channel/add", {"channel": "$hers", "user": "U0BOT", "by": "U0LEO"}),
        call("conversations.rename", {"channel": "$hers", "name": "ours"}, "not_authorized"),
    ),
    probe(
        "topic",
        f"setTopic answers with the channel and its new topic ({TOPIC}).",
        *ROOM,
        call(
            "conversations.setTopic",
            {"channel": "$room", "topic": "t" * 250},
            {"ok": True, "channel.topic.value": "t" * 250, "channel.topic.creator": "U0BOT"},
        ),
    ),
    probe(
        "topic-too-long",
        f"More than 250 characters are too_long ({TOPIC}).",
        *ROOM,
        call("conversations.setTopic", {"channel": "$room", "topic": "t" * 251}, "too_long"),
    ),
    probe(
        "topic-missing",
        f"The topic is required ({TOPIC}).",
        *ROOM,
        call(
            "conversations.setTopic",
            {"channel": "$room"},
            {"error": "invalid_arguments", "response_metadata.messages": ["[ERROR] missing required field: topic"]},
        ),
    ),
    probe(
        "topic-from-outside",
        f"Who is not in the channel is not_in_channel ({TOPIC}).",
        call("conversations.setTopic", {"channel": "C0GENERAL", "topic": "t"}, "not_in_channel"),
    ),
    probe(
        "join-again",
        f"Joining again is a warning, no error ({JOIN}).",
        *JOINED,
        call(
            "conversations.join",
            {"channel": "C0GENERAL"},
            {"ok": True, "warning": "already_in_channel", "response_metadata.warnings": ["already_in_channel"]},
        ),
    ),
    probe(
        "join-unseen",
        f"A private channel without the bot is channel_not_found ({JOIN}).",
        call("conversations.join", {"channel": "C0ADTEAM"}, "channel_not_found"),
    ),
    probe(
        "join-a-direct-message",
        f"A direct message is no channel to join ({JOIN}).",
        *DIRECT,
        call("conversations.join", {"channel": "$direct"}, "method_not_supported_for_channel_type"),
    ),
    probe(
        "leave-twice",
        f"Leaving again has not_in_channel and no error ({METHODS}conversations.leave).",
        *PUBLIC,
        call("conversations.invite", {"channel": "$hall", "users": "U0OLA"}),
        call("conversations.leave", {"channel": "$hall"}),
        call("conversations.leave", {"channel": "$hall"}, {"ok": False, "not_in_channel": True, "error": ABSENT}),
    ),
    probe(
        "leave-general",
        f"The general channel is cant_leave_general ({METHODS}conversations.leave).",
        *JOINED,
        call("conversations.leave", {"channel": "C0GENERAL"}, "cant_leave_general"),
    ),
    probe(
        "leave-as-the-last",
        "The last member cannot leave (docs.slack.dev/reference/methods/conversations.leave).",
        *ROOM,
        call("conversations.leave", {"channel": "$room"}, "last_member"),
    ),
    probe(
        "info-counts",
        f"include_num_members counts the members ({METHODS}conversations.info).",
        *ROOM,
        call("conversations.info", {"channel": "$room"}, {"channel.num_members": ABSENT, "channel.is_member": True}),
        call("conversations.info", {"channel": "$room", "include_num_members": True}, {"channel.num_members": 1}),
    ),
    probe(
        "info-of-a-direct-message",
        f"A direct message names its person and is no channel ({METHODS}conversations.info).",
        *DIRECT,
        call(
            "conversations.info",
            {"channel": "$direct"},
            {"channel.is_im": True, "channel.user": "U0OLA", "channel.id": like("^D")},
        ),
    ),
    probe(
        "renamed-event",
        "Renaming a private channel is group_rename with its new name (docs.slack.dev/reference/events/group_rename).",
        *SAID,
        connect(),
        call("conversations.rename", {"channel": "$room", "name": "other-room"}),
        envelope(
            event("group_rename"),
            {
                "payload.event.channel.id": "$room",
                "payload.event.channel.name": "other-room",
                "payload.event.channel.created": PRESENT,
            },
        ),
    ),
]
