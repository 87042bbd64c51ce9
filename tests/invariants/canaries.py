"""Unique words for every place a person can type in, and where they turned up."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (registers every table)
from storage.database import synchronous
from tests.scanning import modules

WINDOWS = ("views.open", "views.push", "views.update")
# What only helps to build fields, and stands for no window of its own.
BUILDERS = {"words_input", "PlainTextInputElement"}


class Canaries:
    """Hands out a word for each place, the same one each time."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        """The word for a place."""
        return self.words.setdefault(place, f"kestrel{len(self.words):03d}rafter")

    def places_in(self, text: str) -> set[str]:
        """The places whose word stands in a text."""
        return {place for place, word in self.words.items() if word in text} if "kestrel" in text else set()


def typing_functions() -> set[str]:
    """Every function of messages that builds a field to type in, as file and name."""
    found = set()
    for path, tree in modules("messages"):
        for function in ast.walk(tree):
            names = {name for node in ast.walk(function) for name in called(node)}
            if isinstance(function, ast.FunctionDef) and function.name not in BUILDERS and names & BUILDERS:
                found.add(f"{Path(path).stem}.{function.name}")
    return found


def called(node: ast.AST) -> Iterator[str]:
    """The plain name that a call calls."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id


def typed_fields(view: dict[str, Any]) -> list[str]:
    """The names of a window's fields to type in."""
    elements = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    return [element["action_id"] for element in elements if element["type"] == "plain_text_input"]


def tables(url: str) -> Iterator[tuple[str, str]]:
    """Every column of every row as it is stored, with the column's name."""
    engine = create_engine(synchronous(url), hide_parameters=True)
    with engine.connect() as connection:
        for table in SQLModel.metadata.tables.values():
            for row in connection.execute(select(table)).mappings():
                for name, value in row.items():
                    text = value.decode("latin-1") if isinstance(value, bytes) else repr(value)
                    yield f"{table.name}.{name}", text
    engine.dispose()


def stored_bytes(url: str) -> str:
    """The whole SQLite file and its log; nothing for another engine, whose tables have been read."""
    if make_url(url).get_backend_name() != "sqlite":
        return ""
    path = Path(str(make_url(url).database))
    return "".join(part.read_bytes().decode("latin-1") for part in path.parent.glob(f"{path.name}*"))


def readers(log: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Every call to Slack: its method, the one person it opens a window for ("" for none), and all that was sent."""
    triggers: dict[str, str] = {}
    views: dict[str, str] = {}
    for entry in log:
        if entry["kind"] in ("interaction", "command", "event"):
            trigger = (entry.get("request") or {}).get("trigger_id")
            triggers |= {trigger: entry["user"]} if trigger else {}
        if entry["kind"] != "api_call":
            continue
        request = entry["request"]
        user = ""
        if entry["method"] in WINDOWS:
            user = triggers.get(request.get("trigger_id", "")) or views.get(request.get("view_id", ""), "?")
            view = ((entry.get("response") or {}).get("view") or {}).get("id")
            views |= {view: user} if view else {}
        if entry["method"] == "views.publish":
            user = request["user_id"]
        yield entry["method"], user, json.dumps(request, ensure_ascii=False)
