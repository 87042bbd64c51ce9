"""Slack accounts: which one is whose and since when, and which are said to be somebody's and not confirmed yet."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.people import Person
from storage.row import Row


class Account(Row, table=True):
    """A Slack account of a person; the one without `until` is the one they use. A person is more than an account."""

    person_id: int = Field(foreign_key="person.id", index=True)
    slack_user: str = Field(index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)


class AccountAsked(Row, table=True):
    """A cast list gives somebody another account. Whether it is theirs a coordinator says, who has spoken with them.

    `same` is empty until then; False: whoever has the account is somebody else, who plays the part from now on.
    """

    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    slack_user: str = Field(index=True)
    cast_id: str
    asked_at: datetime = Field(sa_type=Instant)
    same: bool | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: int | None = Field(default=None, foreign_key="person.id")


async def find_current(session: AsyncSession, person_id: int) -> Account | None:
    """The account a person uses."""
    rows = await session.exec(
        select(Account).where(Account.person_id == person_id, col(Account.until).is_(None)).order_by(col(Account.id))
    )
    return rows.first()


async def list_of(session: AsyncSession, person_id: int) -> list[Account]:
    """Every account a person has had, oldest first."""
    rows = await session.exec(select(Account).where(Account.person_id == person_id).order_by(col(Account.id)))
    return list(rows.all())


async def list_ended(session: AsyncSession, person_ids: Collection[int]) -> list[Account]:
    """The accounts that some people used before and nobody uses now."""
    used = select(Person.id).where(Person.slack_user == Account.slack_user)
    rows = await session.exec(
        select(Account).where(col(Account.person_id).in_(person_ids), col(Account.until).is_not(None), ~used.exists())
    )
    return list(rows.all())


async def find_asked(session: AsyncSession, number: int) -> AccountAsked | None:
    """The question with this id."""
    return (await session.exec(select(AccountAsked).where(AccountAsked.id == number))).first()


async def find_asked_of(session: AsyncSession, production_id: int, person_id: int) -> AccountAsked | None:
    """The newest question about a person's account that nobody has answered yet."""
    rows = await session.exec(
        select(AccountAsked)
        .where(
            AccountAsked.production_id == production_id,
            AccountAsked.person_id == person_id,
            col(AccountAsked.decided_at).is_(None),
        )
        .order_by(col(AccountAsked.id).desc())
    )
    return rows.first()


async def find_open(session: AsyncSession, production_id: int, person_id: int, slack_user: str) -> AccountAsked | None:
    """The question whether an account is this person's that nobody has answered yet."""
    rows = await session.exec(
        select(AccountAsked).where(
            AccountAsked.production_id == production_id,
            AccountAsked.person_id == person_id,
            AccountAsked.slack_user == slack_user,
            col(AccountAsked.decided_at).is_(None),
        )
    )
    return rows.first()


async def list_open_about(session: AsyncSession, slack_user: str) -> list[AccountAsked]:
    """The questions about one account that nobody has answered yet, in all productions."""
    rows = await session.exec(
        select(AccountAsked).where(AccountAsked.slack_user == slack_user, col(AccountAsked.decided_at).is_(None))
    )
    return list(rows.all())
