"""Who is present in a scene and not in its action: told, free to object, and not needed for Ready."""

from bot.checkins.consequences import follow
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import PresenceReason, PresenceUnfit
from bot.domain.unreadable import listed
from bot.record import record
from bot.transaction import Transaction
from storage import people, presences, strips
from storage.people import Person
from storage.presences import Presence
from storage.productions import Production
from storage.scenes import Scene


async def cast_id_meant(transaction: Transaction, production: Production, scene: Scene, typed: str) -> str:
    """The scene's cast id as its schedule writes it. Raises PresenceUnfit: who is named for one is asked instead."""
    planned = await strips.list_standing_of(transaction.session, scene.key)
    spelled: dict[str, str] = {cast_id.casefold(): cast_id for strip in planned for cast_id in listed(strip.cast_ids)}
    if typed.casefold() not in spelled:
        raise PresenceUnfit(PresenceReason.NOT_IN_SCENE, typed)
    cast_id = spelled[typed.casefold()]
    if cast_id in await people.get_cast(transaction.session, production.number):
        raise PresenceUnfit(PresenceReason.PLAYED, cast_id)
    return cast_id


async def mark_presence(
    transaction: Transaction, production: Production, scene: Scene, cast_id: str, by: Person, *, present: bool
) -> None:
    """A cast id is present and not in the action, as a coordinator has told them; or no longer. Raises PresenceUnfit.

    Whoever objects is taken seriously by taking it back: the scene is then not Ready without them.
    """
    cast_id = await cast_id_meant(transaction, production, scene, cast_id)
    standing = await presences.list_standing(transaction.session, scene.key)
    known = [row for row in standing if row.cast_id.casefold() == cast_id.casefold()]
    if present == bool(known):
        return
    if present:
        told = Presence(scene_id=scene.key, cast_id=cast_id, told_at=transaction.now, told_by=by.number)
        transaction.session.add(told)
    for row in known:
        row.ended_at, row.ended_by = transaction.now, by.number
        transaction.session.add(row)
    await transaction.session.flush()
    await record(
        transaction, production.number, RecordKind.PRESENT_MARKED, by=by.number, scene=scene.key, present=present
    )
    await follow(transaction, production, await strips.list_days_of(transaction.session, scene.key))
