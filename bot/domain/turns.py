"""Which of the messages that wait for one person goes next: what is urgent first, and in it everybody in turn. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.alert_kinds import RULES, AlertKind, Subject
from bot.domain.unreadable import Spoiled

NEVER = datetime.min.replace(tzinfo=UTC)
# No delivery is put off for longer; a limit that Slack names is kept beside it, for all of them.
FARTHEST = timedelta(minutes=5)


def honoured(moment: datetime | Spoiled | None, now: datetime, most: timedelta) -> datetime | None:
    """A real moment that a row waits for; None where nobody can read it, or it lies farther ahead than anybody waits.

    Then a clock was set back.
    """
    return moment if isinstance(moment, datetime) and moment - now <= most else None


def line_of(template: str, kind: AlertKind | None, person_id: int | None) -> str:
    """Whose turn an urgent message takes up: that of the performer it is about, else that of everything of its kind."""
    if kind is None:
        return template
    about_somebody = RULES[kind].subject is Subject.CHECK_IN and person_id is not None
    return f"person {person_id}" if about_somebody else f"{template} {kind}"


@dataclass(frozen=True)
class Waiting:
    """A message that has not arrived. `taken`: a process has it on its way; `free_at`: not before this real moment."""

    number: int
    urgent: bool
    taken: bool
    free_at: datetime | None
    line: str = ""

    def ready(self, real: datetime) -> bool:
        """Whether it could go at a real moment."""
        return self.free_at is None or self.free_at <= real


def next_to_go(waiting: Sequence[Waiting], lately: Mapping[str, datetime], real: datetime) -> Waiting:
    """The one of somebody's messages that goes next. `lately`: when each line was last heard of.

    What is on its way first, since there is one at a time; then what is urgent, of the line that has waited longest
    for its turn, so that twenty alerts about one performer delay the first about another by one message; then the
    oldest. What is urgent and has to wait, because a try failed, holds nothing else up.
    """

    def rank(one: Waiting) -> tuple[int, datetime, int]:
        if one.taken:
            return (0, NEVER, one.number)
        if one.urgent:
            return (1 if one.ready(real) else 3, lately.get(one.line, NEVER), one.number)
        return (2, NEVER, one.number)

    return min(waiting, key=rank)


def next_free(waiting: Sequence[Waiting], chosen: Waiting) -> datetime | None:
    """From when something can go where the chosen one has to wait: it, or something urgent that is free before it."""
    if chosen.taken:
        return chosen.free_at
    moments = [one.free_at for one in waiting if one is chosen or one.urgent]
    return None if None in moments else min(filter(None, moments), default=None)
