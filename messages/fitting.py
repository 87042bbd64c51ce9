"""Blocks as Slack takes them: what is long is split, what is many goes on on another page. Nothing is cut in silence.

Source of the limits: https://docs.slack.dev/reference/block-kit; that of a message's letters in all is not documented,
`msg_blocks_too_long` was seen from 13,200 on: https://github.com/slackapi/bolt-js/issues/2509
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)

RichText = RichTextElementParts.Text
SECTION_LIMIT = 3000
NOTE_LIMIT = 2000
HEADER_LIMIT = 150
LABEL_LIMIT = 2000
CHOICE_LIMIT = 75
MOST_BUTTONS = 25
MOST_RADIO = 10
MOST_OPTIONS = 100
CONTROLS = (ActionsBlock, ContextBlock)
LEADING = (HeaderBlock, DividerBlock)


@dataclass(frozen=True)
class Room:
    """How much fits: into a message, or onto a page of a window."""

    blocks: int
    letters: int


MESSAGE = Room(50, 12_000)
# Some blocks less than Slack takes: a page says which it is, how to turn it, and what is said before.
PAGE = Room(94, 12_000)
# A window that cannot be turned, because opening it again would do something again.
WHOLE = Room(94, 60_000)


def long(text: str) -> int:
    """How long a text is, counted as Slack's own clients do: what lies beyond the first plane counts twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where Slack's limit asks for it."""
    if long(text) <= limit:
        return text
    return text[: place_of(text, limit - 1)] + "…"


def place_of(text: str, limit: int) -> int:
    """How many letters of a text are within a limit."""
    used = 0
    for place, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > limit:
            return place
    return len(text)


def pieces(text: str, limit: int) -> Iterator[str]:
    """A long text in pieces that each fit: cut between lines, else between words, never within an escaped letter."""
    while long(text) > limit:
        most = place_of(text, limit)
        entity = text.rfind("&", max(0, most - 5), most)
        if entity > 0 and ";" not in text[entity:most]:
            most = entity
        places = (text.rfind(mark, most // 2, most) for mark in ("\n", " "))
        cut = next((place + 1 for place in places if place > 0), most)
        yield text[:cut]
        text = text[cut:]
    yield text


# One block.


def fitted(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, each within its limits, and no two of one name."""
    found: list[Block] = []
    names: set[str] = set()
    for block in blocks:
        for part in parts_of(block):
            own = renamed(part, f"{part.block_id}~{len(found)}") if part.block_id in names else part
            names.add(own.block_id or "")
            found.append(own)
    return found


def renamed(block: Block, name: str) -> Block:
    """The same block under another name; one without a name gets its own from Slack."""
    block = copy.copy(block)
    block.block_id = name if block.block_id else None
    return block


def parts_of(block: Block) -> list[Block]:
    """One block, or as many as it takes."""
    if isinstance(block, SectionBlock):
        return section_parts(block)
    if isinstance(block, HeaderBlock):
        return header_parts(block)
    if isinstance(block, ContextBlock):
        return note_parts(block)
    if isinstance(block, ActionsBlock):
        return button_parts(block)
    if isinstance(block, RichTextBlock):
        return titled_parts(block)
    return input_parts(block) if isinstance(block, InputBlock) else [block]


def unmarked(text: str) -> PlainTextObject:
    """A text in which no mark is one."""
    return PlainTextObject(text=text, emoji=False)


def in_paragraphs(text: str) -> list[Block]:
    """A text in as many paragraphs as it takes."""
    found = [part for part in pieces(text, SECTION_LIMIT) if part.strip()]
    return [SectionBlock(text=unmarked(part)) for part in found]


def section_parts(block: SectionBlock) -> list[Block]:
    """A paragraph; nothing at all where nothing stands in it."""
    text = block.text
    if isinstance(text, PlainTextObject):
        return [block] if text.text.strip() and long(text.text) <= SECTION_LIMIT else in_paragraphs(text.text)
    if not isinstance(text, MarkdownTextObject) or long(text.text) <= SECTION_LIMIT:
        return [block]
    found = [part for part in pieces(text.text, SECTION_LIMIT) if part.strip()]
    return [SectionBlock(text=MarkdownTextObject(text=part, verbatim=True)) for part in found]


def titled_parts(block: RichTextBlock) -> list[Block]:
    """A bold line with text under it; what has no room in it follows in paragraphs of its own."""
    if letters(block) <= SECTION_LIMIT:
        return [block]
    title, *under = texts_of(block)
    under_it = in_paragraphs("".join(under).strip("\n"))
    return [*([bold(title)] if long(title) <= SECTION_LIMIT else in_paragraphs(title)), *under_it]


def bold(title: str) -> Block:
    """A bold line alone."""
    text = RichText(text=title, style={"bold": True})
    return RichTextBlock(elements=[RichTextSectionElement(elements=[text])])


def texts_of(block: RichTextBlock) -> list[str]:
    """The texts in a block of rich text, in their order."""
    return [one.text for part in block.elements for one in getattr(part, "elements", []) if isinstance(one, RichText)]


def header_parts(block: HeaderBlock) -> list[Block]:
    """A heading; one that is too long becomes a paragraph."""
    text = words(block.text)
    return [block] if text.strip() and long(text) <= HEADER_LIMIT else in_paragraphs(text)


def note_parts(block: ContextBlock) -> list[Block]:
    """A small grey line, or several."""
    texts = [words(element) for element in block.elements]
    if all(text.strip() and long(text) <= NOTE_LIMIT for text in texts):
        return [block]
    found = [part for text in texts for part in pieces(text, NOTE_LIMIT) if part.strip()]
    return [ContextBlock(elements=[unmarked(part)]) for part in found]


def button_parts(block: ActionsBlock) -> list[Block]:
    """Buttons in rows; what a button has no room for stands before its row."""
    rows: list[list[ButtonElement]] = []
    said = [text for one in button_elements(block) if long(text := words(one.text)) > CHOICE_LIMIT]
    for element in map(short_button, button_elements(block)):
        if not rows or len(rows[-1]) == MOST_BUTTONS or element.action_id in {one.action_id for one in rows[-1]}:
            rows.append([])
        rows[-1].append(element)
    if not said and len(rows) == 1:
        return [block]
    found = [ActionsBlock(block_id=block.block_id, elements=list(row)) for row in rows]
    return [*in_paragraphs("\n".join(said)), *found]


def button_elements(block: ActionsBlock) -> list[ButtonElement]:
    """The buttons in a row; there is nothing else in one."""
    return [element for element in block.elements if isinstance(element, ButtonElement)]


def short_button(element: ButtonElement) -> ButtonElement:
    """A button with as much of its text as it may have."""
    text = words(element.text)
    if long(text) <= CHOICE_LIMIT:
        return element
    return ButtonElement(
        text=unmarked(shortened(text, CHOICE_LIMIT)),
        action_id=element.action_id,
        value=element.value,
        style=element.style,
    )


def words(text: object) -> str:
    """What stands in a text of Slack's."""
    return text.text or "" if isinstance(text, PlainTextObject | MarkdownTextObject) else str(text or "")


def input_parts(block: InputBlock) -> list[Block]:
    """An input; what has no room in its label or its choices, and words too long to be changed here, before it.

    With nothing to choose from there is no input.
    """
    said = []
    block = copy.copy(block)
    label, element = words(block.label), block.element
    if long(label) > LABEL_LIMIT:
        said.append(label)
        block.label = unmarked(shortened(label, LABEL_LIMIT))
    if isinstance(element, PlainTextInputElement) and long(words(element.initial_value)) > SECTION_LIMIT:
        said.append(words(element.initial_value))
        block.element = copy.copy(element)
        block.element.initial_value = None
    elif isinstance(element, RadioButtonsElement | StaticSelectElement | StaticMultiSelectElement):
        said += [text for one in options_of(element.options) if long(text := words(one.text)) > CHOICE_LIMIT]
        if not options_of(element.options):
            return in_paragraphs(f"{label} –")
        block.element = choices_of(element)
    return [*(part for text in said for part in in_paragraphs(text)), block]


def choices_of(element: RadioButtonsElement | StaticSelectElement | StaticMultiSelectElement) -> Any:
    """The same choices, each within its room; more than ten are a list, more than a hundred a list in parts."""
    options = [short_option(option) for option in options_of(element.options)]
    if isinstance(element, StaticMultiSelectElement):
        chosen = [short_option(option) for option in options_of(element.initial_options)] or None
        return StaticMultiSelectElement(action_id=element.action_id, initial_options=chosen, **offered(options))
    initial = next((short_option(one) for one in options_of([element.initial_option])), None)
    if isinstance(element, RadioButtonsElement) and len(options) <= MOST_RADIO:
        return RadioButtonsElement(action_id=element.action_id, options=options, initial_option=initial)
    return StaticSelectElement(action_id=element.action_id, initial_option=initial, **offered(options))


def options_of(options: Sequence[object] | None) -> list[Option]:
    """The options among what an element carries."""
    return [option for option in options or [] if isinstance(option, Option)]


def offered(options: list[Option]) -> dict[str, Any]:
    """Options, or groups of them by their number."""
    if len(options) <= MOST_OPTIONS:
        return {"options": options}
    parts = [(start, options[start : start + MOST_OPTIONS]) for start in range(0, len(options), MOST_OPTIONS)]
    groups = [OptionGroup(label=f"{start + 1}–{start + len(part)}", options=part) for start, part in parts]
    return {"option_groups": groups}


def short_option(option: Option) -> Option:
    """An option with as much of its text as it may have."""
    text = words(option.text)
    return (
        option
        if long(text) <= CHOICE_LIMIT
        else Option(value=option.value, text=unmarked(shortened(text, CHOICE_LIMIT)))
    )


# Many blocks.


def letters(block: Block) -> int:
    """How many letters people read in a block."""
    if isinstance(block, SectionBlock | HeaderBlock):
        return long(words(block.text))
    if isinstance(block, RichTextBlock):
        return sum(long(text) for text in texts_of(block))
    if isinstance(block, ContextBlock):
        return sum(long(words(one)) for one in block.elements)
    return sum(long(words(one.text)) for one in button_elements(block)) if isinstance(block, ActionsBlock) else 0


def groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """What stands together: a heading with what follows it, buttons and notes with what they are about."""
    found: list[list[Block]] = []
    leading = False
    for block in blocks:
        if found and (leading or isinstance(block, CONTROLS)):
            found[-1].append(block)
        else:
            found.append([block])
        leading = isinstance(block, LEADING)
    return found


def pages(blocks: Sequence[Block], room: Room) -> list[list[Block]]:
    """The blocks, fitted, in as many pages as they take; all inputs, and what follows them, on the last one.

    On each page before it there is room for the inputs as well.
    """
    whole = fitted(blocks)
    first = next((place for place, block in enumerate(whole) if isinstance(block, InputBlock)), len(whole))
    whole_room, room = room, Room(room.blocks - len(inputs_in(whole)), room.letters)
    found: list[list[Block]] = [[]]
    for group in groups(whole[:first]):
        for part in [group] if len(group) <= room.blocks else [[block] for block in group]:
            if found[-1] and not fits([*found[-1], *part], room):
                found.append([])
            found[-1] += part
    last = whole[first:]
    if found[-1] and not fits([*found[-1], *last], whole_room):
        found.append([])
    found[-1] += last
    return found


def inputs_in(blocks: Sequence[Block]) -> list[InputBlock]:
    """What something can be typed or chosen in."""
    return [block for block in blocks if isinstance(block, InputBlock)]


def fits(blocks: Sequence[Block], room: Room) -> bool:
    """Whether so many blocks have room."""
    return len(blocks) <= room.blocks and sum(letters(block) for block in blocks) <= room.letters
