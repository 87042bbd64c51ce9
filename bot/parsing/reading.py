"""From bytes to clean text, whatever program wrote them."""

import codecs
import unicodedata

from bot.domain.letters import one_line
from bot.parsing.board import Problem, ScheduleUnreadable

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINNING = 200
_PAPER = b"%PDF"
_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-"})
_UNDECOMPOSED = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "œ": "oe", "Œ": "Oe", "’": "'"})


class Unreadable(ValueError):
    """A cell that cannot be read; its text is the sentence that says why and what to do."""


def decoded(content: bytes) -> str:
    """The text of a file.

    A byte order mark decides. Without one: UTF-16 where every second byte of the beginning is zero, then UTF-8, then
    Windows-1250, which old spreadsheet exports in Central Europe still use. Raises ScheduleUnreadable.
    """
    if content.startswith(_PAPER):
        raise ScheduleUnreadable([Problem(0, "", "This is a PDF. Export the table as CSV or as a spreadsheet.")])
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded_as(content[len(mark) :], (encoding,))
    return _decoded_as(content, _encodings_without_mark(content))


def _encodings_without_mark(content: bytes) -> tuple[str, ...]:
    beginning = content[:_BEGINNING]
    if beginning and len(beginning) % 2 == 0:
        if not any(beginning[1::2]) and all(beginning[::2]):
            return ("utf-16-le",)
        if not any(beginning[::2]) and all(beginning[1::2]):
            return ("utf-16-be",)
    return ("utf-8", "cp1250")


def _decoded_as(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ScheduleUnreadable([Problem(0, "", "This is not a text file. Export the schedule as CSV in UTF-8.")])


def clean(text: str) -> str:
    """One line of text: no control characters or halves of characters, single spaces, accents in one form."""
    return one_line(text)


def plain_hyphens(text: str) -> str:
    """The typographic dashes that word processors put in become the plain hyphen."""
    return text.translate(_HYPHENS)


def folded(text: str) -> str:
    """Lower case without accents, for comparing words: "Całują" and "CALUJA" are the same."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
