"""What many probes begin with."""

from tests.sandbox_probes.probing import call, control

TS = r"^\d{10}\.\d{6}$"
ROOM = (call("conversations.create", {"name": "probe-room", "is_private": True}, keep={"room": "channel.id"}),)
PUBLIC = (call("conversations.create", {"name": "probe-hall"}, keep={"hall": "channel.id"}),)
SAID = (*ROOM, call("chat.postMessage", {"channel": "$room", "text": "first"}, keep={"said": "ts"}))
REPLIED = (
    *SAID,
    call("chat.postMessage", {"channel": "$room", "text": "reply", "thread_ts": "$said"}, keep={"reply": "ts"}),
)
DIRECT = (call("conversations.open", {"users": "U0OLA"}, keep={"direct": "channel.id"}),)
TYPED = (*DIRECT, control("/message", {"user": "U0OLA", "channel": "$direct", "text": "hello"}))
SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "*bold*"}}]
SEEN = call(
    "conversations.history", {"channel": "$direct", "limit": 1}, keep={"typed": "messages.0.ts"}
)  # the ts of what was typed last


def plain(text: str) -> dict[str, object]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}
