"""Check-ins as they are shown: to performers their own days, to the coordination whom a check-in is about."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.checkins.settling import scenes_open_with, shown_of_performer, shown_of_scene
from bot.domain.coordination import AskedScene, OpenEvent, OpenMatter
from bot.domain.disclosure import OwnAnswer, OwnDay, OwnScene, WhoHasIt
from bot.domain.matters import Shown
from bot.domain.standing import Standing
from bot.escalation import called_next
from bot.facts import call_for_check_in, contact, contact_of, day_name, scene_cast, seal_revision, standing_of
from bot.people import label_of, labels_of
from bot.transaction import Transaction
from storage import alerts, answers, check_ins, matters, people, productions, scenes, shoot_days, strips
from storage.alerts import Alert
from storage.check_ins import CheckIn
from storage.matters import Matter
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay

# For performers: their own.


async def own_scenes(transaction: Transaction, rows: Sequence[CheckIn]) -> tuple[OwnScene, ...]:
    """A performer's scenes as they may see them."""
    found = []
    for row in rows:
        scene = await scenes.get(transaction.session, row.scene_id)
        found.append(
            OwnScene(
                row.number,
                scene.label,
                scene.set_name,
                await seal_revision(transaction, row),
                await standing_of(transaction, row),
            )
        )
    return tuple(found)


async def own_day(transaction: Transaction, production: Production, day: ShootDay, rows: Sequence[CheckIn]) -> OwnDay:
    """A performer's day: call, scenes, whom to phone."""
    call = await call_for_check_in(transaction, production, day, rows[0]) if rows else None
    return OwnDay(
        day_name(production, day), call, await own_scenes(transaction, rows), await contact(transaction, production)
    )


async def own_day_of(transaction: Transaction, rows: Sequence[CheckIn]) -> OwnDay:
    """A performer's day, from their check-ins of it."""
    production = await productions.get(transaction.session, rows[0].production_id)
    return await own_day(transaction, production, await shoot_days.get(transaction.session, rows[0].shoot_day_id), rows)


async def asked_by_day(
    transaction: Transaction, performer: Person, production: Production | None = None
) -> list[list[CheckIn]]:
    """The check-ins a performer was asked about and that are not over, day by day; of one production or of all."""
    by_day: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_of(transaction.session, performer.number):
        here = row.asked_at is not None and (production is None or row.production_id == production.number)
        if here and (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None:
            by_day.setdefault(row.shoot_day_id, []).append(row)
    return list(by_day.values())


async def own_days(transaction: Transaction, by_day: Sequence[Sequence[CheckIn]]) -> tuple[OwnDay, ...]:
    """A performer's days, the next one first."""
    return tuple(sorted([await own_day_of(transaction, rows) for rows in by_day], key=lambda day: day.day.date))


async def own_answer(transaction: Transaction, row: CheckIn) -> OwnAnswer:
    """The last thing the performer said to one check-in, where it stands, and who has it."""
    production = await productions.get(transaction.session, row.production_id)
    day = day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id))
    label = (await scenes.get(transaction.session, row.scene_id)).label
    said = await answers.list_to(transaction.session, row.number)
    last = said[-1] if said else None
    stands = await standing_of(transaction, row)
    held = await who_has_it(transaction, row) if stands is Standing.WITH_COORDINATOR else None
    return OwnAnswer(label, day, last.kind if last else None, last.said_at if last else None, stands, held)


async def who_has_it(transaction: Transaction, row: CheckIn) -> WhoHasIt:
    """Who has what a performer said of a scene, or is called next: read anew each time it is looked at."""
    production = await productions.get(transaction.session, row.production_id)
    told = await alerts.list_of_performer(transaction.session, production.number, row.person_id, row.scene_id)
    waiting = [alert for alert in told if alert.acknowledged_at is None]
    who = WhoHasIt(await contact(transaction, production), production.time_zone)
    if waiting:
        return await who_is_called(transaction, production, waiting[0], who)
    seen = [alert.acknowledged_by for alert in told if alert.acknowledged_by is not None]
    if not seen:
        return who
    reader = await people.get(transaction.session, seen[-1])
    number = await contact_of(transaction, production, reader) if reader.reachable else who.coordinator
    return replace(who, seen_by=reader.name, coordinator=number)


async def who_is_called(transaction: Transaction, production: Production, alert: Alert, who: WhoHasIt) -> WhoHasIt:
    """While nobody has seen it: who is told besides whoever is told first, and from when."""
    at, everybody = await called_next(transaction, production, alert)
    others = [one.name for one in everybody if one.name != who.coordinator.name]
    return replace(who, deputies=tuple(others), deputies_at=at, called=transaction.now >= at)


# For the coordination.


async def asked_performer(transaction: Transaction, check_in: CheckIn, *, again: bool = False) -> AskedScene:
    """What a window about one performer in a scene shows."""
    return await asked_scene(transaction, check_in, await shown_of_performer(transaction, check_in), again=again)


async def asked_everybody(transaction: Transaction, check_in: CheckIn, *, again: bool = False) -> AskedScene:
    """What a window about everybody in a scene shows."""
    return await asked_scene(transaction, check_in, await shown_of_scene(transaction, check_in), again=again)


async def asked_scene(transaction: Transaction, check_in: CheckIn, shown: Shown, *, again: bool) -> AskedScene:
    """The scene a check-in is about, whose it is, everybody who is asked that day, and what is open."""
    together = await check_ins_together(transaction, check_in)
    rest = [number for number in await scenes_open_with(transaction, shown) if number != check_in.scene_id]
    labels = [(await scenes.get(transaction.session, number)).label for number in rest]
    everybody = [await people.get(transaction.session, row.person_id) for row in together]
    performer = await people.get(transaction.session, check_in.person_id)
    return AskedScene(
        check_in.number,
        (await scenes.get(transaction.session, check_in.scene_id)).label,
        await label_of(transaction, check_in.production_id, performer),
        tuple(await labels_of(transaction, check_in.production_id, everybody)),
        await open_matters(transaction, shown, check_in.scene_id),
        shown,
        again,
        besides=tuple(labels),
        rest_is_off=not any([await is_on_board(transaction, number) for number in rest]),
    )


async def is_on_board(transaction: Transaction, scene_id: int) -> bool:
    """Whether a scene is planned for any day."""
    scene = await scenes.get(transaction.session, scene_id)
    return scene.cut_at is None and bool(await strips.list_standing_of(transaction.session, scene_id))


async def open_matters(transaction: Transaction, shown: Shown, scene_id: int | None = None) -> tuple[OpenMatter, ...]:
    """The matters somebody is shown, each for the scene in question, else for its own."""
    found = []
    for number, newest in shown.matters:
        matter = await matters.find(transaction.session, number)
        assert matter is not None
        reached = await matters.list_scenes(transaction.session, number)
        found.append(await open_matter(transaction, matter, newest, scene_id or reached[0]))
    return tuple(found)


async def open_matter(transaction: Transaction, matter: Matter, newest: int, scene_id: int) -> OpenMatter:
    """One matter, with everything that came in it."""
    production = await productions.get(transaction.session, matter.production_id)
    scene = await scenes.get(transaction.session, scene_id)
    performer = await people.get(transaction.session, matter.person_id)
    events = []
    for event in await matters.list_events(transaction.session, matter.number):
        by = await people.get(transaction.session, event.recorded_by) if event.recorded_by is not None else None
        events.append(OpenEvent(event.kind, event.at, by.name if by is not None else ""))
    plays = matter.person_id in [one.number for one in await scene_cast(transaction, production, scene)]
    return OpenMatter(
        (matter.number, newest),
        scene.key,
        scene.label,
        await label_of(transaction, production.number, performer),
        not plays or scene.key != matter.scene_id,
        production.time_zone,
        # What is about several scenes or days, as typed words are, came once.
        tuple(event for event, _ in groupby(events)),
        tuple(
            [
                (await scenes.get(transaction.session, number)).label
                for number in await matters.list_scenes(transaction.session, matter.number)
                if number != scene_id
            ]
        ),
    )


async def check_ins_together(transaction: Transaction, check_in: CheckIn) -> list[CheckIn]:
    """The check-ins of a scene on a day."""
    rows = await check_ins.list_on(transaction.session, check_in.shoot_day_id)
    return [row for row in rows if row.scene_id == check_in.scene_id]
