"""What the bot needs to know before it starts: read from the environment and `.env`, all problems said at once."""

import base64
import binascii
import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretBytes, SecretStr, ValidationError, field_validator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SLACK = "https://slack.com/api/"
KEY_BYTES = 32

# The name in the environment of each setting; `.env.example` explains them in the same order.
NAMES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "slack_url": "SLACK_API_URL",
    "database_url": "DATABASE_URL",
    "keys": "CLOSEDSET_KEYS",
    "http_host": "CLOSEDSET_HTTP_HOST",
    "http_port": "CLOSEDSET_HTTP_PORT",
    "heads_file": "CLOSEDSET_HEADS_FILE",
    "clock_url": "CLOSEDSET_CLOCK_URL",
    "outage_seconds": "CLOSEDSET_OUTAGE_SECONDS",
    "lease_seconds": "CLOSEDSET_LEASE_SECONDS",
    "pace_seconds": "CLOSEDSET_PACE_SECONDS",
}


class SettingsUnfit(Exception):
    """The settings do not fit. Holds one sentence for each problem; none quotes a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def on_this_machine(url: str) -> bool:
    """Whether a URL points at the loopback address."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class StorageSettings(BaseModel):
    """What every command needs: the database and the keys of what is encrypted in it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    database_url: SecretStr = SecretStr("sqlite:///closedset.db")
    keys: dict[str, SecretBytes]
    heads_file: Path | None = None

    @classmethod
    def across(cls, given: Mapping[str, str]) -> list[str]:
        """What is wrong between settings, each by itself in order; said together with everything else."""
        return []

    @field_validator("database_url")
    @classmethod
    def known_engine(cls, value: SecretStr) -> SecretStr:
        """SQLite or PostgreSQL; psycopg 3 and aiosqlite are chosen by the bot itself."""
        try:
            backend = make_url(value.get_secret_value()).get_backend_name()
        except ArgumentError:
            backend = ""
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("is not a database URL. Write sqlite:///closedset.db or postgresql://user@host/name.")
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def named_keys(cls, value: object) -> object:
        """`name:base64` pairs, comma-separated, the first one used for writing."""
        if not isinstance(value, str):
            return value
        return dict(one_key(pair) for pair in value.split(",") if pair.strip())

    @field_validator("keys")
    @classmethod
    def some_key(cls, value: dict[str, SecretBytes]) -> dict[str, SecretBytes]:
        """At least one key."""
        if not value:
            raise ValueError("is empty. Make a key with: closedset keys new")
        return value


def one_key(pair: str) -> tuple[str, SecretBytes]:
    """One `name:base64` pair of 32 bytes."""
    name, _, encoded = pair.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not name or len(key) != KEY_BYTES:
        raise ValueError(
            "has a key that does not fit. Each is name:base64 of 32 bytes; make one with: closedset keys new"
        )
    return name, SecretBytes(key)


class SlackSettings(StorageSettings):
    """What a command needs that looks people up: the bot's token, and where Slack is."""

    bot_token: SecretStr
    slack_url: str = SLACK

    @field_validator("bot_token")
    @classmethod
    def bot_prefix(cls, value: SecretStr) -> SecretStr:
        """Slack's bot tokens begin with xoxb-."""
        if not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("does not begin with xoxb-. Copy the Bot User OAuth Token from your Slack app's page.")
        return value

    @field_validator("slack_url")
    @classmethod
    def safe_address(cls, value: str) -> str:
        """https, or this machine: a token never travels in the clear."""
        if not (value.startswith("https://") or (value.startswith("http://") and on_this_machine(value))):
            raise ValueError("must begin with https://, or point at this machine (http://127.0.0.1:PORT/api/).")
        return value.rstrip("/") + "/"


class Settings(SlackSettings):
    """What `closedset run` needs besides: how events come in, and the sandbox's clock."""

    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=1, le=65535)
    clock_url: str | None = None
    outage_seconds: float = Field(default=60, gt=0, le=86_400)
    lease_seconds: float = Field(default=30, gt=0, le=86_400)
    pace_seconds: float = Field(default=1, gt=0, le=60)

    @field_validator("app_token")
    @classmethod
    def app_prefix(cls, value: SecretStr | None) -> SecretStr | None:
        """Slack's app-level tokens begin with xapp-."""
        if value and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("does not begin with xapp-. Copy the App-Level Token (connections:write) from Slack.")
        return value

    @classmethod
    def across(cls, given: Mapping[str, str]) -> list[str]:
        """One way in from Slack; a movable clock only on this machine."""
        problems = []
        if "app_token" not in given and "signing_secret" not in given:
            problems.append(
                "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing. "
                "Set the first for Socket Mode, or the second to receive events over HTTP."
            )
        clock, slack = given.get("clock_url"), given.get("slack_url", SLACK)
        if clock and not (on_this_machine(clock) and on_this_machine(slack)):
            problems.append(
                "CLOSEDSET_CLOCK_URL is only for the sandbox: it needs itself and SLACK_API_URL on this machine."
            )
        return problems


Kind = TypeVar("Kind", bound=StorageSettings)


def environment(folder: Path | None = None) -> dict[str, str]:
    """The environment, with what `.env` in the folder adds to it."""
    written = dotenv_values((folder or Path.cwd()) / ".env", interpolate=False)
    return {**{name: value for name, value in written.items() if value is not None}, **os.environ}


def read_settings(kind: type[Kind], values: Mapping[str, str]) -> Kind:
    """Settings of one kind from the environment's names. Raises SettingsUnfit with every problem, secrets left out."""
    given = {field: values[name] for field, name in NAMES.items() if field in kind.model_fields and values.get(name)}
    problems = kind.across(given)
    try:
        settings = kind.model_validate(given)
    except ValidationError as error:
        problems = [one_problem(found) for found in error.errors(include_input=False)] + problems
    if problems:
        raise SettingsUnfit(problems)
    return settings


def one_problem(found: object) -> str:
    """One sentence: which setting, what is wrong, what to do."""
    assert isinstance(found, dict)
    name = NAMES.get(str(found["loc"][0]), "") if found["loc"] else ""
    if found["type"] == "missing":
        return f"{name} is missing. Set it in .env; .env.example says where it comes from."
    if found["type"] != "value_error":
        return f"{name} is no number that fits. Leave it out, or write one as .env.example shows."
    sentence = str(found["msg"]).removeprefix("Value error, ")
    return f"{name} {sentence}".strip()
