"""The coming days as each kind of reader may see them, gathered for lists and Home."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.checkins.moments import promised_by
from bot.closed_sets.lifetime import closed_set_lines
from bot.domain import times
from bot.domain.coordination import DayStanding, PerformerStanding, RiderLine, SceneTerms
from bot.domain.disclosure import DayName, PlanCall, PlanDay, PlanReadiness, PlanScene, SceneWord
from bot.domain.unreadable import listed
from bot.facts import Part, call_of, day_name, parts_of_day, rider_holds, scene_cast, standing_now
from bot.people import label_of
from bot.transaction import Transaction
from storage import answers, check_ins, closed_sets, due, people, readiness, scenes, shoot_days, strips, terms
from storage.due import DueKind
from storage.productions import Production
from storage.readiness import PublishedReadiness
from storage.scenes import Intimacy, Scene
from storage.shoot_days import ShootDay


async def shooting_date(transaction: Transaction, production: Production) -> date:
    """The date of "today" on set: a night shoot past midnight still belongs to the day before, until it wraps."""
    wall = times.local(transaction.now, production.time_zone)
    before = await shoot_days.find_on(transaction.session, production.number, wall.date() - timedelta(days=1))
    if wall.time() >= production.earliest_call or before is None or before.off or before.wrapped_at is not None:
        return wall.date()
    return before.date


async def coming_days(transaction: Transaction, production: Production) -> list[ShootDay]:
    """The shooting days from today on that have not wrapped."""
    today = await shooting_date(transaction, production)
    days = await shoot_days.list_all(transaction.session, production.number)
    return [day for day in days if day.date >= today and day.wrapped_at is None and not day.off]


async def next_intimate_day(transaction: Transaction, production: Production) -> ShootDay | None:
    """The next day with an intimate scene."""
    for day in await coming_days(transaction, production):
        if await parts_of_day(transaction, production, day):
            return day
    return None


# For plan.


async def plan_days(transaction: Transaction, production: Production) -> list[PlanDay]:
    """The days to come as everybody who plans may see them."""
    return [await plan_day(transaction, production, day) for day in await coming_days(transaction, production)]


async def plan_day(transaction: Transaction, production: Production, day: ShootDay) -> PlanDay:
    """A day as everybody who plans may see it: the board, the published words, how its closed sets stand."""
    parts = await parts_of_day(transaction, production, day)
    found = []
    for call in sorted(
        await shoot_days.list_calls(transaction.session, day.number),
        key=lambda call: (call.person_id is not None, call.at),
    ):
        who = call.unit
        if call.person_id is not None:
            caller = await people.get(transaction.session, call.person_id)
            who = await label_of(transaction, production.number, caller)
        found.append(PlanCall(who, call.at))
    return PlanDay(
        day_name(production, day),
        tuple(found),
        tuple(part.scene.label for part in parts),
        await last_readiness(transaction, production, day),
        await closed_set_lines(transaction, await closed_sets.list_on(transaction.session, day.number)),
    )


async def last_readiness(transaction: Transaction, production: Production, day: ShootDay) -> PlanReadiness | None:
    """The newest published word of each scene of a day; None when none has been published."""
    published = await readiness.get_published(transaction.session, day.number)
    if not published:
        return None
    order = [scene.key for _, scene in await strips.list_on(transaction.session, day.number)]
    rows = sorted(
        published.values(),
        key=lambda row: (order.index(row.scene_id) if row.scene_id in order else len(order), row.id),
    )
    filmed = await strips.list_filmed(transaction.session, day.number)
    words = [
        SceneWord((await scenes.get(transaction.session, row.scene_id)).label, row.word, row.scene_id in filmed)
        for row in rows
    ]
    return PlanReadiness(
        day_name(production, day),
        tuple(words),
        await known_at(transaction, production, day, rows),
        await promised_by(transaction, day),
        production.board_version,
    )


async def known_at(
    transaction: Transaction, production: Production, day: ShootDay, rows: list[PublishedReadiness]
) -> datetime:
    """The moment up to which the published words are known to hold: the last of the grid that was worked through."""
    newest = max(row.as_of for row in rows)
    planned = await due.find_by_key(transaction.session, f"{DueKind.WORDS}:{day.number}")
    if planned is None or planned.done_at is not None:
        return newest
    # A hurried word moves the planned moment off the grid; the last one that was worked through was on it.
    due_at = planned.due_by(transaction.now)
    following = times.next_grid(due_at, production.grid_minutes)
    if due_at == transaction.now:
        following = times.next_grid(transaction.now, production.grid_minutes)
    return max(newest, following - timedelta(minutes=production.grid_minutes))


async def plan_scene(transaction: Transaction, production: Production, scene: Scene) -> PlanScene:
    """A scene in the list of intimate scenes."""
    days: list[DayName] = [
        day_name(production, day) for day in await strips.list_days_of(transaction.session, scene.key)
    ]
    proposed = scene.intimacy is Intimacy.PROPOSED
    rows = [
        row for row in await closed_sets.list_of(transaction.session, production.number) if row.scene_id == scene.key
    ]
    standing = await closed_set_lines(transaction, rows)
    return PlanScene(scene.label, scene.set_name, proposed, scene.cut_at is not None, tuple(days), standing)


async def plan_scenes(transaction: Transaction, production: Production) -> list[PlanScene]:
    """The scenes that are intimate or proposed as such, as everybody who plans may see them."""
    found = await listed_scenes(transaction, production)
    return [await plan_scene(transaction, production, scene) for scene in found]


async def listed_scenes(transaction: Transaction, production: Production) -> list[Scene]:
    """The scenes that are intimate or proposed as such, the cut ones last."""
    known = await scenes.list_all(transaction.session, production.number)
    found = [one for one in known if one.may_be_intimate or one.intimacy is Intimacy.PROPOSED]
    return sorted(found, key=lambda one: one.cut_at is not None)


async def is_planned(transaction: Transaction, scene: Scene) -> bool:
    """Whether a scene stands on any day."""
    return bool(await strips.list_days_of(transaction.session, scene.key))


# For the coordination.


async def terms_of_scenes(transaction: Transaction, production: Production) -> list[SceneTerms]:
    """The scenes that are intimate or proposed as such, with the riders of their performers."""
    found = await listed_scenes(transaction, production)
    return [await scene_terms(transaction, production, scene) for scene in found]


async def without_rider(
    transaction: Transaction, production: Production, scenes: Sequence[Scene]
) -> list[tuple[str, str]]:
    """Who, in which scene, has no rider on record yet."""
    return [
        (await label_of(transaction, production.number, performer), scene.label)
        for scene in scenes
        for performer in await scene_cast(transaction, production, scene)
        if await terms.find_rider(transaction.session, scene.key, performer.number) is None
    ]


async def scene_terms(transaction: Transaction, production: Production, scene: Scene) -> SceneTerms:
    """A scene with the riders of its performers."""
    riders = []
    for performer in await scene_cast(transaction, production, scene):
        rider = await terms.find_rider(transaction.session, scene.key, performer.number)
        name = await label_of(transaction, production.number, performer)
        riders.append(RiderLine(name, rider.version if rider else None, bool(rider and rider.in_force)))
    hints = listed(scene.hints) if scene.intimacy is Intimacy.PROPOSED else ()
    made = await terms.find_breakdown(transaction.session, scene.key)
    return SceneTerms(
        await plan_scene(transaction, production, scene), tuple(riders), hints, made.version if made else None
    )


async def day_standing(transaction: Transaction, production: Production, day: ShootDay) -> DayStanding:
    """Who stands where on a day, and what the AD was told."""
    parts = await parts_of_day(transaction, production, day)
    asked = [part for part in parts if part.of_age or part.filmed]
    standings = [
        await performer_standing(transaction, production, part, who.person_id) for part in asked for who in part.members
    ]
    words = await last_readiness(transaction, production, day)
    return DayStanding(
        day_name(production, day),
        tuple(standing for standing in standings if standing is not None),
        words.scenes if words is not None else (),
        tuple((part.scene.label, cast_id) for part in parts for cast_id in part.unknown),
        tuple(part.scene.label for part in parts),
        tuple(part.scene.label for part in parts if part not in asked),
    )


async def performer_standing(
    transaction: Transaction, production: Production, part: Part, person_id: int
) -> PerformerStanding | None:
    """One performer's line in the coordinator's list; None for a scene filmed before anybody had to be asked."""
    check_in = await check_ins.find_for(transaction.session, part.scene.key, part.day.number, person_id)
    if check_in is None:
        return None
    said = await answers.list_to(transaction.session, check_in.number)
    last = said[-1] if said else None
    rider = await terms.find_rider(transaction.session, part.scene.key, person_id)
    call = await call_of(transaction, production, part.day, person_id, [strip.unit for strip in part.strips])
    return PerformerStanding(
        scene=part.scene.label,
        check_in_id=check_in.number,
        performer=await label_of(transaction, production.number, await people.get(transaction.session, person_id)),
        standing=await standing_now(transaction, check_in),
        answer=last.kind if last else None,
        source=last.source if last else None,
        said_at=last.said_at if last else None,
        rider_version=rider.version if rider else None,
        rider_holds=rider_holds(production, rider, call),
        by_hand=not check_in.automatic and check_in.asked_at is None,
    )
