"""What the bot needs to know before it starts: read from the environment and `.env`, all problems said at once."""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretBytes,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

SLACK = "https://slack.com/api/"
KEY_BYTES = 32
FINGERPRINT = re.compile(r"fp-[0-9a-f]{16}")
# Who is named in the example of .env.example.
PLACEHOLDER_LOGIN = "//user:password@host/"

# The name in the environment of each setting; `.env.example` explains them in the same order.
NAMES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "slack_url": "SLACK_API_URL",
    "database_url": "DATABASE_URL",
    "keys": "CLOSEDSET_KEYS",
    "retired_keys": "CLOSEDSET_RETIRED_KEYS",
    "plain_database": "CLOSEDSET_DATABASE_WITHOUT_TLS",
    "http_host": "CLOSEDSET_HTTP_HOST",
    "http_port": "CLOSEDSET_HTTP_PORT",
    "heads_file": "CLOSEDSET_HEADS_FILE",
    "clock_url": "CLOSEDSET_CLOCK_URL",
    "outage_seconds": "CLOSEDSET_OUTAGE_SECONDS",
    "lease_seconds": "CLOSEDSET_LEASE_SECONDS",
    "pace_seconds": "CLOSEDSET_PACE_SECONDS",
}


def fingerprint(key: bytes) -> str:
    """The name of a key, which follows from its bytes and tells nothing of them: two keys never share one."""
    return f"fp-{sha256(b'closedset key ' + key).hexdigest()[:16]}"


class SettingsUnfit(Exception):
    """The settings do not fit. Holds one sentence for each problem; none quotes a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def is_placeholder(token: str) -> bool:
    """Whether a token is only the beginning of one, or what somebody writes in the place of one."""
    _, dash, rest = token.partition("-")
    return bool(dash) and not re.sub(r"your|token|here|x+|\W|_", "", rest.casefold())


def on_this_machine(url: str) -> bool:
    """Whether a URL points at the loopback address."""
    return is_loopback(urlsplit(url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
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
    retired_keys: dict[str, date] = {}
    plain_database: bool = False
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
        if PLACEHOLDER_LOGIN in value.get_secret_value():
            raise ValueError("is still the example of .env.example. Put your own user, password, host and name there.")
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("is not a database URL. Write sqlite:///closedset.db or postgresql://user@host/name.")
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def named_keys(cls, value: object) -> object:
        """`name:base64` pairs, comma-separated, the first one used for writing."""
        if not isinstance(value, str):
            return value
        pairs = [one_key(pair) for pair in value.split(",") if pair.strip()]
        names, keys = {name for name, _ in pairs}, {key.get_secret_value() for _, key in pairs}
        if len(names) < len(pairs):
            raise ValueError("names two keys alike. Give one of them another name, such as k2; its bytes stay.")
        if len(keys) < len(pairs):
            raise ValueError("has one key twice. Take one of the two out.")
        return dict(pairs)

    @field_validator("keys")
    @classmethod
    def some_key(cls, value: dict[str, SecretBytes]) -> dict[str, SecretBytes]:
        """At least one key."""
        if not value:
            raise ValueError("is empty. Make a key with: closedset keys new")
        return value

    @field_validator("retired_keys", mode="before")
    @classmethod
    def retired_since(cls, value: object) -> object:
        """`name:YYYY-MM-DD` pairs, comma-separated: the last day on which each key was trusted (UTC)."""
        if not isinstance(value, str):
            return value
        pairs = [pair.strip().partition(":") for pair in value.split(",") if pair.strip()]
        try:
            return {name: date.fromisoformat(day) for name, _, day in pairs}
        except ValueError:
            raise ValueError("does not fit. Each is name:YYYY-MM-DD, the last day the key was trusted.") from None

    @model_validator(mode="after")
    def fitting(self) -> Self:
        """Retired keys are known ones and never the first; a database elsewhere is reached over verified TLS."""
        names = list(self.keys)
        if unknown := sorted(set(self.retired_keys) - set(names)):
            raise ValueError(f"CLOSEDSET_RETIRED_KEYS names {', '.join(unknown)}, which is not in CLOSEDSET_KEYS.")
        if names[0] in self.retired_keys:
            raise ValueError("CLOSEDSET_KEYS begins with a retired key. Put a new one first: closedset keys new")
        if not self.plain_database and in_the_clear(make_url(self.database_url.get_secret_value())):
            raise ValueError(
                "DATABASE_URL leads to another machine without verified TLS. Add ?sslmode=verify-full to it, or set "
                "CLOSEDSET_DATABASE_WITHOUT_TLS=yes where the network between is yours alone."
            )
        return self


def in_the_clear(url: URL) -> bool:
    """Whether a database is on another machine, and what travels there is not sure to be read by it alone.

    Source: https://www.postgresql.org/docs/current/libpq-ssl.html (only verify-full is safe from somebody in between).
    """
    if url.get_backend_name() != "postgresql":
        return False
    asked = {name: [value] if isinstance(value, str) else list(value) for name, value in url.query.items()}
    named = [url.host or "", *asked.get("host", []), *asked.get("hostaddr", [])]
    hosts = named if any(named) else [os.environ.get("PGHOST", "")]
    elsewhere = [
        host
        for listed in hosts
        for host in listed.split(",")
        if host and not host.startswith(("/", "@")) and not (is_loopback(host) or is_loopback(host.rpartition(":")[0]))
    ]
    return bool(elsewhere) and asked.get("sslmode", [os.environ.get("PGSSLMODE", "")])[-1] != "verify-full"


def one_key(pair: str) -> tuple[str, SecretBytes]:
    """One `name:base64` pair of 32 bytes. A name that is a fingerprint has to be that of the bytes."""
    name, _, encoded = pair.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not name or len(key) != KEY_BYTES:
        raise ValueError(
            "has a key that does not fit. Each is name:base64 of 32 bytes; make one with: closedset keys new"
        )
    if FINGERPRINT.fullmatch(name) and name != fingerprint(key):
        raise ValueError(f"has a key called {name} whose bytes are not those. Copy it anew, the whole of it.")
    return name, SecretBytes(key)


class SlackSettings(StorageSettings):
    """What a command needs that looks people up: the bot's token, and where Slack is."""

    bot_token: SecretStr
    slack_url: str = SLACK

    @field_validator("bot_token")
    @classmethod
    def bot_prefix(cls, value: SecretStr) -> SecretStr:
        """Slack's bot tokens begin with xoxb-."""
        if is_placeholder(value.get_secret_value()):
            raise ValueError("is still the placeholder of .env.example. Copy the Bot User OAuth Token from Slack.")
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
    lease_seconds: float = Field(default=8, gt=0, le=86_400)
    pace_seconds: float = Field(default=1, gt=0, le=60)

    @field_validator("app_token")
    @classmethod
    def app_prefix(cls, value: SecretStr | None) -> SecretStr | None:
        """Slack's app-level tokens begin with xapp-."""
        if value and is_placeholder(value.get_secret_value()):
            raise ValueError(
                "is still the placeholder of .env.example. Copy the App-Level Token (connections:write) from Slack, "
                "or leave it empty to receive events over HTTP."
            )
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
