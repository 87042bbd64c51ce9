"""Dates as schedules write them, and the dates a spreadsheet makes of what was none."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from bot.parsing.reading import Unreadable, clean, folded, plain_hyphens

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv ene enero sty styczen stycznia",
            "feb february februar fevrier fevr fev febrero lut luty lutego",
            "mar march marz mrz mars marzo marzec marca",
            "apr april avril avr abr abril kwi kwiecien kwietnia",
            "may mai mayo maj maja",
            "jun june juni juin junio cze czerwiec czerwca",
            "jul july juli juillet juil julio lip lipiec lipca",
            "aug august aout ago agosto sie sierpien sierpnia",
            "sep sept september septembre septiembre wrz wrzesien wrzesnia",
            "oct okt october oktober octobre octubre paz pazdziernik pazdziernika",
            "nov november novembre noviembre lis listopad listopada",
            "dec dez december dezember decembre dic diciembre gru grudzien grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mo montag lun lundi lunes pon poniedzialek",
            "tue tues tuesday di dienstag mar mardi martes wt wto wtorek",
            "wed wednesday mi mittwoch mer mercredi mie miercoles sr sro sroda",
            "thu thur thurs thursday do donnerstag jeu jeudi jue jueves czw czwartek",
            "fri friday fr freitag ven vendredi vie viernes pt pia piatek",
            "sat saturday sa samstag sam samedi sab sabado sob sobota",
            "sun sunday so sonntag dim dimanche dom domingo nd nie niedz niedziela",
        )
    )
    for name in names.split()
}
_CLOCK = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_NUMBERS = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})" + _CLOCK)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?[-/. ]+(?:de )?([a-z]+)[-/., ]+(?:de )?(\d{4}|\d{2})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})[-/. ]+([a-z]+)\.?|([a-z]+)[-/. ]+(\d{1,4})")
_DAY_MONTH_AND_YEAR = 3
_FULL_YEAR = 4
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"[3-7]\d{4}")

Numbers = tuple[int, int, int]
_READINGS: dict[str, Callable[[Numbers], Numbers]] = {
    "day first": lambda numbers: (numbers[2], numbers[1], numbers[0]),
    "month first": lambda numbers: (numbers[2], numbers[0], numbers[1]),
}
_ADVICE = "Write dates as year-month-day, such as 2026-03-16."


def dates_of(cells: Iterable[str]) -> dict[str, date | Unreadable]:
    """Each distinct cell with its date, or with why it has none.

    Dates in figures are read day first or month first only where one of the two fits the whole file, its named weekdays
    included. Where both fit and mean different days, none of them is read.
    """
    texts = sorted(set(cells))
    figures = [text for text in texts if _figures(text) is not None]
    fitting = [reading for reading in _READINGS if all(_in_figures(text, reading) for text in figures)]
    if any(len({_in_figures(text, reading) for reading in fitting}) > 1 for text in figures):
        return {text: _certain_date(text) or _doubt(text, "can be read day first or month first") for text in texts}
    if figures and not fitting:
        doubt = "is in a file whose dates fit neither day first nor month first"
        return {text: _certain_date(text) or _doubt(text, doubt) for text in texts}
    return {text: _certain_date(text) or _settled(text, fitting) for text in texts}


def _settled(text: str, fitting: list[str]) -> date | Unreadable:
    found = _in_figures(text, fitting[0]) if fitting else None
    return found or _doubt(text, "is not a date with its full year")


def _doubt(text: str, why: str) -> Unreadable:
    return Unreadable(f'"{clean(text)[:60]}" {why}. {_ADVICE}')


def _bare(text: str) -> tuple[str, int | None]:
    """The text without a weekday's name in front or behind, and that weekday."""
    words = folded(plain_hyphens(clean(text))).replace(",", " ").split()
    for place in (0, -1):
        name = words[place].strip(".()") if len(words) > 1 else ""
        if name in _WEEKDAYS and not (name in _MONTHS and len(words) == _DAY_MONTH_AND_YEAR):
            del words[place]
            return " ".join(words), _WEEKDAYS[name]
    return " ".join(words), None


def _figures(text: str) -> Numbers | None:
    match = _NUMBERS.fullmatch(_bare(text)[0])
    if match is None or (match[2] == "-" and len(match[4]) < _FULL_YEAR):  # 16-03-26 may begin with its year
        return None
    return int(match[1]), int(match[3]), _year(match[4])


def _in_figures(text: str, reading: str) -> date | None:
    numbers = _figures(text)
    return _existing(*_READINGS[reading](numbers), _bare(text)[1]) if numbers else None


def _certain_date(text: str) -> date | None:
    bare, weekday = _bare(text)
    if match := _ISO.fullmatch(bare):
        return _existing(int(match[1]), int(match[2]), int(match[3]), weekday)
    if match := _DAY_MONTH_YEAR.fullmatch(bare):
        return _existing(_year(match[3]), _MONTHS.get(match[2], 0), int(match[1]), weekday)
    if match := _MONTH_DAY_YEAR.fullmatch(bare):
        return _existing(_year(match[3]), _MONTHS.get(match[1], 0), int(match[2]), weekday)
    return None


def _existing(year: int, month: int, day: int, weekday: int | None) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if weekday in (None, found.weekday()) else None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) < _FULL_YEAR else 0)


def spreadsheet_date(text: str, serial_numbers: bool = False) -> tuple[int, ...] | None:
    """The numbers in a cell that a spreadsheet has turned into a date: (day, month), or () where they are lost.

    None where the cell does not look like a date. The numbers stand in either order: "9-Dec" was 9-12 or 12-9.
    ``serial_numbers`` takes a bare 46030 as such a date too.
    """
    bare, _ = _bare(text)
    found = _certain_date(text)
    if found is None and serial_numbers and _SERIAL.fullmatch(bare):
        found = _SERIAL_ZERO + timedelta(days=int(bare))
    if found:
        return found.day, found.month
    if (match := _NUMBERS.fullmatch(bare)) and len(match[4]) == _FULL_YEAR:
        return int(match[1]), int(match[3])
    match = _NO_YEAR.fullmatch(bare)
    if match is None or (match[2] or match[3]) not in _MONTHS:
        return None
    return (int(match[1]), _MONTHS[match[2]]) if match[2] else ()
