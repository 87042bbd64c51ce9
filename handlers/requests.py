"""What came from Slack, read into one typed value, whatever kind of payload it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.letters import storable


class Kind(StrEnum):
    """The ways people and Slack reach the bot."""

    BUTTON = "button"
    SUBMISSION = "submission"
    CLOSING = "closing"
    COMMAND = "command"
    EVENT = "event"


@dataclass(frozen=True)
class Request:
    """One thing somebody did.

    `name` is the action, the modal's callback, the command or the event's type; `key` the same for every repeat of it.
    `value` is what the button or the modal is about, or the command's text; `fields` the modal's inputs by name.
    `by_stranger`: who does it belongs to another workspace. `passing`: nothing of it is kept, as no production knows
    whoever does it. `answer_to`: where what only they see can be said for half an hour; a secret.
    """

    kind: Kind
    name: str
    key: str
    user: str
    value: str = ""
    trigger: str = ""
    channel: str = ""
    message: str = ""
    view: str = ""
    at_home: bool = False
    by_stranger: bool = False
    passing: bool = False
    answer_to: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    event: Mapping[str, Any] = field(default_factory=dict)

    @property
    def may_say(self) -> bool:
        """Whether a performer may have answered with it: not by opening Home, or with a command."""
        return self.kind in (Kind.BUTTON, Kind.SUBMISSION) or self.name.startswith("message")


# What of a request is no text.
NO_TEXTS = ("at_home", "by_stranger", "passing", "fields", "event")
NOT_SLACKS = (LookupError, TypeError, AttributeError, ValueError, RecursionError)
"""What reading a payload raises that Slack has never written."""


def read_request(body: Mapping[str, Any]) -> Request:
    """The payload as a request. Raises one of NOT_SLACKS for a payload that is none of Slack's."""
    request = read_payload(storable(dict(body)))
    texts = [value for name, value in vars(request).items() if name not in NO_TEXTS]
    if not all(isinstance(text, str) for text in texts) or not isinstance(request.event, dict):
        raise TypeError
    return request


def is_slacks(body: Mapping[str, Any]) -> bool:
    """Whether a payload is one that Slack writes: of somebody or something, or to see whether the bot is there."""
    try:
        return body.get("type") == "url_verification" or "ssl_check" in body or bool(read_request(body))
    except NOT_SLACKS:
        return False


def read_payload(body: Mapping[str, Any]) -> Request:
    """By its kind."""
    if body.get("type") == "event_callback":
        return read_event(body)
    if body.get("type") == "block_actions":
        return read_button(body)
    if body.get("type") in ("view_submission", "view_closed"):
        return read_view(body)
    return Request(
        kind=Kind.COMMAND,
        name=body["command"],
        key=f"command:{body['trigger_id']}",
        user=body["user_id"],
        value=str(body.get("text") or "").strip(),
        trigger=body["trigger_id"],
        channel=body.get("channel_id", ""),
        answer_to=body.get("response_url", ""),
    )


def read_event(body: Mapping[str, Any]) -> Request:
    """An event; messages in a direct conversation and membership among them."""
    event = body["event"]
    name = event["type"] + (f".{event['subtype']}" if event.get("subtype") else "")
    check_objects(event)
    # Where a message was changed or deleted, it is about whose it was: what stays of it may be Slack's own.
    whose = event.get("previous_message") or event.get("message") or {}
    user = event.get("user") or whose.get("user")
    return Request(
        kind=Kind.EVENT,
        name=name,
        key=f"event:{body['event_id']}",
        user=user["id"] if isinstance(user, dict) else user or "",
        channel=event["channel"] if isinstance(event.get("channel"), str) else "",
        event=event,
    )


# What is an object wherever Slack writes it.
OBJECTS = ("message", "previous_message", "item", "edited", "profile")


def check_objects(event: Mapping[str, Any]) -> None:
    """Raises TypeError where something in an event that has parts has none."""
    if event["type"] == "user_change" and not isinstance(event["user"], dict):
        raise TypeError
    for name, value in event.items():
        if name in OBJECTS and not isinstance(value, dict | None):
            raise TypeError
        if isinstance(value, dict) and name != "type":
            check_objects({"type": "", **value})


def read_button(body: Mapping[str, Any]) -> Request:
    """A tap on a button, in a message, a modal or Home."""
    action = body["actions"][0]
    container = body.get("container", {})
    place = container.get("message_ts") or container.get("view_id") or ""
    return Request(
        kind=Kind.BUTTON,
        name=action["action_id"],
        key=f"button:{body['user']['id']}:{place}:{action['action_id']}:{action['action_ts']}",
        user=body["user"]["id"],
        value=chosen(action),
        trigger=body.get("trigger_id", ""),
        channel=container.get("channel_id", ""),
        message=container.get("message_ts", ""),
        view=body["view"]["id"] if body.get("view", {}).get("type") == "modal" else "",
        at_home=body.get("view", {}).get("type") == "home",
        fields=inputs(body.get("view", {})),
        answer_to=body.get("response_url", ""),
    )


def read_view(body: Mapping[str, Any]) -> Request:
    """A modal sent or closed."""
    view = body["view"]
    return Request(
        kind=Kind.SUBMISSION if body["type"] == "view_submission" else Kind.CLOSING,
        name=view["callback_id"],
        key=f"{body['type']}:{view['id']}:{view['hash']}",
        user=body["user"]["id"],
        value=view.get("private_metadata", ""),
        trigger=body.get("trigger_id", ""),
        view=view["id"],
        fields=inputs(view),
    )


def inputs(view: Mapping[str, Any]) -> dict[str, str]:
    """What was typed or chosen, by the field's name; what was left empty is left out."""
    values = view.get("state", {}).get("values", {})
    found = {name: chosen(element) for block in values.values() for name, element in block.items()}
    return {name: value for name, value in found.items() if value}


def chosen(element: Mapping[str, Any]) -> str:
    """The value of a button or an input, whatever kind of element it is; several values with commas between them."""
    for name in ("value", "selected_user", "selected_date", "selected_time", "selected_conversation"):
        if element.get(name):
            return str(element[name])
    if element.get("selected_options"):
        return ",".join(str(option["value"]) for option in element["selected_options"])
    option = element.get("selected_option") or {}
    return str(option.get("value", ""))


def written(body: Mapping[str, Any]) -> str:
    """The payload as text, for the inbox."""
    return json.dumps(body)
