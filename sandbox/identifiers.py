"""Ids shaped as Slack's. They are counted, with a random tail where guessing one must not work."""

from __future__ import annotations

import itertools
import secrets
import string
import time

_LETTERS = string.ascii_uppercase + string.digits


class Identifiers:
    """One sequence for a workspace, never set back, so that a reset workspace repeats no id."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next(self, prefix: str) -> str:
        """`C0000001ABCD`: the prefix, a number, four random letters."""
        tail = "".join(secrets.choice(_LETTERS) for _ in range(4))
        return f"{prefix}{next(self._numbers):06d}{tail}"

    def block(self) -> str:
        """The `block_id` or `action_id` that Slack gives where an app gave none."""
        return secrets.token_urlsafe(4)[:5]

    def view_hash(self, seconds: float) -> str:
        return f"{int(seconds)}.{secrets.token_urlsafe(6)}"

    def trigger(self) -> str:
        """Two numbers and letters that nobody guesses, as `132456.7890123.abcdef`."""
        return f"{time.time_ns()}.{next(self._numbers)}.{secrets.token_hex(16)}"

    def secret(self) -> str:
        return secrets.token_urlsafe(18)
