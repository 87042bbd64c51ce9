"""Whatever stands in a body, and whatever its headers say of it, no route answers with a 500."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from sandbox import membership, posting
from sandbox.configuration import CONFIGURATION_TOKEN
from sandbox.control_acts import ACTS
from sandbox.control_settings import SETTINGS
from sandbox.control_state import LOOKING
from sandbox.installation import ALL_SCOPES, APP_TOKEN, BOT_TOKEN
from sandbox.messages import Draft
from sandbox.methods.registry import METHODS
from sandbox.server import Sandbox
from sandbox.showing import new_view
from sandbox.wire import JSON
from tests.sandbox.blocks import modal, words_input
from tests.sandbox.test_random_calls import BAD, BLOCKS, GOOD, NAMES, what_there_is

# What the control API, uploads and answers take, and what mostly makes sense there.
SENSIBLE: dict[str, list[Any]] = {
    **GOOD,
    "action": [{"action_id": "a"}, {"action_id": "s", "value": "x"}, {"action_id": "typed", "value": "typed"}],
    "app_id": ["A0APP"],
    "by": ["U0OLA", "U0MIA"],
    "callbackId": ["note"],
    "command": ["/note"],
    "content": ["eA=="],
    "delete_original": [True],
    "disconnect": ["warning", "refresh_requested"],
    "error": ["internal_error"],
    "event": ["message.im"],
    "events": [["message.im"]],
    "method": ["chat.postMessage"],
    "post_at": ["9999999999", 9999999999],
    "real_name": ["Una Holm"],
    "replace_original": [True],
    "requestUrl": [None],
    "response_type": ["in_channel", "ephemeral"],
    "scopes": [["chat:write"]],
    "tab": ["messages"],
    "to": ["2026-03-15T18:00:00.000Z"],
    "tz": ["Europe/Berlin"],
    "values": [{}, {"words": {"typed": "typed"}}],
}
FIELDS = (
    "actions advanceSeconds all deleted drop enabled fields http key locale messageTs offsetSeconds present threadTs "
    "times title token viewId"
).split()
TYPES = (
    "application/json", "application/json; charset=utf-8", "application/json; charset=utf-99",
    "application/json; charset=utf-16", 'application/json; charset="', "application/json; charset=iso-8859-1",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=latin-9", "text/plain",
    "application/x-www-form-urlencoded; charset=us-ascii", "multipart/form-data; boundary=edge", "text/html", "", ";",
    'multipart/form-data; boundary="', "multipart/form-data; boundary=", "multipart/mixed; boundary=edge",
    "multipart/form-data; boundary=edge; charset=utf-99", "multipart/form-data", "application/json;charset", "/",
    "multipart/form-data; boundary*=utf-8''edge", "é/ü; x=\udcff",
)  # fmt: skip
ENCODINGS = ("gzip", "deflate", "br", "identity", "none", "gzip, gzip")
NASTY: list[Any] = [
    "\ud800", "\x00", "\ufeff", "²", "9" * 400, "9" * 5000, "-0", "1e999", 1e999, float("nan"), 10**400, "%ff",
    "2026-02-30T25:61:00Z", "xoxb-\ud800", "../../etc", "=?utf-8?b?/w==?=", "\r\n\r\n", "T0TEAM-",
    [["U0OLA"]], {"U0OLA": "x"}, {"U0OLA": {"x": {}}}, [{"type": "x", "text": []}],
]  # fmt: skip


def routes(sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """Every way in that the server has, and each method of the Web API by its name."""
    for route in sandbox.application.router.routes():
        assert route.resource is not None
        path = route.resource.canonical
        for verb in {"*": ("GET", "POST"), "HEAD": ()}.get(route.method, (route.method,)):
            if path == "/api/{method}":
                yield from ((verb, f"/api/{name}") for name in (*METHODS, "chat.shout", "im.list", "%C3%BC"))
            else:
                yield verb, path


def nested(chance: random.Random) -> Any:
    """An array or object in itself, up to as deep as the interpreter goes."""
    value: Any = "deep"
    for _ in range(chance.choice((5, 90, 101, 300))):
        value = chance.choice(
            ([value], {"elements": [value]}, {"text": value}, {"blocks": [value], "type": "container"})
        )
    return value


def anything(chance: random.Random, name: str, known: dict[str, list[Any]]) -> Any:
    """What stands under a name: mostly what belongs there, and sometimes what nobody should send."""
    kind = chance.random()
    if kind < 0.8:
        return chance.choice(known.get(name) or SENSIBLE.get(name) or ["text", "1700000000.000001", 5, True])
    if kind < 0.95:
        return chance.choice((*BAD, *NASTY))
    return nested(chance) if kind < 0.98 else chance.random() * 10 ** chance.randrange(-20, 300)


def fields(chance: random.Random, required: set[str], known: dict[str, list[Any]]) -> JSON:
    """Those that are asked for, mostly, and a few of all there are."""
    given = {name for name in sorted(required) if chance.random() < 0.97}
    more = chance.sample((*NAMES, *SENSIBLE, *FIELDS), chance.choice((0, 0, 1, 2, 5)))
    return {name: anything(chance, name, known) for name in dict.fromkeys((*sorted(given), *more))}


def written(chance: random.Random, given: JSON) -> tuple[str, bytes]:
    """The fields in one of the three ways, with the type that belongs to it."""
    texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in given.items()}
    kind = chance.choice(("json", "form", "multipart"))
    if kind == "json":
        return "application/json", json.dumps(given, ensure_ascii=chance.random() < 0.7).encode(
            "utf-8", "surrogatepass"
        )
    if kind == "form":
        pairs = (f"{name}={text}" for name, text in texts.items())
        return "application/x-www-form-urlencoded", "&".join(pairs).encode("utf-8", "surrogatepass")
    head = '--edge\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    file = chance.choice(("", "", '; filename="x.txt"', "; filename*=utf-8''%ff", "; filename"))
    body = "".join(head.format(name, file, text) for name, text in texts.items()) + "--edge--\r\n"
    return "multipart/form-data; boundary=edge", body.encode("utf-8", "surrogatepass")


def damaged(chance: random.Random, body: bytes) -> bytes:
    """As it is, or cut, or with bytes in it that are no text, or something else altogether."""
    place = chance.randrange(len(body) + 1)
    junk = chance.randbytes(chance.randrange(1, 30))
    return chance.choice(
        (body, body, body[:place], body[:place] + junk + body[place:], junk, b"[" * 50_000, b'{"a":' * 500)
    )


def request_of(chance: random.Random, given: JSON) -> dict[str, Any]:
    """A body and what the headers say of it, true or not."""
    kind, body = written(chance, given)
    if chance.random() < 0.3:
        kind, body = (chance.choice(TYPES) if chance.random() < 0.5 else kind), damaged(chance, body)
    token = chance.choice((BOT_TOKEN,) * 9 + (APP_TOKEN, CONFIGURATION_TOKEN, "\udcff"))
    headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}
    if chance.random() < 0.03:
        headers["Content-Encoding"] = chance.choice(ENCODINGS)
    return {"data": body, "headers": headers}


def address(chance: random.Random, sandbox: Sandbox, path: str, known: dict[str, list[Any]]) -> URL:
    """The path with something in each of its gaps, now and then with questions."""
    workspace = sandbox.workspace
    _, upload = workspace.files.promise("a\nb.pdf", 10, "U0BOT", 0)
    response = workspace.tickets.new_response_url("U0OLA", "D0OLA", workspace.clock.now())
    ticket = workspace.tickets.new_socket_ticket()
    fillings = {
        "secret": [upload if "upload" in path else response],
        "channel": known["channel"], "file": known["file"], "key": [f"T0TEAM-{known['file'][0]}"], "name": ["page.pdf"],
    }  # fmt: skip
    for gap in ("secret", "channel", "file", "key", "name"):
        path = path.replace(
            f"{{{gap}}}", chance.choice((*fillings[gap], *fillings[gap], "%ff", "%00", "%F0%9F%98%80", "x"))
        )
    asked = chance.choice(
        ("", "", f"?ticket={ticket}", "?user=%ff&after=%C2%B2", "?after=-1&limit=%00", "?channel=D0OLA&user")
    )
    return URL(f"{sandbox.url}{'/page/index.html' if path == '/page' else path}{asked}", encoded=True)


class Sender:
    """Sends to all routes in turn, and learns from what is refused which fields a route asks for."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self.sandbox = sandbox
        self.chance = random.Random(seed)
        self.routes = list(routes(sandbox))
        self.required = {
            path: {"text"} if "/chat." in path or "secret" in path else set[str]() for _, path in self.routes
        }
        self.done: set[str] = set()
        self.sent = 0

    async def send(self, count: int) -> None:
        """So many bodies."""
        self.sandbox.be_patient_for(0.001)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
            for _ in range(count):
                await self._send_one(session)

    async def _send_one(self, session: aiohttp.ClientSession) -> None:
        verb, path = self.routes[self.sent % len(self.routes)]
        known = {**what_there_is(self.sandbox), **furnished(self.sandbox)}
        asked = request_of(self.chance, fields(self.chance, self.required[path], known))
        url = address(self.chance, self.sandbox, path, known)
        async with session.request(verb, url, allow_redirects=False, **asked) as response:
            assert response.status < 500, (verb, url, asked)
            if not path.endswith("/stream"):
                self._learn(path, await response.text(errors="replace"))
        mistakes = [entry for entry in self.sandbox.workspace.log.entries if entry["kind"] == "mistake"]
        assert mistakes == [], (verb, url, asked)
        self.sent += 1
        put_back(self.sandbox)
        if self.sent % 200 == 0:
            self.sandbox.workspace.reset()

    def _learn(self, path: str, answer: str) -> None:
        self.required[path].update(re.findall(r"missing required field: (\w+)", answer))
        self.required[path].update(re.findall(r'"message": "(\w+) is required', answer))
        if '"ok": true' in answer:
            self.done.add(path)


def furnished(sandbox: Sandbox) -> dict[str, list[Any]]:
    """A channel of the app's, a message with a button and a choice, and a modal with an input; made anew when gone."""
    workspace = sandbox.workspace
    user, direct = "U0OLA", workspace.direct_message("U0OLA")
    channel = workspace.named_conversation("the-set")
    if channel is None:
        channel = membership.create(workspace, "the-set", workspace.app.bot_user, is_private=True)
        membership.add(workspace, channel, user)
    if not len(direct.timeline):
        posting.post_as_app(workspace, direct, Draft("text", BLOCKS[0]))
        posting.post_as_person(workspace, direct, workspace.people[user], Draft("text"))
    if not workspace.views.stack(user):
        workspace.views.open(new_view(workspace, user, modal(words_input())))
    stamps = [message.ts for message in direct.timeline][-5:]
    views = [view.id for view in workspace.views.all()]
    return {
        "channel": ["D0OLA", "D0OLA", "app", "C0GENERAL", channel.id, channel.id],
        "user": [user, user, user, "U0MIA", "U0BOT", "USLACKBOT"],
        "view_id": views, "viewId": views,
        **dict.fromkeys(("ts", "messageTs", "timestamp", "message_ts"), stamps),
    }  # fmt: skip


def put_back(sandbox: Sandbox) -> None:
    """Faults were asked for, and are no answer of the sandbox's own; nothing leaves the machine."""
    workspace = sandbox.workspace
    workspace.faults.clear()
    workspace.app.request_url, workspace.app.token_revoked = None, False
    workspace.app.scopes = set(ALL_SCOPES)


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_body_ends_in_a_500(open_sandbox: Sandbox, seed: int) -> None:
    """Each route takes a few."""
    sender = Sender(open_sandbox, seed)
    await sender.send(4 * len(sender.routes))


@pytest.mark.prove
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(10, 20))
async def test_ten_thousand_bodies_end_in_no_500(open_sandbox: Sandbox, seed: int) -> None:
    """A thousand of each seed."""
    await Sender(open_sandbox, seed).send(1000)


async def test_every_way_in_is_among_them(open_sandbox: Sandbox) -> None:
    """The Web API, the control API, answers, uploads and sockets."""
    there = {path for _, path in routes(open_sandbox)}
    assert {f"/api/{name}" for name in METHODS} <= there
    assert {f"/_control{path}" for _, path, _ in (*ACTS, *SETTINGS, *LOOKING)} <= there
    assert {"/", "/page", "/link", "/response/{secret}", "/upload/v1/{secret}"} <= there
