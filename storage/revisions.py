"""Reasons to ask again: revisions of a scene's terms, on one day or all, for one performer or all."""

from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.standing import RevisionKind
from storage.columns import Instant, word
from storage.row import Row


class Revision(Row, table=True):
    """A reason to ask again about a scene: on one day or all, one performer or all. Its id is its place in time.

    `limits` are what was agreed with `limits_of` (None, in earlier releases: with everybody), `partner_limits` what
    their partners read of it. They hold on every day, until `ended_at`.
    """

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


async def list_for(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> list[Revision]:
    """The revisions that concern one performer in one scene on one day, oldest first."""
    rows = await session.exec(
        select(Revision)
        .where(
            Revision.scene_id == scene_id,
            Revision.kind != RevisionKind.ASKED_AGAIN,
            or_(col(Revision.shoot_day_id).is_(None), col(Revision.shoot_day_id) == shoot_day_id),
            or_(col(Revision.person_id).is_(None), col(Revision.person_id) == person_id),
        )
        .order_by(col(Revision.id))
    )
    return list(rows.all())


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
