"""The control API under `/_control`: people's side of the workspace, for scripts and the page.

JSON in, JSON out. A success is `{"ok": true, …}`; what cannot be done is HTTP 400 with
`{"ok": false, "error": <Slack's name, or "bad_request">, "message": <one sentence>}`.

Acts of people (a channel may be an id, or `app` or left out for the person's DM with the app):

    POST /message         {channel?, user, text, threadTs?, broadcast?}  -> {ok, message}; "/me …" is something done,
         broadcast sends a reply to the conversation as well
    POST /file            {channel?, user, name, content, text?, threadTs?, broadcast?}  -> {ok, message};
         content in base64
    POST /voice-clip      {channel?, user, transcript?, seconds?, text?, threadTs?, broadcast?}  -> {ok, message}
    POST /forward         {channel?, user, ts, to?, text?, threadTs?}  -> {ok, message}
    POST /edit-message    {channel?, user, ts, text}               -> {ok, message}
    POST /delete-message  {channel?, user, ts}                     -> {ok}
    POST /reaction        {channel, user, ts, name, present?}      -> {ok}
    POST /pin             {channel?, user, ts, present?}           -> {ok}
    POST /huddle          {channel?, user, ts?}                    -> {ok, message}; with ts that one ends
    POST /reminder        {channel?, user, text}                   -> {ok, message}
    POST /command         {channel?, user, command, text?}         -> {ok, acknowledged, response}
    POST /interact        {channel?, messageTs, user, action}      -> {ok, acknowledged, response}
         action: {action_id, block_id?, value? | selected_option? | …}; an option by its value or its text; for a
         button or menu of an attachment {name, value?, attachment_id?}
    POST /shortcut        {user, callbackId, channel?, messageTs?}     -> {ok, acknowledged, response}
    POST /open-home       {user, tab?}                             -> {ok}
    POST /leave-app       {user}                                   -> {ok}; until then the tab stays open
    POST /rest            {user, seconds?}                         -> {ok, dnd_enabled, …}: not to be disturbed
    POST /view/interact   {user, viewId?, action}                  -> {ok, acknowledged, dispatched}
    POST /view/submit     {user, viewId?, values?: {block_id: {action_id: value}}}
                          -> {ok: true, acknowledged, response_action, errors: {block_id: text} | null}
                             {ok: false, error: "client_validation", errors} (HTTP 200): the client would not submit
                             {ok: false, error: "timeout", acknowledged: false, shown} (HTTP 200): no answer came
    POST /view/file       {user, name, content}                    -> {ok, file}, for a file_input: {files: [file]}
    POST /view/close      {user, viewId?, all?}                    -> {ok, dispatched, acknowledged?}
    POST /suggest         {user, channel?, messageTs? | viewId?, action, value}  -> {ok, acknowledged, response}
    POST /channel/create  {name, user, private?}                   -> {ok, channel}
    POST /channel/add | remove  {channel, user, by}                -> {ok}
    POST /channel/leave | archive | unarchive | delete {channel, user};  rename {…, name};
         topic | purpose {…, value};  share {…, team?};  convert {…} -> {ok, channel}
    POST /user            {user, deleted?, locale?, tz?, is_restricted?, …}  -> {ok, user}
    POST /user/add        {id?, name, real_name?, …}               -> {ok, user}; an id may begin with W
    POST /user/second     {user, is_restricted?, …}                -> {ok, user}, another account of that person

What others do where the app can hear it:

    POST /app-message     {channel, name, text, workflow?}         -> {ok, message} of another app, or a workflow
    POST /unfurl          {channel, ts, url, title?, text?}        -> {ok}; Slack shows what stands behind a link

Looking on:

    GET  /state           version, clock, team, apps, users, channels, views, homes, notifications, ephemerals,
                          preferences, connections, limits, next, call
    GET  /messages/<channel>?user=U…   -> {messages}, oldest first, with that person's ephemeral ones (is_ephemeral)
    GET  /file/<file>?user=U…  -> the bytes, where that person may have them
    GET  /log?after=n     -> {log}, oldest first
    GET  /stream?after=n  Server-Sent Events, {"version", "type", "channel"?, "user"?}

The sandbox itself:

    GET  /clock?after=V   POST /clock {advanceSeconds | to | offsetSeconds}   -> {now, offsetSeconds, version}
    GET | POST | DELETE /faults     a fault: see `faults.py`; POST answers {ok, fault}
    POST /preferences     see `preferences.py`                   -> {ok, preferences}
    POST /app             {scopes?, events?, commands?, unfurlDomains?, metadataTypes?, requestUrl?, home?, messages?,
         readOnly?, should_escape?, subscriptionsDisabled?}
    POST /app/verify      -> {ok, verified}: did the request URL echo the challenge?
    POST /app/install     {optional?}                              -> {ok, app}: with these optional scopes
    POST /app/configuration-token                                  -> {ok, token, refresh_token, exp, …}, a person's
    POST /app/revoke | /app/uninstall                              tokens_revoked, app_uninstalled
    POST /socket          {disconnect: "warning" | "refresh_requested" | "link_disabled"} | {drop: true}
    POST /limits          {enabled}                                rate limits, off at first
    POST /reset           -> {ok}
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from sandbox.request_bodies import body_of, decoded
from sandbox.services import Services
from sandbox.wire import JSON, SlackError, read_json

Answer = JSON | web.StreamResponse
Handler = Callable[[Services, "Body"], Awaitable[Answer]]
Route = tuple[str, str, Handler]


class BadRequest(ValueError):
    """What a request lacks, in one sentence."""


class Body:
    """The JSON body of a request, with one sentence for what is missing or of the wrong kind."""

    def __init__(self, request: web.Request, fields: JSON) -> None:
        self.request = request
        self.fields = fields

    def text(self, name: str) -> str:
        """Raises BadRequest when absent or no text."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise BadRequest(f"{name} is required, as text.")
        return value

    def optional(self, name: str) -> str | None:
        return None if self.fields.get(name) is None else self.text(name)

    def object(self, name: str) -> JSON:
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise BadRequest(f"{name} is required, as an object.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Raises BadRequest for anything but true and false; null is as if it were absent."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, bool):
            raise BadRequest(f"{name} takes true or false.")
        return default if value is None else value

    def check_names(self, of: str, *names: str) -> None:
        """Raises BadRequest for a name that nothing would read."""
        for name in self.fields:
            if name not in names:
                raise BadRequest(f"{of} has no {name!r}; there are {', '.join(sorted(names))}.")

    def without(self, *names: str) -> JSON:
        return {name: value for name, value in self.fields.items() if name not in names}


def guarded(services: Services, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Read the body, run `handler`, and say in one sentence what could not be done."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            answer = await handler(services, Body(request, await _fields(request)))
        except SlackError as refusal:
            return web.json_response({**refusal.answer(), "message": _sentence(refusal)}, status=400)
        except ValueError as problem:
            return web.json_response({"ok": False, "error": "bad_request", "message": str(problem)}, status=400)
        return web.json_response(answer) if isinstance(answer, dict) else answer

    return handle


async def _fields(request: web.Request) -> JSON:
    body = await body_of(request) if request.can_read_body else b""
    if not body.strip():
        return {}
    try:
        fields = read_json(decoded(body, None))
    except ValueError as problem:
        raise ValueError(f"The body is no JSON: {problem}.") from problem
    if not isinstance(fields, dict):
        raise BadRequest("The body must be a JSON object.")
    return fields


def _sentence(refusal: SlackError) -> str:
    return f"Slack would not do that: {refusal.error.replace('_', ' ')}."


def add_routes(application: web.Application, services: Services, routes: Iterable[Route]) -> None:
    for method, path, handler in routes:
        application.router.add_route(method, f"/_control{path}", guarded(services, handler))
