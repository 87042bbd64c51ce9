"""Homes that show what is their reader's no more, until they have been published anew."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.people import Person, RoleHeld
from storage.row import Row


class StaleHome(Row, table=True):
    """The Home of a Slack account that has not shown what is true since a moment; the account may be nobody's now."""

    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    slack_user: str = Field(unique=True)
    since: datetime = Field(sa_type=Instant)


async def mark_stale(session: AsyncSession, slack_user: str | None, now: datetime) -> None:
    """Have the Home of an account shown anew; it was marked before, and is marked anew."""
    if slack_user is not None:
        await session.exec(delete(StaleHome).where(col(StaleHome.slack_user) == slack_user))
        session.add(StaleHome(slack_user=slack_user, since=now))
        await session.flush()


async def mark_stale_of(session: AsyncSession, production_id: int, now: datetime) -> None:
    """Have the Homes of everybody of a production shown anew."""
    held = select(RoleHeld.person_id).where(RoleHeld.production_id == production_id)
    for slack_user in (await session.exec(select(Person.slack_user).where(col(Person.id).in_(held)))).all():
        await mark_stale(session, slack_user, now)


async def list_stale(session: AsyncSession) -> list[StaleHome]:
    """The Homes to be shown anew, the longest stale first."""
    return list((await session.exec(select(StaleHome).order_by(col(StaleHome.id)))).all())


async def delete_shown(session: AsyncSession, number: int) -> None:
    """It shows what is true. One that was marked again meanwhile is another row."""
    await session.exec(delete(StaleHome).where(col(StaleHome.id) == number))
