"""What is written straight into the conversation: it never confirms, never passes unnoticed, and only coordination
closes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from bot.alerts import acknowledge, raise_alert
from bot.answers.receipts_of_words import acknowledge_words
from bot.answers.recording import Said, record_answer
from bot.answers.slack_messages import Sent, as_typed, mentioned
from bot.checkins.settling import settle
from bot.domain.matters import Closing, Shown, is_taken_back, is_words_alone
from bot.domain.reasons import Reason
from bot.domain.roles import Role
from bot.domain.standing import AnswerKind, Source
from bot.duty import act
from bot.facts import revision_now, words_still_open
from bot.matters import kinds_in, shown_of
from bot.outbox import send, waits
from bot.people import Actor
from bot.privacy.private_notes import Note, keep_note
from bot.terms.versions import ask_everybody
from bot.transaction import Transaction
from messages.help import asks_for_help
from messages.private_notes import wish_in
from storage import alerts, check_ins, matters, people, scenes, shoot_days, written
from storage.alerts import WRITTEN, Alert, AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.privacy import PrivateNote
from storage.written import Unread, UnreadWhy, Written


@dataclass(frozen=True)
class Typed:
    """What somebody wrote, sent, edited or deleted; `key` is the same for every repeat of it.

    `place`: where and in which state Slack keeps it; `plain`: typed just now, in a message of the simplest kind;
    `unchanged`: Slack says "changed" when it only unfolds a link.
    """

    sent: Sent
    key: str
    place: str = ""
    deleted: bool = False
    plain: bool = False
    unchanged: bool = False

    @property
    def only_text(self) -> bool:
        """Whether it is a line of text and nothing else."""
        return self.plain and not self.sent.files and not self.sent.recordings


def place(channel: str, ts: str, *, edited: str = "", deleted: bool = False) -> str:
    """Where Slack keeps a message, and in which state; empty where it did not say."""
    return f"{channel}:{ts}:{'deleted' if deleted else edited}" if ts else ""


async def take_typed(transaction: Transaction, writer: Actor, typed: Typed) -> None:
    """What anybody sends into the conversation: a performer's words are kept, others learn that nobody reads them.

    Who only asks for what is kept about them, or for a note to go, is sent the ways there are. Who asks for help gets
    it, and is heard all the same.
    """
    if typed.only_text and wish_in(writer.language, typed.sent.text):
        if not await waits(transaction, writer.person, Template.OWN_DATA):
            await send(transaction, writer.person, Template.OWN_DATA, typed.key, priority=Priority.ANSWER)
    elif not any(held.role is Role.PERFORMER for held in writer.roles):
        if not await waits(transaction, writer.person, Template.USE_COMMANDS):
            await send(transaction, writer.person, Template.USE_COMMANDS, typed.key, priority=Priority.ANSWER)
    elif not typed.unchanged:
        help_waits = await waits(transaction, writer.person, Template.HELP)
        if typed.only_text and asks_for_help(typed.sent.text) and not help_waits:
            await send(transaction, writer.person, Template.HELP, typed.key, priority=Priority.ANSWER)
        await take_message(transaction, writer.person, typed)


async def take_message(transaction: Transaction, performer: Person, typed: Typed) -> bool:
    """Keep what was written, put every scene it may concern with the coordinator, and answer the performer.

    False where it was taken before, from an event or when the conversation was read.
    """
    if await is_taken(transaction, typed):
        return False
    concerned = await productions_meant(transaction, performer)
    sole = concerned[0] if len(concerned) == 1 else None
    kept = Written(
        key=typed.key,
        place=typed.place or None,
        person_id=performer.number,
        production_id=sole,
        written_at=transaction.now,
    )
    transaction.session.add(kept)
    await transaction.session.flush()
    marked = None
    for production_id in concerned:
        if sole is not None:
            marked = await mark(transaction, await open_check_ins(transaction, performer, sole), typed.key)
        else:
            await leave_unread(transaction, performer, production_id, UnreadWhy.WHICH_PRODUCTION, key=typed.key)
        await tell_of_message(transaction, performer, typed, production_id, marked)
    await keep_words(transaction, performer, typed, sole, marked)
    await acknowledge_words(transaction, performer, kept, [] if sole is not None else concerned)
    return True


async def is_taken(transaction: Transaction, typed: Typed) -> bool:
    """Whether the same was taken before: its event came twice, or came and was read as well."""
    if await written.find_by_key(transaction.session, typed.key) is not None:
        return True
    return bool(typed.place) and await written.find_at(transaction.session, typed.place) is not None


async def productions_meant(transaction: Transaction, performer: Person) -> list[int]:
    """The productions words may be about: those with a day that was asked about or is to come, else all."""
    performing = [
        row.production_id
        for row in await people.list_roles(transaction.session, performer.number)
        if row.role is Role.PERFORMER
    ]
    concerned = [row.production_id for row in await open_check_ins(transaction, performer)]
    return list(dict.fromkeys(concerned or performing))


async def keep_words(
    transaction: Transaction, performer: Person, typed: Typed, sole: int | None, marked: "Marked | None"
) -> None:
    """Keep what was typed, as the person typed it. A file is told of and not copied, a recording not listened to."""
    if not typed.sent.text:
        return
    names: dict[str, str] = {}
    for user in mentioned(typed.sent.text):
        known = await people.find_by_slack_user(transaction.session, user)
        names |= {user: known.name} if known is not None else {}
    text = as_typed(typed.sent.text, names)
    answer_id = marked.answer_id if marked is not None else None
    await keep_note(transaction, performer.number, Note(text), production_id=sole, answer_id=answer_id, key=typed.key)


async def open_check_ins(
    transaction: Transaction, performer: Person, production_id: int | None = None
) -> list[CheckIn]:
    """The check-ins words may be about: those asked and not over; without any, all that are to come."""
    standing = [
        row
        for row in await check_ins.list_of(transaction.session, performer.number)
        if production_id in (None, row.production_id)
        and (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None
    ]
    return [row for row in standing if row.asked_at is not None] or standing


@dataclass(frozen=True)
class Marked:
    """The first of the check-ins that typed words have put with the coordinator, and its answer."""

    check_in: CheckIn
    answer_id: int


async def mark(transaction: Transaction, rows: Sequence[CheckIn], key: str) -> Marked | None:
    """Put check-ins with the coordinator until the words are read."""
    first = None
    for row in rows:
        shown = await revision_now(transaction, row)
        said = Said(AnswerKind.TYPED, Source.TYPED, shown, f"{key}:{row.number}", transaction.now, typed_key=key)
        answer = await record_answer(transaction, row, said, tell=False, receipt=False)
        first = first or Marked(row, answer.number)
    return first


async def leave_unread(
    transaction: Transaction, performer: Person, production_id: int, why: UnreadWhy, *, key: str = ""
) -> Unread:
    """Nobody in a production can have read what the performer may have said there: With coordinator until then."""
    unread = Unread(
        production_id=production_id,
        person_id=performer.number,
        why=why,
        key=key,
        since=transaction.now,
        begun_at=transaction.now,
    )
    transaction.session.add(unread)
    await transaction.session.flush()
    return unread


def kind_of_alert(typed: Typed, marked: Marked | None) -> AlertKind:
    """What the coordinator is told of: what cannot be read here comes before what can."""
    if typed.deleted:
        return AlertKind.DELETED
    if typed.sent.recordings:
        return AlertKind.RECORDING
    if typed.sent.files:
        return AlertKind.FILE
    return AlertKind.TYPED if marked is not None else AlertKind.WROTE


async def tell_of_message(
    transaction: Transaction, performer: Person, typed: Typed, production_id: int, marked: Marked | None
) -> None:
    """One alert to the coordinator of one production."""
    await raise_alert(
        transaction,
        production_id,
        kind_of_alert(typed, marked),
        f"{typed.key}:{production_id}",
        person_id=performer.number,
        check_in_id=marked.check_in.number if marked else None,
        answer_id=marked.answer_id if marked else None,
        scene_id=marked.check_in.scene_id if marked else None,
        shoot_day_id=marked.check_in.shoot_day_id if marked else None,
        typed_key=typed.key,
    )


def end_unread(transaction: Transaction, unread: Unread, by: Person | None) -> None:
    """It has been read, or spoken about."""
    unread.ended_at, unread.ended_by = transaction.now, by.number if by is not None else None
    transaction.session.add(unread)


# What the coordination does about them.


async def shown_words(transaction: Transaction, alert: Alert) -> Shown | None:
    """What an alert about words shows: the newest thing its performer wrote that may be about the production, and what
    words alone have opened there; None for alerts about no words."""
    if alert.person_id is None or alert.kind not in (*WRITTEN, AlertKind.SAYS_NOTHING_CHANGES, AlertKind.UNREAD):
        return None
    newest = await written.find_newest(transaction.session, alert.person_id, alert.production_id)
    alone = [
        matter
        for matter in await matters.list_open_of(transaction.session, alert.person_id)
        if matter.production_id == alert.production_id and is_words_alone(await kinds_in(transaction, matter))
    ]
    return shown_of(alone, newest.number if newest is not None else 0)


async def scenes_waiting(transaction: Transaction, person_id: int, production_id: int) -> list[CheckIn]:
    """The scenes in a production that stand with the coordinator because of words, one check-in for each."""
    return [
        row
        for row in await newest_of_each_scene(transaction, person_id)
        if row.production_id == production_id and await words_still_open(transaction, row)
    ]


async def newest_of_each_scene(transaction: Transaction, person_id: int) -> list[CheckIn]:
    """One check-in for each scene a performer was ever asked about: one that stands, where there is one."""
    found: dict[int, CheckIn] = {}
    for row in await check_ins.list_ever(transaction.session, person_id):
        before = found.get(row.scene_id)
        if before is None or before.withdrawn_at is not None or row.withdrawn_at is None:
            found[row.scene_id] = row
    return list(found.values())


async def plan_stands(transaction: Transaction, alert: Alert, by: Actor, shown: Shown | None, closing: Closing) -> bool:
    """The plan stands, for all scenes shown: coordination has read what was written, or has spoken with the performer.

    False, and nothing is taken, where something came since the window opened. The earlier confirmation counts again
    only where the performer has said that the words change nothing; else a new one is asked for, of everybody with one
    text. Words that were not read stay for the coordinator.
    """
    now = await shown_words(transaction, alert)
    if alert.person_id is None or now is None or shown != now:
        return False
    read = closing is Closing.PLAN_STANDS
    closed = await settle(transaction, now, closing, by.person, read=read)
    if closed is None:
        return False
    anew: dict[int, None] = {}
    for matter in closed:
        if not is_taken_back(await kinds_in(transaction, matter)):
            anew |= dict.fromkeys(await matters.list_scenes(transaction.session, matter.number))
    for scene_id in anew:
        scene = await scenes.get(transaction.session, scene_id)
        await ask_everybody(transaction, scene, Reason.AS_BEFORE, by.person)
    for unread in await written.list_unread(transaction.session, alert.person_id, alert.production_id):
        if unread.why is not UnreadWhy.CONVERSATION or alert.kind is AlertKind.UNREAD:
            end_unread(transaction, unread, by.person)
    kinds_told = (*WRITTEN, AlertKind.SAYS_NOTHING_CHANGES, AlertKind.UNREAD)
    for told in await alerts.list_open_about(transaction.session, alert.production_id, alert.person_id, kinds_told):
        await acknowledge(transaction, told, by.person)
    await act(transaction, alert.production_id, by.person, f"stands:{alert.number}:{now}", person_id=alert.person_id)
    return True


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
