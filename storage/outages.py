"""When the bot was there, and when it was not."""

from datetime import datetime

from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row


class Heartbeat(SQLModel, table=True):
    """The last moment, in real time, at which the bot was connected to Slack. One row.

    `since`: from when on without a gap. `boot` names the run of the machine that noted it, `uptime` the seconds of it
    until then, by a clock that nobody sets.
    """

    id: int | None = Field(default=1, primary_key=True)
    real_at: datetime = Field(sa_type=Instant)
    since: datetime | None = Field(default=None, sa_type=Instant)
    boot: str | None = None
    uptime: float | None = None


class Outage(Row, table=True):
    """A time, on the production's clock, in which a tap may have been lost."""

    began_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)


async def find_heartbeat(session: AsyncSession) -> Heartbeat | None:
    """The last sign of life, None before the first."""
    return (await session.exec(select(Heartbeat).where(Heartbeat.id == 1))).first()
