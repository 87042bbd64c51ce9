"""Signed HTTP requests to the app's request URL."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from sandbox.envelopes import COMMANDS, EVENTS, Envelope, Outcome
from sandbox.wire import JSON, read_json
from sandbox.workspace import Workspace

ANSWER_SECONDS = 3.0
MOST_REDIRECTS = 2
_FORM = "application/x-www-form-urlencoded"
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "http_timeout"),
    (aiohttp.TooManyRedirects, "too_many_redirects"),
    (aiohttp.ClientSSLError, "ssl_error"),
    (aiohttp.ClientConnectionError, "connection_failed"),
)


@dataclass
class HttpEvents:
    """One attempt is one POST, answered within three seconds by a status of 2xx."""

    workspace: Workspace
    session: aiohttp.ClientSession
    answer_seconds: float = ANSWER_SECONDS

    async def send(self, envelope: Envelope) -> Outcome:
        url = self.workspace.app.request_url
        if url is None:
            return Outcome("connection_failed")
        body, kind = _body(envelope)
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (sandbox)", **self._signature(body)}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        try:
            return await self._post(url, body, headers)
        except (TimeoutError, aiohttp.ClientError) as problem:
            return Outcome(_reason(problem))

    async def _post(self, url: str, body: str, headers: dict[str, str]) -> Outcome:
        async with self.session.post(
            url,
            data=body.encode(),
            headers=headers,
            max_redirects=MOST_REDIRECTS + 1,
            timeout=aiohttp.ClientTimeout(total=self.answer_seconds),
        ) as response:
            text = (await response.read()).decode(errors="replace")
            return _outcome(response.status, response.headers.get("X-Slack-No-Retry"), text)

    def _signature(self, body: str) -> dict[str, str]:
        """On real time: an app refuses what is older than five minutes."""
        timestamp = str(int(time.time()))
        verifier = SignatureVerifier(self.workspace.app.signing_secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


def _reason(problem: Exception) -> str:
    """Slack's `x-slack-retry-reason`; the more particular kinds come first."""
    for kind, reason in _REASONS:
        if isinstance(problem, kind):
            return reason
    return "unknown_error"


def _body(envelope: Envelope) -> tuple[str, str]:
    if envelope.kind == EVENTS:
        return json.dumps(envelope.payload), "application/json"
    if envelope.kind == COMMANDS:
        return urlencode({name: _form_text(value) for name, value in envelope.payload.items()}), _FORM
    return urlencode({"payload": json.dumps(envelope.payload)}), _FORM


def _form_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _outcome(status: int, no_retry: str | None, text: str) -> Outcome:
    answer = _answer(text)
    if 200 <= status < 300:
        return Outcome(answer=answer, status=status)
    return Outcome("http_error", answer, retry=no_retry != "1", status=status)


def _answer(text: str) -> JSON | str | None:
    if not text:
        return None
    try:
        value = read_json(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text
