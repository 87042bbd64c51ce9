"""A terminal in an empty folder, with and without a production."""

from pathlib import Path

import pytest

from tests.command_line.shell import Shell

PEOPLE = ("--coordinator", "U0MIA=Mia Brandt,+48 1", "--deputy", "U0DEV=Dev Anand", "--first-ad", "U0ADA")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Shell:
    """A terminal with a migrated database, on either engine, and nothing else set."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(folder, DATABASE_URL=database_url)


@pytest.fixture
def baltic(shell: Shell) -> Shell:
    """The terminal, after Baltic was added."""
    shell.says("production", "add", "Baltic", "--short", "baltic", "--time-zone", "Europe/Warsaw", *PEOPLE)
    return shell
