"""What performers wrote in the conversation, without a word of it: when, what they said it is about, and what of it
nobody has read yet."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, or_, text
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, word
from storage.failed_rows import has_not_failed
from storage.row import Row


class About(StrEnum):
    """What a performer says under the receipt that their words are about. None of it closes anything."""

    SCENE = "scene"
    SOMETHING_ELSE = "something_else"
    NOTHING_CHANGES = "nothing_changes"


class Written(Row, table=True):
    """One thing a performer wrote, sent, changed or deleted. Its words stand apart, as a private note.

    `key` is the one of its answers, alerts and note. `place` is where and in which state Slack keeps it, so that what
    is heard and read counts once. `production_id` is empty while nobody has said which of several it is about.
    """

    key: str = Field(unique=True)
    place: str | None = Field(default=None, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    production_id: int | None = Field(default=None, foreign_key="production.id")
    about: About | None = Field(default=None, sa_type=word(About))
    written_at: datetime = Field(sa_type=Instant)


class UnreadWhy(StrEnum):
    """Why nobody may have read what a performer wrote."""

    CONVERSATION = "conversation"
    WHICH_PRODUCTION = "which_production"
    REQUEST = "request"


OPEN = text("ended_at IS NULL")


class Unread(Row, table=True):
    """A performer may have said something in one production that nobody there has read: With coordinator until then.

    `since`: from when the conversation has to be read; `key`: the words that no production has been named for.
    """

    __table_args__ = (Index("ix_unread_open", "person_id", sqlite_where=OPEN, postgresql_where=OPEN),)
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    why: UnreadWhy = Field(sa_type=word(UnreadWhy))
    key: str = ""
    since: datetime = Field(sa_type=Instant)
    begun_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: int | None = Field(default=None, foreign_key="person.id")


async def find_by_key(session: AsyncSession, key: str) -> Written | None:
    """What came under this key."""
    return (await session.exec(select(Written).where(Written.key == key))).first()


async def find_at(session: AsyncSession, place: str) -> Written | None:
    """What was taken from this place in Slack already."""
    return (await session.exec(select(Written).where(Written.place == place))).first()


async def list_keyed(session: AsyncSession, keys: Sequence[str]) -> list[Written]:
    """What came under some keys, oldest first."""
    rows = await session.exec(select(Written).where(col(Written.key).in_(keys)).order_by(col(Written.id)))
    return list(rows.all())


async def find_newest(session: AsyncSession, person_id: int, production_id: int | None = None) -> Written | None:
    """The newest thing a performer wrote: anywhere, or what may be about one production."""
    query = select(Written).where(Written.person_id == person_id)
    if production_id is not None:
        query = query.where(or_(col(Written.production_id).is_(None), col(Written.production_id) == production_id))
    return (await session.exec(query.order_by(col(Written.id).desc()))).first()


async def list_between(session: AsyncSession, person_id: int, first: int, last: int) -> list[Written]:
    """What a performer wrote from one thing to another, by their ids, both among it."""
    number = col(Written.id)
    rows = await session.exec(
        select(Written).where(Written.person_id == person_id, number >= first, number <= last).order_by(number)
    )
    return list(rows.all())


async def list_unread(session: AsyncSession, person_id: int, production_id: int | None = None) -> list[Unread]:
    """What of a performer's nobody has read yet, in all productions or in one."""
    query = select(Unread).where(Unread.person_id == person_id, col(Unread.ended_at).is_(None))
    if production_id is not None:
        query = query.where(Unread.production_id == production_id)
    return list((await session.exec(query.order_by(col(Unread.id)))).all())


async def list_people_unread(session: AsyncSession, production_id: int) -> set[int]:
    """The performers who may have said something in a production that nobody there has read."""
    query = select(Unread.person_id).where(Unread.production_id == production_id, col(Unread.ended_at).is_(None))
    return set((await session.exec(query)).all())


async def list_conversations_to_read(session: AsyncSession) -> list[Unread]:
    """The conversations that have to be read, oldest first, without those in which that has failed."""
    rows = await session.exec(
        select(Unread)
        .where(
            Unread.why == UnreadWhy.CONVERSATION,
            col(Unread.ended_at).is_(None),
            has_not_failed(Unread, Unread.id),
        )
        .order_by(col(Unread.id))
    )
    return list(rows.all())


async def is_unread(
    session: AsyncSession,
    person_id: int,
    production_id: int,
    until: datetime | None = None,
    why: UnreadWhy | None = None,
) -> bool:
    """Whether a performer may have said something in a production that nobody there has read, now or at a moment."""
    query = select(Unread.id).where(Unread.person_id == person_id, Unread.production_id == production_id)
    if why is not None:
        query = query.where(Unread.why == why)
    if until is None:
        query = query.where(col(Unread.ended_at).is_(None))
    else:
        ended = or_(col(Unread.ended_at).is_(None), col(Unread.ended_at) > until)
        query = query.where(col(Unread.begun_at) <= until, ended)
    return (await session.exec(query.limit(1))).first() is not None
