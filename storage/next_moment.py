"""When something has to be done next, whatever it is: one look at the beginning of three short indexes."""

from datetime import UTC, datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.unreadable import Spoiled
from storage.alerts import Alert
from storage.due import Due
from storage.failed_rows import FailedRow, has_not_failed
from storage.inbox import LEFT_BEHIND, InboxRow, InboxState

# What has to be looked at again when it was written to.
READS = (Due, Alert, InboxRow, FailedRow)
# When something has to be done of which nobody can read when: now.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def find_next_moment(session: AsyncSession) -> datetime | None:
    """The earliest moment of a row that is not done, an alert to be said again, or a payload left behind."""
    due = select(func.min(Due.due_at)).where(col(Due.done_at).is_(None), has_not_failed(Due, Due.id))
    said_again = select(func.min(Alert.next_at)).where(
        col(Alert.ended_at).is_(None), col(Alert.next_at).is_not(None), has_not_failed(Alert, Alert.id)
    )
    received = select(func.min(InboxRow.received_at)).where(InboxRow.state == InboxState.RECEIVED)
    found = await session.exec(select(*(query.scalar_subquery() for query in (due, said_again, received))))
    due_at, next_at, received_at = found.one()
    moments = [moment for moment in (due_at, next_at, received_at) if moment is not None]
    if any(isinstance(moment, Spoiled) for moment in moments):
        return LONG_AGO
    left_behind_at = received_at + LEFT_BEHIND if received_at is not None else None
    return min((moment for moment in (due_at, next_at, left_behind_at) if moment is not None), default=None)
