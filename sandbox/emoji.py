"""Emoji by their names, all that Slack has: their aliases folded into one name, their characters written as names.

The names are those of emoji-data, which its author keeps for Slack (https://github.com/iamcal/emoji-data).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

SKIN_TONES = "🏻🏼🏽🏾🏿"
_AS_PICTURE, _JOINER = "\ufe0f", "\u200d"
_SHORTCODE = re.compile(r":([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:")
_NAME = re.compile(r"([a-z0-9_+'-]+?)(::skin-tone-[2-6])?")


def _read() -> dict[str, str]:
    """What the page draws with as well: by character all its names, the first of them its own."""
    text = (Path(__file__).parent / "page" / "emoji.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(text)
    return names


_NAMES = {character: names.split() for character, names in _read().items()}
_OWN_NAME = {alias: names[0] for names in _NAMES.values() for alias in names}
_CHARACTER = {names[0]: character for character, names in _NAMES.items()}
_BY_CHARACTER = {character.replace(_AS_PICTURE, ""): names[0] for character, names in _NAMES.items()}
# These are letters, such as ©, until they are asked to be pictures.
_LETTERS = {character[0] for character in _NAMES if len(character) == 2 and character[1] == _AS_PICTURE}


def _sequences() -> re.Pattern[str]:
    """Flags, keys and whatever is joined to one picture, with the skin tones in it."""
    parts = {part for character in _NAMES for part in character if part not in _AS_PICTURE + _JOINER + SKIN_TONES}
    one = f"[{''.join(sorted(part for part in parts if part > '~'))}][{_AS_PICTURE}{SKIN_TONES}]*"
    return re.compile(f"[🇦-🇿]{{2}}|[0-9#*]{_AS_PICTURE}?\u20e3|{one}[\U000e0020-\U000e007f]*(?:{_JOINER}{one})*")


_SEQUENCE = _sequences()


def own_name(name: str) -> str | None:
    """The name Slack keeps for `name`, which may be an alias and have a skin tone; None when there is no such emoji."""
    found = _NAME.fullmatch(name)
    known = _OWN_NAME.get(found[1]) if found else None
    return None if found is None or known is None else known + (found[2] or "")


def element(name: str, tone: int | None) -> dict[str, object]:
    """A rich_text element; one that no emoji has is a custom one, without a character."""
    character = _CHARACTER.get(name, "")
    points = "-".join(f"{ord(part):x}" for part in character + (SKIN_TONES[tone - 2] if tone and character else ""))
    shown: dict[str, object] = {"type": "emoji", "name": name}
    return shown | ({"unicode": points} if points else {}) | ({"skin_tone": tone} if tone else {})


def named(text: str) -> str:
    """`text` with every emoji by its own name: characters become `:name:`, aliases are folded."""
    if ":" in text:
        text = _SHORTCODE.sub(_folded, text)
    return text if text.isascii() else _SEQUENCE.sub(_named, text)


def pictured(text: str) -> str:
    """`text` with characters for the names."""
    return replaced(text, lambda name, tone: _CHARACTER[name] + (SKIN_TONES[tone - 2] if tone else ""))


def replaced(text: str, draw: Callable[[str, int | None], str]) -> str:
    """`text` with what `draw` gives for the name and skin tone of each known emoji."""

    def drawn(found: re.Match[str]) -> str:
        tone = int(found[2]) if found[2] else None
        return draw(_OWN_NAME[found[1]], tone) if found[1] in _OWN_NAME else found[0]

    return _SHORTCODE.sub(drawn, text)


def _folded(found: re.Match[str]) -> str:
    own = _OWN_NAME.get(found[1])
    return found[0] if own is None else found[0].replace(f":{found[1]}:", f":{own}:", 1)


def _named(found: re.Match[str]) -> str:
    tones = [part for part in found[0] if part in SKIN_TONES]
    bare = "".join(part for part in found[0] if part not in _AS_PICTURE + SKIN_TONES)
    name = _BY_CHARACTER.get(bare)
    if name is None or (found[0] in _LETTERS):
        return found[0]
    return f":{name}:" + (f":skin-tone-{SKIN_TONES.index(tones[0]) + 2}:" if tones else "")
