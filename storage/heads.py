"""Of everything in the outbox, the message to each person that goes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.turns import FARTHEST, Waiting, honoured, line_of, next_free, next_to_go
from storage.alerts import Alert
from storage.deliveries import UNSENT, Delivery, DeliveryState, Priority, Template, not_held

# For so long a message that has gone counts when it is asked whose turn it is.
REMEMBERED = timedelta(minutes=10)
# What has to be looked at again when it was written to.
READS = (Delivery, Alert)


@dataclass(frozen=True)
class Head:
    """The delivery to one person that has to go before any other to them can."""

    number: int
    person_id: int
    priority: Priority
    free_at: datetime | None


async def list_heads(session: AsyncSession, now: datetime, real: datetime, lease: timedelta) -> list[Head]:
    """The next delivery for each person, alerts first, then the oldest; `free_at`: not before this real moment.

    `now` is the production's clock, `real` the one that Slack's limits and leases go by; no lease
    is longer than `lease`.
    """
    by_reader: dict[int, list[Delivery]] = {}
    for row in await list_candidates(session, now):
        by_reader.setdefault(row.person_id, []).append(row)
    heads = [await head_of(session, rows, (now, real, lease)) for rows in by_reader.values()]
    return sorted(heads, key=lambda head: (head.priority, head.number))


async def list_candidates(session: AsyncSession, now: datetime) -> Sequence[Delivery]:
    """Everything urgent or on its way, and the oldest of the rest for each person."""
    waits = (col(Delivery.state).in_(UNSENT), not_held(now))
    apart = (Delivery.priority == Priority.ALERT, col(Delivery.lease_until).is_not(None))
    oldest = select(func.min(Delivery.id)).where(*waits, Delivery.priority != Priority.ALERT)
    first = oldest.group_by(col(Delivery.person_id)).scalar_subquery()
    rows = await session.exec(
        select(Delivery).where(*waits, or_(*apart, col(Delivery.id).in_(first))).order_by(col(Delivery.id))
    )
    return rows.all()


async def head_of(session: AsyncSession, rows: Sequence[Delivery], times: tuple[datetime, datetime, timedelta]) -> Head:
    """The one of somebody's deliveries that goes next, by the clocks and the lease of `list_heads`."""
    now, real, lease = times
    urgent = [row for row in rows if row.priority is Priority.ALERT]
    lines: Mapping[int, str] = {}
    lately: Mapping[str, datetime] = {}
    if len(urgent) > 1:
        lines = await lines_of(session, urgent)
        lately = await heard_lately(session, rows[0].person_id, now) if len(set(lines.values())) > 1 else {}
    waiting = [waiting_of(row, lines, real, lease) for row in rows]
    chosen = next_to_go(waiting, lately, real)
    priority = next(row.priority for row in rows if row.number == chosen.number)
    return Head(chosen.number, rows[0].person_id, priority, next_free(waiting, chosen))


def waiting_of(row: Delivery, lines: Mapping[int, str], real: datetime, lease: timedelta) -> Waiting:
    """A delivery as the rule sees it."""
    waits_for = (honoured(row.not_before, real, FARTHEST), honoured(row.lease_until, real, lease))
    return Waiting(
        row.number,
        row.priority is Priority.ALERT,
        row.lease_until is not None,
        max(filter(None, waits_for), default=None),
        lines.get(row.number, ""),
    )


async def lines_of(session: AsyncSession, rows: Sequence[Delivery]) -> dict[int, str]:
    """The lines of some deliveries, by their ids."""
    numbers = {
        row.number: row.subject.get("alert")
        for row in rows
        # One that cannot be read takes no turn: it fails when it is.
        if row.template is Template.ALERT and isinstance(row.subject, dict)
    }
    found = await session.exec(select(Alert).where(col(Alert.id).in_(set(numbers.values()))))
    told = {alert.number: alert for alert in found.all()}
    lines = {}
    for row in rows:
        alert = told.get(int(numbers.get(row.number) or 0))
        lines[row.number] = line_of(row.template, alert.kind if alert else None, alert.person_id if alert else None)
    return lines


async def heard_lately(session: AsyncSession, person_id: int, now: datetime) -> dict[str, datetime]:
    """When somebody last heard of each line, as far as that is not long ago."""
    rows = await session.exec(
        select(Delivery)
        .where(
            Delivery.person_id == person_id,
            Delivery.priority == Priority.ALERT,
            Delivery.state == DeliveryState.SENT,
            col(Delivery.sent_at) > now - REMEMBERED,
        )
        .order_by(col(Delivery.sent_at), col(Delivery.id))
    )
    gone = rows.all()
    lines = await lines_of(session, gone)
    return {lines[row.number]: row.sent_at for row in gone if row.sent_at is not None}
