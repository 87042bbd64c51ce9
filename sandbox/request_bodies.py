"""The bytes of a request as text, as form fields and as files: whatever they are, a value or a ValueError."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from urllib.parse import parse_qsl

from aiohttp import web

BODY_SECONDS = 30.0
# Slack names the first two (https://docs.slack.dev/reference/methods/api.test); the others are the same letters.
CHARSETS = ("utf-8", "iso-8859-1", "utf8", "us-ascii")


@dataclass(frozen=True)
class Part:
    """One part of a multipart form; `filename` is None for a field that is no file."""

    name: str
    filename: str | None
    content: bytes


async def body_of(request: web.Request) -> bytes:
    """All of it. Raises ValueError for a body that is not packed as its header says, or does not come."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise ValueError("The body did not come.") from None
    except web.RequestPayloadError as problem:
        raise ValueError("The body cannot be unpacked.") from problem


def is_charset(name: str) -> bool:
    return name.strip('"').lower() in CHARSETS


def decoded(body: bytes, charset: str | None) -> str:
    """Raises ValueError for bytes that are no text in this charset; without one it is UTF-8."""
    return body.decode((charset or CHARSETS[0]).strip('"'))


def form_fields(body: bytes, charset: str | None) -> dict[str, str]:
    """The fields of a form in one line; the last one of a name counts. Raises ValueError."""
    return dict(parse_qsl(decoded(body, charset), keep_blank_values=True))


def multipart_fields(content_type: str, body: bytes) -> dict[str, str]:
    """What `curl -F name=value` sends, without its files. Raises ValueError."""
    parts = multipart(content_type, body)
    return {part.name: decoded(part.content, None) for part in parts if part.filename is None}


def multipart(content_type: str, body: bytes) -> list[Part]:
    """Raises ValueError for a body without its boundary, cut short or nested too deep, or a part without a name."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("utf-8", "surrogateescape")
    try:
        message = BytesParser().parsebytes(head + body)
    except RecursionError as problem:
        raise ValueError("The body is nested too deep.") from problem
    if message.defects or not message.is_multipart():
        raise ValueError("The body is no multipart form.")
    return [_part(one) for one in message.get_payload() if isinstance(one, Message)]


def _part(message: Message) -> Part:
    match message.get_param("name", header="content-disposition"), message.get_payload(decode=True):
        case str(name), bytes(content):
            return Part(name, message.get_filename(), content)
    raise ValueError("A part of the form has no name.")
