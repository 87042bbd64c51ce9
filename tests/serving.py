"""Which tests start something: told by a fixture, and held true by Python's own audit of what is begun."""

import sys
from collections.abc import Generator
from typing import Any

import pytest

from tests.proved import note

SERVING = pytest.mark.usefixtures("serving")
# A listening socket, and every way to another process.
BEGINNINGS = ("socket.bind", "subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec")


def serves(item: pytest.Item) -> bool:
    """Whether a test may begin a server or a process: it asks for it, or its turn is PostgreSQL's."""
    turn = getattr(getattr(item, "callspec", None), "params", {}).get("engine")
    return "serving" in getattr(item, "fixturenames", ()) or turn == "postgresql"


class Guard:
    """Lets servers and processes begin only in tests that say so."""

    def __init__(self) -> None:
        self.may_serve = True

    def heed(self, event: str, _arguments: tuple[Any, ...]) -> None:
        """Called by Python before anything of note is done."""
        if event in BEGINNINGS and not self.may_serve:
            raise AssertionError(f"This test begins something ({event}): give it the mark tests.serving.SERVING.")


_guard = Guard()
sys.addaudithook(_guard.heed)


@pytest.hookimpl(wrapper=True)
def guard(item: pytest.Item) -> Generator[None, object, object]:
    """Heed what one test begins."""
    note(item)
    _guard.may_serve = serves(item)
    try:
        return (yield)
    finally:
        _guard.may_serve = True
