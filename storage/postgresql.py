"""Connections to PostgreSQL: nobody waits for ever where a line falls silent, neither the bot nor those it shares with.

A line that is cut closes no connection. Whoever has sent something and hears nothing would wait for a quarter of an
hour, whoever only listens for hours, and the server would keep the turn of a writer that is gone for as long.
"""

import asyncio
import os
import socket
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection
from sqlalchemy import URL, PoolProxiedConnection

# How long a writer waits for its turn, as on SQLite.
BUSY_MILLISECONDS = 5000
# For so long the server keeps the turn of a writer that says nothing more; none of ours thinks for so long.
IDLE_MILLISECONDS = 6000
# How long an answer takes at most where it has to come: longer than the turn of a writer is waited for.
SILENT_SECONDS = 6.0
# So late an answer is not waited for any more. No statement of the bot's takes as long, but for the writing anew below.
HANG_UP_SECONDS = 20.0
WRITING_ANEW_SECONDS = 600.0
# What is said to the server, and whether it is still there, as the system looks after it. For libpq:
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
LINE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
# The same as the server looks after it: https://www.postgresql.org/docs/current/runtime-config-connection.html
SERVERS_LINE = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
WRITERS = {
    "lock_timeout": f"{BUSY_MILLISECONDS}",
    "idle_in_transaction_session_timeout": f"{IDLE_MILLISECONDS}",
}


class Line:
    """Whether the server answers: it does until an answer is late, or a connection breaks; then once it has again."""

    def __init__(self) -> None:
        self.is_silent = False

    def connect(self, *arguments: Any, **named: Any) -> Any:
        """A connection whose answers are not waited for without end; awaited by SQLAlchemy."""
        return self._connected(*arguments, **named)

    async def _connected(self, *arguments: Any, **named: Any) -> "ImpatientConnection":
        try:
            connection = await ImpatientConnection.connect(*arguments, **named)
        except Exception:
            self.is_silent = True
            raise
        connection.line = self
        return connection


class ImpatientConnection(AsyncConnection[Any]):
    """A connection that breaks when an answer does not come."""

    line: Line | None = None
    patience = HANG_UP_SECONDS

    async def wait(self, *arguments: Any, **named: Any) -> Any:
        """Wait for an answer; where none comes, the connection breaks as if the server had ended it."""
        loop, number = asyncio.get_running_loop(), self.fileno()
        late = loop.call_later(SILENT_SECONDS, self._note, True)
        giving_up = loop.call_later(self.patience, hang_up, number)
        try:
            found = await super().wait(*arguments, **named)
        finally:
            late.cancel()
            giving_up.cancel()
            self._note(self.broken)
        return found

    def _note(self, silent: bool) -> None:
        if self.line is not None:
            self.line.is_silent = silent


def hang_up(number: int) -> None:
    """End a connection from this side, whoever waits for something to come: they read that nothing more does."""
    with suppress(OSError), socket.socket(fileno=os.dup(number)) as line:
        line.shutdown(socket.SHUT_RDWR)


def arguments(url: URL) -> dict[str, Any]:
    """What a connection is made with; what the URL says itself stands. Nothing for a file."""
    if url.get_backend_name() == "sqlite":
        return {}
    return {name: value for name, value in LINE.items() if name not in url.query}


def prepare_reader(connection: Any, _record: Any) -> None:
    """Every connection: the server notices, too, when nobody is left at the other end."""
    say(connection, SERVERS_LINE)


def prepare_writer(connection: Any, _record: Any) -> None:
    """Every connection that writes: it waits for its turn, and keeps it, for no longer than others can bear."""
    say(connection, SERVERS_LINE | WRITERS)


def say(connection: Any, settings: dict[str, str]) -> None:
    """Set what holds for as long as a connection lasts."""
    cursor = connection.cursor()
    for name, value in settings.items():
        cursor.execute(f"SET {name} = '{value}'")
    cursor.close()
    connection.commit()


def be_patient(connection: PoolProxiedConnection) -> None:
    """Wait for what takes long, and think nothing of it. For a connection that is given up afterwards."""
    own = connection.driver_connection
    if isinstance(own, ImpatientConnection):
        own.line, own.patience = None, WRITING_ANEW_SECONDS
