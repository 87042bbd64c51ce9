"""People changed by an administrator: deactivated, made guests, renamed, hired."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import count
from typing import get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.people import OTHER_TEAM_ID, SLACKBOT, TEAM_ID, Person
from sandbox.wire import JSON
from sandbox.workspace import Workspace

_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_FIXED = {"id", "bot_id", "team_id", "updated"}


def change_person(workspace: Workspace, person: Person, wanted: JSON) -> None:
    """Set the named fields and send `user_change`. Raises ValueError for an unknown name, another kind of value
    or a time zone that there is not."""
    _check(wanted)
    for name, value in wanted.items():
        setattr(person, name, value)
    if "is_stranger" in wanted:
        person.team_id = OTHER_TEAM_ID if person.is_stranger else TEAM_ID
    person.updated = workspace.seconds
    workspace.changes.record("person", user=person.id)
    workspace.emit("user_change", {"type": "user_change", "user": workspace.shown_user(person, with_locale=True)})


def hire(workspace: Workspace, wanted: JSON) -> Person:
    """Add a person and send `team_join`. Raises ValueError as `change_person`, or for an id or a handle that is
    taken or none."""
    details = {name: value for name, value in wanted.items() if name != "id"}
    _check(details)
    user = str(wanted.get("id") or workspace.identifiers.next("U0"))
    if user in workspace.people or not _ID.fullmatch(user):
        raise ValueError(f"{user!r} is taken or is no id, such as U0OLA.")
    name = str(details.pop("name", user[1:].lower()))
    if not name.strip() or name in {one.name for one in workspace.people.values()}:
        raise ValueError(f"{name!r} is taken or no name.")
    person = Person(user, name, str(details.pop("real_name", name)), **details)
    person.updated = workspace.seconds
    workspace.people[user] = person
    workspace.changes.record("person", user=user)
    workspace.emit("team_join", {"type": "team_join", "user": workspace.shown_user(person)})
    return person


def second_account(workspace: Workspace, person: Person, wanted: JSON) -> Person:
    """Another account of the same human being, by their name, under another address: a guest's, most often.
    Raises ValueError as `hire`, and for who is no human being."""
    if person.is_bot or person.id == SLACKBOT:
        raise ValueError(f"{person.name} is no human being, and has no second account.")
    handles = {one.name for one in workspace.people.values()}
    name = next(name for number in count(2) if (name := f"{person.name}{number}") not in handles)
    same = {"real_name": person.real_name, "title": person.title, "tz": person.tz, "locale": person.locale}
    return hire(workspace, {**same, "name": name, **wanted})


def _check(wanted: JSON) -> None:
    kinds = get_type_hints(Person)
    names = {one.name for one in fields(Person)} - _FIXED
    for name, value in wanted.items():
        if name not in names:
            raise ValueError(f"A person has no {name!r} to change; there are {', '.join(sorted(names))}.")
        if type(value) is not kinds[name]:
            raise ValueError(f"{name} of a person takes a {kinds[name].__name__}, not {value!r}.")
        if name == "tz" and not _is_time_zone(value):
            raise ValueError(f"tz of a person takes a time zone such as Europe/Berlin, not {value!r}.")


def _is_time_zone(name: str) -> bool:
    """What is no name of one may lead zoneinfo to a folder, to another file or out of its data."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
