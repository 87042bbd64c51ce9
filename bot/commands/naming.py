"""How people are written on the command line, and how Slack fills in what was left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.commands.context import CommandRefused
from bot.domain.roles import Role
from bot.parsing.reading import folded
from bot.people import labels_of
from bot.slack import Slack, SlackRefused
from bot.transaction import Transaction
from storage import people
from storage.people import Person
from storage.productions import Production

_SOMEBODY = re.compile(r"(?:<@)?([UW][A-Z0-9]{2,})(?:\|[^>]*)?>?(?:=([^,]*))?(?:,(.*))?")


@dataclass(frozen=True)
class Named:
    """A person as written: a Slack user id, perhaps a name, perhaps a phone number."""

    slack_user: str
    name: str = ""
    phone: str = ""


def read_person(text: str) -> Named:
    """`U0123ABC`, `U0123ABC=Mia Brandt` or `U0123ABC=Mia Brandt,+48 1 23`. Raises NotPossible."""
    match = _SOMEBODY.fullmatch(text.strip())
    if match is None:
        raise CommandRefused(
            f"“{text}” names nobody. Write a Slack user id, with a name and a phone where you like: "
            "U0123ABC=Mia Brandt,+48 600 100 200"
        )
    return Named(match[1], (match[2] or "").strip(), (match[3] or "").strip())


async def fill_names(slack: Slack | None, people: Sequence[Named]) -> dict[str, Named]:
    """Everybody by their id, with a name: the one written, else Slack's, else the id itself. Raises NotPossible."""
    found: dict[str, Named] = {}
    for written in people:
        name = written.name or (await name_in_slack(slack, written.slack_user) if slack else "")
        found[written.slack_user] = replace(written, name=name or written.slack_user)
    return found


async def name_in_slack(slack: Slack, user: str) -> str:
    """The name Slack has for a user id. Raises NotPossible where Slack knows nobody by it."""
    try:
        return real_name(await slack.person(user))
    except SlackRefused as refusal:
        raise CommandRefused(
            f"Slack knows nobody with the id {user} ({refusal.code}). Copy it from the person's profile: "
            "⋮, Copy member ID."
        ) from None


def real_name(person: Mapping[str, Any]) -> str:
    """A person's name as Slack has it."""
    profile = person.get("profile", {})
    return str(profile.get("real_name") or person.get("real_name") or person.get("name") or "")


async def person_called(transaction: Transaction, production: Production, who: str) -> Person:
    """Somebody of a production by name or cast number. Raises NotPossible for nobody or several."""
    member = (await people.get_cast(transaction.session, production.number)).get(who.strip())
    if member is not None:
        return await people.get(transaction.session, member.person_id)
    known = await people.list_holders(transaction.session, production.number, tuple(Role))
    found = [one for one in known if folded(one.name) == folded(who)]
    if len(found) != 1:
        many = "More than one person is" if found else "Nobody is"
        labels = await labels_of(transaction, production.number, found)
        alike = f" It can be {', '.join(labels)}." if found else ""
        raise CommandRefused(
            f"{many} called “{who}” in {production.name}.{alike} Write the full name, or the number on the cast list."
        )
    return found[0]
