"""What was agreed: riders and their versions, late pages, limits for the day. Each asks again whom it concerns."""

from dataclasses import dataclass

from bot.checkins.asking import ask, first_round_done
from bot.checkins.consequences import replan
from bot.checkins.revisions import add_revision
from bot.closed_sets.lifetime import release_hold
from bot.domain.disclosure import OwnTerms
from bot.domain.standing import REOPENINGS, RevisionKind
from bot.domain.terms import RiderDetails, RiderTerms, Wording, in_language
from bot.facts import contact, day_name, revision_now
from bot.record import RecordKind, record
from bot.terms.wording import made_of, wordings, write_wording
from bot.transaction import Transaction
from bot.vault import new_row_key
from messages.language import code_of
from storage import answers, check_ins, people, productions, revisions, scenes, shoot_days, strips, terms
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Scene
from storage.shoot_days import ShootDay
from storage.terms import AS_AGREED, Rider


@dataclass(frozen=True)
class Change:
    """Why a scene's confirmations no longer count: on one day or all, for one performer or all."""

    kind: RevisionKind
    by: Person | None
    day: ShootDay | None = None
    performer: Person | None = None
    limits: str | None = None


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
        agreed=transaction.vault.seal("rider", key, agreed.agreed),
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
    key = new_row_key()
    revision = Revision(
        scene_id=scene.key,
        shoot_day_id=change.day.number if change.day else None,
        person_id=change.performer.number if change.performer else None,
        kind=change.kind,
        limits=transaction.vault.seal("revision", key, change.limits) if change.limits else None,
        limits_key=key if change.limits else None,
        recorded_by=change.by.number if change.by else None,
        recorded_at=transaction.now,
    )
    await add_revision(transaction, scene.production_id, revision)
    for day in [change.day] if change.day else await strips.list_days_of(transaction.session, scene.key):
        if change.kind in REOPENINGS:
            await release_hold(transaction, scene.key, day.number)
        if day.wrapped_at is None:
            await ask_again(transaction, scene, day, change.performer, f"{change.kind}:{revision.id}")


async def ask_again(transaction: Transaction, scene: Scene, day: ShootDay, performer: Person | None, why: str) -> None:
    """Ask again about one scene everyone concerned who had been asked before, or would have been but for a change."""
    production = await productions.get(transaction.session, scene.production_id)
    for row in await check_ins.list_on(transaction.session, day.number, performer.number if performer else None):
        asked = row.asked_at is not None or (row.automatic and await first_round_done(transaction, day, row.person_id))
        if row.scene_id == scene.key and asked:
            await ask(transaction, production, day, await people.get(transaction.session, row.person_id), [row], why)


async def own_terms(transaction: Transaction, check_in: CheckIn) -> OwnTerms:
    """What was agreed with a performer for a scene and day, as they may read it."""
    production = await productions.get(transaction.session, check_in.production_id)
    rider = await terms.find_rider(transaction.session, check_in.scene_id, check_in.person_id)
    made = await terms.find_breakdown(transaction.session, check_in.scene_id)
    words, untranslated = await own_wording(transaction, production, check_in, rider)
    return OwnTerms(
        check_in_id=check_in.number,
        revision=await revision_now(transaction, check_in),
        scene=(await scenes.get(transaction.session, check_in.scene_id)).label,
        day=day_name(production, await shoot_days.get(transaction.session, check_in.shoot_day_id)),
        wording=words,
        version=rider.version if rider else None,
        made_of=made_of(transaction, made),
        made_version=made.version if made else None,
        untranslated=untranslated,
        document=rider.document if rider else "",
        limits=await limits_for(transaction, check_in),
        coordinator=await contact(transaction, production),
    )


async def own_wording(
    transaction: Transaction, production: Production, check_in: CheckIn, rider: Rider | None
) -> tuple[Wording | None, bool]:
    """A rider's words in its performer's language, else as they were agreed; and whether a translation is missing."""
    if rider is None:
        return None, False
    reads = reading_language(production, await people.get(transaction.session, check_in.person_id))
    known = await wordings(transaction, rider)
    if reads == code_of(production.language):
        return known[AS_AGREED], False
    if reads not in known:
        return known[AS_AGREED], True
    return in_language(known[AS_AGREED], known[reads]), False


def reading_language(production: Production, performer: Person) -> str:
    """The code of the language a performer reads terms in, whether or not the bot itself speaks it."""
    return code_of(performer.language or production.language)


async def limits_for(transaction: Transaction, check_in: CheckIn) -> str | None:
    """The newest limits for the day that concern a check-in, inside the unchanged rider."""
    rows = await revisions.list_for(transaction.session, check_in.scene_id, check_in.shoot_day_id, check_in.person_id)
    limited = [row for row in rows if row.limits is not None and row.limits_key is not None]
    if not limited:
        return None
    newest = limited[-1]
    assert newest.limits is not None
    return transaction.vault.open("revision", newest.limits_key or "", newest.limits)
