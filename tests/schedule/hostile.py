"""Files that no schedule is: sparse, huge, nested, mislabelled, broken. Each is made when it is asked for."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.schedule.spreadsheet import MAIN, workbook

HEADER = "Scene,Date,Cast\n"
USS = {"id": "1", "name": "Board", "breakdowns": [{"id": "b", "type": "scene", "scene": "1"}]}
SHEET = f"<worksheet {MAIN}><sheetData>{{}}</sheetData></worksheet>"


def with_sheet(xml: bytes) -> bytes:
    """A spreadsheet whose only sheet is this."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["Scene"]]))) as whole, zipfile.ZipFile(made, "w", 8) as spoilt:
        for part in whole.infolist():
            content = xml if part.filename.startswith("xl/worksheets/") else whole.read(part)
            spoilt.writestr(part.filename, content)
    return made.getvalue()


def cells(*written: str) -> bytes:
    """A sheet with these rows of XML."""
    return with_sheet(SHEET.format("".join(written)).encode())


def text(words: str) -> bytes:
    """Words as a file has them."""
    return words.encode()


def lying(content: bytes) -> bytes:
    """A spreadsheet that says that its parts are small."""
    spoilt = bytearray(content)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = spoilt.find(mark)
        while start >= 0:
            spoilt[start + place : start + place + 4] = (100).to_bytes(4, "little")
            start = spoilt.find(mark, start + 4)
    return bytes(spoilt)


def uss(more: str) -> bytes:
    """A .uss file with something more at its end."""
    return (json.dumps(USS)[:-1] + "," + more + "}").encode()


FILLED = '<c r="{}"><v>1</v></c>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>' + SHEET.format('<row><c t="str"><v>&a9;</v></c></row>')
ROW = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
HIDDEN_CELL = '<row><c r="XFD1048576" t="str"><!-- --><v>1</v></c></row>'
WORDY = "Scene,Date,Cast,Synopsis\n"
ONE = "1,2026-03-16,1\n"
SCHEDULE = [["Scene", "Date"], ["1", "2026-03-16"]]

SPREADSHEETS: dict[str, Callable[[], bytes]] = {
    "the last cell there is": lambda: cells(f'<row r="1">{FILLED.format("A1")}</row>', FILLED.format("XFD1048576")),
    "the last cell without saying so": lambda: cells(HIDDEN_CELL),
    "a million rows": lambda: cells(*map(ROW.format, range(1, 1_000_001))),
    "a bomb": lambda: with_sheet(b" " * 300_000_000),
    "a bomb that says it is none": lambda: lying(cells("<row>" + "<c><v>1</v></c>" * 12_000_000)),
    "a thousand laughs": lambda: with_sheet(text(LAUGHING)),
    "a hundred thousand parts": lambda: parts(100_000),
    "one with a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "half of one": lambda: workbook(SCHEDULE)[:-200],
}
TABLES: dict[str, Callable[[], bytes]] = {
    "300,000 columns": lambda: text(",".join(f"c{n}" for n in range(300_000)) + "\n1\n"),
    "a million rows": lambda: text(HEADER + ONE * 1_000_000),
    "a million empty rows": lambda: text(HEADER + ",,\n" * 1_000_000),
    "millions of commas": lambda: text(HEADER + "," * 15_000_000),
    "nothing but zeros": lambda: bytes(8_000_000),
    "zeros after a header": lambda: HEADER.encode() + bytes(8_000_000),
    "one line without an end": lambda: b"a" * 16_000_000,
    "one quotation without an end": lambda: text(HEADER + '"' + "a,\n" * 4_000_000),
    "UTF-16 cut in the middle": lambda: b"\xff\xfe" + (HEADER + ONE).encode("utf-16-le")[:-1],
    "as many words as fit": lambda: text(WORDY + f"1,2026-03-16,1,{'kiss ' * 150}\n" * 19_999),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
}
STRIPBOARDS: dict[str, Callable[[], bytes]] = {
    "a spreadsheet": lambda: workbook(SCHEDULE),
    "200,000 deep": lambda: uss('"x":' + "[" * 200_000 + "]" * 200_000),
    "800 deep where an id stands": lambda: uss(NESTED.format("[" * 800 + "]" * 800)),
    "a number of 5,000 digits": lambda: uss('"x":' + "9" * 5000),
    "no number": lambda: uss('"x":NaN'),
    "two values of one name": lambda: uss('"breakdowns":[]'),
    "a million stripboards": lambda: uss('"stripboards":[' + "{}," * 999_999 + "{}]"),
    "halves of characters": lambda: uss('"stripboards":[{"name":"\\ud800"}]'),
}
NESTED = '"stripboards":[{{"boards":[{{"breakdownIds":[{}]}}]}}]'
KINDS = {".xlsx": SPREADSHEETS, ".csv": TABLES, ".uss": STRIPBOARDS}
CASES = {f"{name} ({kind})": (f"a{kind}", make) for kind, cases in KINDS.items() for name, make in cases.items()}


def parts(number: int) -> bytes:
    """A spreadsheet of very many parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as spoilt:
        for place in range(number):
            spoilt.writestr(f"{place}", b"")
    return made.getvalue()


def no_file(folder: Path, kind: str) -> Path:
    """What has a name and is no file, or far too large a one."""
    place = folder / kind
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "device":
            place.symlink_to("/dev/zero")
        case "folder":
            place.mkdir()
        case "circle":
            place.symlink_to(place)
        case "two gigabytes":
            with place.open("wb") as sparse:
                sparse.truncate(2 * 1024**3)
    return place


NO_FILES = ("pipe", "device", "folder", "circle", "two gigabytes", "nothing", "a\0b")
