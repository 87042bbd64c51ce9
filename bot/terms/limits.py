"""Limits: less than the rider, agreed with one performer; they go with the scene until the coordinator ends them."""

from dataclasses import dataclass, replace

from bot.checkins.consequences import hurry_all
from bot.checkins.revisions import add_revision
from bot.checkins.settling import scenes_open_with, settle, shown_of_performer
from bot.domain.matters import Closing, Covers, Shown
from bot.domain.reasons import Reason
from bot.domain.standing import RevisionKind
from bot.domain.unreadable import LOST
from bot.duty import act
from bot.matters import made_into
from bot.readers import reads
from bot.terms.versions import ask_everybody
from bot.terms.wording import limits_in, limits_of, limits_read_by, open_partner_limits
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import productions, revisions, scenes
from storage.check_ins import CheckIn
from storage.people import Person
from storage.revisions import Revision

REVISION = "revision"


@dataclass(frozen=True)
class Agreed:
    """What was agreed with a performer, and what the coordinator has their partners read of it, perhaps nothing.

    `covers`: in one scene alone, or in everything that its window named.
    """

    own: str
    partners: str = ""
    covers: Covers = Covers.THIS


async def record_limits(
    transaction: Transaction, check_in: CheckIn, by: Person, shown: Shown | None, agreed: Agreed
) -> bool:
    """Limits inside the unchanged rider: effective at once, on every day; False where more has come than was shown.

    The performer confirms again, and their partners where what they play under has changed. All read the same message.
    What holds in other scenes was not shown: there it stays, beside what is recorded now.
    """
    now, everything = await shown_of_performer(transaction, check_in), agreed.covers is Covers.ALL
    reached = await scenes_open_with(transaction, now) if everything else []
    read, alone = await reads(transaction, by, check_in.production_id), None if everything else check_in.scene_id
    if shown != now or await settle(transaction, now, Closing.LIMITS, by, read=read, scene_id=alone) is None:
        return False
    before = await limits_of(transaction, check_in)
    await limit_in(transaction, check_in, check_in.scene_id, by, agreed)
    for scene_id in dict.fromkeys([*reached, *await made_into(transaction, check_in.scene_id)]):
        if scene_id != check_in.scene_id:
            there = await limits_in(transaction, scene_id, check_in.person_id)
            own = beside(there.own, before.own, agreed.own)
            partners = beside(there.partners, before.partners, agreed.partners)
            await limit_in(transaction, check_in, scene_id, by, replace(agreed, own=own, partners=partners))
    return True


def beside(there: str, shown: str, agreed: str) -> str:
    """What was agreed, after what holds elsewhere and is something else than was shown."""
    return agreed if there in (shown, LOST) or there in agreed else f"{there}\n{agreed}".strip()


async def limit_in(transaction: Transaction, check_in: CheckIn, scene_id: int, by: Person, agreed: Agreed) -> None:
    """Limits of a check-in's performer in one scene, in place of what was agreed with them there before."""
    before = await limits_in(transaction, scene_id, check_in.person_id)
    await end_rows(transaction, check_in, scene_id, by)
    shared = scene_id == check_in.scene_id and bool(before.shared)
    everybody = shared or agreed.partners != before.partners
    revision = new_revision(transaction, check_in, scene_id, by, everybody=everybody)
    own_key, partner_key = new_row_key(), new_row_key()
    about = (scene_id, check_in.person_id)
    revision.limits, revision.limits_key = transaction.vault.seal(REVISION, own_key, agreed.own, *about), own_key
    revision.limits_of = check_in.person_id
    if agreed.partners:
        revision.partner_limits = transaction.vault.seal(REVISION, partner_key, agreed.partners, *about)
        revision.partner_limits_key = partner_key
    await ask_again_about(transaction, check_in, revision, by)


async def end_limits(transaction: Transaction, check_in: CheckIn, by: Person, shown: Shown | None) -> bool:
    """The coordinator ends limits, having asked the performer: the rider holds again, and is asked about again."""
    now = await shown_of_performer(transaction, check_in)
    if shown != now:
        return False
    before = await limits_of(transaction, check_in)
    await end_rows(transaction, check_in, check_in.scene_id, by)
    revision = new_revision(
        transaction, check_in, check_in.scene_id, by, everybody=bool(before.partners or before.shared)
    )
    await ask_again_about(transaction, check_in, revision, by)
    return True


async def end_rows(transaction: Transaction, check_in: CheckIn, scene_id: int, by: Person) -> None:
    """What was agreed so far with a performer, or once with everybody, no longer holds.

    In another scene than the one that was shown, what was for everybody, or cannot be read, is not ended.
    """
    elsewhere = scene_id != check_in.scene_id
    for row in await revisions.list_limits(transaction.session, scene_id):
        if row.limits_of not in (None, check_in.person_id) or (elsewhere and row.limits_of is None):
            continue
        read = (limits_read_by(transaction, row, check_in.person_id), open_partner_limits(transaction, row))
        if not (elsewhere and LOST in read):
            row.ended_at, row.ended_by = transaction.now, by.number
            transaction.session.add(row)


def new_revision(
    transaction: Transaction, check_in: CheckIn, scene_id: int, by: Person, *, everybody: bool
) -> Revision:
    """Why confirmations lapse, on every day: the performer's own, or everybody's in the scene."""
    return Revision(
        scene_id=scene_id,
        person_id=None if everybody else check_in.person_id,
        kind=RevisionKind.LIMITS,
        recorded_by=by.number,
        recorded_at=transaction.now,
    )


async def ask_again_about(transaction: Transaction, check_in: CheckIn, revision: Revision, by: Person) -> None:
    """Keep the revision, have everybody of the scene asked with one text; acting takes duty."""
    kept = await add_revision(transaction, check_in.production_id, revision)
    scene = await scenes.get(transaction.session, revision.scene_id)
    await ask_everybody(transaction, scene, Reason.LIMITS, by)
    await hurry_all(transaction, await productions.get(transaction.session, check_in.production_id))
    about = {"check_in_id": check_in.number, "scene_id": scene.key, "shoot_day_id": check_in.shoot_day_id}
    key = f"revision:{kept.id}"
    await act(transaction, check_in.production_id, by, key, person_id=check_in.person_id, **about)
