"""Rules of whole messages and views: how many blocks, which ids twice, which inputs without a way to send them."""

from __future__ import annotations

from typing import Any

from sandbox.block_kit import sdk, shapes
from sandbox.block_kit.verdict import Verdict
from sandbox.block_kit.walk import walk_block, walk_shape
from sandbox.values import FIELDS, all_elements
from sandbox.wire import JSON

MOST_IN_A_MESSAGE = 50
MOST_IN_A_VIEW = 100
MOST_MARKDOWN = 12_000
_ONLY_IN_MESSAGES = frozenset({"markdown", "table", "card", "carousel", "container", "context_actions"})
_NOT_IN_MODALS = frozenset({"data_table"})
_NOT_IN_HOMES = frozenset({"datetimepicker", "file_input"})


def check_message_blocks(blocks: list[Any], pointer: str = "/blocks") -> Verdict:
    """`pointer` says where in what was sent they stand."""
    verdict = Verdict()
    _blocks(verdict, blocks, pointer, MOST_IN_A_MESSAGE)
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)]
    if kinds.count("table") > 1:
        verdict.complain("only one table allowed", pointer)
    markdown = [block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"]
    if sum(len(text) for text in markdown if isinstance(text, str)) > MOST_MARKDOWN:
        verdict.complain(f"markdown text exceeds {MOST_MARKDOWN} characters in total", pointer)
    if not verdict.complaints:
        _only_in(verdict, blocks, pointer, frozenset({"file_input"}))
    return verdict


def check_view(view: JSON, types: tuple[str, ...]) -> Verdict:
    """`types` are those that the method takes: modal, home."""
    verdict = Verdict()
    if view.get("type") not in types:
        verdict.complain(f"must be one of: {', '.join(types)}", "/view/type")
        return verdict
    walk_shape(verdict, view, shapes.MODAL if view["type"] == "modal" else shapes.HOME, "/view")
    blocks = view.get("blocks")
    if blocks is None:
        return verdict
    if not isinstance(blocks, list):
        verdict.complain("must be an array", "/view/blocks")
        return verdict
    _blocks(verdict, blocks, "/view/blocks", MOST_IN_A_VIEW)
    if not verdict.complaints:
        sdk.ask(verdict, "view", view, "/view")
        _whole_view(verdict, view)
    return verdict


def _blocks(verdict: Verdict, blocks: list[Any], pointer: str, most: int) -> None:
    if len(blocks) > most:
        verdict.too_many(most, pointer)
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        walk_block(verdict, block, f"{pointer}/{number}")
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str) and block_id in seen:
            verdict.complain(f"block_id {block_id!r} already exists", f"{pointer}/{number}/block_id")
        seen.add(str(block_id))


def _whole_view(verdict: Verdict, view: JSON) -> None:
    """What is only wrong when every block by itself is right."""
    blocks: list[JSON] = view["blocks"]
    if view["type"] == "modal" and not view.get("submit") and any(block["type"] == "input" for block in blocks):
        verdict.complain("submit is required when an input is in blocks", "/view/submit")
    if sum(bool(element.get("focus_on_load")) for _, element in all_elements(blocks)) > 1:
        verdict.complain("only one element may have focus_on_load", "/view/blocks")
    for number, block in enumerate(blocks):
        if block["type"] in _ONLY_IN_MESSAGES or (view["type"] == "modal" and block["type"] in _NOT_IN_MODALS):
            verdict.complain(f"unsupported type: {block['type']}", f"/view/blocks/{number}/type")
    if view["type"] == "home":
        _only_in(verdict, blocks, "/view/blocks", _NOT_IN_HOMES)


def _only_in(verdict: Verdict, blocks: list[JSON], pointer: str, banned: frozenset[str]) -> None:
    for number, block in enumerate(blocks):
        element = block.get("element")
        if isinstance(element, dict) and element.get("type") in banned & FIELDS.keys():
            verdict.complain(f"unsupported type: {element['type']}", f"{pointer}/{number}/element/type")
