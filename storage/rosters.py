"""Closed sets: the channel of one scene on one day, the people cleared for it, and who came in uncleared."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.roles import Access
from storage.columns import Instant, word
from storage.people import Person
from storage.row import Row


class Clearance(Row, table=True):
    """A person on the roster of a closed set; ended, it keeps who ended it and when.

    Without `cleared_by` the plan put them there. `entered_at`: first seen in the channel; `left_at`: seen to be out
    again; `instead_of`: whom they replace.
    """

    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    access: Access = Field(default=Access.SET, sa_type=word(Access))
    reason: str = ""
    department: str = ""
    cleared_by: int | None = Field(default=None, foreign_key="person.id")
    cleared_at: datetime = Field(sa_type=Instant)
    instead_of: int | None = Field(default=None, foreign_key="person.id")
    removed_by: int | None = Field(default=None, foreign_key="person.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    entered_at: datetime | None = Field(default=None, sa_type=Instant)
    left_at: datetime | None = Field(default=None, sa_type=Instant)


class Visitor(Row, table=True):
    """Somebody who was in a channel without being cleared: who added them, and when they were out again."""

    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    slack_user: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    added_by: str | None = None
    seen_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    out_at: datetime | None = Field(default=None, sa_type=Instant)


class ClearanceAsked(Row, table=True):
    """Somebody an AD has asked for: on the roster once the coordinator says so.

    Whom no production knows is `slack_user`, as the AD `called` them, until then; with the closed set they go.
    """

    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    slack_user: str | None = None
    called: str = Field(default="", sa_column_kwargs={"server_default": ""})
    access: Access = Field(default=Access.SET, sa_type=word(Access))
    department: str = ""
    instead_of: int | None = Field(default=None, foreign_key="person.id")
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Instant)
    cleared_at: datetime | None = Field(default=None, sa_type=Instant)


async def list_cleared(session: AsyncSession, closed_set_id: int) -> list[Clearance]:
    """Who is cleared now, in the order they were cleared."""
    rows = await session.exec(
        select(Clearance)
        .where(Clearance.closed_set_id == closed_set_id, col(Clearance.removed_at).is_(None))
        .order_by(col(Clearance.id))
    )
    return list(rows.all())


async def list_ever_cleared(session: AsyncSession, closed_set_id: int) -> list[Clearance]:
    """Everybody who ever was on a roster, ended clearances included, oldest first."""
    rows = await session.exec(
        select(Clearance).where(Clearance.closed_set_id == closed_set_id).order_by(col(Clearance.id))
    )
    return list(rows.all())


async def list_with_people(session: AsyncSession, closed_set_id: int) -> list[tuple[Clearance, Person]]:
    """Everybody who ever was on a roster, with the person, oldest first."""
    rows = await session.exec(
        select(Clearance, Person)
        .join(Person, col(Person.id) == col(Clearance.person_id))
        .where(Clearance.closed_set_id == closed_set_id)
        .order_by(col(Clearance.id))
    )
    return list(rows.all())


async def find_clearance(session: AsyncSession, closed_set_id: int, person_id: int) -> Clearance | None:
    """A person's place on the roster, if they have one now."""
    return next((row for row in await list_cleared(session, closed_set_id) if row.person_id == person_id), None)


async def list_visitors(
    session: AsyncSession, closed_set_id: int, users: Collection[str] | None = None, *, inside: bool = False
) -> list[Visitor]:
    """Who was in a channel uncleared, oldest first; of some people only, or only those not seen to be out again."""
    query = select(Visitor).where(Visitor.closed_set_id == closed_set_id)
    if users is not None:
        query = query.where(col(Visitor.slack_user).in_(users))
    if inside:
        query = query.where(col(Visitor.out_at).is_(None))
    return list((await session.exec(query.order_by(col(Visitor.id)))).all())


async def find_visitor(session: AsyncSession, number: int) -> Visitor | None:
    """The visit with this id."""
    return (await session.exec(select(Visitor).where(Visitor.id == number))).first()


async def list_untold_visitors(session: AsyncSession, closed_set_id: int) -> list[Visitor]:
    """Visits nobody has been told of yet."""
    return [row for row in await list_visitors(session, closed_set_id) if row.told_at is None]


async def find_asked(session: AsyncSession, closed_set_id: int, number: int) -> ClearanceAsked | None:
    """What was asked for under this id and is not cleared yet."""
    return next((row for row in await list_asked(session, closed_set_id) if row.number == number), None)


async def delete_strangers_asked(session: AsyncSession, closed_set_id: int) -> None:
    """Nobody is asked for any more whom no production knows."""
    about = col(ClearanceAsked.closed_set_id) == closed_set_id, col(ClearanceAsked.person_id).is_(None)
    await session.exec(delete(ClearanceAsked).where(*about))


async def list_asked(session: AsyncSession, closed_set_id: int) -> list[ClearanceAsked]:
    """What ADs have asked for and the coordinator has not cleared yet."""
    rows = await session.exec(
        select(ClearanceAsked)
        .where(ClearanceAsked.closed_set_id == closed_set_id, col(ClearanceAsked.cleared_at).is_(None))
        .order_by(col(ClearanceAsked.id))
    )
    return list(rows.all())
