"""The reader's language: sentences through gettext catalogues, dates and hours through babel."""

from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "languages"
DEFAULT = "en"


def sentence(text: str) -> str:
    """Marks a sentence for the catalogues that is said later, by whoever knows the reader. Changes nothing."""
    return text


def languages() -> tuple[str, ...]:
    """The codes of the languages the bot speaks: English, and those that have a catalogue."""
    return (DEFAULT, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


def name_of_language(code: str) -> str:
    """A language's name in that language, as a list of languages writes it."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


@cache
def catalogue(code: str) -> NullTranslations:
    """The sentences of a language, compiled from its .po file; English where there is none."""
    source = CATALOGUES / f"{code}.po"
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as lines:
        sentences = read_po(lines, locale=code)
    compiled = BytesIO()
    write_mo(compiled, sentences)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Language:
    """How one reader is spoken to."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue = catalogue(code)

    def say(self, sentence: str, **values: object) -> str:
        """A sentence in this language, its {placeholders} filled."""
        return self._catalogue.gettext(sentence).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence that depends on a number, which is its {number}."""
        return self._catalogue.ngettext(one, many, number).format(number=number, **values)

    def day(self, value: date) -> str:
        """A day as people say it: weekday, day and month."""
        return self._date(value, "EEE d MMMM", "MMMMEd")

    def hour(self, moment: datetime, zone: str) -> str:
        """The wall time of a moment in the production's time zone."""
        return format_time(moment, "HH:mm", tzinfo=ZoneInfo(zone), locale=self.code)

    def moment(self, moment: datetime, zone: str) -> str:
        """Weekday, day and wall time of a moment."""
        day = self._date(moment.astimezone(ZoneInfo(zone)).date(), "EEE d MMM", "MMMEd")
        return f"{day}, {self.hour(moment, zone)}"

    def _date(self, value: date, english: str, parts: str) -> str:
        """English as call sheets write it, day before month; other languages in their own order and with their dots."""
        if self.code == DEFAULT:
            return format_date(value, english, locale=self.code)
        return format_skeleton(parts, value, locale=self.code)


def code_of(code: str | None) -> str:
    """The language of a code such as "pl", "pl-PL" or "pl_PL", spoken by the bot or not; English where it is none."""
    try:
        return Locale.parse((code or DEFAULT).replace("-", "_")).language
    except (UnknownLocaleError, ValueError):
        return DEFAULT


@cache
def language(code: str | None) -> Language:
    """The language for a code such as "pl", "pl-PL" or "pl_PL"; English for one the bot does not speak."""
    spoken = code_of(code)
    return Language(spoken if spoken in languages() else DEFAULT)
