"""Closing what is open: by the coordination alone, and only the state they were shown; all that it brings about."""

from collections.abc import Sequence

from bot.alerts import end_settled
from bot.checkins.publishing import hurry_readiness
from bot.checkins.revisions import add_revision
from bot.closed_sets.lifetime import release_if_settled
from bot.domain.alert_kinds import TAPPED
from bot.domain.matters import WORDS_ANSWERED, Closing, Shown, is_taken_back
from bot.domain.standing import RevisionKind
from bot.facts import revision_now
from bot.matters import close_matters, kinds_in, shown_now
from bot.transaction import Transaction
from storage import alerts, check_ins, matters, productions, strips
from storage.check_ins import CheckIn
from storage.matters import Matter
from storage.people import Person
from storage.revisions import Revision


async def shown_of_performer(transaction: Transaction, check_in: CheckIn) -> Shown:
    """What a window about one performer in a scene shows now."""
    revision = await revision_now(transaction, check_in)
    return await shown_now(transaction, check_in.scene_id, revision, check_in.person_id)


async def shown_of_scene(transaction: Transaction, check_in: CheckIn) -> Shown:
    """What a window about everybody in a scene shows now."""
    return await shown_now(transaction, check_in.scene_id, await revision_now(transaction, check_in))


async def scenes_open_with(transaction: Transaction, shown: Shown) -> list[int]:
    """The ids of every scene that what was shown is open with."""
    found: dict[int, None] = {}
    for number, _ in shown.matters:
        found |= dict.fromkeys(await matters.list_scenes(transaction.session, number))
    return list(found)


async def settle(
    transaction: Transaction, shown: Shown, closing: Closing, by: Person, *, read: bool, scene_id: int | None = None
) -> list[Matter] | None:
    """Close every matter that was shown, with all that follows; None, and nothing done, if anything has come since.

    `scene_id`: with that scene alone, where it is open with others as well: it stays open with those. `read`: whoever
    closes may read the words in it; else those stay for the coordinator. Old buttons can no longer confirm: each
    performer confirms afresh, apart from typed words alone that they took back.
    """
    reached = {number: await matters.list_scenes(transaction.session, number) for number, _ in shown.matters}
    if not await close_matters(transaction, shown, closing, by, scene_id):
        return None
    closed = []
    for number, _ in shown.matters:
        matter = await matters.find(transaction.session, number)
        assert matter is not None
        left = reached[number] if matter.closed_at is not None or scene_id is None else [scene_id]
        await follow_closing(transaction, matter, left, closing, by)
        closed.append(matter)
    for production_id in {matter.production_id for matter in closed}:
        await end_settled(transaction, production_id, read=read)
    return closed


async def follow_closing(
    transaction: Transaction, matter: Matter, left: Sequence[int], closing: Closing, by: Person
) -> None:
    """After a matter is closed with some scenes: confirmations from before lapse, holds end, the AD's word follows."""
    stands_again = closing in WORDS_ANSWERED and is_taken_back(await kinds_in(transaction, matter))
    production = await productions.get(transaction.session, matter.production_id)
    for scene_id in left:
        if not stands_again:
            await lapse(transaction, matter, scene_id, by)
        if matter.closed_at is None:
            await tell_of_rest(transaction, matter, scene_id)
        await release_if_settled(transaction, scene_id)
        for day in await strips.list_days_of(transaction.session, scene_id):
            await hurry_readiness(transaction, production, day)


async def tell_of_rest(transaction: Transaction, matter: Matter, scene_id: int) -> None:
    """What is open with other scenes still keeps the alert it had: from now on it is about one of those."""
    rest = await matters.list_scenes(transaction.session, matter.number)
    own = {row.scene_id: row for row in await check_ins.list_ever(transaction.session, matter.person_id)}
    asked = next((number for number in rest if number in own and own[number].withdrawn_at is None), rest[0])
    about = {"production_id": matter.production_id, "person_id": matter.person_id, "scene_id": scene_id}
    for alert in await alerts.list_about(transaction.session, TAPPED, **about):
        row = own.get(asked)
        alert.scene_id, alert.check_in_id = asked, row.number if row is not None else None
        alert.shoot_day_id = row.shoot_day_id if row is not None else None
        transaction.session.add(alert)
    await transaction.session.flush()


async def lapse(transaction: Transaction, matter: Matter, scene_id: int, by: Person) -> None:
    """What a performer confirmed of a scene before it was settled no longer counts, on any day."""
    revision = Revision(
        scene_id=scene_id,
        person_id=matter.person_id,
        kind=RevisionKind.AS_BEFORE,
        recorded_by=by.number,
        recorded_at=transaction.now,
    )
    await add_revision(transaction, matter.production_id, revision)
