"""Messages and modals as values, built from Slack's own blocks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.domain.letters import readable
from bot.domain.unreadable import LOST
from messages.fitting import HEADER_LIMIT, MESSAGE, SECTION_LIMIT, fitted, long, pages, shortened

__all__ = ["SECTION_LIMIT", "shortened"]

TITLE_LIMIT = 24
# Slack's marks of formatting, and an emoji's name.
# Source: https://docs.slack.dev/messaging/formatting-message-text
FORMATTING = re.compile(r"[*_~`]|^\s*>|:[\w+-]+:", re.MULTILINE)


@dataclass(frozen=True)
class Message:
    """What goes into a conversation. `text` is what a locked phone shows: it gives nothing away.

    `version` numbers the newest fact it tells, where somebody later asks what was told.
    """

    text: str
    blocks: Sequence[Block] = ()
    version: int = 0

    def parts(self) -> list["Message"]:
        """The message as Slack takes it: several, where one has no room for all of it."""
        if not self.blocks and long(self.text) > SECTION_LIMIT:
            return replace(self, text=shortened(self.text, HEADER_LIMIT), blocks=[section(self.text)]).parts()
        return [replace(self, blocks=tuple(part)) for part in pages(self.blocks, MESSAGE)]

    def answer(self) -> dict[str, Any]:
        """As the answer to a command. Text alone would be read as mrkdwn: it stands in paragraphs, as it is."""
        blocks = self.blocks or (paragraphs(self.text.split("\n")) if self.text else ())
        return {"text": escaped(readable(self.text)), "blocks": [block.to_dict() for block in blocks]}


@dataclass(frozen=True)
class Modal:
    """A window over Slack. What is in it never enters Slack's message history.

    `lead`: said before everything, once. `again`: the button and its value that show the same once more, without doing
    anything, where there is one. `typed`: what somebody has typed into its inputs already, by their names.
    """

    title: str
    blocks: Sequence[Block]
    close: str
    submit: str | None = None
    callback: str = "nothing"
    about: str = ""
    notify_on_close: bool = False
    again: tuple[str, str] | None = None
    lead: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    def view(self) -> dict[str, Any]:
        """The modal as Slack takes it."""
        return View(
            type="modal",
            callback_id=self.callback,
            title=plain(shortened(self.title, TITLE_LIMIT)),
            submit=plain(self.submit) if self.submit else None,
            close=plain(self.close),
            private_metadata=self.about,
            notify_on_close=self.notify_on_close,
            blocks=fitted(self.all_blocks()) or [divider()],
        ).to_dict()

    def all_blocks(self) -> list[Block]:
        """What stands in it, with what is said before."""
        return [*([section(self.lead)] if self.lead else []), *self.blocks]


@dataclass(frozen=True)
class Home:
    """The page behind the app's name: one person sees it, and it never enters Slack's message history."""

    blocks: Sequence[Block]

    def view(self) -> dict[str, Any]:
        """The page as Slack takes it."""
        return View(type="home", blocks=fitted(self.blocks) or [divider()]).to_dict()


@dataclass(frozen=True)
class Button:
    """A button: what it says, what it does, and what it is about (ids only, never anything private)."""

    text: str
    action: str
    value: str = "-"
    style: str | None = field(default=None)


def escaped(text: str) -> str:
    """Text that can stand in mrkdwn without becoming a mention or a link.

    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The same text as it was before."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str) -> PlainTextObject:
    """A text that is shown as it is: nothing in it is a mention, a link, a mark of formatting or an emoji's name."""
    return PlainTextObject(text=readable(text), emoji=False)


def header(text: str) -> Block:
    """A heading."""
    return HeaderBlock(text=plain(text))


def section(text: str) -> Block:
    """A paragraph, shown as it is: nothing in it can become a mention."""
    return SectionBlock(text=plain(text))


def titled(title: str, text: str = "") -> Block:
    """A bold line with text under it; nothing but the whole line is bold, whatever stands in either.

    Slack's mrkdwn has no way to write its own marks, so a text with one of them is rich text, in which there are none.
    """
    title, text = readable(title).strip(), readable(text)
    if "\n" in title or FORMATTING.search(f"{title}\n{text}"):
        return rich(title, text)
    body = f"*{escaped(title)}*" + (f"\n{escaped(text)}" if text else "")
    return SectionBlock(text=MarkdownTextObject(text=body, verbatim=True))


def rich(title: str, text: str) -> Block:
    """The same as rich text: pieces that carry their style beside them, not in them."""
    bold = RichTextElementParts.Text(text=title, style={"bold": True})
    under = RichTextElementParts.Text(text="\n" + text)
    return RichTextBlock(elements=[RichTextSectionElement(elements=[bold, under] if text else [bold])])


def labelled(label: str, text: str) -> list[Block]:
    """A bold line with text under it, all of the text however long it is."""
    if len(escaped(text)) + len(escaped(label)) + len("**\n") <= SECTION_LIMIT:
        return [titled(label, text)]
    return [titled(label), section(text)]


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Many lines as few paragraphs, each within Slack's limit."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + len(line) < SECTION_LIMIT:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [section(text) for text in found]


def note(text: str) -> Block:
    """A small grey line."""
    return ContextBlock(elements=[plain(text)])


def divider() -> Block:
    """A thin line."""
    return DividerBlock()


def buttons(choices: Sequence[Button], block: str | None = None) -> Block:
    """A row of buttons."""
    return ActionsBlock(
        block_id=block,
        elements=[
            ButtonElement(text=plain(choice.text), action_id=choice.action, value=choice.value, style=choice.style)
            for choice in choices
        ],
    )


def words_input(
    name: str,
    label: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    lines: bool = True,
    initial: str | None = None,
) -> Block:
    """A field to type in."""
    legible = initial if initial is not None and LOST not in initial else None
    element = PlainTextInputElement(action_id=name, multiline=lines, max_length=SECTION_LIMIT, initial_value=legible)
    below = plain(hint) if hint else None
    return InputBlock(block_id=name, label=plain(label), element=element, optional=optional, hint=below)


def choice_input(
    name: str, label: str, choices: Sequence[tuple[str, str]], *, optional: bool = False, initial: str | None = None
) -> Block:
    """One of a few: (value, text) pairs."""
    options = [Option(value=value, text=plain(text)) for value, text in choices]
    chosen = next((option for option in options if option.value == initial), None)
    element = RadioButtonsElement(action_id=name, options=options, initial_option=chosen)
    return InputBlock(block_id=name, label=plain(label), element=element, optional=optional)


def select_input(
    name: str, label: str, choices: Sequence[tuple[str, str]], *, optional: bool = False, initial: str | None = None
) -> Block:
    """One of many, from a list: (value, text) pairs."""
    options = [Option(value=value, text=plain(text)) for value, text in choices]
    chosen = next((option for option in options if option.value == initial), None)
    element = StaticSelectElement(action_id=name, options=options, initial_option=chosen)
    return InputBlock(block_id=name, label=plain(label), element=element, optional=optional)


def several_input(
    name: str, label: str, choices: Sequence[tuple[str, str]], *, optional: bool = False, initial: Sequence[str] = ()
) -> Block:
    """Some of many, from a list: (value, text) pairs."""
    options = [Option(value=value, text=plain(text)) for value, text in choices]
    chosen = [option for option in options if option.value in initial]
    element = StaticMultiSelectElement(action_id=name, options=options, initial_options=chosen or None)
    return InputBlock(block_id=name, label=plain(label), element=element, optional=optional)


def day_input(name: str, label: str, initial: date) -> Block:
    """A date to choose."""
    element = DatePickerElement(action_id=name, initial_date=initial.isoformat())
    return InputBlock(block_id=name, label=plain(label), element=element)


def hour_input(name: str, label: str, *, optional: bool = False, hint: str | None = None) -> Block:
    """A wall time to choose."""
    below, element = plain(hint) if hint else None, TimePickerElement(action_id=name)
    return InputBlock(block_id=name, label=plain(label), element=element, optional=optional, hint=below)
