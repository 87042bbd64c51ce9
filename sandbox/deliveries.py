"""Handing events, interactions and commands to the app: which way, how often, and what goes wrong on purpose."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sandbox.bell import Bell
from sandbox.envelopes import (
    COMMANDS,
    EVENTS,
    INTERACTIVE,
    SCOPES_OF_EVENTS,
    VERIFICATION_TOKEN,
    Envelope,
    Outcome,
    Transport,
    event_payload,
)
from sandbox.faults import Fault
from sandbox.health import Health
from sandbox.people import TEAM_ID
from sandbox.wire import JSON
from sandbox.workspace import Workspace

# Seconds on the sandbox's clock from one attempt to the next (https://docs.slack.dev/apis/events-api).
RETRY_DELAYS = (0.0, 60.0, 300.0)
# A reordered event waits for the next one to overtake it, but not for ever.
OVERTAKEN_WITHIN_SECONDS = 1.0


@dataclass
class Deliveries:
    """Events are tried up to four times, interactions and commands once."""

    workspace: Workspace
    socket: Transport
    http: Transport
    retry_delays: tuple[float, ...] = RETRY_DELAYS
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    health: Health = field(default_factory=Health)
    _limited_minute: int = 0
    _overtaking: Bell = field(default_factory=Bell)

    def listen(self) -> None:
        self.workspace.listeners.append(self.event)

    async def stop(self) -> None:
        self.workspace.listeners.remove(self.event)
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def event(self, subscription: str, event: JSON) -> None:
        """Send `event` to the app, if it subscribed to it and may see it; returns at once."""
        app = self.workspace.app
        scopes = SCOPES_OF_EVENTS.get(subscription, ())
        if subscription not in app.events or app.subscriptions_disabled:
            return
        if scopes and not app.scopes.intersection(scopes):
            return
        if not self.workspace.limits.lets_event_through():
            self._say_rate_limited()
            return
        event_id = self.workspace.identifiers.next("Ev0")
        payload = event_payload(app, event, event_id, self.workspace.seconds)
        name = event["type"] if "subtype" not in event else f"{event['type']}:{event['subtype']}"
        envelope = Envelope(EVENTS, str(name), payload)
        fault = self._fault(envelope)
        if fault is not None:
            envelope = replace(envelope, drops_socket=fault.drop_socket)
            if fault.duplicate:
                self._start(self._deliver(replace(envelope, id=f"{envelope.id}-again"), fault))
        self._start(self._deliver(envelope, fault))

    def _say_rate_limited(self) -> None:
        """`app_rate_limited`, once for each minute in which events were held back; it has no inner event."""
        minute = self.workspace.seconds // 60 * 60
        if minute == self._limited_minute:
            return
        self._limited_minute = minute
        payload: JSON = {"token": VERIFICATION_TOKEN, "type": "app_rate_limited", "team_id": TEAM_ID}
        payload |= {"minute_rate_limited": minute, "api_app_id": self.workspace.app.id}
        self._start(self._deliver(Envelope(EVENTS, "app_rate_limited", payload), None))

    def _fault(self, envelope: Envelope) -> Fault | None:
        users = {envelope.user} if envelope.user else set()
        return self.workspace.faults.for_event(envelope.name, users, envelope.channel)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _deliver(self, envelope: Envelope, fault: Fault | None) -> None:
        if fault is not None and not await self._spoilt(envelope, fault):
            return
        self._overtaking.ring()
        attempt = 0
        for attempt, delay in enumerate((None, *self.retry_delays)):
            if delay:
                await self.workspace.clock.wait_until(self.workspace.clock.now() + timedelta(seconds=delay))
            outcome = await self._attempt(envelope)
            self._judge(outcome)
            if outcome.acknowledged or not outcome.retry:
                return
            same_id = self.workspace.preferences.resend_keeps_envelope_id
            envelope = envelope.again(attempt + 1, outcome.problem, same_id=same_id)
        self.workspace.log.add("refused", what="event given up", name=envelope.name, attempts=attempt + 1)

    async def _spoilt(self, envelope: Envelope, fault: Fault) -> bool:
        """Do what `fault` asks before the first attempt; False when the event is lost."""
        self.workspace.log.add("fault", name=envelope.name, fault=fault.to_json())
        if fault.delay_seconds:
            due = self.workspace.clock.now() + timedelta(seconds=fault.delay_seconds)
            await self.workspace.clock.wait_until(due)
        if fault.reorder:
            await self._overtaking.wait(OVERTAKEN_WITHIN_SECONDS)
        return not fault.lose

    async def _attempt(self, envelope: Envelope) -> Outcome:
        kind = {EVENTS: "event", INTERACTIVE: "interaction", COMMANDS: "command"}[envelope.kind]
        entry = self.workspace.log.add(
            kind,
            name=envelope.name,
            user=envelope.user,
            channel=envelope.channel,
            envelope=envelope.id,
            attempt=envelope.attempt,
            reason=envelope.reason or None,
            request=envelope.payload,
        )
        transport = self.http if self.workspace.app.request_url else self.socket
        outcome = await transport.send(envelope)
        entry["response"] = outcome.to_json()
        self.workspace.changes.record("log")
        return outcome

    def _judge(self, outcome: Outcome) -> None:
        """An HTTP app that fails too often is sent no more events until somebody enables it again."""
        if self.workspace.app.request_url is None:
            return
        self.health.note(self.workspace.clock.now(), outcome.acknowledged)
        if self.health.is_failing:
            self.workspace.app.subscriptions_disabled = True
            self.workspace.log.add("refused", what="event subscriptions disabled")

    async def verify_url(self) -> bool:
        """Did the request URL echo the challenge, as text or as JSON?"""
        challenge = self.workspace.identifiers.secret()
        payload = {"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge}
        outcome = await self._attempt(Envelope(EVENTS, "url_verification", payload))
        return outcome.answer in (challenge, {"challenge": challenge})

    async def interaction(self, payload: JSON) -> Outcome:
        """Sent once; Slack does not repeat interactions."""
        accepts = payload["type"] in ("view_submission", "block_suggestion", "interactive_message")
        return await self._once(Envelope(INTERACTIVE, payload["type"], payload, accepts_answer=accepts))

    async def command(self, fields: JSON) -> Outcome:
        return await self._once(Envelope(COMMANDS, fields["command"], fields, accepts_answer=True))

    async def _once(self, envelope: Envelope) -> Outcome:
        fault = self._fault(envelope)
        if fault is not None:
            envelope = replace(envelope, drops_socket=fault.drop_socket)
            if not await self._spoilt(envelope, fault):
                return Outcome("timeout")
        return await self._attempt(envelope)
