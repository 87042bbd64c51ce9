"""The reader's language: sentences through gettext catalogues, dates and hours through babel."""

from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "languages"
DEFAULT = "en"


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
        return format_date(value, "EEE d MMMM", locale=self.code)

    def hour(self, moment: datetime, zone: str) -> str:
        """The wall time of a moment in the production's time zone."""
        return format_time(moment, "HH:mm", tzinfo=ZoneInfo(zone), locale=self.code)

    def moment(self, moment: datetime, zone: str) -> str:
        """Weekday, day and wall time of a moment."""
        return format_datetime(moment, "EEE d MMM, HH:mm", tzinfo=ZoneInfo(zone), locale=self.code)


@cache
def language(code: str | None) -> Language:
    """The language for a code such as "pl", "pl-PL" or "pl_PL"; English for one nobody knows."""
    try:
        return Language(Locale.parse((code or DEFAULT).replace("-", "_")).language)
    except (UnknownLocaleError, ValueError):
        return Language(DEFAULT)
