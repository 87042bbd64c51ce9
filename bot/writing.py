"""Words typed straight into the conversation: they never confirm, and never pass unnoticed."""

from dataclasses import dataclass

from sqlmodel import col, select

from bot.alerts import raise_alert
from bot.answering import Said, Words, keep, keep_words, nothing_changes
from bot.facts import revision_now
from bot.outbox import send
from bot.roles import Role
from bot.standing import AnswerKind, Source
from bot.step import Step
from storage.alerts import AlertKind
from storage.answers import CheckIn, PrivateWords, check_ins_of
from storage.deliveries import Priority
from storage.people import Person, roles_of
from storage.schedule import shoot_day


@dataclass(frozen=True)
class Typed:
    """What a performer typed, edited or deleted; `key` is the same for every repeat of it."""

    text: str
    key: str
    deleted: bool = False


async def take_words(step: Step, performer: Person, typed: Typed) -> None:
    """Keep typed words, put every check-in they may concern with the coordinator, and answer the performer."""
    concerned = await open_check_ins(step, performer)
    performing = [
        row.production_id for row in await roles_of(step.session, performer.number) if row.role is Role.PERFORMER
    ]
    productions = list(dict.fromkeys([row.production_id for row in concerned] or performing))
    sole = productions[0] if len(productions) == 1 else None
    about = None
    for production_id in productions:
        rows = [row for row in concerned if row.production_id == production_id]
        about = await mark(step, rows, typed.key)
        await tell_of_words(step, performer, typed, production_id, about)
    if typed.text:
        answer_id = about.answer_id if about is not None and sole is not None else None
        await keep_words(step, performer.number, Words(typed.text), production_id=sole, answer_id=answer_id)
    await send(
        step,
        performer,
        "typed_receipt",
        typed.key,
        priority=Priority.ANSWER,
        production_id=sole,
        choose=[] if sole is not None else productions,
    )


async def open_check_ins(step: Step, performer: Person) -> list[CheckIn]:
    """The check-ins words may be about: those asked and not over; without any, all that are to come."""
    standing = [
        row
        for row in await check_ins_of(step.session, performer.number)
        if (await shoot_day(step.session, row.shoot_day_id)).wrapped_at is None
    ]
    return [row for row in standing if row.asked_at is not None] or standing


@dataclass(frozen=True)
class Marked:
    """The first of the check-ins that typed words have put with the coordinator, and its answer."""

    check_in: CheckIn
    answer_id: int


async def mark(step: Step, rows: list[CheckIn], key: str) -> Marked | None:
    """Put check-ins with the coordinator until the words are classified."""
    first = None
    for row in rows:
        shown = await revision_now(step, row)
        said = Said(AnswerKind.TYPED, Source.TYPED, shown, f"{key}:{row.number}", step.now)
        answer = await keep(step, row, said)
        first = first or Marked(row, answer.number)
    return first


async def tell_of_words(step: Step, performer: Person, typed: Typed, production_id: int, about: Marked | None) -> None:
    """One alert to the coordinator of one production."""
    kind = AlertKind.TYPED if about is not None else AlertKind.WROTE
    await raise_alert(
        step,
        production_id,
        AlertKind.DELETED if typed.deleted else kind,
        f"{typed.key}:{production_id}",
        person_id=performer.number,
        check_in_id=about.check_in.number if about else None,
        answer_id=about.answer_id if about else None,
        scene_id=about.check_in.scene_id if about else None,
        shoot_day_id=about.check_in.shoot_day_id if about else None,
    )


async def words_are_about(step: Step, performer: Person, production_id: int, key: str) -> bool:
    """The performer names the production their words are about: its coordinator may read them."""
    rows = await step.session.exec(
        select(PrivateWords).where(
            PrivateWords.person_id == performer.number, col(PrivateWords.production_id).is_(None)
        )
    )
    waiting = list(rows.all())
    if not waiting:
        return False
    for words in waiting:
        words.production_id = production_id
        step.session.add(words)
    others = {row.production_id for row in await roles_of(step.session, performer.number)} - {production_id}
    await nothing_changes(step, performer, key, others)
    return True


async def loose_words(step: Step, performer_id: int, production_id: int) -> list[PrivateWords]:
    """Words of a performer that came with no single answer, for their production's coordinator."""
    rows = await step.session.exec(
        select(PrivateWords)
        .where(
            PrivateWords.person_id == performer_id,
            PrivateWords.production_id == production_id,
            col(PrivateWords.answer_id).is_(None),
        )
        .order_by(col(PrivateWords.id))
    )
    return list(rows.all())
