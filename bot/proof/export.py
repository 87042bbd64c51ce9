"""Gathering the export of one production from what is stored."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts import raise_alert
from bot.domain.alert_kinds import AlertKind
from bot.domain.disclosure import SceneWord
from bot.domain.heads import printed
from bot.domain.proof_sheet import (
    Confirmation,
    Notice,
    Proof,
    ProofPerformer,
    ProofPresence,
    ProofScene,
    ProofSet,
    ProofVisit,
)
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import RecordOfAnother
from bot.domain.standing import AnswerKind, Standing
from bot.domain.times import notice_met
from bot.domain.unreadable import LOST, Unreadable
from bot.facts import call_for_check_in, day_name, standing_of
from bot.record import all_facts, head_of, is_of, record
from bot.terms.wording import hash_of
from bot.transaction import Transaction
from storage import (
    answers,
    check_ins,
    closed_sets,
    deliveries,
    people,
    readiness,
    rosters,
    scenes,
    shoot_days,
    strips,
    terms,
)
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.deliveries import Template
from storage.people import Person
from storage.productions import Production
from storage.readiness import PublishedReadiness
from storage.record_entries import RecordName, ShownTerms
from storage.scenes import Scene
from storage.shoot_days import ShootDay
from storage.terms import Rider


@dataclass(frozen=True)
class Force:
    """What the record says of a rider from a moment (UTC) on: whether it held."""

    about: object
    scene: object
    version: object
    since: datetime
    held: bool


@dataclass(frozen=True)
class Gathered:
    """What is gathered once for a whole export."""

    production: Production
    forces: list[Force]


async def forces_on_record(transaction: Transaction, production: Production) -> list[Force]:
    """When each rider came into force or went out of it, in order."""
    return [
        Force(
            facts.get("about"),
            facts.get("scene"),
            facts.get("rider"),
            datetime.fromisoformat(str(facts["at"])),
            bool(facts["in_force"]),
        )
        for facts in await all_facts(transaction, production.number)
        if facts.get("kind") in (RecordKind.RIDER_RECORDED, RecordKind.RIDER_IN_FORCE)
    ]


async def by_operator(transaction: Transaction, production: Production, about: Person) -> None:
    """Whoever runs the bot makes a file at the command line, for or about somebody: on record, and told.

    Nobody can see there who they are: it is theirs, whomever they name.
    """
    number = production.number
    await record(transaction, number, RecordKind.EXPORTED, about=about.number, operator=True)
    await raise_alert(transaction, number, AlertKind.EXPORTED, f"{number}:{transaction.now.timestamp()}")


async def proof_of(
    transaction: Transaction, production: Production, reader: Person, *, operator: bool = False
) -> Proof:
    """Everything that can be proved of a production, made for a coordinator, by them or (`operator`) at the terminal.

    That it was made is put on record.

    Raises RecordOfAnother where the head that would be printed is not this production's.
    """
    if not is_of(await head_of(transaction, production.number), production.number):
        raise RecordOfAnother
    if operator:
        await by_operator(transaction, production, reader)
    else:
        await record(transaction, production.number, RecordKind.EXPORTED, by=reader.number)
    gathered = Gathered(production, await forces_on_record(transaction, production))
    scenes = [
        proof
        for day in await shoot_days.list_all(transaction.session, production.number)
        for proof in await proof_scenes(transaction, gathered, day)
    ]
    head = await head_of(transaction, production.number)
    newest = printed(production.short_name, head.position, head.mark)
    return Proof(production.name, production.time_zone, transaction.now, reader.name, newest, tuple(scenes), operator)


@dataclass(frozen=True)
class Day:
    """A shooting day with what is stored of it: who was asked, which closed sets there were, what the ADs read."""

    row: ShootDay
    check_ins: list[CheckIn]
    closed_sets: list[ClosedSet]
    words: list[PublishedReadiness]


async def proof_scenes(transaction: Transaction, gathered: Gathered, row: ShootDay) -> list[ProofScene]:
    """The scenes of a day about which somebody was asked, or for which a closed set was planned."""
    day = Day(
        row,
        await check_ins.list_on(transaction.session, row.number),
        await closed_sets.list_on(transaction.session, row.number),
        await readiness.list_published(transaction.session, row.number),
    )
    asked = [check_in.scene_id for check_in in day.check_ins]
    numbers = dict.fromkeys([*asked, *[check_in.scene_id for check_in in day.closed_sets]])
    return [
        await proof_scene(transaction, gathered, await scenes.get(transaction.session, number), day)
        for number in numbers
    ]


async def proof_scene(transaction: Transaction, gathered: Gathered, scene: Scene, day: Day) -> ProofScene:
    """One scene on one day."""
    strip = await strips.find(transaction.session, scene.key, day.row.number)
    filmed_at = strip.filmed_at if strip is not None else None
    # What was recorded after the work was done is about later days: pick-ups, another cut.
    judged_at = filmed_at or day.row.wrapped_at or transaction.now
    performers = [
        await proof_performer(transaction, gathered, day.row, row, judged_at)
        for row in day.check_ins
        if row.scene_id == scene.key
    ]
    sets = [await proof_set(transaction, row) for row in day.closed_sets if row.scene_id == scene.key]
    words = [(SceneWord(scene.label, row.word), row.as_of) for row in day.words if row.scene_id == scene.key]
    return ProofScene(
        scene.label, day_name(gathered.production, day.row), filmed_at, tuple(performers), tuple(words), tuple(sets)
    )


async def proof_performer(
    transaction: Transaction, gathered: Gathered, day: ShootDay, row: CheckIn, judged_at: datetime
) -> ProofPerformer:
    """One performer: rider, notice, when they were asked, and the confirmation that stood at a moment (UTC)."""
    call = await call_for_check_in(transaction, gathered.production, day, row)
    riders = await terms.list_riders(transaction.session, row.scene_id, row.person_id)
    rider = next((known for known in reversed(riders) if known.recorded_at <= judged_at), None)
    in_force = rider is not None and await was_in_force(transaction, gathered, rider, judged_at)
    return ProofPerformer(
        performer=(await people.get(transaction.session, row.person_id)).name,
        call=call,
        rider_version=rider.version if rider else None,
        rider_sent_at=rider.sent_at if rider else None,
        notice=notice_of(gathered.production, rider, call, in_force=in_force),
        asked_at=row.asked_at,
        delivered_at=await delivered_at(transaction, row),
        confirmation=await confirmation_of(transaction, row, judged_at),
    )


async def delivered_at(transaction: Transaction, row: CheckIn) -> datetime | None:
    """When the message that asked about a scene arrived (UTC); None where it has not, or was none."""
    if row.asked_at is None:
        return None
    return await deliveries.find_first_delivered(
        transaction.session, Template.CHECK_IN, row.person_id, row.shoot_day_id, row.asked_at
    )


async def was_in_force(transaction: Transaction, gathered: Gathered, rider: Rider, at: datetime) -> bool:
    """Whether a rider held at a moment (UTC), by the record; as it is now where the record has no name for them."""
    known = await transaction.session.get(RecordName, (gathered.production.number, rider.person_id))
    of_this = (known.random if known is not None else "", rider.scene_id, rider.version)
    said = [
        force.held
        for force in gathered.forces
        if (force.about, force.scene, force.version) == of_this and force.since <= at
    ]
    return said[-1] if said else rider.in_force


def notice_of(production: Production, rider: Rider | None, call: datetime, *, in_force: bool) -> Notice:
    """Whether a rider held, and was sent as early as the production asks for."""
    if rider is None:
        return Notice.NO_RIDER
    if not in_force:
        return Notice.NOT_IN_FORCE
    if notice_met(rider.sent_at, call, production.notice_hours):
        return Notice.MET
    return Notice.WAIVED if rider.notice_waived else Notice.NOT_MET


async def confirmation_of(transaction: Transaction, row: CheckIn, at: datetime) -> Confirmation | None:
    """The confirmation that stood at a moment (UTC); None where there was none, or it had been superseded."""
    if await standing_of(transaction, row, at) is not Standing.CONFIRMED:
        return None
    said = [
        answer
        for answer in await answers.list_to(transaction.session, row.number)
        if answer.kind is AnswerKind.AS_AGREED and answer.recorded_at <= at
    ]
    if not said:
        return None
    last = said[-1]
    shown = await transaction.session.get(ShownTerms, last.number)
    by = await people.get(transaction.session, last.recorded_by) if last.recorded_by is not None else None
    return Confirmation(
        at=last.said_at,
        source=last.source,
        rider_version=last.rider_version,
        language=shown.language if shown is not None else "",
        recorded_by=by.name if by is not None else "",
        terms_hash=hash_shown(transaction, shown),
    )


def hash_shown(transaction: Transaction, shown: ShownTerms | None) -> str:
    """The hash of the terms that were shown; LOST where they are kept and cannot be read."""
    try:
        return hash_of(transaction, shown).hex() if shown is not None else ""
    except Unreadable:
        return LOST


async def proof_set(transaction: Transaction, row: ClosedSet) -> ProofSet:
    """Who was cleared for a closed set, who was in it, and who came without being cleared."""
    cleared = [
        ProofPresence(
            name=who.name,
            access=clearance.access,
            cleared_by=await name_of(transaction, clearance.cleared_by),
            cleared_at=clearance.cleared_at,
            entered_at=clearance.entered_at,
            left_at=clearance.left_at,
            removed_at=clearance.removed_at,
        )
        for clearance, who in await rosters.list_with_people(transaction.session, row.number)
    ]
    visits = []
    for visit in await rosters.list_visitors(transaction.session, row.number):
        known = await people.find_by_slack_user(transaction.session, visit.slack_user)
        visits.append(ProofVisit(known.name if known else visit.slack_user, visit.seen_at, visit.out_at))
    approved_by = await name_of(transaction, row.approved_by)
    return ProofSet(row.opened_at, row.closed_at, approved_by, tuple(cleared), tuple(visits))


async def name_of(transaction: Transaction, number: int | None) -> str:
    """A person's name; nothing where nobody did it, but the plan."""
    return (await people.get(transaction.session, number)).name if number is not None else ""
