"""What travels between Slack and an app: JSON objects, and Slack's way of saying no."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, TypeAlias

JSON: TypeAlias = dict[str, Any]
# Levels of objects and arrays in each other; nobody knows Slack's number, and no block needs a tenth of them.
DEEPEST = 100


class SlackError(Exception):
    """Slack's `{"ok": false, "error": …}`; `details` are further fields of the answer, such as `needed`."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details

    def answer(self) -> JSON:
        return {"ok": False, "error": self.error, **self.details}


def invalid_arguments(*messages: str) -> SlackError:
    """The answer to arguments Slack cannot read, one message each in `response_metadata` (measured)."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {text}" for text in messages]})


def channel_not_found() -> SlackError:
    return SlackError("channel_not_found")


def read_json(text: str) -> Any:
    """The value of JSON that can be written again as it came.

    Raises ValueError for what is no JSON, for half a character, for a number beyond all others, and for nesting
    deeper than `DEEPEST`.
    """
    try:
        value = json.loads(text)
    except RecursionError as problem:
        raise ValueError("it is nested too deep") from problem
    level = [value]
    for _ in range(DEEPEST + 1):
        if not level:
            return value
        level = [inner for one in level for inner in _within(one)]
    raise ValueError("it is nested too deep")


def _within(value: object) -> Iterable[object]:
    """What an object or array holds; what holds nothing must be text or a number that can be written."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        value.encode()  # raises UnicodeEncodeError, a ValueError, for half a pair of surrogates
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("it holds a number that JSON has not")
    return ()
