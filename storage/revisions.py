"""Reasons to ask again: revisions of a scene's terms, on one day or all, for one performer or all."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.standing import RevisionKind
from storage.columns import Instant, word
from storage.row import Row

# What closing a matter leaves behind: of one performer alone it is told to nobody by a message of its own.
LAPSES = (RevisionKind.AS_BEFORE, RevisionKind.LIMITS)


class Revision(Row, table=True):
    """A reason to ask again about a scene: on one day or all, one performer or all. Its id is its place in time.

    `limits` are what was agreed with `limits_of` (None, in earlier releases: with everybody), `partner_limits` what
    their partners read of it. They hold on every day, until `ended_at`.
    """

    # An id is never given twice: answers and buttons name what they were shown by it.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int | None = Field(default=None, foreign_key="shootday.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: RevisionKind = Field(sa_type=word(RevisionKind))
    limits: bytes | None = None
    limits_key: str | None = None
    limits_of: int | None = Field(default=None, foreign_key="person.id")
    partner_limits: bytes | None = None
    partner_limits_key: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


def concerning(scene_id: int, shoot_day_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    """Which revisions concern one performer in one scene on one day."""
    return (
        col(Revision.scene_id) == scene_id,
        col(Revision.kind) != RevisionKind.ASKED_AGAIN,
        or_(col(Revision.shoot_day_id).is_(None), col(Revision.shoot_day_id) == shoot_day_id),
        or_(col(Revision.person_id).is_(None), col(Revision.person_id) == person_id),
    )


async def list_for(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> list[Revision]:
    """The revisions that concern one performer in one scene on one day, oldest first."""
    wanted = concerning(scene_id, shoot_day_id, person_id)
    return list((await session.exec(select(Revision).where(*wanted).order_by(col(Revision.id)))).all())


async def find_current(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> int:
    """The number of the newest of them, 0 where there is none."""
    wanted = concerning(scene_id, shoot_day_id, person_id)
    return (await session.exec(select(func.max(Revision.id)).where(*wanted))).one() or 0


async def find_told(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> int:
    """The newest of them that shows in their conversation: not one that let their own confirmation alone lapse."""
    own = and_(col(Revision.person_id).is_not(None), col(Revision.kind).in_(LAPSES))
    wanted = (*concerning(scene_id, shoot_day_id, person_id), ~own)
    return (await session.exec(select(func.max(Revision.id)).where(*wanted))).one() or 0


async def list_limits(session: AsyncSession, scene_id: int, *, ended: bool = False) -> list[Revision]:
    """The limits in a scene that nobody has ended, oldest first; `ended`: those as well."""
    query = select(Revision).where(Revision.scene_id == scene_id, col(Revision.limits).is_not(None))
    if not ended:
        query = query.where(col(Revision.ended_at).is_(None))
    return list((await session.exec(query.order_by(col(Revision.id)))).all())


async def find_asked_again(session: AsyncSession, scene_id: int) -> int:
    """When everybody of a scene was last sent one and the same message, as a place in time; 0 where they never were."""
    query = select(func.max(Revision.id)).where(
        Revision.scene_id == scene_id, Revision.kind == RevisionKind.ASKED_AGAIN
    )
    return (await session.exec(query)).one() or 0


async def find_newest(session: AsyncSession) -> int:
    """The number of the newest revision of all: what "after" means for an answer recorded now."""
    return (await session.exec(select(func.max(Revision.id)))).one() or 0
