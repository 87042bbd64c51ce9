"""Which kinds of events and commands have ever come from Slack: the kind and the day, and nothing of what they said."""

from datetime import date

from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession


class Heard(SQLModel, table=True):
    """An event or a command, by its name in the app's manifest, and the last day on which one came."""

    name: str = Field(primary_key=True)
    seen_on: date


async def note(session: AsyncSession, name: str, day: date) -> None:
    """One of this kind came on this day."""
    row = (await session.exec(select(Heard).where(Heard.name == name))).first() or Heard(name=name, seen_on=day)
    row.seen_on = day
    session.add(row)


async def list_all(session: AsyncSession) -> dict[str, date]:
    """The last day of each kind that ever came."""
    return {row.name: row.seen_on for row in (await session.exec(select(Heard))).all()}
