"""The project itself: locks, targets, the size of things, and the words it never uses."""

import ast
import re
from collections.abc import Iterator

from tests.scanning import LEAST, ROOMS, ROOT, modules, paths

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
NEVER_SAID = ("sex scene", "nude scene", "are you ok to do it", "decline", "refuse", "compliance", "problem")

# A migration is a list of tables and columns, as long as it is.
LISTS = "storage/migrations/versions/"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def said(tree: ast.Module) -> Iterator[str]:
    """Every text in `tree` that is not documentation."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def is_one_sentence(text: str | None) -> bool:
    words = (text or "").strip()
    return words.endswith((".", "!", "?")) and "\n\n" not in words and not re.search(r"[.!?]\s+[A-Z]", words)


def test_lock_files_pin_everything_and_name_no_host() -> None:
    """Any mirror can serve the locked dependencies, and nothing but the locked bytes is taken."""
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert [lock.stem for lock in locks] == ["build", "development", "runtime", "uv"]
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text
        assert "--index" not in text
        for requirement in re.split(r"\n(?=\w)", text.strip()):
            assert re.match(r"[\w.-]+==", requirement), requirement
            assert "--hash=sha256:" in requirement, requirement


def test_the_bot_runs_in_tests_on_the_versions_it_runs_on_for_people() -> None:
    """The development lock holds every runtime pin unchanged."""
    runtime, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("runtime.txt", "development.txt")
    )
    assert runtime - development == set()


def test_every_target_of_the_makefile_explains_itself() -> None:
    """`make` alone lists each target with one line about it."""
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    assert targets == set(re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE))


def test_no_function_is_longer_than_a_screen() -> None:
    """A function can be read at one look."""
    assert [
        f"{path}: {function.name}"
        for path, tree in modules(*ROOMS)
        for function in functions(tree)
        if not path.startswith(LISTS) and (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ] == []


def test_no_file_needs_a_map() -> None:
    """A file holds one thing, and ends before one is lost in it."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for room in (*ROOMS, "tests")
        for path in paths(room, "*.py", LEAST[room])
    }
    assert [path for path, lines in lengths.items() if lines > LONGEST_FILE and not path.startswith(LISTS)] == []


def test_every_test_says_in_one_sentence_what_it_shows() -> None:
    """A failing test can be understood without its code."""
    tests = [
        (path, function)
        for path, tree in modules("tests")
        for function in functions(tree)
        if function.name.startswith("test_")
    ]
    assert len(tests) > 800
    assert [
        f"{path}: {function.name}" for path, function in tests if not is_one_sentence(ast.get_docstring(function))
    ] == []


def test_messages_never_use_the_words_the_field_avoids() -> None:
    """Nothing a person reads presses, judges or names what is nobody's business."""
    texts = [(path, text) for path, tree in modules("messages") for text in said(tree)]
    texts += [(str(path), path.read_text(encoding="utf-8")) for path in paths("messages", "*.po", 4)]
    assert [(path, word) for path, text in texts for word in NEVER_SAID if word in text.lower()] == []
