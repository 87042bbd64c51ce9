"""Riders, revisions of a scene's terms, check-ins, and the answers to them. Answers are only ever added."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.standing import AnswerKind, RevisionKind, Source
from storage.columns import Instant, word
from storage.schedule import Strip


class Rider(SQLModel, table=True):
    """One version of the written terms of one performer for one scene. The bot keeps the words, never the contract."""

    __table_args__ = (UniqueConstraint("scene_id", "person_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int
    document: str = ""
    agreed: bytes
    agreed_key: str
    sent_at: datetime = Field(sa_type=Instant)
    in_force: bool = True
    notice_waived: bool = False
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


class Revision(SQLModel, table=True):
    """A reason to ask again about a scene: on one day or all, one performer or all. Its id is its place in time."""

    id: int | None = Field(default=None, primary_key=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int | None = Field(default=None, foreign_key="shootday.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: RevisionKind = Field(sa_type=word(RevisionKind))
    limits: bytes | None = None
    limits_key: str | None = None
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


class CheckIn(SQLModel, table=True):
    """One performer, one scene, one shooting day. Withdrawn when that no longer comes together."""

    __table_args__ = (UniqueConstraint("scene_id", "shoot_day_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    automatic: bool = True
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


class Answer(SQLModel, table=True):
    """Something a performer said. Never changed: a later answer supersedes, it does not replace."""

    # An id is never given twice: the record names answers by it.
    __table_args__ = (UniqueConstraint("check_in_id", "key"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True)
    check_in_id: int = Field(foreign_key="checkin.id", index=True)
    key: str
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
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id

    @property
    def words(self) -> str:
        """The key of the typed words it came from, "" where it came otherwise."""
        return self.key.rpartition(":")[0] if self.kind is AnswerKind.TYPED else ""

    @property
    def by_coordinator(self) -> bool:
        """Whether the coordinator wrote down what the performer said."""
        return self.source in (Source.IN_PERSON, Source.PHONE)


class PrivateWords(SQLModel, table=True):
    """A performer's own words, encrypted, apart from everything that is kept. `key` binds them to this row."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    production_id: int | None = Field(default=None, foreign_key="production.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id", index=True)
    content: bytes
    written_at: datetime = Field(sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


async def check_in(session: AsyncSession, number: int) -> CheckIn | None:
    """The check-in with this id."""
    return (await session.exec(select(CheckIn).where(CheckIn.id == number))).first()


async def check_in_for(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> CheckIn | None:
    """The check-in of one performer for one scene on one day, withdrawn or not."""
    rows = await session.exec(
        select(CheckIn).where(
            CheckIn.scene_id == scene_id, CheckIn.shoot_day_id == shoot_day_id, CheckIn.person_id == person_id
        )
    )
    return rows.first()


async def check_ins_on(session: AsyncSession, shoot_day_id: int, person_id: int | None = None) -> list[CheckIn]:
    """The check-ins that stand for a day, of all performers or one."""
    query = select(CheckIn).where(CheckIn.shoot_day_id == shoot_day_id, col(CheckIn.withdrawn_at).is_(None))
    if person_id is not None:
        query = query.where(CheckIn.person_id == person_id)
    return list((await session.exec(query.order_by(col(CheckIn.id)))).all())


async def check_ins_of(session: AsyncSession, person_id: int) -> list[CheckIn]:
    """The check-ins of a performer that stand, in all productions."""
    rows = await session.exec(
        select(CheckIn)
        .where(CheckIn.person_id == person_id, col(CheckIn.withdrawn_at).is_(None))
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def check_ins_left(session: AsyncSession, about: CheckIn) -> list[CheckIn]:
    """The check-ins of the same performer and scene on days that the scene, or the performer, has left."""
    planned = select(Strip.id).where(
        Strip.scene_id == CheckIn.scene_id,
        Strip.shoot_day_id == CheckIn.shoot_day_id,
        col(Strip.removed_at).is_(None),
    )
    rows = await session.exec(
        select(CheckIn)
        .where(
            CheckIn.scene_id == about.scene_id,
            CheckIn.person_id == about.person_id,
            CheckIn.id != about.id,
            or_(col(CheckIn.withdrawn_at).is_not(None), ~planned.exists()),
        )
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def answers_to(session: AsyncSession, check_in_id: int) -> list[Answer]:
    """What was answered, in the order it was recorded."""
    rows = await session.exec(select(Answer).where(Answer.check_in_id == check_in_id).order_by(col(Answer.id)))
    return list(rows.all())


async def typed_with(session: AsyncSession, answer: Answer) -> list[CheckIn]:
    """The check-ins that the same typed words were about; none for any other answer."""
    if answer.source is not Source.TYPED:
        return []
    cause, _, _ = answer.key.rpartition(":")
    rows = await session.exec(
        select(CheckIn)
        .join(Answer, col(Answer.check_in_id) == col(CheckIn.id))
        .where(col(Answer.key).startswith(f"{cause}:", autoescape=True))
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def newest_typed(session: AsyncSession, person_id: int) -> Answer | None:
    """The newest answer of a performer that was typed, in all productions."""
    rows = await session.exec(
        select(Answer)
        .join(CheckIn, col(CheckIn.id) == col(Answer.check_in_id))
        .where(CheckIn.person_id == person_id, Answer.kind == AnswerKind.TYPED)
        .order_by(col(Answer.id).desc())
    )
    return rows.first()


async def answered_or_asked(session: AsyncSession, scene_id: int, person_id: int | None = None) -> bool:
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


async def revisions_for(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> list[Revision]:
    """The revisions that concern one performer in one scene on one day, oldest first."""
    rows = await session.exec(
        select(Revision)
        .where(
            Revision.scene_id == scene_id,
            or_(col(Revision.shoot_day_id).is_(None), col(Revision.shoot_day_id) == shoot_day_id),
            or_(col(Revision.person_id).is_(None), col(Revision.person_id) == person_id),
        )
        .order_by(col(Revision.id))
    )
    return list(rows.all())


async def newest_revision(session: AsyncSession) -> int:
    """The number of the newest revision of all: what "after" means for an answer recorded now."""
    return (await session.exec(select(func.max(Revision.id)))).one() or 0


async def rider_of(session: AsyncSession, scene_id: int, person_id: int) -> Rider | None:
    """The newest rider of a performer for a scene."""
    rows = await session.exec(
        select(Rider)
        .where(Rider.scene_id == scene_id, Rider.person_id == person_id)
        .order_by(col(Rider.version).desc())
    )
    return rows.first()


async def riders_of(session: AsyncSession, scene_id: int, person_id: int) -> list[Rider]:
    """Every version of a performer's rider for a scene, the newest last."""
    rows = await session.exec(
        select(Rider).where(Rider.scene_id == scene_id, Rider.person_id == person_id).order_by(col(Rider.version))
    )
    return list(rows.all())


async def words_of(session: AsyncSession, answer_id: int) -> list[PrivateWords]:
    """The words that came with an answer, oldest first."""
    rows = await session.exec(
        select(PrivateWords).where(PrivateWords.answer_id == answer_id).order_by(col(PrivateWords.id))
    )
    return list(rows.all())


async def words_by(session: AsyncSession, person_id: int) -> list[PrivateWords]:
    """Every stored word of one performer, still sealed, oldest first."""
    rows = await session.exec(
        select(PrivateWords).where(PrivateWords.person_id == person_id).order_by(col(PrivateWords.id))
    )
    return list(rows.all())


async def all_words(session: AsyncSession) -> list[PrivateWords]:
    """Every stored word of every performer, still sealed, oldest first."""
    return list((await session.exec(select(PrivateWords).order_by(col(PrivateWords.id)))).all())
