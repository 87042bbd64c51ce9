"""Text as people, files and Slack bring it, freed of what cannot be seen and changes what is read."""

import re
import unicodedata
from typing import Any

# Scripts without capitals, and pictures, are joined by characters of no width; nothing else has a use for those.
_JOINERS = "\u200c\u200d"
_JOINED = {"Lo", "Mn", "Mc", "So", "Sk"}
# What turns the direction of a text, or has no width. Line breaks and tabs are text.
_UNSEEN = re.compile(r"[^\n\t -~\u00a1-\u00ac\u00ae-\u02ff]")
_FIRST_ISOLATE, _LAST_ISOLATE = "\u2068", "\u2069"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Words written from right to left that follow each other: one run.
_RIGHT_TO_LEFT = re.compile(rf"[{_RIGHT}](?:[ '’.\"\u200c\u200d-]*[{_RIGHT}])*")

# Letters of Cyrillic and Greek that are drawn as Latin ones, and figures and strokes that are drawn alike.
# Source: https://www.unicode.org/Public/security/latest/confusables.txt
_ALIKE = str.maketrans(
    "АВСЕНІЈКМОРЅТХҮаеіјорсухѕԁһӏѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχı",
    "ABCEHIJKMOPSTXYaeijopcyxsdhlvABEZHIKMNOPTYXaikvoptuxi",
)
_STROKES = str.maketrans("01i|", "olll")


def one_line(text: str) -> str:
    """One line of text: no control characters or halves of characters, single spaces, accents in one form."""
    kept = (" " if character.isspace() else character for character in text if _is_text(character))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_text(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def readable(text: str) -> str:
    """A text as it may be shown: nothing in it is unseen, turns the direction of what follows, or is half a character.

    Words from right to left are kept apart from what stands around them, so that they move nothing but themselves.
    """
    seen = visible(text)
    return seen if seen.isascii() else _RIGHT_TO_LEFT.sub(rf"{_FIRST_ISOLATE}\g<0>{_LAST_ISOLATE}", seen)


def visible(text: str) -> str:
    """The same for paper, where nothing stands beside a text: what cannot be seen is left out."""
    return _UNSEEN.sub(_seen, text)


def looks(name: str) -> str:
    """What a name looks like: the same for two that nobody could tell apart at a glance, whatever their letters are."""
    drawn = unicodedata.normalize("NFKD", name.translate(_ALIKE))
    bare = "".join(character for character in drawn if not unicodedata.combining(character))
    return " ".join(bare.casefold().translate(_STROKES).replace("rn", "m").split())


def _seen(found: re.Match[str]) -> str:
    character = found[0]
    if character in _JOINERS:
        before = found.string[found.start() - 1 : found.start()]
        return character if before and unicodedata.category(before) in _JOINED else ""
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


def storable(value: Any) -> Any:
    """A payload without the characters no database keeps: zeros, and halves of characters."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, list) else value


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
