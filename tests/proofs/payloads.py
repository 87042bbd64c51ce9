"""What Slack sends when somebody does something, as the inbox takes it."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.proofs.seen import Shown, Tappable

Body = dict[str, Any]


@dataclass
class Payloads:
    """Bodies of requests, each with ids of its own; the same body once more is a repeat of the same thing."""

    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def number(self) -> str:
        """An id nobody else has."""
        return f"{next(self.numbers)}"

    def command(self, user: str, name: str, words: str) -> Body:
        """A slash command."""
        return {"command": name, "user_id": user, "text": words, "trigger_id": self.number(), "channel_id": "D0"}

    def tap(self, user: str, button: Tappable) -> Body:
        """A button of a message, of a window or of Home."""
        place = self.number()
        body: Body = {
            "type": "block_actions",
            "user": {"id": user},
            "trigger_id": place,
            "actions": [{"action_id": button.action, "value": button.value, "action_ts": place, "type": "button"}],
            "container": {"message_ts": place, "channel_id": "D0"},
        }
        if button.window is not None or button.at_home:
            kind = "home" if button.at_home else "modal"
            body |= {"container": {"view_id": place}, "view": {"id": place, "type": kind}}
        return body

    def submission(self, user: str, window: Shown, values: Mapping[str, Mapping[str, Any]]) -> Body:
        """A window, sent with what was filled in."""
        place = self.number()
        return {
            "type": "view_submission",
            "user": {"id": user},
            "trigger_id": place,
            "view": {
                "id": place,
                "hash": place,
                "callback_id": window.callback,
                "private_metadata": window.about,
                "state": {"values": {name: {name: value} for name, value in values.items()}},
            },
        }

    def event(self, event: Mapping[str, Any], number: str = "") -> Body:
        """Something Slack tells of."""
        return {"type": "event_callback", "event_id": number or self.number(), "event": dict(event)}
