"""What is stored, read as plain rows at one moment: who is who, what is planned, what is open. No rule of the bot's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

COORDINATOR, DEPUTY, FIRST_AD, PERFORMER = "coordinator", "deputy", "first_ad", "performer"

Key = tuple[int, int]
"""Two ids."""


@dataclass(frozen=True)
class CheckInRow:
    """Whose it is, of which scene on which day."""

    production: int
    scene: int
    day: int
    person: int
    asked: bool
    withdrawn: bool


@dataclass(frozen=True)
class MatterRow:
    """What the bot holds open, or held: whose, of which scene, which scenes it reaches, how much came in it."""

    person: int
    scene: int
    reach: frozenset[int]
    events: int
    closed: bool


@dataclass(frozen=True)
class Facts:
    """Everything that a plain reading needs to know."""

    users: dict[str, int]
    names: dict[int, str]
    productions: dict[str, int]
    roles: dict[Key, frozenset[str]]
    on_duty: dict[int, frozenset[int]]
    scenes: dict[int, tuple[int, str]]
    days: dict[int, str]
    over: frozenset[int]
    check_ins: dict[int, CheckInRow]
    board: dict[Key, frozenset[int]]
    matters: dict[int, MatterRow]
    riders: dict[Key, int]
    breakdowns: dict[int, int]
    limits: dict[Key, tuple[int, ...]]
    answers: list[tuple[int, int, str]]

    def holds(self, user: str, production: int) -> frozenset[str]:
        """The roles that count for somebody in a production: who performs there has no other."""
        held = self.roles.get((self.users.get(user, 0), production), frozenset())
        return frozenset({PERFORMER}) if PERFORMER in held else held

    def coordinates(self, user: str, production: int) -> bool:
        """Whether somebody is of the coordination."""
        return bool(self.holds(user, production) & {COORDINATOR, DEPUTY})

    def deputy_alone(self, production: int) -> bool:
        """Whether a deputy is on duty and no coordinator is."""
        there = [self.roles.get((person, production), frozenset()) for person in self.on_duty.get(production, ())]
        return any(DEPUTY in held for held in there) and not any(COORDINATOR in held for held in there)

    def terms(self, person: int, scene: int) -> tuple[object, ...]:
        """What a performer plays a scene under, by its versions."""
        return (
            self.riders.get((scene, person)),
            self.breakdowns.get(scene),
            self.limits.get((scene, person), ()),
        )


async def rows(session: AsyncSession, query: str) -> Sequence[Any]:
    """Plain rows."""
    return (await (await session.connection()).execute(text(query))).all()


async def facts_now(session: AsyncSession, now: datetime, after_answer: int) -> Facts:
    """All of it at this moment; of the answers those that came after one."""
    persons = await rows(session, "SELECT id, slack_user, name FROM person")
    productions = await rows(session, "SELECT id, short_name FROM production")
    scenes = await rows(session, "SELECT id, production_id, number FROM scene")
    days = await rows(session, "SELECT id, label, wrapped_at FROM shootday")
    answers = f"SELECT id, check_in_id, kind FROM answer WHERE id > {after_answer} ORDER BY id"
    riders = "SELECT scene_id, person_id, max(version) FROM rider GROUP BY scene_id, person_id"
    return Facts(
        users={user: number for number, user, _ in persons if user},
        names={number: name for number, _, name in persons},
        productions={short: number for number, short in productions},
        roles=await roles_held(session),
        on_duty=await on_duty(session, now),
        scenes={number: (production, name) for number, production, name in scenes},
        days={number: label for number, label, _ in days},
        over=frozenset(number for number, _, wrapped in days if wrapped is not None),
        check_ins=await all_check_ins(session),
        board=await board_now(session),
        matters=await all_matters(session),
        riders={(scene, person): version for scene, person, version in await rows(session, riders)},
        breakdowns=dict(await rows(session, "SELECT scene_id, max(version) FROM breakdown GROUP BY scene_id")),
        limits=await limits_now(session),
        answers=[(number, check_in, kind) for number, check_in, kind in await rows(session, answers)],
    )


async def roles_held(session: AsyncSession) -> dict[Key, frozenset[str]]:
    """Who holds which roles where."""
    found: dict[Key, frozenset[str]] = {}
    for person, production, role in await rows(session, "SELECT person_id, production_id, role FROM roleheld"):
        found[person, production] = found.get((person, production), frozenset()) | {role}
    return found


async def on_duty(session: AsyncSession, now: datetime) -> dict[int, frozenset[int]]:
    """Who is on duty where."""
    found: dict[int, frozenset[int]] = {}
    at = f"'{now.replace(tzinfo=None).isoformat(' ', 'microseconds')}'"
    query = (
        "SELECT duty.production_id, duty.person_id FROM duty JOIN person ON person.id = duty.person_id "
        f"WHERE person.deactivated_at IS NULL AND since <= {at} AND (until IS NULL OR until > {at})"
    )
    for production, person in await rows(session, query):
        found[production] = found.get(production, frozenset()) | {person}
    return found


async def all_check_ins(session: AsyncSession) -> dict[int, CheckInRow]:
    """Every check-in there ever was."""
    query = "SELECT id, production_id, scene_id, shoot_day_id, person_id, asked_at, withdrawn_at FROM checkin"
    return {
        number: CheckInRow(production, scene, day, person, asked is not None, withdrawn is not None)
        for number, production, scene, day, person, asked, withdrawn in await rows(session, query)
    }


async def board_now(session: AsyncSession) -> dict[Key, frozenset[int]]:
    """Who is in which intimate scene on which day that is not over."""
    cast = {
        (production, cast_id): person
        for production, cast_id, person in await rows(
            session, "SELECT production_id, cast_id, person_id FROM castmember"
        )
    }
    planned = await rows(
        session,
        "SELECT strip.scene_id, strip.shoot_day_id, strip.cast_ids, scene.production_id FROM strip "
        "JOIN scene ON scene.id = strip.scene_id JOIN shootday ON shootday.id = strip.shoot_day_id "
        "WHERE strip.removed_at IS NULL AND scene.cut_at IS NULL AND scene.intimacy = 'confirmed' "
        "AND shootday.wrapped_at IS NULL",
    )
    found: dict[Key, frozenset[int]] = {}
    for scene, day, cast_ids, production in planned:
        there = {cast[production, one] for one in json.loads(cast_ids) if (production, one) in cast}
        found[scene, day] = found.get((scene, day), frozenset()) | there
    return found


async def all_matters(session: AsyncSession) -> dict[int, MatterRow]:
    """Everything that is or was open."""
    events = dict(await rows(session, "SELECT matter_id, count(*) FROM matterevent GROUP BY matter_id"))
    reach: dict[int, set[int]] = {}
    for matter, scene in await rows(session, "SELECT matter_id, scene_id FROM matterscene"):
        reach.setdefault(matter, set()).add(scene)
    return {
        number: MatterRow(person, scene, frozenset(reach.get(number, ())), events.get(number, 0), closed is not None)
        for number, person, scene, closed in await rows(
            session, "SELECT id, person_id, scene_id, closed_at FROM matter"
        )
    }


async def limits_now(session: AsyncSession) -> dict[Key, tuple[int, ...]]:
    """The limits that hold, by scene and performer."""
    found: dict[Key, tuple[int, ...]] = {}
    query = "SELECT scene_id, limits_of, id FROM revision WHERE limits IS NOT NULL AND ended_at IS NULL ORDER BY id"
    for scene, person, number in await rows(session, query):
        found[scene, person or 0] = (*found.get((scene, person or 0), ()), number)
    return found
