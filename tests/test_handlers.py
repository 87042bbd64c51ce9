"""Handlers decide nothing: no sentence is composed there and no row changed."""

import ast
from collections.abc import Iterator

from tests.scanning import ROOT, modules

# Each with the reason why it may.
EXCEPTIONS = {
    "handlers/inbox.py: row.attempts": "the inbox's own row: it is how a payload is worked through once",
    "handlers/inbox.py: row.done_at": "the inbox's own row",
    "handlers/inbox.py: row.failure": "the inbox's own row",
    "handlers/inbox.py: row.payload": "the inbox's own row",
    "handlers/inbox.py: row.state": "the inbox's own row",
    "handlers/inbox.py: row.slack_user": "the inbox's own row",
    "handlers/inbox.py: session.add": "the inbox's own row",
    "handlers/inbox.py: session.delete": "the inbox's own row",
}
COMPOSED = ("say", "count")
# What a session is told. `begin_nested` changes nothing by itself; reading is what storage's verbs are for.
TOLD = ("add", "add_all", "delete", "exec", "execute", "flush", "get", "get_one", "merge")


def composes(node: ast.AST) -> str | None:
    """A sentence said by a language, as the file would have it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMPOSED:
        return ast.unparse(node.func)
    return None


def changes(node: ast.AST) -> str | None:
    """A session told something, or an attribute set of anything but oneself."""
    if isinstance(node, ast.Call):
        told = node.func
        if isinstance(told, ast.Attribute) and told.attr in TOLD and ast.unparse(told.value).endswith("session"):
            return ast.unparse(told)
        if ast.unparse(told) in ("setattr", "delattr"):
            return ast.unparse(told)
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        return None if ast.unparse(node.value) == "self" else ast.unparse(node)
    return None


def found(tree: ast.Module) -> Iterator[str]:
    """What a handler may not do, in the order of the file."""
    for node in ast.walk(tree):
        yield from filter(None, (composes(node), changes(node)))


def test_no_handler_composes_a_sentence_or_changes_a_row() -> None:
    """Sentences are composed in messages and rows changed in bot; the exceptions are all there and no more."""
    handlers = dict(modules("handlers"))
    assert len(handlers) == len(list((ROOT / "handlers").rglob("*.py"))) >= 25
    assert {f"{path}: {what}" for path, tree in handlers.items() for what in found(tree)} == set(EXCEPTIONS)


def test_what_a_handler_may_not_do_is_seen() -> None:
    """Each way of composing a sentence or changing a row is found where one is planted."""
    planted = ast.parse(
        "language.say('Recorded.')\n"
        "context.language.count('{number} day', '{number} days', 2)\n"
        "transaction.session.add(row)\n"
        "await transaction.session.delete(row)\n"
        "row.hold = True\n"
        "row.step += 1\n"
        "person.name, row.over = 'Ola', True\n"
        "setattr(production, 'contact', '')\n"
    )
    assert sorted(found(planted)) == [
        "context.language.count",
        "language.say",
        "person.name",
        "row.hold",
        "row.over",
        "row.step",
        "setattr",
        "transaction.session.add",
        "transaction.session.delete",
    ]
