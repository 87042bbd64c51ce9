"""Slack's requests over HTTP: what is not signed, not whole or not on time is answered here, and never reaches bolt."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from time import time
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)

PATH = "/slack/events"
# Slack sends views of a quarter of a megabyte at the most, and everything at once.
LARGEST_BODY = 1024 * 1024
HEAD_SECONDS, BODY_SECONDS, LINGERING_SECONDS = 15.0, 10.0, 2.0
# How old a signature may be. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
OLDEST_SECONDS = 300
MOMENT = re.compile("[0-9]{1,12}")
# What reading a body or its headers raises where Slack has not written them.
_NOT_SLACKS = (LookupError, TypeError, AttributeError, ValueError, RecursionError)

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class SignedRequests:
    """Listens until it is closed. A head or a body that does not come to its end is not waited for."""

    def __init__(
        self,
        dispatch: Dispatch,
        is_slacks: Callable[[Mapping[str, Any]], bool],
        secret: str,
        *,
        head_seconds: float = HEAD_SECONDS,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._dispatch = dispatch
        self._is_slacks = is_slacks
        self._verifier = SignatureVerifier(secret)
        self._body_seconds = body_seconds
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", PATH, self._take)
        self._runner = web.AppRunner(
            application,
            access_log=None,
            logger=_heard(),
            keepalive_timeout=head_seconds,
            lingering_time=LINGERING_SECONDS,
        )

    async def listen(self, host: str, port: int) -> int:
        """Begin; the port, which is any free one for 0. Raises OSError."""
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        made = server.request_factory

        def unnamed(*arguments: object) -> web.BaseRequest:
            request = made(*arguments)  # type: ignore[arg-type]
            request.__class__ = _Unnamed
            return request

        server.request_factory = unnamed
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Take nothing new, finish what has begun."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if not self._could_be_signed(request):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        except (web.HTTPRequestEntityTooLarge, web.RequestPayloadError):
            return web.Response(status=400)
        return await self._read(request, body)

    async def _read(self, request: web.Request, body: bytes) -> web.Response:
        try:
            if not self._verifier.is_valid_request(body, request.headers):
                return web.Response(status=401)
            found = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
        except _NOT_SLACKS:
            return web.Response(status=400)
        if not (isinstance(found.body, dict) and self._is_slacks(found.body)):
            return web.Response(status=400)
        try:
            return await to_aiohttp_response(await self._dispatch(found))
        except Exception as error:  # noqa: BLE001 (the edge of a listener; Slack tries again)
            # The text of an error could quote what was typed, its type cannot.
            log.error("A request could not be worked through (%s).", type(error).__name__)
            return web.Response(status=500)

    def _could_be_signed(self, request: web.Request) -> bool:
        """Judged by the head alone, so that nobody's body is waited for who has not even tried."""
        moment = request.headers.get("X-Slack-Request-Timestamp", "")
        near = MOMENT.fullmatch(moment) is not None and abs(int(moment) - time()) <= OLDEST_SECONDS
        return near and request.headers.get("X-Slack-Signature", "").isascii()


class _Unnamed(web.Request):
    """A request whose answer does not say which program gave it, however little of the request could be read."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        response.headers.popall("Server", None)


def _heard() -> logging.Logger:
    """What is no HTTP, or not packed as it says, is the sender's mistake: who they are and what they sent stays out."""
    logger = logging.getLogger("closedset.requests")
    logger.addFilter(_is_ours)
    return logger


def _is_ours(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], web.RequestPayloadError | BadHttpMessage))
