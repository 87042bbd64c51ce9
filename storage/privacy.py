"""What becomes of private words: who has read them, and what keeps them past their time."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant


class WordsReading(SQLModel, table=True):
    """Somebody of the coordination has opened a performer's words. Which words, and what they say, is not kept."""

    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reader_id: int = Field(foreign_key="person.id")
    read_at: datetime = Field(sa_type=Instant)


class WordsHold(SQLModel, table=True):
    """A legal hold: the words of one performer in one production stay until a moment, unless it is lifted before."""

    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: bytes
    reason_key: str
    placed_by: int = Field(foreign_key="person.id")
    placed_at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    lifted_by: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id

    def stands(self, at: datetime) -> bool:
        """Whether it keeps words at a moment."""
        return self.lifted_at is None and at < self.until


async def readings_of(session: AsyncSession, person_id: int) -> list[WordsReading]:
    """Who has read a performer's words and when, oldest first, in all productions."""
    rows = await session.exec(
        select(WordsReading).where(WordsReading.person_id == person_id).order_by(col(WordsReading.id))
    )
    return list(rows.all())


async def holds_on(session: AsyncSession, person_id: int) -> list[WordsHold]:
    """Every hold there has been on a performer's words, oldest first, in all productions."""
    rows = await session.exec(select(WordsHold).where(WordsHold.person_id == person_id).order_by(col(WordsHold.id)))
    return list(rows.all())


async def standing_holds(session: AsyncSession, at: datetime) -> list[WordsHold]:
    """The holds that keep words at a moment, oldest first, in all productions."""
    rows = await session.exec(
        select(WordsHold)
        .where(col(WordsHold.lifted_at).is_(None), col(WordsHold.until) > at)
        .order_by(col(WordsHold.id))
    )
    return list(rows.all())
