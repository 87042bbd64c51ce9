"""Matters: what is open between a performer and a scene, everything that came in it, and the scenes it reaches."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, or_, text, update
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.matters import Closing, MatterEventKind
from bot.domain.standing import AnswerKind
from storage.answers import Answer
from storage.columns import Instant, word
from storage.row import Row

STILL_OPEN = text("closed_at IS NULL")


class Matter(Row, table=True):
    """What is open between a performer and a scene. One at a time is; `newest` is the place of its newest event."""

    __table_args__ = (
        Index(
            "ix_matter_open",
            "scene_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        # An id is never given twice: windows hold it.
        {"sqlite_autoincrement": True},
    )
    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    newest: int = 0
    opened_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_as: Closing | None = Field(default=None, sa_type=word(Closing))


class MatterEvent(Row, table=True):
    """Something that came in a matter, in order; never changed. `by`: who recorded it for the performer."""

    __table_args__ = (UniqueConstraint("matter_id", "position"),)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    position: int
    kind: MatterEventKind = Field(sa_type=word(MatterEventKind))
    answer_id: int | None = Field(default=None, foreign_key="answer.id", index=True)
    check_in_id: int | None = Field(default=None, foreign_key="checkin.id")
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class MatterScene(Row, table=True):
    """A scene that a matter reaches: its own, and those its scene was split, combined or renumbered into."""

    __table_args__ = (UniqueConstraint("matter_id", "scene_id"),)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)


async def find(session: AsyncSession, number: int) -> Matter | None:
    """The matter with this id."""
    return (await session.exec(select(Matter).where(Matter.id == number))).first()


async def list_open(
    session: AsyncSession, scene_id: int, person_id: int | None = None, at: datetime | None = None
) -> list[Matter]:
    """The open matters that reach a scene, of everybody or one performer; or those open at a moment (UTC)."""
    query = (
        select(Matter)
        .join(MatterScene, col(MatterScene.matter_id) == col(Matter.id))
        .where(MatterScene.scene_id == scene_id)
        .order_by(col(Matter.id))
    )
    if person_id is not None:
        query = query.where(Matter.person_id == person_id)
    if at is None:
        query = query.where(col(Matter.closed_at).is_(None))
    else:
        query = query.where(Matter.opened_at <= at, or_(col(Matter.closed_at).is_(None), col(Matter.closed_at) > at))
    return list((await session.exec(query)).all())


async def find_begun_with(session: AsyncSession, scene_id: int, person_id: int) -> Matter | None:
    """The open matter of a performer that began with a scene, whether or not it still reaches that."""
    rows = await session.exec(
        select(Matter).where(
            Matter.scene_id == scene_id, Matter.person_id == person_id, col(Matter.closed_at).is_(None)
        )
    )
    return rows.first()


async def list_open_in(session: AsyncSession, production_id: int) -> list[Matter]:
    """The open matters of a production, the newest last."""
    rows = await session.exec(
        select(Matter)
        .where(Matter.production_id == production_id, col(Matter.closed_at).is_(None))
        .order_by(col(Matter.id))
    )
    return list(rows.all())


async def list_open_of(session: AsyncSession, person_id: int) -> list[Matter]:
    """The open matters of a performer, in all productions."""
    rows = await session.exec(
        select(Matter).where(Matter.person_id == person_id, col(Matter.closed_at).is_(None)).order_by(col(Matter.id))
    )
    return list(rows.all())


async def list_about(session: AsyncSession, answer_id: int) -> list[Matter]:
    """The matters an answer came in."""
    rows = await session.exec(
        select(Matter)
        .join(MatterEvent, col(MatterEvent.matter_id) == col(Matter.id))
        .where(MatterEvent.answer_id == answer_id)
        .order_by(col(Matter.id))
    )
    return list(rows.all())


async def list_events(session: AsyncSession, matter_id: int) -> list[MatterEvent]:
    """Everything that came in a matter, in order."""
    rows = await session.exec(
        select(MatterEvent).where(MatterEvent.matter_id == matter_id).order_by(col(MatterEvent.position))
    )
    return list(rows.all())


async def list_typed_open(session: AsyncSession, scene_id: int, person_id: int) -> set[str]:
    """The keys of the typed words that came in the open matters of a performer that reach a scene."""
    rows = await session.exec(
        select(Answer.typed_key)
        .join(MatterEvent, col(MatterEvent.answer_id) == col(Answer.id))
        .join(Matter, col(Matter.id) == col(MatterEvent.matter_id))
        .join(MatterScene, col(MatterScene.matter_id) == col(Matter.id))
        .where(
            MatterScene.scene_id == scene_id,
            Matter.person_id == person_id,
            col(Matter.closed_at).is_(None),
            Answer.kind == AnswerKind.TYPED,
        )
        .distinct()
    )
    return {key or "" for key in rows.all()}


async def list_scenes(session: AsyncSession, matter_id: int) -> list[int]:
    """The ids of the scenes a matter reaches, its own first."""
    rows = await session.exec(
        select(MatterScene.scene_id).where(MatterScene.matter_id == matter_id).order_by(col(MatterScene.id))
    )
    return list(rows.all())


async def find_reach(session: AsyncSession, matter_id: int, scene_id: int) -> MatterScene | None:
    """That a matter reaches a scene, if it does."""
    rows = await session.exec(
        select(MatterScene).where(MatterScene.matter_id == matter_id, MatterScene.scene_id == scene_id)
    )
    return rows.first()


async def take_next_place(session: AsyncSession, matter_id: int) -> int | None:
    """The place of one more event in a matter; None when it was closed meanwhile."""
    row = await session.exec(
        update(Matter)
        .where(col(Matter.id) == matter_id, col(Matter.closed_at).is_(None))
        .values(newest=Matter.newest + 1)
        .returning(col(Matter.newest))
        .execution_options(synchronize_session="fetch")
    )
    return row.scalar_one_or_none()


async def is_as_shown(session: AsyncSession, matter_id: int, newest: int) -> bool:
    """Whether a matter is open, and its newest event is the one that was shown."""
    found = await session.exec(
        select(Matter.id).where(Matter.id == matter_id, Matter.newest == newest, col(Matter.closed_at).is_(None))
    )
    return found.first() is not None


async def close(
    session: AsyncSession, matter_id: int, newest: int, *, at: datetime, by: int | None, closing: Closing
) -> bool:
    """Close a matter whose newest event is the one that was shown; False, and nothing changed, where it is not."""
    done = await session.exec(
        update(Matter)
        .where(col(Matter.id) == matter_id, col(Matter.newest) == newest, col(Matter.closed_at).is_(None))
        .values(closed_at=at, closed_by=by, closed_as=closing)
        .execution_options(synchronize_session="fetch")
    )
    return bool(done.rowcount)
