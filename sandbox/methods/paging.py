"""Cursors: opaque, and pages that may end early."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox.methods.registry import Call
from sandbox.wire import SlackError

Item = TypeVar("Item")


def page(call: Call, items: Sequence[Item], key: Callable[[Item], str], most: int = 1000) -> tuple[list[Item], str]:
    """One page of `items` and the `next_cursor`, empty at the end. Raises `invalid_cursor`."""
    limit = _filled(call, call.number("limit", 100, most))
    start = _start(call.text("cursor"), [key(item) for item in items])
    chosen = list(items[start : start + limit])
    following = items[start + limit : start + limit + 1]
    return chosen, cursor(key(following[0])) if following else ""


def _filled(call: Call, limit: int) -> int:
    """Slack may end a page before its limit while more follows; so does the sandbox, by a quarter."""
    return limit - limit // 4 if call.workspace.preferences.short_pages else limit


def cursor(key: str) -> str:
    return base64.b64encode(f"next:{key}".encode()).decode()


def cursor_key(text: str) -> str:
    """Raises `invalid_cursor`."""
    try:
        kind, _, key = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError) as problem:
        raise SlackError("invalid_cursor") from problem
    if kind != "next" or not key:
        raise SlackError("invalid_cursor")
    return key


def _start(text: str, keys: list[str]) -> int:
    if not text:
        return 0
    key = cursor_key(text)
    if key not in keys:
        raise SlackError("invalid_cursor")
    return keys.index(key)
