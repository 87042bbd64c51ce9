"""`files.*`: the upload in three steps, looking and deleting."""

from __future__ import annotations

from sandbox import sharing
from sandbox.conversations import Conversation
from sandbox.files import File
from sandbox.messages import Draft
from sandbox.methods.chat import blocks_of, thread_ts_of
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError, channel_not_found, invalid_arguments

LONGEST_ALTERNATIVE = 1000
LARGEST_SNIPPET = 1_000_000
MOST_CHANNELS = 100


@method(
    "files.getUploadURLExternal",
    required=("filename", "length"),
    scopes=("files:write",),
    tier=4,
    json=False,
    numbers=("length",),
)
def get_upload_url(call: Call) -> JSON:
    length = call.number("length", 0)
    if not length or not call.text("filename").strip():
        raise SlackError("missing_argument")
    if call.text("snippet_type") and length > LARGEST_SNIPPET:
        raise SlackError("snippet_too_large")
    if len(call.text("alt_txt")) > LONGEST_ALTERNATIVE:
        raise SlackError("alt_txt_too_large")
    if not call.workspace.preferences.file_uploads:
        raise SlackError("file_uploads_disabled")
    now, name = call.workspace.seconds, call.text("filename").strip().replace("/", "_")
    file, secret = call.workspace.files.promise(name, length, call.caller, now, call.text("alt_txt"))
    return {"upload_url": f"{call.base_url}/upload/v1/{secret}", "file_id": file.id}


@method("files.completeUploadExternal", required=("files",), scopes=("files:write",), tier=4)
def complete_upload(call: Call) -> JSON:
    """Everything is looked at before anything is shared. Where the files stand is told by `files.info` only."""
    files = _named_files(call)
    conversations = _targets(call)
    blocks = None if call.text("initial_comment") else blocks_of(call)
    thread_ts = thread_ts_of(call)
    for file, title in files:
        file.title, file.is_complete = title or file.name, True
    whole = [file for file, _ in files]
    for conversation in conversations:
        draft = Draft(call.text("initial_comment"), blocks, thread_ts=thread_ts)
        sharing.share_as_app(call.workspace, conversation, whole, draft, call.base_url)
    return {"files": [file.to_slack(call.base_url) for file in whole]}


def _named_files(call: Call) -> list[tuple[File, str]]:
    """Each file with its new title. Raises `invalid_arguments`, `file_not_found` and `access_denied`."""
    try:
        given = call.structure("files")
    except ValueError as problem:
        raise invalid_arguments("failed to parse JSON [json-pointer:/files]") from problem
    if not isinstance(given, list) or not given:
        raise invalid_arguments("must provide an array with at least one item [json-pointer:/files]")
    named: dict[str, tuple[File, str]] = {}
    for number, one in enumerate(given):
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise invalid_arguments(f"missing required field: id [json-pointer:/files/{number}]")
        file = call.workspace.files.awaiting_completion(one["id"], call.caller)
        named[file.id] = (file, str(one.get("title") or ""))
    return list(named.values())


def _targets(call: Call) -> list[Conversation]:
    """Raises `channels_limit_exceeded` and what keeps the app from sharing there."""
    wanted = list(dict.fromkeys([*call.names("channel_id"), *call.names("channels")]))
    if len(wanted) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    return [_target(call, channel) for channel in wanted]


def _target(call: Call, channel: str) -> Conversation:
    """`channels` takes people as well, `channel_id` does not."""
    person = call.workspace.people.get(channel)
    if person is not None and not person.is_bot and channel in call.names("channels"):
        return call.workspace.direct_message(channel)
    conversation = call.workspace.conversations.get(channel)
    if conversation is None or not conversation.visible_to(call.caller):
        raise channel_not_found()
    if call.caller not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_archived or (conversation.is_im and not call.workspace.app.messages_tab_enabled):
        raise SlackError("posting_to_channel_denied")
    return conversation


@method("files.info", required=("file",), scopes=("files:read",), tier=4, json=False)
def info(call: Call) -> JSON:
    file = sharing.visible_file(call.workspace, call.text("file"), call.caller)
    shown = {**file.to_slack(call.base_url), **sharing.shares_of(call.workspace, file)}
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", required=("file",), scopes=("files:write",))
def delete(call: Call) -> JSON:
    file = sharing.visible_file(call.workspace, call.text("file"), call.caller)
    if file.owner != call.caller:
        raise SlackError("cant_delete_file")
    sharing.delete(call.workspace, file)
    return {}
