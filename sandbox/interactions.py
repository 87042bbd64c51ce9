"""The payloads of taps, submissions, searches and commands."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from sandbox.conversations import Conversation
from sandbox.envelopes import VERIFICATION_TOKEN
from sandbox.people import TEAM_ID, Person
from sandbox.text import names_in_commands, readable
from sandbox.text import typed as as_typed
from sandbox.values import FIELDS, all_elements, every_block, filled, kept_values, option
from sandbox.views import View
from sandbox.wire import JSON
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """A message that can be tapped: in a conversation, or shown to one person only."""

    conversation: Conversation
    ts: str
    body: JSON
    is_ephemeral: bool

    @property
    def attachments(self) -> list[JSON]:
        attachments: list[JSON] = self.body.get("attachments", [])
        return attachments

    @property
    def blocks(self) -> list[JSON]:
        """Its own, then those of its attachments."""
        return [*self.body.get("blocks", []), *(block for one in self.attachments for block in one.get("blocks", []))]

    def attachment_with(self, block_id: str) -> JSON | None:
        """The attachment that this block stands in; None for one of the message itself."""
        if any(block["block_id"] == block_id for block in every_block(self.body.get("blocks", []))):
            return None
        within = (
            one
            for one in self.attachments
            for block in every_block(one.get("blocks", []))
            if block["block_id"] == block_id
        )
        return next(within, None)


def place(workspace: Workspace, conversation: Conversation, ts: str, user: str) -> Place:
    """Raises `message_not_found`."""
    for shown in workspace.ephemerals:
        if (shown["channel"], shown["ts"], shown["user"]) == (conversation.id, ts, user):
            return Place(conversation, ts, shown["message"], True)
    return Place(conversation, ts, conversation.timeline.find(ts).to_slack(), False)


def find_element(blocks: list[JSON], action: JSON) -> tuple[JSON, JSON]:
    """The (block, element) that `action` names by action_id, and block_id where given. Raises ValueError."""
    for block, element in all_elements(blocks):
        same_block = action.get("block_id") in (None, block["block_id"])
        if same_block and element.get("action_id") == action.get("action_id"):
            return block, element
    raise ValueError(f"There is nothing to tap with action_id {action.get('action_id')!r} there.")


def performed(workspace: Workspace, block: JSON, element: JSON, action: JSON) -> JSON:
    """The entry of `actions` for `action` on `element`. Raises ValueError for an option that is not there."""
    made: JSON = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] in FIELDS:
        made |= filled(element, _given(element, action))
    elif element["type"] == "feedback_buttons":
        made |= {"text": _feedback(element, action)["text"], "value": _feedback(element, action)["value"]}
    elif element["type"] == "overflow":
        made["selected_option"] = option(element, action.get("selected_option", action.get("value")))
    else:
        made |= {name: deepcopy(element[name]) for name in ("text", "value", "style", "url") if name in element}
    return {**made, "action_ts": workspace.event_ts()}


def _feedback(element: JSON, action: JSON) -> JSON:
    """The button that was tapped, by its value or its text. Raises ValueError."""
    buttons: list[JSON] = [element["positive_button"], element["negative_button"]]
    for one in buttons:
        if action.get("value") in (one["value"], one["text"]["text"], readable(one["text"]["text"], {})):
            return one
    raise ValueError(f"{element['action_id']!r} has no button {action.get('value')!r}.")


def _given(element: JSON, action: JSON) -> object:
    field = FIELDS[element["type"]][0]
    return action[field] if field in action else action.get("value")


def person_fields(person: Person) -> JSON:
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}


def common(workspace: Workspace, kind: str, person: Person) -> JSON:
    """What every payload of an interaction tells."""
    return {
        "type": kind,
        "user": person_fields(person),
        "api_app_id": workspace.app.id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": workspace.team()["domain"]},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(conversation: Conversation) -> str:
    if conversation.is_im:
        return "directmessage"
    return "privategroup" if conversation.is_private else conversation.name


def message_tap(workspace: Workspace, person: Person, where: Place, action: JSON, base_url: str) -> JSON:
    """`block_actions` in a message. An ephemeral message is not itself in the payload."""
    channel = where.conversation
    container: JSON = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": channel.id,
        "is_ephemeral": where.is_ephemeral,
    }
    if "thread_ts" in where.body:
        container["thread_ts"] = where.body["thread_ts"]
    attachment = where.attachment_with(action["block_id"])
    secret = workspace.tickets.new_response_url(
        person.id, channel.id, workspace.clock.now(), where.ts, where.is_ephemeral
    )
    payload = {
        **common(workspace, "block_actions", person),
        "container": container | (_in_attachment(attachment) if attachment else {}),
        "trigger_id": workspace.tickets.new_trigger(person.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": message_values(workspace, person, where, action)},
        "response_url": f"{base_url}/response/{secret}",
        "actions": [action],
    }
    if not where.is_ephemeral:
        payload["message"] = deepcopy(where.body)
    if attachment is not None and attachment.get("is_app_unfurl"):
        payload["app_unfurl"] = deepcopy(attachment)
    return payload


def _in_attachment(attachment: JSON) -> JSON:
    """What the container is then; of a preview that the app made, with its address."""
    is_unfurl = bool(attachment.get("is_app_unfurl"))
    address = {"app_unfurl_url": attachment["app_unfurl_url"]} if is_unfurl else {}
    return {"type": "message_attachment", "attachment_id": attachment["id"], "is_app_unfurl": is_unfurl, **address}


def message_values(workspace: Workspace, person: Person, where: Place, action: JSON | None = None) -> JSON:
    """What this person has chosen in the message so far, `action` included."""
    key = (where.conversation.id, where.ts, person.id)
    values = kept_values(where.blocks, workspace.message_values.get(key, {}))
    if action is not None and action["type"] in FIELDS:
        stood = values[action["block_id"]][action["action_id"]]
        stood |= {name: value for name, value in action.items() if name in stood}
    workspace.message_values[key] = values
    return deepcopy(values)


def view_tap(workspace: Workspace, person: Person, view: View, action: JSON) -> JSON:
    """`block_actions` in a modal or Home."""
    return {
        **common(workspace, "block_actions", person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.tickets.new_trigger(person.id, view.id),
        "view": view.to_slack(),
        "actions": [action],
    }


def submission(workspace: Workspace, person: Person, view: View, base_url: str) -> JSON:
    return {
        **common(workspace, "view_submission", person),
        "trigger_id": workspace.tickets.new_trigger(person.id, view.id),
        "view": view.to_slack(),
        "response_urls": _response_urls(workspace, person, view, base_url),
    }


def _response_urls(workspace: Workspace, person: Person, view: View, base_url: str) -> list[JSON]:
    """One for each channel chosen in an input with `response_url_enabled`."""
    told = []
    for block, element in all_elements(view.blocks):
        if not element.get("response_url_enabled"):
            continue
        value = view.values[block["block_id"]][element["action_id"]]
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if channel in workspace.conversations:
            secret = workspace.tickets.new_response_url(person.id, channel, workspace.clock.now())
            ids = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            told.append({**ids, "response_url": f"{base_url}/response/{secret}"})
    return told


def closing(workspace: Workspace, person: Person, view: View, *, is_cleared: bool) -> JSON:
    return {**common(workspace, "view_closed", person), "view": view.to_slack(), "is_cleared": is_cleared}


def shortcut(workspace: Workspace, person: Person, callback_id: str) -> JSON:
    """A global shortcut: no channel, no response_url."""
    return {
        **common(workspace, "shortcut", person),
        "callback_id": callback_id,
        "trigger_id": workspace.tickets.new_trigger(person.id),
        "action_ts": workspace.event_ts(),
    }


def message_action(workspace: Workspace, person: Person, where: Place, callback_id: str, base_url: str) -> JSON:
    """A shortcut from the menu of a message."""
    channel = where.conversation
    secret = workspace.tickets.new_response_url(person.id, channel.id, workspace.clock.now(), where.ts)
    return {
        **shortcut(workspace, person, callback_id),
        "type": "message_action",
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": deepcopy(where.body),
        "message_ts": where.ts,
        "response_url": f"{base_url}/response/{secret}",
    }


def suggestion(workspace: Workspace, person: Person, where: Place | View, action: JSON, typed: str) -> JSON:
    """`block_suggestion`: the options of an external select, asked for while somebody types."""
    block, element = find_element(where.blocks, action)
    payload = {
        **common(workspace, "block_suggestion", person),
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": typed,
    }
    if isinstance(where, View):
        return {**payload, "container": {"type": "view", "view_id": where.id}, "view": where.to_slack()}
    container = {"type": "message", "message_ts": where.ts, "channel_id": where.conversation.id, "is_ephemeral": False}
    channel = {"id": where.conversation.id, "name": channel_name(where.conversation)}
    return {**payload, "container": container, "channel": channel, "message": deepcopy(where.body)}


def command_fields(
    workspace: Workspace, person: Person, conversation: Conversation, command: str, typed: str, base_url: str
) -> JSON:
    """The form fields of a slash command; without `should_escape` the text is as it was typed."""
    text = typed
    if workspace.app.should_escape:
        text = as_typed(typed, names_in_commands(workspace.people.values(), workspace.conversations.values()))
    secret = workspace.tickets.new_response_url(person.id, conversation.id, workspace.clock.now())
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": workspace.team()["domain"],
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": f"{base_url}/response/{secret}",
        "trigger_id": workspace.tickets.new_trigger(person.id),
    }
