"""The limits that `slack_sdk.models` knows, asked of the SDK itself and told in Slack's words with a pointer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement, ConfirmObject, Option, OptionGroup
from slack_sdk.models.views import View

from sandbox.block_kit.verdict import Verdict
from sandbox.wire import JSON

_LENGTH = re.compile(r"^(\w+)(?: attribute)? cannot exceed (\d+) characters$")
_BETWEEN = re.compile(r"^(\w+) must be between 1 and (\d+) characters$")
_ITEMS = re.compile(r"^(\w+) attribute cannot exceed (\d+) (?:elements|items)$")
_MISSING = re.compile(r"^(\w+)(?: or \w+)? attribute must be specified$")

# The models warn of keys newer than themselves, which is no matter here.
for _name in ("basic_components", "block_elements", "blocks"):
    logging.getLogger(f"slack_sdk.models.blocks.{_name}").setLevel(logging.ERROR)


def ask(verdict: Verdict, kind: str, content: JSON, pointer: str) -> None:
    """Add the SDK's complaint about `content`, a block, element, option, group, confirm dialog or view."""
    try:
        model = _MODELS[kind](content)
        if model is not None:
            model.validate_json()
    except SlackObjectFormationError as problem:
        _translate(verdict, str(problem), content, pointer)
    except (TypeError, AttributeError, ValueError):
        # Our own walk has said, or will say, which shape is missing there.
        return


def _group(content: JSON) -> Any:
    return OptionGroup.parse_all([content])[0]  # type: ignore[index]


def _option(content: JSON) -> Any:
    return Option.parse_all([content])[0]  # type: ignore[index]


def _view(content: JSON) -> Any:
    """Only the view itself: its blocks were asked about one by one."""
    return View(**{**content, "blocks": [{"type": "divider"}] * len(content["blocks"])})


def _confirm(content: JSON) -> Any:
    return ConfirmObject.parse(content)


_MODELS: dict[str, Callable[[JSON], Any]] = {
    "block": Block.parse,
    "element": BlockElement.parse,
    "option": _option,
    "group": _group,
    "confirm": _confirm,
    "view": _view,
}


def _translate(verdict: Verdict, text: str, content: JSON, pointer: str) -> None:
    if found := _LENGTH.match(text) or _BETWEEN.match(text):
        name = found[1] if found[1] in content else "text"
        nested = "/text" if isinstance(content.get(name), dict) else ""
        verdict.too_long(int(found[2]), f"{pointer}/{name}{nested}")
    elif found := _ITEMS.match(text):
        verdict.too_many(int(found[2]), f"{pointer}/{found[1]}")
    elif found := _MISSING.match(text):
        verdict.complain(f"missing required field: {found[1]}", pointer)
    else:
        verdict.complain(text, pointer)
