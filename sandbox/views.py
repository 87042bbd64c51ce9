"""Modals, stacked up to three per person, and Homes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from sandbox.people import TEAM_ID
from sandbox.values import Values, initial_values, kept_values
from sandbox.wire import JSON, SlackError

HIGHEST_STACK = 3
_OPTIONAL = ("title", "close", "submit")
# A Home has no title of its own; Slack hands it out with this one.
_TITLE_OF_HOMES = {"type": "plain_text", "text": "View Title", "emoji": True}


@dataclass
class View:
    """`content` is what the app sent (with block and action ids filled in), `values` what stands in its inputs."""

    id: str
    user: str
    content: JSON
    hash: str
    app_id: str
    bot_id: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)

    @property
    def blocks(self) -> list[JSON]:
        blocks: list[JSON] = self.content["blocks"]
        return blocks

    @property
    def notifies_on_close(self) -> bool:
        return bool(self.content.get("notify_on_close", False))

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")

    def replace(self, content: JSON, new_hash: str) -> None:
        self.content, self.hash = content, new_hash
        self.values = kept_values(self.blocks, self.values)

    def to_slack(self) -> JSON:
        content = {"title": _TITLE_OF_HOMES, **self.content} if self.content["type"] == "home" else self.content
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "type": content["type"],
            "blocks": deepcopy(self.blocks),
            "private_metadata": content.get("private_metadata") or "",
            "callback_id": content.get("callback_id") or "",
            "state": {"values": deepcopy(self.values)},
            "hash": self.hash,
            **{name: deepcopy(content.get(name)) for name in _OPTIONAL},
            "clear_on_close": bool(content.get("clear_on_close", False)),
            "notify_on_close": self.notifies_on_close,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": TEAM_ID,
            "bot_id": self.bot_id,
        }


@dataclass
class Views:
    """Each person's stack of modals, bottom to top, and each person's Home."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Raises `not_found`, as for a view that was closed."""
        for view in self.all():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise SlackError("not_found")

    def refuse_duplicate(self, content: JSON, replaced: View | None = None) -> None:
        """Raises `duplicate_external_id`: it is unique in a workspace."""
        external_id = content.get("external_id")
        if external_id and any(view is not replaced and view.external_id == external_id for view in self.all()):
            raise SlackError("duplicate_external_id")

    def open(self, view: View) -> None:
        view.values = initial_values(view.blocks)
        self.stacks[view.user] = [view]

    def push(self, view: View) -> None:
        """Raises `push_limit_reached` for a fourth modal."""
        stack = self.stack(view.user)
        if len(stack) >= HIGHEST_STACK:
            raise SlackError("push_limit_reached")
        view.values = initial_values(view.blocks)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)

    def close(self, view: View) -> None:
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)

    def close_all(self, user: str) -> list[View]:
        closed, self.stacks[user] = self.stack(user), []
        return closed
