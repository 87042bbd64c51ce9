"""A message that Slack did not take, in short: each row of buttons stands under the words it is about."""

import pytest
from slack_sdk.models.blocks import SectionBlock

from messages.blocks import Button, Message, buttons, section, titled
from messages.language import language
from messages.paging import short_form

HEADINGS = ("Ola & Jan <3", "Scene 42 *wet*", "Scene :42: _x_", "Ends with *", "Two\nlines")


@pytest.mark.parametrize("heading", HEADINGS)
def test_buttons_stand_under_their_own_words(heading: str) -> None:
    """Whatever stands in a heading, it stands there as it is read, and no other in its place."""
    rows = [
        (titled("Before", "some words"), "first"),
        (titled(heading, "R & D"), "second"),
        (section(heading), "third"),
    ]
    blocks = [block for said, name in rows for block in (said, buttons([Button("Open", name)]))]
    shown = short_form(language("en"), Message(text="x", blocks=tuple(blocks))).blocks
    texts = [block.text.text for block in shown if isinstance(block, SectionBlock) and block.text is not None]
    assert texts[1:] == ["Before\nsome words", f"{heading}\nR & D", heading]
