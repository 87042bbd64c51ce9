"""Blocks as Slack keeps them: with the ids it gives, and the texts in them as it writes texts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sandbox import text
from sandbox.identifiers import Identifiers
from sandbox.text import Names
from sandbox.values import elements, every_block
from sandbox.wire import JSON


def kept_blocks(blocks: list[JSON], identifiers: Identifiers, names: Names | None = None) -> list[JSON]:
    """A copy of `blocks`; `names` are given where names become mentions."""
    copied = deepcopy(blocks)
    for block in every_block(copied):
        block.setdefault("block_id", identifiers.block())
        for element in elements(block):
            element.setdefault("action_id", identifiers.block())
        keep_texts(block, names)
    return copied


def keep_texts(value: Any, names: Names | None = None) -> None:
    """Write every text object within `value` as Slack does, with `emoji` and `verbatim` as they are when unsaid."""
    if isinstance(value, list):
        for one in value:
            keep_texts(one, names)
    elif isinstance(value, dict):
        _keep_text(value, names)
        for one in value.values():
            keep_texts(one, names)


def _keep_text(value: JSON, names: Names | None) -> None:
    if not isinstance(value.get("text"), str):
        return
    if value.get("type") == "plain_text":
        value["emoji"] = bool(value.get("emoji", True))
        value["text"] = text.plain(value["text"], with_emoji=value["emoji"])
    elif value.get("type") == "mrkdwn":
        value["verbatim"] = bool(value.get("verbatim", False))
        value["text"] = text.written(value["text"], names, verbatim=value["verbatim"])
