"""The rich_text block that Slack makes of a message's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from sandbox import emoji
from sandbox.text import TOKEN, unescape
from sandbox.wire import JSON

Style = dict[str, bool]

_MARKS = {"*": "bold", "_": "italic", "~": "strike"}
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?![\s*_~])(.{0,300}?\S)\1(?!\w)")
_SHORTCODE = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?")
_QUOTED = re.compile(r"^&gt; ?", re.MULTILINE)
_KINDS = {"token": TOKEN, "code": _CODE, "marks": _STYLED, "emoji": _SHORTCODE}
_IN_CODE = frozenset({"code", "marks", "emoji"})
_DATE = re.compile(r"!date\^([0-9]+)\^([^^]*)(?:\^(.*))?")


def rich_text(text: str, block_id: str, *, styled: bool = True) -> JSON:
    """`text` is Slack's own markup; without `styled` (`mrkdwn: false`) its marks are only letters."""
    parts = list(_parts(text)) if styled else [_section([_words(text, {})] if text else [])]
    return {"type": "rich_text", "block_id": block_id, "elements": parts or [_section([])]}


def _section(elements: list[JSON]) -> JSON:
    return {"type": "rich_text_section", "elements": elements}


def _parts(text: str) -> Iterator[JSON]:
    """Sections, quotations and what stands between fences, in their order."""
    position = 0
    for found in _FENCE.finditer(text):
        yield from _lines(text[position : found.start()].removesuffix("\n"))
        yield {"type": "rich_text_preformatted", "border": 0, "elements": _elements(found[1], {}, _IN_CODE)}
        position = found.end()
    yield from _lines(text[position:].removeprefix("\n") if position else text)


def _lines(text: str) -> Iterator[JSON]:
    """Lines that begin with a > are one quotation."""
    run: list[str] = []
    for line in text.split("\n") if text else []:
        if run and bool(_QUOTED.match(line)) != bool(_QUOTED.match(run[0])):
            yield _run(run)
            run = []
        run.append(line)
    if run:
        yield _run(run)


def _run(lines: list[str]) -> JSON:
    if _QUOTED.match(lines[0]):
        words = "\n".join(_QUOTED.sub("", line) for line in lines)
        return {"type": "rich_text_quote", "elements": _elements(words, {}, frozenset())}
    return _section(_elements("\n".join(lines), {}, frozenset()))


def _elements(text: str, style: Style, off: Set[str]) -> list[JSON]:
    """Words, references and emoji in `style`; `off` names what is not read any more, as marks are not within code."""
    elements: list[JSON] = []
    position = 0
    for kind, found in _finds(text, off):
        if found.start() > position:
            elements.append(_words(text[position : found.start()], style))
        elements += _found(kind, found, style, off)
        position = found.end()
    return [*elements, _words(text[position:], style)] if position < len(text) else elements


def _finds(text: str, off: Set[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """What stands in `text` beside words, each after the last; what begins first is read first."""
    ahead = {kind: found for kind in _KINDS if kind not in off and (found := _next(kind, text, 0))}
    while ahead:
        first = min(ahead, key=lambda kind: ahead[kind].start())
        end = ahead[first].end()
        yield first, ahead[first]
        for kind in [kind for kind, found in ahead.items() if found.start() < end]:
            found = _next(kind, text, end)
            if found is None:
                del ahead[kind]
            else:
                ahead[kind] = found


def _next(kind: str, text: str, position: int) -> re.Match[str] | None:
    """A name that no emoji has, as in 12:30:45, is words."""
    found = _KINDS[kind].search(text, position)
    while kind == "emoji" and found is not None and emoji.own_name(found[1]) is None:
        found = _KINDS[kind].search(text, found.end() - 1)
    return found


def _found(kind: str, found: re.Match[str], style: Style, off: Set[str]) -> list[JSON]:
    if kind == "token":
        return [_in_style(_reference(found[1], found[2] or ""), style)]
    if kind == "code":
        return _elements(found[1], {**style, "code": True}, _IN_CODE)
    if kind == "marks":
        return _elements(found[2], {**style, _MARKS[found[1]]: True}, off)
    return [_in_style(emoji.element(found[1], int(found[2]) if found[2] else None), style)]


def _words(text: str, style: Style) -> JSON:
    return _in_style({"type": "text", "text": unescape(text)}, style)


def _in_style(element: JSON, style: Style) -> JSON:
    return {**element, "style": dict(style)} if style else element


def _reference(target: str, label: str) -> JSON:
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!date^"):
        return _date(target, label)
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": unescape(target), **({"text": unescape(label)} if label else {})}


def _date(target: str, label: str) -> JSON:
    found = _DATE.match(target)
    if found is None:
        return {"type": "text", "text": unescape(label or target)}
    url = {"url": found[3]} if found[3] else {}
    return {"type": "date", "timestamp": int(found[1]), "format": found[2], "fallback": unescape(label), **url}
