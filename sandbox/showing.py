"""Turning what an app sent into a view that a person sees, checked and with its ids filled in."""

from __future__ import annotations

import json
from copy import deepcopy

from sandbox.block_kit import check_view
from sandbox.block_text import keep_texts, kept_blocks
from sandbox.checking import check_pictures
from sandbox.views import View
from sandbox.wire import JSON, SlackError, invalid_arguments
from sandbox.workspace import Workspace

MOST_BYTES = 250_000


def checked_view(workspace: Workspace, content: object, types: tuple[str, ...]) -> JSON:
    """Raises `invalid_arguments` with what is wrong where, or `view_too_large`."""
    if not isinstance(content, dict):
        raise invalid_arguments("must be a valid view object [json-pointer:/view]")
    if len(json.dumps(content)) > MOST_BYTES:
        raise SlackError("view_too_large")
    verdict = check_view(content, types)
    check_pictures(workspace, verdict)
    if verdict.complaints:
        raise invalid_arguments(*verdict.complaints)
    return content


def new_view(workspace: Workspace, user: str, content: JSON) -> View:
    view_id = workspace.identifiers.next("V0")
    return View(
        id=view_id,
        user=user,
        content=_filled_in(workspace, content),
        hash=_new_hash(workspace),
        app_id=workspace.app.id,
        bot_id=workspace.app.bot_id,
        root_id=view_id,
    )


def replace_view(workspace: Workspace, view: View, content: JSON) -> None:
    view.replace(_filled_in(workspace, content), _new_hash(workspace))
    workspace.changes.record("home" if content["type"] == "home" else "view", user=view.user)


def _filled_in(workspace: Workspace, content: JSON) -> JSON:
    """Titles and buttons are written as Slack writes texts, like those in blocks."""
    around: JSON = {name: deepcopy(content[name]) for name in ("title", "submit", "close") if name in content}
    keep_texts(around)
    return {**content, **around, "blocks": kept_blocks(content["blocks"], workspace.identifiers)}


def _new_hash(workspace: Workspace) -> str:
    return workspace.identifiers.view_hash(workspace.clock.now().timestamp())
