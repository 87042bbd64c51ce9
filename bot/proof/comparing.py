"""The tables of a production held against its record: each kind of row gathered as the record would know it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.domain.comparison import Compared, Difference, Disagreement, Key, Known, disagreements
from bot.domain.unreadable import Spoiled
from bot.proof.on_record import OnRecord
from bot.transaction import Transaction
from storage import counterparts
from storage.closed_sets import ClosedSetState
from storage.counterparts import Rows

States = dict[Key, Known]
# What reading a spoiled row can end with, whatever is wrong with it. What the database itself says is none of these.
READING_FAILED = (ValueError, TypeError, LookupError, ArithmeticError, AssertionError, AttributeError, RecursionError)


async def compare(transaction: Transaction, production_id: int, record: OnRecord) -> list[Disagreement]:
    """Where the tables of a production and its record disagree. A table that cannot be read hides no other."""
    found = []
    for what, (listed, state) in TABLES.items():
        try:
            rows = await listed(transaction.session, production_id)
            in_table = dict(state(whole(row)) for row in rows if not never_written(what, row, record))
        except READING_FAILED:
            found.append(Disagreement(what, Difference.UNREADABLE))
            continue
        found += disagreements(what, *comparable(what, record, in_table))
    return found


def whole(row: Any) -> Any:
    """A row as it was read. Raises ValueError where something in it is no value of its column."""
    if any(isinstance(value, Spoiled) for value in (row if isinstance(row, Row) else vars(row).values())):
        raise ValueError("Something that is stored here is no value of its column.")
    return row


def never_written(what: Compared, row: Any, record: OnRecord) -> bool:
    """Whether a row is from before the record began, or before all that it can still say of whom it is about."""
    if record.forgotten and what is not Compared.ROSTERS and of_forgotten(what, row, record):
        return True
    moment = getattr(row, SINCE[what], None) if what in SINCE else None
    if moment is None or record.begun is None or (what is Compared.MATTERS and (row.id,) in record.states[what]):
        return False
    older = not record.from_the_start and bool(moment < record.begun)
    if what is Compared.MATTERS and not row.closed:
        return older or in_between(record.begun, moment, record.counted)
    return older


def of_forgotten(what: Compared, row: Any, record: OnRecord) -> bool:
    """Whether a row is about somebody who was forgotten, from before whatever came of them again."""
    who, moment = getattr(row, "person_id", None), getattr(row, SINCE.get(what, ""), None)
    known = record.known_since.get(who) if who is not None else None
    return who is not None and (known is None or (moment is not None and moment < known))


def in_between(begun: datetime, at: datetime, counted: datetime | None) -> bool:
    """Whether a matter was made out of older answers, by a release that put matters into rows of their own."""
    return begun <= at and (counted is None or at < counted)


def comparable(what: Compared, record: OnRecord, in_table: States) -> tuple[States, States]:
    """Both sides with what they leave unsaid: a closed set without an entry is neither approved nor over."""
    on_record = record.states[what]
    if what in NAMED:
        return of_named(on_record, in_table, forgotten=record.forgotten)
    if what is not Compared.CLOSED_SETS:
        return on_record, in_table
    unsaid = {"approved": False, "ended": False}
    return {key: {**unsaid, **on_record.get(key, {})} for key in {**on_record, **in_table}}, in_table


def of_named(on_record: States, in_table: States, *, forgotten: bool) -> tuple[States, States]:
    """Both sides without what is about people whose names were taken out: which rows those are nobody can say."""
    nobodys = {without_person(key) for key in on_record if isinstance(key[PERSON], str)} if forgotten else set()
    known = {key: state for key, state in on_record.items() if not isinstance(key[PERSON], str)}
    return known, {key: state for key, state in in_table.items() if key in known or without_person(key) not in nobodys}


def without_person(row: Key) -> Key:
    """What names a row, without the person in it."""
    return (*row[:PERSON], *row[PERSON + 1 :])


# Which rows are named by a person as well, the place of that in their keys, and the moment a row of each kind is from.
NAMED, PERSON = (Compared.ROSTERS, Compared.RIDERS), 1
SINCE = {
    Compared.ANSWERS: "recorded_at",
    Compared.MATTERS: "opened_at",
    Compared.ALERTS: "raised_at",
    Compared.ROSTERS: "cleared_at",
    Compared.RIDERS: "recorded_at",
    Compared.SCENE_TERMS: "recorded_at",
}


def answer(row: Any) -> tuple[Key, Known]:
    """An answer as the record knows it."""
    return (row.id,), {
        "check_in": row.check_in_id,
        "scene": row.scene_id,
        "day": row.shoot_day_id,
        "person": row.person_id,
        "kind": row.kind,
        "source": row.source,
        "revision": row.shown_revision,
        "rider": row.rider_version,
        "scene_terms": row.terms_version,
    }


def matter(row: Any) -> tuple[Key, Known]:
    """A matter as the record knows it."""
    known = {"scene": row.scene_id, "person": row.person_id, "closed": bool(row.closed), "closed_as": row.closed_as}
    return (row.id,), known


def alert(row: Any) -> tuple[Key, Known]:
    """An alert as the record knows it."""
    silent = {"acknowledged": bool(row.acknowledged), "ended": bool(row.ended)}
    return (row.id,), {"kind": row.kind, "person": row.person_id, **silent}


def on_roster(row: Any) -> tuple[Key, Known]:
    """A place on a roster as the record knows it."""
    return (row.closed_set_id, row.person_id), {"access": row.access}


def closed_set(row: Any) -> tuple[Key, Known]:
    """A closed set as the record knows it."""
    ended = ClosedSetState(row.state) in (ClosedSetState.CLOSING, ClosedSetState.CLOSED)
    return (row.id,), {"approved": bool(row.approved), "ended": ended}


def rider(row: Any) -> tuple[Key, Known]:
    """A version of a rider as the record knows it."""
    key = (row.scene_id, row.person_id, row.version)
    return key, {"sent_at": row.sent_at, "in_force": row.in_force, "notice_waived": row.notice_waived}


def scene_terms(row: Any) -> tuple[Key, Known]:
    """A version of what a scene is made of as the record knows it."""
    return (row.scene_id, row.version), {}


TABLES: dict[Compared, tuple[Callable[[Any, int], Awaitable[Rows]], Callable[[Any], tuple[Key, Known]]]] = {
    Compared.ANSWERS: (counterparts.list_answers, answer),
    Compared.MATTERS: (counterparts.list_matters, matter),
    Compared.ALERTS: (counterparts.list_alerts, alert),
    Compared.ROSTERS: (counterparts.list_cleared, on_roster),
    Compared.CLOSED_SETS: (counterparts.list_closed_sets, closed_set),
    Compared.RIDERS: (counterparts.list_riders, rider),
    Compared.SCENE_TERMS: (counterparts.list_scene_terms, scene_terms),
}
