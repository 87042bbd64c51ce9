"""What is kept about a person in closed sets: when they were on a list, came in, and were asked for."""

from typing import TypeVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from bot.domain.disclosure import DayName
from bot.domain.personal_data import (
    KeptClearance,
    KeptVisit,
    KeptWish,
)
from bot.facts import day_name
from bot.transaction import Transaction
from storage import people, scenes, shoot_days
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.productions import Production
from storage.rosters import Clearance, ClearanceAsked, Visitor

Place = TypeVar("Place", Clearance, Visitor, ClearanceAsked)


def is_about(place: type[Clearance | ClearanceAsked | Visitor], who: Person) -> ColumnElement[bool]:
    """Whether a row of a closed set is about somebody, who may have been known by their Slack id alone."""
    named = col(place.person_id) == who.number
    account = {Visitor: Visitor.slack_user, ClearanceAsked: ClearanceAsked.slack_user}.get(place)
    if account is not None and who.slack_user is not None:
        return or_(named, col(account) == who.slack_user)
    return named


async def in_closed_sets(
    transaction: Transaction, place: type[Place], who: Person, production: Production
) -> list[tuple[Place, ClosedSet]]:
    """A person's rows of one kind in a production's closed sets, each with its closed set, oldest first."""
    rows = await transaction.session.exec(
        select(place, ClosedSet)
        .join(ClosedSet, col(ClosedSet.id) == col(place.closed_set_id))
        .where(is_about(place, who), ClosedSet.production_id == production.number)
        .order_by(col(place.id))
    )
    return [(row, there) for row, there in rows.all()]


async def kept_clearances(transaction: Transaction, who: Person, production: Production) -> tuple[KeptClearance, ...]:
    """Every place somebody ever had on the list of a closed set."""
    rows = await in_closed_sets(transaction, Clearance, who, production)
    return tuple(
        [
            KeptClearance(
                *await place_of(transaction, production, there.scene_id, there.shoot_day_id),
                row.access,
                row.cleared_at,
                row.removed_at,
            )
            for row, there in rows
        ]
    )


async def kept_visits(transaction: Transaction, who: Person, production: Production) -> tuple[KeptVisit, ...]:
    """Every time somebody was in the channel of a closed set uncleared."""
    rows = await in_closed_sets(transaction, Visitor, who, production)
    return tuple(
        [
            KeptVisit(
                *await place_of(transaction, production, there.scene_id, there.shoot_day_id), row.seen_at, row.out_at
            )
            for row, there in rows
        ]
    )


async def kept_wishes(transaction: Transaction, who: Person, production: Production) -> tuple[KeptWish, ...]:
    """Every time an AD has asked for somebody."""
    rows = await in_closed_sets(transaction, ClearanceAsked, who, production)
    return tuple(
        [
            KeptWish(
                *await place_of(transaction, production, there.scene_id, there.shoot_day_id),
                row.access,
                (await people.get(transaction.session, row.asked_by)).name,
                row.asked_at,
                row.cleared_at,
            )
            for row, there in rows
        ]
    )


async def place_of(
    transaction: Transaction, production: Production, scene_id: int, shoot_day_id: int
) -> tuple[str, DayName]:
    """A scene and a day, as people call them."""
    day = await shoot_days.get(transaction.session, shoot_day_id)
    return (await scenes.get(transaction.session, scene_id)).label, day_name(production, day)
