"""Which functions make an instant of a wall time, found by what they call."""

import ast
from collections.abc import Collection, Iterator

from tests.scanning import modules

Function = ast.FunctionDef | ast.AsyncFunctionDef
ROOMS = ("bot", "handlers", "storage", "messages")


def functions() -> Iterator[tuple[str, Function, dict[str, str]]]:
    """Each function and method by its file and name, with what the names in its file stand for."""
    for path, tree in modules(*ROOMS):
        names = names_in(path, tree)
        for node in tree.body:
            if isinstance(node, Function):
                yield f"{path} {node.name}", node, names
            for method in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(method, Function):
                    yield f"{path} {node.name}.{method.name}", method, names  # type: ignore[attr-defined]


def names_in(path: str, tree: ast.Module) -> dict[str, str]:
    """What each name of a file stands for: a function of its own, or what it imports from one of ours."""
    found = {node.name: f"{path} {node.name}" for node in tree.body if isinstance(node, Function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
            place = node.module.replace(".", "/")
            found |= {alias.asname or alias.name: f"{place}.py {alias.name}" for alias in node.names}
            found |= {f"{alias.asname or alias.name}.": f"{place}/{alias.name}.py" for alias in node.names}
    return found


def makers(proved: Collection[str]) -> dict[str, set[str]]:
    """Each function that puts a day and an hour together, or calls one that is proved to; which of these it calls."""
    found = {}
    for name, node, names in functions():
        calls = {called for one in ast.walk(node) if (called := call_of(one, names)) is not None}
        used = {called for called in calls if called in proved or called == "combine"} - {name}
        if used:
            found[name] = {called.rpartition(" ")[2].rpartition(".")[2] for called in used}
    return found


def call_of(node: ast.AST, names: dict[str, str]) -> str | None:
    """What a call calls: a function of ours, a call sheet's hour on a day, a day and an hour put together."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    if not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr == "on" and len(node.args) == 2:
        return "bot/domain/times.py CallHour.on"
    zoned = [one.value for one in node.keywords if one.arg == "tzinfo"]
    if node.func.attr == "combine" or (node.func.attr == "replace" and any(is_zone(value) for value in zoned)):
        return "combine"
    base = node.func.value
    return f"{names.get(base.id + '.', '')} {node.func.attr}" if isinstance(base, ast.Name) else None


def is_zone(value: ast.expr) -> bool:
    """Whether a time is put into a zone by it; neither into UTC nor out of one."""
    return ast.unparse(value) not in ("UTC", "None")
