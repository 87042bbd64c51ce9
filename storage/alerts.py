"""Alerts to the coordinator: what needs a person, until somebody says they have seen it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.alert_kinds import CONFIDENTIAL, WRITTEN, AlertKind
from bot.domain.touches import Touch
from storage.columns import Instant, has_come, word
from storage.failed_rows import has_not_failed
from storage.row import Row

# The kinds stand with their rules on the pure ground; they are stored, and asked for, here.
__all__ = ["CONFIDENTIAL", "WRITTEN", "Alert", "AlertKind"]


class Alert(Row, table=True):
    """One thing the coordinator must know. `step` counts how often it was said; `next_at`: when it is said again.

    `begun_at` and `told_at`: the first telling, counted anew when it begins again, and the last. `gathered_on`: the day
    in whose one message it stands, while it is not urgent. `ended_at`: its matter is settled. `board_version` is the
    board an import made, for an alert about what that import left open. `typed_key` is the key of the typed words it is
    about; `lowered_at`: their performer has said that they are about no scene; `touch`: what has changed around one.
    """

    # An id is never given twice: buttons in Slack hold it.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    production_id: int = Field(foreign_key="production.id", index=True)
    kind: AlertKind = Field(sa_type=word(AlertKind))
    key: str = Field(unique=True)
    check_in_id: int | None = Field(default=None, foreign_key="checkin.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    scene_id: int | None = Field(default=None, foreign_key="scene.id")
    shoot_day_id: int | None = Field(default=None, foreign_key="shootday.id")
    closed_set_id: int | None = Field(default=None, foreign_key="closedset.id")
    board_version: int | None = None
    typed_key: str | None = Field(default=None, index=True)
    lowered_at: datetime | None = Field(default=None, sa_type=Instant)
    touch: Touch | None = Field(default=None, sa_type=word(Touch))
    since: datetime | None = Field(default=None, sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    raised_at: datetime = Field(sa_type=Instant)
    step: int = 0
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    begun_at: datetime | None = Field(default=None, sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    gathered_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")


async def find(session: AsyncSession, number: int) -> Alert | None:
    """The alert with this id."""
    return (await session.exec(select(Alert).where(Alert.id == number))).first()


async def find_by_key(session: AsyncSession, key: str) -> Alert | None:
    """The alert raised under this key, so that one cause raises one alert."""
    return (await session.exec(select(Alert).where(Alert.key == key))).first()


def not_ended() -> ColumnElement[bool]:
    """Whether the matter of an alert is still to be settled, as far as anybody knows."""
    return col(Alert.ended_at).is_(None)


async def list_open(session: AsyncSession, production_id: int) -> list[Alert]:
    """What nobody has acknowledged yet, oldest first."""
    rows = await session.exec(
        select(Alert)
        .where(Alert.production_id == production_id, col(Alert.acknowledged_at).is_(None), not_ended())
        .order_by(col(Alert.id))
    )
    return list(rows.all())


async def list_not_ended(session: AsyncSession, production_id: int) -> list[Alert]:
    """What is not settled yet, whether or not somebody has acknowledged it, oldest first."""
    rows = await session.exec(
        select(Alert).where(Alert.production_id == production_id, not_ended()).order_by(col(Alert.id))
    )
    return list(rows.all())


async def find_newest_about(session: AsyncSession, scene_id: int, person_id: int) -> Alert | None:
    """The newest alert about something a performer said of a scene."""
    rows = await session.exec(
        select(Alert)
        .where(Alert.scene_id == scene_id, Alert.person_id == person_id, col(Alert.answer_id).is_not(None))
        .order_by(col(Alert.id).desc())
    )
    return rows.first()


async def list_due(session: AsyncSession, now: datetime) -> list[Alert]:
    """Alerts that are not settled and whose next step has come, without those that have failed."""
    rows = await session.exec(
        select(Alert)
        .where(not_ended(), has_come(Alert.next_at, now), has_not_failed(Alert, Alert.id))
        .order_by(col(Alert.next_at), col(Alert.id))
    )
    return list(rows.all())


async def list_about(session: AsyncSession, kinds: Collection[AlertKind], **about: int | None) -> list[Alert]:
    """What is not settled of some kinds about these ids, by the names of their columns; None: whichever it is."""
    wanted = [getattr(Alert, name) == number for name, number in about.items() if number is not None]
    rows = await session.exec(
        select(Alert).where(not_ended(), col(Alert.kind).in_(kinds), *wanted).order_by(col(Alert.id))
    )
    return list(rows.all())


async def list_gathered(session: AsyncSession, production_id: int, on: date | None = None) -> list[Alert]:
    """What is gathered and nobody has looked at yet, oldest first; of one day's message or of all."""
    query = select(Alert).where(
        Alert.production_id == production_id,
        col(Alert.acknowledged_at).is_(None),
        col(Alert.gathered_on).is_not(None),
        not_ended(),
    )
    if on is not None:
        query = query.where(Alert.gathered_on == on)
    return list((await session.exec(query.order_by(col(Alert.id)))).all())


async def list_for_answer(session: AsyncSession, answer_id: int) -> list[Alert]:
    """The alerts an answer has raised."""
    return list((await session.exec(select(Alert).where(Alert.answer_id == answer_id))).all())


async def list_about_words(session: AsyncSession, typed_key: str) -> list[Alert]:
    """The alerts that typed words have raised, in whichever production."""
    return list((await session.exec(select(Alert).where(Alert.typed_key == typed_key))).all())


async def list_open_about(
    session: AsyncSession, production_id: int, person_id: int, kinds: Collection[AlertKind]
) -> list[Alert]:
    """The alerts of some kinds about one performer that nobody has acknowledged yet, oldest first."""
    rows = await session.exec(
        select(Alert)
        .where(
            Alert.production_id == production_id,
            Alert.person_id == person_id,
            col(Alert.kind).in_(kinds),
            col(Alert.acknowledged_at).is_(None),
        )
        .order_by(col(Alert.id))
    )
    return list(rows.all())


async def list_of_performer(session: AsyncSession, production_id: int, person_id: int, scene_id: int) -> list[Alert]:
    """The alerts behind which stands what a performer said of a scene, oldest first.

    What was typed is about no single scene.
    """
    rows = await session.exec(
        select(Alert)
        .where(
            Alert.production_id == production_id,
            Alert.person_id == person_id,
            col(Alert.kind).in_(CONFIDENTIAL),
            or_(col(Alert.scene_id) == scene_id, col(Alert.kind).in_(WRITTEN)),
        )
        .order_by(col(Alert.id))
    )
    return list(rows.all())


async def find_open_about(session: AsyncSession, production_id: int, kind: AlertKind, person_id: int) -> Alert | None:
    """The newest alert of one kind about a person that nobody has acknowledged yet."""
    rows = await session.exec(
        select(Alert)
        .where(
            Alert.production_id == production_id,
            Alert.kind == kind,
            Alert.person_id == person_id,
            col(Alert.acknowledged_at).is_(None),
        )
        .order_by(col(Alert.id).desc())
    )
    return rows.first()


async def list_conditions(session: AsyncSession, kind: AlertKind, **about: int) -> list[Alert]:
    """The alerts of one kind about these ids that tell of what still is so, seen or not."""
    wanted = [getattr(Alert, name) == number for name, number in about.items()]
    rows = await session.exec(
        select(Alert).where(Alert.kind == kind, col(Alert.until).is_(None), *wanted).order_by(col(Alert.id))
    )
    return list(rows.all())
