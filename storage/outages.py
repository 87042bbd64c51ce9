"""When the bot was there, and when it was not."""

from datetime import datetime

from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant


class Heartbeat(SQLModel, table=True):
    """The last moment, in real time, at which the bot was connected to Slack. One row."""

    id: int | None = Field(default=1, primary_key=True)
    real_at: datetime = Field(sa_type=Instant)


class Outage(SQLModel, table=True):
    """A time, on the production's clock, in which a tap may have been lost."""

    id: int | None = Field(default=None, primary_key=True)
    began_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


async def heartbeat(session: AsyncSession) -> Heartbeat | None:
    """The last sign of life, None before the first."""
    return (await session.exec(select(Heartbeat).where(Heartbeat.id == 1))).first()
