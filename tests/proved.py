"""The table in CONTRIBUTING.md: where each module is proved. Coverage tells whether it is so.

`make coverage` checks each row against what was run; `python -m tests.proved --write` writes the table anew from it.
A test file proves a module when it runs lines in the module's functions: what runs while importing proves nothing.
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
import typer

from tests.scanning import ROOT, modules

PROVED = ("bot", "handlers", "storage", "messages")
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
HEAD = "| modules | proved by |\n|---|---|\n"
NAMED = re.compile(r"`([^`]+)`")
MOST_FILES = 2

Lines = dict[str, dict[str, set[int]]]


def note(item: pytest.Item) -> None:
    """Tell coverage, where it runs, whose turn it is."""
    coverage = sys.modules.get("coverage")
    running = coverage.Coverage.current() if coverage else None
    if running is not None:
        running.switch_context(str(item.path.relative_to(ROOT)))


def sources() -> dict[str, ast.Module]:
    """Every module that has to be proved, by its path; a package's empty `__init__` holds nothing."""
    return {path: tree for path, tree in modules(*PROVED) if tree.body and not path.endswith("__init__.py")}


def rows(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each row of the table: the paths of its modules and of the test files."""
    _, _, table = text.partition(HEAD)
    for line in table.splitlines():
        if not line.startswith("|"):
            return
        _, left, right, _ = line.split("|")
        folder, *names = NAMED.findall(left)
        yield [f"{folder}{name}.py" for name in names], [f"tests/{name}.py" for name in NAMED.findall(right)]


def lines_in_functions(tree: ast.Module) -> set[int]:
    """The lines that only run when something is called."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {line for body in bodies for line in range(body[0].lineno, (body[-1].end_lineno or 0) + 1)}


def lines_run() -> Lines:
    """What each test file has run in the functions of each module, as coverage has measured it."""
    from coverage import Coverage  # noqa: PLC0415  (whoever does not measure need not have it)

    measured = Coverage()
    measured.load()
    found: Lines = {}
    for path, tree in sources().items():
        inside = lines_in_functions(tree)
        by_file: dict[str, set[int]] = defaultdict(set)
        for line, files in measured.get_data().contexts_by_lineno(str(ROOT / path)).items():
            for file in files if line in inside else ():
                by_file[file].add(line)
        by_file.pop("", None)
        found[path] = dict(by_file)
    return found


def unproved(run: Lines) -> list[str]:
    """What the table says that is not so."""
    return [
        f"{file} runs nothing in {path}"
        for paths, files in rows(CONTRIBUTING.read_text(encoding="utf-8"))
        for path in paths
        for file in files
        if file not in run.get(path, {}) and (run.get(path) or lines_in_functions(sources()[path]))
    ]


def best(by_file: dict[str, set[int]], breadth: Counter[str]) -> list[str]:
    """The few files that together run the most of a module; of two alike the one that is about less else."""
    chosen: list[str] = []
    seen: set[int] = set()
    while len(chosen) < MOST_FILES and by_file:
        file = max(by_file, key=lambda name: (len(by_file[name] - seen), -breadth[name], name))
        if not by_file[file] - seen:
            break
        chosen.append(file)
        seen |= by_file[file]
    return chosen


def table(run: Lines) -> str:
    """The table as coverage has it; modules of a folder that are proved by the same files share a row."""
    breadth = Counter(file for by_file in run.values() for file in by_file)
    shared: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for path, by_file in run.items():
        folder, name = f"{Path(path).parent}/", Path(path).stem
        shared[folder, tuple(best(by_file, breadth))].append(name)
    lines = []
    for (folder, files), names in shared.items():
        proving = ", ".join(f"`{file.removeprefix('tests/').removesuffix('.py')}`" for file in files)
        lines.append(f"| `{folder}`: {', '.join(f'`{name}`' for name in names)} | {proving} |\n")
    return HEAD + "".join(lines)


def main(write: Annotated[bool, typer.Option("--write", help="Write the table anew.")] = False) -> None:
    """Compare the table with what coverage has measured."""
    run = lines_run()
    if write:
        text = CONTRIBUTING.read_text(encoding="utf-8")
        before, _, rest = text.partition(HEAD)
        after = rest.partition("\n\n")[2]
        CONTRIBUTING.write_text(f"{before}{table(run)}\n{after}", encoding="utf-8")
    wrong = unproved(run)
    typer.echo("\n".join(wrong) or "Every module is proved where CONTRIBUTING.md says.")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
