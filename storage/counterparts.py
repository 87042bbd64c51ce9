"""What stands in the tables of what is on record as well, read as plain values: a damaged word stops nothing here."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, String, select, type_coerce
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.alerts import Alert
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.matters import Matter
from storage.rosters import Clearance
from storage.scenes import Scene
from storage.terms import Breakdown, Rider

Rows = Sequence[Row[Any]]


def spelled(column: Any) -> Any:
    """A word of a list as it is stored, whether or not the list still has it."""
    return type_coerce(col(column), String).label(column.key)


async def rows_of(session: AsyncSession, query: Any) -> Rows:
    """What a query of single columns finds."""
    found: Rows = (await session.exec(query)).all()
    return found


async def list_answers(session: AsyncSession, production_id: int) -> Rows:
    """Every answer of a production, with the check-in it is to."""
    query = (
        select(
            col(Answer.id),
            col(Answer.check_in_id),
            spelled(Answer.kind),
            spelled(Answer.source),
            col(Answer.shown_revision),
            col(Answer.rider_version),
            col(Answer.terms_version),
            col(Answer.recorded_at),
            col(CheckIn.scene_id),
            col(CheckIn.shoot_day_id),
            col(CheckIn.person_id),
        )
        .join(CheckIn, col(CheckIn.id) == col(Answer.check_in_id))
        .where(col(CheckIn.production_id) == production_id)
    )
    return await rows_of(session, query)


async def list_matters(session: AsyncSession, production_id: int) -> Rows:
    """Every matter of a production."""
    query = select(
        col(Matter.id),
        col(Matter.scene_id),
        col(Matter.person_id),
        col(Matter.opened_at),
        col(Matter.closed_at).is_not(None).label("closed"),
        spelled(Matter.closed_as),
    ).where(col(Matter.production_id) == production_id)
    return await rows_of(session, query)


async def list_alerts(session: AsyncSession, production_id: int) -> Rows:
    """Every alert of a production."""
    query = select(
        col(Alert.id),
        spelled(Alert.kind),
        col(Alert.person_id),
        col(Alert.raised_at),
        col(Alert.acknowledged_at).is_not(None).label("acknowledged"),
        col(Alert.ended_at).is_not(None).label("ended"),
    ).where(col(Alert.production_id) == production_id)
    return await rows_of(session, query)


async def list_cleared(session: AsyncSession, production_id: int) -> Rows:
    """Everybody who stands on a roster of a production now."""
    query = (
        select(
            col(Clearance.closed_set_id), col(Clearance.person_id), spelled(Clearance.access), col(Clearance.cleared_at)
        )
        .join(ClosedSet, col(ClosedSet.id) == col(Clearance.closed_set_id))
        .where(col(ClosedSet.production_id) == production_id, col(Clearance.removed_at).is_(None))
    )
    return await rows_of(session, query)


async def list_closed_sets(session: AsyncSession, production_id: int) -> Rows:
    """Every closed set of a production: whether its roster was approved, and its state."""
    query = select(
        col(ClosedSet.id),
        col(ClosedSet.approved_at).is_not(None).label("approved"),
        spelled(ClosedSet.state),
    ).where(col(ClosedSet.production_id) == production_id)
    return await rows_of(session, query)


async def list_riders(session: AsyncSession, production_id: int) -> Rows:
    """Every version of every rider of a production."""
    query = (
        select(
            col(Rider.scene_id),
            col(Rider.person_id),
            col(Rider.version),
            col(Rider.sent_at),
            col(Rider.in_force),
            col(Rider.notice_waived),
            col(Rider.recorded_at),
        )
        .join(Scene, col(Scene.id) == col(Rider.scene_id))
        .where(col(Scene.production_id) == production_id)
    )
    return await rows_of(session, query)


async def list_scene_terms(session: AsyncSession, production_id: int) -> Rows:
    """Every version of what the scenes of a production are made of."""
    query = (
        select(col(Breakdown.scene_id), col(Breakdown.version), col(Breakdown.recorded_at))
        .join(Scene, col(Scene.id) == col(Breakdown.scene_id))
        .where(col(Scene.production_id) == production_id)
    )
    return await rows_of(session, query)
