"""Who should be in a closed set's channel, who is, and what to do about the difference. Pure: no database, no Slack."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.roles import Access

# A person with a remote feed watches from elsewhere: the set's channel, with the whole talk of the set, is not theirs.
ENTERS = (Access.SET, Access.MONITOR, Access.STILLS)


@dataclass(frozen=True)
class Cleared:
    """A person on the roster. `user` is their Slack id, None without Slack.

    `reachable`: may be invited; `entered`: was seen in the channel since they were cleared; `waits_for`: the Slack id
    of the person they replace, who is out before they come in, unless they are cleared again.
    """

    person: int
    user: str | None
    access: Access = Access.SET
    reachable: bool = True
    entered: bool = False
    waits_for: str | None = None

    @property
    def enters(self) -> bool:
        """Whether their access brings them into the channel."""
        return self.user is not None and self.access in ENTERS


@dataclass(frozen=True)
class Plan:
    """What makes the channel's members right.

    `removals`: everyone inside who is not cleared, of whom `visitors` never were; `invites`: who is missing;
    `waiting`: who comes in once somebody else is out; `gone`: who left by themselves and is not forced back;
    `elsewhere`: the people (ids) on the roster whom Slack cannot bring in; `spared`: who is not on it any more and
    stays until the coordinator says otherwise.
    """

    removals: tuple[str, ...] = ()
    visitors: tuple[str, ...] = ()
    invites: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    elsewhere: tuple[int, ...] = ()
    spared: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether nothing has to be done: nobody uncleared is inside, nobody who should come in is missing."""
        return not (self.removals or self.invites or self.waiting)


def plan(roster: Sequence[Cleared], inside: Collection[str], bot: str, former: Collection[str] = ()) -> Plan:
    """The difference between a roster and a channel's members; `former` were on the roster when they entered."""
    cleared = {person.user for person in roster if person.enters}
    out = sorted(set(inside) - cleared - {bot})
    missing = [person for person in roster if person.enters and person.user not in inside]
    coming = [person for person in missing if person.reachable and not person.entered]
    return Plan(
        removals=tuple(out),
        visitors=tuple(user for user in out if user not in former),
        invites=users(person for person in coming if person.waits_for not in out),
        waiting=users(person for person in coming if person.waits_for in out),
        gone=users(person for person in missing if person.reachable and person.entered),
        elsewhere=tuple(person.person for person in roster if not (person.enters and person.reachable)),
    )


def users(people: Iterable[Cleared]) -> tuple[str, ...]:
    """Their Slack ids, each once, in order."""
    return tuple(dict.fromkeys(person.user for person in people if person.user is not None))


def closing_plan(inside: Collection[str], staying: Collection[str]) -> Plan:
    """After wrap: everybody leaves but who is `staying` (the bot and the coordinators)."""
    return Plan(removals=tuple(sorted(set(inside) - set(staying))))


# Removals that nobody has asked for count together for so long.
TOGETHER = timedelta(minutes=15)


@dataclass(frozen=True)
class Approval:
    """What stands against a removal, all by Slack id.

    `listed`: on the last list the coordinator approved, or put on it by them since; `asked`: a person has asked for
    just this one to go; `spared`: waits for the coordinator already; `lately`: put out a moment ago, unasked.
    """

    listed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()
    lately: frozenset[str] = frozenset()


def spare(found: Plan, inside: Collection[str], approval: Approval) -> Plan:
    """One mistake is not a mass removal: of more than a third at once, nobody goes whom the coordinator has approved.

    Who was never cleared goes all the same, and counts on neither side.
    """
    visitors = set(found.visitors)
    unasked = set(found.removals) - visitors - approval.asked
    together = unasked | (approval.lately - set(inside))
    many = 3 * len(together) > len((set(inside) - visitors) | together)
    staying = {user for user in unasked & approval.listed if many or user in approval.spared}
    going = tuple(user for user in found.removals if user not in staying)
    return replace(found, removals=going, spared=tuple(sorted(staying)))


class Act(StrEnum):
    """What the bot tries to do with a channel; SPARE: what it leaves undone until the coordinator says so."""

    CREATE = "create"
    SEE = "see"
    INVITE = "invite"
    REMOVE = "remove"
    RENAME = "rename"
    ARCHIVE = "archive"
    SPARE = "spare"


# Slack's words for a channel that is lost to the bot: it is no longer in it, or a person has archived it.
CHANNEL_GONE = ("channel_not_found", "is_archived", "not_in_channel")


@dataclass(frozen=True)
class Obstacle:
    """Something Slack does not let the bot do: `act` is what it tried, `code` Slack's word, `user` whom it concerns."""

    act: Act
    code: str
    user: str = ""

    def __str__(self) -> str:
        return f"{self.act} {self.code} {self.user}".strip()


def alarm_of(obstacles: Collection[Obstacle]) -> str | None:
    """What stands in the way, as it is stored; None when nothing does."""
    return "\n".join(sorted({str(obstacle) for obstacle in obstacles})) or None


def told_of(alarm: str | None) -> set[str]:
    """What of a stored alarm is for people to put right by hand: not what waits for the coordinator alone."""
    return {line for line in (alarm or "").splitlines() if not line.startswith(f"{Act.SPARE} ")}


def obstacles_of(alarm: str | None) -> tuple[Obstacle, ...]:
    """What a stored alarm says."""
    parts = [line.split(" ") for line in (alarm or "").splitlines()]
    return tuple(Obstacle(Act(part[0]), part[1], part[2] if len(part) > 2 else "") for part in parts)


def batches(people: Sequence[str], most: int = 100) -> list[Sequence[str]]:
    """People in groups of at most `most`: Slack takes a hundred in one invitation.

    Source: https://docs.slack.dev/reference/methods/conversations.invite
    """
    return [people[start : start + most] for start in range(0, len(people), most)]
