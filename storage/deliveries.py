"""The outbox: what must be said, to whom, and what became of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import Field, col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.unreadable import Spoiled
from storage.columns import NO_MOMENT, Instant, Structured, has_come, word
from storage.row import Row


class DeliveryState(StrEnum):
    """`sending` means a post was tried and its outcome is not known yet."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Priority(StrEnum):
    """Alerts overtake receipts, receipts overtake fan-outs. The values sort in that order."""

    ALERT = "1_alert"
    ANSWER = "2_answer"
    FAN_OUT = "3_fan_out"


class Template(StrEnum):
    """What a message says. Which writer writes each stands in bot/delivery/rendering.py."""

    CHECK_IN = "check_in"
    RECEIPT = "receipt"
    TYPED_RECEIPT = "typed_receipt"
    WITHDRAWN = "withdrawn"
    # No longer sent; what earlier versions have left in an outbox is dropped.
    SEEN = "seen"
    MORNING = "morning"
    NOTICE = "notice"
    USE_COMMANDS = "use_commands"
    READINESS = "words"
    RADIO = "radio"
    ALERT = "alert"
    GATHERED = "gathered"
    NOT_CLEARED = "not_cleared"
    CLOSED_SET_ADDED = "closed_set_added"
    CLOSED_SET_ALARM = "closed_set_alarm"
    CLOSED_SET_RIGHT = "closed_set_right"
    CLOSED_SET_WRAPPED = "closed_set_wrapped"
    CLOSURE = "closure"
    HANDOVER = "handover"
    DUTY_ENDED = "duty_ended"
    KEPT_UPDATE = "kept_update"
    OWN_DATA = "own_data"
    WORDS_GO = "words_go"
    PRODUCTION_GOES = "production_goes"
    HELP = "help"
    NEW_READER = "new_reader"
    RECORD_HEAD = "record_head"
    UNSAID = "unsaid"


class Delivery(Row, table=True):
    """One message to one person. Holds no words: it is written from what is true when it is sent.

    `held_until`: not before this moment of the production's clock, so that somebody can sleep; meanwhile it holds up
    nothing else.
    """

    # An id is never given twice: what rewrites a message names it.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    key: str = Field(unique=True)
    production_id: int | None = Field(default=None, foreign_key="production.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    template: Template = Field(sa_type=word(Template))
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=Structured(dict))
    priority: Priority = Field(sa_type=word(Priority))
    created_at: datetime = Field(sa_type=Instant)
    held_until: datetime | None = Field(default=None, sa_type=Instant)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=word(DeliveryState), index=True)
    nonce: str
    attempts: int = 0
    # Real time, not the production's clock: Slack's own limits do not move with it.
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    attempted_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    language: str | None = None
    version: int = 0
    channel: str | None = None
    ts: str | None = Field(default=None, index=True)
    failure: str | None = None

    def says(self, name: str) -> Any:
        """What its subject holds under a name; None where that is nothing, or nothing that can be read."""
        return None if isinstance(self.subject, Spoiled) else self.subject.get(name)

    def is_about(self, **about: Any) -> bool:
        """Whether these names and values are in its subject; one that cannot be read is about nothing.

        Asked here and not by the database, which fails as a whole where one subject is spoiled.
        """
        known = self.subject
        return not isinstance(known, Spoiled) and all(known.get(name) == value for name, value in about.items())


UNSENT = (DeliveryState.WAITING, DeliveryState.SENDING)


def not_held(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery may go at a moment of the production's clock, or is held until its reader is awake."""
    return or_(col(Delivery.held_until).is_(None), has_come(Delivery.held_until, now))


async def get(session: AsyncSession, number: int) -> Delivery:
    """The delivery with this id; it exists."""
    return (await session.exec(select(Delivery).where(Delivery.id == number))).one()


async def find_by_key(session: AsyncSession, key: str) -> Delivery | None:
    """The delivery with this key: a message that exists is not written a second time."""
    return (await session.exec(select(Delivery).where(Delivery.key == key))).first()


async def find_posted(session: AsyncSession, channel: str, ts: str) -> Delivery | None:
    """The delivery that stands in Slack there."""
    return (await session.exec(select(Delivery).where(Delivery.ts == ts, Delivery.channel == channel))).first()


async def find_next_held(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next delivery may go that is held at a moment, on the production's clock."""
    rows = await session.exec(
        select(func.min(Delivery.held_until)).where(
            col(Delivery.state).in_(UNSENT), col(Delivery.held_until) > now, col(Delivery.held_until) < NO_MOMENT
        )
    )
    return rows.one()


async def list_held(session: AsyncSession, production_id: int, now: datetime) -> list[Delivery]:
    """What of a production is held until a moment that is still to come, oldest first."""
    rows = await session.exec(
        select(Delivery)
        .where(Delivery.production_id == production_id, col(Delivery.state).in_(UNSENT), col(Delivery.held_until) > now)
        .order_by(col(Delivery.id))
    )
    return list(rows.all())


async def list_unsent_to(session: AsyncSession, person_id: int, template: Template, now: datetime) -> list[Delivery]:
    """What of one kind has not arrived at one person and may go at a moment, oldest first."""
    rows = await session.exec(
        select(Delivery)
        .where(
            Delivery.person_id == person_id,
            Delivery.template == template,
            col(Delivery.state).in_(UNSENT),
            not_held(now),
        )
        .order_by(col(Delivery.id))
    )
    return list(rows.all())


async def find_not_begun(session: AsyncSession, person_id: int, template: Template) -> Delivery | None:
    """The newest message of a kind to one person that nobody has begun to send."""
    rows = await session.exec(
        select(Delivery)
        .where(
            Delivery.person_id == person_id,
            Delivery.template == template,
            Delivery.state == DeliveryState.WAITING,
            col(Delivery.lease_until).is_(None),
        )
        .order_by(col(Delivery.id).desc())
    )
    return rows.first()


async def list_sent_since(
    session: AsyncSession, person_id: int, template: Template, since: datetime
) -> Sequence[datetime]:
    """When messages of a kind arrived at one person since a moment (UTC), oldest first."""
    arrived = col(Delivery.sent_at)
    rows = await session.exec(
        select(arrived)
        .where(Delivery.person_id == person_id, Delivery.template == template, arrived > since)
        .order_by(arrived)
    )
    return [moment for moment in rows.all() if moment is not None]


async def find_about(session: AsyncSession, person_id: int, template: Template, **about: Any) -> Delivery | None:
    """The message of a kind to one person about these names and values."""
    rows = await session.exec(
        select(Delivery)
        .where(Delivery.person_id == person_id, Delivery.template == template)
        .order_by(col(Delivery.id))
    )
    return next((row for row in rows.all() if row.is_about(**about)), None)


async def release_leases(session: AsyncSession) -> None:
    """Give up what a dead process of the only bot had taken on, so that it is looked at again at once."""
    await session.exec(update(Delivery).values(lease_until=None).where(col(Delivery.lease_until).is_not(None)))


async def list_unsent_about(session: AsyncSession, template: Template, **about: int) -> list[Delivery]:
    """What has not arrived of the messages of one kind about these ids (names and values in their subjects)."""
    rows = await session.exec(select(Delivery).where(Delivery.template == template, col(Delivery.state).in_(UNSENT)))
    return [row for row in rows.all() if row.is_about(**about)]


async def find_first_delivered(
    session: AsyncSession, template: Template, person_id: int, shoot_day_id: int, since: datetime
) -> datetime | None:
    """When the first message of a kind about a day arrived at a person, from a moment on (UTC)."""
    rows = await session.exec(
        select(Delivery)
        .where(Delivery.template == template, Delivery.person_id == person_id, Delivery.state == DeliveryState.SENT)
        .order_by(col(Delivery.id))
    )
    arrived = [row.sent_at for row in rows.all() if row.is_about(day=shoot_day_id)]
    return next((moment for moment in arrived if moment is not None and moment >= since), None)


def gathered(production_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    """What makes a delivery a state of one day's message of what is not urgent; its day is looked at afterwards."""
    # Written on that day in some time zone, or on the next, when its last state is posted.
    begins = datetime.combine(on, time(0), UTC) - timedelta(days=1)
    return (
        col(Delivery.template) == Template.GATHERED,
        col(Delivery.production_id) == production_id,
        col(Delivery.created_at) >= begins,
    )


async def list_gathered(session: AsyncSession, production_id: int, person_id: int, on: date) -> list[Delivery]:
    """The states of one day's message to one reader, posts and rewritings, oldest first."""
    rows = await session.exec(
        select(Delivery).where(*gathered(production_id, on), Delivery.person_id == person_id).order_by(col(Delivery.id))
    )
    return [row for row in rows.all() if row.is_about(on=on.isoformat())]


async def list_gathered_readers(session: AsyncSession, production_id: int, on: date) -> list[int]:
    """The ids of those who have one day's message."""
    rows = await session.exec(select(Delivery).where(*gathered(production_id, on)))
    return sorted({row.person_id for row in rows.all() if row.is_about(on=on.isoformat())})


async def was_sent_about(
    session: AsyncSession,
    template: Template,
    span: tuple[datetime, datetime],
    *,
    to: int | None = None,
    **about: int,
) -> bool:
    """Whether a message of a kind about these ids (names and values in its subject) was written after a moment.

    And not after another: it may be from a time to come, where the clock was set back. To one person, or to anybody.
    """
    since, until = span
    query = select(Delivery).where(
        Delivery.template == template, col(Delivery.created_at) > since, col(Delivery.created_at) <= until
    )
    rows = await session.exec(query if to is None else query.where(Delivery.person_id == to))
    return any(row.is_about(**about) for row in rows.all())
