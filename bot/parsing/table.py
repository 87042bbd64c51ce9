"""A table, as CSV or in a spreadsheet, by the names of its columns, in any order, case, delimiter and encoding."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.measures import MOST_COLUMNS, MOST_ROWS, too_many
from bot.parsing.reading import clean, decoded, folded
from bot.parsing.workbook import is_workbook, read_workbook

_DELIMITERS = (",", ";", "\t")
_LINES_BEFORE_HEADER = 20

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """One row: ``line`` is where it begins in the file; ``cells`` by our names, ``others`` by the file's."""

    line: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """The cell as one clean line; "" where the file has no such column."""
        return clean(self.raw(column))

    def raw(self, column: str) -> str:
        return self.cells.get(column, "")

    def problem(self, column: str, sentence: str) -> Problem:
        return Problem(self.line, self.headers.get(column, column), sentence)


@dataclass(frozen=True)
class Table:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Header:
    index: int
    line: int
    cells: Sequence[str]
    places: Mapping[str, int]


_Record = tuple[int, list[str]]


def read_table(content: bytes, columns: Columns, required: Sequence[str]) -> Table:
    """Rows below the header. Rows above it are taken as the title. Raises ScheduleUnreadable.

    ``columns`` maps our name to the headers that mean it, the best first; ``required`` names what must be there.
    """
    records = _with_content(_content(content, columns))
    header = _header(records, columns, required)
    _check_header(header, columns, required)
    _check_widths(records[header.index + 1 :], header)
    title = " ".join(clean(cell) for _, cells in records[: header.index] for cell in cells).strip()
    return Table(
        "" if title.casefold().startswith("sep=") else " ".join(title.split()),
        tuple(_row(record, header) for record in records[header.index + 1 :]),
    )


def _with_content(records: Iterable[_Record]) -> list[_Record]:
    """The rows that say something. Raises ScheduleUnreadable where there are more, or wider ones, than in any table."""
    found: list[_Record] = []
    for line, cells in records:
        if any(clean(cell) for cell in cells[MOST_COLUMNS:]):
            raise too_many(f"The row has something beyond its column {MOST_COLUMNS}.", line)
        if any(clean(cell) for cell in cells[:MOST_COLUMNS]):
            found.append((line, cells[:MOST_COLUMNS]))
        if len(found) > MOST_ROWS:
            raise too_many(f"The table has more than {MOST_ROWS:,} rows.")
    return found


def _content(content: bytes, columns: Columns) -> Iterable[_Record]:
    """All rows of a file: of a spreadsheet, those of the sheet whose header fits best."""
    if is_workbook(content):
        sheets = read_workbook(content)
        return max(sheets, key=lambda sheet: _fits(sheet, columns), default=[])
    text = decoded(content)
    if not text.strip("\ufeff\0 \r\n\t"):
        raise ScheduleUnreadable([Problem(0, "", "The file is empty. Export it again.")])
    delimiter = max(_DELIMITERS, key=lambda candidate: _recognised(text, candidate, columns))
    return _records(text, delimiter)


def _fits(records: Sequence[_Record], columns: Columns) -> int:
    return max((len(_places(cells, columns)) for _, cells in records[:_LINES_BEFORE_HEADER]), default=0)


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = "The quotation marks of this row do not close as they open. Export the table again as CSV."
            if "field limit" in str(error):
                sentence = "A cell of this row is longer than any text of a schedule. Export the table again as CSV."
            raise ScheduleUnreadable([Problem(line, "", sentence)]) from None
        yield line, cells
        line = reader.line_num + 1


def _recognised(text: str, delimiter: str, columns: Columns) -> int:
    best = 0
    try:
        for index, (_, cells) in enumerate(_records(text, delimiter)):
            if index >= _LINES_BEFORE_HEADER:
                break
            best = max(best, len(_places(cells, columns)))
    except ScheduleUnreadable:
        pass
    return best


def _places(cells: Sequence[str], columns: Columns) -> dict[str, int]:
    """Where each column stands; of two that mean the same, the header that our list names first."""
    squeezed = [_squeezed(cell) for cell in cells]
    places: dict[str, int] = {}
    for name, headers in columns.items():
        found = [squeezed.index(header) for header in map(_squeezed, headers) if header in squeezed]
        places.update({name: found[0]} if found else {})
    return places


def _squeezed(header: str) -> str:
    return re.sub(r"[^a-z0-9#/]", "", folded(clean(header)))


def _header(records: Sequence[_Record], columns: Columns, required: Sequence[str]) -> _Header:
    candidates = [
        _Header(index, line, cells, _places(cells, columns))
        for index, (line, cells) in enumerate(records[:_LINES_BEFORE_HEADER])
    ]
    if not candidates:
        raise ScheduleUnreadable([Problem(0, "", "The file has no rows. Export it again.")])
    return max(candidates, key=lambda header: (sum(name in header.places for name in required), len(header.places)))


def _check_header(header: _Header, columns: Columns, required: Sequence[str]) -> None:
    problems = [
        Problem(header.line, name, f'There is no column "{name}". Add it to the header and export again.')
        for name in (columns[column][0] for column in required if column not in header.places)
    ]
    squeezed = [_squeezed(cell) for cell in header.cells]
    problems += [
        Problem(header.line, clean(header.cells[index]), "The column stands twice. Keep one of them.")
        for index in header.places.values()
        if squeezed.count(squeezed[index]) > 1
    ]
    if problems:
        raise ScheduleUnreadable(problems)


def _check_widths(records: Sequence[_Record], header: _Header) -> None:
    width = len(header.cells)
    problems = [
        Problem(
            line,
            clean(header.cells[-1]),
            f"The row has more cells than the header's {width}. A text with the delimiter in it needs quotation marks.",
        )
        for line, cells in records
        if any(clean(cell) for cell in cells[width:])
    ]
    if problems:
        raise ScheduleUnreadable(problems)


def _without_text_mark(cell: str) -> str:
    """A cell that somebody has kept from becoming a date: ="9-12" and '9-12 are 9-12."""
    return re.sub(r"^'(?=\d)", "", re.sub(r'^="([^"]*)"$', r"\1", cell))


def _row(record: _Record, header: _Header) -> Row:
    line, cells = record
    padded = [*cells, *([""] * (len(header.cells) - len(cells)))]
    known = set(header.places.values())
    return Row(
        line,
        {name: _without_text_mark(padded[index]) for name, index in header.places.items()},
        {name: clean(header.cells[index]) for name, index in header.places.items()},
        {clean(text): padded[index] for index, text in enumerate(header.cells) if index not in known and clean(text)},
    )
