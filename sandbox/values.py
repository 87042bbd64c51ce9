"""What stands in the inputs of a view or message: `state.values`, initial values, and what a person fills in."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sandbox.text import readable
from sandbox.wire import JSON

# Kind of element: the field its value stands in, the field of its initial value, and what empty looks like.
_OPTION: tuple[str, str, Any] = ("selected_option", "initial_option", None)
_OPTIONS: tuple[str, str, Any] = ("selected_options", "initial_options", [])
FIELDS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": _OPTION,
    "external_select": _OPTION,
    "radio_buttons": _OPTION,
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": _OPTIONS,
    "multi_external_select": _OPTIONS,
    "checkboxes": _OPTIONS,
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "initial_files", []),
}
Values = dict[str, dict[str, JSON]]


def every_block(blocks: list[JSON]) -> Iterator[JSON]:
    """`blocks` and those within them, in the order they are read."""
    for block in blocks:
        yield block
        within = {"container": "child_blocks", "carousel": "elements"}.get(str(block.get("type")))
        yield from every_block(block.get(within, []) if within else [])


def elements(block: JSON) -> list[JSON]:
    """The interactive elements of `block` itself."""
    found = [block.get("element"), block.get("accessory")]
    if block.get("type") in ("actions", "context_actions"):
        found += block.get("elements", [])
    elif block.get("type") == "card":
        found += block.get("actions", [])
    return [element for element in found if isinstance(element, dict)]


def all_elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Each (block, element)."""
    for block in every_block(blocks):
        for element in elements(block):
            yield block, element


def initial_values(blocks: list[JSON]) -> Values:
    values: Values = {}
    for block, element in all_elements(blocks):
        if element["type"] in FIELDS:
            values.setdefault(block["block_id"], {})[element["action_id"]] = initial_value(element)
    return values


def initial_value(element: JSON) -> JSON:
    field, initial, empty = FIELDS[element["type"]]
    value: JSON = {"type": element["type"], field: deepcopy(element.get(initial, empty))}
    if element["type"] == "timepicker" and "timezone" in element:
        value["timezone"] = element["timezone"]
    return value


def kept_values(blocks: list[JSON], before: Values) -> Values:
    """Values after an update: typed ones stay where block_id, action_id and kind are the same."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == value["type"]:
                actions[action_id] = old
    return values


def filled(element: JSON, given: Any) -> JSON:
    """The value of `element` when a person gives `given`: text, an option's value or text, a list, or Slack's shape.

    Raises ValueError when the element has no such option.
    """
    kind = element["type"]
    field, _, empty = FIELDS[kind]
    content = given.get(field, empty) if isinstance(given, dict) and "value" not in given else given
    if isinstance(content, dict) and field == "value":
        content = content.get("value")
    if field == "selected_option":
        content = None if content is None else option(element, content)
    elif field == "selected_options":
        content = [option(element, one) for one in _as_list(content)]
    elif isinstance(empty, list):
        content = _as_list(content)
    return {**initial_value(element), field: content}


def _as_list(content: Any) -> list[Any]:
    if content is None:
        return []
    return list(content) if isinstance(content, list) else [content]


def option(element: JSON, wanted: Any) -> JSON:
    """The option with this value or text. An external select takes what it is given, as its options come by request."""
    value = wanted.get("value") if isinstance(wanted, dict) else wanted
    groups = element.get("option_groups", [])
    options = element.get("options", []) + [one for group in groups for one in group["options"]]
    for one in options:
        if value in (one.get("value"), one["text"]["text"], readable(one["text"]["text"], {})):
            return deepcopy(one)
    if "external" in element["type"] and isinstance(wanted, dict):
        return wanted
    raise ValueError(f"{element['type']} {element.get('action_id')!r} has no option {value!r}.")


def is_empty(value: JSON) -> bool:
    return value[FIELDS[value["type"]][0]] in (None, "", [])


def complaints(blocks: list[JSON], values: Values) -> dict[str, str]:
    """What Slack's own client says under inputs before it submits, by block_id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input" or block["element"]["type"] not in FIELDS:
            continue
        value = values[block["block_id"]][block["element"]["action_id"]]
        if complaint := _complaint(block, value):
            found[block["block_id"]] = complaint
    return found


def _complaint(block: JSON, value: JSON) -> str | None:
    if is_empty(value):
        return None if block.get("optional") else "Please complete this required field."
    element, text = block["element"], value.get("value")
    if not isinstance(text, str):
        return None
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(text) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return None
