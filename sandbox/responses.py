"""What an app answers to a tap or a command: through its response_url, or right in the acknowledgement."""

from __future__ import annotations

from aiohttp import web

from sandbox import changing, posting
from sandbox.attachments import visible
from sandbox.bodies import app_body
from sandbox.checking import check_attachments, check_blocks
from sandbox.messages import Draft
from sandbox.request_bodies import body_of, decoded
from sandbox.tickets import ResponseUrl
from sandbox.wire import JSON, SlackError, read_json
from sandbox.workspace import Workspace


async def handle_response_url(workspace: Workspace, request: web.Request) -> web.Response:
    """`POST /response/<secret>`; beyond five uses or thirty minutes a 404 (Slack does not say which)."""
    secret = request.match_info["secret"]
    try:
        body = read_json(decoded(await body_of(request), None))
    except ValueError:
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
    status, answer = _answered(workspace, secret, body)
    workspace.log.add("api_call", method="response_url", request=body, response=answer, status=status)
    return web.json_response(answer, status=status)


def _answered(workspace: Workspace, secret: str, body: object) -> tuple[int, JSON]:
    if workspace.limits.seconds_to_wait_for_response(secret):
        return 429, {"ok": False, "error": "rate_limited"}
    try:
        url = workspace.tickets.use_response_url(secret, workspace.clock.now())
    except SlackError as refusal:
        return 404, refusal.answer()
    if not isinstance(body, dict):
        return 400, {"ok": False, "error": "invalid_payload"}
    try:
        respond(workspace, url, body)
    except SlackError as refusal:
        return 400, refusal.answer()
    return 200, {"ok": True}


def respond(workspace: Workspace, url: ResponseUrl, body: JSON) -> None:
    """Replace, delete or add a message; posting permissions and membership do not matter here.

    Raises `channel_not_found`, `message_not_found`, and what `_draft` does.
    """
    conversation = workspace.conversation(url.channel)
    if body.get("delete_original"):
        _delete_original(workspace, url)
        return
    draft = _draft(workspace, body)
    if body.get("replace_original") and url.message_ts is not None:
        _replace_original(workspace, url, draft)
    elif body.get("response_type") == "in_channel":
        posting.post_as_app(workspace, conversation, draft)
    else:
        shown = app_body(workspace, draft)
        posting.post_ephemeral(workspace, conversation, url.user, shown, draft.thread_ts)


def _draft(workspace: Workspace, body: JSON) -> Draft:
    """Of what is wrong with a part only the name is told. Raises `invalid_blocks`, `invalid_attachments`, `no_text`."""
    blocks, attachments = body.get("blocks"), body.get("attachments") or []
    try:
        if blocks is not None:
            check_blocks(workspace, _list(blocks, "invalid_blocks"))
        check_attachments(workspace, _objects(attachments))
    except SlackError as refusal:
        raise SlackError(refusal.error) from refusal
    text, shown = str(body.get("text") or ""), visible(attachments)
    if not text and not blocks and not shown:
        raise SlackError("no_text")
    return Draft(text, blocks, shown, _metadata(body.get("metadata")), _text(body.get("thread_ts")))


def _list(value: object, error: str) -> list[JSON]:
    if not isinstance(value, list):
        raise SlackError(error)
    return value


def _objects(value: object) -> list[JSON]:
    attachments = _list(value, "invalid_attachments")
    if not all(isinstance(one, dict) for one in attachments):
        raise SlackError("invalid_attachments")
    return attachments


def _metadata(value: object) -> JSON | None:
    match value:
        case {"event_type": str(kind), "event_payload": dict(payload)}:
            return {"event_type": kind, "event_payload": payload}
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _delete_original(workspace: Workspace, url: ResponseUrl) -> None:
    if url.is_ephemeral:
        workspace.ephemerals[:] = [one for one in workspace.ephemerals if not _is_original(one, url)]
        workspace.changes.record("message", channel=url.channel, user=url.user)
        return
    conversation = workspace.conversation(url.channel)
    changing.delete(workspace, conversation, conversation.timeline.find(url.message_ts or ""))


def _replace_original(workspace: Workspace, url: ResponseUrl, draft: Draft) -> None:
    body = app_body(workspace, draft)
    if url.is_ephemeral:
        for one in workspace.ephemerals:
            if _is_original(one, url):
                one["message"] = {**body, "ts": one["ts"]}
        workspace.changes.record("message", channel=url.channel, user=url.user)
        return
    conversation = workspace.conversation(url.channel)
    message = conversation.timeline.find(url.message_ts or "")
    changes: JSON = {name: body.get(name) for name in ("text", "blocks", "attachments")}
    changing.update(workspace, conversation, message, changes, workspace.app.bot_user)


def _is_original(ephemeral: JSON, url: ResponseUrl) -> bool:
    return bool((ephemeral["channel"], ephemeral["ts"]) == (url.channel, url.message_ts))


def answer_tap(workspace: Workspace, url: ResponseUrl, answer: JSON | str | None) -> None:
    """What stood in the acknowledgement of a tap takes the place of the message, unless it says otherwise."""
    body = {"text": answer} if isinstance(answer, str) else answer or {}
    if not _says_something(body):
        return
    try:
        respond(workspace, url, {"replace_original": True, "response_type": "in_channel", **body})
    except SlackError as refusal:
        workspace.log.add("refused", what="answer to a tap", request=body, response=refusal.answer())


def _says_something(body: JSON) -> bool:
    return any(body.get(name) for name in ("text", "blocks", "attachments", "delete_original"))


def answer_command(workspace: Workspace, user: str, channel: str, answer: JSON | str | None) -> None:
    """Show what stood in the acknowledgement of a command, if anything did."""
    body = {"text": answer} if isinstance(answer, str) else answer or {}
    if body.get("text") or body.get("blocks") or body.get("attachments"):
        respond(workspace, ResponseUrl(user, channel, None, False, workspace.clock.now()), body)
