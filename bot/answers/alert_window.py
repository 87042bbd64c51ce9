"""What the coordinator's window behind an alert shows, as far as its reader may see it."""

from bot.alerts import acknowledge
from bot.answers.typed_messages import loose_notes
from bot.closed_sets.views import closed_set_detail
from bot.domain.disclosure import AlertDetail, WhoseAccount
from bot.domain.roles import Role
from bot.domain.touches import Touch
from bot.facts import day_name
from bot.parsing.questions import said
from bot.people import Actor, label_of
from bot.privacy.private_notes import note_reading, open_note, read_notes
from bot.transaction import Transaction
from messages.alert import proposed_line
from messages.language import Language
from storage import accounts, closed_sets, people, productions, scenes, schedule, shoot_days, strips
from storage.alerts import CONFIDENTIAL, DECIDED, URGENT, Alert, AlertKind
from storage.answers import Answer

WRITTEN = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED)


async def open_alert(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Show what an alert is about. Where nothing has to be acknowledged, opening it is enough."""
    if alert.kind not in (*URGENT, *DECIDED):
        await acknowledge(transaction, alert, reader.person)
    return await alert_detail(transaction, alert, reader)


async def alert_detail(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Everything behind an alert. That private words were opened is kept."""
    production = await productions.get(transaction.session, alert.production_id)
    kept_for = await notes_kept_for(transaction, reader, production.number)
    said = await transaction.session.get(Answer, alert.answer_id) if alert.answer_id is not None else None
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
        urgent=alert.kind in URGENT,
        scene=scene.label if scene else None,
        day=day_name(production, day) if day else None,
        performer=await name_of(transaction, alert),
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
        told=await told_besides(transaction, alert, reader.language),
        closed_set=await closed_set_detail(transaction, alert),
        touch=alert.touch,
        whose=await whose_account(transaction, alert),
    )


async def name_of(transaction: Transaction, alert: Alert) -> str | None:
    """Whom an alert is about, told apart from anybody of the same name."""
    if alert.person_id is None:
        return None
    return await label_of(transaction, alert.production_id, await people.get(transaction.session, alert.person_id))


async def whose_account(transaction: Transaction, alert: Alert) -> WhoseAccount | None:
    """The account an alert asks about, while nobody has answered."""
    if alert.kind is not AlertKind.ACCOUNT_ASKED or alert.person_id is None:
        return None
    asked = await accounts.find_asked_of(transaction.session, alert.production_id, alert.person_id)
    if asked is None:
        return None
    who = await people.get(transaction.session, alert.person_id)
    return WhoseAccount(asked.number, asked.slack_user, await name_of(transaction, alert) or "", who.in_person)


async def told_besides(transaction: Transaction, alert: Alert, tongue: Language) -> tuple[str, ...]:
    """What an import left to look at, or what the text of a scene says now."""
    if alert.kind is AlertKind.PROPOSED:
        return await left_open(transaction, alert, tongue)
    if alert.touch not in (Touch.TEXT, Touch.MORE_SUGGESTED) or alert.scene_id is None:
        return ()
    scene = await scenes.get(transaction.session, alert.scene_id)
    words = [", ".join(scene.hints)] if alert.touch is Touch.MORE_SUGGESTED else []
    return tuple(line for line in (scene.synopsis, *words) if line)


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
    found = []
    if alert.answer_id is not None:
        found = await read_notes(transaction, alert.answer_id, alert.production_id)
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
