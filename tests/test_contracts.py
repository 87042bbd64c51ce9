"""The import contracts: each fails when an import that it forbids is planted, in a copy of the tree."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.serving import SERVING

pytestmark = SERVING

ROOT = Path(__file__).parent.parent
ROOTS = ("bot", "handlers", "storage", "messages", "sandbox")
# For each contract: where the import is planted, and what it says.
PLANTED = {
    "floors": ("bot/domain/standing.py", "import bot.facts"),
    "roots": ("handlers/home.py", "import bot.app"),
    "below-handlers": ("bot/facts.py", "import handlers.home"),
    "sandbox": ("sandbox/workspace.py", "import bot.domain.roles"),
    "guests": ("bot/app.py", "import sandbox.workspace"),
    "domain": ("bot/domain/times.py", "import aiohttp"),
    "ground-only": ("storage/people.py", "import bot.settings"),
    "messages": ("messages/home.py", "import sqlmodel"),
    "storage": ("storage/people.py", "import slack_sdk"),
}


def contracts() -> list[str]:
    """The contracts there are, by their ids."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def judged(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a tree."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=tree, env={"PYTHONPATH": str(tree)}, capture_output=True, text=True, check=False)


def test_every_contract_has_something_planted_against_it() -> None:
    """A contract added later cannot be left out."""
    assert contracts() == list(PLANTED)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which every contract is kept."""
    tree = tmp_path_factory.mktemp("house")
    for root in ROOTS:
        ignored = shutil.ignore_patterns("__pycache__", "page", "languages", "fonts")
        shutil.copytree(ROOT / root, tree / root, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tree)
    kept = judged(tree)
    assert kept.returncode == 0
    assert f"{len(PLANTED)} kept, 0 broken" in kept.stdout
    return tree


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_its_contract(contract: str, house: Path) -> None:
    """The house as it is keeps each contract; with one wrong import it does not."""
    path, line = PLANTED[contract]
    planted = house / path
    before = planted.read_text(encoding="utf-8")
    planted.write_text(f"{before}\n{line}\n", encoding="utf-8")
    broken = judged(house, "--contract", contract)
    planted.write_text(before, encoding="utf-8")
    assert broken.returncode == 1
    assert "BROKEN" in broken.stdout
