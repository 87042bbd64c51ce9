"""A line between one bot and a server, which can be cut as a network is: it stays open, and nothing comes through."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
AT_ONCE = 65_536


class Line:
    """A port of this machine's that leads to a server.

    `name`: what the server calls itself, as address and port, wherever it says so; here it is told by this one's.
    While the line is cut, what was sent waits, as it does in the systems on both sides; whoever closes a connection
    meanwhile has sent it all the same, unless they closed it so that it is given up (SO_LINGER of nothing).
    """

    def __init__(self, reach: Callable[[], Awaitable[Ends]], name: str = "") -> None:
        self._reach = reach
        self._name = name.encode()
        self._whole = asyncio.Event()
        self._whole.set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._readers: list[asyncio.StreamReader] = []
        self._server: asyncio.Server | None = None
        self.address = ""

    async def open(self) -> None:
        """Begin to listen, where the address is as long as the server's: it is put into its place."""
        while not self.address or (self._name and len(self.address) != len(self._name)):
            self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
            self.address = "{}:{}".format(*self._server.sockets[0].getsockname())

    def cut(self) -> None:
        """Nothing comes through from now on."""
        self._whole.clear()

    def mend(self) -> None:
        """What was sent meanwhile arrives, and all goes on."""
        self._whole.set()

    @property
    def given_up(self) -> bool:
        """Whether somebody on this side has closed a connection, in whichever way."""
        return any(one.at_eof() or one.exception() is not None for one in self._readers)

    async def close(self) -> None:
        """End everything."""
        for one in self._carrying:
            one.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)
        if self._server is not None:
            self._server.close()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._readers.append(reader)
        carrying = asyncio.create_task(self._carry((reader, writer)))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, near: Ends) -> None:
        far: Ends | None = None
        here = self.address.encode() if self._name else b""
        try:
            await self._whole.wait()
            far = await self._reach()
            await asyncio.gather(self._pump(near, far, here, self._name), self._pump(far, near, self._name, here))
        except OSError:
            pass
        finally:
            for _, writer in filter(None, (near, far)):
                writer.transport.abort()

    async def _pump(self, source: Ends, target: Ends, said: bytes, instead: bytes) -> None:
        """One direction, until its sender ends it. Raises OSError where a connection was broken off."""
        while True:
            sent = await source[0].read(AT_ONCE)
            await self._whole.wait()
            if (broken := source[0].exception()) is not None:
                raise broken
            if not sent:
                break
            target[1].write(sent.replace(said, instead) if said else sent)
            await target[1].drain()
        with suppress(OSError):
            target[1].write_eof()


async def postgresql_line(folder: str) -> Line:
    """To the PostgreSQL that listens in a folder."""
    line = Line(lambda: asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432"))
    await line.open()
    return line


async def slack_line(address: str) -> Line:
    """To the local Slack at an address and port."""
    host, _, port = address.partition(":")
    line = Line(lambda: asyncio.open_connection(host, int(port)), address)
    await line.open()
    return line
