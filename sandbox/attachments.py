"""Secondary attachments: what Slack makes of them, and the buttons that stood in them before there were blocks
(https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from sandbox.block_text import kept_blocks
from sandbox.identifiers import Identifiers
from sandbox.text import Names, written
from sandbox.wire import JSON

MOST_ACTIONS = 5
COLORS = {"good": "2EB886", "warning": "DAA038", "danger": "A30200"}
# What Slack shows where it can show none of it (https://github.com/alexkvak/teamcity-slack/issues/36).
NO_PREVIEW = "[no preview available]"
_COLOR = re.compile(r"#?([0-9A-Fa-f]{6})")
_SHOWN = "author_name blocks fallback fields footer image_url pretext text thumb_url title".split()


def visible(attachments: list[JSON]) -> list[JSON]:
    """Those in which there is something to show; the others vanish without a word
    (https://github.com/slackapi/node-slack-sdk/issues/341)."""
    return [one for one in attachments if any(one.get(name) for name in _SHOWN)]


def kept_attachments(attachments: list[JSON], identifiers: Identifiers, names: Names | None = None) -> list[JSON]:
    """A copy, numbered, with colours and fallbacks as Slack writes them."""
    return [_kept(deepcopy(one), number, identifiers, names) for number, one in enumerate(attachments, 1)]


def _kept(one: JSON, number: int, identifiers: Identifiers, names: Names | None) -> JSON:
    one["id"] = number
    one |= {name: written(one[name], names) for name in ("pretext", "text") if isinstance(one.get(name), str)}
    one["fallback"] = one.get("fallback") or one.get("text") or NO_PREVIEW
    color = _color(one.pop("color", None))
    if color:
        one["color"] = color
    if one.get("blocks"):
        one["blocks"] = kept_blocks(one["blocks"], identifiers, names)
    if one.get("actions"):
        one["actions"] = [_action(action, place) for place, action in enumerate(one["actions"][:MOST_ACTIONS], 1)]
    return one


def _color(given: str | None) -> str | None:
    """Six digits without a mark; what is no colour is left out."""
    found = _COLOR.fullmatch(COLORS.get(given or "", given or ""))
    return found[1].lower() if found else None


def _action(action: JSON, place: int) -> JSON:
    return {"id": str(place), "style": "", "type": "button", **action}


def blocks_in(attachments: list[JSON]) -> Iterator[tuple[JSON, list[JSON]]]:
    """Each attachment that has blocks, and these."""
    for one in attachments:
        if one.get("blocks"):
            yield one, one["blocks"]


def find_action(attachments: list[JSON], action: JSON) -> tuple[JSON, JSON]:
    """The (attachment, action) with this `name`, and `value` or `attachment_id` where given. Raises ValueError."""
    for one in attachments:
        if action.get("attachment_id") not in (None, one["id"]):
            continue
        for button in one.get("actions", []):
            if button.get("name") == action.get("name") and _is_meant(button, action):
                return one, button
    raise ValueError(f"There is nothing to tap with the name {action.get('name')!r} there.")


def _is_meant(button: JSON, action: JSON) -> bool:
    return button["type"] != "button" or action.get("value") in (None, button.get("value"))


def performed(button: JSON, action: JSON) -> JSON:
    """The entry of `actions`. Raises ValueError for an address to open, and for an option that is not there."""
    made = {"name": button.get("name"), "type": button["type"]}
    if button.get("url"):
        raise ValueError("That button opens an address; the app hears nothing of it.")
    if button["type"] == "button":
        return {**made, "value": button.get("value", "")}
    values = [option.get("value") for option in button.get("options", []) if isinstance(option, dict)]
    if action.get("value") not in values:
        raise ValueError(f"{button.get('name')!r} has no option {action.get('value')!r}.")
    return {**made, "selected_options": [{"value": action["value"]}]}
