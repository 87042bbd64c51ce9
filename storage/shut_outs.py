"""When Slack did not let the bot in: while one is open, nothing is sent."""

from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row


class ShutOut(Row, table=True):
    """A time, on the production's clock, in which Slack did not let the bot in, and Slack's own word for why."""

    code: str
    began_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


async def find_open(session: AsyncSession) -> ShutOut | None:
    """The one that goes on; None while Slack lets the bot in, as far as anybody knows."""
    rows = await session.exec(select(ShutOut).where(col(ShutOut.ended_at).is_(None)).order_by(col(ShutOut.id)))
    return rows.first()
