"""A person's token for configuring apps: it reads an app's manifest, which the app's own tokens cannot
(https://docs.slack.dev/authentication/tokens/#config)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.identifiers import Identifiers
from sandbox.wire import JSON, SlackError

CONFIGURATION_TOKEN = "xoxe.xoxp-sandbox"
REFRESH_TOKEN = "xoxe-sandbox"
LIFE = timedelta(hours=12)


@dataclass
class Configuration:
    """The token and the one that gives the next; `given_at` is on the sandbox's clock."""

    user: str
    given_at: datetime
    token: str = CONFIGURATION_TOKEN
    refresh_token: str = REFRESH_TOKEN

    def has_expired(self, now: datetime) -> bool:
        return now >= self.given_at + LIFE

    def rotate(self, refresh_token: str, now: datetime, identifiers: Identifiers) -> None:
        """Each serves once; what it gave before serves no more. Raises `invalid_refresh_token`."""
        if refresh_token != self.refresh_token:
            raise SlackError("invalid_refresh_token")
        self.renew(now, identifiers)

    def renew(self, now: datetime, identifiers: Identifiers) -> None:
        """As when the person asks for a new one at api.slack.com/apps."""
        self.token = f"{CONFIGURATION_TOKEN}-{identifiers.secret()}"
        self.refresh_token = f"{REFRESH_TOKEN}-{identifiers.secret()}"
        self.given_at = now

    def to_slack(self) -> JSON:
        """As `tooling.tokens.rotate` tells it, times in Unix seconds."""
        return {
            "token": self.token,
            "refresh_token": self.refresh_token,
            "user_id": self.user,
            "iat": int(self.given_at.timestamp()),
            "exp": int((self.given_at + LIFE).timestamp()),
        }
