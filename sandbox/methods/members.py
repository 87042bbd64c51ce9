"""`conversations.*` about who is in: members, invite, kick, join, leave."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox import membership
from sandbox.conversations import Conversation
from sandbox.methods.channels import READ, WRITE, only_channels, shown_to_app
from sandbox.methods.paging import list_limit, page
from sandbox.methods.registry import Call, method
from sandbox.preferences import permits
from sandbox.wire import JSON, SlackError, invalid_arguments

MOST_INVITED = 100


@method("conversations.members", required=("channel",), scopes=READ, tier=4, json=False, numbers=("limit",))
def members(call: Call) -> JSON:
    conversation = call.conversation()
    call.need_for(conversation, "read")
    chosen, following = page(call, _listed(call, conversation), str, list_limit(call))
    return {"members": chosen, "response_metadata": {"next_cursor": following}}


def _listed(call: Call, conversation: Conversation) -> list[str]:
    """Deactivated people are not listed (measured; others saw them, so it is a preference)."""
    people = call.workspace.people
    if call.workspace.preferences.deactivated_stay_listed:
        return conversation.members
    return [user for user in conversation.members if not people[user].deleted]


@method(
    "conversations.invite",
    required=("channel", "users"),
    scopes=(*WRITE, "groups:write.invites", "channels:write.invites"),
)
def invite(call: Call) -> JSON:
    """All or nothing, unless `force`; but who is deactivated fails while the others are still invited
    (https://docs.slack.dev/reference/methods/conversations.invite)."""
    conversation = _invitable(call)
    users = call.names("users")
    if not users:
        raise SlackError("no_user")
    if len(users) > MOST_INVITED:
        raise invalid_arguments(f"must provide at most {MOST_INVITED} users [json-pointer:/users]")
    refused = {user: error for user in users if (error := _refusal(call, conversation, user))}
    forced = call.flag("force")
    if forced or set(refused.values()) <= {"user_disabled"}:
        _add_all(call, conversation, [user for user in dict.fromkeys(users) if user not in refused])
    errors = [{"user": user, "ok": False, "error": error} for user, error in refused.items()]
    if errors and not forced:
        raise SlackError(str(errors[0]["error"]), errors=errors)
    told = {"errors": errors} if errors and call.workspace.preferences.forced_invite_tells_errors else {}
    return {"channel": shown_to_app(call, conversation), **told}


def _invitable(call: Call) -> Conversation:
    conversation = call.joined_conversation()
    only_channels(conversation)
    if conversation.is_private:
        call.need("groups:write", "groups:write.invites")
    else:
        call.need("channels:manage", "channels:write.invites")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if not permits(call.workspace.preferences.who_can_invite, call.workspace.bot):
        raise SlackError("restricted_action")
    return conversation


def _add_all(call: Call, conversation: Conversation, users: Iterable[str]) -> None:
    for user in users:
        membership.add(call.workspace, conversation, user, inviter=call.caller)


def _refusal(call: Call, conversation: Conversation, user: str) -> str | None:
    """Why this person cannot be invited, in Slack's word."""
    person = call.workspace.people.get(user)
    if user == call.caller:
        return "cant_invite_self"
    if person is None:
        return "user_not_found"
    refusals = {
        "already_in_channel": user in conversation.members,
        "user_disabled": person.deleted,
        "no_external_invite_permission": person.is_stranger,
        "ura_max_channels": person.is_ultra_restricted,
        "user_is_restricted": person.is_restricted,
    }
    return next((error for error, applies in refusals.items() if applies), None)


@method("conversations.kick", required=("channel", "user"), scopes=WRITE)
def kick(call: Call) -> JSON:
    conversation = call.conversation()
    only_channels(conversation)
    call.need_for(conversation, "write")
    user = call.text("user")
    if call.caller not in conversation.members:
        raise SlackError("not_in_channel")
    if user == call.caller:
        raise SlackError("cant_kick_self")
    person = call.workspace.person(user)
    _refuse_kick(call, conversation, user)
    if person.is_stranger:
        raise SlackError("not_supported")
    membership.remove(call.workspace, conversation, user, call.caller)
    return {"errors": {}}


def _refuse_kick(call: Call, conversation: Conversation, user: str) -> None:
    preferences = call.workspace.preferences
    preference = preferences.who_can_kick if conversation.is_private else preferences.who_can_kick_from_public
    if user not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_general:
        raise SlackError("cant_kick_from_general")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if not permits(preference, call.workspace.bot):
        raise SlackError("restricted_action")


@method("conversations.join", required=("channel",), scopes=("channels:join",))
def join(call: Call) -> JSON:
    conversation = call.conversation()
    if conversation.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if call.caller in conversation.members:
        call.warnings.append("already_in_channel")
    else:
        membership.add(call.workspace, conversation, call.caller)
    return {"channel": shown_to_app(call, conversation)}


@method("conversations.leave", required=("channel",), scopes=WRITE)
def leave(call: Call) -> JSON:
    conversation = call.conversation()
    only_channels(conversation)
    call.need_for(conversation, "write")
    if call.caller not in conversation.members:
        return {"ok": False, "not_in_channel": True}
    if conversation.is_general:
        raise SlackError("cant_leave_general")
    if len(conversation.members) == 1:
        raise SlackError("last_member")
    membership.remove(call.workspace, conversation, call.caller, call.caller)
    return {}
