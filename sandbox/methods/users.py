"""`users.*`."""

from __future__ import annotations

from sandbox.methods.paging import list_limit, page
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError


@method("users.info", required=("user",), scopes=("users:read",), tier=4, json=False)
def info(call: Call) -> JSON:
    person = call.workspace.person(call.text("user"))
    return {"user": call.workspace.shown_user(person, with_locale=call.flag("include_locale"))}


@method("users.list", scopes=("users:read",), tier=2, json=False, numbers=("limit",))
def list_all(call: Call) -> JSON:
    """Deactivated people and bots included, people of other workspaces not."""
    own = [person for person in call.workspace.people.values() if not person.is_stranger]
    chosen, following = page(call, own, lambda person: person.id, list_limit(call))
    with_locale = call.flag("include_locale")
    return {
        "members": [call.workspace.shown_user(person, with_locale=with_locale) for person in chosen],
        "cache_ts": call.workspace.seconds,
        "response_metadata": {"next_cursor": following},
    }


@method("users.getPresence", scopes=("users:read",), json=False)
def show_presence(call: Call) -> JSON:
    """Who can act is taken to be there."""
    person = call.workspace.person(call.text("user") or call.caller)
    return {"presence": "away" if person.deleted else "active"}


@method("dnd.info", scopes=("dnd:read",), json=False)
def show_rest(call: Call) -> JSON:
    person = call.workspace.person(call.text("user") or call.caller)
    return call.workspace.rest.to_slack(person.id, call.workspace.seconds)


@method("bots.info", scopes=("users:read",), json=False)
def show_bot(call: Call) -> JSON:
    app = call.workspace.app
    if call.text("bot") not in ("", app.bot_id):
        raise SlackError("bot_not_found")
    profile = {name: value for name, value in app.bot_profile().items() if name != "team_id"}
    return {"bot": {**profile, "user_id": app.bot_user}}


@method("users.lookupByEmail", required=("email",), scopes=("users:read.email",), json=False)
def look_up(call: Call) -> JSON:
    """A deactivated person is not found either."""
    email = call.text("email").strip().lower()
    for person in call.workspace.people.values():
        if email and person.email.lower() == email and not person.deleted:
            return {"user": call.workspace.shown_user(person)}
    raise SlackError("users_not_found")
