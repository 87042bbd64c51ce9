"""The one app installed in the sandbox: its tokens, scopes, events and surfaces, as a manifest gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.people import TEAM_ID, Person
from sandbox.wire import JSON, read_json

LARGEST_MANIFEST = 1024 * 1024
BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"
SIGNING_SECRET = "sandbox-signing-secret"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
APP_ID = "A0APP"

USUAL_SCOPES = frozenset(
    "chat:write commands files:write groups:read groups:write im:history im:read im:write users:read "
    "users:read.email".split()
)
USUAL_EVENTS = frozenset(
    "app_home_opened app_uninstalled channel_id_changed channel_shared channel_unshared group_archive group_deleted "
    "group_left "
    "group_rename group_unarchive member_joined_channel member_left_channel message.im team_join tokens_revoked "
    "user_change".split()
)
ALL_SCOPES = USUAL_SCOPES | frozenset(
    "app_mentions:read channels:history channels:join channels:manage channels:read chat:write.customize dnd:read "
    "files:read groups:history links:read links:write metadata.message:read mpim:history mpim:read "
    "mpim:write pins:read pins:write reactions:read reactions:write team:read usergroups:read usergroups:write".split()
)
ALL_EVENTS = USUAL_EVENTS | frozenset(
    "app_mention channel_archive channel_created channel_deleted channel_left channel_rename channel_unarchive "
    "channel_unshared dnd_updated_user file_shared link_shared message.channels message.groups message.mpim "
    "message_metadata_deleted message_metadata_posted message_metadata_updated pin_added pin_removed reaction_added "
    "reaction_removed".split()
)


@dataclass
class App:
    """`commands` None lets every slash command through; `request_url` None means Socket Mode.
    `unfurl_domains` are those whose links it hears of, `metadata_types` those of metadata. `scopes` were granted;
    whoever installed it could leave out the `optional_scopes`. `manifest` is what it was read from."""

    id: str = APP_ID
    name: str = "Closed Set"
    bot_id: str = BOT_ID
    bot_user: str = BOT_USER
    bot_handle: str = "closedset"
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    scopes: set[str] = field(default_factory=lambda: set(USUAL_SCOPES))
    optional_scopes: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=lambda: set(USUAL_EVENTS))
    commands: set[str] | None = None
    request_url: str | None = None
    unfurl_domains: set[str] = field(default_factory=set)
    metadata_types: set[str] = field(default_factory=set)
    should_escape: bool = True
    home_tab_enabled: bool = True
    messages_tab_enabled: bool = True
    messages_tab_read_only: bool = False
    token_revoked: bool = False
    subscriptions_disabled: bool = False
    manifest: JSON = field(default_factory=dict)

    def bot_person(self) -> Person:
        return Person(self.bot_user, self.bot_handle, self.name, is_bot=True, bot_id=self.bot_id, tz="UTC")

    def bot_profile(self) -> JSON:
        return {"id": self.bot_id, "app_id": self.id, "name": self.name, "deleted": False, "team_id": TEAM_ID}

    def domain_of(self, url: str) -> str | None:
        """Which of its domains `url` belongs to, itself or below it."""
        host = url.partition("://")[2]
        for end in "/?#:":
            host = host.partition(end)[0]
        return next((one for one in sorted(self.unfurl_domains) if host == one or host.endswith(f".{one}")), None)

    def grant(self, scopes: Iterable[str]) -> None:
        self.scopes = set(scopes)

    def install_with(self, optional: Iterable[str]) -> None:
        """Grant what it needs and these `optional` ones. Raises ValueError for one that is not optional."""
        chosen = set(optional)
        if unknown := chosen - self.optional_scopes:
            raise ValueError(f"{', '.join(sorted(unknown))} is no optional scope of the app.")
        self.grant(self.scopes - self.optional_scopes | chosen)

    def to_json(self) -> JSON:
        return {
            "appId": self.id,
            "name": self.name,
            "botId": self.bot_id,
            "botUserId": self.bot_user,
            "mode": "http" if self.request_url else "socket",
            "requestUrl": self.request_url,
            "scopes": sorted(self.scopes),
            "optionalScopes": sorted(self.optional_scopes),
            "events": sorted(self.events),
            "commands": None if self.commands is None else sorted(self.commands),
            "subscriptionsDisabled": self.subscriptions_disabled,
        }


def app_from_manifest(path: Path) -> App:
    """Read a `manifest.json` (https://docs.slack.dev/reference/app-manifest). Raises ValueError naming the file."""
    try:
        return _app(read_json(_text(path)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path} cannot be read as an app manifest: {problem}") from problem


def _text(path: Path) -> str:
    """Raises ValueError for what would never end, and OSError."""
    if path.exists() and (not path.is_file() or path.stat().st_size > LARGEST_MANIFEST):
        raise ValueError("it is no file, or far too large for one")
    return path.read_text(encoding="utf-8")


def _app(manifest: JSON) -> App:
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    events = settings.get("event_subscriptions", {})
    home, commands = features.get("app_home", {}), features.get("slash_commands", [])
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    optional = set(scopes.get("bot_optional", []))
    return App(
        name=manifest["display_information"]["name"],
        bot_handle=features.get("bot_user", {}).get("display_name", "bot").lower().replace(" ", ""),
        scopes=set(scopes.get("bot", [])) | optional,
        optional_scopes=optional,
        events=set(events.get("bot_events", [])),
        commands={command["command"] for command in commands},
        unfurl_domains=set(features.get("unfurl_domains", [])),
        metadata_types={one["event_type"] for one in events.get("metadata_subscriptions", [])},
        should_escape=all(command.get("should_escape", False) for command in commands),
        home_tab_enabled=home.get("home_tab_enabled", False),
        messages_tab_enabled=home.get("messages_tab_enabled", False),
        messages_tab_read_only=home.get("messages_tab_read_only_enabled", False),
        manifest=manifest,
    )
