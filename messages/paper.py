"""Pages for printing: A4 PDFs with bundled fonts that have every Latin letter, closed with a passphrase on request."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from secrets import token_hex

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TTFFont
from pypdf import PdfWriter

from bot.domain.letters import visible
from messages.language import Language

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
MISSING = "\N{WHITE SQUARE}"
MARGIN = 18  # millimetres
INK, GREY, LINE, SHADE = (20, 20, 20), (110, 110, 110), (190, 190, 190), (242, 242, 242)

# A row of a table stays on one page, so a very long cell goes on in rows of its own.
CELL_LETTERS = 400
CELL_LINES = 12


class Sheets(FPDF):
    """fpdf2's document with a footer on each page: what it is, and which page of how many."""

    def __init__(self, language: Language, footer: str) -> None:
        super().__init__(format="A4")
        self.language, self.footer_text = language, footer
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        self.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_lang(language.code)

    def footer(self) -> None:
        """Called by fpdf2 at the end of each page."""
        self.set_y(-MARGIN)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*GREY)
        page = self.language.say("Page {page} of {pages}", page=self.page_no(), pages="{nb}")
        self.cell(0, 5, self.footer_text, align="L", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.cell(0, 5, page, align="R")

    def printable(self, text: str) -> str:
        """The text with a square for each letter the fonts lack; left to fpdf2, those letters would be logged."""
        font = self.fonts[FAMILY.lower()]
        assert isinstance(font, TTFFont)
        letters = font.cmap
        plain = "\n".join(visible(text).expandtabs(4).splitlines())
        return "".join(letter if letter == "\n" or ord(letter) in letters else MISSING for letter in plain)


class Paper:
    """A document for printing, in one reader's language. Sections begin on pages of their own."""

    def __init__(self, language: Language, title: str, subtitle: str = "", footer: str = "") -> None:
        self._sheets = Sheets(language, "")
        self._sheets.footer_text = self._sheets.printable(footer or title)
        self._sheets.set_title(title)
        self._sheets.add_page()
        self._fresh = True
        self._attached: dict[str, bytes] = {}
        self._write(title, size=18, style="B")
        if subtitle:
            self._write(subtitle, size=11, colour=GREY)

    def section(self, title: str, subtitle: str = "") -> None:
        """A new page with a heading; the first section stays on the first page."""
        if self._fresh:
            self._sheets.ln(4)
        else:
            self._sheets.add_page()
        self._fresh = False
        self._write(title, size=14, style="B")
        if subtitle:
            self._write(subtitle, size=10, colour=GREY)

    def heading(self, text: str) -> None:
        """A smaller heading, on the same page."""
        self._sheets.ln(3)
        self._write(text, size=11, style="B")

    def paragraph(self, text: str) -> None:
        """A paragraph, however long."""
        self._write(text, size=10)
        self._sheets.ln(1)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] | None = None) -> None:
        """A table whose cells wrap and whose heads stand on every page; `widths` in proportion to each other."""
        sheets = self._sheets
        sheets.ln(2)
        sheets.set_font(FAMILY, size=9)
        sheets.set_text_color(*INK)
        sheets.set_draw_color(*LINE)
        with sheets.table(
            col_widths=tuple(widths) if widths else None,
            headings_style=FontFace(emphasis="BOLD", fill_color=SHADE),
            text_align="LEFT",
            v_align="TOP",
            line_height=5,
            padding=1,
        ) as table:
            table.row([sheets.printable(head) for head in heads])
            for row in rows:
                for part in continued(row):
                    table.row([sheets.printable(cell) for cell in part])
        sheets.ln(2)

    def attach(self, name: str, content: bytes) -> None:
        """Put a file inside the document, encrypted with it; PDF readers list it as an attachment."""
        self._attached[name] = content

    def pdf(self, passphrase: str | None = None) -> bytes:
        """The finished document; with a passphrase, AES-256 encrypted, its title included."""
        plain = bytes(self._sheets.output())
        if passphrase is None and not self._attached:
            return plain
        # fpdf2 would leave the names of attachments unencrypted, so that no reader can tell them.
        writer = PdfWriter(clone_from=BytesIO(plain))
        for name, content in self._attached.items():
            writer.add_attachment(name, content)
        if passphrase is not None:
            writer.encrypt(passphrase, owner_password=token_hex(32), algorithm="AES-256")
        finished = BytesIO()
        writer.write(finished)
        return finished.getvalue()

    def _write(self, text: str, *, size: int, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        sheets = self._sheets
        sheets.set_font(FAMILY, style, size)
        sheets.set_text_color(*colour)
        sheets.multi_cell(0, size * 0.5, sheets.printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def continued(row: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A row as one or more, so that no cell is taller than a page."""
    yield from zip_longest(*(list(pieces(cell)) for cell in row), fillvalue="")


def pieces(text: str) -> Iterator[str]:
    """A text in pieces of a few lines each, broken between words where there are any; one empty piece for no text."""
    left = text
    while len(left) > CELL_LETTERS or left.count("\n") >= CELL_LINES:
        line_end = len("\n".join(left.split("\n")[:CELL_LINES]))
        limit = min(CELL_LETTERS, line_end)
        cut = limit if limit == line_end else max(left.rfind(" ", 1, limit), left.rfind("\n", 1, limit))
        cut = cut if cut > 0 else limit
        yield left[:cut]
        left = left[cut:].lstrip("\n ") if left[cut : cut + 1] in ("\n", " ") else left[cut:]
    yield left
