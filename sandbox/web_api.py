"""`/api/<method>`: Slack's order of checks around every method, and the faults that were asked for."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Callable

from aiohttp import web
from slack_sdk import WebClient

import sandbox.methods  # noqa: F401 - registers the methods
from sandbox.arguments import Received, receive
from sandbox.faults import Fault
from sandbox.methods.registry import METHODS, RETIRED, Call, Method
from sandbox.wire import JSON, SlackError, invalid_arguments
from sandbox.workspace import Workspace

logger = logging.getLogger(__name__)
_METHOD_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9]*)+")
_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]*)?\s*")
_SCOPES_OF_OTHERS = {
    "app": {"connections:write"},
    "configuration": {"app_configurations:read", "app_configurations:write"},
}
_NOT_FOUND = "<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>404</h1></body></html>"


class WebApi:
    """Answers with HTTP 200 and `ok`, true or false; only rate limits and faults have another status."""

    def __init__(self, workspace: Workspace, base_url: Callable[[], str]) -> None:
        self._workspace = workspace
        self._base_url = base_url

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if not _METHOD_NAME.fullmatch(name):
            return web.Response(status=404, text=_NOT_FOUND, content_type="text/html")
        try:
            method = _known(name)
            received = await receive(request, reads_json=method.json)
        except SlackError as refusal:
            return self._logged(name, {}, refusal.answer())
        response = await self._answer(request, method, received)
        response.headers.update(self._scope_headers(method, received))
        return response

    async def _answer(self, request: web.Request, method: Method, received: Received) -> web.StreamResponse:
        arguments = received.arguments
        try:
            self._check_token(method, received)
        except SlackError as refusal:
            return self._logged(method.name, arguments, refusal.answer())
        fault = self._fault(method, arguments)
        if fault is not None:
            await asyncio.sleep(fault.delay_seconds)
            if not fault.lost_after_work and (planned := _planned(fault)) is not None:
                return self._logged(method.name, arguments, *planned)
        if wait := self._workspace.limits.seconds_to_wait(method.name, method.tier, arguments.get("channel")):
            return self._logged(method.name, arguments, *_rate_limited(wait))
        answer = self._work(method, received)
        if fault is not None and fault.lost_after_work:
            return self._lost(request, method, arguments, fault)
        return self._logged(method.name, arguments, answer)

    def _work(self, method: Method, received: Received) -> JSON:
        call = Call(self._workspace, method, received.arguments, self._base_url(), list(received.warnings))
        try:
            _check_scopes(call)
            _check_arguments(call)
            answer = {"ok": True, **method.run(call)}
        except SlackError as refusal:
            answer = refusal.answer()
        except Exception as mistake:
            logger.exception("%s failed", method.name)
            self._workspace.log.add("mistake", method=method.name, response=type(mistake).__name__)
            answer = {"ok": False, "error": "internal_error"}
        if call.not_checked:
            self._workspace.log.add("unchecked", method=method.name, kinds=sorted(call.not_checked))
        return _with_warnings(answer, call.warnings)

    def _check_token(self, method: Method, received: Received) -> None:
        workspace = self._workspace
        if method.token == "none":
            return
        if received.token_in_query:
            raise SlackError("invalid_auth")
        if not received.token:
            raise SlackError("not_authed")
        kind = self._kind_of(received.token)
        if kind is None:
            raise SlackError("invalid_auth")
        if kind == "bot" and workspace.app.token_revoked:
            raise SlackError("token_revoked")
        if kind == "configuration" and workspace.configuration.has_expired(workspace.clock.now()):
            raise SlackError("token_expired")
        if kind != method.token:
            raise SlackError("not_allowed_token_type")

    def _kind_of(self, token: str | None) -> str | None:
        app, configuration = self._workspace.app, self._workspace.configuration
        return {app.bot_token: "bot", app.app_token: "app", configuration.token: "configuration"}.get(token or "")

    def _scope_headers(self, method: Method, received: Received) -> dict[str, str]:
        """What the token was granted, whatever came of the call, and what the method would take."""
        granted = {"bot": self._workspace.app.scopes, **_SCOPES_OF_OTHERS}
        kind = None if received.token_in_query else self._kind_of(received.token)
        if kind is None:
            return {}
        accepted = {"X-Accepted-OAuth-Scopes": ",".join(method.scopes)} if method.scopes else {}
        return {"X-OAuth-Scopes": ",".join(sorted(granted[kind])), **accepted}

    def _fault(self, method: Method, arguments: JSON) -> Fault | None:
        channel = str(arguments.get("channel") or arguments.get("channel_id") or "") or None
        users = {one for name in ("user", "user_id", "users") for one in _names(arguments.get(name))}
        conversation = self._workspace.conversations.get(channel or "")
        if conversation is not None and conversation.is_im:
            users.add(conversation.other_member(self._workspace.app.bot_user))
        elif channel in self._workspace.people:
            users.add(str(channel))
        return self._workspace.faults.for_call(method.name, users, channel)

    def _lost(self, request: web.Request, method: Method, arguments: JSON, fault: Fault) -> web.StreamResponse:
        """The work is done; the app gets another answer, or none."""
        planned = _planned(fault)
        if planned is not None:
            return self._logged(method.name, arguments, *planned)
        self._workspace.log.add(
            "fault", method=method.name, request=arguments, response="connection cut after the work"
        )
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)

    def _logged(
        self, name: str, arguments: JSON, answer: JSON, status: int = 200, headers: dict[str, str] | None = None
    ) -> web.Response:
        user = arguments.get("user") or arguments.get("user_id")
        channel = arguments.get("channel") or arguments.get("channel_id")
        self._workspace.log.add(
            "api_call", method=name, user=user, channel=channel, request=arguments, response=answer, status=status
        )
        return web.json_response(answer, status=status, headers=headers)


def _names(value: object) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [str(part).strip() for part in parts]


def _known(name: str) -> Method:
    if name in METHODS:
        return METHODS[name]
    if name in RETIRED:
        message = f"[ERROR] This method is retired and can no longer be used. Please use {RETIRED[name]} instead."
        raise SlackError("method_deprecated", response_metadata={"messages": [message]})
    if hasattr(WebClient, name.replace(".", "_")):
        message = "[ERROR] Slack has this method, the sandbox does not."
        raise SlackError("unknown_method", req_method=name, response_metadata={"messages": [message]})
    raise SlackError("unknown_method", req_method=name)


def _check_scopes(call: Call) -> None:
    if call.method.scopes:
        call.need(*call.method.scopes)


def _check_arguments(call: Call) -> None:
    """A missing argument is named before a bad number; a present but empty one is not missing (measured)."""
    missing = [name for name in call.method.required if not call.given(name)]
    if missing:
        raise invalid_arguments(*(f"missing required field: {name}" for name in missing))
    for name in call.method.numbers:
        if call.text(name).strip() and not _NUMBER.fullmatch(call.text(name)):
            raise invalid_arguments(f"must provide a number [json-pointer:/{name}]")


def _planned(fault: Fault) -> tuple[JSON, int, dict[str, str]] | None:
    """The answer a fault asks for; None when it only delays or cuts."""
    if fault.retry_after is not None or fault.http == 429:
        return _rate_limited(fault.retry_after or 1)
    if fault.http is not None:
        return {"ok": False, "error": fault.error or "internal_error"}, fault.http, {}
    if fault.error is not None:
        return {"ok": False, "error": fault.error, **fault.details}, 200, {}
    return None


def _rate_limited(seconds: float) -> tuple[JSON, int, dict[str, str]]:
    return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(max(1, math.ceil(seconds)))}


def _with_warnings(answer: JSON, warnings: list[str]) -> JSON:
    if warnings:
        answer["warning"] = ",".join(warnings)
        answer["response_metadata"] = {**answer.get("response_metadata", {}), "warnings": list(warnings)}
    return answer
