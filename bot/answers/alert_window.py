"""What the coordinator's window behind an alert shows, as far as its reader may see it."""

from bot.alerts import acknowledge
from bot.answers.typed_messages import loose_notes
from bot.closed_sets.views import closed_set_detail
from bot.domain.alert_kinds import TAPPED
from bot.domain.disclosure import AlertDetail
from bot.domain.roles import Role
from bot.escalation import urgent_now
from bot.facts import day_name
from bot.parsing.questions import said
from bot.people import Actor
from bot.privacy.private_notes import Note, note_reading, open_note, read_notes
from bot.transaction import Transaction
from messages.alert import proposed_line
from messages.language import Language
from storage import alerts, answers, check_ins, closed_sets, people, productions, scenes, schedule, shoot_days, strips
from storage.alerts import CONFIDENTIAL, Alert, AlertKind
from storage.answers import Answer
from storage.productions import Production

# A window holds a hundred blocks, two for each thing.
MOST_GATHERED = 40
WRITTEN = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED)


async def open_alert(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Show what an alert is about. Where nothing has to be acknowledged, opening it is enough."""
    if not await urgent_now(transaction, alert):
        await acknowledge(transaction, alert, reader.person)
    return await alert_detail(transaction, alert, reader)


async def alert_detail(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Everything behind an alert. That private words were opened is kept."""
    production = await productions.get(transaction.session, alert.production_id)
    kept_for = await notes_kept_for(transaction, reader, production.number)
    answered = await answers_behind(transaction, alert)
    said = answered[-1] if answered else None
    words, direction = ([], "") if kept_for else await notes_behind(transaction, alert)
    if (words or direction) and alert.person_id is not None:
        await note_reading(transaction, production.number, alert.person_id, reader.person)
    day = await shoot_days.get(transaction.session, alert.shoot_day_id) if alert.shoot_day_id is not None else None
    scene = await scenes.get(transaction.session, alert.scene_id) if alert.scene_id is not None else None
    strip = await strips.find(transaction.session, scene.key, day.number) if scene and day else None
    channel = (
        await closed_sets.find(transaction.session, alert.closed_set_id) if alert.closed_set_id is not None else None
    )
    return AlertDetail(
        alert_id=alert.number,
        check_in_id=alert.check_in_id,
        kind=str(alert.kind),
        production=production.name,
        acknowledged=alert.acknowledged_at is not None,
        urgent=await urgent_now(transaction, alert),
        scene=scene.label if scene else None,
        day=day_name(production, day) if day else None,
        performer=(await people.get(transaction.session, alert.person_id)).name
        if alert.person_id is not None
        else None,
        answer=said.kind if said else None,
        said_at=said.said_at if said else None,
        zone=production.time_zone,
        rider_version=said.rider_version if said else None,
        filmed_at=strip.filmed_at if strip else None,
        words=tuple(words),
        direction=direction,
        words_kept_for=kept_for if alert.answer_id is not None or alert.kind in CONFIDENTIAL else None,
        since=alert.since if alert.until else None,
        until=alert.until,
        channel=f"#{channel.name}" if channel else None,
        told=await left_open(transaction, alert, reader.language) if alert.kind is AlertKind.PROPOSED else (),
        closed_set=await closed_set_detail(transaction, alert),
        earlier=tuple((one.kind, one.said_at) for one in answered[:-1]),
    )


async def gathered_now(transaction: Transaction, production: Production) -> tuple[list[AlertDetail], int]:
    """What is gathered and nobody has looked at yet, each in short; and how many more there are than fit."""
    waiting = await alerts.list_gathered(transaction.session, production.number)
    return [await in_short(transaction, production, alert) for alert in waiting[:MOST_GATHERED]], max(
        0, len(waiting) - MOST_GATHERED
    )


async def in_short(transaction: Transaction, production: Production, alert: Alert) -> AlertDetail:
    """What an alert is about, without anything that somebody said."""
    day = await shoot_days.get(transaction.session, alert.shoot_day_id) if alert.shoot_day_id is not None else None
    scene = await scenes.get(transaction.session, alert.scene_id) if alert.scene_id is not None else None
    who = await people.get(transaction.session, alert.person_id) if alert.person_id is not None else None
    return AlertDetail(
        alert_id=alert.number,
        check_in_id=None,
        kind=str(alert.kind),
        production=production.name,
        acknowledged=False,
        urgent=False,
        scene=scene.label if scene else None,
        day=day_name(production, day) if day else None,
        performer=who.name if who else None,
        answer=None,
        said_at=None,
        zone=production.time_zone,
        rider_version=None,
        filmed_at=None,
        words=None,
        direction="",
        words_kept_for=None,
        since=alert.since if alert.until else None,
        until=alert.until,
        channel=None,
    )


async def answers_behind(transaction: Transaction, alert: Alert) -> list[Answer]:
    """What a performer has said of a scene since the alert was raised, oldest first; the last is what it is about."""
    if alert.answer_id is None:
        return []
    newest = await answers.find(transaction.session, alert.answer_id)
    if newest is None or alert.kind not in TAPPED or alert.scene_id is None:
        return [newest] if newest is not None else []
    rows = await check_ins.list_of_scene(transaction.session, alert.scene_id, alert.person_id)
    said = [one for row in rows for one in await answers.list_to(transaction.session, row.number)]
    since = [one for one in said if alert.raised_at <= one.recorded_at and one.number <= newest.number]
    return sorted(since, key=lambda one: one.number) or [newest]


async def left_open(transaction: Transaction, alert: Alert, tongue: Language) -> tuple[str, ...]:
    """The scenes an import has proposed, why, and the questions its file left."""
    kept = (
        await schedule.find_import(transaction.session, alert.production_id, alert.board_version)
        if alert.board_version is not None
        else None
    )
    if kept is None:
        return ()
    proposed = [await scenes.get(transaction.session, number) for number in kept.proposed]
    lines = [proposed_line(tongue, one.label, one.hints) for one in proposed]
    return (*lines, *(said(question, tongue) for question in kept.questions))


async def notes_behind(transaction: Transaction, alert: Alert) -> tuple[list[str], str]:
    """The performer's words that belong to an alert, and which way they said it goes."""
    found: list[Note] = []
    if alert.answer_id is not None:
        for said in await answers_behind(transaction, alert):
            found += await read_notes(transaction, said.number, alert.production_id)
    if alert.person_id is not None and alert.kind in WRITTEN:
        found += [
            open_note(transaction, row) for row in await loose_notes(transaction, alert.person_id, alert.production_id)
        ]
    direction = next((words.direction for words in reversed(found) if words.direction), "")
    return [words.text for words in found if words.text], direction


async def notes_kept_for(transaction: Transaction, reader: Actor, production_id: int) -> str | None:
    """None when this person may read private words, else the name of the coordinator they are kept for."""
    if reader.holds(production_id, [Role.COORDINATOR]):
        return None
    coordinators = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    there = await people.list_on_duty(transaction.session, production_id, transaction.now)
    handed_over = reader.person in there and not any(other in there for other in coordinators)
    return None if handed_over or not coordinators else coordinators[0].name
