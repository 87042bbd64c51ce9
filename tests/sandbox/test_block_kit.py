"""What Slack would say about blocks, and where."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.block_kit import check_message_blocks, check_view
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, choice, modal, plain, section, words_input
from tests.sandbox.driver import Control


def accessory(element: JSON) -> JSON:
    return section(accessory=element)


CONFIRM = {"title": plain("Sure?"), "text": plain("It is final."), "confirm": plain("Yes"), "deny": plain("No")}
LONG_OPTION = {"text": plain("a"), "value": "v" * 151}
RAW = {"type": "raw_text", "text": "x"}
FEEDBACK: JSON = {
    "type": "feedback_buttons",
    "action_id": "a",
    "positive_button": {"text": plain("Good"), "value": "good"},
    "negative_button": {"text": plain("Bad"), "value": "bad"},
}


def container(*blocks: JSON) -> JSON:
    return {"type": "container", "title": plain("x"), "child_blocks": list(blocks)}


def data_table(*rows: list[JSON]) -> JSON:
    return {"type": "data_table", "caption": "x", "rows": list(rows)}


CASES: dict[str, tuple[JSON, str]] = {
    "empty text": (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "long section": (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "no text at all": ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    "eleven fields": (
        {"type": "section", "fields": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "long field": (
        {"type": "section", "fields": [plain("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "mrkdwn header": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    "long header": (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "unknown type": ({"type": "poster"}, "unsupported type: poster [json-pointer:/blocks/0/type]"),
    "unknown field": (
        {"type": "divider", "colour": "red"},
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    "long block_id": (
        {"type": "divider", "block_id": "b" * 256},
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    "no elements": (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    "too many elements": (
        actions(*(button(f"b{number}") for number in range(26))),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "eleven in a context": (
        {"type": "context", "elements": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "same action twice": (
        actions(button("a"), button("a")),
        "action_id 'a' already exists in this block [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "long button": (
        actions(button("a", text=plain("x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "long value": (
        actions(button("a", value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "strange style": (
        actions(button("a", style="loud")),
        "must be one of: danger, primary [json-pointer:/blocks/0/elements/0/style]",
    ),
    "long confirm": (
        actions(button("a", confirm={**CONFIRM, "deny": plain("x" * 31)})),
        "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]",
    ),
    "eleven boxes": (
        actions(choice("checkboxes", "a", *"abcdefghijk")),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "eleven radio buttons": (
        accessory(choice("radio_buttons", "a", *"abcdefghijk")),
        "no more than 10 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "six in an overflow": (
        accessory(choice("overflow", "a", *"abcdef")),
        "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "none in an overflow": (
        accessory(choice("overflow", "a")),
        "no fewer than 1 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "a hundred and one options": (
        accessory(choice("static_select", "a", *(str(number) for number in range(101)))),
        "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "long option value": (
        accessory({"type": "static_select", "action_id": "a", "options": [LONG_OPTION]}),
        "must be less than 151 characters [json-pointer:/blocks/0/accessory/options/0/value]",
    ),
    "long description": (
        accessory({**choice("radio_buttons", "a"), "options": [{**LONG_OPTION, "description": plain("d" * 76)}]}),
        "must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/description/text]",
    ),
    "initial option elsewhere": (
        accessory({**choice("static_select", "a", "b"), "initial_option": {"text": plain("c"), "value": "c"}}),
        "must exactly match one of the options provided [json-pointer:/blocks/0/accessory/initial_option]",
    ),
    "no date": (
        accessory({"type": "datepicker", "action_id": "a", "initial_date": "tomorrow"}),
        "initial_date attribute must be in format 'YYYY-MM-DD' [json-pointer:/blocks/0/accessory]",
    ),
    "an input beside a section": (
        accessory({"type": "plain_text_input", "action_id": "a"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    "long picture text": (
        {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x" * 2001},
        "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]",
    ),
    "wide table": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]},
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    "long markdown": (
        {"type": "markdown", "text": "x" * 12_001},
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
    "strange rich text": (
        {"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]},
        "unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]",
    ),
    "empty card": (
        {"type": "card"},
        "At least one of hero_image, title, actions, or body is required [json-pointer:/blocks/0]",
    ),
    "long card": (
        {"type": "card", "body": plain("x" * 201)},
        "must be less than 201 characters [json-pointer:/blocks/0/body/text]",
    ),
    "a section in a carousel": (
        {"type": "carousel", "elements": [section()]},
        "unsupported type: section [json-pointer:/blocks/0/elements/0/type]",
    ),
    "a container in a container": (
        container({"type": "container", "child_blocks": []}),
        "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "an empty section in a container": (
        container(section("")),
        "must be more than 0 characters [json-pointer:/blocks/0/child_blocks/0/text/text]",
    ),
    "a button among icons": (
        {"type": "context_actions", "elements": [button("a")]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "feedback without a value": (
        {"type": "context_actions", "elements": [{**FEEDBACK, "positive_button": {"text": plain("Good")}}]},
        "missing required field: value [json-pointer:/blocks/0/elements/0/positive_button]",
    ),
    "ragged data": (
        data_table([RAW, RAW], [RAW]),
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]",
    ),
    "rich text at the head of data": (
        data_table([{"type": "rich_text", "elements": []}], [RAW]),
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "data without a caption": (
        {"type": "data_table", "rows": [[RAW], [RAW]]},
        "missing required field: caption [json-pointer:/blocks/0]",
    ),
    "long alert": (
        {"type": "alert", "text": plain("x" * 201)},
        "must be less than 201 characters [json-pointer:/blocks/0/text/text]",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_in_a_block_is_told_with_a_pointer(name: str) -> None:
    """The SDK's limits and those it does not know alike."""
    block, complaint = CASES[name]
    assert complaint in check_message_blocks([block]).complaints


@pytest.mark.parametrize("thing", [None, 5, "divider", [], {}, {"type": 5}, {"type": "section", "text": "x"}])
def test_what_is_no_block_at_all_is_told_too(thing: Any) -> None:
    """Never a traceback."""
    assert check_message_blocks([thing]).complaints


def test_a_message_as_a_whole() -> None:
    """Fifty blocks, ids once, one table, markdown counted together."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    markdown = {"type": "markdown", "text": "x" * 7000}
    twice = [{"type": "divider", "block_id": "b"}] * 2
    assert check_message_blocks([section()] * 50).complaints == []
    assert check_message_blocks([section()] * 51).complaints == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert check_message_blocks(twice).complaints == ["block_id 'b' already exists [json-pointer:/blocks/1/block_id]"]
    assert check_message_blocks([table, table]).complaints == ["only one table allowed [json-pointer:/blocks]"]
    assert len(check_message_blocks([markdown, markdown]).complaints) == 1


VIEWS: dict[str, tuple[JSON, str]] = {
    "long title": (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "long submit": (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    "no title": (modal(title=None), "missing required field: title [json-pointer:/view]"),
    "no way to send": (
        modal(words_input(), submit=None),
        "submit is required when an input is in blocks [json-pointer:/view/submit]",
    ),
    "much private metadata": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "long callback_id": (
        modal(callback_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    "long external_id": (
        modal(external_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/external_id]",
    ),
    "a hundred and one blocks": (
        modal(*[section()] * 101),
        "no more than 100 items allowed [json-pointer:/view/blocks]",
    ),
    "an endless input": (
        modal(words_input(max_length=3001)),
        "must be no greater than 3000 [json-pointer:/view/blocks/0/element/max_length]",
    ),
    "two in focus": (
        modal(
            words_input(focus_on_load=True),
            {**words_input(action_id="b", focus_on_load=True), "block_id": "other"},
        ),
        "only one element may have focus_on_load [json-pointer:/view/blocks]",
    ),
    "a table": (
        modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
        "unsupported type: table [json-pointer:/view/blocks/0/type]",
    ),
    "a card in a modal": (
        modal({"type": "card", "title": plain("x")}),
        "unsupported type: card [json-pointer:/view/blocks/0/type]",
    ),
    "another type": (modal(type="poster"), "must be one of: modal [json-pointer:/view/type]"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_wrong_in_a_view_is_told_with_a_pointer(name: str) -> None:
    """Of the view itself and of what only the whole can get wrong."""
    view, complaint = VIEWS[name]
    assert complaint in check_view(view, ("modal",)).complaints


def test_newer_blocks_are_taken_where_they_belong() -> None:
    """Cards, carousels, containers, feedback and data in messages; data in Homes, not in modals."""
    card: JSON = {"type": "card", "title": plain("x"), "actions": [button("open")]}
    feedback = {"type": "context_actions", "elements": [FEEDBACK]}
    data = data_table([RAW, RAW], [RAW, {"type": "raw_number", "value": 3}])
    blocks = [card, {"type": "carousel", "elements": [card]}, container(section()), feedback, data]
    verdict = check_message_blocks(blocks)
    assert (verdict.complaints, verdict.unchecked) == ([], set())
    assert check_view({"type": "home", "blocks": [data]}, ("home",)).complaints == []
    assert check_view(modal(data), ("modal",)).complaints == [
        "unsupported type: data_table [json-pointer:/view/blocks/0/type]"
    ]


def test_blocks_the_product_does_not_use_are_let_through_and_named() -> None:
    """Slack takes them; this validator does not know them by heart."""
    verdict = check_message_blocks([{"type": "video", "anything": 1}])
    assert (verdict.complaints, verdict.unchecked) == ([], {"video"})


async def test_a_wrong_message_and_a_wrong_view_answer_differently(client: AsyncWebClient, control: Control) -> None:
    """invalid_blocks with errors; invalid_arguments with messages alone."""
    with pytest.raises(SlackApiError) as message:
        await client.chat_postMessage(channel="U0OLA", text="t", blocks=[section("")])
    trigger = control.sandbox.workspace.tickets.new_trigger("U0OLA")
    with pytest.raises(SlackApiError) as view:
        await client.views_open(trigger_id=trigger, view=modal(section("")))
    complaint = "must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    assert message.value.response["error"] == "invalid_blocks"
    assert message.value.response["errors"] == [complaint]
    assert message.value.response["response_metadata"]["messages"] == [f"[ERROR] {complaint}"]
    assert view.value.response["error"] == "invalid_arguments"
    assert "/view/blocks/0/text/text" in view.value.response["response_metadata"]["messages"][0]


async def test_unchecked_blocks_are_in_the_log(client: AsyncWebClient, control: Control) -> None:
    """So that nobody takes silence for approval."""
    await client.chat_postMessage(channel="U0OLA", text="t", blocks=[{"type": "video", "title": plain("x")}])
    assert control.logged("unchecked")[0]["kinds"] == ["video"]
