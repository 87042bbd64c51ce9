"""Cursors: opaque, positions in an order rather than things that stand there, and pages that may end early."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox.methods.registry import Call
from sandbox.wire import SlackError

Item = TypeVar("Item")
_ID = re.compile(r"[A-Z][A-Z0-9]+")


def page(
    call: Call,
    items: Sequence[Item],
    key: Callable[[Item], str],
    limit: int,
    *,
    form: re.Pattern[str] = _ID,
    backwards: bool = False,
) -> tuple[list[Item], str]:
    """One page of `items` in the order of `key`, and the `next_cursor`, empty at the end. Raises `invalid_cursor`,
    also for a position that is not of the `form` of the keys.

    What was deleted since the page before is missing, and nothing else: the cursor may point at it all the same.
    """
    ordered = sorted(items, key=key, reverse=backwards)
    if call.text("cursor"):
        at = _position(call, call.text("cursor"), form)
        ordered = [item for item in ordered if (key(item) <= at if backwards else key(item) >= at)]
    following = ordered[limit : limit + 1]
    return ordered[:limit], _cursor(call, key(following[0])) if following else ""


def list_limit(call: Call, most: int = 1000) -> int:
    """Slack may end a page of a list before its limit while more follows; so does the sandbox, by a quarter."""
    limit = call.number("limit", 100, most)
    return limit - limit // 4 if call.workspace.preferences.short_pages else limit


def _cursor(call: Call, position: str) -> str:
    return base64.b64encode(f"{call.method.name} {position}".encode()).decode()


def _position(call: Call, cursor: str, form: re.Pattern[str]) -> str:
    """Raises `invalid_cursor`, also for one of another method."""
    try:
        method, _, position = base64.b64decode(cursor, validate=True).decode().partition(" ")
    except (binascii.Error, ValueError) as problem:
        raise SlackError("invalid_cursor") from problem
    if method != call.method.name or not form.fullmatch(position):
        raise SlackError("invalid_cursor")
    return position
