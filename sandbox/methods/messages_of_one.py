"""`conversations.open` and `.close`: direct messages."""

from __future__ import annotations

from sandbox.conversations import Conversation
from sandbox.methods.channels import shown_to_app
from sandbox.methods.registry import Call, method
from sandbox.people import Person
from sandbox.wire import JSON, SlackError, channel_not_found
from sandbox.workspace import SLACKBOT

MOST_PEOPLE = 8


@method("conversations.open", scopes=("im:write", "mpim:write"))
def open_message(call: Call) -> JSON:
    """The same people give the same conversation, always; none is made under `prevent_creation`."""
    if call.given("channel"):
        return _reopened(call)
    users = list(dict.fromkeys(call.names("users")))
    if not users:
        raise SlackError("users_list_not_supplied")
    people = [_reachable(call, user) for user in users]
    if len(people) > MOST_PEOPLE:
        raise SlackError("too_many_users")
    return _one(call, people[0]) if len(people) == 1 else _group(call, people)


def _reachable(call: Call, user: str) -> Person:
    person = call.workspace.person(user)
    if person.is_bot or user in (call.caller, SLACKBOT):
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    return person


def _one(call: Call, person: Person) -> JSON:
    call.need("im:write")
    was_open = any(one.is_im and set(one.members) == {call.caller, person.id} for one in _all(call))
    if not was_open and call.flag("prevent_creation"):
        return {}
    return _answer(call, call.workspace.direct_message(person.id), was_open)


def _group(call: Call, people: list[Person]) -> JSON:
    call.need("mpim:write")
    members = [call.caller, *(person.id for person in people)]
    found = next((one for one in _all(call) if one.is_mpim and set(one.members) == set(members)), None)
    if found is not None:
        return _answer(call, found, True)
    if call.flag("prevent_creation"):
        return {}
    return _answer(call, _made(call, people, members), False)


def _made(call: Call, people: list[Person], members: list[str]) -> Conversation:
    name = "mpdm-" + "--".join(person.name for person in people) + "-1"
    made = Conversation(
        call.workspace.identifiers.next("G0"), name, call.caller, call.workspace.seconds, is_mpim=True, members=members
    )
    call.workspace.conversations[made.id] = made
    call.workspace.changes.record("channel", channel=made.id)
    return made


def _all(call: Call) -> list[Conversation]:
    return list(call.workspace.conversations.values())


def _reopened(call: Call) -> JSON:
    conversation = call.conversation()
    if conversation.is_channel:
        raise channel_not_found()
    return _answer(call, conversation, True)


def _answer(call: Call, conversation: Conversation, was_open: bool) -> JSON:
    if not call.flag("return_im"):
        return {"channel": {"id": conversation.id}}
    already = {"no_op": True, "already_open": True} if was_open else {}
    return {**already, "channel": shown_to_app(call, conversation)}


@method("conversations.close", required=("channel",), scopes=("im:write", "mpim:write"), tier=2)
def close_message(call: Call) -> JSON:
    if call.conversation().is_channel:
        raise SlackError("method_not_supported_for_channel_type")
    return {"no_op": True, "already_closed": True}
