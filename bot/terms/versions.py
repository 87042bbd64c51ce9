"""What was agreed: riders and their versions, late pages, asking again. Each asks again whom it concerns."""

from dataclasses import dataclass

from bot.checkins.asking import ask, first_round_done
from bot.checkins.consequences import hurry_all, replan
from bot.checkins.revisions import add_revision
from bot.checkins.settling import scenes_open_with, settle, shown_of_scene
from bot.domain.matters import Closing, Covers, Shown
from bot.domain.reasons import Reason, Why
from bot.domain.record_kinds import RecordKind
from bot.domain.standing import RevisionKind
from bot.domain.terms import RiderDetails, RiderTerms, Wording
from bot.duty import act
from bot.matters import made_into
from bot.readers import reads
from bot.record import record
from bot.terms.wording import write_wording
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import answers, check_ins, people, productions, revisions, scenes, strips, terms
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Scene
from storage.shoot_days import ShootDay
from storage.terms import AS_AGREED, Rider


@dataclass(frozen=True)
class Change:
    """Why a scene's confirmations no longer count, on every day: for one performer or all."""

    kind: RevisionKind
    by: Person | None
    performer: Person | None = None


async def record_rider(
    transaction: Transaction, scene: Scene, performer: Person, by: Person | None, terms: RiderTerms
) -> Rider:
    """A new version of a performer's rider for a scene, and everything that follows from it."""
    rider = await write_rider(transaction, scene, performer, by, terms)
    await replan(transaction, await productions.get(transaction.session, scene.production_id))
    return rider


async def write_rider(
    transaction: Transaction, scene: Scene, performer: Person, by: Person | None, agreed: RiderTerms
) -> Rider:
    """A new version of a rider, which supersedes what its performer confirmed before it. Plan again afterwards.

    `by` is who wrote it in Slack, None where it came with a file.
    """
    before = await terms.find_rider(transaction.session, scene.key, performer.number)
    key = new_row_key()
    rider = Rider(
        scene_id=scene.key,
        person_id=performer.number,
        version=before.version + 1 if before else 1,
        document=agreed.document,
        agreed=transaction.vault.seal("rider", key, agreed.agreed, scene.key, performer.number),
        agreed_key=key,
        sent_at=agreed.sent_at,
        in_force=agreed.in_force,
        notice_waived=agreed.notice_waived,
        recorded_by=by.number if by else None,
        recorded_at=transaction.now,
    )
    transaction.session.add(rider)
    await transaction.session.flush()
    if agreed.details != RiderDetails():
        await write_wording(transaction, rider, AS_AGREED, Wording(details=agreed.details), by)
    await record(
        transaction,
        scene.production_id,
        RecordKind.RIDER_RECORDED,
        about=performer.number,
        by=by.number if by else None,
        scene=scene.key,
        rider=rider.version,
        sent_at=agreed.sent_at,
        in_force=agreed.in_force,
        notice_waived=agreed.notice_waived,
    )
    if before is not None or await answers.is_answered_or_asked(transaction.session, scene.key, performer.number):
        await revise(transaction, scene, Change(RevisionKind.RIDER, by, performer=performer))
    return rider


async def waive_notice(transaction: Transaction, production_id: int, rider: Rider, by: Person) -> None:
    """Put on record that the notice of a rider was waived, and by whom."""
    rider.notice_waived = True
    transaction.session.add(rider)
    await record(
        transaction,
        production_id,
        RecordKind.NOTICE_WAIVED,
        about=rider.person_id,
        by=by.number,
        scene=rider.scene_id,
        rider=rider.version,
    )


async def set_in_force(
    transaction: Transaction, production_id: int, rider: Rider, by: Person | None, *, in_force: bool
) -> None:
    """Put on record that a rider holds now, or no longer does."""
    if rider.in_force == in_force:
        return
    rider.in_force = in_force
    transaction.session.add(rider)
    await record(
        transaction,
        production_id,
        RecordKind.RIDER_IN_FORCE,
        about=rider.person_id,
        by=by.number if by else None,
        scene=rider.scene_id,
        rider=rider.version,
        in_force=in_force,
    )


async def revise(transaction: Transaction, scene: Scene, change: Change) -> None:
    """Record why a scene's confirmations no longer count, and ask again whoever had been asked."""
    revision = Revision(
        scene_id=scene.key,
        person_id=change.performer.number if change.performer else None,
        kind=change.kind,
        recorded_by=change.by.number if change.by else None,
        recorded_at=transaction.now,
    )
    await add_revision(transaction, scene.production_id, revision)
    for day in await strips.list_days_of(transaction.session, scene.key):
        if day.wrapped_at is None:
            await ask_again(transaction, scene, day, change.performer, revision)


async def revise_pages(transaction: Transaction, production: Production, scene: Scene, by: Person) -> None:
    """Late pages changed the action of a scene: everyone in it confirms again, on each of its days."""
    await revise(transaction, scene, Change(RevisionKind.PAGES, by))
    await hurry_all(transaction, production)


async def reopen(
    transaction: Transaction, check_in: CheckIn, by: Person, shown: Shown | None, covers: Covers = Covers.THIS
) -> bool:
    """The coordinator asks everybody of a scene again, nothing agreed having changed; False where more has come.

    Whose matter is closed by it confirms again; with nothing open, everybody does. All read the same message.
    `covers`: the scene alone, or all that what is open there is open with.
    """
    now = await shown_of_scene(transaction, check_in)
    alone = None if covers is Covers.ALL else check_in.scene_id
    reached = [] if alone is not None else await scenes_open_with(transaction, now)
    read = await reads(transaction, by, check_in.production_id)
    if shown != now:
        return False
    closed = await settle(transaction, now, Closing.ASKED_AGAIN, by, read=read, scene_id=alone)
    if closed is None:
        return False
    scene = await scenes.get(transaction.session, check_in.scene_id)
    concerned = [scene.key, *reached]
    if not closed:
        concerned += await made_into(transaction, scene.key)
        for number in concerned:
            everybody = Revision(
                scene_id=number, kind=RevisionKind.AS_BEFORE, recorded_by=by.number, recorded_at=transaction.now
            )
            await add_revision(transaction, scene.production_id, everybody)
    for number in dict.fromkeys(concerned):
        await ask_everybody(transaction, await scenes.get(transaction.session, number), Reason.AS_BEFORE, by)
    await hurry_all(transaction, await productions.get(transaction.session, check_in.production_id))
    about = {"check_in_id": check_in.number, "scene_id": scene.key, "shoot_day_id": check_in.shoot_day_id}
    key = f"revision:{await revisions.find_newest(transaction.session)}"
    await act(transaction, check_in.production_id, by, key, person_id=check_in.person_id, **about)
    return True


async def ask_again(
    transaction: Transaction, scene: Scene, day: ShootDay, performer: Person | None, revision: Revision
) -> None:
    """Ask again about one scene everyone concerned who had been asked before, or would have been but for a change."""
    await ask_on(transaction, scene, day, performer, Why(Reason(revision.kind.value), f"{revision.id}"))


async def ask_everybody(transaction: Transaction, scene: Scene, reason: Reason, by: Person | None) -> None:
    """Ask everybody of a scene again, on each day to come, with one text: it shows nobody whose answer lapsed."""
    mark = Revision(
        scene_id=scene.key,
        kind=RevisionKind.ASKED_AGAIN,
        recorded_by=by.number if by else None,
        recorded_at=transaction.now,
    )
    await add_revision(transaction, scene.production_id, mark)
    for day in await strips.list_days_of(transaction.session, scene.key):
        if day.wrapped_at is None:
            await ask_on(transaction, scene, day, None, Why(reason, f"{mark.id}"))


async def ask_on(transaction: Transaction, scene: Scene, day: ShootDay, performer: Person | None, why: Why) -> None:
    """Ask about one scene on one day whoever had been asked before, or would have been but for a change."""
    production = await productions.get(transaction.session, scene.production_id)
    for row in await check_ins.list_on(transaction.session, day.number, performer.number if performer else None):
        asked = row.asked_at is not None or (row.automatic and await first_round_done(transaction, day, row.person_id))
        if row.scene_id == scene.key and asked:
            who = await people.get(transaction.session, row.person_id)
            await ask(transaction, production, day, who, [row], why)
