"""The inbox: everything that came from Slack, on disk before anything else happens."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, word
from storage.row import Row

# So long after it came, what is not done was left behind by whoever took it.
LEFT_BEHIND = timedelta(seconds=5)


class InboxState(StrEnum):
    """A repeat of a `done` one changes nothing; one that is not done runs again."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


class InboxRow(Row, table=True):
    """One payload, encrypted, until it is done; then only its key stays.

    `slack_user`: who sent it, as long as it is not done; afterwards where the key names them.
    """

    key: str = Field(unique=True)
    slack_user: str | None = None
    payload: bytes | None = None
    received_at: datetime = Field(sa_type=Instant)
    state: InboxState = Field(default=InboxState.RECEIVED, sa_type=word(InboxState), index=True)
    attempts: int = 0
    failure: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=Instant)


async def find(session: AsyncSession, key: str) -> InboxRow | None:
    """The row with this key."""
    return (await session.exec(select(InboxRow).where(InboxRow.key == key))).first()


async def get(session: AsyncSession, number: int) -> InboxRow:
    """The row with this id; it exists."""
    return (await session.exec(select(InboxRow).where(InboxRow.id == number))).one()


async def list_not_done(session: AsyncSession) -> list[InboxRow]:
    """What still has to be worked through, oldest first."""
    rows = await session.exec(select(InboxRow).where(InboxRow.state == InboxState.RECEIVED).order_by(col(InboxRow.id)))
    return list(rows.all())


async def list_unfinished(session: AsyncSession) -> list[InboxRow]:
    """Everything whose payload is still kept, oldest first."""
    rows = await session.exec(select(InboxRow).where(col(InboxRow.payload).is_not(None)).order_by(col(InboxRow.id)))
    return list(rows.all())


async def delete_naming(session: AsyncSession, slack_user: str) -> None:
    """Delete the rows whose key names somebody."""
    await session.exec(delete(InboxRow).where(col(InboxRow.slack_user) == slack_user))
