"""What travels between Slack and an app: JSON objects, and Slack's way of saying no."""

from __future__ import annotations

from typing import Any, TypeAlias

JSON: TypeAlias = dict[str, Any]


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
