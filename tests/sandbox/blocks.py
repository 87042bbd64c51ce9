"""Small blocks and views for the tests."""

from __future__ import annotations

from typing import Any

from sandbox.wire import JSON


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def modal(*blocks: JSON, **more: Any) -> JSON:
    """A modal that can be sent; with no blocks, one divider."""
    shown = list(blocks) or [{"type": "divider"}]
    fields = {"callback_id": "a", "title": plain("A modal"), "submit": plain("Send"), "blocks": shown}
    return {"type": "modal", **fields, **more}


def words_input(*, optional: bool = False, action_id: str = "typed", **more: Any) -> JSON:
    element = {"type": "plain_text_input", "action_id": action_id, **more}
    return {"type": "input", "block_id": "words", "label": plain("Words"), "element": element, "optional": optional}


def button(action_id: str, **more: Any) -> JSON:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), **more}


def actions(*elements: JSON, block_id: str = "acts") -> JSON:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def choice(kind: str, action_id: str, *values: str, **more: Any) -> JSON:
    options = [{"text": plain(value.title()), "value": value} for value in values]
    return {"type": kind, "action_id": action_id, "options": options, **more}


def section(text: str = "x", **more: Any) -> JSON:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}
