"""Things given out to be used for a while: triggers of modals, response URLs, socket tickets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.identifiers import Identifiers
from sandbox.wire import SlackError

TRIGGER_SECONDS = 3.0
FORGOTTEN_SECONDS = 60.0
MOST_TRIGGERS = 2000
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass
class Trigger:
    """Lets an app open one modal for `user`; `view_id` is the modal that was acted in, if any."""

    user: str
    view_id: str | None
    given_at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where a command or a tap may be answered; `message_ts` is the message that was tapped."""

    user: str
    channel: str
    message_ts: str | None
    is_ephemeral: bool
    given_at: datetime
    uses: int = 0


@dataclass
class Tickets:
    """Triggers live three seconds of real time and serve once; response URLs thirty minutes and five times."""

    identifiers: Identifiers
    real_seconds: Callable[[], float] = time.monotonic
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    sockets: set[str] = field(default_factory=set)

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        trigger = self.identifiers.trigger()
        self._forget_old_triggers()
        self.triggers[trigger] = Trigger(user, view_id, self.real_seconds())
        return trigger

    def _forget_old_triggers(self) -> None:
        """They stay a while after they expired, so that it can be said that they did."""
        if len(self.triggers) > MOST_TRIGGERS:
            oldest = self.real_seconds() - FORGOTTEN_SECONDS
            self.triggers = {key: one for key, one in self.triggers.items() if one.given_at > oldest}

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if self.real_seconds() - trigger.given_at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(
        self, user: str, channel: str, now: datetime, message_ts: str | None = None, is_ephemeral: bool = False
    ) -> str:
        """The secret last part of the address."""
        secret = self.identifiers.secret()
        self.response_urls[secret] = ResponseUrl(user, channel, message_ts, is_ephemeral, now)
        return secret

    def use_response_url(self, secret: str, now: datetime) -> ResponseUrl:
        """Raises `expired_url` or `used_url` (Slack documents the limits, not the words)."""
        url = self.response_urls.get(secret)
        if url is None or now - url.given_at > RESPONSE_URL_LIFE:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url

    def new_socket_ticket(self) -> str:
        ticket = self.identifiers.secret()
        self.sockets.add(ticket)
        return ticket

    def use_socket_ticket(self, ticket: str) -> bool:
        """True once."""
        if ticket not in self.sockets:
            return False
        self.sockets.discard(ticket)
        return True
