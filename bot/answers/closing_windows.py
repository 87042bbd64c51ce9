"""The windows in which the coordination may close something: the words of it are shown to whoever may read them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.checkins.settling import scenes_open_with
from bot.checkins.views import asked_everybody, asked_performer
from bot.domain.coordination import AskedScene
from bot.facts import day_name, revision_now
from bot.people import Actor
from bot.privacy.private_notes import note_reading, open_note
from bot.readers import notes_kept_for
from bot.transaction import Transaction
from storage import answers, check_ins, matters, privacy, productions, scenes, shoot_days, strips
from storage.check_ins import CheckIn
from storage.privacy import PrivateNote


async def performer_window(
    transaction: Transaction, check_in: CheckIn, reader: Actor, *, again: bool = False
) -> AskedScene:
    """What is open between a performer and a scene. `again`: something came since it was shown last."""
    return await with_words(transaction, check_in, await asked_performer(transaction, check_in, again=again), reader)


async def record_window(
    transaction: Transaction, check_in: CheckIn, reader: Actor, *, again: bool = False
) -> AskedScene:
    """The same, with the other days about which the performer was asked: one conversation may be about all of them."""
    asked = await performer_window(transaction, check_in, reader, again=again)
    rows = await days_besides(transaction, check_in, await scenes_open_with(transaction, asked.shown))
    days = []
    for row in rows:
        production = await productions.get(transaction.session, row.production_id)
        day = day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id))
        days.append(((await scenes.get(transaction.session, row.scene_id)).label, day))
    return replace(asked, days=tuple(days), shown=replace(asked.shown, also=await as_shown(transaction, rows)))


async def as_shown(transaction: Transaction, rows: Sequence[CheckIn]) -> tuple[tuple[int, int], ...]:
    """Check-ins a window names, each with what holds there now: what has changed by the tap was not spoken of."""
    return tuple([(row.number, await revision_now(transaction, row)) for row in rows])


async def days_besides(transaction: Transaction, check_in: CheckIn, reached: Collection[int] = ()) -> list[CheckIn]:
    """The other days to come on which the performer was asked about the scene, or about others it is open with.

    What they said there no longer counts once it is settled.
    """
    found = []
    for row in await check_ins.list_of(transaction.session, check_in.person_id):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        strip = await strips.find(transaction.session, row.scene_id, row.shoot_day_id)
        filmed = strip is not None and strip.filmed_at is not None
        concerned = row.scene_id == check_in.scene_id or row.scene_id in reached
        if concerned and row.number != check_in.number and row.asked_at and day.wrapped_at is None and not filmed:
            found.append(row)
    return found


async def scene_window(
    transaction: Transaction, check_in: CheckIn, reader: Actor, *, again: bool = False
) -> AskedScene:
    """The same of everybody in a scene."""
    return await with_words(transaction, check_in, await asked_everybody(transaction, check_in, again=again), reader)


async def with_words(transaction: Transaction, check_in: CheckIn, asked: AskedScene, reader: Actor) -> AskedScene:
    """A window with the words of what is open. That somebody has opened them is kept."""
    found: dict[int, list[PrivateNote]] = {}
    for number, _ in asked.shown.matters:
        matter = await matters.find(transaction.session, number)
        assert matter is not None
        found[matter.person_id] = await words_in(transaction, number, check_in.production_id)
    if not any(found.values()):
        return asked
    kept_for = await notes_kept_for(transaction, reader, check_in.production_id)
    shown = []
    for person_id, rows in found.items():
        readable = [row for row in rows if kept_for is None or row.released_to == reader.person.number]
        if readable:
            await note_reading(transaction, check_in.production_id, person_id, reader.person)
        shown += [open_note(transaction, row).text for row in readable]
    return replace(asked, words=tuple(text for text in shown if text), words_kept_for=kept_for)


async def words_in(transaction: Transaction, matter_id: int, production_id: int) -> list[PrivateNote]:
    """The words that came in a matter, oldest first; of those typed, what nobody has given to another production."""
    found: dict[int, PrivateNote] = {}
    for event in await matters.list_events(transaction.session, matter_id):
        answer = await answers.find(transaction.session, event.answer_id) if event.answer_id is not None else None
        if answer is None:
            continue
        for row in await privacy.list_notes_with(transaction.session, answer.number):
            found[row.number] = row
        for row in await privacy.list_notes_keyed(transaction.session, answer.typed_key or ""):
            found[row.number] = row
    return [row for _, row in sorted(found.items()) if row.production_id == production_id]
