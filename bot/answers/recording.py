"""What performers say: kept at the tap, told to the coordinator, never replaced."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.alerts import end, raise_about
from bot.checkins.publishing import hurry_readiness
from bot.checkins.views import own_day_of, who_has_it
from bot.closed_sets.lifetime import hold_closed_set
from bot.domain.alert_kinds import SILENT
from bot.domain.outcomes import AnswerTaken, LeftDay, MoreAsked, Overtaken
from bot.domain.record_kinds import RecordKind
from bot.domain.standing import CHANGES, AnswerKind, Source
from bot.escalation import read_from
from bot.facts import OUT_OF_DATE, can_be_read, contact, day_name, is_with_coordinator, revision_now
from bot.matters import note_answer, note_words, related_scenes
from bot.outbox import send
from bot.privacy.private_notes import Note, keep_note
from bot.record import record
from bot.terms.wording import keep_shown_terms, own_terms
from bot.transaction import Transaction
from storage import alerts, answers, check_ins, people, productions, revisions, scenes, shoot_days, strips, terms
from storage.alerts import AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import Person


class Outcome(StrEnum):
    """What became of an answer."""

    RECORDED = "recorded"
    OUTDATED = "outdated"
    GONE = "gone"
    AFTER_FILMING = "after_filming"


@dataclass(frozen=True)
class Said:
    """An answer as it came: `shown` is the revision its button was about, `key` the same for every repeat.

    `typed_key` names the typed words it came from.
    """

    kind: AnswerKind
    source: Source
    shown: int
    key: str
    at: datetime
    by: Person | None = None
    typed_key: str | None = None


async def answer(transaction: Transaction, check_in: CheckIn, said: Said) -> tuple[Outcome, Answer | None]:
    """Take an answer to a check-in. A change always counts; "as agreed" only about what holds now.

    Whatever becomes of it, whoever tapped gets the receipt: that one is missing would tell.
    """
    if check_in.withdrawn_at is not None:
        return await answer_about_left_day(transaction, check_in, said)
    if await repeats(transaction, check_in, said):
        await send_receipt(transaction, check_in, said)
        return Outcome.RECORDED, (await answers.list_to(transaction.session, check_in.number))[-1]
    if said.kind is AnswerKind.AS_AGREED and not await terms_readable(transaction, check_in):
        # Nobody can say what it would confirm.
        said = replace(said, shown=OUT_OF_DATE)
    if await is_overtaken(transaction, check_in, said):
        return Outcome.OUTDATED, await record_answer(transaction, check_in, said, tell=False)
    kept = await record_answer(transaction, check_in, said)
    return (Outcome.AFTER_FILMING if await filmed(transaction, check_in) else Outcome.RECORDED), kept


async def terms_readable(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether what an answer would confirm can be read."""
    rider = await terms.find_rider(transaction.session, check_in.scene_id, check_in.person_id)
    return await can_be_read(transaction, check_in.scene_id, check_in.person_id, rider)


async def record_answer(
    transaction: Transaction, check_in: CheckIn, said: Said, *, tell: bool = True, receipt: bool = True
) -> Answer:
    """All that an answer brings about.

    Kept, on record, joined to what is open, the AD's word hurried, the coordinator told, the receipt.
    """
    kept = await append(transaction, check_in, said)
    await put_on_record(transaction, check_in, kept)
    is_open = bool(await note_answer(transaction, check_in, kept))
    await hurry(transaction, check_in)
    for silence in await alerts.list_about(transaction.session, SILENT, check_in_id=check_in.number):
        await end(transaction, silence)
    if tell:
        await tell_coordinator(transaction, check_in, kept, is_open=is_open)
    if receipt:
        await send_receipt(transaction, check_in, said)
    return kept


async def answer_about_left_day(transaction: Transaction, left: CheckIn, said: Said) -> tuple[Outcome, Answer | None]:
    """An answer on the message of a day that the scene, or the performer, has left. A change counts all the same.

    It belongs to the scene, on whatever day that is played.
    """
    if said.kind not in CHANGES:
        return Outcome.GONE, await record_answer(transaction, left, said, tell=False)
    if await repeats(transaction, left, said):
        await send_receipt(transaction, left, said)
        kept = (await answers.list_to(transaction.session, left.number))[-1]
    else:
        kept = await record_answer(transaction, left, said)
    return (Outcome.AFTER_FILMING if await all_filmed(transaction, left.scene_id) else Outcome.RECORDED), kept


async def all_filmed(transaction: Transaction, scene_id: int) -> bool:
    """Whether a scene that is on the board has been filmed wherever it stands."""
    planned = await strips.list_standing_of(transaction.session, scene_id)
    return bool(planned) and all(strip.filmed_at is not None for strip in planned)


async def is_overtaken(transaction: Transaction, check_in: CheckIn, said: Said) -> bool:
    """Whether "as agreed" was tapped on a message about terms that no longer hold."""
    return said.kind is AnswerKind.AS_AGREED and said.shown != await revision_now(transaction, check_in)


async def repeats(transaction: Transaction, check_in: CheckIn, said: Said) -> bool:
    """Whether this only says again what the last answer said: a double tap is one answer."""
    before = await answers.list_to(transaction.session, check_in.number)
    if not before or said.source is not Source.TAP:
        return False
    last = before[-1]
    same = last.kind is said.kind and last.source is said.source and last.shown_revision == said.shown
    # Asked again since: then the same answer is news.
    return same and last.after_revision == await revisions.find_newest(transaction.session)


async def append(transaction: Transaction, check_in: CheckIn, said: Said) -> Answer:
    """Append the answer, with the versions of what was agreed that hold now."""
    made = await terms.find_breakdown(transaction.session, check_in.scene_id)
    rider = await terms.find_rider(transaction.session, check_in.scene_id, check_in.person_id)
    kept = Answer(
        check_in_id=check_in.number,
        key=said.key,
        typed_key=said.typed_key,
        kind=said.kind,
        source=said.source,
        shown_revision=said.shown,
        after_revision=await revisions.find_newest(transaction.session),
        rider_version=rider.version if rider else None,
        terms_version=made.version if made else None,
        said_at=said.at,
        recorded_at=transaction.now,
        recorded_by=said.by.number if said.by else None,
    )
    transaction.session.add(kept)
    await transaction.session.flush()
    return kept


async def put_on_record(transaction: Transaction, check_in: CheckIn, kept: Answer) -> None:
    """What was answered, about which versions: on record without a word of them."""
    await record(
        transaction,
        check_in.production_id,
        RecordKind.ANSWERED,
        about=check_in.person_id,
        by=kept.recorded_by,
        check_in=check_in.number,
        scene=check_in.scene_id,
        day=check_in.shoot_day_id,
        answer=kept.number,
        kind_of_answer=kept.kind,
        source=kept.source,
        revision=kept.shown_revision,
        rider=kept.rider_version,
        scene_terms=kept.terms_version,
        terms=await keep_shown_terms(transaction, check_in, kept),
    )


async def hurry(transaction: Transaction, check_in: CheckIn) -> None:
    """Close to call the AD's word does not wait for the grid."""
    day = await shoot_days.get(transaction.session, check_in.shoot_day_id)
    await hurry_readiness(transaction, await productions.get(transaction.session, check_in.production_id), day)


async def tell_coordinator(transaction: Transaction, check_in: CheckIn, kept: Answer, *, is_open: bool) -> None:
    """The coordinator is told of every change at once, and of an answer that follows one: about the day to come."""
    if kept.kind in CHANGES:
        await hold_closed_set(transaction, check_in)
    if kept.by_coordinator:
        return
    if kept.kind in CHANGES:
        kind = AlertKind.CALL_ME if kept.kind is AnswerKind.CALL_ME else AlertKind.CHANGE
    elif is_open:
        kind = AlertKind.ANSWERED_SINCE
    else:
        return
    concerned = await to_come(transaction, check_in)
    await raise_about(transaction, kind, concerned, f"{kept.number}", answer_id=kept.number)


async def to_come(transaction: Transaction, check_in: CheckIn) -> CheckIn:
    """The next day on which a performer is to play a scene, where the day of a check-in is left, filmed or over."""
    found, reached = [], {check_in.scene_id, *await related_scenes(transaction, check_in.scene_id)}
    for row in await check_ins.list_of(transaction.session, check_in.person_id):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        if row.scene_id in reached and day.wrapped_at is None and not await filmed(transaction, row):
            found.append((day.date, row.number, row))
    if not found or check_in.number in [number for _, number, _ in found]:
        return check_in
    return min(found, key=lambda one: one[:2])[2]


async def send_receipt(transaction: Transaction, check_in: CheckIn, said: Said) -> None:
    """The one receipt every answer gets, once for each tap. What was said in person leaves nothing in Slack."""
    if said.by is not None:
        return
    performer, production = await people.get(transaction.session, check_in.person_id), check_in.production_id
    await send(transaction, performer, Template.RECEIPT, said.key, priority=Priority.ANSWER, production_id=production)


async def filmed(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether the scene has been filmed on that day."""
    strip = await strips.find(transaction.session, check_in.scene_id, check_in.shoot_day_id)
    return strip is not None and strip.filmed_at is not None


# What a performer taps, and what the window after it shows.

AfterTap = LeftDay | Overtaken | AnswerTaken | None


async def tap_answer(transaction: Transaction, check_in: CheckIn, kind: AnswerKind, shown: int, key: str) -> AfterTap:
    """Take one of the three answers; `shown` is the revision its button was about. None: the receipt says enough."""
    outcome, kept = await answer(transaction, check_in, Said(kind, Source.TAP, shown, key, transaction.now))
    if outcome is Outcome.GONE:
        return await left_day(transaction, check_in)
    if outcome is Outcome.OUTDATED:
        return Overtaken(await own_day_of(transaction, [check_in]), await own_terms(transaction, check_in))
    if kept is None or (kind is AnswerKind.AS_AGREED and not await is_with_coordinator(transaction, check_in)):
        return None
    held, filmed_before = await who_has_it(transaction, check_in), outcome is Outcome.AFTER_FILMING
    production = await productions.get(transaction.session, check_in.production_id)
    waits = await read_later(transaction, kept)
    return AnswerTaken(kept.number, kind, held, filmed_before, waits, production.time_zone)


async def read_later(transaction: Transaction, kept: Answer) -> datetime | None:
    """From when (UTC) an answer is read that came in quiet hours, long before call; None: it has been told."""
    told = await alerts.list_for_answer(transaction.session, kept.number)
    return next((read_from(alert, transaction.now) for alert in told), None)


async def left_day(transaction: Transaction, check_in: CheckIn) -> LeftDay:
    """The scene has left the day the message was about."""
    production = await productions.get(transaction.session, check_in.production_id)
    day = day_name(production, await shoot_days.get(transaction.session, check_in.shoot_day_id))
    return LeftDay((await scenes.get(transaction.session, check_in.scene_id)).label, day)


async def add_words(transaction: Transaction, check_in: CheckIn, kept: Answer, words: Note) -> MoreAsked | None:
    """Words added to a change. All of it may be empty, the change stands since the tap; None: no more to say."""
    if words.text or words.direction:
        where = check_in.production_id
        await keep_note(transaction, check_in.person_id, words, production_id=where, answer_id=kept.number)
        await note_words(transaction, check_in, kept)
        kind = AlertKind.CALL_ME if kept.kind is AnswerKind.CALL_ME else AlertKind.CHANGE
        concerned = await to_come(transaction, check_in)
        await raise_about(transaction, kind, concerned, f"{kept.number}:words", answer_id=kept.number)
    if words.direction != "more":
        return None
    production = await productions.get(transaction.session, check_in.production_id)
    return MoreAsked(await contact(transaction, production), production.notice_hours)
