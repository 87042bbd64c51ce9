"""What becomes of private notes: who has read them, and what keeps them past their time."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import aliased
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.answers import Answer
from storage.columns import Instant
from storage.row import Row


class NoteReading(Row, table=True):
    """Somebody of the coordination has opened a performer's words. Which words, and what they say, is not kept."""

    __tablename__ = "wordsreading"
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reader_id: int = Field(foreign_key="person.id")
    read_at: datetime = Field(sa_type=Instant)


class NoteHold(Row, table=True):
    """A legal hold: the words of one performer in one production stay until a moment, unless it is lifted before."""

    __tablename__ = "wordshold"
    # An id is never given twice: buttons in Slack hold it.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: bytes
    reason_key: str
    placed_by: int = Field(foreign_key="person.id")
    placed_at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    lifted_by: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)

    def stands(self, at: datetime) -> bool:
        """Whether it keeps words at a moment."""
        return self.lifted_at is None and at < self.until


async def list_readings(session: AsyncSession, person_id: int) -> list[NoteReading]:
    """Who has read a performer's words and when, oldest first, in all productions."""
    rows = await session.exec(
        select(NoteReading).where(NoteReading.person_id == person_id).order_by(col(NoteReading.id))
    )
    return list(rows.all())


async def list_holds(session: AsyncSession, person_id: int) -> list[NoteHold]:
    """Every hold there has been on a performer's words, oldest first, in all productions."""
    rows = await session.exec(select(NoteHold).where(NoteHold.person_id == person_id).order_by(col(NoteHold.id)))
    return list(rows.all())


async def list_standing_holds(session: AsyncSession, at: datetime) -> list[NoteHold]:
    """The holds that keep words at a moment, oldest first, in all productions."""
    rows = await session.exec(
        select(NoteHold).where(col(NoteHold.lifted_at).is_(None), col(NoteHold.until) > at).order_by(col(NoteHold.id))
    )
    return list(rows.all())


class PrivateNote(Row, table=True):
    """A performer's own words, encrypted, apart from everything that is kept. `key` binds them to this row.

    `released_to` is the deputy whom the performer lets read them.
    """

    __tablename__ = "privatewords"
    # An id is never given twice: buttons in Slack hold it.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    key: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    production_id: int | None = Field(default=None, foreign_key="production.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id", index=True)
    released_to: int | None = Field(default=None, foreign_key="person.id")
    content: bytes
    written_at: datetime = Field(sa_type=Instant)


class NoteReader(Row, table=True):
    """Somebody whom the performers have been told of before they could read notes: for as long as they coordinate, or
    for one handover."""

    __tablename__ = "notereader"
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    duty_id: int | None = Field(default=None, foreign_key="duty.id")
    told_at: datetime = Field(sa_type=Instant)


async def find_reader(
    session: AsyncSession, production_id: int, person_id: int, duty_id: int | None
) -> NoteReader | None:
    """That performers have been told of a reader, on this ground."""
    rows = await session.exec(
        select(NoteReader)
        .where(
            NoteReader.production_id == production_id,
            NoteReader.person_id == person_id,
            NoteReader.duty_id == duty_id if duty_id is not None else col(NoteReader.duty_id).is_(None),
        )
        .order_by(col(NoteReader.id))
    )
    return rows.first()


async def list_notes_with(session: AsyncSession, answer_id: int) -> list[PrivateNote]:
    """The words that came with an answer, oldest first."""
    rows = await session.exec(
        select(PrivateNote).where(PrivateNote.answer_id == answer_id).order_by(col(PrivateNote.id))
    )
    return list(rows.all())


async def list_notes_keyed(session: AsyncSession, key: str) -> list[PrivateNote]:
    """The notes of one message that was typed."""
    rows = await session.exec(select(PrivateNote).where(PrivateNote.key == key).order_by(col(PrivateNote.id)))
    return list(rows.all()) if key else []


async def list_notes_by(session: AsyncSession, person_id: int) -> list[PrivateNote]:
    """Every stored word of one performer, still sealed, oldest first."""
    rows = await session.exec(
        select(PrivateNote).where(PrivateNote.person_id == person_id).order_by(col(PrivateNote.id))
    )
    return list(rows.all())


async def list_all_notes(session: AsyncSession) -> list[PrivateNote]:
    """Every stored word of every performer, still sealed, oldest first."""
    return list((await session.exec(select(PrivateNote).order_by(col(PrivateNote.id)))).all())


async def list_places(session: AsyncSession, person_id: int | None = None) -> list[tuple[int, int, int | None]]:
    """Each note that came with an answer, the check-in of that, and one that the same typed words were about.

    A note comes as often as there are check-ins of the last kind; of one performer or of everybody.
    """
    together = aliased(Answer)
    query = (
        select(PrivateNote.id, Answer.check_in_id, together.check_in_id)
        .join(Answer, col(Answer.id) == col(PrivateNote.answer_id))
        .outerjoin(together, col(together.typed_key) == col(Answer.typed_key))
        .order_by(col(PrivateNote.id), col(together.check_in_id))
    )
    if person_id is not None:
        query = query.where(PrivateNote.person_id == person_id)
    return [(note or 0, own, other) for note, own, other in (await session.exec(query)).all()]


async def find_hold(session: AsyncSession, number: int) -> NoteHold | None:
    """The hold with this id, if there is one."""
    return await session.get(NoteHold, number)
