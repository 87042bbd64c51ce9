"""What is due when. A row is not lost with a process; a scheduled job is."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, text
from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.unreadable import Spoiled
from storage.columns import Instant, has_come, word
from storage.failed_rows import has_not_failed
from storage.row import Row


class DueKind(StrEnum):
    """What happens at the moment."""

    FIRST_ROUND = "first_round"
    EVENING_ROUND = "evening_round"
    MORNING_ROUND = "morning_round"
    CALL_TIME = "call_time"
    AD_LINE = "ad_line"
    WORDS = "words"
    OPEN_CLOSED_SET = "open_closed_set"
    CLOSURE = "closure"
    GATHERED = "gathered"


NOT_DONE = text("done_at IS NULL")


class Due(Row, table=True):
    """One moment of one kind. The key names what it is about, so that planning twice plans once."""

    # What is done piles up for as long as a production lasts; what is not is all that is ever asked for.
    __table_args__ = (Index("ix_due_not_done", "due_at", sqlite_where=NOT_DONE, postgresql_where=NOT_DONE),)
    kind: DueKind = Field(sa_type=word(DueKind))
    key: str = Field(unique=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    shoot_day_id: int | None = Field(default=None, foreign_key="shootday.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    subject_id: int | None = None
    # The first call that an AD's line was planned for.
    call_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)

    def due_by(self, moment: datetime) -> datetime:
        """When it is due, but by a moment at the latest: that moment where nobody can read when it is."""
        return moment if isinstance(self.due_at, Spoiled) else min(self.due_at, moment)


def may_be_tried() -> ColumnElement[bool]:
    """Whether a row has not failed."""
    return has_not_failed(Due, Due.id)


async def list_due(session: AsyncSession, now: datetime) -> list[Due]:
    """What is due and not done, the earliest first, without what has failed."""
    rows = await session.exec(
        select(Due)
        .where(col(Due.done_at).is_(None), has_come(Due.due_at, now), may_be_tried())
        .order_by(col(Due.due_at), col(Due.id))
    )
    return list(rows.all())


async def list_still_due(session: AsyncSession, keys: Collection[str], now: datetime) -> list[Due]:
    """Those of some rows that are due and that nobody has done meanwhile, the earliest first."""
    rows = await session.exec(
        select(Due)
        .where(col(Due.key).in_(keys), col(Due.done_at).is_(None), has_come(Due.due_at, now))
        .order_by(col(Due.due_at), col(Due.id))
    )
    return list(rows.all())


async def find_by_key(session: AsyncSession, key: str) -> Due | None:
    """The row with this key, done or not."""
    return (await session.exec(select(Due).where(Due.key == key))).first()


async def list_planned(session: AsyncSession, production_id: int) -> list[Due]:
    """All rows of a production, done ones included."""
    return list((await session.exec(select(Due).where(Due.production_id == production_id))).all())


async def find_next(session: AsyncSession, without: Collection[DueKind] = ()) -> Due | None:
    """The earliest row that is not done, of all kinds but some."""
    rows = await session.exec(
        select(Due)
        .where(col(Due.done_at).is_(None), col(Due.kind).not_in(without), may_be_tried())
        .order_by(col(Due.due_at))
    )
    return rows.first()


async def delete_rows(session: AsyncSession, rows: list[Due]) -> None:
    """Take rows that are no longer wanted away."""
    await session.exec(delete(Due).where(col(Due.id).in_([row.id for row in rows])))
