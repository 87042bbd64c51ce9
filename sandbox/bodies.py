"""What messages are made of, by who says them."""

from __future__ import annotations

import uuid

from sandbox.attachments import kept_attachments
from sandbox.block_text import kept_blocks
from sandbox.messages import Draft
from sandbox.people import TEAM_ID, Person
from sandbox.rich_text import rich_text
from sandbox.text import Names, names_in_messages, typed, written
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000


def app_body(workspace: Workspace, draft: Draft) -> JSON:
    """The fields of a message of the app, in the order measured on the live service.

    Under another name it is a `bot_message`, which has no user.
    """
    app = workspace.app
    names = _names(workspace) if draft.link_names else None
    text = written((draft.markdown or draft.text)[:LONGEST_TEXT], names)
    body: JSON = {
        "user": app.bot_user,
        "type": "message",
        "bot_id": app.bot_id,
        "app_id": app.id,
        "text": text,
        "team": TEAM_ID,
        "bot_profile": app.bot_profile(),
        "blocks": _app_blocks(workspace, draft, text, names),
    }
    if draft.attachments:
        body["attachments"] = kept_attachments(draft.attachments, workspace.identifiers, names)
    if draft.look:
        del body["user"]
        body = {"subtype": "bot_message", **body, **draft.look}
    return body


def _app_blocks(workspace: Workspace, draft: Draft, text: str, names: Names | None) -> list[JSON]:
    if draft.markdown:
        return kept_blocks([{"type": "markdown", "text": draft.markdown}], workspace.identifiers)
    if draft.blocks:
        return kept_blocks(draft.blocks, workspace.identifiers, names)
    return [rich_text(text, workspace.identifiers.block(), styled=draft.is_styled)]


def typed_body(workspace: Workspace, person: Person, words: str) -> JSON:
    """What somebody typed; without words there are no blocks. Raises `msg_too_long`."""
    text = _typed(workspace, words)
    body: JSON = {
        "user": person.id,
        "type": "message",
        "client_msg_id": str(uuid.uuid4()),
        "text": text,
        "team": person.team_id,
        "blocks": [rich_text(text, workspace.identifiers.block())],
    }
    if not words:
        del body["blocks"]
    return body


def deed_body(workspace: Workspace, person: Person, deed: str) -> JSON:
    """`/me waves`: a `me_message`, text alone (https://docs.slack.dev/reference/events/message/me_message).
    Raises `msg_too_long`."""
    return {
        "subtype": "me_message",
        "user": person.id,
        "type": "message",
        "text": _typed(workspace, deed),
        "team": person.team_id,
    }


def _typed(workspace: Workspace, words: str) -> str:
    if len(words) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    return typed(words, _names(workspace))


def stranger_body(workspace: Workspace, name: str, words: str, *, is_workflow: bool) -> JSON:
    """What another app, or a workflow, writes under `name`: it is no user of the workspace."""
    text = written(words)
    number = sum(map(ord, name)) % 10_000
    bot_id, app_id = (f"{letter}0{'FLOW' if is_workflow else 'OTHER'}{number}" for letter in "BA")
    profile = {"id": bot_id, "app_id": app_id, "name": name, "deleted": False, "team_id": TEAM_ID}
    return {
        "subtype": "bot_message",
        "type": "message",
        "text": text,
        "username": name,
        "bot_id": bot_id,
        "app_id": app_id,
        "bot_profile": {**profile, **({"is_workflow_bot": True} if is_workflow else {})},
        "blocks": [rich_text(text, workspace.identifiers.block())],
    }


def _names(workspace: Workspace) -> Names:
    return names_in_messages(workspace.people.values(), workspace.conversations.values())
