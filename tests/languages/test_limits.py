"""Whatever the bot shows, of however much, in whichever language: Slack takes it, and nothing of it is lost."""

import ast
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.domain.alert_kinds import AlertKind
from messages.blocks import Home, Message, Modal
from messages.fitting import MESSAGE, PAGE, WHOLE, Room, letters, pages
from messages.language import language, languages
from messages.paging import window_page
from sandbox.block_kit import check_message_blocks, check_view
from tests.languages.everything_shown import PAGED, Maker, Size, shown_by, shows
from tests.scanning import modules

SHOWS = shows()
ENGLISH = language("en")
TOKEN = re.compile(r"‹([^‹›]+)›")
# What Slack was seen to refuse as too much in one message, and the most of a view: https://docs.slack.dev/surfaces/modals
SEEN_TOO_LONG, MOST_OF_A_VIEW = 13_200, 250_000


def verdict_on(view: dict[str, Any]) -> list[str]:
    """What Slack would complain of in a window or Home."""
    found = check_view(view, ("modal", "home")).complaints
    return [*found, *(["too large"] if len(str(view).encode()) > MOST_OF_A_VIEW else [])]


def message_verdict(message: Message) -> list[str]:
    """What Slack would complain of in a message."""
    found = check_message_blocks([block.to_dict() for block in message.blocks]).complaints
    too_long = sum(map(letters, message.blocks)) >= SEEN_TOO_LONG or len(message.text) > MESSAGE.letters // 3
    return [*found, *(["too long"] if too_long else [])]


def complaints(shown: Message | Modal | Home) -> list[str]:
    """What Slack would complain of, on whichever page."""
    if isinstance(shown, Message):
        return [said for part in shown.parts() for said in message_verdict(part)]
    if isinstance(shown, Home):
        return verdict_on(shown.view())
    count = len(pages(shown.blocks, PAGE if shown.again else WHOLE))
    return [said for page in sorted({0, count - 1}) for said in verdict_on(window_page(ENGLISH, shown, page).view())]


def read(blocks: Sequence[Block]) -> set[str]:
    """Which of the values can be read, by where they stood."""
    return set(TOKEN.findall(str([block.to_dict() for block in blocks])))


def everything(shown: Message | Modal | Home) -> list[Block]:
    """All its pages, one after the other."""
    if isinstance(shown, Message):
        return [block for part in shown.parts() for block in part.blocks]
    room = PAGE if isinstance(shown, Modal) else Room(10_000, 10_000_000)
    return [block for page in pages(shown.blocks, room) for block in page]


def lost(seen: set[str], made: Maker) -> list[str]:
    """What begins and does not end, and what is shown of some of a list and not of the others."""
    long = made.size is Size.LONGEST
    cut = [name for name in seen if long and not name.endswith(".") and f"{name}." not in seen]
    whole = Counter(re.sub(r"#\d+", "#", name) for name in seen)
    some = [name for name, there in whole.items() if "#" in name and there < expected(name.count("#"), made)]
    return sorted(cut + some)


def expected(depth: int, made: Maker) -> int:
    """How many there are of what stands in so many lists, one within the other."""
    return int(made.count * min(made.count, made.nested) ** (depth - 1))


def all_pages(name: str, made: Maker) -> Iterator[Message | Modal | Home]:
    """What a function makes; where it is asked for one page at a time, each of them."""
    before = None
    for page in itertools.count():
        shown = shown_by(SHOWS[name], ENGLISH, replace(made, page=page, numbers=itertools.count(100_001)))
        now = TOKEN.findall(str([block.to_dict() for block in everything(shown)]))
        if page and now == before:
            return
        yield shown
        if name not in PAGED:
            return
        before = now


def look_at(name: str, made: Maker) -> None:
    """One function with values of one size: Slack takes all of it, and all of it can be read."""
    seen: set[str] = set()
    for shown in all_pages(name, made):
        assert complaints(shown) == [], made
        seen |= read(everything(shown))
    assert made.size is Size.NONE or lost(seen, made) == [], made


@pytest.mark.parametrize("name", SHOWS)
def test_slack_takes_it_and_nothing_is_lost(name: str) -> None:
    """None, one, many and the longest of everything: each page is within the limits, and all of it can be read."""
    for size in Size:
        look_at(name, Maker(size, many_are=6 if name in PAGED else 30))


def test_nothing_is_shown_that_messages_does_not_make() -> None:
    """What is found above is all there is: elsewhere there are only a line of text, and nothing."""
    made = {
        f"{path}: {ast.unparse(node)}"
        for path, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Message", "Modal", "Home")
    }
    assert made == {"bot/delivery/dispatcher.py: Message(text='')", "handlers/replies.py: Message(text=text)"}
    assert len(SHOWS) >= 85


@pytest.mark.prove
@pytest.mark.parametrize("name", SHOWS)
def test_of_every_kind_in_lists_within_lists(name: str) -> None:
    """The same for each kind of alert, answer, scene and reason, three in each of a hundred."""
    for turn in range(len(AlertKind)):
        look_at(name, Maker(Size.ONE, turn))
    for size, turn in itertools.product((Size.MANY, Size.LONGEST), range(4)):
        look_at(name, Maker(size, turn, nested=3, many_are=20 if name in PAGED else 100))


@pytest.mark.parametrize("code", languages())
def test_slack_takes_it_in_every_language(code: str) -> None:
    """Labels, titles and buttons have room in each language."""
    for name, function in SHOWS.items():
        assert complaints(shown_by(function, language(code), Maker(Size.ONE))) == [], name
