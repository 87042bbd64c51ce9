"""The fields of blocks, elements and objects (https://docs.slack.dev/reference/block-kit), and those of their limits
that `slack_sdk.models` does not know. `most` and `least` count characters, items, or the number itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """`kind` names a check of `walk.py`; `allowed` are the values or types that may stand there."""

    kind: str
    required: bool = False
    most: int | None = None
    least: int | None = None
    allowed: frozenset[str] = frozenset()


Shape = dict[str, Field]

STRING = Field("string")
FLAG = Field("flag")
NAMES = Field("names")
PLAIN = Field("plain")
PLAIN_REQUIRED = Field("plain", required=True)
CONFIRM = Field("confirm")
STYLE = Field("word", allowed=frozenset({"primary", "danger"}))
ANYTHING = Field("anything")

_ACTION: Shape = {"action_id": STRING}
_FOCUS: Shape = {**_ACTION, "focus_on_load": FLAG}
_TYPED: Shape = {**_FOCUS, "placeholder": PLAIN, "initial_value": STRING, "dispatch_action_config": ANYTHING}
_CHOICE: Shape = {**_FOCUS, "placeholder": PLAIN, "confirm": CONFIRM}
_SEVERAL: Shape = {**_CHOICE, "max_selected_items": Field("number", least=1)}
_OPTIONS: Shape = {"options": Field("options"), "option_groups": Field("groups")}
_CHECKED: Shape = {**_FOCUS, "confirm": CONFIRM, "options": Field("options", required=True, least=1, most=10)}
_CONVERSATIONS: Shape = {"default_to_current_conversation": FLAG, "filter": ANYTHING}
_ANSWERING: Shape = {"response_url_enabled": FLAG}
_FEEDBACK = Field("feedback", required=True)
_PICTURE: Shape = {
    "image_url": Field("picture"),
    "slack_file": Field("slack_file"),
    "alt_text": Field("string", required=True),
}

ELEMENTS: dict[str, Shape] = {
    "button": {
        **_ACTION,
        "text": PLAIN_REQUIRED,
        "url": Field("address"),
        "value": STRING,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": STRING,
        "agent_prompt": STRING,
        "agent_prompt_display": ANYTHING,
        "visible_to_user_ids": NAMES,
    },
    "static_select": {**_CHOICE, **_OPTIONS, "initial_option": Field("option")},
    "multi_static_select": {**_SEVERAL, **_OPTIONS, "initial_options": Field("options")},
    "external_select": {**_CHOICE, "initial_option": Field("option"), "min_query_length": Field("number", least=0)},
    "multi_external_select": {
        **_SEVERAL,
        "initial_options": Field("options"),
        "min_query_length": Field("number", least=0),
    },
    "users_select": {**_CHOICE, "initial_user": STRING},
    "multi_users_select": {**_SEVERAL, "initial_users": NAMES},
    "conversations_select": {**_CHOICE, **_CONVERSATIONS, **_ANSWERING, "initial_conversation": STRING},
    "multi_conversations_select": {**_SEVERAL, **_CONVERSATIONS, "initial_conversations": NAMES},
    "channels_select": {**_CHOICE, **_ANSWERING, "initial_channel": STRING},
    "multi_channels_select": {**_SEVERAL, "initial_channels": NAMES},
    "overflow": {**_ACTION, "options": Field("options", required=True, least=1, most=5), "confirm": CONFIRM},
    "checkboxes": {**_CHECKED, "initial_options": Field("options", least=1)},
    "radio_buttons": {**_CHECKED, "initial_option": Field("option")},
    "plain_text_input": {
        **_TYPED,
        "multiline": FLAG,
        "min_length": Field("number", least=0, most=3000),
        "max_length": Field("number", least=1, most=3000),
    },
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "number_input": {
        **_TYPED,
        "is_decimal_allowed": Field("flag", required=True),
        "min_value": STRING,
        "max_value": STRING,
    },
    "rich_text_input": {**_TYPED, "initial_value": ANYTHING, "min_lines": ANYTHING, "max_lines": ANYTHING},
    "datepicker": {**_CHOICE, "initial_date": STRING},
    "timepicker": {**_CHOICE, "initial_time": STRING, "timezone": STRING},
    "datetimepicker": {
        **_FOCUS,
        "confirm": CONFIRM,
        "initial_date_time": Field("number", least=1_000_000_000, most=9_999_999_999),
    },
    "file_input": {**_ACTION, "filetypes": NAMES, "max_files": Field("number", least=1, most=10)},
    "image": _PICTURE,
    "feedback_buttons": {**_ACTION, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
    "icon_button": {
        **_ACTION,
        "icon": Field("string", required=True),
        "text": PLAIN_REQUIRED,
        "value": STRING,
        "accessibility_label": STRING,
        "visible_to_user_ids": NAMES,
        "confirm": CONFIRM,
    },
}
_SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = frozenset({"datepicker", "timepicker", "checkboxes", "radio_buttons"})
_TYPING = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})
_INPUTS = _SELECTS | _PICKERS | _TYPING | {"datetimepicker", "file_input"}
_ACTIONS = (_SELECTS | _PICKERS | {"button", "overflow", "datetimepicker", "workflow_button"}) - {
    name for name in _SELECTS if name.startswith("multi_")
}
_BESIDE = _SELECTS | _PICKERS | {"button", "overflow", "image", "workflow_button"}

_IMAGE = Field("element", allowed=frozenset({"image"}))
_RICH = frozenset({"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"})

BLOCKS: dict[str, Shape] = {
    "section": {
        "text": Field("text"),
        "fields": Field("texts", least=1, most=2000),
        "accessory": Field("element", allowed=frozenset(_BESIDE)),
        "expand": FLAG,
    },
    "header": {"text": PLAIN_REQUIRED},
    "divider": {},
    "context": {"elements": Field("texts_and_images", required=True, least=1)},
    "actions": {"elements": Field("elements", required=True, least=1, allowed=frozenset(_ACTIONS))},
    "input": {
        "label": PLAIN_REQUIRED,
        "element": Field("element", required=True, allowed=frozenset(_INPUTS)),
        "hint": PLAIN,
        "optional": FLAG,
        "dispatch_action": FLAG,
    },
    "image": {**_PICTURE, "title": PLAIN},
    "markdown": {"text": Field("string", required=True, least=1)},
    "rich_text": {"elements": Field("rich", required=True, allowed=_RICH)},
    "table": {"rows": Field("rows", required=True, least=1, most=100), "column_settings": ANYTHING},
    "alert": {"text": Field("text", required=True, most=200), "level": STRING},
    "card": {
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": ANYTHING,
        "title": Field("text"),
        "subtitle": Field("text"),
        "body": Field("text"),
        "actions": Field("elements", least=1, allowed=frozenset({"button"})),
    },
    "carousel": {"elements": Field("blocks", required=True, least=1, most=10, allowed=frozenset({"card"}))},
    "container": {
        "title": PLAIN,
        "rich_text_title": ANYTHING,
        "subtitle": Field("text"),
        "child_blocks": Field("blocks", required=True, least=1, most=10),
        "width": Field("word", allowed=frozenset({"narrow", "standard", "wide", "full"})),
        "icon": _IMAGE,
        "is_collapsible": FLAG,
        "default_collapsed": FLAG,
        "has_header_divider": FLAG,
    },
    "context_actions": {
        "elements": Field(
            "elements", required=True, least=1, most=5, allowed=frozenset({"feedback_buttons", "icon_button"})
        )
    },
    "data_table": {
        "caption": Field("string", required=True, least=1),
        "rows": Field("data_rows", required=True, least=2, most=101),
        "page_size": Field("number", least=1, most=100),
        "row_header_column_index": Field("number", least=0),
    },
}
FEEDBACK: Shape = {
    "text": Field("plain", required=True, most=75),
    "value": Field("string", required=True, most=2000),
    "accessibility_label": STRING,
}
# Slack takes these; the bot uses none of them, and they are not checked here.
UNCHECKED_BLOCKS = frozenset("call data_visualization file plan task_card video".split())
UNCHECKED_ELEMENTS = frozenset({"workflow_button"})

OPTION: Shape = {
    "text": Field("text", required=True),
    "value": Field("string", required=True),
    "description": Field("text", most=75),
    "url": Field("address", most=3000),
}
OPTION_GROUP: Shape = {"label": PLAIN_REQUIRED, "options": Field("options", required=True, least=1)}
CONFIRM_DIALOG: Shape = {
    "title": PLAIN_REQUIRED,
    "text": Field("text", required=True),
    "confirm": PLAIN_REQUIRED,
    "deny": PLAIN_REQUIRED,
    "style": STYLE,
}
_VIEW: Shape = {
    "type": STRING,
    "blocks": Field("anything", required=True),
    "private_metadata": STRING,
    "callback_id": STRING,
    "external_id": Field("string", most=255),
}
HOME: Shape = _VIEW
MODAL: Shape = {
    **_VIEW,
    "title": PLAIN_REQUIRED,
    "submit": PLAIN,
    "close": PLAIN,
    "clear_on_close": FLAG,
    "notify_on_close": FLAG,
    "submit_disabled": FLAG,
}
