"""The bots that work on this database now: each says so again and again."""

from datetime import datetime, timedelta

from sqlmodel import Field, SQLModel, col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant

# A bot that has not said for so long that it is there is not counted any more.
LEASE = timedelta(seconds=30)


class RunningBot(SQLModel, table=True):
    """One process, by a name it gives itself, and the last moment in real time at which it was connected to Slack."""

    name: str = Field(primary_key=True)
    real_at: datetime = Field(sa_type=Instant)


async def note(session: AsyncSession, name: str, real: datetime) -> None:
    """A bot is there at this moment; when a new one comes, those that are gone are forgotten."""
    row = (await session.exec(select(RunningBot).where(RunningBot.name == name))).first()
    if row is None:
        await session.exec(delete(RunningBot).where(col(RunningBot.real_at) < real - LEASE))
        row = RunningBot(name=name, real_at=real)
    row.real_at = real
    session.add(row)


async def forget(session: AsyncSession, name: str) -> None:
    """A bot has ended."""
    await session.exec(delete(RunningBot).where(col(RunningBot.name) == name))


async def count_live(session: AsyncSession, real: datetime) -> int:
    """How many have lately said that they are there."""
    rows = await session.exec(
        select(func.count()).select_from(RunningBot).where(col(RunningBot.real_at) > real - LEASE)
    )
    return rows.one()
