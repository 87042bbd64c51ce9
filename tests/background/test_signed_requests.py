"""Over HTTP, whatever is no request of Slack's is 401 or 400; nobody keeps the bot waiting, or learns what it is."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from time import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.signed_requests import LARGEST_BODY, PATH, SignedRequests
from tests.patience import at_most
from tests.serving import SERVING

pytestmark = SERVING
SECRET = "a secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
DEEP = "[" * 200_000 + "]" * 200_000
MALFORMED: dict[str, tuple[bytes, str]] = {
    "half an object": (b'{"type":', JSON),
    "a list": (b"[]", JSON),
    "nothing": (b"", JSON),
    "nothing of Slack's": (b"{}", JSON),
    "a word": (b'"a"', JSON),
    "no number": (b'{"type": NaN', JSON),
    "200,000 deep": (DEEP.encode(), JSON),
    "a number of 5,000 digits": (b'{"a": ' + b"9" * 5000 + b"}", JSON),
    "no UTF-8": (b'{"a": "\xff\xfe"}', JSON),
    "authorizations that are none": (b'{"authorizations": "a"}', JSON),
    "a payload that is none": (b"payload=", FORM),
    "half a payload": (urlencode({"payload": '{"type":'}).encode(), FORM),
    "a payload that is a list": (urlencode({"payload": "[1]"}).encode(), FORM),
    "too much": (b"a" * (LARGEST_BODY + 1), FORM),
}


class Listening:
    """A bot that only remembers what reached it."""

    def __init__(self) -> None:
        self.reached: list[object] = []
        self.url = ""
        self.port = 0

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """What bolt would do."""
        self.reached.append(request.body)
        if request.body.get("type") == "fails":
            raise RuntimeError("what was typed")
        return BoltResponse(status=200, body="")


@asynccontextmanager
async def listening(*, head_seconds: float = 30, body_seconds: float = 30) -> AsyncIterator[Listening]:
    """On a free port."""
    bot = Listening()
    taken = {"head_seconds": head_seconds, "body_seconds": body_seconds}
    requests = SignedRequests(bot.dispatch, lambda body: "type" in body, SECRET, **taken)
    bot.port = await requests.listen("127.0.0.1", 0)
    bot.url = f"http://127.0.0.1:{bot.port}{PATH}"
    try:
        yield bot
    finally:
        await requests.close()


def signed(body: bytes, kind: str = JSON, moment: str = "") -> dict[str, str]:
    """The headers of a request that Slack has signed."""
    moment = moment or str(int(time()))
    text = body.decode("latin-1") if b"\xff" in body else body.decode()
    mark = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=text)
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": mark or ""}


async def raw(port: int, *sent: bytes) -> bytes:
    """What comes back for these bytes, until the other side ends it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in sent:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), at_most(20))
    finally:
        writer.close()


async def test_what_is_signed_reaches_the_bot_and_nothing_else_does() -> None:
    """Each malformed or unsigned request is 400 or 401, by itself; a signed one after them is taken."""
    async with listening() as bot, aiohttp.ClientSession() as session:
        for name, (body, kind) in MALFORMED.items():
            for headers in (signed(body, kind), {"Content-Type": kind}):
                async with session.post(bot.url, data=BytesIO(body), headers=headers) as answer:
                    assert (answer.status, "Server" in answer.headers) == (
                        400 if len(headers) > 1 else 401,
                        False,
                    ), name
        assert bot.reached == []
        body = json.dumps({"type": "event_callback"}).encode()
        async with session.post(bot.url, data=body, headers=signed(body)) as answer:
            assert (answer.status, "Server" in answer.headers) == (200, False)
        assert bot.reached == [{"type": "event_callback"}]


async def test_a_signature_that_is_none_is_401() -> None:
    """Wrong, old, from the future, of another body, in other figures, or by another method without one."""
    body = b'{"type": "event_callback"}'
    good = signed(body)
    wrong = [
        {**good, "X-Slack-Signature": "v0=0"},
        {**good, "X-Slack-Signature": "ü"},
        signed(b"{}"),
        *({**good, "X-Slack-Request-Timestamp": moment} for moment in ("", "now", "²", "-1", "1e9", "9" * 5000, "1")),
        signed(body, moment=str(int(time()) - 400)),
        signed(body, moment=str(int(time()) + 400)),
    ]
    async with listening() as bot, aiohttp.ClientSession() as session:
        for headers in wrong:
            async with session.post(bot.url, data=body, headers=headers) as answer:
                assert answer.status == 401, headers
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            async with session.request(method, bot.url) as answer:
                assert answer.status == 401, method
        assert bot.reached == []


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01 no HTTP at all\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: a\r\n" + b"A: a\r\n" * 10_000 + b"\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"POST /slack/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["TLS", "a version there is not", "a long line", "many lines", "a length that is none", "not packed", "chunks"],
)
async def test_what_is_no_http_is_400_and_learns_no_name(sent: bytes) -> None:
    """Before anything of it could be read, too."""
    async with listening() as bot:
        answer = await raw(bot.port, sent)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 401", b"HTTP/1.0 400"))
        assert b"aiohttp" not in answer
        assert b"server:" not in answer.lower()
        assert bot.reached == []


async def test_a_packed_bomb_is_not_unpacked() -> None:
    """What is signed and unpacks to more than a request has is refused."""
    packed = gzip.compress(bytes(64 * LARGEST_BODY))
    async with listening() as bot, aiohttp.ClientSession() as session:
        headers = {**signed(packed.hex().encode()), "Content-Encoding": "gzip"}
        async with session.post(bot.url, data=packed, headers=headers) as answer:
            assert answer.status == 400


async def test_a_head_that_does_not_end_is_not_waited_for() -> None:
    """Whoever sends a head letter by letter, or nothing at all, is put out."""
    async with listening(head_seconds=0.1) as bot:
        assert await raw(bot.port, b"POST /slack/events HTTP/1.1\r\n", b"Host: a\r\n") == b""
        assert await raw(bot.port) == b""


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    """Signed or not: without a signature it is not even begun."""
    async with listening(body_seconds=0.1) as bot:
        head = "".join(f"{name}: {value}\r\n" for name, value in signed(b"a").items())
        late = await raw(bot.port, f"POST {PATH} HTTP/1.1\r\nHost: a\r\n{head}Content-Length: 9\r\n\r\na".encode())
        assert late.startswith(b"HTTP/1.1 408")
        assert bot.reached == []


async def test_a_fault_of_ours_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """500, so that Slack tries again; neither answer nor log quotes what was sent."""
    body = b'{"type": "fails"}'
    async with (
        listening() as bot,
        aiohttp.ClientSession() as session,
        session.post(bot.url, data=body, headers=signed(body)) as answer,
    ):
        assert (answer.status, await answer.text()) == (500, "")
    assert "RuntimeError" in caplog.text
    assert "what was typed" not in caplog.text
