"""Walking through blocks: shapes, kinds, and the limits that the SDK leaves to Slack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.block_kit import sdk, shapes
from sandbox.block_kit.addresses import is_public, opens
from sandbox.block_kit.shapes import Field, Shape
from sandbox.block_kit.verdict import Verdict
from sandbox.wire import JSON

MOST_COLUMNS = 20
_CELLS = frozenset({"raw_text", "raw_number", "rich_text"})
_ANY_OBJECT = frozenset({"type", "block_id"})


def walk_block(verdict: Verdict, block: Any, pointer: str) -> None:
    kind = _kind(verdict, block, pointer)
    if kind in shapes.UNCHECKED_BLOCKS:
        verdict.unchecked.add(str(kind))
    elif kind is not None and kind not in shapes.BLOCKS:
        verdict.complain(f"unsupported type: {kind}", f"{pointer}/type")
    elif kind is not None:
        _check(verdict, block, {**shapes.BLOCKS[kind], "block_id": shapes.STRING}, pointer, "block")


def walk_element(verdict: Verdict, element: Any, field: Field, pointer: str) -> None:
    kind = _kind(verdict, element, pointer)
    if kind is None:
        return
    if kind not in field.allowed:
        verdict.complain(f"unsupported type: {kind}", f"{pointer}/type")
    elif kind in shapes.UNCHECKED_ELEMENTS:
        verdict.unchecked.add(kind)
    else:
        _check(verdict, element, shapes.ELEMENTS[kind], pointer, "element")
        _initial(verdict, element, pointer)


def _initial(verdict: Verdict, element: JSON, pointer: str) -> None:
    """What is chosen at first must be among the options, where these are given."""
    if verdict.complaints or not ("options" in element or "option_groups" in element):
        return
    groups = element.get("option_groups", [])
    values = {one["value"] for one in element.get("options", [])}
    values |= {one["value"] for group in groups for one in group["options"]}
    for name in ("initial_option", "initial_options"):
        chosen = element.get(name) or []
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if one["value"] not in values:
                verdict.complain("must exactly match one of the options provided", f"{pointer}/{name}")


def _kind(verdict: Verdict, thing: Any, pointer: str) -> str | None:
    if not isinstance(thing, dict):
        verdict.complain("must provide an object", pointer)
        return None
    kind = thing.get("type")
    if not isinstance(kind, str):
        verdict.complain("missing required field: type", pointer)
        return None
    return kind


def _check(verdict: Verdict, thing: JSON, shape: Shape, pointer: str, model: str) -> None:
    """First the shape; only what is sound is shown to the SDK's `model`."""
    before = len(verdict.complaints)
    walk_shape(verdict, thing, shape, pointer)
    if len(verdict.complaints) == before:
        sdk.ask(verdict, model, thing, pointer)


def walk_shape(verdict: Verdict, thing: JSON, shape: Shape, pointer: str) -> None:
    for name, field in shape.items():
        if thing.get(name) is not None:
            KINDS[field.kind](verdict, thing[name], field, f"{pointer}/{name}")
        elif field.required:
            verdict.complain(f"missing required field: {name}", pointer)
    for name in thing:
        if name not in shape and name not in _ANY_OBJECT:
            verdict.complain(f"invalid additional property: {name}", pointer)


def _string(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not isinstance(value, str):
        verdict.complain("must be a string", pointer)
    elif len(value) < (field.least or 0):
        verdict.complain(f"must be more than {(field.least or 0) - 1} characters", pointer)
    elif field.most is not None and len(value) > field.most:
        verdict.too_long(field.most, pointer)


def _address(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    before = len(verdict.complaints)
    _string(verdict, value, field, pointer)
    if len(verdict.complaints) == before and not opens(value):
        verdict.complain("invalid url", pointer)


def _picture(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    """Slack fetches it when it is sent; here nothing is fetched, and what nobody outside can reach is refused."""
    before = len(verdict.complaints)
    _string(verdict, value, field, pointer)
    if len(verdict.complaints) == before and not is_public(value):
        verdict.complain("downloading image failed", pointer)


def _slack_file(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if isinstance(value, dict) and len(value.keys() & {"id", "url"}) == 1:
        verdict.slack_files.append((value, pointer))
    else:
        verdict.complain("invalid slack file", pointer)


def _flag(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not isinstance(value, bool):
        verdict.complain("must be a boolean", pointer)


def _number(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        verdict.complain("must provide a number", pointer)
    elif field.least is not None and value < field.least:
        verdict.complain(f"must be no less than {field.least}", pointer)
    elif field.most is not None and value > field.most:
        verdict.complain(f"must be no greater than {field.most}", pointer)


def _word(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if value not in field.allowed:
        verdict.complain(f"must be one of: {', '.join(sorted(field.allowed))}", pointer)


def _plain(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    _text_object(verdict, value, field, pointer, ("plain_text",))


def _text(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    _text_object(verdict, value, field, pointer, ("plain_text", "mrkdwn"))


def _text_object(verdict: Verdict, value: Any, field: Field, pointer: str, kinds: tuple[str, ...]) -> None:
    kind = _kind(verdict, value, pointer)
    if kind is None:
        return
    if kind not in kinds:
        verdict.complain(f"must be one of: {', '.join(kinds)}", f"{pointer}/type")
        return
    extra = {"emoji": shapes.FLAG} if kind == "plain_text" else {"verbatim": shapes.FLAG}
    text = Field("string", required=True, least=1, most=field.most)
    walk_shape(verdict, value, {"text": text, **extra}, pointer)


def _list(verdict: Verdict, value: Any, field: Field, pointer: str) -> bool:
    """True when `value` is a list with at least as many items as `field` asks for."""
    if not isinstance(value, list):
        verdict.complain("must be an array", pointer)
        return False
    if len(value) < (field.least or 0):
        verdict.complain(f"no fewer than {field.least} items allowed", pointer)
        return False
    return True


def _rich(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    """The parts of a rich_text block; what stands in them is left to Slack."""
    if not _list(verdict, value, field, pointer):
        return
    for number, part in enumerate(value):
        kind = _kind(verdict, part, f"{pointer}/{number}")
        if kind is not None and kind not in field.allowed:
            verdict.complain(f"unsupported type: {kind}", f"{pointer}/{number}/type")
        elif kind is not None:
            _list(verdict, part.get("elements"), Field("list"), f"{pointer}/{number}/elements")


def _texts(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if _list(verdict, value, field, pointer):
        for number, item in enumerate(value):
            _text(verdict, item, field, f"{pointer}/{number}")


def _names(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if _list(verdict, value, field, pointer):
        for number, item in enumerate(value):
            _string(verdict, item, shapes.STRING, f"{pointer}/{number}")


def _texts_and_images(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not _list(verdict, value, field, pointer):
        return
    for number, item in enumerate(value):
        kind = _kind(verdict, item, f"{pointer}/{number}")
        if kind == "image":
            walk_element(verdict, item, Field("element", allowed=frozenset({"image"})), f"{pointer}/{number}")
        elif kind is not None:
            _text(verdict, item, Field("text"), f"{pointer}/{number}")


def _elements(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not _list(verdict, value, field, pointer):
        return
    seen: set[str] = set()
    for number, element in enumerate(value):
        walk_element(verdict, element, field, f"{pointer}/{number}")
        action = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action, str) and action in seen:
            verdict.complain(f"action_id {action!r} already exists in this block", f"{pointer}/{number}/action_id")
        seen.add(str(action))


def _option(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not isinstance(value, dict):
        verdict.complain("must provide an object", pointer)
        return
    _check(verdict, value, shapes.OPTION, pointer, "option")


def _options(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not _list(verdict, value, field, pointer):
        return
    if field.most is not None and len(value) > field.most:
        verdict.too_many(field.most, pointer)
    for number, option in enumerate(value):
        _option(verdict, option, field, f"{pointer}/{number}")


def _groups(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not _list(verdict, value, field, pointer):
        return
    for number, group in enumerate(value):
        if isinstance(group, dict):
            _check(verdict, group, shapes.OPTION_GROUP, f"{pointer}/{number}", "group")
        else:
            verdict.complain("must provide an object", f"{pointer}/{number}")


def _confirm(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if isinstance(value, dict):
        _check(verdict, value, shapes.CONFIRM_DIALOG, pointer, "confirm")
    else:
        verdict.complain("must provide an object", pointer)


def _blocks(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    """Blocks within a block; a container holds any but another one."""
    if not _list(verdict, value, field, pointer):
        return
    if field.most is not None and len(value) > field.most:
        verdict.too_many(field.most, pointer)
    for number, block in enumerate(value):
        kind = _kind(verdict, block, f"{pointer}/{number}")
        if kind == "container" or (kind is not None and field.allowed and kind not in field.allowed):
            verdict.complain(f"unsupported type: {kind}", f"{pointer}/{number}/type")
        elif kind is not None:
            walk_block(verdict, block, f"{pointer}/{number}")


def _feedback(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if isinstance(value, dict):
        walk_shape(verdict, value, shapes.FEEDBACK, pointer)
    else:
        verdict.complain("must provide an object", pointer)


def _rows(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    if not _list(verdict, value, field, pointer):
        return
    if field.most is not None and len(value) > field.most:
        verdict.too_many(field.most, pointer)
    for number, row in enumerate(value):
        if _list(verdict, row, Field("list", least=1), f"{pointer}/{number}") and len(row) > MOST_COLUMNS:
            verdict.too_many(MOST_COLUMNS, f"{pointer}/{number}")


def _data_rows(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    """Every row is as long as the first, which is the head and has no rich text."""
    before = len(verdict.complaints)
    _rows(verdict, value, field, pointer)
    if len(verdict.complaints) > before:
        return
    for number, row in enumerate(value):
        if len(row) != len(value[0]):
            verdict.complain("all rows must have the same number of cells", f"{pointer}/{number}")
        for place, cell in enumerate(row):
            kind = _kind(verdict, cell, f"{pointer}/{number}/{place}")
            if kind is not None and kind not in (_CELLS if number else _CELLS - {"rich_text"}):
                verdict.complain(f"unsupported type: {kind}", f"{pointer}/{number}/{place}/type")


def _anything(verdict: Verdict, value: Any, field: Field, pointer: str) -> None:
    """Left to Slack."""


KINDS: dict[str, Callable[[Verdict, Any, Field, str], None]] = {
    "string": _string,
    "address": _address,
    "picture": _picture,
    "slack_file": _slack_file,
    "flag": _flag,
    "number": _number,
    "word": _word,
    "plain": _plain,
    "text": _text,
    "texts": _texts,
    "names": _names,
    "rich": _rich,
    "texts_and_images": _texts_and_images,
    "element": walk_element,
    "elements": _elements,
    "option": _option,
    "options": _options,
    "groups": _groups,
    "confirm": _confirm,
    "rows": _rows,
    "data_rows": _data_rows,
    "blocks": _blocks,
    "feedback": _feedback,
    "anything": _anything,
}
