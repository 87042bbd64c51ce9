"""A start that is refused: one sentence that says what is in the way, before anything is opened or sent."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage.database import synchronous
from storage.record_guard import GUARDS
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh
from tests.serving import SERVING
from tests.world import BALTIC

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox"}
NOBODY = {**TOKENS, "SLACK_API_URL": "http://127.0.0.1:9/api/"}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_engine: Engine) -> Iterator[Shell]:
    """A terminal with Baltic in its database."""
    monkeypatch.chdir(tmp_path)
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        yield Shell(tmp_path, DATABASE_URL=url)


def test_a_key_that_is_missing_or_another_one_is_one_sentence(shell: Shell) -> None:
    """Before Slack is asked for anything."""
    other = f"k1:{'A' * 42}E="
    assert "which CLOSEDSET_KEYS does not have" in one_line(shell, CLOSEDSET_KEYS=other)
    assert "Slack does not answer" in one_line(shell)


@pytest.mark.parametrize("guard", sorted(GUARDS["sqlite"]))
def test_a_record_without_its_guards_is_one_sentence(shell: Shell, guard: str) -> None:
    """It names the trigger that is not there."""
    engine = create_engine(synchronous(shell.environment["DATABASE_URL"]))
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {guard}"))
    engine.dispose()
    assert f"does not protect the record: {guard} missing" in one_line(shell)


def one_line(shell: Shell, **more: str) -> str:
    """The only line of a bot that does not start."""
    [said] = shell.fails("run", **NOBODY, **more)
    return said


@SERVING
async def test_a_base_scope_that_was_not_granted_is_one_sentence(shell: Shell) -> None:
    """As Slack's own header says it, with the way out."""
    workspace = Workspace.sample()
    workspace.app.grant(workspace.app.scopes - {"groups:write"})
    async with Sandbox(workspace) as sandbox:
        said = await asyncio.to_thread(shell.fails_apart, "run", **TOKENS, SLACK_API_URL=f"{sandbox.url}/api/")
    [line] = said
    assert line == (
        "The app was not granted groups:write. Add what is missing at api.slack.com/apps as manifest.json has it, "
        "then install the app again."
    )
