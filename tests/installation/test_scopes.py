"""What the app must be granted, what it may go without, and the workspace it is for."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.installation.scopes import BASE, OPTIONAL, NotInstalled, check_installation, say_what_is_off
from bot.slack import Identity

MANIFEST = json.loads((Path(__file__).parents[2] / "bot/manifest.json").read_text(encoding="utf-8"))
WHOLE = Identity("U0BOT", "B0BOT", "T0TEAM", None, is_org_wide=False, scopes=frozenset({*BASE, *OPTIONAL}))


def test_every_scope_of_the_manifest_is_base_or_optional_as_it_says() -> None:
    """A scope that comes later has its place in one of the tables."""
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert (set(BASE), set(OPTIONAL)) == (set(scopes["bot"]), set(scopes["bot_optional"]))


@pytest.mark.parametrize("scope", BASE)
def test_without_a_base_scope_the_bot_does_not_start(scope: str) -> None:
    """One sentence with its name; the optional ones are no reason."""
    assert WHOLE.scopes is not None
    with pytest.raises(NotInstalled, match=f"was not granted {scope}\\."):
        check_installation(replace(WHOLE, scopes=WHOLE.scopes - {scope, *OPTIONAL}))
    check_installation(replace(WHOLE, scopes=frozenset(BASE)))


def test_an_installation_for_a_whole_organisation_is_refused() -> None:
    """Its token would reach workspaces that have nothing to do with the production."""
    with pytest.raises(NotInstalled, match="whole organisation"):
        check_installation(replace(WHOLE, is_org_wide=True))


@pytest.mark.parametrize("scope", OPTIONAL)
def test_an_optional_scope_that_is_missing_is_told(scope: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever runs the bot reads what is switched off; with all of them nothing is said."""
    with caplog.at_level(logging.WARNING):
        say_what_is_off(WHOLE)
        assert not caplog.messages
        assert WHOLE.scopes is not None
        say_what_is_off(replace(WHOLE, scopes=WHOLE.scopes - {scope}))
    assert caplog.messages == [f"The app was not granted {scope}, which is optional: {OPTIONAL[scope]}."]


def test_a_slack_that_does_not_tell_scopes_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    """As behind a proxy that drops headers: the bot starts, and says that it could not look."""
    with caplog.at_level(logging.WARNING):
        check_installation(replace(WHOLE, scopes=None))
        say_what_is_off(replace(WHOLE, scopes=None))
    assert len(caplog.messages) == 1
