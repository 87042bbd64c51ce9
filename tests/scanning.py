"""Reading the project's own files: at least so many as there must be, so that no test passes by finding less."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage", "messages", "sandbox")
# How many modules there are at least. A folder that is moved or renamed without its reader falls below.
LEAST = {
    "bot": 120,
    "bot/delivery": 8,
    "handlers": 25,
    "storage": 32,
    "messages": 22,
    "sandbox": 65,
    "tests": 170,
}


def paths(place: str, pattern: str, least: int) -> list[Path]:
    """The files under a place whose names fit, in order; never fewer than there must be."""
    found = sorted((ROOT / place).rglob(pattern))
    assert len(found) >= least, f"{len(found)} files {pattern} in {place}, at least {least} were expected"
    return found


@cache
def parsed(path: Path) -> ast.Module:
    """What is in a Python file; many tests read the same ones."""
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*places: str) -> list[tuple[str, ast.Module]]:
    """Each Python file under some places: its path from the project's root, and what is in it."""
    return [
        (str(path.relative_to(ROOT)), parsed(path)) for place in places for path in paths(place, "*.py", LEAST[place])
    ]
