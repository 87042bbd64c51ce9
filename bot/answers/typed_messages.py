"""Words typed straight into the conversation: they never confirm, and never pass unnoticed."""

from dataclasses import dataclass

from sqlmodel import col, select

from bot.alerts import raise_alert
from bot.answers.recording import Said, record_answer, settle
from bot.domain.roles import Role
from bot.domain.standing import AnswerKind, Source
from bot.facts import revision_now, words_still_open
from bot.outbox import send
from bot.people import Actor
from bot.privacy.private_notes import Note, keep_note
from bot.transaction import Transaction
from messages.private_notes import wish_in
from storage import answers, check_ins, people, productions, shoot_days
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.privacy import PrivateNote


@dataclass(frozen=True)
class Typed:
    """What somebody typed, edited or deleted; `key` is the same for every repeat of it.

    `plain`: typed just now, with nothing attached; `unchanged`: Slack says "changed" when it only unfolds a link.
    """

    text: str
    key: str
    deleted: bool = False
    plain: bool = False
    unchanged: bool = False


async def take_typed(transaction: Transaction, writer: Actor, typed: Typed) -> None:
    """What anybody types into the conversation: a performer's words are kept, others learn that nobody reads them.

    Who only asks for what is kept about them, or for a note to go, is sent the ways there are.
    """
    if typed.plain and wish_in(writer.language, typed.text):
        await send(transaction, writer.person, Template.OWN_DATA, typed.key, priority=Priority.ANSWER)
    elif not any(held.role is Role.PERFORMER for held in writer.roles):
        await send(transaction, writer.person, Template.USE_COMMANDS, typed.key, priority=Priority.ANSWER)
    elif not typed.unchanged:
        await take_message(transaction, writer.person, typed)


async def take_message(transaction: Transaction, performer: Person, typed: Typed) -> None:
    """Keep typed words, put every check-in they may concern with the coordinator, and answer the performer."""
    concerned = await open_check_ins(transaction, performer)
    performing = [
        row.production_id
        for row in await people.list_roles(transaction.session, performer.number)
        if row.role is Role.PERFORMER
    ]
    productions = list(dict.fromkeys([row.production_id for row in concerned] or performing))
    sole = productions[0] if len(productions) == 1 else None
    marked = None
    for production_id in productions:
        rows = [row for row in concerned if row.production_id == production_id]
        marked = await mark(transaction, rows, typed.key)
        await tell_of_message(transaction, performer, typed, production_id, marked)
    if typed.text:
        answer_id = marked.answer_id if marked is not None and sole is not None else None
        await keep_note(
            transaction, performer.number, Note(typed.text), production_id=sole, answer_id=answer_id, key=typed.key
        )
    await send(
        transaction,
        performer,
        Template.TYPED_RECEIPT,
        typed.key,
        priority=Priority.ANSWER,
        production_id=sole,
        choose=[] if sole is not None else productions,
        words=typed.key,
    )


async def open_check_ins(transaction: Transaction, performer: Person) -> list[CheckIn]:
    """The check-ins words may be about: those asked and not over; without any, all that are to come."""
    standing = [
        row
        for row in await check_ins.list_of(transaction.session, performer.number)
        if (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None
    ]
    return [row for row in standing if row.asked_at is not None] or standing


@dataclass(frozen=True)
class Marked:
    """The first of the check-ins that typed words have put with the coordinator, and its answer."""

    check_in: CheckIn
    answer_id: int


async def mark(transaction: Transaction, rows: list[CheckIn], key: str) -> Marked | None:
    """Put check-ins with the coordinator until the words are classified."""
    first = None
    for row in rows:
        shown = await revision_now(transaction, row)
        said = Said(AnswerKind.TYPED, Source.TYPED, shown, f"{key}:{row.number}", transaction.now, typed_key=key)
        answer = await record_answer(transaction, row, said, tell=False, receipt=False)
        first = first or Marked(row, answer.number)
    return first


async def tell_of_message(
    transaction: Transaction, performer: Person, typed: Typed, production_id: int, marked: Marked | None
) -> None:
    """One alert to the coordinator of one production."""
    kind = AlertKind.TYPED if marked is not None else AlertKind.WROTE
    await raise_alert(
        transaction,
        production_id,
        AlertKind.DELETED if typed.deleted else kind,
        f"{typed.key}:{production_id}",
        person_id=performer.number,
        check_in_id=marked.check_in.number if marked else None,
        answer_id=marked.answer_id if marked else None,
        scene_id=marked.check_in.scene_id if marked else None,
        shoot_day_id=marked.check_in.shoot_day_id if marked else None,
    )


async def nothing_changes(transaction: Transaction, performer: Person, key: str, words: str) -> bool:
    """The performer says under the receipt of `words` that what they typed changes nothing.

    False, and nothing is settled, when they have typed again since: only the newest receipt is about all of it.
    """
    rows = await check_ins.list_of(transaction.session, performer.number)
    standing = [(row, await words_still_open(transaction, row)) for row in rows]
    newest = await answers.find_newest_typed(transaction.session, performer.number)
    unread = set().union(*(found for _, found in standing))
    # The buttons of earlier versions did not say which words they are about.
    meant = words or (next(iter(unread)) if len(unread) == 1 else "")
    if newest is not None and newest.typed_key != meant:
        return not unread
    for row, found in standing:
        if found:
            await settle(transaction, row, key)
    return True


async def message_is_about(
    transaction: Transaction, performer: Person, production_id: int, key: str, words: str
) -> int | None:
    """The performer names the production their words are about: its coordinator may read them.

    The production that has the words now, which is another one when they were given to that before; None without words.
    """
    rows = await transaction.session.exec(select(PrivateNote).where(PrivateNote.person_id == performer.number))
    # The buttons of earlier versions did not say which words they are about.
    meant = [row for row in rows.all() if (row.key == words if words else row.production_id is None)]
    waiting = [row for row in meant if row.production_id is None]
    for row in waiting:
        row.production_id = production_id
        transaction.session.add(row)
    await transaction.session.flush()
    if waiting:
        await settle_elsewhere(transaction, performer, key)
    return meant[0].production_id if meant else None


async def give_message_to(
    transaction: Transaction, performer: Actor, production_id: int, key: str, words: str
) -> str | None:
    """As `message_is_about`: the name of the production that has them now; None where they do not perform there."""
    if not performer.holds(production_id, [Role.PERFORMER]):
        return None
    holding = await message_is_about(transaction, performer.person, production_id, key, words)
    return (await productions.get(transaction.session, holding or production_id)).name


async def settle_elsewhere(transaction: Transaction, performer: Person, key: str) -> None:
    """Settle each check-in whose typed words have all been said to be about another production."""
    rows = await transaction.session.exec(select(PrivateNote).where(PrivateNote.person_id == performer.number))
    given = {row.key: row.production_id for row in rows.all()}
    for check_in in await check_ins.list_of(transaction.session, performer.number):
        found = [given.get(words) for words in await words_still_open(transaction, check_in)]
        if found and None not in found and check_in.production_id not in found:
            await settle(transaction, check_in, key)


async def loose_notes(transaction: Transaction, performer_id: int, production_id: int) -> list[PrivateNote]:
    """Words of a performer that came with no single answer, for their production's coordinator."""
    rows = await transaction.session.exec(
        select(PrivateNote)
        .where(
            PrivateNote.person_id == performer_id,
            PrivateNote.production_id == production_id,
            col(PrivateNote.answer_id).is_(None),
        )
        .order_by(col(PrivateNote.id))
    )
    return list(rows.all())
