"""Places on a roster: how a coordinator writes one, and how many people of a department the monitors take. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.jurisdictions import RosterRole
from bot.domain.refusals import AccessUnread
from bot.domain.roles import Access

ACCESSES = {
    "set": Access.SET,
    "monitor": Access.MONITOR,
    "monitors": Access.MONITOR,
    "remote": Access.REMOTE_FEED,
    "remote_feed": Access.REMOTE_FEED,
    "feed": Access.REMOTE_FEED,
    "stills": Access.STILLS,
}
# How alike two words must be for one to be a slip of the other: “montior” is, “mentor” is not.
SLIP = 0.8
# What call sheets list; the departments of a profile's template come on top.
DEPARTMENTS = frozenset(
    (
        *("direction", "camera", "sound", "electric", "lighting", "grip", "costume", "make-up", "hair", "script"),
        *("continuity", "art", "props", "stunts", "stills", "vfx", "production", "editorial"),
    )
)


@dataclass(frozen=True)
class Place:
    """A place on a roster: the access, why, whom (id) the person replaces, and for which department they work."""

    access: Access = Access.SET
    reason: str = ""
    instead_of: int | None = None
    department: str = ""


def read_place(text: str, template: Sequence[RosterRole]) -> Place:
    """A place as it is written: an access, a department, a reason, each of which may be missing.

    A reason that is a role of the template fills in what was left out: “boom operator” works for sound, on set.
    Raises AccessUnread for a slip of the pen in an access: none is assumed.
    """
    access, rest = None, text.strip()
    first, _, after = rest.partition(" ")
    if first.casefold() in ACCESSES:
        access, rest = ACCESSES[first.casefold()], after.strip()
    elif role_called(rest, template) is None and (meant := nearly_an_access(first)) is not None:
        raise AccessUnread(first, meant)
    department = ""
    role = role_called(rest, template)
    first, _, after = rest.partition(" ")
    if role is None and first.casefold() in DEPARTMENTS | {one.department for one in template}:
        department, rest = first.casefold(), after.strip()
        role = role_called(rest, template)
    return Place(
        access=access or (role.access if role else Access.SET),
        reason=rest,
        department=department or (role.department if role else ""),
    )


def nearly_an_access(word: str) -> str | None:
    """The access that somebody who wrote this may have meant; None for a word of its own."""
    known = DEPARTMENTS | set(ACCESSES)
    near = get_close_matches(word.casefold(), ACCESSES, n=1, cutoff=SLIP) if word.casefold() not in known else []
    return near[0] if near else None


def role_called(text: str, template: Sequence[RosterRole]) -> RosterRole | None:
    """The place of the template with this name."""
    return next((role for role in template if role.role == text.casefold()), None)


def unfilled(template: Sequence[RosterRole], reasons: Collection[str]) -> tuple[RosterRole, ...]:
    """The usual places for which nobody is named yet."""
    named = {reason.casefold() for reason in reasons}
    return tuple(role for role in template if role.role not in named)


def most_at_monitors(per_actor: int | None, performers: int) -> int | None:
    """How many people of one department the monitors take in a scene with so many performers; None: no limit.

    Where there is a limit, it is one for each department and actor (source S35 of the field's list).
    """
    return None if per_actor is None else per_actor * max(1, performers)
