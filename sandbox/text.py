"""Typed text as Slack hands it on: escaped, with mentions as ids, and as a rich_text block."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sandbox.conversations import Conversation
from sandbox.people import Person
from sandbox.wire import JSON

_HANDLE = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*)")
_CHANNEL = re.compile(r"(?<![\w#&])#([a-z0-9][a-z0-9_-]*)")
_LINK = re.compile(r"https?://[^\s<>|]+")
_TOKEN = re.compile(r"<([^<>]+)>")
_BROADCASTS = ("here", "channel", "everyone")


def escape(text: str) -> str:
    """Only `&`, `<` and `>` (https://docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed_message(typed: str, people: Iterable[Person], conversations: Iterable[Conversation]) -> str:
    """What someone typed, as the `text` of their message: `@handle` becomes `<@U…>`."""
    handles = {person.name: f"<@{person.id}>" for person in people}
    handles |= {word: f"<!{word}>" for word in _BROADCASTS}
    channels = {one.name: f"<#{one.id}|{one.name}>" for one in conversations if one.name}
    return _mark_up(typed, handles, channels)


def typed_command(typed: str, people: Iterable[Person], conversations: Iterable[Conversation]) -> str:
    """The `text` of a slash command with `should_escape`: `<@U1|name>`, `<#C1|name>`, private `<#C1|>`
    (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    handles = {person.name: f"<@{person.id}|{person.name}>" for person in people}
    handles |= {word: f"<!{word}>" for word in _BROADCASTS}
    channels = {one.name: f"<#{one.id}|{'' if one.is_private else one.name}>" for one in conversations if one.name}
    return _mark_up(typed, handles, channels)


def _mark_up(typed: str, handles: dict[str, str], channels: dict[str, str]) -> str:
    text = _LINK.sub(lambda found: f"\0{found[0]}\1", typed)
    text = escape(text).replace("\0", "<").replace("\1", ">")
    text = _HANDLE.sub(lambda found: _known(found, handles), text)
    return _CHANNEL.sub(lambda found: channels.get(found[1], found[0]), text)


def _known(found: re.Match[str], handles: dict[str, str]) -> str:
    """A full stop after a handle ends the sentence, not the name."""
    name = found[1]
    if name in handles:
        return handles[name]
    bare = name.rstrip("._-")
    return handles[bare] + name[len(bare) :] if bare in handles else found[0]


def rich_text(text: str, block_id: str) -> JSON:
    """The block that Slack adds to a message of plain text."""
    section = {"type": "rich_text_section", "elements": _elements(text)}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _elements(text: str) -> list[JSON]:
    elements: list[JSON] = []
    position = 0
    for found in _TOKEN.finditer(text):
        _add_words(elements, text[position : found.start()])
        elements.append(_reference(found[1]))
        position = found.end()
    _add_words(elements, text[position:])
    return elements


def _add_words(elements: list[JSON], words: str) -> None:
    if words:
        elements.append({"type": "text", "text": unescape(words)})


def _reference(inner: str) -> JSON:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": target, **({"text": unescape(label)} if label else {})}


def readable(text: str, names: dict[str, str]) -> str:
    """`text` as a notification shows it: mentions as names, links as labels; `names` by user id."""
    return unescape(_TOKEN.sub(lambda found: _readable_token(found[1], names), text))


def _readable_token(inner: str, names: dict[str, str]) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return f"@{names.get(target[1:], label or target[1:])}"
    if target.startswith("#"):
        return f"#{label}"
    if target.startswith("!"):
        return f"@{target[1:].split('^')[0]}"
    return label or target


def mentioned(text: str) -> set[str]:
    """Ids of the people named, and `here`, `channel`, `everyone` when called."""
    found = {inner.partition("|")[0] for inner in _TOKEN.findall(text)}
    return {target[1:] for target in found if target[:1] in "@!" and target}
