"""What the local Slack bears: posts a second from many clients at once, beside connections that never finish asking.

    PYTHONPATH=. .venv/bin/python -m tests.benchmarks.sandbox_load

The sandbox runs in a process of its own. The best of some rounds counts, since other work on the machine only slows.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

import aiohttp
from rich.console import Console
from rich.table import Table

from sandbox.installation import BOT_TOKEN

CLIENTS = 100
POSTS = 40
HALF_OPEN = 300
AUTHENTICATIONS = 100
ROUNDS = 3
HEADERS = {"Authorization": f"Bearer {BOT_TOKEN}"}
# Asked for, and never finished: the server waits for the rest of the body.
UNFINISHED = b"POST /api/auth.test HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 100\r\n\r\ntoken="


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """The address of a fresh one, without rate limits."""
    command = (sys.executable, "-m", "sandbox", "--port", "0")
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert running.stdout is not None
    line = (await running.stdout.readline()).decode()
    try:
        yield line.split()[-1]
    finally:
        running.terminate()
        await running.wait()


@asynccontextmanager
async def half_open(url: str) -> AsyncIterator[None]:
    """Connections that began a request and leave it at that."""
    where = urlsplit(url)
    opened = [await asyncio.open_connection(where.hostname, where.port) for _ in range(HALF_OPEN)]
    for _, writer in opened:
        writer.write(UNFINISHED)
        await writer.drain()
    yield
    for _, writer in opened:
        writer.close()


async def call(session: aiohttp.ClientSession, url: str, method: str, **fields: str) -> float:
    """Seconds until the answer was there."""
    began = perf_counter()
    async with session.post(f"{url}/api/{method}", data=fields, headers=HEADERS) as response:
        assert (await response.json())["ok"]
    return perf_counter() - began


async def one_client(url: str, number: int) -> None:
    """Posts one after the other to a channel, on a connection of its own."""
    async with aiohttp.ClientSession() as session:
        for post in range(POSTS):
            await call(session, url, "chat.postMessage", channel="U0OLA", text=f"{number}: {post}")


async def authentications(url: str, beside: asyncio.Future[list[None]] | None = None) -> float:
    """Seconds of the median `auth.test`, one after the other: a hundred, or as long as what goes on `beside` them."""
    async with aiohttp.ClientSession() as session:
        seconds = [await call(session, url, "auth.test") for _ in range(1 if beside else AUTHENTICATIONS)]
        while beside is not None and not beside.done():
            seconds.append(await call(session, url, "auth.test"))
        return median(seconds)


async def one_round() -> tuple[float, float, float]:
    """Posts a second, and seconds of the median authentication: beside the half-open, and beside the posts as well."""
    async with sandbox() as url, half_open(url):
        alone = await authentications(url)
        began = perf_counter()
        posting = asyncio.gather(*(one_client(url, number) for number in range(CLIENTS)))
        beside = await authentications(url, posting)
        await posting
        return CLIENTS * POSTS / (perf_counter() - began), alone, beside


async def main() -> None:
    """Some rounds, and the best of each figure."""
    rounds = [await one_round() for _ in range(ROUNDS)]
    posts, alone, beside = zip(*rounds, strict=True)
    table = Table(title=f"{CLIENTS} clients × {POSTS} posts, {HALF_OPEN} half-open connections")
    for heading in ("", "posts a second", "auth.test", "auth.test beside the posts"):
        table.add_column(heading, justify="right")
    for name, row in [*enumerate(rounds, 1), ("best", (max(posts), min(alone), min(beside)))]:
        table.add_row(str(name), f"{row[0]:.0f}", f"{row[1] * 1000:.1f} ms", f"{row[2] * 1000:.1f} ms")
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
