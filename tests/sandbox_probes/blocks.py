"""Probes of Block Kit's limits, on messages."""

from typing import Any

from tests.sandbox_probes.common import ROOM, plain
from tests.sandbox_probes.matching import like
from tests.sandbox_probes.probing import Expected, Probe, call, probe

KIT = "docs.slack.dev/reference/block-kit"


def option(number: int, **more: object) -> dict[str, object]:
    """An option object."""
    return {"text": plain(f"o{number}"), "value": f"v{number}", **more}


def section(**more: object) -> dict[str, object]:
    """A section block with a text."""
    return {"type": "section", "text": plain("x"), **more}


def button(number: int = 0, **more: object) -> dict[str, object]:
    """A button."""
    return {"type": "button", "text": plain("x"), "action_id": f"a{number}", **more}


def actions(*elements: dict[str, object], **more: object) -> dict[str, object]:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def posted(name: str, rule: str, blocks: list[dict[str, Any]], expected: Expected) -> Probe:
    """A probe that posts these blocks."""
    arguments = {"channel": "$room", "text": "x", "blocks": blocks}
    return probe(name, rule, *ROOM, call("chat.postMessage", arguments, expected))


def refused(name: str, limit: str, blocks: list[dict[str, Any]], pointer: str = "/blocks/0") -> Probe:
    """A probe that posts blocks which are invalid at this place."""
    expected = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata.messages.0": like(rf"^\[ERROR\] .*\[json-pointer:{pointer}"),
    }
    return posted(name, f"{limit}, else invalid_blocks with a pointer (SLACK.md 4, {KIT}).", blocks, expected)


PROBES = [
    posted(
        "empty-section",
        "An empty text is told with errors[] and with messages, each with a json-pointer (SLACK.md 1.5).",
        [{"type": "section", "text": plain("")}],
        {
            "ok": False,
            "error": "invalid_blocks",
            "errors": ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
            "response_metadata.messages": ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
        },
    ),
    posted(
        "section-of-3000",
        f"A section's text has at most 3000 characters ({KIT}/blocks/section-block).",
        [{"type": "section", "text": plain("x" * 3000)}],
        {"ok": True},
    ),
    refused(
        "section-of-3001",
        "A section's text has at most 3000 characters",
        [{"type": "section", "text": plain("x" * 3001)}],
        "/blocks/0/text",
    ),
    refused("51-blocks", "A message has at most 50 blocks", [{"type": "divider"}] * 51, "/blocks"),
    posted("50-blocks", f"A message may have 50 blocks ({KIT}/blocks).", [{"type": "divider"}] * 50, {"ok": True}),
    refused("unknown-block", "A block is of a known type", [{"type": "song"}]),
    refused("section-without-anything", "A section has a text or fields", [{"type": "section"}]),
    refused(
        "11-fields",
        "A section has at most 10 fields",
        [{"type": "section", "fields": [plain("x")] * 11}],
        "/blocks/0/fields",
    ),
    refused(
        "field-of-2001",
        "A field has at most 2000 characters",
        [{"type": "section", "fields": [plain("x" * 2001)]}],
        "/blocks/0/fields/0",
    ),
    refused(
        "header-of-151",
        "A header has at most 150 characters",
        [{"type": "header", "text": plain("x" * 151)}],
        "/blocks/0/text",
    ),
    refused(
        "header-in-mrkdwn",
        "A header is plain_text",
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "/blocks/0/text",
    ),
    refused(
        "context-of-11",
        "A context has at most 10 elements",
        [{"type": "context", "elements": [plain("x")] * 11}],
        "/blocks/0/elements",
    ),
    refused(
        "button-in-a-context",
        "A context holds texts and images alone",
        [{"type": "context", "elements": [button()]}],
        "/blocks/0/elements/0",
    ),
    refused(
        "26-buttons",
        "An actions block has at most 25 elements",
        [actions(*[button(n) for n in range(26)])],
        "/blocks/0/elements",
    ),
    refused("no-buttons", "An actions block has at least one element", [actions()], "/blocks/0/elements"),
    refused(
        "button-of-76",
        "A button's text has at most 75 characters",
        [actions(button(text=plain("x" * 76)))],
        "/blocks/0/elements/0/text",
    ),
    refused(
        "button-in-mrkdwn",
        "A button's text is plain_text",
        [actions(button(text={"type": "mrkdwn", "text": "x"}))],
        "/blocks/0/elements/0/text",
    ),
    refused(
        "value-of-2001",
        "A button's value has at most 2000 characters",
        [actions(button(value="x" * 2001))],
        "/blocks/0/elements/0/value",
    ),
    refused(
        "url-of-3001",
        "A button's url has at most 3000 characters",
        [actions(button(url="https://a.example/" + "x" * 3000))],
        "/blocks/0/elements/0/url",
    ),
    refused(
        "style-blue",
        "A button's style is primary or danger",
        [actions(button(style="blue"))],
        "/blocks/0/elements/0/style",
    ),
    posted(
        "two-of-an-action",
        f"An action_id is unique in its block, else invalid_blocks ({KIT}/block-elements/button-element).",
        [actions(button(), button())],
        "invalid_blocks",
    ),
    posted(
        "two-of-a-block",
        f"A block_id is unique in its message, else invalid_blocks ({KIT}/blocks/section-block).",
        [section(block_id="b"), section(block_id="b")],
        "invalid_blocks",
    ),
    refused(
        "block-id-of-256", "A block_id has at most 255 characters", [section(block_id="x" * 256)], "/blocks/0/block_id"
    ),
    refused(
        "action-id-of-256",
        "An action_id has at most 255 characters",
        [actions(button(action_id="x" * 256))],
        "/blocks/0/elements/0/action_id",
    ),
    refused(
        "101-options",
        "A select has at most 100 options",
        [
            section(
                accessory={
                    "type": "static_select",
                    "placeholder": plain("p"),
                    "action_id": "a",
                    "options": [option(n) for n in range(101)],
                }
            )
        ],
        "/blocks/0/accessory/options",
    ),
    refused(
        "option-value-of-151",
        "An option's value has at most 150 characters",
        [
            section(
                accessory={
                    "type": "static_select",
                    "placeholder": plain("p"),
                    "action_id": "a",
                    "options": [option(1, value="x" * 151)],
                }
            )
        ],
        "/blocks/0/accessory/options/0/value",
    ),
    refused(
        "placeholder-of-151",
        "A placeholder has at most 150 characters",
        [section(accessory={"type": "users_select", "placeholder": plain("p" * 151), "action_id": "a"})],
        "/blocks/0/accessory/placeholder",
    ),
    refused(
        "overflow-of-6",
        "An overflow menu has at most 5 options",
        [section(accessory={"type": "overflow", "action_id": "a", "options": [option(n) for n in range(6)]})],
        "/blocks/0/accessory/options",
    ),
    refused(
        "11-radio-buttons",
        "Radio buttons have at most 10 options",
        [section(accessory={"type": "radio_buttons", "action_id": "a", "options": [option(n) for n in range(11)]})],
        "/blocks/0/accessory/options",
    ),
    refused(
        "11-checkboxes",
        "Checkboxes have at most 10 options",
        [section(accessory={"type": "checkboxes", "action_id": "a", "options": [option(n) for n in range(11)]})],
        "/blocks/0/accessory/options",
    ),
    refused(
        "confirm-title-of-101",
        "A confirm dialog's title has at most 100 characters",
        [
            actions(
                button(
                    confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
                )
            )
        ],
        "/blocks/0/elements/0/confirm/title",
    ),
    refused(
        "image-without-words", "An image has an alt_text", [{"type": "image", "image_url": "https://a.example/i.png"}]
    ),
    refused(
        "date-in-words",
        "A datepicker's initial_date is YYYY-MM-DD",
        [actions({"type": "datepicker", "action_id": "a", "initial_date": "tomorrow"})],
        "/blocks/0/elements/0",
    ),
]
