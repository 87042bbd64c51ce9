"""Reading one Web API request: its token, its arguments, and what Slack remarks about how it was sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.wire import JSON, SlackError

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
PLAIN = "application/json"
_CHARSETS = ("utf-8", "utf8", "us-ascii", "iso-8859-1")


@dataclass
class Received:
    """`token` is None when none was given; `in_query` when it stood in the address, where Slack refuses it."""

    arguments: JSON = field(default_factory=dict)
    token: str | None = None
    token_in_query: bool = False
    warnings: list[str] = field(default_factory=list)


async def receive(request: web.Request, *, reads_json: bool) -> Received:
    """Raises `invalid_json`, `json_not_object`, `invalid_form_data`, `missing_post_type`,
    `invalid_post_type` or `invalid_charset`."""
    received = Received(dict(request.query))
    received.token_in_query = received.arguments.pop("token", None) is not None
    received.token = _bearer(request.headers.get("Authorization", ""))
    if request.method == "POST" and request.can_read_body:
        await _receive_body(request, received, reads_json)
    return received


def _bearer(header: str) -> str | None:
    """Exactly `Bearer` and a space (measured); anything else counts as no token."""
    return header[len("Bearer ") :] if header.startswith("Bearer ") else None


async def _receive_body(request: web.Request, received: Received, reads_json: bool) -> None:
    if not await request.read():
        return
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    kind = request.content_type
    if kind not in (FORM, MULTIPART, PLAIN):
        raise SlackError("invalid_post_type")
    if (request.charset or "utf-8").strip('"').lower() not in _CHARSETS:
        raise SlackError("invalid_charset")
    if kind == PLAIN:
        _take_json(received, await request.text() if reads_json else "", request.charset)
    else:
        if request.charset is not None:
            received.warnings.append("superfluous_charset")
        _take_form(received, await _form(request, kind))


def _take_json(received: Received, text: str, charset: str | None) -> None:
    """A token in a JSON body is not read (measured)."""
    if charset is None:
        received.warnings.append("missing_charset")
    arguments = _json_object(text)
    arguments.pop("token", None)
    received.arguments |= arguments


async def _form(request: web.Request, kind: str) -> JSON:
    try:
        if kind == MULTIPART:
            return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        return dict(parse_qsl(await request.text(), keep_blank_values=True))
    except (ValueError, UnicodeDecodeError, LookupError) as problem:
        raise SlackError("invalid_form_data") from problem


def _take_form(received: Received, form: JSON) -> None:
    """A token in the form beats the header (measured)."""
    token = form.pop("token", None)
    if token is not None:
        received.token = str(token)
    received.arguments |= form


def _json_object(text: str) -> JSON:
    if not text.strip():
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise SlackError("invalid_json") from problem
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
