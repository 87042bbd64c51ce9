"""Starting and ending, and what is said when something is in the way."""

import asyncio
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import StorageSettings, read_settings
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh
from tests.serving import SERVING
from tests.world import KEYS

pytestmark = SERVING


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_engine: Engine) -> Iterator[Shell]:
    """A terminal with a SQLite database: nothing here but one test depends on the engine."""
    monkeypatch.chdir(tmp_path)
    with fresh(sqlite_engine, tmp_path) as url:
        yield Shell(tmp_path, DATABASE_URL=url)


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port somebody else listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield int(listener.getsockname()[1])


def test_every_command_has_help_with_an_example(shell: Shell) -> None:
    """Whoever asks is answered, down to the last command."""
    for words in (
        *(["run"], ["demo"], ["sandbox"], ["migrate"], ["import"], ["cast"], ["keys", "new"]),
        *(["production", name] for name in ("add", "change", "list")),
    ):
        said = shell.says(*words, "--help")
        assert f"Example: closedset {' '.join(words)}" in " ".join(said.split())
    assert "production" in shell.says("--help")


def test_a_new_key_fits(shell: Shell) -> None:
    """What `keys new` prints is what CLOSEDSET_KEYS takes, beside an older one too."""
    first, second = (shell.says("keys", "new").strip() for _ in range(2))
    assert first != second
    assert len(read_settings(StorageSettings, {"CLOSEDSET_KEYS": f"new{first},{KEYS}"}).keys) == 2


def test_migrating_is_safe_to_repeat(shell: Shell) -> None:
    """A database that is made already is left alone, one that is not is asked for."""
    bare = {"DATABASE_URL": f"sqlite:///{shell.folder}/new.db"}
    assert shell.fails("production", "list", **bare) == [
        "The database does not have today's tables. Run: closedset migrate"
    ]
    assert "now" in shell.says("migrate", **bare)
    assert "already" in shell.says("migrate", **bare)


def test_all_problems_of_a_start_are_said_at_once(shell: Shell) -> None:
    """One line each, and nothing is opened."""
    said = shell.is_unfit("run", CLOSEDSET_KEYS="k1:short", SLACK_API_URL="http://slack.example.com")
    assert [line.split()[0] for line in said] == [
        "CLOSEDSET_KEYS",
        "SLACK_BOT_TOKEN",
        "SLACK_API_URL",
        "SLACK_APP_TOKEN",
    ]


def test_a_database_that_does_not_answer_is_one_sentence(shell: Shell) -> None:
    """It names the place, and neither the user nor the password."""
    said = shell.fails("production", "list", DATABASE_URL="postgresql://mia:secret@127.0.0.1:1/closedset")
    assert len(said) == 1
    assert "127.0.0.1" in said[0]
    assert not re.search("mia|secret", said[0])


async def test_the_bot_runs_until_it_is_asked_to_end(tmp_path: Path, database_url: str) -> None:
    """Over Socket Mode; SIGTERM ends it without a traceback, and a second one beside it is turned away."""
    async with Sandbox(Workspace.sample()) as sandbox:
        shell, slack = Shell(tmp_path, DATABASE_URL=database_url), tokens(sandbox)

        def run() -> list[str]:
            with shell.started("run", **slack) as bot:
                bot.hears("The bot is running (Socket Mode)")
                if "sqlite" in shell.environment["DATABASE_URL"]:
                    with shell.started("run", **slack) as second:
                        second.hears("Another bot is running on closedset.db")
                        assert second.ends() == 1
                assert bot.ends(signal.SIGTERM) == 0
                return bot.lines

        lines = await asyncio.to_thread(run)
        assert lines[-1].startswith("The bot has ended.")
        assert "Traceback" not in "".join(lines)


async def test_over_http_a_taken_port_is_one_sentence(shell: Shell, taken_port: int) -> None:
    """It says which setting to change."""
    async with Sandbox(Workspace.sample()) as sandbox:
        slack = {**tokens(sandbox), "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "sandbox-signing-secret"}
        said = await asyncio.to_thread(shell.fails_apart, "run", **slack, CLOSEDSET_HTTP_PORT=str(taken_port))
        assert len(said) == 1
        assert "CLOSEDSET_HTTP_PORT" in said[0]


async def test_over_http_it_listens_where_it_says(shell: Shell) -> None:
    """SIGINT, which is Ctrl-C, ends it too."""
    async with Sandbox(Workspace.sample()) as sandbox:
        slack = {**tokens(sandbox), "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "sandbox-signing-secret"}

        def run() -> int:
            with shell.started("run", **slack, CLOSEDSET_HTTP_PORT=str(free_port())) as bot:
                bot.hears("path /slack/events")
                return bot.ends(signal.SIGINT)

        assert await asyncio.to_thread(run) == 0


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_does_not_take_is_one_sentence(shell: Shell, name: str) -> None:
    """It names both tokens and the manifest, and quotes neither."""
    async with Sandbox(Workspace.sample()) as sandbox:
        wrong = {**tokens(sandbox), name: f"{tokens(sandbox)[name][:5]}very-secret"}
        said = await asyncio.to_thread(shell.fails_apart, "run", **wrong)
        assert len(said) == 1
        assert "Slack does not accept the bot (invalid_auth)" in said[0]
        assert "very-secret" not in said[0]


def test_a_slack_that_is_not_there_is_one_sentence(shell: Shell) -> None:
    """A wrong address or no network is no traceback."""
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    said = shell.fails("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", SLACK_API_URL=nowhere)
    assert len(said) == 1
    assert "Slack does not answer" in said[0]


def test_the_sandbox_alone_says_what_to_use(shell: Shell) -> None:
    """Address and tokens for any Slack app; Ctrl-C ends it."""
    with shell.started("sandbox", "--port", "0") as sandbox:
        assert "http://127.0.0.1:" in sandbox.hears("Sandbox on")
        sandbox.hears("SLACK_SIGNING_SECRET=")
        assert sandbox.ends(signal.SIGINT) == 0


def test_the_sandbox_on_a_taken_port_is_one_sentence(shell: Shell, taken_port: int) -> None:
    """It says how to choose another."""
    said = shell.fails("sandbox", "--port", str(taken_port))
    assert len(said) == 1
    assert "--port" in said[0]


def tokens(sandbox: Sandbox) -> dict[str, str]:
    """Settings for a bot on a sandbox."""
    return {
        "SLACK_API_URL": f"{sandbox.url}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
    }


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])
