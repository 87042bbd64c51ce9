"""Alerts to the coordinator: what needs a person, until somebody says they have seen it."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.touches import Touch
from storage.columns import Instant, word
from storage.row import Row


class AlertKind(StrEnum):
    """Why the coordinator is told."""

    CHANGE = "change"
    CALL_ME = "call_me"
    TYPED = "typed"
    ANSWERED_SINCE = "answered_since"
    WROTE = "wrote"
    DELETED = "deleted"
    SILENCE_EVENING = "silence_evening"
    SILENCE_AT_CALL = "silence_at_call"
    ASK_IN_PERSON = "ask_in_person"
    MOVED = "moved"
    CUT = "cut"
    NOTICE = "notice"
    TURNAROUND = "turnaround"
    UNREACHABLE = "unreachable"
    NO_DUTY = "no_duty"
    PROPOSED = "proposed"
    OFFLINE = "offline"
    CLOSED_SET = "closed_set"
    ADDED = "added"
    HOLD = "hold"
    ROSTER = "roster"
    ROSTER_MOVED = "roster_moved"
    ASKED = "asked"
    LEFT = "left"
    FOLLOW_UP = "follow_up"
    NEEDS_COORDINATOR = "needs_coordinator"
    OPEN_HERE = "open_here"
    FILE = "file"
    RECORDING = "recording"
    SAYS_NOTHING_CHANGES = "says_nothing_changes"
    REACTED = "reacted"
    UNREAD = "unread"
    BY_DEPUTY = "by_deputy"
    OFF_DUTY = "off_duty"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_ASKED = "account_asked"
    PLAN_TOUCHED = "plan_touched"


# Behind these stands what a performer said, perhaps in their own words.
WRITTEN = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED, AlertKind.FILE, AlertKind.RECORDING)
CONFIDENTIAL = (AlertKind.CHANGE, AlertKind.CALL_ME, *WRITTEN)
# These wait for "I have seen this" and come again until then; the others are said once.
URGENT = (*CONFIDENTIAL, AlertKind.CLOSED_SET, AlertKind.UNREAD, AlertKind.ACCOUNT_CLOSED)
# Opening one of these is not enough: it waits until somebody has decided.
DECIDED = (AlertKind.ACCOUNT_ASKED,)


class Alert(Row, table=True):
    """One thing the coordinator must know. `step` counts how often it was said; `next_at`: when it is said again.

    `board_version` is the board an import made, for an alert about what that import left open. `typed_key` is the key
    of the typed words it is about; `lowered_at`: their performer has said that they are about no scene; `touch`: what
    has changed around a scene.
    """

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
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def urgent(self) -> bool:
        """Whether it is said again until somebody has seen it."""
        return self.kind in URGENT and self.lowered_at is None


async def find(session: AsyncSession, number: int) -> Alert | None:
    """The alert with this id."""
    return (await session.exec(select(Alert).where(Alert.id == number))).first()


async def find_by_key(session: AsyncSession, key: str) -> Alert | None:
    """The alert raised under this key, so that one cause raises one alert."""
    return (await session.exec(select(Alert).where(Alert.key == key))).first()


async def list_open(session: AsyncSession, production_id: int) -> list[Alert]:
    """What nobody has acknowledged yet, oldest first."""
    rows = await session.exec(
        select(Alert)
        .where(Alert.production_id == production_id, col(Alert.acknowledged_at).is_(None))
        .order_by(col(Alert.id))
    )
    return list(rows.all())


async def list_due(session: AsyncSession, now: datetime) -> list[Alert]:
    """Unacknowledged alerts whose next step has come."""
    rows = await session.exec(
        select(Alert)
        .where(col(Alert.acknowledged_at).is_(None), col(Alert.next_at) <= now)
        .order_by(col(Alert.next_at))
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
