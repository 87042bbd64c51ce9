"""What an app sends, checked by the rules of Block Kit and against what there is in the workspace."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sandbox import sharing
from sandbox.block_kit import Verdict, check_message_blocks
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace

MOST_ATTACHMENTS = 100
# With blocks nothing else may stand in an attachment (https://github.com/slackapi/bolt-js/issues/717).
_BESIDE_BLOCKS = {"blocks", "color", "fallback", "id"}
_WORDS = "author_name callback_id color fallback footer image_url pretext text thumb_url title".split()


def check_blocks(workspace: Workspace, blocks: list[JSON]) -> set[str]:
    """The kinds of blocks that went unchecked. Raises `invalid_blocks` with what is wrong where."""
    verdict = check_message_blocks(blocks)
    check_pictures(workspace, verdict)
    if verdict.complaints:
        raise SlackError("invalid_blocks", errors=verdict.complaints, response_metadata=_told(verdict.complaints))
    return verdict.unchecked


def check_attachments(workspace: Workspace, attachments: list[JSON]) -> set[str]:
    """The kinds of blocks that went unchecked. Raises `too_many_attachments`, and `invalid_attachments` with what is
    wrong where."""
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    verdict = Verdict()
    for number, one in enumerate(attachments):
        verdict.complaints += _misfits(one)
        if one.get("blocks") and not verdict.complaints:
            verdict.add(check_message_blocks(one["blocks"], f"/attachments/{number}/blocks"))
    check_pictures(workspace, verdict)
    if verdict.complaints:
        raise SlackError("invalid_attachments", response_metadata=_told(verdict.complaints))
    return verdict.unchecked


def _told(complaints: list[str]) -> JSON:
    return {"messages": [f"[ERROR] {complaint}" for complaint in complaints]}


def _misfits(one: JSON) -> list[str]:
    if one.get("blocks") and not set(one) <= _BESIDE_BLOCKS:
        return ["invalid_keys"]
    lists = all(_is_list_of_objects(one.get(name) or []) for name in ("actions", "blocks", "fields"))
    words = all(isinstance(one.get(name) or "", str) for name in _WORDS)
    return [] if lists and words else ["invalid_type"]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def check_pictures(workspace: Workspace, verdict: Verdict) -> None:
    """Complain of each `slack_file` that is no picture the app may see."""
    for file, pointer in verdict.slack_files:
        if not _is_picture(workspace, file):
            verdict.complain("invalid slack file", pointer)


def _is_picture(workspace: Workspace, named: JSON) -> bool:
    """Named by its id, or by its address, the last but one part of which ends in the id."""
    parts = urlsplit(str(named.get("url") or "")).path.split("/")
    file_id = str(named.get("id") or (parts[-2] if len(parts) > 1 else "")).rpartition("-")[2]
    try:
        file = sharing.visible_file(workspace, file_id, workspace.app.bot_user)
    except SlackError:
        return False
    return file.mimetype.startswith("image/")
