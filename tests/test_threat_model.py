"""Each "cannot" of the threat model names a test that is there."""

import ast
import re

from tests.scanning import ROOT

PAGE = (ROOT / "documentation" / "threat-model.md").read_text(encoding="utf-8")
ADVERSARIES = (
    *("Workspace owner, and whoever may export", "App collaborator, and holder of the app-level token", "Operator"),
    *("Thief of the disk, or of a backup", "Assistant director", "Partner, and another performer", "Curious crew"),
    "Whoever can cut a line",
    "Stranger",
)


def lines() -> list[list[str]]:
    """The lines of all tables, by their columns."""
    rows = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0].strip() != "cannot"]


def functions_of(path: str) -> set[str]:
    """The tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_each_adversary_has_a_table_and_what_remains() -> None:
    """Nobody is left out, and no table pretends that nothing is left."""
    assert tuple(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == ADVERSARIES
    assert PAGE.count("**Remains:**") == len(ADVERSARIES)


def test_each_cannot_is_held_by_a_test() -> None:
    """The test it names is in the file it names."""
    assert len(lines()) > 30
    for row in lines():
        assert len(row) == 3, row
        path, _, name = row[2].strip(" `").partition("::")
        assert (ROOT / path).is_file(), row
        assert not name or name in functions_of(path), row
