"""What was agreed: riders and their versions, late pages, limits for the day. Each asks again whom it concerns."""

from dataclasses import dataclass
from datetime import datetime

from bot.asking import ask
from bot.closed_sets import release_hold
from bot.disclosure import OwnTerms
from bot.facts import contact, day_name
from bot.planning import replan
from bot.private_words import new_key
from bot.record import RecordKind, record
from bot.standing import REOPENINGS, RevisionKind
from bot.step import Step
from storage.answers import CheckIn, Revision, Rider, check_ins_on, revisions_for, rider_of
from storage.people import Person, person
from storage.productions import production
from storage.schedule import Scene, ShootDay, days_of, scene, shoot_day


@dataclass(frozen=True)
class RiderTerms:
    """What a rider says: the agreed words, their document, when it was sent (UTC), whether it holds."""

    agreed: str
    document: str
    sent_at: datetime
    in_force: bool = True
    notice_waived: bool = False


@dataclass(frozen=True)
class Change:
    """Why a scene's confirmations no longer count: on one day or all, for one performer or all."""

    kind: RevisionKind
    by: Person | None
    day: ShootDay | None = None
    performer: Person | None = None
    limits: str | None = None


async def record_rider(step: Step, scene: Scene, performer: Person, by: Person, terms: RiderTerms) -> Rider:
    """A new version of a performer's rider for a scene. It supersedes what they confirmed under the one before."""
    before = await rider_of(step.session, scene.key, performer.number)
    key = new_key()
    rider = Rider(
        scene_id=scene.key,
        person_id=performer.number,
        version=before.version + 1 if before else 1,
        document=terms.document,
        agreed=step.vault.seal("rider", key, terms.agreed),
        agreed_key=key,
        sent_at=terms.sent_at,
        in_force=terms.in_force,
        notice_waived=terms.notice_waived,
        recorded_by=by.number,
        recorded_at=step.now,
    )
    step.session.add(rider)
    await step.session.flush()
    await record(
        step,
        scene.production_id,
        RecordKind.RIDER_RECORDED,
        about=performer.number,
        by=by.number,
        scene=scene.key,
        rider=rider.version,
        sent_at=terms.sent_at,
        in_force=terms.in_force,
        notice_waived=terms.notice_waived,
    )
    if before is not None:
        await revise(step, scene, Change(RevisionKind.RIDER, by, performer=performer))
    await replan(step, await production(step.session, scene.production_id))
    return rider


async def waive_notice(step: Step, production_id: int, rider: Rider, by: Person) -> None:
    """Put on record that the notice of a rider was waived, and by whom."""
    rider.notice_waived = True
    step.session.add(rider)
    await record(
        step,
        production_id,
        RecordKind.NOTICE_WAIVED,
        about=rider.person_id,
        by=by.number,
        scene=rider.scene_id,
        rider=rider.version,
    )


async def set_in_force(step: Step, production_id: int, rider: Rider, by: Person, *, in_force: bool) -> None:
    """Put on record that a rider holds now, or no longer does."""
    if rider.in_force == in_force:
        return
    rider.in_force = in_force
    step.session.add(rider)
    await record(
        step,
        production_id,
        RecordKind.RIDER_IN_FORCE,
        about=rider.person_id,
        by=by.number,
        scene=rider.scene_id,
        rider=rider.version,
        in_force=in_force,
    )


async def revise(step: Step, scene: Scene, change: Change) -> None:
    """Record why a scene's confirmations no longer count, and ask again whoever had been asked."""
    key = new_key()
    revision = Revision(
        scene_id=scene.key,
        shoot_day_id=change.day.number if change.day else None,
        person_id=change.performer.number if change.performer else None,
        kind=change.kind,
        limits=step.vault.seal("revision", key, change.limits) if change.limits else None,
        limits_key=key if change.limits else None,
        recorded_by=change.by.number if change.by else None,
        recorded_at=step.now,
    )
    step.session.add(revision)
    await step.session.flush()
    await record(
        step,
        scene.production_id,
        RecordKind.REVISED,
        about=revision.person_id,
        by=revision.recorded_by,
        scene=scene.key,
        day=revision.shoot_day_id,
        revision=revision.id,
        why=change.kind,
    )
    for day in [change.day] if change.day else await days_of(step.session, scene.key):
        if change.kind in REOPENINGS:
            await release_hold(step, scene.key, day.number)
        if day.wrapped_at is None:
            await ask_again(step, scene, day, change.performer, f"{change.kind}:{revision.id}")


async def ask_again(step: Step, scene: Scene, day: ShootDay, performer: Person | None, why: str) -> None:
    """Ask again about one scene everyone concerned who had been asked before."""
    film = await production(step.session, scene.production_id)
    for row in await check_ins_on(step.session, day.number, performer.number if performer else None):
        if row.scene_id == scene.key and row.asked_at is not None:
            await ask(step, film, day, await person(step.session, row.person_id), [row], why)


async def own_terms(step: Step, about: CheckIn) -> OwnTerms:
    """What was agreed with a performer for a scene and day, as they may read it."""
    film = await production(step.session, about.production_id)
    rider = await rider_of(step.session, about.scene_id, about.person_id)
    return OwnTerms(
        scene=(await scene(step.session, about.scene_id)).label,
        day=day_name(film, await shoot_day(step.session, about.shoot_day_id)),
        agreed=step.vault.open("rider", rider.agreed_key, rider.agreed) if rider else None,
        version=rider.version if rider else None,
        document=rider.document if rider else "",
        limits=await limits_for(step, about),
        coordinator=await contact(step, film),
    )


async def limits_for(step: Step, about: CheckIn) -> str | None:
    """The newest limits for the day that concern a check-in, inside the unchanged rider."""
    rows = await revisions_for(step.session, about.scene_id, about.shoot_day_id, about.person_id)
    limited = [row for row in rows if row.limits is not None and row.limits_key is not None]
    if not limited:
        return None
    newest = limited[-1]
    assert newest.limits is not None
    return step.vault.open("revision", newest.limits_key or "", newest.limits)
