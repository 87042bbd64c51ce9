"""Probes: a name, a rule with its source, and the steps that ask for it over the wire."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.patience import at_most
from tests.sandbox_probes.matching import Condition, at, differences, filled

BOT, APP = "xoxb-sandbox", "xapp-sandbox"
METHODS = "docs.slack.dev/reference/methods/"
WAIT = 4.0
FORM = "application/x-www-form-urlencoded"
OK: Mapping[str, object] = {"ok": True}

Expected = Mapping[str, object] | str | tuple[str, ...]
Keep = Mapping[str, str]


@dataclass
class Scene:
    """One sandbox while it is probed: what was kept, the sockets, and the acts of people that wait for the app."""

    url: str
    session: aiohttp.ClientSession
    kept: dict[str, Any] = field(default_factory=dict)
    sockets: list[aiohttp.ClientWebSocketResponse] = field(default_factory=list)
    acts: list[asyncio.Task[dict[str, Any]]] = field(default_factory=list)
    envelopes: list[dict[str, Any]] = field(default_factory=list)

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[dict[str, Any], str]:
        """One raw request: the answer with its status and headers, and its bare text."""
        target = path if path.startswith(("http:", "ws:")) else self.url + path
        skipped = ["Content-Type"] if body is not None else []
        async with self.session.request(
            method, target, headers=headers, data=body, skip_auto_headers=skipped
        ) as response:
            text = await response.text()
            about = {"@status": response.status, "@headers": {k.lower(): v for k, v in response.headers.items()}}
            try:
                answer = json.loads(text)
            except ValueError:
                answer = {}
            return {**(answer if isinstance(answer, dict) else {}), **about, "@text": text}, text

    def judge(self, what: str, answer: Any, expected: Expected, keep: Keep) -> None:
        """Compare an answer with what must be in it, and keep parts of it."""
        wrong = differences(answer, expectation(expected), self.kept)
        assert not wrong, f"{what}: {'; '.join(wrong)}; whole answer: {json.dumps(answer, default=str)[:900]}"
        for name, path in keep.items():
            self.kept[name] = at(answer, path)


Step = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Probe:
    """One rule of Slack and the steps that ask for it."""

    name: str
    rule: str
    steps: tuple[Step, ...]
    in_real_time: bool = False


def probe(name: str, rule: str, *steps: Step, in_real_time: bool = False) -> Probe:
    """A probe; `in_real_time` says that Slack's three seconds are shown."""
    return Probe(name, rule, steps, in_real_time)


def expectation(expected: Expected) -> Mapping[str, object]:
    """What must be in an answer; a bare text is an error's code."""
    if isinstance(expected, str):
        return {"ok": False, "error": expected}
    if isinstance(expected, tuple):
        return {"ok": False, "error": Condition(f"one of {expected}", lambda value: value in expected)}
    return expected


def encoded(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Arguments as form fields: what is no text is JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}


def multipart(arguments: Mapping[str, str]) -> bytes:
    """Arguments as a multipart body with the boundary `probe`."""
    parts = [f'--probe\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in arguments.items()]
    return ("".join(parts) + "--probe--\r\n").encode()


def packed(how: str, arguments: Mapping[str, Any]) -> tuple[str, str, bytes | None]:
    """The query, the content type and the body that carry the arguments."""
    if how == "json":
        return "", "application/json; charset=utf-8", json.dumps(arguments).encode()
    if how == "get":
        return f"?{urlencode(encoded(arguments))}", "", None
    if how == "multipart":
        return "", "multipart/form-data; boundary=probe", multipart(encoded(arguments))
    return "", FORM, urlencode(encoded(arguments)).encode()


def call(
    name: str,
    arguments: Mapping[str, Any] | None = None,
    expected: Expected = OK,
    *,
    keep: Keep | None = None,
    how: str = "form",
    token: str = BOT,
) -> Step:
    """Call a method of the Web API."""

    async def step(scene: Scene) -> None:
        query, kind, body = packed(how, filled(dict(arguments or {}), scene.kept))
        headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": kind} if kind else {})
        answer, _ = await scene.ask("GET" if body is None else "POST", f"/api/{name}{query}", headers, body)
        scene.judge(name, answer, expected, keep or {})

    return step


def eventually(name: str, arguments: Mapping[str, Any], expected: Expected) -> Step:
    """Call a method until its answer is as it must be."""
    once = call(name, arguments, expected)

    async def step(scene: Scene) -> None:
        deadline = asyncio.get_running_loop().time() + at_most(WAIT)
        while True:
            try:
                return await once(scene)
            except AssertionError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
            await asyncio.sleep(0.02)

    return step


def raw(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: str | None,
    expected: Expected,
    *,
    keep: Keep | None = None,
) -> Step:
    """One request, byte for byte; the answer's status and headers stand under @status and @headers."""

    async def step(scene: Scene) -> None:
        sent = None if body is None else filled(body, scene.kept).encode()
        answer, _ = await scene.ask(method, filled(path, scene.kept), headers, sent)
        scene.judge(f"{method} {path}", answer, expected, keep or {})

    return step


def to_url(name: str, body: Mapping[str, Any], expected: Expected) -> Step:
    """Post JSON to an address that was kept, such as a response_url."""

    async def step(scene: Scene) -> None:
        sent = json.dumps(filled(dict(body), scene.kept)).encode()
        answer, _ = await scene.ask("POST", scene.kept[name], {"Content-Type": "application/json"}, sent)
        scene.judge(f"POST to {name}", answer, expected, {})

    return step


def walk(
    name: str,
    arguments: Mapping[str, Any],
    items: str,
    expected: Mapping[str, object],
    *,
    between: tuple[Step, ...] = (),
    by: str = "",
) -> Step:
    """Follow the cursors to the end; `between` happens after the first page; all items stand under `all`."""

    async def step(scene: Scene) -> None:
        cursor, pages, found = "", [], []
        while True:
            await call(name, {**arguments, **({"cursor": cursor} if cursor else {})}, keep={"page": "@text"})(scene)
            page = json.loads(scene.kept["page"])
            limit = int(arguments["limit"])
            assert len(page[items]) <= limit, f"{name}: a page of {len(page[items])} for limit={limit}"
            pages.append(page)
            found += [item[by] if by else item for item in page[items]]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
            assert len(pages) < 100, f"{name}: the pages have no end"
            if len(pages) == 1:
                for act in between:
                    await act(scene)
        assert len(set(found)) == len(found), f"{name}: the pages show something twice: {found}"
        answer = {"all": found, "sorted": sorted(found), "pages": len(pages), "last": pages[-1], "first": pages[0]}
        scene.judge(f"pages of {name}", answer, expected, {})

    return step


def control(path: str, body: Mapping[str, Any], expected: Expected = OK, *, keep: Keep | None = None) -> Step:
    """Something a person does, or the clock; does not go on before it is done."""

    async def step(scene: Scene) -> None:
        sent = json.dumps(filled(dict(body), scene.kept)).encode()
        answer, _ = await scene.ask("POST", f"/_control{path}", {"Content-Type": "application/json"}, sent)
        scene.judge(path, answer, expected, keep or {})

    return step


def act(path: str, body: Mapping[str, Any]) -> Step:
    """Something a person does that waits for the app: it goes on beside the next steps."""

    async def step(scene: Scene) -> None:
        sent = json.dumps(filled(dict(body), scene.kept)).encode()
        asked = scene.ask("POST", f"/_control{path}", {"Content-Type": "application/json"}, sent)
        scene.acts.append(asyncio.ensure_future(_only_answer(asked)))

    return step


async def _only_answer(asked: Awaitable[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    return (await asked)[0]


def outcome(expected: Expected) -> Step:
    """What the person who acted last sees of it."""

    async def step(scene: Scene) -> None:
        scene.judge("outcome", await asyncio.wait_for(scene.acts.pop(), at_most(WAIT)), expected, {})

    return step


def connect(expected: Mapping[str, object] | None = None) -> Step:
    """Open a Socket Mode connection and read its hello."""

    async def step(scene: Scene) -> None:
        await call("apps.connections.open", token=APP, keep={"socket": "url"})(scene)
        socket = await scene.session.ws_connect(scene.kept["socket"])
        scene.sockets.append(socket)
        hello = await asyncio.wait_for(socket.receive_json(), at_most(WAIT))
        scene.judge("hello", hello, expected or {"type": "hello"}, {})

    return step


def envelope(
    match: Mapping[str, object],
    expected: Mapping[str, object] | None = None,
    *,
    keep: Keep | None = None,
    reply: Mapping[str, Any] | None = None,
    silent: bool = False,
) -> Step:
    """Read until an envelope matches; each one read is acknowledged, the match with `reply` or, if `silent`, not."""

    async def step(scene: Scene) -> None:
        try:
            async with asyncio.timeout(at_most(WAIT)):
                found = await _read_until(scene, match, reply, silent)
        except TimeoutError:
            seen = json.dumps(scene.envelopes)[:600]
            raise AssertionError(f"no envelope like {dict(match)}; there were {seen}") from None
        scene.judge("envelope", found, expected or {}, keep or {})

    return step


async def _read_until(
    scene: Scene, match: Mapping[str, object], reply: Mapping[str, Any] | None, silent: bool
) -> dict[str, Any]:
    while True:
        found: dict[str, Any] = await scene.sockets[-1].receive_json()
        is_it = not differences(found, match, scene.kept)
        await _acknowledge(scene, found, is_it, reply, silent)
        scene.envelopes.append(found)
        if is_it:
            return found


async def _acknowledge(
    scene: Scene, found: dict[str, Any], is_it: bool, reply: Mapping[str, Any] | None, silent: bool
) -> None:
    if "envelope_id" not in found or (is_it and silent):
        return
    payload = {"payload": filled(dict(reply), scene.kept)} if is_it and reply is not None else {}
    await scene.sockets[-1].send_json({"envelope_id": found["envelope_id"], **payload})


def event(kind: str, **fields: object) -> dict[str, object]:
    """The match for an event of this type, with these fields."""
    return {"type": "events_api", "payload.event.type": kind} | {f"payload.event.{k}": v for k, v in fields.items()}


async def run(url: str, steps: tuple[Step, ...]) -> None:
    """Take the steps on a fresh sandbox."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        scene = Scene(url, session)
        try:
            for step in steps:
                await step(scene)
        finally:
            for waiting in scene.acts:
                waiting.cancel()
            await asyncio.gather(*scene.acts, return_exceptions=True)
            for socket in scene.sockets:
                await socket.close()
