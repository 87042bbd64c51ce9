"""Cursors: opaque, positions in an order rather than things that stand there, and pages that may end early."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox.methods.registry import Call
from sandbox.wire import SlackError

Item = TypeVar("Item")


def page(
    call: Call, items: Sequence[Item], key: Callable[[Item], str], limit: int, *, backwards: bool = False
) -> tuple[list[Item], str]:
    """One page of `items` in the order of `key`, and the `next_cursor`, empty at the end. Raises `invalid_cursor`.

    What was deleted since the page before is missing, and nothing else: the cursor may point at it all the same.
    """
    rest = _from(call, sorted(items, key=key, reverse=backwards), key, backwards)
    following = rest[limit : limit + 1]
    return rest[:limit], _cursor(call, key(following[0])) if following else ""


def list_limit(call: Call, most: int = 1000) -> int:
    """Slack may end a page of a list before its limit while more follows; so does the sandbox, by a quarter."""
    limit = call.number("limit", 100, most)
    return limit - limit // 4 if call.workspace.preferences.short_pages else limit


def _from(call: Call, ordered: list[Item], key: Callable[[Item], str], backwards: bool) -> list[Item]:
    """What stands at the position of the cursor and behind it."""
    if not call.text("cursor"):
        return ordered
    at = _position(call, call.text("cursor"))
    return [item for item in ordered if (key(item) <= at if backwards else key(item) >= at)]


def _cursor(call: Call, position: str) -> str:
    return base64.b64encode(f"{call.method.name} {position}".encode()).decode()


def _position(call: Call, cursor: str) -> str:
    """Raises `invalid_cursor`, also for one of another method."""
    try:
        method, _, position = base64.b64decode(cursor, validate=True).decode().partition(" ")
    except (binascii.Error, ValueError) as problem:
        raise SlackError("invalid_cursor") from problem
    if method != call.method.name or not position:
        raise SlackError("invalid_cursor")
    return position
