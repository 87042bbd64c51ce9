"""What stands in the tables at the end, as lines that two runs can be compared by."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, select

from bot.domain.record_kinds import RecordKind
from bot.record import all_facts
from bot.transaction import Transaction
from storage import record_entries
from storage.alerts import Alert
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.deliveries import Delivery, Template
from storage.due import Due, DueKind
from storage.inbox import InboxRow
from storage.matters import Matter, MatterEvent
from storage.outages import Outage
from storage.readiness import DeliveredReadiness, PublishedReadiness
from storage.revisions import Revision
from storage.rosters import Clearance, Visitor
from storage.written import Unread, Written

Line = Callable[[Any], tuple[object, ...]]


def over(moment: datetime | None) -> str:
    """Whether something has happened: its minute differs from run to run."""
    return "-" if moment is None else "yes"


# Of each table what must be the same, whichever way it came about.
LINES: dict[type[SQLModel], Line] = {
    Answer: lambda row: (row.check_in_id, row.kind, row.source, row.shown_revision, row.rider_version),
    CheckIn: lambda row: (row.scene_id, row.person_id, over(row.asked_at), over(row.withdrawn_at)),
    Matter: lambda row: (row.scene_id, row.person_id, row.newest, over(row.closed_at), row.closed_by, row.closed_as),
    MatterEvent: lambda row: (row.matter_id, row.position, row.kind, row.check_in_id),
    Alert: lambda row: (
        row.kind, row.person_id, row.scene_id, row.step, over(row.next_at), over(row.acknowledged_at),
        row.acknowledged_by, over(row.ended_at),
    ),
    Due: lambda row: (
        row.kind, row.person_id, "goes on" if row.kind is DueKind.WORDS else row.due_at.isoformat(), over(row.done_at)
    ),
    Revision: lambda row: (row.scene_id, row.person_id, row.kind, over(row.ended_at)),
    PublishedReadiness: lambda row: (row.scene_id, row.word),
    DeliveredReadiness: lambda row: (row.person_id, row.scene_id, row.word),
    ClosedSet: lambda row: (
        row.state, *sorted(row.members), row.alarm, over(row.approved_at), over(row.opened_at), over(row.rules_at),
        over(row.closed_at),
    ),
    Clearance: lambda row: (row.person_id, row.access, over(row.entered_at), over(row.left_at), over(row.removed_at)),
    Visitor: lambda row: (row.slack_user, row.person_id, row.added_by, over(row.told_at), over(row.out_at)),
    Unread: lambda row: (row.person_id, row.why, over(row.ended_at)),
    Written: lambda row: (row.person_id, row.about),
    Outage: lambda row: ("an outage",),
    InboxRow: lambda row: (row.state, row.failure) if row.state != "done" else (),
    Delivery: lambda row: (row.template, row.person_id, row.state, row.failure),
}  # fmt: skip
# Whoever saw an error taps again, and each tap has its receipt; what is gathered is written anew as often as it grows.
# Whose window was lost does again what opened it, and has read the words, or approved the list, twice.
SAID_AGAIN = {RecordKind.WORDS_READ, RecordKind.ROSTER_APPROVED}
MORE_THAN_ONCE = (Template.RECEIPT, Template.GATHERED, Template.TYPED_RECEIPT)


async def kept_in_tables(transaction: Transaction) -> dict[str, list[str]]:
    """By table, sorted."""
    found = {}
    for table, line in LINES.items():
        rows = (await transaction.session.exec(select(table))).all()
        lines = [" ".join(map(str, line(row))) for row in rows]
        found[table.__name__] = sorted(filter(None, lines))
    found["Delivery"] = once(found["Delivery"])
    heads = await record_entries.list_heads(transaction.session)
    facts = [one for head in heads for one in await all_facts(transaction, head.production_id)]
    kinds = [str(one.get("kind")) for one in facts]
    found["record"] = sorted([*(kind for kind in kinds if kind not in SAID_AGAIN), *SAID_AGAIN.intersection(kinds)])
    found["Unread"] = [line for line in found["Unread"] if line.endswith("-")]
    return found


def once(deliveries: list[str]) -> list[str]:
    """Deliveries, with those that may come more than once said once."""
    several = {line for line in deliveries if line.startswith(MORE_THAN_ONCE)}
    return sorted([*several, *(line for line in deliveries if line not in several)])
