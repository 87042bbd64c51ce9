"""Homes that show what is their reader's no more, until they have been published anew."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.failed_rows import FailedRow, has_not_failed
from storage.people import Person, RoleHeld
from storage.row import Row


class StaleHome(Row, table=True):
    """The Home of a Slack account that has not shown what is true since a moment.

    `account` is encrypted, bound to `key`: it may be the last that is left of somebody who was erased.
    """

    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    key: str = Field(unique=True)
    account: bytes
    since: datetime = Field(sa_type=Instant)


# What has to be looked at again when it was written to.
READS = (StaleHome, FailedRow)


async def list_stale(session: AsyncSession) -> list[StaleHome]:
    """The Homes to be shown anew, the longest stale first, without those of which nobody can read whose they are."""
    may_be_tried = has_not_failed(StaleHome, StaleHome.id)
    return list((await session.exec(select(StaleHome).where(may_be_tried).order_by(col(StaleHome.id)))).all())


async def delete_shown(session: AsyncSession, number: int) -> None:
    """It shows what is true. One that was marked again meanwhile is another row."""
    await session.exec(delete(StaleHome).where(col(StaleHome.id) == number))


async def list_accounts(session: AsyncSession, production_id: int) -> list[str]:
    """The Slack accounts of everybody who has a role in a production."""
    held = select(RoleHeld.person_id).where(RoleHeld.production_id == production_id)
    rows = await session.exec(select(Person.slack_user).where(col(Person.id).in_(held)).order_by(col(Person.id)))
    return [slack_user for slack_user in rows.all() if slack_user is not None]
