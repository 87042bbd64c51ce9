"""How the bot stands: what waits, what has failed and what is open, counted and never shown."""

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.alerts import Alert, not_ended
from storage.closed_sets import ClosedSet
from storage.deliveries import UNSENT, Delivery, DeliveryState
from storage.due import Due, may_be_tried
from storage.inbox import InboxRow, InboxState
from storage.record_entries import RecordWaiting


async def count_waiting(session: AsyncSession) -> dict[str, int]:
    """How many requests, messages, moments and facts for the record still wait."""
    queries = {
        "requests": select(func.count(col(InboxRow.id))).where(InboxRow.state == InboxState.RECEIVED),
        "messages": select(func.count(col(Delivery.id))).where(col(Delivery.state).in_(UNSENT)),
        "moments": select(func.count(col(Due.id))).where(col(Due.done_at).is_(None), may_be_tried()),
        "record": select(func.count(col(RecordWaiting.id))),
    }
    return {name: (await session.exec(query)).one() for name, query in queries.items()}


async def count_facts_waiting(session: AsyncSession) -> dict[int, int]:
    """How many facts wait for the key of their record, by production."""
    number = col(RecordWaiting.production_id)
    rows = await session.exec(select(number, func.count(col(RecordWaiting.id))).group_by(number).order_by(number))
    return dict(rows.all())


async def count_given_up(session: AsyncSession) -> dict[str, int]:
    """How many messages were given up, by what was in the way."""
    query = select(Delivery.failure, func.count(col(Delivery.id))).where(Delivery.state == DeliveryState.FAILED)
    rows = await session.exec(query.group_by(col(Delivery.failure)))
    return {str(failure): count for failure, count in rows.all()}


async def count_open_alerts(session: AsyncSession) -> dict[str, int]:
    """How many alerts of each kind are not settled, in all productions."""
    rows = await session.exec(
        select(Alert.kind, func.count(col(Alert.id))).where(not_ended()).group_by(col(Alert.kind))
    )
    return {str(kind): count for kind, count in rows.all()}


async def count_alarmed_channels(session: AsyncSession) -> int:
    """How many closed sets have something in the way of being right."""
    return (await session.exec(select(func.count(col(ClosedSet.id))).where(col(ClosedSet.alarm).is_not(None)))).one()
