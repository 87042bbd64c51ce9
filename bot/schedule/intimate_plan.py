"""The plan of the intimate scenes before and after a change: what differs, and the coordinator told of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.checkins.asking import ask
from bot.checkins.consequences import touched
from bot.checkins.publishing import hurry_readiness
from bot.checkins.revisions import add_revision
from bot.domain.reasons import Reason, Why
from bot.domain.standing import RevisionKind
from bot.domain.times import local
from bot.domain.touches import Touch
from bot.facts import Part, call_of, parts_of_day
from bot.transaction import Transaction
from storage import check_ins, people, revisions, shoot_days, strips
from storage.productions import Production
from storage.revisions import Revision


@dataclass
class PlannedScene:
    """An intimate scene as it is planned: its days with their earliest call, who plays whom, and what is unclear."""

    days: dict[int, tuple[date, datetime]] = field(default_factory=dict)
    players: dict[str, int] = field(default_factory=dict)
    doubles: set[int] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    there: dict[int, set[int]] = field(default_factory=dict)

    def take(self, part: Part, call: datetime) -> None:
        """Add what one day says of it."""
        self.days[part.day.number] = (part.day.date, call)
        self.players |= {member.cast_id: member.person_id for member in part.members}
        self.doubles |= {member.person_id for member in part.members if member.double}
        self.unknown |= set(part.unknown)
        self.there[part.day.number] = {member.person_id for member in part.members}


IntimatePlan = Mapping[int, PlannedScene]


@dataclass(frozen=True)
class Change:
    """One thing the coordinator must hear of."""

    why: Touch
    scene_id: int
    person_id: int | None = None
    shoot_day_id: int | None = None


async def intimate_plan(transaction: Transaction, production: Production) -> IntimatePlan:
    """The confirmed intimate scenes of the days that are not over, by id; what is filmed is done."""
    found: dict[int, PlannedScene] = {}
    for day in await shoot_days.list_all(transaction.session, production.number):
        if day.wrapped_at is not None:
            continue
        for part in await parts_of_day(transaction, production, day):
            if not part.filmed:
                units = [strip.unit for strip in part.strips]
                call = await call_of(transaction, production, day, None, units)
                found.setdefault(part.scene.key, PlannedScene()).take(part, call)
    return found


async def tell_of_changes(transaction: Transaction, production: Production, before: IntimatePlan) -> None:
    """The plan was like this before: tell the coordinator of everything that has changed around intimate scenes."""
    after = await intimate_plan(transaction, production)
    today = local(transaction.now, production.time_zone).date()
    latest = transaction.now + timedelta(hours=production.notice_hours)
    for change in changes(before, after, today, latest):
        await touched(
            transaction,
            production,
            change.why,
            scene_id=change.scene_id,
            person_id=change.person_id,
            shoot_day_id=change.shoot_day_id,
        )
    for scene_id in sorted(before.keys() & after.keys()):
        others = came_or_went(before[scene_id], after[scene_id])
        limits = await revisions.list_limits(transaction.session, scene_id) if others else []
        if any(row.limits_of in others and row.partner_limits is not None for row in limits):
            await play_under_others(transaction, production, scene_id)


def came_or_went(was: PlannedScene, now: PlannedScene) -> set[int]:
    """Whoever is in a scene now and was not, or the other way round, on whichever day: their limits are read by day."""
    players = set(was.players.values()) ^ set(now.players.values())
    return players.union(*(was.there[day] ^ now.there[day] for day in was.there.keys() & now.there.keys()))


async def play_under_others(transaction: Transaction, production: Production, scene_id: int) -> None:
    """Somebody under whose limits the others play has left a scene, or is in it again: everybody confirms anew."""
    revision = Revision(scene_id=scene_id, kind=RevisionKind.LIMITS, recorded_at=transaction.now)
    await add_revision(transaction, production.number, revision)
    for day in await strips.list_days_of(transaction.session, scene_id):
        if day.wrapped_at is not None:
            continue
        for row in await check_ins.list_on(transaction.session, day.number):
            if row.scene_id == scene_id and row.asked_at is not None:
                who = await people.get(transaction.session, row.person_id)
                await ask(transaction, production, day, who, [row], Why(Reason.LIMITS, f"{revision.id}"))
        await hurry_readiness(transaction, production, day)


def changes(before: IntimatePlan, after: IntimatePlan, today: date, latest: datetime) -> Iterator[Change]:
    """What differs, scene by scene; `latest`: a call before it leaves no time for the notice."""
    for scene_id, now in after.items():
        was = before.get(scene_id, PlannedScene())
        yield from day_changes(scene_id, was, now, today, latest)
        if scene_id in before:
            yield from cast_changes(scene_id, was, now)


def day_changes(scene_id: int, was: PlannedScene, now: PlannedScene, today: date, latest: datetime) -> Iterator[Change]:
    """Days the scene has gained: today, or so near that the notice cannot be kept any more."""
    for number, (on, call) in now.days.items():
        if number in was.days:
            continue
        if on == today:
            yield Change(Touch.ONTO_TODAY, scene_id, shoot_day_id=number)
        elif call < latest:
            yield Change(Touch.INSIDE_NOTICE, scene_id, shoot_day_id=number)


def cast_changes(scene_id: int, was: PlannedScene, now: PlannedScene) -> Iterator[Change]:
    """Who is new in the scene, plays somebody's part from now on, or is in it no more."""
    there, stays = set(was.players.values()), set(now.players.values())
    recast = {now.players[cast_id] for cast_id, who in was.players.items() if now.players.get(cast_id, who) != who}
    for person_id in sorted(stays - there):
        why = Touch.RECAST if person_id in recast else Touch.PERFORMER_ADDED
        yield Change(Touch.DOUBLE_ADDED if person_id in now.doubles else why, scene_id, person_id)
    if now.unknown - was.unknown:
        yield Change(Touch.UNKNOWN_CAST, scene_id)
    for person_id in sorted(there - stays):
        yield Change(Touch.DROPPED, scene_id, person_id)
