"""A spreadsheet as Excel saves it, made of rows: only what a test needs of the format."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape

Cell = str | float | date | time | None

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>"""
RELATION = (
    '<Relationship Id="r{number}" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = '<sheet name="Sheet {number}" sheetId="{number}" r:id="r{number}"{state}/>'
BOOK = (
    f"<workbook {MAIN} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>'
)
# Cell formats: 0 general, 1 a date, 2 an hour.
STYLES = (
    f'<styleSheet {MAIN}><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs>'
    "</styleSheet>"
)


def workbook(*sheets: Sequence[Sequence[Cell]], hidden: Sequence[int] = ()) -> bytes:
    """An .xlsx with these sheets; dates and hours are stored as numbers with a format, as Excel does."""
    out = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", related([("xl/workbook.xml", "officeDocument")]))
        parts = [(f"worksheets/sheet{number}.xml", "worksheet") for number in numbers]
        file.writestr("xl/_rels/workbook.xml.rels", related([*parts, ("styles.xml", "styles")]))
        names = "".join(SHEET.format(number=n, state=' state="hidden"' if n in hidden else "") for n in numbers)
        file.writestr("xl/workbook.xml", BOOK.format(sheets=names))
        file.writestr("xl/styles.xml", STYLES)
        for number, rows in zip(numbers, sheets, strict=True):
            file.writestr(f"xl/worksheets/sheet{number}.xml", sheet(rows))
    return out.getvalue()


def related(targets: Sequence[tuple[str, str]]) -> str:
    rows = (RELATION.format(number=n, target=target, kind=kind) for n, (target, kind) in enumerate(targets, start=1))
    return RELATIONS.format(rows="".join(rows))


def sheet(rows: Sequence[Sequence[Cell]]) -> str:
    found = [
        "".join(cell(value, f"{chr(65 + place)}{number}") for place, value in enumerate(row))
        for number, row in enumerate(rows, start=1)
    ]
    content = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(found, start=1))
    return f"<worksheet {MAIN}><sheetData>{content}</sheetData></worksheet>"


def cell(value: Cell, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, time):
        return f'<c r="{place}" s="2"><v>{(value.hour * 60 + value.minute) / 1440}</v></c>'
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return f'<c r="{place}" s="1"><v>{(day - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
