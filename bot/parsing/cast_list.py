"""The cast list: which person stands behind a cast id, and how they are reached."""

import re
from dataclasses import dataclass
from datetime import date

from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.cells import read_cast_ids
from bot.parsing.dates import dates_of
from bot.parsing.reading import Unreadable, clean, folded
from bot.parsing.table import Row, read_table

COLUMNS = {
    "cast_id": ("Cast ID", "Cast IDs", "Cast #", "Cast No", "ID", "#", "Board ID"),
    "character": ("Character", "Role Name", "Part"),
    "name": ("Name", "Performer", "Actor", "Cast Member", "Talent"),
    "slack": ("Slack", "Slack ID", "Slack User", "Slack or E-mail", "E-mail", "Email", "Contact"),
    "language": ("Language", "Lang"),
    "under_18": ("Under 18", "Minor", "Under 18 until", "Under age"),
    "role": ("Role", "Role Note", "Role/Double", "Double", "Note", "Notes"),
}
_REQUIRED = ("cast_id", "character", "name", "slack")

_SLACK_ID = re.compile(r"(?:<@)?([UW][A-Z0-9]{4,20})(?:\|[^>]*)?>?", re.IGNORECASE)
_EMAIL = re.compile(r"(?:mailto:)?([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+)", re.IGNORECASE)
_IN_PERSON = {
    "in person",
    "in-person",
    "inperson",
    "by phone",
    "phone",
    "osobiscie",
    "personlich",
    "en personne",
    "en persona",
}
_YES = {"yes", "y", "x", "1", "true", "minor", "tak", "ja", "oui", "si"}
_NO = {"no", "n", "0", "false", "-", "nie", "nein", "non"}
_UNTIL = re.compile(r"^until\b[ :]*", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", re.IGNORECASE)
_LANGUAGES = {
    "english": "en",
    "polish": "pl",
    "polski": "pl",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "francais": "fr",
    "spanish": "es",
    "espanol": "es",
}


@dataclass(frozen=True)
class CastEntry:
    """One person of the cast. Exactly one of ``slack_id``, ``email`` and ``in_person`` says how they are reached.

    ``under_18`` is None where the list says nothing of it; ``under_18_until`` is the day on which they are of age.
    """

    cast_id: str
    character: str
    name: str
    slack_id: str | None = None
    email: str | None = None
    in_person: bool = False
    language: str = ""
    role: str = ""
    under_18: bool | None = None
    under_18_until: date | None = None


def read_cast_list(content: bytes) -> tuple[CastEntry, ...]:
    """The entries of a cast list in CSV, each cast id once. Raises ScheduleUnreadable with every problem at once.

    Columns Cast ID, Character, Name and Slack: a user id such as U0123ABC, an e-mail address, or "in person". Language
    (a code such as pl), Role (a note such as "body double") and Under 18 ("yes", "no", or "until 2027-05-01", never a
    date of birth) may follow. A double has a cast id of their own.
    """
    problems: list[Problem] = []
    entries: dict[str, CastEntry] = {}
    lines: dict[str, int] = {}
    for row in read_table(content, COLUMNS, _REQUIRED).rows:
        entry = _entry(row, problems)
        key = entry.cast_id.casefold() if entry else ""
        if entry and key in entries:
            sentence = f'Cast id "{entry.cast_id}" stands in line {lines[key]} already. Give each person their own.'
            problems.append(row.problem("cast_id", sentence))
        elif entry:
            entries[key], lines[key] = entry, row.line
    if not entries and not problems:
        problems.append(Problem(0, "", "The cast list names nobody. Add a row for each person."))
    if problems:
        raise ScheduleUnreadable(problems)
    return tuple(entries.values())


def _entry(row: Row, problems: list[Problem]) -> CastEntry | None:
    known = len(problems)
    cast_id = _cast_id(row, problems)
    if not row.text("name"):
        problems.append(row.problem("name", "The row has no name. Write whom the cast id means."))
    slack_id, email, in_person = _reached(row, problems)
    language = _language(row, problems)
    under_18, until = _under_18(row, problems)
    if len(problems) > known:
        return None
    return CastEntry(
        cast_id,
        row.text("character"),
        row.text("name"),
        slack_id,
        email,
        in_person,
        language,
        row.text("role"),
        under_18,
        until,
    )


def _cast_id(row: Row, problems: list[Problem]) -> str:
    try:
        ids = read_cast_ids(row.raw("cast_id"))
    except Unreadable as unreadable:
        problems.append(row.problem("cast_id", str(unreadable)))
        return ""
    if len(ids) != 1:
        problems.append(row.problem("cast_id", "A row is for one cast id. Write exactly one, such as 1 or 1X."))
        return ""
    return ids[0]


def _reached(row: Row, problems: list[Problem]) -> tuple[str | None, str | None, bool]:
    text = row.text("slack")
    if folded(text) in _IN_PERSON:
        return None, None, True
    if match := _EMAIL.fullmatch(text):
        return None, match[1].casefold(), False
    if (match := _SLACK_ID.fullmatch(text)) and re.search(r"\d", match[1]):
        return match[1].upper(), None, False
    said = (
        f'"{clean(text)[:60]}" is no way to reach somebody'
        if text
        else "The row does not say how the person is reached"
    )
    advice = 'Write a Slack user id such as U0123ABC, an e-mail address, or "in person".'
    problems.append(row.problem("slack", f"{said}. {advice}"))
    return None, None, False


def _under_18(row: Row, problems: list[Problem]) -> tuple[bool | None, date | None]:
    """An empty cell says nothing: it takes back nothing that was recorded before."""
    text = row.text("under_18")
    if not text or folded(text) in _YES | _NO:
        return (folded(text) in _YES if text else None), None
    until = _UNTIL.sub("", text)
    found = dates_of([until])[until]
    if isinstance(found, date):
        return True, found
    advice = 'Write "yes", "no", or the day on which the person is of age, such as "until 2027-05-01".'
    problems.append(row.problem("under_18", f'"{text[:40]}" does not say it. {advice}'))
    return None, None


def _language(row: Row, problems: list[Problem]) -> str:
    text = row.text("language")
    if not text or folded(text) in _LANGUAGES:
        return _LANGUAGES.get(folded(text), "")
    match = _LANGUAGE.fullmatch(text)
    if match is None:
        problems.append(
            row.problem("language", f'"{text[:40]}" is no language code. Write one such as en, pl or pt-BR.')
        )
        return ""
    return match[1].lower() + (f"-{match[2].upper()}" if match[2] else "")
