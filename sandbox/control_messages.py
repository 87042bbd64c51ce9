"""Control API: what people do with messages, and what others write."""

from __future__ import annotations

from sandbox.control import Body, Handler
from sandbox.control_acts import DONE, draft_of
from sandbox.services import Services
from sandbox.wire import JSON

LONGEST_REST_SECONDS = 366 * 86400.0
LONGEST_CLIP_SECONDS = 300.0


async def record(services: Services, body: Body) -> JSON:
    transcript, seconds = body.optional("transcript") or "", _seconds(body, 3.0, LONGEST_CLIP_SECONDS)
    user, channel = body.text("user"), body.optional("channel")
    return {"ok": True, "message": services.acting.record(user, channel, transcript, seconds, draft_of(body))}


async def forward(services: Services, body: Body) -> JSON:
    user, source, ts, target = body.text("user"), body.optional("channel"), body.text("ts"), body.optional("to")
    return {"ok": True, "message": services.messages.forward(user, source, ts, target, draft_of(body))}


async def pin(services: Services, body: Body) -> JSON:
    user, channel, ts = body.text("user"), body.optional("channel"), body.text("ts")
    services.messages.pin(user, channel, ts, present=body.flag("present", True))
    return DONE


async def unfurl(services: Services, body: Body) -> JSON:
    url = body.text("url")
    words = {name: body.optional(name) or "" for name in ("title", "text")}
    preview = {"from_url": url, "original_url": url, "title_link": url, "fallback": words["title"] or url, **words}
    services.messages.unfurl(body.text("channel"), body.text("ts"), preview)
    return DONE


async def huddle(services: Services, body: Body) -> JSON:
    user, channel = body.text("user"), body.optional("channel")
    return {"ok": True, "message": services.messages.huddle(user, channel, body.optional("ts"))}


async def remind(services: Services, body: Body) -> JSON:
    user, channel = body.text("user"), body.optional("channel")
    return {"ok": True, "message": services.messages.remind(user, channel, body.text("text"))}


async def write_as_stranger(services: Services, body: Body) -> JSON:
    channel, name, text = body.text("channel"), body.text("name"), body.text("text")
    told = services.messages.write_as_stranger(channel, name, text, is_workflow=body.flag("workflow"))
    return {"ok": True, "message": told}


async def rest(services: Services, body: Body) -> JSON:
    return {"ok": True, **services.messages.rest(body.text("user"), _seconds(body, 3600.0, LONGEST_REST_SECONDS))}


def _seconds(body: Body, default: float, most: float) -> float:
    value = body.fields.get("seconds", default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"seconds takes a number from 0 to {int(most)}.")
    return float(value)


MESSAGES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/voice-clip", record),
    ("POST", "/forward", forward),
    ("POST", "/pin", pin),
    ("POST", "/unfurl", unfurl),
    ("POST", "/huddle", huddle),
    ("POST", "/reminder", remind),
    ("POST", "/app-message", write_as_stranger),
    ("POST", "/rest", rest),
)
