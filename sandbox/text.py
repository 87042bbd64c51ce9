"""What people typed and what apps wrote, as Slack hands it on: escaped, with links, mentions and emoji marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox import emoji
from sandbox.conversations import Conversation
from sandbox.people import Person

_HANDLE = re.compile(r"(?<![\w@/])@([a-z0-9][a-z0-9._-]*)")
_CHANNEL = re.compile(r"(?<![\w#&/])#([a-z0-9][a-z0-9_-]*)")
_LINK = re.compile(r"(?<![\w/])https?://(?:[^\s<>|`&]|&amp;)*(?:[^\s<>|`&.,;:!?'\")\]*_~]|&amp;)")
_ADDRESS = re.compile(r"(?<![\w.+/@:-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w@-])")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
# What stands between < and > and means something; anything else is only a sign.
_REFERENCE = (
    r"<((?:https?://|mailto:|tel:|slack:)[^<>|\n]+|@[UWB][A-Z0-9]+|\#[CGD][A-Z0-9]+"
    r"|!(?:here|channel|everyone|subteam\^[A-Z0-9]+|date\^[^<>|\n]+))(?:\|([^<>\n]*))?>"
)
TOKEN = re.compile(_REFERENCE)
_CODE_OR_TOKEN = re.compile(rf"```.*?```|`[^`\n]+`|{_REFERENCE}", re.DOTALL)
_BROADCASTS = ("here", "channel", "everyone")


@dataclass(frozen=True)
class Names:
    """What `@name` and `#name` stand for."""

    handles: dict[str, str]
    channels: dict[str, str]


def names_in_messages(people: Iterable[Person], conversations: Iterable[Conversation]) -> Names:
    handles = {person.name: f"<@{person.id}>" for person in people}
    channels = {one.name: f"<#{one.id}|{one.name}>" for one in conversations if one.name}
    return Names(handles | _broadcasts(), channels)


def names_in_commands(people: Iterable[Person], conversations: Iterable[Conversation]) -> Names:
    """With `should_escape`: `<@U1|name>`, `<#C1|name>`, private `<#C1|>`
    (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    handles = {person.name: f"<@{person.id}|{person.name}>" for person in people}
    channels = {one.name: f"<#{one.id}|{'' if one.is_private else one.name}>" for one in conversations if one.name}
    return Names(handles | _broadcasts(), channels)


def _broadcasts() -> dict[str, str]:
    return {word: f"<!{word}>" for word in _BROADCASTS}


def escape(text: str) -> str:
    """Only `&`, `<` and `>` (https://docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, names: Names) -> str:
    """What somebody typed, as the `text` of their message: no sign of theirs is read as markup."""
    return _with_emoji(_outside(TOKEN, _linked(escape(text)), lambda words: _named(words, names)))


def written(text: str, names: Names | None = None, *, verbatim: bool = False) -> str:
    """The markup of an app: its references stay, a sign that is none is escaped.

    Addresses become links unless `verbatim`; `names` are given with `link_names`.
    """
    safe = _outside(TOKEN, _BARE_AMPERSAND.sub("&amp;", text), _without_signs)
    linked = safe if verbatim else _outside(TOKEN, safe, _linked)
    named = linked if names is None else _outside(TOKEN, linked, lambda words: _named(words, names))
    return _with_emoji(named)


def plain(text: str, *, with_emoji: bool = True) -> str:
    """A plain_text object's text: nothing in it is a reference."""
    safe = _without_signs(_BARE_AMPERSAND.sub("&amp;", text))
    return emoji.named(safe) if with_emoji else safe


def _without_signs(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _with_emoji(text: str) -> str:
    """Code is left as it was written."""
    return _outside(_CODE_OR_TOKEN, text, emoji.named)


def _outside(kept: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """`text` changed between what `kept` finds."""
    parts, position = [], 0
    for found in kept.finditer(text):
        parts += [change(text[position : found.start()]), found[0]]
        position = found.end()
    return "".join([*parts, change(text[position:])])


def _linked(text: str) -> str:
    linked = _LINK.sub(lambda found: f"<{found[0]}>", text)
    return _outside(TOKEN, linked, lambda rest: _ADDRESS.sub(lambda found: f"<mailto:{found[0]}|{found[0]}>", rest))


def _named(text: str, names: Names) -> str:
    text = _HANDLE.sub(lambda found: _known(found, names.handles), text)
    return _CHANNEL.sub(lambda found: names.channels.get(found[1], found[0]), text)


def _known(found: re.Match[str], handles: dict[str, str]) -> str:
    """A full stop after a handle ends the sentence, not the name."""
    name = found[1]
    if name in handles:
        return handles[name]
    bare = name.rstrip("._-")
    return handles[bare] + name[len(bare) :] if bare in handles else found[0]


def readable(text: str, names: dict[str, str]) -> str:
    """`text` as a notification shows it: mentions as names, links as labels, emoji drawn; `names` by user id."""
    return emoji.pictured(unescape(TOKEN.sub(lambda found: _readable(found[1], found[2] or "", names), text)))


def _readable(target: str, label: str, names: dict[str, str]) -> str:
    if target.startswith("@"):
        return f"@{names.get(target[1:], label or target[1:])}"
    if target.startswith("#"):
        return f"#{label}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or target


def mentioned(text: str) -> set[str]:
    """Ids of the people named, and `here`, `channel`, `everyone` when called."""
    found = {token[1] for token in TOKEN.finditer(text)}
    return {target[1:] for target in found if target[0] in "@!"}


def links(text: str) -> list[str]:
    """The addresses in `text`, each once, in their order."""
    found = [unescape(token[1]) for token in TOKEN.finditer(text) if token[1].startswith("http")]
    return list(dict.fromkeys(found))
