"""Names that are data: what a database of an earlier release holds is found under the same names by this one."""

import ast
import json
from pathlib import Path

from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (registers every table)
from bot.delivery.rendering import ARRIVALS, PROOFS
from bot.domain.membership import Act
from bot.domain.reasons import Reason
from bot.domain.record_kinds import RecordKind
from bot.privacy.key_rotation import OPEN_BYTES, SEALED
from storage.columns import SpelledOut
from storage.deliveries import Template
from tests.scanning import modules

PINNED = Path(__file__).with_name("stored_names.json")
# Functions whose keyword arguments become names inside stored JSON or hashed entries, and whose keys are stored.
KEEPERS = ("record", "send", "raise_alert", "raise_about")


def columns() -> dict[str, list[str]]:
    """Every table with its columns."""
    tables = SQLModel.metadata.tables
    return {name: sorted(column.name for column in table.columns) for name, table in sorted(tables.items())}


def words() -> dict[str, list[str]]:
    """Every column of listed words, with the words as they are stored."""
    return {
        f"{name}.{column.name}": sorted(str(one) for one in column.type.kind)
        for name, table in sorted(SQLModel.metadata.tables.items())
        for column in table.columns
        if isinstance(column.type, SpelledOut)
    }


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def keeping_calls() -> list[tuple[str, ast.Call]]:
    """Every call that puts names into what is stored."""
    return [
        (called(node), node)
        for _, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in KEEPERS
    ]


def subjects() -> dict[str, list[str]]:
    """The names under which ids and facts are kept, by the function that keeps them."""
    found: dict[str, set[str]] = {}
    for name, node in keeping_calls():
        found.setdefault(name, set()).update(word.arg for word in node.keywords if word.arg)
    return {name: sorted(words) for name, words in sorted(found.items())}


def shape(node: ast.expr) -> str | None:
    """A key as it is put together, whatever the values are called; None where it was put together elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def keys() -> list[str]:
    """The literal parts of every key of a delivery or an alert, and of the rows that carry one."""
    shapes = {shape(argument) for _, node in keeping_calls() for argument in node.args}
    for _, tree in modules("bot", "handlers"):
        for node in ast.walk(tree):
            kept = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("key", "unique")
            if kept or (isinstance(node, ast.keyword) and node.arg == "key"):
                assert isinstance(node, ast.Assign | ast.keyword)
                shapes.add(shape(node.value))
    return sorted(one for one in shapes if one and "{" in one)


def names() -> dict[str, object]:
    """Everything that a stored row names."""
    return {
        "columns": columns(),
        "words": words(),
        "templates": sorted(Template),
        "templates with an effect": sorted(set(ARRIVALS) | set(PROOFS)),
        "reasons": sorted(Reason),
        "obstacles": sorted(Act),
        "record kinds": sorted(kind.value for kind in RecordKind),
        "sealed for": {
            f"{one.table.__tablename__}.{one.column}": [one.bound_to, one.place, *one.about] for one in SEALED
        },
        "open bytes": sorted(OPEN_BYTES),
        "subjects": subjects(),
        "keys": keys(),
    }


def test_a_name_that_is_stored_does_not_change() -> None:
    """Tables, words, templates, keys and labels are data: renaming what Python calls them leaves them as they were."""
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    found = json.loads(json.dumps(names()))
    assert len(pinned["columns"]) > 30
    assert {part: found[part] for part in pinned} == pinned
    assert set(found) == set(pinned)
