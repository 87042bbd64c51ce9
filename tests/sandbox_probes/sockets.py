"""Probes of what an app is sent over a socket: events, commands, taps, and its answers to them."""

import json
from typing import Any

import aiohttp

from tests.sandbox_probes.common import DIRECT, ROOM, SAID, TS, plain
from tests.sandbox_probes.matching import ABSENT, PRESENT, like, none, one_of, some
from tests.sandbox_probes.probing import (
    Scene,
    Step,
    act,
    call,
    connect,
    control,
    envelope,
    event,
    eventually,
    outcome,
    probe,
    to_url,
)

EVENTS = "docs.slack.dev/reference/events/"
COMMANDS = "docs.slack.dev/interactivity/implementing-slash-commands"
SOCKET = "docs.slack.dev/apis/events-api/using-socket-mode"
COMMAND = {"user": "U0OLA", "command": "/probe", "text": "go now"}
BUTTON = {"type": "button", "text": plain("Yes"), "action_id": "yes", "value": "7"}
BLOCKS: list[dict[str, Any]] = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
HELLO = {"user": "U0OLA", "channel": "$direct", "text": "hello & <you>"}
GONE = {"@status": one_of(*range(400, 600))}
TAPPED: tuple[Step, ...] = (
    *DIRECT,
    call("chat.postMessage", {"channel": "$direct", "text": "ask", "blocks": BLOCKS}, keep={"said": "ts"}),
    connect(),
    act(
        "/interact",
        {"channel": "$direct", "messageTs": "$said", "user": "U0OLA", "action": {**BUTTON, "block_id": "row"}},
    ),
    envelope(
        {"type": "interactive", "payload.type": "block_actions"},
        {
            "payload.user.id": "U0OLA",
            "payload.team.id": "T0TEAM",
            "payload.api_app_id": "A0APP",
            "payload.container.type": "message",
            "payload.container.message_ts": "$said",
            "payload.container.channel_id": "$direct",
            "payload.container.is_ephemeral": False,
            "payload.channel": {"id": "$direct", "name": "directmessage"},
            "payload.message.ts": "$said",
            "payload.state": {"values": {}},
            "payload.trigger_id": PRESENT,
            "payload.response_url": like("^http"),
            "payload.is_enterprise_install": False,
            "payload.enterprise": None,
            "payload.actions.0.type": "button",
            "payload.actions.0.action_id": "yes",
            "payload.actions.0.block_id": "row",
            "payload.actions.0.value": "7",
            "payload.actions.0.text.text": "Yes",
        },
        keep={"answer": "payload.response_url"},
    ),
)
LATEST = {"channel": "$direct", "limit": 1}
ROOM_HEARD: tuple[Step, ...] = (*SAID, connect())


def stale_ticket() -> Step:
    """A second connection with the same ticket must not get a hello."""

    async def step(scene: Scene) -> None:
        try:
            again = await scene.session.ws_connect(scene.kept["socket"])
        except aiohttp.ClientError:
            return
        first = await again.receive()
        await again.close()
        assert "hello" not in str(first.data), f"the ticket opened a second connection: {first}"

    return step


def unheard(text: str) -> Step:
    """No envelope so far had this text."""

    async def step(scene: Scene) -> None:
        assert text not in json.dumps(scene.envelopes)

    return step


PROBES = [
    probe(
        "hello",
        f"hello tells the app, the number of connections and their time ({SOCKET}).",
        connect(
            {
                "type": "hello",
                "num_connections": 1,
                "connection_info.app_id": "A0APP",
                "debug_info.host": PRESENT,
                "debug_info.approximate_connection_time": PRESENT,
            }
        ),
    ),
    probe(
        "hello-again",
        f"A second connection is counted in its hello ({SOCKET}).",
        connect(),
        connect({"type": "hello", "num_connections": 2}),
    ),
    probe(
        "ticket-once", "The ticket of a connection's address is used once (SLACK.md 1.5).", connect(), stale_ticket()
    ),
    probe(
        "typed-message",
        f"A message typed in a direct message is an event with escaped text and rich_text ({EVENTS}message.im).",
        *DIRECT,
        connect(),
        control("/message", HELLO),
        envelope(
            event("message", channel_type="im"),
            {
                "envelope_id": PRESENT,
                "accepts_response_payload": False,
                "retry_attempt": 0,
                "payload.type": "event_callback",
                "payload.team_id": "T0TEAM",
                "payload.api_app_id": "A0APP",
                "payload.event_id": like("^Ev"),
                "payload.event_time": PRESENT,
                "payload.is_ext_shared_channel": False,
                "payload.authorizations.0.user_id": "U0BOT",
                "payload.authorizations.0.is_bot": True,
                "payload.authorizations.0.team_id": "T0TEAM",
                "payload.event.user": "U0OLA",
                "payload.event.channel": "$direct",
                "payload.event.text": "hello &amp; &lt;you&gt;",
                "payload.event.ts": like(TS),
                "payload.event.event_ts": like(TS),
                "payload.event.client_msg_id": PRESENT,
                "payload.event.team": "T0TEAM",
                "payload.event.blocks.0.type": "rich_text",
                "payload.event.subtype": ABSENT,
                "payload.event.bot_id": ABSENT,
            },
        ),
    ),
    probe(
        "own-message",
        f"An app is also sent its own message, with its bot_id ({EVENTS}message.im).",
        *DIRECT,
        connect(),
        call("chat.postMessage", {"channel": "$direct", "text": "mine"}),
        envelope(
            event("message", channel_type="im", text="mine"),
            {"payload.event.bot_id": "B0BOT", "payload.event.user": "U0BOT"},
        ),
    ),
    probe(
        "private-message-event",
        f"A message of a private channel has channel_type group ({EVENTS}message.groups).",
        *ROOM_HEARD,
        call("chat.postMessage", {"channel": "$room", "text": "mine"}),
        envelope(
            event("message", text="mine"), {"payload.event.channel_type": "group", "payload.event.channel": "$room"}
        ),
    ),
    probe(
        "changed",
        f"An edit is message_changed with the message before and after ({EVENTS}message/message_changed).",
        *ROOM_HEARD,
        call("chat.update", {"channel": "$room", "ts": "$said", "text": "second"}),
        envelope(
            event("message", subtype="message_changed"),
            {
                "payload.event.hidden": True,
                "payload.event.channel": "$room",
                "payload.event.message.text": "second",
                "payload.event.message.ts": "$said",
                "payload.event.message.edited.user": "U0BOT",
                "payload.event.previous_message.text": "first",
            },
        ),
    ),
    probe(
        "deleted",
        f"A deletion is message_deleted with deleted_ts and what it was ({EVENTS}message/message_deleted).",
        *ROOM_HEARD,
        call("chat.delete", {"channel": "$room", "ts": "$said"}),
        envelope(
            event("message", subtype="message_deleted"),
            {
                "payload.event.hidden": True,
                "payload.event.deleted_ts": "$said",
                "payload.event.previous_message.text": "first",
                "payload.event.previous_message.ts": "$said",
            },
        ),
    ),
    probe(
        "joined",
        f"member_joined_channel names the person, the channel and who invited ({EVENTS}member_joined_channel).",
        *ROOM_HEARD,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        envelope(
            event("member_joined_channel", user="U0OLA"),
            {
                "payload.event.channel": "$room",
                "payload.event.channel_type": one_of("G", "C"),
                "payload.event.team": "T0TEAM",
                "payload.event.inviter": "U0BOT",
                "payload.event.event_ts": PRESENT,
            },
        ),
    ),
    probe(
        "left",
        f"member_left_channel names the person and no actor ({EVENTS}member_left_channel).",
        *ROOM_HEARD,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        call("conversations.kick", {"channel": "$room", "user": "U0OLA"}),
        envelope(
            event("member_left_channel", user="U0OLA"),
            {"payload.event.channel": "$room", "payload.event.actor_id": ABSENT, "payload.event.team": "T0TEAM"},
        ),
    ),
    probe(
        "bot-removed",
        f"The bot's own removal is group_left, and the channel is unseen from then on ({EVENTS}group_left).",
        *ROOM_HEARD,
        call("conversations.invite", {"channel": "$room", "users": "U0OLA"}),
        control("/channel/remove", {"channel": "$room", "user": "U0BOT", "by": "U0OLA"}),
        envelope(event("group_left"), {"payload.event.channel": "$room", "payload.event.actor_id": "U0OLA"}),
        call("conversations.info", {"channel": "$room"}, "channel_not_found"),
        call("chat.postMessage", {"channel": "$room", "text": "x"}, "channel_not_found"),
    ),
    probe(
        "archived-event",
        f"Archiving a private channel is group_archive ({EVENTS}group_archive).",
        *ROOM_HEARD,
        call("conversations.archive", {"channel": "$room"}),
        envelope(event("group_archive"), {"payload.event.channel": "$room", "payload.event.user": "U0BOT"}),
    ),
    probe(
        "deactivated-event",
        f"Deactivating somebody is a user_change with deleted ({EVENTS}user_change).",
        connect(),
        control("/user", {"user": "U0OLA", "deleted": True}),
        envelope(event("user_change"), {"payload.event.user.id": "U0OLA", "payload.event.user.deleted": True}),
    ),
    probe(
        "reaction-event",
        f"A reaction is an event with the item and whose it is ({EVENTS}reaction_added).",
        *ROOM_HEARD,
        call("reactions.add", {"channel": "$room", "timestamp": "$said", "name": "eyes"}),
        envelope(
            event("reaction_added"),
            {
                "payload.event.user": "U0BOT",
                "payload.event.reaction": "eyes",
                "payload.event.item_user": "U0BOT",
                "payload.event.item": {"type": "message", "channel": "$room", "ts": "$said"},
                "payload.event.event_ts": like(TS),
            },
        ),
    ),
    probe(
        "sent-again",
        "An event that is not acknowledged comes again, with attempt and reason (SLACK.md 2.2).",
        *DIRECT,
        connect(),
        control("/message", HELLO),
        envelope(event("message", user="U0OLA"), {"retry_attempt": 0}, keep={"event": "payload.event_id"}, silent=True),
        envelope(
            event("message", user="U0OLA"),
            {"retry_attempt": 1, "retry_reason": "timeout", "payload.event_id": "$event"},
        ),
        in_real_time=True,
    ),
    probe(
        "command",
        f"A slash command has its fields, a response_url and a trigger ({COMMANDS}).",
        connect(),
        act("/command", COMMAND),
        envelope(
            {"type": "slash_commands"},
            {
                "accepts_response_payload": True,
                "payload.command": "/probe",
                "payload.text": "go now",
                "payload.user_id": "U0OLA",
                "payload.user_name": "ola",
                "payload.team_id": "T0TEAM",
                "payload.team_domain": PRESENT,
                "payload.channel_id": PRESENT,
                "payload.channel_name": PRESENT,
                "payload.api_app_id": "A0APP",
                "payload.is_enterprise_install": one_of("false", False),
                "payload.response_url": like("^http"),
                "payload.trigger_id": PRESENT,
            },
        ),
    ),
    probe(
        "trigger-format",
        "A trigger_id looks like 132456.7890123.abcdef (docs.slack.dev/reference/methods/views.open).",
        connect(),
        act("/command", COMMAND),
        envelope({"type": "slash_commands"}, {"payload.trigger_id": like(r"^\d+\.\d+\.[0-9a-z]+$")}),
    ),
    probe(
        "command-answered",
        f"The payload of the acknowledgement is what the person is told ({COMMANDS}).",
        connect(),
        act("/command", COMMAND),
        envelope({"type": "slash_commands"}, reply={"text": "done so"}),
        outcome({"@text": like("done so")}),
    ),
    probe("tap", "A tap on a message is block_actions with container, message and channel (SLACK.md 3.2).", *TAPPED),
    probe(
        "answer-replaces",
        "A response_url replaces the original (docs.slack.dev/interactivity/handling-user-interaction).",
        *TAPPED,
        to_url("answer", {"replace_original": True, "text": "replaced"}, {"@status": 200}),
        eventually("conversations.history", LATEST, {"messages.0.ts": "$said", "messages.0.text": "replaced"}),
    ),
    probe(
        "answer-deletes",
        "A response_url deletes the original (docs.slack.dev/interactivity/handling-user-interaction).",
        *TAPPED,
        to_url("answer", {"delete_original": True}, {"@status": 200}),
        eventually(
            "conversations.history", {"channel": "$direct"}, {"messages": lambda kept: none("ts", kept["said"])}
        ),
    ),
    probe(
        "answer-in-private",
        "A response_url answers one person alone unless told otherwise (SLACK.md 1.2).",
        *TAPPED,
        to_url("answer", {"replace_original": False, "text": "aside"}, {"@status": 200}),
        call("conversations.history", {"channel": "$direct"}, {"messages": none("text", "aside")}),
    ),
    probe(
        "answer-in-the-channel",
        "response_type in_channel posts for all (SLACK.md 1.2).",
        *TAPPED,
        to_url("answer", {"response_type": "in_channel", "replace_original": False, "text": "aloud"}, {"@status": 200}),
        eventually("conversations.history", {"channel": "$direct"}, {"messages": some("text", "aloud")}),
    ),
    probe(
        "answer-six-times",
        "A response_url answers five times (docs.slack.dev/interactivity/handling-user-interaction).",
        *TAPPED,
        *[to_url("answer", {"replace_original": False, "text": f"n{number}"}, {"@status": 200}) for number in range(5)],
        to_url("answer", {"replace_original": False, "text": "sixth"}, GONE),
    ),
    probe(
        "answer-after-half-an-hour",
        "A response_url lives for 30 minutes (docs.slack.dev/interactivity/handling-user-interaction).",
        *TAPPED,
        control("/clock", {"advanceSeconds": 31 * 60}),
        to_url("answer", {"replace_original": False, "text": "late"}, GONE),
    ),
    probe(
        "topic-event",
        f"A new topic is a message of subtype group_topic or channel_topic ({EVENTS}message/channel_topic).",
        *ROOM_HEARD,
        call("conversations.setTopic", {"channel": "$room", "topic": "calm"}),
        envelope(
            {"type": "events_api", "payload.event.topic": "calm"},
            {
                "payload.event.type": "message",
                "payload.event.subtype": one_of("group_topic", "channel_topic"),
                "payload.event.user": "U0BOT",
            },
        ),
    ),
    probe(
        "event-without-membership",
        "An app is not told of conversations it is not in (docs.slack.dev/reference/events/message.groups).",
        *ROOM,
        connect(),
        control("/message", {"user": "U0ADA", "channel": "C0ADTEAM", "text": "secret"}),
        call("chat.postMessage", {"channel": "$room", "text": "mine"}),
        envelope(event("message", text="mine")),
        unheard("secret"),
    ),
]
