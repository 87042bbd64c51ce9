"""Numbers are read in one place, and what is no number is none."""

import ast

import pytest

from bot.domain.numbers import LARGEST, id_in, whole_number
from tests.scanning import modules


@pytest.mark.parametrize(
    "text", ["", "²", "٣", "-1", "+1", "1e3", "1.5", " 1", "1_0", "\0", "9" * 30, "9" * 5000, "Ⅷ", "①"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Neither an exception nor a guess."""
    assert (whole_number(text), id_in(text)) == (None, 0)


def test_plain_digits_are_a_number_as_far_as_columns_go() -> None:
    """From zero to what a column holds."""
    assert [whole_number(text) for text in ("0", "007", str(LARGEST), str(LARGEST + 1))] == [0, 7, LARGEST, None]


def test_nobody_else_judges_digits() -> None:
    """`isdigit` is true of "²", of which `int` makes an exception: no other place of the bot asks it."""
    asked = {"isdigit", "isdecimal", "isnumeric"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("bot", "handlers", "messages", "storage")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in asked and path != "bot/domain/numbers.py"
    ]
    assert found == []
