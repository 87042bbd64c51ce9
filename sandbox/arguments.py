"""Reading one Web API request: its token, its arguments, and what Slack remarks about how it was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.request_bodies import body_of, decoded, form_fields, is_charset, multipart_fields
from sandbox.wire import JSON, SlackError, read_json

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
PLAIN = "application/json"
# Slack names it among the types it takes; what it reads from it, it does not say: nothing here.
TEXT = "text/plain"
_ARRAY = re.compile(r".\[.*\]", re.DOTALL)


@dataclass
class Received:
    """`token` is None when none was given; `in_query` when it stood in the address, where Slack refuses it."""

    arguments: JSON = field(default_factory=dict)
    token: str | None = None
    token_in_query: bool = False
    warnings: list[str] = field(default_factory=list)


async def receive(request: web.Request, *, reads_json: bool) -> Received:
    """Raises `invalid_json`, `json_not_object`, `invalid_form_data`, `invalid_array_arg`, `missing_post_type`,
    `invalid_post_type` or `invalid_charset`."""
    received = Received(_without_arrays(dict(request.query)))
    received.token_in_query = received.arguments.pop("token", None) is not None
    received.token = _bearer(request.headers.get("Authorization", ""))
    if request.method == "POST" and request.can_read_body:
        await _receive_body(request, received, reads_json)
    return received


def _bearer(header: str) -> str | None:
    """Exactly `Bearer` and a space (measured); anything else counts as no token."""
    return header[len("Bearer ") :] if header.startswith("Bearer ") else None


async def _receive_body(request: web.Request, received: Received, reads_json: bool) -> None:
    try:
        body = await body_of(request)
    except ValueError as problem:
        raise SlackError("invalid_form_data") from problem
    if not body:
        return
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    kind, charset = request.content_type, request.charset
    if kind not in (FORM, MULTIPART, PLAIN, TEXT):
        raise SlackError("invalid_post_type")
    if charset is not None and not is_charset(charset):
        raise SlackError("invalid_charset")
    if kind == PLAIN:
        _take_json(received, body if reads_json else b"", charset)
    elif kind != TEXT:
        if charset is not None:
            received.warnings.append("superfluous_charset")
        _take_form(received, _form(request.headers["Content-Type"], kind, body, charset))


def _take_json(received: Received, body: bytes, charset: str | None) -> None:
    """A token in a JSON body is not read (measured)."""
    if charset is None:
        received.warnings.append("missing_charset")
    arguments = _json_object(body, charset)
    arguments.pop("token", None)
    received.arguments |= arguments


def _form(content_type: str, kind: str, body: bytes, charset: str | None) -> JSON:
    try:
        form = multipart_fields(content_type, body) if kind == MULTIPART else form_fields(body, charset)
    except ValueError as problem:
        raise SlackError("invalid_form_data") from problem
    return _without_arrays(form)


def _without_arrays(fields: JSON) -> JSON:
    """Names such as `foo[7]` are what PHP makes arrays of; in a JSON body they are names like any other."""
    if any(_ARRAY.search(name) for name in fields):
        raise SlackError("invalid_array_arg")
    return fields


def _take_form(received: Received, form: JSON) -> None:
    """A token in the form beats the header (measured)."""
    token = form.pop("token", None)
    if token is not None:
        received.token = str(token)
    received.arguments |= form


def _json_object(body: bytes, charset: str | None) -> JSON:
    try:
        text = decoded(body, charset)
        value = read_json(text) if text.strip() else {}
    except ValueError as problem:
        raise SlackError("invalid_json") from problem
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
