"""Libraries are silent, and what nobody has caught is told by its kind: neither quotes what somebody wrote."""

import ast
import asyncio
import logging
import subprocess
import sys

import pytest

from bot.background.tasks import begin, begin_for
from bot.commands.logs import is_ours, tell_of_loop
from tests.scanning import ROOT, modules
from tests.serving import SERVING

CANARY = "kestrel in the rafters"
LIBRARIES = ["fontTools.subset", "asyncio", "aiohttp.access", "sqlalchemy.engine", "apscheduler", "root", "slack_sdk"]

UNCAUGHT = f"""
import asyncio, logging, threading, warnings
from bot.commands.logs import quote_nothing, speak, tell_of_loop
speak(logging.INFO)
quote_nothing()
for name in {LIBRARIES!r}:
    logging.getLogger(name).critical("{CANARY}")
warnings.warn("{CANARY}")
logging.getLogger("bot.app").warning("heard")
class Dropped:
    def __del__(self):
        raise ValueError("{CANARY}")
Dropped()
def fail():
    raise ValueError("{CANARY}")
thread = threading.Thread(target=fail); thread.start(); thread.join()
async def main():
    asyncio.get_running_loop().set_exception_handler(tell_of_loop)
    async def broken():
        fail()
    asyncio.create_task(broken())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
fail()
"""


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_is_silent(name: str) -> None:
    """At any level, whatever it is called: ours are listed, not theirs."""
    assert not is_ours(logging.LogRecord(name, logging.CRITICAL, "", 1, CANARY, None, None))
    assert is_ours(logging.LogRecord("bot.app", logging.INFO, "", 1, "said", None, None))


async def test_a_task_that_fails_is_told_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    """Waited for or not, asyncio finds nothing that nobody has taken."""

    async def fail() -> None:
        raise ValueError(CANARY)

    alone, waited = begin(fail(), "alone"), begin_for(fail(), "waited")
    await asyncio.wait([alone, waited])
    assert [record.getMessage() for record in caplog.records] == ["The task “alone” has failed (ValueError)."]
    tell_of_loop(asyncio.get_running_loop(), {"message": CANARY, "exception": ValueError(CANARY)})
    assert CANARY not in caplog.text


def test_tasks_are_begun_in_one_place() -> None:
    """So that each has somebody who takes what it fails with."""
    seen = list(modules("bot", "handlers", "storage", "messages"))
    assert len(seen) > 250
    found = {
        path
        for path, tree in seen
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("create_task", "ensure_future", "TaskGroup")
    }
    assert found == {"bot/background/tasks.py"}


class TestAProcess:
    """What needs one of its own: its hooks hold for all of it."""

    pytestmark = SERVING

    def test_nothing_uncaught_quotes_anything(self) -> None:
        """Libraries, warnings, threads, tasks, destructors, and what ends the program."""
        done = subprocess.run(
            [sys.executable, "-c", UNCAUGHT], cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": ""}
        )
        assert done.returncode == 1
        assert "heard" in done.stderr
        assert done.stderr.count("ValueError") == 5
        assert CANARY not in done.stderr + done.stdout
        assert "Traceback" not in done.stderr
