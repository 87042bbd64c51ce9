"""What the README tells a newcomer to type works as it stands there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.vault import new_encryption_key
from tests.command_line.shell import Shell
from tests.patience import at_most
from tests.serving import SERVING

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^( *)```sh\n(.*?)^\1```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [shlex.split(line) for _, block in BLOCKS for line in block.replace("\\\n", " ").splitlines()]
KEY = new_encryption_key()
CAST = "Cast ID,Character,Name,Slack\n1,Ola,Ola Nowak,U0123OLA\n2,Jan,Jan Wolski,in person\n"


def typed(words: list[str], folder: Path, database: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the README's commands in a folder, without Slack."""
    program = [sys.executable, "-c", "from bot.cli import main; main()", *words[1:]]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{database}",
        "CLOSEDSET_KEYS": KEY,
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, text=True, timeout=at_most(60), check=False
    )


def test_its_first_two_commands_are_targets_of_the_makefile() -> None:
    """`make demo` and `make test` are the first things a newcomer types."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert COMMANDS[:2] == [["make", "demo"], ["make", "test"]]
    assert all(f"\n{words[1]}: " in makefile for words in COMMANDS if words[0] == "make")


@SERVING
def test_the_way_into_a_workspace_works_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the installation but the last, which needs a workspace, in the order they stand there."""
    (tmp_path / "cast.csv").write_text(CAST)
    (tmp_path / "one_liner.csv").write_bytes((ROOT / "bot/demo/one_liner.csv").read_bytes())
    steps = [words for words in COMMANDS if words[0].endswith("closedset")]
    assert steps[-1][1:] == ["run"]
    database = tmp_path / "closedset.db"
    shell = Shell(tmp_path, DATABASE_URL=f"sqlite:///{database}", CLOSEDSET_KEYS=KEY)
    monkeypatch.chdir(tmp_path)
    first, *others, last = steps
    assert len(others) >= 4
    # The first and the last in processes of their own; what is between leaves all it has done in the database.
    done = typed(first, tmp_path, database)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    for words in others:
        shell.says(*words[1:])
    done = typed(last, tmp_path, database)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
