"""Who may speak to the sandbox at all, and what its answers let a browser do."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.typedefs import Handler

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# How long a connection may take over the head of a request, and rest between two.
HEAD_SECONDS = 75.0
# An app's own pictures come from wherever it keeps them; all else from here, and none of it stands in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http: https:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def guard(application: web.Application) -> None:
    """Refuse what comes from elsewhere, and give every answer its headers."""
    application.middlewares.append(_from_here)
    application.on_response_prepare.append(_give_headers)


def say_no_name(server: web.Server) -> None:
    """No answer says which program gave it, not even one to what could not be read as a request."""
    made = server.request_factory

    def unnamed(*arguments: object) -> web.BaseRequest:
        request = made(*arguments)  # type: ignore[arg-type]
        request.__class__ = _Unnamed
        return request

    server.request_factory = unnamed


class _Unnamed(web.Request):
    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        response.headers.popall("Server", None)


@web.middleware
async def _from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Another site, open in the same browser, must not act in the sandbox.

    Its scripts say where they come from; under a name of its own that it has made mean this machine, they do not.
    """
    host = request.headers.get("Host")
    if host is not None and _name_in(f"//{host}") not in LOOPBACK:
        return web.json_response({"ok": False, "error": "foreign_host"}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) != request.host:
        return web.json_response({"ok": False, "error": "foreign_origin"}, status=403)
    return await handler(request)


async def _give_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/page"):  # whoever changes the page sees the change at the next reload
        response.headers["Cache-Control"] = "no-cache"


def _host_of(origin: str) -> str | None:
    """None for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _name_in(address: str) -> str | None:
    """None for what is no address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def requests_logger() -> logging.Logger:
    """aiohttp's own tells at length of requests it cannot read or unpack, even after they were answered."""
    logger = logging.getLogger("sandbox.requests")
    logger.addFilter(_is_ours)
    return logger


def _is_ours(record: logging.LogRecord) -> bool:
    """What is no HTTP, or not packed as it says, is the sender's mistake, who is told in the answer."""
    return not (record.exc_info and isinstance(record.exc_info[1], web.RequestPayloadError | BadHttpMessage))
