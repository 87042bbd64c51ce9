"""Files that commands write: for their owner alone, and never over what is there."""

import inspect
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from pydantic import SecretBytes, SecretStr
from typer.models import OptionInfo

from bot.cli import app
from bot.commands import files
from bot.commands.context import CommandRefused
from bot.commands.files import refuse_if_there, write_new
from bot.commands.modes import open_to_others
from bot.settings import StorageSettings
from tests.command_line.shell import Shell
from tests.scanning import modules
from tests.serving import SERVING

# Options that name a file or a folder to write into; each command that has one has --force.
WRITES = {("door", "out"), ("mine", "into"), ("export", "into")}
# Read, or the picture of a fictional production that its own target renews.
READS = {("sandbox", "manifest"), ("demo", "screenshot")}


def commands(of: typer.Typer) -> Iterator[Any]:
    """Every command there is."""
    yield from (one for one in of.registered_commands)
    for group in of.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance)


def options(command: Any) -> dict[str, str]:
    """A command's options: how each is called, and the kind of its value."""
    hints = get_type_hints(inspect.unwrap(command.callback), include_extras=True)
    return {
        name: str(get_args(hint)[0])
        for name, hint in hints.items()
        if any(isinstance(part, OptionInfo) for part in get_args(hint))
    }


def test_whatever_writes_a_file_can_be_forced_and_is_not_by_itself() -> None:
    """Every option that holds a path is known as one that is read or written."""
    found = {(one.name, name) for one in commands(app) for name, kind in options(one).items() if "Path" in kind}
    assert found == WRITES | READS
    assert {one.name for one in commands(app) if "force" in options(one)} == {name for name, _ in WRITES}


def test_files_are_written_in_one_place() -> None:
    """No other module of the bot makes a file, but the lock of the one bot of a database; one writes to its output."""
    writing = ("write_bytes", "write_text", "O_WRONLY", 'open("w")', 'open("wb")', '"wb")', '"w")')
    found = {path for path, _ in modules("bot", "handlers", "storage", "messages") if wrote(path, writing)}
    assert found == {"bot/commands/files.py", "bot/installation/sole_bot.py", "bot/parsing/__main__.py"}


def wrote(path: str, words: tuple[str, ...]) -> bool:
    """Whether a module's text has one of these."""
    text = (Path(__file__).parents[2] / path).read_text(encoding="utf-8")
    return any(word in text for word in words)


def test_a_file_is_its_owners_alone_whatever_the_shell_says(tmp_path: Path) -> None:
    """With a umask that opens everything to everybody, too."""
    before = os.umask(0)
    try:
        write_new(tmp_path / "one.pdf", b"one")
        write_new(tmp_path / "one.pdf", b"two", force=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "one.pdf").stat().st_mode) == 0o600
    assert (tmp_path / "one.pdf").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["one.pdf"]


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_never_followed(tmp_path: Path, *, dangling: bool) -> None:
    """Whoever may write in the folder cannot have the bot write elsewhere."""
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "door.pdf"
    if not dangling:
        elsewhere.write_text("theirs")
    link.symlink_to(elsewhere)
    with pytest.raises(CommandRefused, match="--force"):
        write_new(link, b"ours")
    write_new(link, b"ours", force=True)
    assert (link.is_symlink(), link.read_bytes()) == (False, b"ours")
    assert elsewhere.exists() is not dangling
    assert dangling or elsewhere.read_text() == "theirs"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["there", "there/.", "", "/", "there/.."])
def test_a_folder_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, force: bool) -> None:
    """It is refused in one sentence, before any work is done and where the file is written, and nothing is left."""
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandRefused, match="is a folder"):
        refuse_if_there(Path(name), force=force)
    with pytest.raises(CommandRefused, match="is a folder"):
        write_new(Path(name), b"one", force=force)
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_a_file_that_cannot_take_its_place_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder was not there yet when it was looked for."""
    (tmp_path / "one.pdf").mkdir()
    monkeypatch.setattr(files, "refuse_if_there", lambda _path, *, force: None)
    with pytest.raises(CommandRefused, match="cannot be written"):
        write_new(tmp_path / "one.pdf", b"one", force=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["one.pdf"]


def test_what_others_may_open_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings, the database, and what stands beside it; and that root is more than the bot needs."""
    url = SecretStr(f"sqlite:///{tmp_path}/bot.db")
    settings = StorageSettings(database_url=url, keys={"k1": SecretBytes(bytes(32))})
    names = [".env", "bot.db", "bot.db-wal", "bot.db.lock"]
    for name in names:
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert open_to_others(settings, tmp_path) == []
    for name in names:
        (tmp_path / name).chmod(0o640)
    assert [line.partition(" ")[0] for line in open_to_others(settings, tmp_path)] == [
        str(tmp_path / name) for name in names
    ]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "root" in open_to_others(settings, tmp_path)[-1]


class TestFromTheShell:
    """What needs a process of its own."""

    pytestmark = SERVING

    def test_the_database_is_its_owners_alone(self, tmp_path: Path) -> None:
        """Made by a command under a umask that opens everything, with the folder it needs."""
        shell = Shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/deep/bot.db")
        before = os.umask(0)
        try:
            with shell.started("migrate") as command:
                assert command.ends() == 0
        finally:
            os.umask(before)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("deep*")}
        modes |= {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep").iterdir()}
        assert modes.pop("deep") == 0o700
        assert modes
        assert set(modes.values()) == {0o600}
