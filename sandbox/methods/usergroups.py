"""`usergroups.*`: the sandbox's workspace is on a plan without user groups."""

from __future__ import annotations

from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError


@method("usergroups.list", scopes=("usergroups:read",), tier=2, json=False)
def list_all(call: Call) -> JSON:
    return {"usergroups": []}


@method("usergroups.create", required=("name",), scopes=("usergroups:write",), tier=2)
def create(call: Call) -> JSON:
    """Raises `paid_teams_only`, as Slack does on its free plan."""
    raise SlackError("paid_teams_only")


@method("usergroups.users.list", required=("usergroup",), scopes=("usergroups:read",), tier=2, json=False)
def list_people(call: Call) -> JSON:
    raise SlackError("no_such_subteam")


@method("usergroups.users.update", required=("usergroup", "users"), scopes=("usergroups:write",), tier=2)
def set_people(call: Call) -> JSON:
    """Raises `no_users_provided` for an empty list."""
    if not call.names("users"):
        raise SlackError("no_users_provided")
    raise SlackError("no_such_subteam")
