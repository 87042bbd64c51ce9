"""Closed sets: the channel of one scene on one day, the people cleared for it, and who came in uncleared."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.roles import Access
from storage.columns import Instant, word
from storage.people import Person


class ClosedSetState(StrEnum):
    """The life of a closed set's channel."""

    PLANNED = "planned"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


LIVE = (ClosedSetState.OPENING, ClosedSetState.OPEN, ClosedSetState.CLOSING)


class Ending(StrEnum):
    """Why a closed set ended: the work is done, or the scene has left the day."""

    WRAPPED = "wrapped"
    OFF_THE_DAY = "off_the_day"


class ClosedSet(SQLModel, table=True):
    """The closed set of one scene on one day; the newest of them counts. `name` is stored before the channel is made.

    `members` is who was in the channel when it was last read, at `checked_at`; `alarm` what keeps it from being right;
    `rules_at` when the house rules were written there.
    """

    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    state: ClosedSetState = Field(default=ClosedSetState.PLANNED, sa_type=word(ClosedSetState))
    name: str = Field(unique=True)
    channel: str | None = Field(default=None, index=True)
    bot_user: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    hold: bool = False
    call_at: datetime = Field(sa_type=Instant)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    check_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    members: list[str] = Field(default_factory=list, sa_type=JSON)
    alarm: str | None = None
    alarm_at: datetime | None = Field(default=None, sa_type=Instant)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    rules_at: datetime | None = Field(default=None, sa_type=Instant)
    ending: Ending | None = Field(default=None, sa_type=word(Ending))
    closing_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id

    @property
    def live(self) -> bool:
        """Whether there is, or is about to be, a channel to keep right."""
        return self.state in LIVE

    @property
    def over(self) -> bool:
        """Whether it is closed, or about to be."""
        return self.state in (ClosedSetState.CLOSING, ClosedSetState.CLOSED)


class Clearance(SQLModel, table=True):
    """A person on the roster of a closed set; ended, it keeps who ended it and when.

    Without `cleared_by` the plan put them there. `entered_at`: first seen in the channel; `left_at`: seen to be out
    again; `instead_of`: whom they replace.
    """

    id: int | None = Field(default=None, primary_key=True)
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


class Visitor(SQLModel, table=True):
    """Somebody who was in a channel without being cleared: who added them, and when they were out again."""

    id: int | None = Field(default=None, primary_key=True)
    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    slack_user: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    added_by: str | None = None
    seen_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    out_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


class ClearanceAsked(SQLModel, table=True):
    """Somebody an AD has asked for: on the roster once the coordinator says so."""

    id: int | None = Field(default=None, primary_key=True)
    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    access: Access = Field(default=Access.SET, sa_type=word(Access))
    department: str = ""
    instead_of: int | None = Field(default=None, foreign_key="person.id")
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Instant)
    cleared_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


async def closed_set(session: AsyncSession, number: int) -> ClosedSet | None:
    """The closed set with this id."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.id == number))).first()


async def closed_set_of(session: AsyncSession, scene_id: int, shoot_day_id: int) -> ClosedSet | None:
    """The closed set of a scene on a day: the newest, where one was made anew."""
    rows = await session.exec(
        select(ClosedSet)
        .where(ClosedSet.scene_id == scene_id, ClosedSet.shoot_day_id == shoot_day_id)
        .order_by(col(ClosedSet.id).desc())
    )
    return rows.first()


async def closed_set_in(session: AsyncSession, channel: str) -> ClosedSet | None:
    """The closed set whose channel this is."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.channel == channel))).first()


async def closed_sets_on(session: AsyncSession, shoot_day_id: int) -> list[ClosedSet]:
    """The closed sets of a day, ended ones included."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.shoot_day_id == shoot_day_id).order_by(col(ClosedSet.id))
    )
    return list(rows.all())


async def closed_sets_of(session: AsyncSession, production_id: int) -> list[ClosedSet]:
    """The closed sets of a production, ended ones included."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.production_id == production_id).order_by(col(ClosedSet.id))
    )
    return list(rows.all())


async def live_closed_sets(session: AsyncSession) -> list[ClosedSet]:
    """Every closed set that has a channel to keep right, in all productions."""
    rows = await session.exec(select(ClosedSet).where(col(ClosedSet.state).in_(LIVE)).order_by(col(ClosedSet.id)))
    return list(rows.all())


async def closed_sets_to_check(session: AsyncSession, now: datetime) -> list[int]:
    """The ids of closed sets whose membership must be looked at now, the longest waiting first."""
    rows = await session.exec(
        select(ClosedSet.id).where(col(ClosedSet.check_at) <= now).order_by(col(ClosedSet.check_at))
    )
    return [number for number in rows.all() if number is not None]


async def roster(session: AsyncSession, closed_set_id: int) -> list[Clearance]:
    """Who is cleared now, in the order they were cleared."""
    rows = await session.exec(
        select(Clearance)
        .where(Clearance.closed_set_id == closed_set_id, col(Clearance.removed_at).is_(None))
        .order_by(col(Clearance.id))
    )
    return list(rows.all())


async def clearances(session: AsyncSession, closed_set_id: int) -> list[Clearance]:
    """Everybody who ever was on a roster, ended clearances included, oldest first."""
    rows = await session.exec(
        select(Clearance).where(Clearance.closed_set_id == closed_set_id).order_by(col(Clearance.id))
    )
    return list(rows.all())


async def roster_history(session: AsyncSession, closed_set_id: int) -> list[tuple[Clearance, Person]]:
    """Everybody who ever was on a roster, with the person, oldest first."""
    rows = await session.exec(
        select(Clearance, Person)
        .join(Person, col(Person.id) == col(Clearance.person_id))
        .where(Clearance.closed_set_id == closed_set_id)
        .order_by(col(Clearance.id))
    )
    return list(rows.all())


async def clearance_of(session: AsyncSession, closed_set_id: int, person_id: int) -> Clearance | None:
    """A person's place on the roster, if they have one now."""
    return next((row for row in await roster(session, closed_set_id) if row.person_id == person_id), None)


async def visitors(
    session: AsyncSession, closed_set_id: int, users: Collection[str] | None = None, *, inside: bool = False
) -> list[Visitor]:
    """Who was in a channel uncleared, oldest first; of some people only, or only those not seen to be out again."""
    query = select(Visitor).where(Visitor.closed_set_id == closed_set_id)
    if users is not None:
        query = query.where(col(Visitor.slack_user).in_(users))
    if inside:
        query = query.where(col(Visitor.out_at).is_(None))
    return list((await session.exec(query.order_by(col(Visitor.id)))).all())


async def visitor(session: AsyncSession, number: int) -> Visitor | None:
    """The visit with this id."""
    return (await session.exec(select(Visitor).where(Visitor.id == number))).first()


async def visitors_untold(session: AsyncSession, closed_set_id: int) -> list[Visitor]:
    """Visits nobody has been told of yet."""
    return [row for row in await visitors(session, closed_set_id) if row.told_at is None]


async def clearances_asked(session: AsyncSession, closed_set_id: int) -> list[ClearanceAsked]:
    """What ADs have asked for and the coordinator has not cleared yet."""
    rows = await session.exec(
        select(ClearanceAsked)
        .where(ClearanceAsked.closed_set_id == closed_set_id, col(ClearanceAsked.cleared_at).is_(None))
        .order_by(col(ClearanceAsked.id))
    )
    return list(rows.all())
