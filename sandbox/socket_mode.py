"""Socket Mode: connections with single-use tickets, each payload to one of them, acknowledged within three seconds."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.bell import Bell
from sandbox.envelopes import EVENTS, Envelope, Outcome
from sandbox.wire import JSON, read_json
from sandbox.workspace import Workspace

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600.0
DEBUG_CONNECTION_SECONDS = 360.0
WARNING_SECONDS = 10.0
ACKNOWLEDGE_SECONDS = 3.0
# How long Slack counts a connection whose end it was not told of; nobody knows.
KILLED_SECONDS = 30.0


@dataclass(eq=False)
class Connection:
    number: int
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    seconds: float
    # Told to go: it may still acknowledge, but gets nothing new.
    leaving: bool = False

    async def disconnect(self, reason: str) -> None:
        """Tell the app to go; `warning` comes some ten seconds ahead."""
        self.leaving = reason != "warning"
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
        await self.socket.send_json(frame)


@dataclass
class SocketMode:
    """The open connections of the app and the envelopes that wait for an acknowledgement."""

    workspace: Workspace
    acknowledge_seconds: float = ACKNOWLEDGE_SECONDS
    connection_seconds: float = CONNECTION_SECONDS
    warning_seconds: float = WARNING_SECONDS
    killed_seconds: float = KILLED_SECONDS
    connections: list[Connection] = field(default_factory=list)
    _opened: Bell = field(default_factory=Bell)
    _waiting: dict[str, asyncio.Future[JSON]] = field(default_factory=dict)
    _last_number: int = 0
    _killed_at: list[float] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """`/link?ticket=…`; an unknown or used ticket is refused before the handshake."""
        if not self.workspace.tickets.use_socket_ticket(request.query.get("ticket", "")):
            self.workspace.log.add("socket", what="refused", reason="ticket unknown or used")
            return web.Response(status=401, text="invalid ticket")
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        debug = request.query.get("debug_reconnects") == "true"
        self._last_number += 1
        seconds = DEBUG_CONNECTION_SECONDS if debug else self.connection_seconds
        connection = Connection(self._last_number, socket, request.transport, seconds)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.disconnect("too_many_websockets")
        else:
            await self._serve(connection)
        await socket.close()
        return socket

    async def _serve(self, connection: Connection) -> None:
        self.connections.append(connection)
        await connection.socket.send_json(self._hello(connection))
        self._note("connected", connection)
        self._opened.ring()
        ageing = asyncio.create_task(self._grow_old(connection))
        try:
            await self._listen(connection)
        finally:
            ageing.cancel()
            self.connections.remove(connection)
            if connection.socket.close_code in (None, WSCloseCode.ABNORMAL_CLOSURE):
                self._killed_at.append(asyncio.get_running_loop().time())
            self._note("closed", connection)

    def _hello(self, connection: Connection) -> JSON:
        debug = {
            "host": "applink-sandbox",
            "build_number": 1,
            "approximate_connection_time": int(connection.seconds),
        }
        return {
            "type": "hello",
            "num_connections": len(self.connections) + self._still_counted(),
            "connection_info": {"app_id": self.workspace.app.id},
            "debug_info": debug,
        }

    def _still_counted(self) -> int:
        """Connections that were killed so lately that Slack takes them to be there."""
        now = asyncio.get_running_loop().time()
        self._killed_at = [at for at in self._killed_at if now - at < self.killed_seconds]
        return len(self._killed_at)

    async def _grow_old(self, connection: Connection) -> None:
        await asyncio.sleep(max(0.0, connection.seconds - self.warning_seconds))
        await connection.disconnect("warning")
        await asyncio.sleep(self.warning_seconds)
        await connection.disconnect("refresh_requested")
        await asyncio.sleep(self.warning_seconds)
        await connection.socket.close()

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type == WSMsgType.TEXT:
                self._acknowledged(connection, frame.data)

    def _acknowledged(self, connection: Connection, text: str) -> None:
        """An acknowledgement counts on any connection, as after a reconnect (undocumented)."""
        try:
            answer = read_json(text)
        except ValueError:
            self._note("unreadable frame", connection)
            return
        waiting = self._waiting.pop(str(answer.get("envelope_id")), None) if isinstance(answer, dict) else None
        if waiting is None or waiting.done():
            self._note("late or unknown acknowledgement", connection)
        else:
            waiting.set_result(answer)

    async def send(self, envelope: Envelope) -> Outcome:
        """One attempt; with no connection open it waits as long as for an acknowledgement."""
        connection = await self._any_connection()
        if connection is None:
            return Outcome("connection_failed")
        waiting = self._waiting[envelope.id] = asyncio.get_running_loop().create_future()
        try:
            await connection.socket.send_json(_frame(envelope))
            if envelope.drops_socket:
                self.drop(connection)
            async with asyncio.timeout(self.acknowledge_seconds):
                answer = await waiting
        except ConnectionError:
            return Outcome("connection_failed")
        except TimeoutError:
            return Outcome("timeout")
        finally:
            self._waiting.pop(envelope.id, None)
        return Outcome(answer=_payload(answer))

    def drop(self, connection: Connection) -> None:
        """Cut the line, as a network does: no close handshake."""
        connection.leaving = True
        self._note("dropped", connection)
        if connection.transport is not None:
            connection.transport.abort()

    async def _any_connection(self) -> Connection | None:
        """Slack promises no pattern, so none can be relied on."""
        deadline = asyncio.get_running_loop().time() + self.acknowledge_seconds
        while not (ready := [one for one in self.connections if not one.leaving and not one.socket.closed]):
            remaining = deadline - asyncio.get_running_loop().time()
            if remaining <= 0 or not await self._opened.wait(remaining):
                return None
        return random.choice(ready)

    def _note(self, what: str, connection: Connection) -> None:
        self.workspace.log.add("socket", what=what, connection=connection.number, open=len(self.connections))


def _payload(answer: JSON) -> JSON | str | None:
    """What an app answered with its acknowledgement; neither an object nor text is nothing."""
    payload = answer.get("payload")
    return payload if isinstance(payload, dict | str) else None


def _frame(envelope: Envelope) -> JSON:
    frame: JSON = {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.accepts_answer,
    }
    if envelope.kind == EVENTS:
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return frame
