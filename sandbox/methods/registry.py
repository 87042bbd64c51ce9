"""What a Web API method declares about itself, and the call it is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.conversations import Conversation
from sandbox.wire import JSON, SlackError, invalid_arguments, read_json
from sandbox.workspace import Workspace

SPECIAL = 0


@dataclass(frozen=True)
class Method:
    """`required` and `numbers` name arguments; `scopes` are alternatives, one of which the token needs; `tier` is that
    of the rate limits (0: special); `json`: a JSON body is read; `token`: `bot`, `app`, `configuration`
    or `none`."""

    name: str
    run: Callable[[Call], JSON]
    required: tuple[str, ...]
    scopes: tuple[str, ...]
    tier: int
    numbers: tuple[str, ...] = ()
    json: bool = True
    token: str = "bot"


METHODS: dict[str, Method] = {}
# Retired methods and what Slack says to use instead (measured); other old names are simply unknown.
RETIRED = {
    "channels.mark": "conversations.mark",
    "groups.mark": "conversations.mark",
    "im.mark": "conversations.mark",
    "mpim.mark": "conversations.mark",
    "im.list": "conversations.list or users.conversations",
    "mpim.list": "conversations.list or users.conversations",
    "files.upload": "files.getUploadURLExternal",
}


def method(
    name: str,
    *,
    required: tuple[str, ...] = (),
    scopes: tuple[str, ...] = (),
    tier: int = 3,
    **more: Any,
) -> Callable[[Callable[[Call], JSON]], Callable[[Call], JSON]]:
    """Register the decorated function as the method `name`; it returns Slack's answer without `ok`."""

    def register(run: Callable[[Call], JSON]) -> Callable[[Call], JSON]:
        METHODS[name] = Method(name, run, required, scopes, tier, **more)
        return run

    return register


@dataclass
class Call:
    """One call of the app: its arguments, as text from a form or as values from a JSON body."""

    workspace: Workspace
    method: Method
    arguments: JSON
    base_url: str = ""
    warnings: list[str] = field(default_factory=list)
    not_checked: set[str] = field(default_factory=set)

    @property
    def caller(self) -> str:
        return self.workspace.app.bot_user

    def given(self, name: str) -> bool:
        return self.arguments.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Absent and empty give `default`; only `0` and `false` are false (measured)."""
        value = self.arguments.get(name)
        if value is None or value == "":
            return default
        return str(value).lower() not in ("0", "false")

    def number(self, name: str, default: int, most: int = 1_000_000_000) -> int:
        """0 and absence give `default` (measured); more than `most` gives `most`."""
        value = self.text(name).strip()
        try:
            number = int(float(value)) if value else 0
        except (ValueError, OverflowError) as problem:
            raise invalid_arguments(f"must provide a number [json-pointer:/{name}]") from problem
        return min(number, most) if number > 0 else default

    def names(self, name: str) -> list[str]:
        """A comma list, or an array in a JSON body."""
        value = self.arguments.get(name)
        parts = value if isinstance(value, list) else self.text(name).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def structure(self, name: str) -> Any:
        """A value given as JSON text or within a JSON body; None when absent. Raises ValueError for broken JSON."""
        value = self.arguments.get(name)
        if isinstance(value, str):
            return read_json(value) if value.strip() else None
        return value

    def need(self, *alternatives: str) -> None:
        """Raises `missing_scope` unless the token has one of `alternatives`."""
        granted = self.workspace.app.scopes
        if not granted.intersection(alternatives):
            needed, provided = ",".join(alternatives), ",".join(sorted(granted))
            raise SlackError("missing_scope", needed=needed, provided=provided)

    def conversation(self, name: str = "channel") -> Conversation:
        """Raises `channel_not_found`, also for what the app may not see."""
        return self.workspace.visible_conversation(self.text(name), self.caller)

    def joined_conversation(self, name: str = "channel") -> Conversation:
        """Raises `channel_not_found` or, for a public channel the app is not in, `not_in_channel`."""
        conversation = self.conversation(name)
        if self.caller not in conversation.members:
            raise SlackError("not_in_channel")
        return conversation

    def need_for(self, conversation: Conversation, verb: str) -> None:
        """Raises `missing_scope` unless the token may `verb` (read, write, history) conversations of this kind."""
        kind = {"im": "im", "mpim": "mpim", "group": "groups", "channel": "channels"}[conversation.message_kind]
        scope = "channels:manage" if (kind, verb) == ("channels", "write") else f"{kind}:{verb}"
        self.need(scope)
