"""What performers say of what they wrote, under its receipt. It tells the coordinator so, and closes nothing."""

from sqlmodel import select

from bot.alerts import raise_alert
from bot.answers.receipts_of_words import words_of_receipt
from bot.answers.recording import Said, record_answer
from bot.answers.typed_messages import end_unread, mark, newest_of_each_scene, open_check_ins
from bot.domain.roles import Role
from bot.domain.standing import AnswerKind, Source
from bot.escalation import plan
from bot.facts import revision_now, words_still_open
from bot.people import Actor
from bot.transaction import Transaction
from bot.vault import moved
from storage import alerts, productions, written
from storage.alerts import WRITTEN, AlertKind
from storage.people import Person
from storage.privacy import PrivateNote
from storage.written import About, Written


async def words_are_about(transaction: Transaction, performer: Person, words: str, about: About) -> bool:
    """The performer says what words are about. Something else is less urgent; nothing of it closes anything.

    It is said of all that the words' receipt is about. False where the words are not theirs.
    """
    said_of = await words_of_receipt(transaction, performer, words)
    for kept in said_of:
        kept.about = about
        transaction.session.add(kept)
        await lower_alerts(transaction, kept.key, lowered=about is About.SOMETHING_ELSE)
    await transaction.session.flush()
    return bool(said_of)


async def lower_alerts(transaction: Transaction, words: str, *, lowered: bool) -> None:
    """What was told of words is less urgent, or as urgent as ever."""
    for alert in await alerts.list_about_words(transaction.session, words):
        if alert.kind in WRITTEN and alert.ended_at is None and lowered != (alert.lowered_at is not None):
            alert.lowered_at = transaction.now if lowered else None
            if not lowered:
                # About a scene after all: whoever has seen it as something else is told anew.
                alert.acknowledged_at = alert.acknowledged_by = alert.begun_at = alert.told_at = None
            transaction.session.add(alert)
            await plan(transaction, alert)


async def nothing_changes(transaction: Transaction, performer: Person, key: str, words: str) -> bool:
    """The performer says under the receipt of `words` that what they wrote changes nothing: recorded, and told.

    It closes nothing: the coordinator reads it first. False, and nothing is recorded, when they have written again
    since: only the newest receipt is about all of it.
    """
    newest = await written.find_newest(transaction.session, performer.number)
    if newest is None or newest.key != words:
        return newest is None
    for row in await newest_of_each_scene(transaction, performer.number):
        found = await words_still_open(transaction, row)
        if found:
            shown = await revision_now(transaction, row)
            said = Said(AnswerKind.NOTHING_CHANGES, Source.TAP, shown, f"{key}:{row.number}", transaction.now)
            await record_answer(transaction, row, said, tell=False, receipt=False)
        for one in await written.list_keyed(transaction.session, sorted(found)):
            one.about = About.NOTHING_CHANGES
            transaction.session.add(one)
    newest.about = About.NOTHING_CHANGES
    transaction.session.add(newest)
    await tell_nothing_changes(transaction, performer, newest)
    return True


async def tell_nothing_changes(transaction: Transaction, performer: Person, kept: Written) -> None:
    """Every coordinator who was told of the words learns what their performer says of them."""
    for before in await alerts.list_about_words(transaction.session, kept.key):
        if before.kind in WRITTEN:
            await raise_alert(
                transaction,
                before.production_id,
                AlertKind.SAYS_NOTHING_CHANGES,
                f"{kept.key}:{before.production_id}",
                person_id=performer.number,
                check_in_id=before.check_in_id,
                answer_id=before.answer_id,
                scene_id=before.scene_id,
                shoot_day_id=before.shoot_day_id,
                typed_key=kept.key,
            )


async def message_is_about(transaction: Transaction, performer: Person, production_id: int, words: str) -> int | None:
    """The performer names the production their words are about: its coordinator reads them. None without words.

    It is all that the words' receipt is about. Named another one before, that one keeps what is open until its
    coordinator has dealt with it.
    """
    meant = await words_of_receipt(transaction, performer, words)
    for kept in meant:
        if kept.production_id != production_id:
            await give_words_to(transaction, performer, production_id, kept)
    await transaction.session.flush()
    return production_id if meant else None


async def give_words_to(transaction: Transaction, performer: Person, production_id: int, kept: Written) -> None:
    """One thing a performer wrote is for the coordinator of a production."""
    kept.production_id = production_id
    transaction.session.add(kept)
    await mark(transaction, await open_check_ins(transaction, performer, production_id), kept.key)
    rows = await transaction.session.exec(select(PrivateNote).where(PrivateNote.key == kept.key))
    for note in rows.all():
        of_both = [(holder, note.person_id) for holder in (note.production_id, production_id)]
        note.content = moved(transaction.vault, "privatewords", note.key, note.content, *of_both)
        note.production_id = production_id
        transaction.session.add(note)
    for unread in await written.list_unread(transaction.session, performer.number, production_id):
        if unread.key == kept.key:
            end_unread(transaction, unread, None)


async def give_message_to(transaction: Transaction, performer: Actor, production_id: int, words: str) -> str | None:
    """As `message_is_about`: the name of the production that has them now; None where they do not perform there."""
    if not performer.holds(production_id, [Role.PERFORMER]):
        return None
    holding = await message_is_about(transaction, performer.person, production_id, words)
    return (await productions.get(transaction.session, holding or production_id)).name
