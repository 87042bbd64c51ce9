"""No sentence reaches a reader around the catalogues: the code is read for texts that nobody translates."""

import ast
import re
from collections.abc import Iterator

from tests.languages.catalogues import PLACES, SAID, called
from tests.scanning import modules

# What a text is an argument of when it is not for readers at all.
NOT_READ = {"TypeVar", "compile", "create_task", "info", "warning", "error", "phrase", "after", "getLogger", "Verb"}
WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-z]+\b")
# Words people type, always in English.
TYPED = {"as agreed", "not as agreed", "nothing changes", "in person", "by phone"}


def escaping(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts in a module that read like words and are neither said nor something nobody reads."""
    skipped = {
        id(text)
        for node in ast.walk(tree)
        for text in within(node)
        if isinstance(node, ast.Expr | ast.arg | ast.AnnAssign)
        or (isinstance(node, ast.Call) and called(node) in SAID | NOT_READ)
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.returns is not None:
            skipped |= {id(text) for text in within(function.returns)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in skipped:
            continue
        if WORDS.search(node.value) and node.value not in TYPED:
            yield node.lineno, node.value


def within(node: ast.AST) -> Iterator[ast.Constant]:
    """Texts that belong to a statement or a call: documentation, a type, arguments."""
    if isinstance(node, ast.Expr):
        found: list[ast.AST] = [node.value] if isinstance(node.value, ast.Constant) else []
    elif isinstance(node, ast.arg | ast.AnnAssign):
        found = [node.annotation] if node.annotation is not None else []
    elif isinstance(node, ast.Call):
        found = [*node.args, *(one.value for one in node.keywords)]
    else:
        found = [node]
    return (inner for one in found for inner in ast.walk(one) if isinstance(inner, ast.Constant))


def test_no_text_in_messages_handlers_and_writers_escapes_the_catalogues() -> None:
    """Whatever reads like words is said in the reader's language, or is marked to be."""
    assert [f"{path}:{number}: {text}" for path, tree in modules(*PLACES) for number, text in escaping(tree)] == []


def test_a_text_that_escapes_is_found() -> None:
    """The test above can fail: a literal in a message, and one put together, are both found."""
    source = (
        'def message(name: "str") -> None:\n    "Says it."\n    section(f"{name} has seen it.")\n    Modal("Recorded")'
    )
    assert {text for _, text in escaping(ast.parse(source))} == {" has seen it.", "Recorded"}


def test_every_sentence_is_a_literal_that_can_be_gathered() -> None:
    """What is said is written where it is said, or marked where it is written."""
    # The places that say what was marked elsewhere.
    later = {"self._sentence", "sentence", "text"}
    loose = [
        f"{path}:{node.lineno}: {ast.unparse(node.args[0])}"
        for path, tree in modules("messages", "handlers", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in SAID - {"count"} and node.args
        if not path.startswith(("bot/commands", "bot/demo", "sandbox"))
        if not isinstance(node.args[0], ast.Constant) and ast.unparse(node.args[0]) not in later
    ]
    assert loose == []


def test_nobody_is_spoken_to_but_in_their_own_language() -> None:
    """`language_of` knows what somebody chose; only a channel, which has no reader, hears its production's language."""
    direct = [
        f"{path}: {ast.unparse(node)}"
        for path, tree in modules("handlers", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "language" and path != "bot/locales.py"
        if not path.startswith(("bot/commands", "bot/demo", "sandbox"))
    ]
    assert direct == ["bot/channels/channel.py: language(production.language)"]
