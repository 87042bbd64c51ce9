"""The clock that the bots on one database share: two machines' own may differ by more than a message takes."""

from datetime import datetime

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession


async def shared_now(session: AsyncSession) -> datetime | None:
    """The real moment by the server's clock; None for a file, which is used on one machine only."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    moment: datetime = (await session.exec(select(func.clock_timestamp()))).one()
    return moment
