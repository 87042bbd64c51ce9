"""Windows and Home with more in them than Slack takes at once: page by page, with what has to be tapped on each."""

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DatePickerElement,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    RichTextBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)

from messages.blocks import Button, Home, Message, Modal, buttons, labelled, note, section, unescaped
from messages.fitting import PAGE, WHOLE, Room, fitted, inputs_in, options_of, pages, shortened, texts_of, words
from messages.language import Language

BEFORE, AFTER = "page_before", "page_after"
# The name of Home where a button turns its page.
HOME = "home"
# That an alert has been seen is said from any of its pages: the repeats end, and it decides nothing else.
SENT_AT_ONCE = frozenset({"acknowledge"})
ROOM_BUTTONS = 200
MARK = 12


def mark_of(modal: Modal) -> str:
    """Changes with what people read in a window, and with what is done about it: a page belongs to what was read."""
    blocks = fitted(modal.blocks)
    parts = (block.to_dict() for block in readable(blocks))
    texts = [str(part.get("text") or part.get("elements")) for part in parts]
    texts += [stands_in(block) for block in inputs_in(blocks)]
    texts.append(modal.about)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:MARK]


def readable(blocks: Sequence[Block]) -> list[Block]:
    """What is read: neither buttons, whose values may be sealed anew, nor inputs."""
    return [block for block in blocks if not isinstance(block, ActionsBlock | InputBlock)]


def window_page(
    language: Language,
    modal: Modal,
    page: int = 0,
    mark: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Modal:
    """One page of a window. `mark`: what was read on the page before; where that has changed it begins again.

    `typed`: what stood in the inputs of the page before, by their names. They are on every page, so that nothing that
    was typed is lost; what is sent before the last page brings the next one.
    """
    typed, now = typed or modal.typed, mark_of(modal)
    begun_anew = mark is not None and mark != now
    said = [section(since_text(language))] if begun_anew else [section(modal.lead)] if modal.lead else []
    said += instead_of(modal.blocks, typed) if begun_anew or modal.typed else []
    found = pages(modal.blocks, PAGE if modal.again is not None else WHOLE)
    if len(found) == 1:
        return replace(modal, lead="", blocks=filled([*fitted(said), *found[0]], typed))
    if modal.again is None:
        cut = [*fitted(said), *found[0], *inputs_in(found[-1]), note(left_out(language))]
        return replace(modal, lead="", blocks=filled(cut, typed))
    page = 0 if begun_anew else min(max(page, 0), len(found) - 1)
    what = "|".join((now, *modal.again))
    turns = turn_buttons(language, page, len(found), what)
    counted = note(language.say("Page {page} of {pages}", page=page + 1, pages=len(found)))
    last = page + 1 == len(found)
    inputs = [] if last else inputs_in(found[-1])
    shown = replace(modal, lead="", blocks=filled([*fitted(said), counted, *found[page], *inputs, turns], typed))
    if last or modal.submit is None or modal.callback in SENT_AT_ONCE:
        return shown
    return replace(shown, submit=language.say("Next page"), callback=AFTER, about=f"{page + 1}|{what}")


def stands_in(block: InputBlock) -> str:
    """The words that stand in an input before anybody types."""
    element = block.element
    return element.initial_value or "" if isinstance(element, PlainTextInputElement) else ""


def instead_of(blocks: Sequence[Block], typed: Mapping[str, str] | None) -> list[Block]:
    """The words that would stand in the inputs where others were typed: read before those take their place."""
    found: list[Block] = []
    for block in inputs_in(blocks) if typed else []:
        if typed and (stands := stands_in(block)) and stands != typed.get(block.block_id or ""):
            found += labelled(words(block.label), stands)
    return found


def filled(blocks: Sequence[Block], typed: Mapping[str, str] | None) -> list[Block]:
    """The same blocks, in the inputs what was typed or chosen before; nothing typed leaves what stands there."""
    return [filled_in(block, typed) if isinstance(block, InputBlock) and typed else block for block in blocks]


def filled_in(block: InputBlock, typed: Mapping[str, str]) -> InputBlock:
    """One input with what was typed or chosen in it."""
    block = copy.copy(block)
    element = block.element = copy.copy(block.element)
    value = typed.get(getattr(element, "action_id", None) or "") or None
    if isinstance(element, PlainTextInputElement):
        element.initial_value = value
    elif isinstance(element, DatePickerElement):
        element.initial_date = value
    elif isinstance(element, TimePickerElement):
        element.initial_time = value
    elif isinstance(element, StaticMultiSelectElement):
        chosen = (value or "").split(",")
        element.initial_options = [option for option in offered_in(element) if option.value in chosen] or None
    elif isinstance(element, RadioButtonsElement | StaticSelectElement):
        element.initial_option = next((option for option in offered_in(element) if option.value == value), None)
    return block


def offered_in(element: RadioButtonsElement | StaticSelectElement | StaticMultiSelectElement) -> list[Option]:
    """Everything that can be chosen, also where it is in parts."""
    parts = getattr(element, "option_groups", None) or []
    return [*options_of(element.options), *(option for part in parts for option in options_of(part.options))]


def turn_buttons(language: Language, page: int, count: int, what: str) -> Block:
    """To the page before and to the next one."""
    turns = []
    if page > 0:
        turns.append(Button(language.say("Page before"), BEFORE, f"{page - 1}|{what}"))
    if page + 1 < count:
        turns.append(Button(language.say("Next page"), AFTER, f"{page + 1}|{what}"))
    return buttons(turns, block="pages")


def since_text(language: Language) -> str:
    """What is shown has changed while somebody turned its pages."""
    return language.say("This has changed since you last looked, so it begins again.")


def left_out(language: Language) -> str:
    """A window that says what was done has no second page."""
    return language.say("There is more than fits here. Please open it again to see all of it.")


def home_page(language: Language, blocks: Sequence[Block], last: Sequence[Block], page: int = 0) -> Home:
    """One page of Home, with what stands at the end of each."""
    room = Room(PAGE.blocks - len(last), PAGE.letters)
    found = pages(blocks, room)
    if len(found) == 1:
        return Home([*found[0], *last])
    page = min(max(page, 0), len(found) - 1)
    counted = note(language.say("Page {page} of {pages}", page=page + 1, pages=len(found)))
    return Home([counted, *found[page], turn_buttons(language, page, len(found), f"|{HOME}|"), *last])


def as_window(language: Language, message: Message, again: tuple[str, str] | None) -> Modal:
    """An answer to a command that is longer than a message: a window, whose pages can be turned."""
    blocks = message.blocks or [section(message.text)]
    return Modal(language.say("Message"), blocks, close=language.say("Close"), again=again)


def short_form(language: Language, message: Message) -> Message:
    """A message that Slack did not take as it was: the same buttons, each with the words before it, in short."""
    lead = section(
        language.say(
            "This message could not be shown as it was written. That is a fault of this app; the coordinator is told."
        )
    )
    found: list[Block] = [lead]
    before = ""
    for block in message.blocks:
        if isinstance(block, ActionsBlock) and all(isinstance(one, ButtonElement) for one in block.elements):
            found += [section(shortened(before, ROOM_BUTTONS)), block] if before else [block]
            before = ""
        elif said := words_of(block):
            before = said
    return replace(message, text=shortened(message.text, ROOM_BUTTONS), blocks=tuple(found))


def words_of(block: Block) -> str:
    """The words of a paragraph, as they are read."""
    if isinstance(block, RichTextBlock):
        return "".join(texts_of(block))
    text = getattr(block, "text", None)
    if isinstance(text, MarkdownTextObject):
        return unescaped(words(text).strip("*").replace("*\n", "\n"))
    return words(text)
