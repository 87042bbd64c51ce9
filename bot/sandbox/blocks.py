"""A first check of blocks: shapes that nothing else here could read."""

from __future__ import annotations

from bot.sandbox.wire import JSON


def check_message_blocks(blocks: list[JSON]) -> list[str]:
    return _check(blocks, "/blocks", 50)


def check_view(view: JSON, types: tuple[str, ...]) -> list[str]:
    if view.get("type") not in types:
        return [f"must be one of: {', '.join(types)} [json-pointer:/view/type]"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return ["missing required field: blocks [json-pointer:/view]"]
    return _check(blocks, "/view/blocks", 100)


def _check(blocks: list[JSON], pointer: str, most: int) -> list[str]:
    if len(blocks) > most:
        return [f"no more than {most} items allowed [json-pointer:{pointer}]"]
    return [
        f"must be an object with a type [json-pointer:{pointer}/{number}]"
        for number, block in enumerate(blocks)
        if not isinstance(block, dict) or not isinstance(block.get("type"), str)
    ]
