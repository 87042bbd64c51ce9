"""Every claim about Slack has a source and a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import sandbox

CLAIMS = Path(sandbox.__file__).parent / "CLAIMS.md"
TESTS = Path(__file__).parent
SOURCE = re.compile(r"^(https://\S+|measured|undocumented: .+)$")


def rows() -> list[tuple[str, str, str]]:
    """Behaviour, source and test of each row."""
    found = []
    for line in CLAIMS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 3 and cells[0] != "behaviour" and not cells[0].startswith("---"):
            found.append((cells[0], cells[1], cells[2]))
    return found


def names_in(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_test_of_every_claim_exists() -> None:
    """And the table is not empty by mistake."""
    found = rows()
    assert len(found) > 100
    for behaviour, _, test in found:
        file, _, name = test.partition("::")
        assert name in names_in(file), behaviour


def test_every_claim_says_where_it_comes_from() -> None:
    """A public page, a measurement, or plainly that nobody knows."""
    for behaviour, source, _ in rows():
        assert SOURCE.match(source), behaviour


def test_no_claim_is_made_twice() -> None:
    """One row a behaviour."""
    behaviours = [behaviour for behaviour, _, _ in rows()]
    assert len(behaviours) == len(set(behaviours))
