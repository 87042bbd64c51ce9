"""No cell of a table that is handed out is a formula, whoever wrote it."""

import ast
import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.proof_sheet import Proof
from messages.language import language
from messages.proof import proof_table
from messages.spreadsheet import csv_table, defused
from tests.messages.composed import values
from tests.scanning import modules

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0", "Ola;=1+1", "Ola\t=1")
# The words that make or name a table for spreadsheets in the libraries there are.
WRITERS = re.compile(r"csv\.(writer|DictWriter)|.*\.(to_csv|to_excel)|openpyxl.*|xlsxwriter.*")
ALIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")


def cells(table: str, delimiter: str = ",") -> list[str]:
    """What a spreadsheet would find, divided by this mark."""
    return [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter) for cell in row]


@given(some.lists(some.text() | some.sampled_from(FORMULAS), min_size=1, max_size=4))
def test_no_cell_is_a_formula(written: list[str]) -> None:
    """Of any words; divided by a semicolon or a tab, as many a spreadsheet does, neither."""
    table = csv_table(["name"], [{"name": one} for one in written])
    assert not [cell for mark in ",;\t" for cell in cells(table, mark) if ALIVE.match(cell)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_export_of_a_production_has_no_formula(formula: str) -> None:
    """Whoever is called like one, in every place there is for words."""
    (proof,) = values(Proof, "proof", language("en"), formula)
    found = cells(proof_table(proof))
    assert defused(formula) in found
    assert not [cell for cell in found if ALIVE.match(cell)]


def test_what_is_no_formula_stays_as_it_is() -> None:
    """Days, moments, names with hyphens."""
    kept = ["2026-03-16", "2026-03-16T07:00:00Z", "Anna-Maria", "a = b", "", "512:9f3a"]
    assert list(map(defused, kept)) == kept


def test_there_is_one_place_that_writes_tables() -> None:
    """Whoever writes another one is found here."""
    found = {
        path
        for path, tree in modules("bot", "handlers", "messages", "storage")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and WRITERS.fullmatch(ast.unparse(node))
    }
    assert found == {"messages/spreadsheet.py"}
