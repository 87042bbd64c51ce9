"""Whatever somebody is called or has written: it is read as it stands, and nothing in it is a mark of Slack's."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import Block

from bot.domain.letters import looks, one_line, readable
from messages.blocks import Home, Message, Modal, titled
from messages.fitting import fitted
from messages.language import language, languages
from messages.paging import as_window
from sandbox.rich_text import rich_text
from sandbox.text import TOKEN
from tests.messages.composed import composed, composers

WORDS = (
    "*Xbold* _Xslanted_ ~Xstruck~ `Xcode`",
    "<!channel> <@U0EVIL> <#C0EVIL> <https://example.org|click> &amp;",
    "> Xquoted\n```Xfenced```\n:bomb: *",
    "\u202eXturned\u202c \u2066Xapart\u2069 Xnothing\u200b\u200d\u2060\ufeff \u05d0\u05d1\u05d2 \ud83d",
)
KNOWN = "<@U0OLA>"


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text object in a payload, and every piece of rich text."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str) and "type" in value:
            yield value
        for one in value.values():
            yield from texts(one)


def payload(made: Any) -> Any:
    """What goes to Slack of what a function has made; a sentence goes there as an answer."""
    if isinstance(made, str):
        return Message(made).answer()["blocks"]
    if isinstance(made, Message):
        assert not TOKEN.search(made.answer()["text"])
        return [block for part in made.parts() for block in part.answer()["blocks"]]
    if isinstance(made, Modal | Home):
        return made.view()
    if isinstance(made, Block):
        return [part.to_dict() for part in fitted([made])]
    if isinstance(made, JsonObject):
        return made.to_dict()
    return [payload(one) for one in made] if isinstance(made, list | tuple) else None


def faults(made: Any) -> list[str]:
    """What in a payload would be more, or less, than text."""
    found = []
    for text in texts(payload(made)):
        if any(unicodedata.category(one) in {"Cc", "Cf", "Cs"} for one in text["text"] if one not in "\n\u2068\u2069"):
            found.append(f"unseen: {text}")
        if text["type"] == "plain_text" and text.get("emoji") is not False:
            found.append(f"emoji: {text}")
        if text["type"] == "text" and set(text.get("style") or ()) - {"bold"}:
            found.append(f"style: {text}")
        if text["type"] == "mrkdwn" and text["text"] != KNOWN:
            found += marked(text["text"])
    return found


def marked(text: str) -> Iterator[str]:
    """What Slack would draw of a text in mrkdwn other than letters, and a first line that is bold."""
    first, _, _ = text.partition("\n")
    for piece in pieces(rich_text(text, "b")):
        bold = piece.get("style") == {"bold": True} and first.startswith("*") and first.endswith("*")
        if piece["type"] != "text" or (piece.get("style") and not bold):
            yield f"marked: {piece} in {text}"


def pieces(value: Any) -> Iterator[dict[str, Any]]:
    """The smallest parts of rich text."""
    if "elements" not in value:
        yield value
        return
    if value["type"] not in ("rich_text", "rich_text_section"):
        yield value
    for one in value["elements"]:
        yield from pieces(one)


@pytest.mark.parametrize("code", languages())
def test_no_words_are_more_than_words(code: str) -> None:
    """Every sentence, message and window there is, with hostile words in every place of a text, in every language."""
    found = [
        f"{name}: {fault}"
        for name, function in composers().items()
        for words in (WORDS if code == "en" else WORDS[:1])
        for made in composed(function, language(code), words)
        for fault in faults(made)
    ]
    assert found == []


def test_a_long_answer_in_a_window_is_no_more_than_words() -> None:
    """A line that has no room in a message is a window's text."""
    assert [fault for words in WORDS for fault in faults(as_window(language("en"), Message(words), None))] == []


def test_a_title_with_marks_stays_whole_and_bold() -> None:
    """What has a mark in it is shown to the letter, the title in bold and nothing else."""
    block = titled("Scene *42*", "INT. _HOTEL_").to_dict()
    assert [(one["text"], one.get("style")) for one in texts(block)] == [
        ("Scene *42*", {"bold": True}),
        ("\nINT. _HOTEL_", None),
    ]
    assert (
        titled("Scene 42", "INT. HOTEL & <BAR>").to_dict()["text"]["text"] == "*Scene 42*\nINT. HOTEL &amp; &lt;BAR&gt;"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ola \u202eNowak", "Ola Nowak"),
        ("first\nsecond\tthird\0", "first\nsecond\tthird"),
        ("\u05d0\u05d1 \u05d2 and Ola", "\u2068\u05d0\u05d1 \u05d2\u2069 and Ola"),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u2068\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\u2069",
        ),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
        ("O\u200dla", "Ola"),
        ("Całują, naïve, “quoted” – –", "Całują, naïve, “quoted” – –"),
    ],
)
def test_what_is_read_of_a_text(text: str, read: str) -> None:
    """Nothing unseen is left but what a script needs, and doing it twice does no more."""
    assert readable(text) == read
    assert readable(read) == read
    assert one_line(text).isprintable()


@pytest.mark.parametrize(
    "other",
    ["Оlа Nоwаk", "OIa Nowak", "0la Nowak", "ola  nowak", "Ｏｌａ Nowak", "Ola Ńowak", "Οla Nοwak"],
)
def test_names_that_look_the_same_are_told_apart(other: str) -> None:
    """In letters of another script, in figures, or with a stroke more: nobody stands for somebody else."""
    assert looks(other) == looks("Ola Nowak")
    assert looks("Ola Nowik") != looks("Ola Nowak") != looks("Jan Nowak")


def test_the_judge_can_fail() -> None:
    """A value set into mrkdwn as it is is found."""
    assert all(list(marked(text)) for text in ("*Scene* _X_", "<!channel>", "&gt; quoted", ":bomb:"))
    assert not list(marked("*Scene 42*\nINT. HOTEL"))
