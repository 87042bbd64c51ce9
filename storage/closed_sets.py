"""Closed sets: a channel for a scene on a day, from its planning to its archive."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, Structured, word
from storage.row import Row


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


class ClosedSet(Row, table=True):
    """The closed set of one scene on one day; the newest of them counts. `name` is stored before the channel is made.

    `members` is who was in the channel when it was last read, at `checked_at`; `alarm` what keeps it from being right;
    `rules_at` when the house rules were written there. By Slack id: `approved_users` were on the list when it was
    approved; `spared` would go, many at once, and wait for the coordinator; `let_go` may, they say; `put_out`: whom the
    bot has taken out lately without anybody having asked for it, and when.
    """

    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    state: ClosedSetState = Field(default=ClosedSetState.PLANNED, sa_type=word(ClosedSetState))
    name: str = Field(unique=True)
    channel: str | None = Field(default=None, index=True)
    bot_user: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_users: list[str] | None = Field(default=None, sa_type=Structured(list, str, optional=True))
    spared: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    let_go: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    put_out: dict[str, str] = Field(default_factory=dict, sa_type=Structured(dict))
    hold: bool = False
    call_at: datetime = Field(sa_type=Instant)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    check_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    members: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    alarm: str | None = None
    alarm_at: datetime | None = Field(default=None, sa_type=Instant)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    rules_at: datetime | None = Field(default=None, sa_type=Instant)
    ending: Ending | None = Field(default=None, sa_type=word(Ending))
    closing_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def live(self) -> bool:
        """Whether there is, or is about to be, a channel to keep right."""
        return self.state in LIVE

    @property
    def over(self) -> bool:
        """Whether it is closed, or about to be."""
        return self.state in (ClosedSetState.CLOSING, ClosedSetState.CLOSED)


async def find(session: AsyncSession, number: int) -> ClosedSet | None:
    """The closed set with this id."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.id == number))).first()


async def find_for(session: AsyncSession, scene_id: int, shoot_day_id: int) -> ClosedSet | None:
    """The closed set of a scene on a day: the newest, where one was made anew."""
    rows = await session.exec(
        select(ClosedSet)
        .where(ClosedSet.scene_id == scene_id, ClosedSet.shoot_day_id == shoot_day_id)
        .order_by(col(ClosedSet.id).desc())
    )
    return rows.first()


async def list_of_scene(session: AsyncSession, scene_id: int) -> list[ClosedSet]:
    """The closed sets of a scene on every day, ended ones included."""
    rows = await session.exec(select(ClosedSet).where(ClosedSet.scene_id == scene_id).order_by(col(ClosedSet.id)))
    return list(rows.all())


async def find_by_channel(session: AsyncSession, channel: str) -> ClosedSet | None:
    """The closed set whose channel this is."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.channel == channel))).first()


async def list_on(session: AsyncSession, shoot_day_id: int) -> list[ClosedSet]:
    """The closed sets of a day, ended ones included."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.shoot_day_id == shoot_day_id).order_by(col(ClosedSet.id))
    )
    return list(rows.all())


async def list_of(session: AsyncSession, production_id: int) -> list[ClosedSet]:
    """The closed sets of a production, ended ones included."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.production_id == production_id).order_by(col(ClosedSet.id))
    )
    return list(rows.all())


async def list_live(session: AsyncSession) -> list[ClosedSet]:
    """Every closed set that has a channel to keep right, in all productions."""
    rows = await session.exec(select(ClosedSet).where(col(ClosedSet.state).in_(LIVE)).order_by(col(ClosedSet.id)))
    return list(rows.all())


async def list_looks(session: AsyncSession) -> list[tuple[int, datetime]]:
    """The ids of closed sets and when their membership must be looked at, the longest waiting first."""
    rows = await session.exec(
        select(ClosedSet.id, ClosedSet.check_at)
        .where(col(ClosedSet.check_at).is_not(None))
        .order_by(col(ClosedSet.check_at))
    )
    return [(number, moment) for number, moment in rows.all() if number is not None and moment is not None]
