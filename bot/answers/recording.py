"""What performers say: kept at the tap, told to the coordinator, never replaced."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.alerts import raise_about
from bot.checkins.readiness import hurry_readiness
from bot.closed_sets.lifetime import hold_closed_set, release_if_settled
from bot.domain.standing import CHANGES, AnswerKind, Source, Standing
from bot.facts import revision_now, standing_of
from bot.outbox import send
from bot.proof.shown_terms import keep_shown_terms
from bot.record import RecordKind, record
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import answers, check_ins, people, privacy, productions, revisions, shoot_days, strips, terms
from storage.alerts import AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.deliveries import Priority
from storage.people import Person
from storage.privacy import PrivateNote


class Outcome(StrEnum):
    """What became of an answer."""

    RECORDED = "recorded"
    OUTDATED = "outdated"
    GONE = "gone"
    AFTER_FILMING = "after_filming"


@dataclass(frozen=True)
class Said:
    """An answer as it came: `shown` is the revision its button was about, `key` the same for every repeat."""

    kind: AnswerKind
    source: Source
    shown: int
    key: str
    at: datetime
    by: Person | None = None


async def answer(transaction: Transaction, check_in: CheckIn, said: Said) -> tuple[Outcome, Answer | None]:
    """Take an answer to a check-in. A change always counts; "as agreed" only about what holds now."""
    if check_in.withdrawn_at is not None:
        return await answer_about_left_day(transaction, check_in, said)
    outdated = said.kind is AnswerKind.AS_AGREED and said.shown != await revision_now(transaction, check_in)
    if await repeats(transaction, check_in, said):
        return Outcome.RECORDED, (await answers.list_to(transaction.session, check_in.number))[-1]
    was = await standing_of(transaction, check_in)
    kept = await keep(transaction, check_in, said)
    if outdated:
        return Outcome.OUTDATED, kept
    await tell_of(transaction, check_in, kept, was)
    await send_receipt(transaction, check_in, str(kept.number))
    return (Outcome.AFTER_FILMING if await filmed(transaction, check_in) else Outcome.RECORDED), kept


async def answer_about_left_day(transaction: Transaction, left: CheckIn, said: Said) -> tuple[Outcome, Answer | None]:
    """An answer on the message of a day that the scene, or the performer, has left. A change counts all the same.

    It counts for every day to come. With none, it stays with the day that was left and goes with the scene to its next.
    """
    if said.kind not in CHANGES:
        return Outcome.GONE, None
    others = [
        row for row in await check_ins.list_of(transaction.session, left.person_id) if row.scene_id == left.scene_id
    ]
    done = [row for row in others if await filmed(transaction, row)]
    rows = [row for row in others if row not in done and not await wrapped(transaction, row)] or [left]
    news = [row for row in rows if not await repeats(transaction, row, said)]
    kept = None
    for row in news:
        was = await standing_of(transaction, row)
        told = await keep(transaction, row, said)
        await tell_of(transaction, row, told, was)
        kept = kept or told
    if kept is None:
        kept = (await answers.list_to(transaction.session, rows[0].number))[-1]
    else:
        await send_receipt(transaction, left, str(kept.number))
    return (Outcome.AFTER_FILMING if done and rows == [left] else Outcome.RECORDED), kept


async def wrapped(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether the day of a check-in is over."""
    return (await shoot_days.get(transaction.session, check_in.shoot_day_id)).wrapped_at is not None


async def repeats(transaction: Transaction, check_in: CheckIn, said: Said) -> bool:
    """Whether this only says again what the last answer said: a double tap is one answer."""
    before = await answers.list_to(transaction.session, check_in.number)
    if not before or said.source is not Source.TAP:
        return False
    last = before[-1]
    same = last.kind is said.kind and last.source is said.source and last.shown_revision == said.shown
    # Asked again since: then the same answer is news.
    return same and last.after_revision == await revisions.find_newest(transaction.session)


async def keep(transaction: Transaction, check_in: CheckIn, said: Said) -> Answer:
    """Append the answer, with the versions of what was agreed that hold now."""
    made = await terms.find_breakdown(transaction.session, check_in.scene_id)
    rider = await terms.find_rider(transaction.session, check_in.scene_id, check_in.person_id)
    kept = Answer(
        check_in_id=check_in.number,
        key=said.key,
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
    day = await shoot_days.get(transaction.session, check_in.shoot_day_id)
    await hurry_readiness(transaction, await productions.get(transaction.session, check_in.production_id), day)
    return kept


async def tell_of(transaction: Transaction, check_in: CheckIn, kept: Answer, was: Standing) -> None:
    """The coordinator is told of every change at once, and of an answer that follows one."""
    if kept.by_coordinator:
        await release_if_settled(transaction, check_in)
        return
    if kept.kind in CHANGES:
        await hold_closed_set(transaction, check_in)
        kind = AlertKind.CALL_ME if kept.kind is AnswerKind.CALL_ME else AlertKind.CHANGE
    elif was is Standing.WITH_COORDINATOR:
        kind = AlertKind.ANSWERED_SINCE
    else:
        return
    await raise_about(transaction, kind, check_in, f"{kept.number}", answer_id=kept.number)


async def send_receipt(transaction: Transaction, check_in: CheckIn, key: str) -> None:
    """The one receipt every answer gets."""
    performer = await people.get(transaction.session, check_in.person_id)
    await send(transaction, performer, "receipt", key, priority=Priority.ANSWER, production_id=check_in.production_id)


async def filmed(transaction: Transaction, check_in: CheckIn) -> bool:
    """Whether the scene has been filmed on that day."""
    strip = await strips.find(transaction.session, check_in.scene_id, check_in.shoot_day_id)
    return strip is not None and strip.filmed_at is not None


@dataclass(frozen=True)
class Note:
    """A performer's own words and, if they said so, which way they point."""

    text: str
    direction: str = ""


async def keep_note(
    transaction: Transaction,
    performer_id: int,
    words: Note,
    *,
    production_id: int | None,
    answer_id: int | None,
    key: str = "",
) -> None:
    """Keep a performer's own words, encrypted and bound to their row. Without a production nobody else reads them."""
    key = key or new_row_key()
    content = json.dumps({"words": words.text, "direction": words.direction})
    transaction.session.add(
        PrivateNote(
            key=key,
            person_id=performer_id,
            production_id=production_id,
            answer_id=answer_id,
            content=transaction.vault.seal("privatewords", key, content),
            written_at=transaction.now,
        )
    )
    await transaction.session.flush()


def open_note(transaction: Transaction, row: PrivateNote) -> Note:
    """Stored words, decrypted for an entitled reader."""
    content = json.loads(transaction.vault.open("privatewords", row.key, row.content))
    return Note(content["words"], content["direction"])


async def read_notes(transaction: Transaction, answer_id: int, production_id: int) -> list[Note]:
    """The words that came with an answer, for a reader of that production."""
    rows = await privacy.list_notes_with(transaction.session, answer_id)
    return [open_note(transaction, row) for row in rows if row.production_id == production_id]


async def settle(transaction: Transaction, check_in: CheckIn, key: str) -> None:
    """What was typed changes nothing about one check-in."""
    shown = await revision_now(transaction, check_in)
    said = Said(AnswerKind.NOTHING_CHANGES, Source.TAP, shown, f"{key}:{check_in.number}", transaction.now)
    await keep(transaction, check_in, said)
