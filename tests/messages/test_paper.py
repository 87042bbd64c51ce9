"""Pages for printing, read back with another library."""

import logging
from io import BytesIO

import pytest
from pypdf import PdfReader

from messages.language import Language
from messages.paper import FONTS, Paper, pieces

LETTERS = "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ àâæçéèêëîïôœùûüÿ äöüß ÄÖÜẞ áéíñóúü¿¡ ÅØÞð ğışİ čďěňřšťůž őű ģķļņ ṁṣẃ – “„”’ … € № →"


def text_of(pdf: bytes, passphrase: str | None = None) -> list[str]:
    reader = PdfReader(BytesIO(pdf), password=passphrase)
    return [page.extract_text() for page in reader.pages]


def paper(code: str = "en") -> Paper:
    return Paper(Language(code), "Harbour Lights", "As of Mon 16 Mar, 09:00")


def test_every_letter_of_a_name_is_printed() -> None:
    """Names in any Latin script come back as they went in."""
    sheet = paper()
    sheet.paragraph(LETTERS)
    page = text_of(sheet.pdf())[0]
    assert all(word in page for word in LETTERS.split())


def test_nothing_turns_a_text_on_paper() -> None:
    """A printed page has the letters of a name and nothing beside them."""
    sheet = paper()
    sheet.paragraph("Ola \u202eNowak\u2066\0 (Maria)")
    assert "Ola Nowak (Maria)" in text_of(sheet.pdf())[0]


def test_sections_begin_pages_and_pages_are_numbered() -> None:
    """The first section stays with the title, each further one begins a page, and each page says which of how many."""
    sheet = paper()
    for day in ("Day 11", "Day 12", "Day 13"):
        sheet.section(day, "Hotel Baltic")
        sheet.table(["Scene", "Word"], [["42pt1", "Ready"]], [1, 3])
    pages = text_of(sheet.pdf())
    assert [day in page for page, day in zip(pages, ("Day 11", "Day 12", "Day 13"), strict=True)] == [True] * 3
    assert "Harbour Lights" in pages[0]
    assert "Page 2 of 3" in pages[1]


def test_cells_wrap_and_a_very_long_one_goes_on_over_pages() -> None:
    """Nothing of a long note is cut off, not even where it has no spaces or is nothing but lines."""
    long = " ".join(f"word{number}" for number in range(600))
    sheet = paper()
    sheet.section("Notes")
    sheet.table(["When", "Words"], [["Mon", long], ["Tue", "x" * 3000], ["Wed", "\n".join("abcdefgh" * 40)]], [1, 1])
    everything = " ".join(" ".join(text_of(sheet.pdf())).split())
    assert all(f"word{number}" in everything for number in range(600))
    assert everything.count("x") >= 3000


def test_a_text_in_pieces_loses_no_word() -> None:
    """Pieces of a text hold every word of it, in order."""
    text = "one two\nthree " * 200
    assert " ".join(pieces(text)).split() == text.split()
    assert list(pieces("")) == [""]


def test_a_passphrase_closes_it() -> None:
    """Without the passphrase nothing can be read, the title included; with it everything."""
    sheet = paper()
    sheet.paragraph("Ola Nowak")
    closed = sheet.pdf("river-lamp-42")
    assert b"Harbour" not in closed
    reader = PdfReader(BytesIO(closed))
    assert reader.is_encrypted
    assert not reader.decrypt("something else")
    assert "Ola Nowak" in text_of(closed, "river-lamp-42")[0]


def test_letters_no_font_has_are_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A drawing or a script without a font becomes a square, and no letter of it reaches a log."""
    sheet = paper()
    with caplog.at_level(logging.INFO):
        sheet.paragraph("see 🦩 you 山")
        pages = text_of(sheet.pdf())
    assert "see □ you □" in pages[0]
    assert not [record for record in caplog.records if "🦩" in record.getMessage() or "missing" in record.getMessage()]


def test_the_fonts_come_with_their_licence() -> None:
    """What is given away with the bot says under which terms."""
    assert len(list(FONTS.glob("*.ttf"))) == 2
    assert "Permission is hereby granted" in (FONTS / "LICENSE").read_text(encoding="utf-8")
