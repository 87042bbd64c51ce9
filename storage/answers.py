"""Riders, revisions of a scene's terms, check-ins, and the answers to them. Answers are only ever added."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.standing import BY_COORDINATION, AnswerKind, Source
from storage.check_ins import CheckIn
from storage.columns import Instant, word
from storage.row import Row


class Answer(Row, table=True):
    """Something a performer said. Never changed: a later answer supersedes, it does not replace.

    `typed_key` is the key of the typed words it came from, the same on every check-in they may be about.
    """

    # An id is never given twice: the record names answers by it.
    __table_args__ = (UniqueConstraint("check_in_id", "key"), {"sqlite_autoincrement": True})
    check_in_id: int = Field(foreign_key="checkin.id", index=True)
    key: str
    typed_key: str | None = Field(default=None, index=True)
    kind: AnswerKind = Field(sa_type=word(AnswerKind))
    source: Source = Field(sa_type=word(Source))
    shown_revision: int
    after_revision: int
    rider_version: int | None = None
    terms_version: int | None = None
    said_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def by_coordinator(self) -> bool:
        """Whether the coordinator wrote down what the performer said, or has read it."""
        return self.source in BY_COORDINATION


async def find(session: AsyncSession, number: int) -> Answer | None:
    """The answer with this id, if there is one."""
    return await session.get(Answer, number)


async def list_to(session: AsyncSession, check_in_id: int) -> list[Answer]:
    """What was answered, in the order it was recorded."""
    rows = await session.exec(select(Answer).where(Answer.check_in_id == check_in_id).order_by(col(Answer.id)))
    return list(rows.all())


async def find_newest_typed(session: AsyncSession, person_id: int) -> Answer | None:
    """The newest answer of a performer that was typed, in all productions."""
    rows = await session.exec(
        select(Answer)
        .join(CheckIn, col(CheckIn.id) == col(Answer.check_in_id))
        .where(CheckIn.person_id == person_id, Answer.kind == AnswerKind.TYPED)
        .order_by(col(Answer.id).desc())
    )
    return rows.first()


async def list_typed_with(session: AsyncSession, answer: Answer) -> list[CheckIn]:
    """The check-ins that the same typed words were about; none for any other answer."""
    if answer.typed_key is None:
        return []
    rows = await session.exec(
        select(CheckIn)
        .join(Answer, col(Answer.check_in_id) == col(CheckIn.id))
        .where(Answer.typed_key == answer.typed_key)
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def is_answered_or_asked(session: AsyncSession, scene_id: int, person_id: int | None = None) -> bool:
    """Whether anybody, or one performer, has been asked about a scene or has answered, on a day that stands."""
    query = (
        select(CheckIn.id)
        .outerjoin(Answer, col(Answer.check_in_id) == col(CheckIn.id))
        .where(
            CheckIn.scene_id == scene_id,
            col(CheckIn.withdrawn_at).is_(None),
            or_(col(CheckIn.asked_at).is_not(None), col(Answer.id).is_not(None)),
        )
    )
    if person_id is not None:
        query = query.where(CheckIn.person_id == person_id)
    return (await session.exec(query.limit(1))).first() is not None
