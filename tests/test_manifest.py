"""The app that one pastes into Slack: exactly what the code registers and calls, and no more."""

import json
import re
from typing import Any

import pytest

from bot.slack import Slack
from handlers.routes import COMMANDS, EVENTS
from sandbox.installation import app_from_manifest
from sandbox.methods.registry import METHODS
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.scanning import LEAST, ROOT, paths
from tests.serving import SERVING

MANIFEST: dict[str, Any] = json.loads((ROOT / "bot/manifest.json").read_text(encoding="utf-8"))
SUBSCRIBED = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
GRANTED = set(MANIFEST["oauth_config"]["scopes"]["bot"])
OPTIONAL = set(MANIFEST["oauth_config"]["scopes"]["bot_optional"])

# The scope for a method depends on the kind of channel; the bot has private channels and direct messages.
KINDS = ("groups:", "im:")


def called_methods() -> set[str]:
    """Every Web API method that the code names."""
    texts = [path.read_text(encoding="utf-8") for path in paths("bot", "*.py", LEAST["bot"])]
    return set(re.findall(r'"((?:chat|conversations|files|users|views|auth)\.[A-Za-z.]+)"', "\n".join(texts)))


def wanted_events() -> set[str]:
    """The subscriptions that the registered handlers need: a direct message comes as message.im."""
    return {"message.im" if name.partition(".")[0] == "message" else name for name in EVENTS}


def test_every_event_that_is_handled_is_subscribed_and_the_other_way_round() -> None:
    """An event nobody asked for would come for nothing; one that is not asked for would never come."""
    assert wanted_events() == SUBSCRIBED


def test_every_command_is_in_the_manifest_and_the_other_way_round() -> None:
    """A command that Slack does not know cannot be written, and one that the bot does not know is not answered."""
    commands = MANIFEST["features"]["slash_commands"]
    assert {command["command"] for command in commands} == set(COMMANDS)
    assert all(command["should_escape"] is True for command in commands)


def test_every_method_has_its_scope() -> None:
    """What the code calls, the token may."""
    methods = called_methods()
    assert {"chat.postMessage", "conversations.kick", "users.info", "views.open"} <= methods
    for name in methods:
        scopes = METHODS[name].scopes
        assert not scopes or GRANTED & set(scopes), name


def test_no_scope_is_asked_for_without_need() -> None:
    """Nobody reads a closed set's talk: there is no scope for it, and none that no call or event uses."""
    needed = {scope for name in called_methods() for scope in METHODS[name].scopes}
    assert {scope for scope in needed & GRANTED if scope.startswith(KINDS)} | {
        *("chat:write", "commands", "files:write", "users:read", "users:read.email"),
    } == GRANTED
    assert "groups:history" not in GRANTED


def test_the_names_are_neutral_and_fit() -> None:
    """What stands on a locked phone says nothing about anybody."""
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert not re.search(
        r"intima|closed|consent|check-?in|nud|sex", f"{shown['name']} {shown['description']}", re.IGNORECASE
    )
    assert MANIFEST["features"]["bot_user"]["display_name"] == shown["name"]


@SERVING
async def test_the_bot_is_accepted_as_the_manifest_installs_it() -> None:
    """A workspace with this app lets the bot write, look people up by address and keep a private channel."""
    async with Sandbox(Workspace.sample(app_from_manifest(ROOT / "bot/manifest.json"))) as sandbox:
        slack = Slack(f"{sandbox.url}/api/", "xoxb-sandbox")
        try:
            assert (await slack.identity()).user_id == "U0BOT"
            assert await slack.open_direct("U0OLA") == "D0OLA"
            assert (await slack.person_by_email("ola@example.com"))["id"] == "U0OLA"
            channel = await slack.create_private("set-x1")
            await slack.invite(channel, ["U0OLA"])
            assert await slack.members(channel) == {"U0BOT", "U0OLA"}
            await slack.archive(channel)
        finally:
            await slack.close()


@pytest.mark.parametrize("surface", ["home_tab_enabled", "messages_tab_enabled"])
def test_people_can_write_to_the_bot_and_see_its_home(surface: str) -> None:
    """Whoever types into the conversation is heard, and everybody has a Home."""
    home = MANIFEST["features"]["app_home"]
    assert home[surface] is True
    assert home["messages_tab_read_only_enabled"] is False
