"""What coordinators and deputies open, acknowledge and record."""

from bot.alerts import acknowledge
from bot.answers.recording import Outcome, Said, answer
from bot.answers.typed_messages import loose_notes
from bot.checkins.readiness import hurry_readiness
from bot.closed_sets.views import closed_set_detail
from bot.domain.disclosure import AlertDetail
from bot.domain.roles import Role
from bot.domain.standing import AnswerKind, RevisionKind, Source
from bot.facts import day_name, revision_now
from bot.parsing.questions import said
from bot.people import Actor, language_of
from bot.privacy.private_notes import note_reading, open_note, read_notes
from bot.terms.versions import Change, revise
from bot.terms.wording import limits_for
from bot.transaction import Transaction
from handlers.allowed import coordinator
from handlers.replies import NOTHING, NotForYou, Reply
from handlers.requests import Request
from messages import alert as alert_messages
from messages.blocks import Modal
from messages.language import Language
from messages.vocabulary import day_text
from storage import alerts, check_ins, closed_sets, people, productions, scenes, schedule, shoot_days, strips
from storage.alerts import CONFIDENTIAL, URGENT, Alert, AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn

WRITTEN = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED)


async def open_alert(transaction: Transaction, request: Request) -> Reply:
    """Show what an alert is about. Where nothing has to be acknowledged, opening it is enough."""
    alert = await alerts.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    if alert is None:
        raise NotForYou
    who = await coordinator(transaction, request, alert.production_id)
    if alert.kind not in URGENT:
        await acknowledge(transaction, alert, who.person)
    return Reply(
        modal=alert_messages.alert_modal(
            await language_of(transaction, who.person), await detail(transaction, alert, who)
        )
    )


async def may_read_notes(transaction: Transaction, who: Actor, production_id: int) -> str | None:
    """None when this person may read private words, else the name of the coordinator they are kept for."""
    if who.holds(production_id, [Role.COORDINATOR]):
        return None
    coordinators = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    there = await people.list_on_duty(transaction.session, production_id, transaction.now)
    handed_over = who.person in there and not any(other in there for other in coordinators)
    return None if handed_over or not coordinators else coordinators[0].name


async def detail(transaction: Transaction, alert: Alert, who: Actor) -> AlertDetail:
    """Everything behind an alert, as far as this reader may see it."""
    production = await productions.get(transaction.session, alert.production_id)
    kept_for = await may_read_notes(transaction, who, production.number)
    said = await transaction.session.get(Answer, alert.answer_id) if alert.answer_id is not None else None
    words, direction = ([], "") if kept_for else await notes_behind(transaction, alert)
    if (words or direction) and alert.person_id is not None:
        await note_reading(transaction, production.number, alert.person_id, who.person)
    day = await shoot_days.get(transaction.session, alert.shoot_day_id) if alert.shoot_day_id is not None else None
    film_scene = await scenes.get(transaction.session, alert.scene_id) if alert.scene_id is not None else None
    strip = await strips.find(transaction.session, film_scene.key, day.number) if film_scene and day else None
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
        scene=film_scene.label if film_scene else None,
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
        told=await left_open(transaction, alert, await language_of(transaction, who.person))
        if alert.kind is AlertKind.PROPOSED
        else (),
        closed_set=await closed_set_detail(transaction, alert),
    )


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
    lines = [alert_messages.proposed_line(tongue, one.label, one.hints) for one in proposed]
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


async def tap_acknowledge(transaction: Transaction, request: Request) -> Reply:
    """ "I have seen this": the repeats end, and the performer learns who has seen it."""
    alert = await alerts.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    if alert is None:
        raise NotForYou
    who = await coordinator(transaction, request, alert.production_id)
    await acknowledge(transaction, alert, who.person)
    return Reply(home=True)


async def asked_about(transaction: Transaction, request: Request) -> tuple[CheckIn, Actor]:
    """The check-in a coordinator's button or modal is about."""
    check_in = await check_ins.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    if check_in is None:
        raise NotForYou
    return check_in, await coordinator(transaction, request, check_in.production_id)


async def open_record(transaction: Transaction, request: Request) -> Reply:
    """The window to record what a performer said."""
    about, who = await asked_about(transaction, request)
    name = (await people.get(transaction.session, about.person_id)).name
    label = (await scenes.get(transaction.session, about.scene_id)).label
    return Reply(
        modal=alert_messages.record_modal(await language_of(transaction, who.person), name, label, about.number)
    )


async def record_answer(transaction: Transaction, request: Request) -> Reply:
    """Keep what a performer said in person or by phone: who recorded it, and when."""
    about, who = await asked_about(transaction, request)
    said = Said(
        AnswerKind(request.fields["answer"]),
        Source(request.fields["source"]),
        await revision_now(transaction, about),
        request.key,
        transaction.now,
        by=who.person,
    )
    outcome, _ = await answer(transaction, about, said)
    return Reply(modal=await left_meanwhile(transaction, about, who)) if outcome is Outcome.GONE else NOTHING


async def left_meanwhile(transaction: Transaction, check_in: CheckIn, who: Actor) -> Modal:
    """The scene has left the day while the window was open: nothing was recorded, and which days it has now."""
    production = await productions.get(transaction.session, check_in.production_id)
    tongue = await language_of(transaction, who.person)
    others = [
        row
        for row in await check_ins.list_of(transaction.session, check_in.person_id)
        if row.scene_id == check_in.scene_id
    ]
    left, *now = [
        day_text(tongue, day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id)))
        for row in (check_in, *others)
    ]
    label = (await scenes.get(transaction.session, check_in.scene_id)).label
    return alert_messages.left_modal(tongue, label, left, now)


async def open_reopen(transaction: Transaction, request: Request) -> Reply:
    """The window to ask everyone in a scene again."""
    about, who = await asked_about(transaction, request)
    label = (await scenes.get(transaction.session, about.scene_id)).label
    names = [
        (await people.get(transaction.session, row.person_id)).name
        for row in await check_ins.list_on(transaction.session, about.shoot_day_id)
        if row.scene_id == about.scene_id
    ]
    return Reply(
        modal=alert_messages.reopen_modal(await language_of(transaction, who.person), label, about.number, names)
    )


async def reopen(transaction: Transaction, request: Request) -> Reply:
    """The coordinator re-opens a scene: nothing in the terms has changed, everyone confirms again."""
    return await revise_day(transaction, request, RevisionKind.AS_BEFORE, None)


async def open_limits(transaction: Transaction, request: Request) -> Reply:
    """The window to record limits for the day."""
    about, who = await asked_about(transaction, request)
    label = (await scenes.get(transaction.session, about.scene_id)).label
    tongue = await language_of(transaction, who.person)
    return Reply(modal=alert_messages.limits_modal(tongue, label, about.number, await limits_for(transaction, about)))


async def limit(transaction: Transaction, request: Request) -> Reply:
    """Limits for the day, inside the unchanged rider: effective at once, everyone concerned is asked again."""
    return await revise_day(transaction, request, RevisionKind.LIMITS, request.fields["limits"])


async def revise_day(transaction: Transaction, request: Request, kind: RevisionKind, limits: str | None) -> Reply:
    """A revision by the coordinator for one scene on one day."""
    about, who = await asked_about(transaction, request)
    day = await shoot_days.get(transaction.session, about.shoot_day_id)
    change = Change(kind, who.person, day=day, limits=limits)
    await revise(transaction, await scenes.get(transaction.session, about.scene_id), change)
    await hurry_readiness(transaction, await productions.get(transaction.session, about.production_id), day)
    return NOTHING
