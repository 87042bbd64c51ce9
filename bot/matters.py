"""Matters: the one door through which something opens, joins or closes what is open between a performer and a scene."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.matters import OPENING, Closing, MatterEventKind, Shown
from bot.domain.record_kinds import RecordKind
from bot.record import record
from bot.transaction import Transaction
from storage import matters, scenes, successors
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.matters import Matter, MatterEvent, MatterScene
from storage.people import Person


async def note_answer(transaction: Transaction, check_in: CheckIn, answer: Answer) -> list[Matter]:
    """What a performer said joins what is open between them and the scene, or opens it."""
    kind = MatterEventKind(answer.kind.value)
    found = await matters.list_open(transaction.session, check_in.scene_id, check_in.person_id)
    if kind in OPENING:
        found = await opened_by(transaction, check_in, found, answer.said_at)
    event = MatterEvent(
        matter_id=0,
        position=0,
        kind=kind,
        answer_id=answer.number,
        check_in_id=check_in.number,
        recorded_by=answer.recorded_by,
        at=answer.said_at,
    )
    for matter in found:
        await add_event(transaction, matter, event)
    return found


async def opened_by(transaction: Transaction, check_in: CheckIn, found: list[Matter], at: datetime) -> list[Matter]:
    """What is open after something was said of a scene: what was, else something new.

    It concerns all that the scene was made into, also what was settled there before it was said.
    """
    found = found or [await begin_matter(transaction, check_in, at)]
    known = {one for matter in found for one in await matters.list_scenes(transaction.session, matter.number)}
    for one in await related_scenes(transaction, check_in.scene_id):
        if one not in known:
            await reach(transaction, found[0], one)
    return found


async def begin_matter(transaction: Transaction, check_in: CheckIn, at: datetime) -> Matter:
    """Something opens between a performer and a scene, and whatever that scene was made into.

    What began with this scene, was said not to concern it any more, and is still open with others, does again.
    """
    scene_id = check_in.scene_id
    known = await matters.find_begun_with(transaction.session, scene_id, check_in.person_id)
    matter = known or await open_matter(transaction, check_in, at)
    for one in (scene_id, *await related_scenes(transaction, scene_id)):
        await reach(transaction, matter, one)
    return matter


async def related_scenes(transaction: Transaction, scene_id: int) -> list[int]:
    """The scenes that one may have been made into, and those it was made of where they are on the board again."""
    after = await successors.list_after(transaction.session, scene_id)
    numbers = await successors.list_before(transaction.session, scene_id)
    before = [await scenes.get(transaction.session, number) for number in numbers]
    return [*after, *(one.key for one in before if one.cut_at is None)]


async def made_into(transaction: Transaction, scene_id: int) -> list[int]:
    """What a scene that is on the board no more was made into: what is said of it now is said of those."""
    if (await scenes.get(transaction.session, scene_id)).cut_at is None:
        return []
    return await successors.list_after(transaction.session, scene_id)


async def note_words(transaction: Transaction, check_in: CheckIn, answer: Answer) -> None:
    """Words added to an answer in its window are said in the matter as well; where it was closed, they open one."""
    found = await matters.list_open(transaction.session, check_in.scene_id, check_in.person_id)
    event = MatterEvent(
        matter_id=0,
        position=0,
        kind=MatterEventKind.TYPED,
        answer_id=answer.number,
        check_in_id=check_in.number,
        at=transaction.now,
    )
    for matter in await opened_by(transaction, check_in, found, transaction.now):
        await add_event(transaction, matter, event)


async def open_matter(transaction: Transaction, check_in: CheckIn, at: datetime) -> Matter:
    """Something is not right for a performer in a scene: from now on it is with the coordination."""
    matter = Matter(
        production_id=check_in.production_id,
        scene_id=check_in.scene_id,
        person_id=check_in.person_id,
        opened_at=min(at, transaction.now),
    )
    transaction.session.add(matter)
    await transaction.session.flush()
    await record(
        transaction,
        matter.production_id,
        RecordKind.MATTER_OPENED,
        about=matter.person_id,
        scene=matter.scene_id,
        matter=matter.number,
    )
    return matter


async def add_event(transaction: Transaction, matter: Matter, event: MatterEvent) -> None:
    """One more thing in an open matter: every window that was opened before it has become out of date."""
    position = await matters.take_next_place(transaction.session, matter.number)
    assert position is not None, "An open matter was closed by somebody else while something came in it."
    told = event.model_dump(exclude={"id", "matter_id", "position"})
    transaction.session.add(MatterEvent(matter_id=matter.number, position=position, **told))
    await transaction.session.flush()


async def reach(transaction: Transaction, matter: Matter, scene_id: int) -> None:
    """A matter reaches one more scene."""
    if await matters.find_reach(transaction.session, matter.number, scene_id) is not None:
        return
    transaction.session.add(MatterScene(matter_id=matter.number, scene_id=scene_id))
    await transaction.session.flush()


async def touch(transaction: Transaction, found: list[Matter], kind: MatterEventKind) -> list[Matter]:
    """Something else has happened around open matters: whoever closes one is shown it first. Those not told of it yet.

    What one import, or one command, does to a scene in several steps is one thing.
    """
    touched = []
    for matter in found:
        known = [(event.kind, event.at) for event in await matters.list_events(transaction.session, matter.number)]
        if (kind, transaction.now) not in known:
            await add_event(transaction, matter, MatterEvent(matter_id=0, position=0, kind=kind, at=transaction.now))
            touched.append(matter)
    return touched


async def shown_now(transaction: Transaction, scene_id: int, revision: int, person_id: int | None = None) -> Shown:
    """What a window about a scene, of everybody or one performer, shows at this moment."""
    return shown_of(await matters.list_open(transaction.session, scene_id, person_id), revision)


def shown_of(found: Sequence[Matter], revision: int = 0) -> Shown:
    """Open matters as a window shows them, each up to its newest event."""
    return Shown(revision, tuple((matter.number, matter.newest) for matter in found))


async def kinds_in(transaction: Transaction, matter: Matter) -> list[MatterEventKind]:
    """What came in a matter, in its order."""
    return [event.kind for event in await matters.list_events(transaction.session, matter.number)]


async def close_matters(
    transaction: Transaction, shown: Shown, closing: Closing, by: Person | None, scene_id: int | None = None
) -> bool:
    """Close every matter that was shown, if nothing has come in any of them since; otherwise none, and False.

    `scene_id`: with that scene alone. What is open with others as well stays open with those.
    """
    reached = {number: await matters.list_scenes(transaction.session, number) for number, _ in shown.matters}
    parts = [number for number, scenes in reached.items() if scene_id is not None and scenes != [scene_id]]
    async with transaction.session.begin_nested() as all_or_none:
        for number, newest in shown.matters:
            if not await end_matter(transaction, number, newest, closing, by, whole=number not in parts):
                await all_or_none.rollback()
                return False
    for number, _ in shown.matters:
        matter = await matters.find(transaction.session, number)
        assert matter is not None
        if number not in parts:
            await record_closing(transaction, matter, matter.scene_id, closing, matter.closed_by)
        elif scene_id is not None:
            await no_longer_reaches(transaction, number, scene_id, by, closing)
    return True


async def end_matter(
    transaction: Transaction, number: int, newest: int, closing: Closing, by: Person | None, *, whole: bool
) -> bool:
    """Close a matter, or see whether a part of it may be; False where it is not as it was shown."""
    if not whole:
        return await matters.is_as_shown(transaction.session, number, newest)
    who = by.number if by else None
    return await matters.close(transaction.session, number, newest, at=transaction.now, by=who, closing=closing)


async def no_longer_reaches(
    transaction: Transaction,
    matter_id: int,
    scene_id: int,
    by: Person | None,
    closing: Closing,
) -> None:
    """The coordination says of a matter that it is over with one of several scenes; with the others it stays open."""
    matter = await matters.find(transaction.session, matter_id)
    row = await matters.find_reach(transaction.session, matter_id, scene_id)
    assert matter is not None
    if row is None:
        return
    await transaction.session.delete(row)
    await transaction.session.flush()
    await record_closing(transaction, matter, scene_id, closing, by.number if by else None, open_elsewhere=True)


async def record_closing(
    transaction: Transaction,
    matter: Matter,
    scene_id: int,
    closing: Closing,
    by: int | None,
    *,
    open_elsewhere: bool = False,
) -> None:
    """Put on record how a matter ended with a scene, and who said so; `open_elsewhere`: with that scene alone."""
    more: dict[str, bool] = {"open_elsewhere": True} if open_elsewhere else {}
    await record(
        transaction,
        matter.production_id,
        RecordKind.MATTER_CLOSED,
        about=matter.person_id,
        by=by,
        scene=scene_id,
        matter=matter.number,
        closed_as=closing,
        **more,
    )
