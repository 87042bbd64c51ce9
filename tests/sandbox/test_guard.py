"""Only this machine speaks to the sandbox, its page runs only its own, and no answer says what it is made with."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from sandbox import request_bodies, server
from sandbox.guard import POLICY
from sandbox.installation import app_from_manifest
from sandbox.server import PAGE, Sandbox
from sandbox.workspace import Workspace
from tests.patience import at_most
from tests.sandbox.driver import Control
from tests.serving import SERVING

pytestmark = SERVING

ADDRESSES = (
    "/",
    "/page/main.js",
    "/page/none",
    "/_control/state",
    "/_control/none",
    "/api/auth.test",
    "/link",
    "/none",
)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "[", "a@b", "0x7f.1"]
)
async def test_under_another_name_nobody_is_heard(sandbox: Sandbox, control: Control, host: str) -> None:
    """A site that has made its own name mean this machine reads and changes nothing."""
    port = sandbox.url.rpartition(":")[2]
    for address in ADDRESSES:
        headers = {"Host": host.format(port=port)}
        async with control.session.get(f"{sandbox.url}{address}", headers=headers) as answer:
            assert (answer.status, (await answer.json())["error"]) == (403, "foreign_host"), address


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_this_machine_is_heard_by_each_of_its_names(sandbox: Sandbox, control: Control, host: str) -> None:
    """Through a port of somebody's own, too."""
    for port in ("", sandbox.url.rpartition(":")[2], "9"):
        async with control.session.get(f"{sandbox.url}/", headers={"Host": f"{host}:{port}"}) as answer:
            assert answer.status == 200


async def test_every_answer_says_what_may_run_and_not_what_it_is_made_with(sandbox: Sandbox, control: Control) -> None:
    """Of the page, of the APIs and of nothing that there is."""
    for address in ADDRESSES:
        async with control.session.get(f"{sandbox.url}{address}") as answer:
            assert answer.headers["Content-Security-Policy"] == POLICY, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
            assert "Server" not in answer.headers, address


async def test_what_is_no_http_learns_no_name(sandbox: Sandbox) -> None:
    """Of the little that can be answered to it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    writer.write(b"\x16\x03\x01 no HTTP\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), at_most(20))
    writer.close()
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert b"server:" not in answer.lower()


async def test_a_body_that_does_not_come_is_not_waited_for(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a bad request."""
    monkeypatch.setattr(request_bodies, "BODY_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    writer.write(b"POST /_control/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
    answer = await asyncio.wait_for(reader.readuntil(b"}"), at_most(20))
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400")


async def test_a_head_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends it letter by letter is put out."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.1)
    async with Sandbox(Workspace.sample()) as sandbox:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
        writer.write(b"GET / HTTP/1.1\r\nHost: local")
        assert await asyncio.wait_for(reader.read(), at_most(20)) == b""
        writer.close()


@pytest.mark.parametrize("content", [b"[]", b'"a"', b'{"features": 7}', b"[" * 100_000, b"\xff", bytes(2**21), b""])
def test_a_manifest_that_is_none_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """Of any shape; and what is no file is not opened."""
    (tmp_path / "a.json").write_bytes(content)
    os.mkfifo(tmp_path / "pipe")
    for place in ("a.json", "pipe", "none"):
        with pytest.raises(ValueError, match=f"{place} cannot be read as an app manifest"):
            app_from_manifest(tmp_path / place)


def test_nothing_to_run_stands_in_the_page_itself() -> None:
    """What the policy forbids is not there to be missed: no script, no style and no handler in its text."""
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in POLICY
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/page/')
