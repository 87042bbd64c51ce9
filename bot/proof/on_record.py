"""What the record says that stands in the tables: its entries followed, in their order, to how things are now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.comparison import Compared, Key, Known
from bot.domain.matters import Closing
from bot.domain.record_kinds import RecordKind
from bot.domain.standing import AnswerKind

Facts = Mapping[str, Any]
ANSWER_KINDS = {str(kind) for kind in AnswerKind}


@dataclass
class OnRecord:
    """What is on record of one production, by what it is about.

    `names` are the people behind random ids, as far as anybody can still say; `forgotten`: somebody's name was taken
    out; `known_since`: the first moment of which anything can still be read of somebody.
    `begun`, `from_the_start` and `counted`: the moment of the first entry, whether that is the production's own
    beginning, and the moment from which matters are on record, too. What is older was never written.
    """

    names: Mapping[str, int]
    states: dict[Compared, dict[Key, Known]] = field(default_factory=lambda: {what: {} for what in Compared})
    forgotten: bool = False
    erased: bool = False
    known_since: dict[int, datetime] = field(default_factory=dict)
    begun: datetime | None = None
    from_the_start: bool = False
    counted: datetime | None = None

    def known(self, what: Compared, key: Key) -> Known:
        """What is known of a row so far."""
        return self.states[what].get(key, {})

    def add(self, what: Compared, key: Key, **facts: object) -> None:
        """More is known of a row."""
        self.states[what][key] = {**self.known(what, key), **facts}

    def person(self, facts: Facts) -> dict[str, object]:
        """Whom an entry is about, where anybody can still say."""
        who = self.names.get(str(facts.get("about")))
        return {"person": who} if who is not None else {}

    def somebody(self, facts: Facts) -> int | str:
        """The person who names a row; where nobody can say any more who that is, the random id itself."""
        return self.names.get(str(facts.get("about")), str(facts.get("about")))


def follow(entries: Iterable[Facts], names: Mapping[str, int]) -> OnRecord:
    """Follow a production's entries from the first to the last."""
    found = OnRecord(names)
    for place, facts in enumerate(entries, 1):
        kind = facts.get("kind")
        at, who = moment(facts.get("at")), names.get(str(facts.get("about")))
        if place == 1:
            found.begun = at
        if who is not None and at is not None:
            found.known_since.setdefault(who, at)
        if kind in FOLLOWED:
            FOLLOWED[RecordKind(kind)](found, facts)
    return found


def moment(written: object) -> datetime | None:
    """A moment as entries spell it; None where there is none."""
    return datetime.fromisoformat(written) if isinstance(written, str) else None


def answered(found: OnRecord, facts: Facts) -> None:
    """Somebody answered. What an entry does not say in words of the list cannot be compared."""
    same = ("check_in", "scene", "day", "source", "revision", "rider", "scene_terms")
    known = {name: facts[name] for name in same if name in facts}
    if facts.get("kind_of_answer") in ANSWER_KINDS:
        known["kind"] = facts["kind_of_answer"]
    found.add(Compared.ANSWERS, (facts["answer"],), **known, **found.person(facts))


def matter_opened(found: OnRecord, facts: Facts) -> None:
    """Something opened between a performer and a scene."""
    about = found.person(facts)
    found.add(Compared.MATTERS, (facts["matter"],), scene=facts["scene"], closed=False, closed_as=None, **about)


def matter_closed(found: OnRecord, facts: Facts) -> None:
    """A matter was closed, with one of its scenes alone or with all; of an earlier release it may not say which."""
    how, key = facts["closed_as"], (facts["matter"],)
    if facts.get("open_elsewhere"):
        return
    if how != Closing.NOT_CONCERNED:
        found.add(Compared.MATTERS, key, closed=True, closed_as=how)
    elif found.known(Compared.MATTERS, key).get("closed") is not True:
        found.add(Compared.MATTERS, key, closed=frozenset({True, False}), closed_as=frozenset({None, how}))


def alert_raised(found: OnRecord, facts: Facts) -> None:
    """An alert was raised, or something more came to it: then it is open again, whatever was before."""
    key = (facts["alert"],)
    causes = found.known(Compared.ALERTS, key).get("kind", frozenset())
    assert isinstance(causes, frozenset)
    silent = {"acknowledged": frozenset({False}), "ended": frozenset({False})}
    found.add(Compared.ALERTS, key, kind=causes | {facts["cause"]}, **silent, **found.person(facts))


def alert_acknowledged(found: OnRecord, facts: Facts) -> None:
    """Somebody has seen an alert, which may have ended with it; that it has become urgent since is no entry."""
    either = frozenset({True, False})
    found.add(Compared.ALERTS, (facts["alert"],), acknowledged=either, ended=either)


def alert_ended(found: OnRecord, facts: Facts) -> None:
    """What an alert was about is settled."""
    found.add(Compared.ALERTS, (facts["alert"],), ended=frozenset({True}))


def cleared(found: OnRecord, facts: Facts) -> None:
    """Somebody was put on a roster."""
    found.add(Compared.ROSTERS, (facts["closed_set"], found.somebody(facts)), access=facts["access"])
    found.add(Compared.CLOSED_SETS, (facts["closed_set"],))


def uncleared(found: OnRecord, facts: Facts) -> None:
    """Somebody was taken off a roster."""
    found.states[Compared.ROSTERS].pop((facts["closed_set"], found.somebody(facts)), None)


def roster_approved(found: OnRecord, facts: Facts) -> None:
    """The coordinator approved a roster."""
    found.add(Compared.CLOSED_SETS, (facts["closed_set"],), approved=True)


def closed_set_wrapped(found: OnRecord, facts: Facts) -> None:
    """A closed set has ended."""
    found.add(Compared.CLOSED_SETS, (facts["closed_set"],), ended=True)


def rider_key(found: OnRecord, facts: Facts) -> Key:
    """Which version of whose rider an entry is about."""
    return facts["scene"], found.somebody(facts), facts["rider"]


def rider_recorded(found: OnRecord, facts: Facts) -> None:
    """A version of a rider was recorded."""
    known = {name: facts[name] for name in ("in_force", "notice_waived") if name in facts}
    found.add(Compared.RIDERS, rider_key(found, facts), sent_at=moment(facts.get("sent_at")), **known)


def rider_in_force(found: OnRecord, facts: Facts) -> None:
    """A rider holds from now on, or no longer does."""
    found.add(Compared.RIDERS, rider_key(found, facts), in_force=facts["in_force"])


def notice_waived(found: OnRecord, facts: Facts) -> None:
    """The notice of a rider was waived."""
    found.add(Compared.RIDERS, rider_key(found, facts), notice_waived=True)


def terms_recorded(found: OnRecord, facts: Facts) -> None:
    """What a scene is made of was recorded."""
    found.add(Compared.SCENE_TERMS, (facts["scene"], facts["version"]))


def person_forgotten(found: OnRecord, facts: Facts) -> None:
    """Somebody's name was taken out: rows about people without a name cannot be compared any more."""
    found.forgotten = True


def production_added(found: OnRecord, facts: Facts) -> None:
    """The record is as old as the production: no row of it can be older."""
    found.from_the_start = True


def production_erased(found: OnRecord, facts: Facts) -> None:
    """The production was erased."""
    found.erased = True


def head_signed(found: OnRecord, facts: Facts) -> None:
    """A head was signed: since the first of them every matter has its entries."""
    found.counted = found.counted or moment(facts.get("at"))


FOLLOWED: dict[RecordKind, Callable[[OnRecord, Facts], None]] = {
    RecordKind.ANSWERED: answered,
    RecordKind.MATTER_OPENED: matter_opened,
    RecordKind.MATTER_CLOSED: matter_closed,
    RecordKind.ALERT_RAISED: alert_raised,
    RecordKind.ALERT_ACKNOWLEDGED: alert_acknowledged,
    RecordKind.ALERT_ENDED: alert_ended,
    RecordKind.CLEARED: cleared,
    RecordKind.UNCLEARED: uncleared,
    RecordKind.ROSTER_APPROVED: roster_approved,
    RecordKind.CLOSED_SET_WRAPPED: closed_set_wrapped,
    RecordKind.RIDER_RECORDED: rider_recorded,
    RecordKind.RIDER_IN_FORCE: rider_in_force,
    RecordKind.NOTICE_WAIVED: notice_waived,
    RecordKind.TERMS_RECORDED: terms_recorded,
    RecordKind.PERSON_FORGOTTEN: person_forgotten,
    RecordKind.PRODUCTION_ADDED: production_added,
    RecordKind.PRODUCTION_ERASED: production_erased,
    RecordKind.HEAD_SIGNED: head_signed,
}
