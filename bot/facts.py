"""Gathering what the pure rules need: who is in which scene on which day, calls, standings, riders."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import times
from bot.domain.disclosure import Contact, DayName
from bot.domain.numbers import whole_number
from bot.domain.readiness import PerformerFacts, SceneFacts, Word, readiness
from bot.domain.roles import Role
from bot.domain.standing import (
    REPLANS,
    AnswerFact,
    History,
    RevisionFact,
    Source,
    Standing,
    standing,
)
from bot.domain.terms import counts_as_under_18
from bot.domain.unreadable import LOST, Spoiled, listed
from bot.transaction import Transaction
from bot.vault import Unreadable
from storage import answers, check_ins, matters, people, presences, revisions, shoot_days, strips, terms, written
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.people import CastMember, Person
from storage.players import list_players
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from storage.terms import Breakdown, Rider
from storage.written import UnreadWhy

BUTTON = "button"
REVISION_DIGITS = 10
# No revision has this number, so nothing that was shown with it confirms.
OUT_OF_DATE = -1


@dataclass(frozen=True)
class Part:
    """An intimate scene on one day: its strips, and who is in it. `unknown` are cast ids nobody is named for.

    `of_age` False: somebody in it is under 18, so nobody is asked about it.
    """

    scene: Scene
    day: ShootDay
    strips: tuple[Strip, ...]
    members: tuple[CastMember, ...]
    unknown: tuple[str, ...]
    of_age: bool = True

    @property
    def filmed(self) -> bool:
        """Whether the scene is done for this day."""
        return all(strip.filmed_at is not None for strip in self.strips)

    def has(self, person_id: int) -> bool:
        """Whether somebody performs in it."""
        return any(member.person_id == person_id for member in self.members)


async def parts_of_day(transaction: Transaction, production: Production, day: ShootDay) -> list[Part]:
    """The confirmed intimate scenes of a day, in the order of the board; a scene with two units is one part."""
    known = await people.get_cast(transaction.session, production.number)
    young = await under_18(transaction, production, day.date)
    by_scene: dict[int, tuple[Scene, list[Strip]]] = {}
    for strip, scene in await strips.list_on(transaction.session, day.number):
        if scene.may_be_intimate:
            by_scene.setdefault(scene.key, (scene, []))[1].append(strip)
    parts = []
    for scene, planned in by_scene.values():
        ids = list(dict.fromkeys(cast_id for strip in planned for cast_id in listed(strip.cast_ids)))
        members = {known[cast_id].person_id: known[cast_id] for cast_id in ids if cast_id in known}
        unknown = await without_present(transaction, scene, [cast_id for cast_id in ids if cast_id not in known])
        of_age = young.isdisjoint(members)
        parts.append(Part(scene, day, tuple(planned), tuple(members.values()), unknown, of_age))
    return parts


async def without_present(transaction: Transaction, scene: Scene, unknown: Sequence[str]) -> tuple[str, ...]:
    """Cast ids nobody is named for, without those the coordinator knows to be present and not in the action."""
    if not unknown:
        return ()
    present = {row.cast_id.casefold() for row in await presences.list_standing(transaction.session, scene.key)}
    return tuple(cast_id for cast_id in unknown if cast_id.casefold() not in present)


async def under_18(transaction: Transaction, production: Production, on: date) -> set[int]:
    """The ids of everybody who counts as under 18 for a shooting day."""
    known = await people.list_minors(transaction.session)
    hours = production.first_checkin_hours
    return {number for number, until in known.items() if counts_as_under_18(until, on, hours)}


async def stays_with_coordinator(
    transaction: Transaction, production: Production, day: ShootDay, there: Collection[int]
) -> bool:
    """Whether one of these people is under 18 for a day, or at this moment: then nobody is asked with them."""
    today = times.local(transaction.now, production.time_zone).date()
    now = {
        number
        for number, until in (await people.list_minors(transaction.session)).items()
        if until is None or today < until
    }
    return not (now | await under_18(transaction, production, day.date)).isdisjoint(there)


async def call_of(
    transaction: Transaction,
    production: Production,
    day: ShootDay,
    person_id: int | None = None,
    units: Sequence[str] = (),
) -> datetime:
    """The earliest plausible call (UTC) of a person, of units, or of the whole day.

    A person's own call counts first, then their units'; with none known, the production's earliest hour does.
    """
    known = await shoot_days.list_calls(transaction.session, day.number)
    own = [call.at for call in known if person_id is not None and call.person_id == person_id]
    unit = [call.at for call in known if call.person_id is None and (not units or call.unit in units)]
    return min(own or unit or [earliest_call(production, day)])


async def call_for_check_in(
    transaction: Transaction, production: Production, day: ShootDay, check_in: CheckIn
) -> datetime:
    """The earliest plausible call of a performer for a scene's day."""
    units = [
        strip.unit
        for strip, scene in await strips.list_on(transaction.session, day.number)
        if scene.key == check_in.scene_id
    ]
    return await call_of(transaction, production, day, check_in.person_id, units)


async def first_call(transaction: Transaction, production: Production, day: ShootDay) -> datetime:
    """The earliest call of anybody on a day."""
    known: list[Call] = await shoot_days.list_calls(transaction.session, day.number)
    return min([call.at for call in known] or [earliest_call(production, day)])


def earliest_call(production: Production, day: ShootDay) -> datetime:
    """The hour (UTC) that counts while no call is known."""
    return times.instant(day.date, production.earliest_call, production.time_zone)


def answer_fact(answer: Answer) -> AnswerFact:
    """A stored answer as the rules see it."""
    return AnswerFact(answer.kind, answer.source, answer.shown_revision)


def revision_fact(revision: Revision) -> RevisionFact:
    """A stored revision as the rules see it."""
    assert revision.id is not None
    return RevisionFact(revision.id, revision.kind)


async def revision_facts(transaction: Transaction, scene_id: int, day_id: int, person_id: int) -> list[RevisionFact]:
    """The revisions that concern a performer's scene on a day."""
    return [revision_fact(row) for row in await revisions.list_for(transaction.session, scene_id, day_id, person_id)]


async def revision_now(transaction: Transaction, check_in: CheckIn) -> int:
    """The revision an answer given now would be about; 0 when nothing was revised since the scene was marked."""
    place = (check_in.scene_id, check_in.shoot_day_id, check_in.person_id)
    return await revisions.find_current(transaction.session, *place)


async def seal_revision(transaction: Transaction, check_in: CheckIn) -> str:
    """The revision in force as a button carries it: sealed, so that two messages do not tell whether there was one."""
    revision = f"{await revision_now(transaction, check_in):0{REVISION_DIGITS}d}"
    return urlsafe_b64encode(transaction.vault.seal(BUTTON, str(check_in.number), revision)).decode()


def open_revision(transaction: Transaction, check_in: CheckIn, shown: str) -> int:
    """What a button was about; of an earlier release it says the number itself. Anything unreadable is out of date."""
    if (plain := whole_number(shown)) is not None:
        return plain
    try:
        return int(transaction.vault.open(BUTTON, str(check_in.number), urlsafe_b64decode(shown)))
    except (Unreadable, ValueError, IndexError):
        return OUT_OF_DATE


async def standing_of(transaction: Transaction, check_in: CheckIn, until: datetime | None = None) -> Standing:
    """Where a performer stands with a scene on a day; or stood, by what was recorded until a moment (UTC)."""
    return standing(
        check_in.asked_at is not None,
        await history(transaction, check_in, until),
        open_matter=await is_with_coordinator(transaction, check_in, until),
    )


async def is_with_coordinator(transaction: Transaction, check_in: CheckIn, until: datetime | None = None) -> bool:
    """Whether something is open with a scene, or was written that nobody has said a production of."""
    if await is_open(transaction, check_in, until):
        return True
    nowhere = UnreadWhy.WHICH_PRODUCTION
    where = (check_in.person_id, check_in.production_id)
    return await written.is_unread(transaction.session, *where, until, nowhere)


async def standing_now(transaction: Transaction, check_in: CheckIn) -> Standing:
    """Where a performer stands for the plan: with the coordinator too while what they may have written is not read."""
    if await written.is_unread(transaction.session, check_in.person_id, check_in.production_id):
        return Standing.WITH_COORDINATOR
    return await standing_of(transaction, check_in)


async def is_open(transaction: Transaction, check_in: CheckIn, until: datetime | None = None) -> bool:
    """Whether something is open between a performer and a scene; once it is filmed, something that concerned that day.

    That is what was open when it was filmed, and what was said since about that very day.
    """
    found = await matters.list_open(transaction.session, check_in.scene_id, check_in.person_id, until)
    strip = await strips.find(transaction.session, check_in.scene_id, check_in.shoot_day_id)
    if strip is None or strip.filmed_at is None:
        return bool(found)
    for matter in found:
        events = await matters.list_events(transaction.session, matter.number)
        if matter.opened_at <= strip.filmed_at or check_in.number in [event.check_in_id for event in events]:
            return True
    return False


async def words_still_open(transaction: Transaction, check_in: CheckIn) -> set[str]:
    """Which of a performer's typed words may be about a scene, and have not been answered by the coordination."""
    return await matters.list_typed_open(transaction.session, check_in.scene_id, check_in.person_id)


async def has_open_matter(transaction: Transaction, scene_id: int) -> bool:
    """Whether something is open with a scene, of anybody, still in it or not, on whatever day it was said.

    What somebody may have written there and nobody has read is open as well.
    """
    if await matters.list_open(transaction.session, scene_id):
        return True
    rows = await check_ins.list_of_scene(transaction.session, scene_id)
    if not rows:
        return False
    unread = await written.list_people_unread(transaction.session, rows[0].production_id)
    return not unread.isdisjoint(row.person_id for row in rows)


async def history(transaction: Transaction, check_in: CheckIn, until: datetime | None = None) -> History:
    """What was said to a check-in, and why it was asked again; all of it, or until a moment (UTC)."""
    given = [
        answer_fact(answer)
        for answer in await answers.list_to(transaction.session, check_in.number)
        if until is None or answer.recorded_at <= until
    ]
    reasons = await revisions.list_for(
        transaction.session, check_in.scene_id, check_in.shoot_day_id, check_in.person_id
    )
    return History(given, [revision_fact(row) for row in reasons if until is None or row.recorded_at <= until])


def rider_holds(production: Production, rider: Rider | None, call: datetime) -> bool:
    """Whether the rider the production asks for is in force and its notice met, or waived on record."""
    if not production.rider_required:
        return True
    if rider is None or not rider.in_force:
        return False
    return rider.notice_waived or times.notice_met(rider.sent_at, call, production.notice_hours)


async def performer_facts(
    transaction: Transaction, production: Production, part: Part, person_id: int
) -> PerformerFacts:
    """What the scene's word needs to know of one performer."""
    check_in = await check_ins.find_for(transaction.session, part.scene.key, part.day.number, person_id)
    stands = Standing.NOT_ASKED
    if check_in is not None and check_in.withdrawn_at is None:
        stands = await standing_now(transaction, check_in)
        if await closed_since(transaction, check_in, stands):
            stands = Standing.WITH_COORDINATOR
    call = await call_of(transaction, production, part.day, person_id, [strip.unit for strip in part.strips])
    rider = await terms.find_rider(transaction.session, part.scene.key, person_id)
    holds = rider_holds(production, rider, call)
    return PerformerFacts(stands, holds and await can_be_read(transaction, part.scene.key, person_id, rider))


async def can_be_read(transaction: Transaction, scene_id: int, person_id: int, rider: Rider | None) -> bool:
    """Whether what a performer agreed to still stands there to be read: their rider, and the limits they play under."""
    vault, shown = transaction.vault, []
    if rider is not None and rider.id is not None:
        shown.append(vault.read("rider", rider.agreed_key, rider.agreed, scene_id, person_id))
        written_parts = (await terms.get_rider_words(transaction.session, rider.id)).values()
        shown += [vault.read("riderwords", row.key, row.content, row.rider_id) for row in written_parts]
    there = await list_players(transaction.session, scene_id)
    for limit in await revisions.list_limits(transaction.session, scene_id):
        about = (scene_id, limit.limits_of)
        if limit.limits_of in (None, person_id):
            shown.append(vault.read("revision", limit.limits_key or "", limit.limits or b"", *about))
        elif limit.partner_limits is not None and limit.limits_of in there:
            shown.append(vault.read("revision", limit.partner_limits_key or "", limit.partner_limits, *about))
    return LOST not in shown


async def closed_since(transaction: Transaction, check_in: CheckIn, stands: Standing) -> bool:
    """Whether a performer's account is closed and nothing was said in person: an old tap is then no confirmation."""
    performer = await people.get(transaction.session, check_in.person_id)
    if performer.deactivated_at is None or (performer.in_person and stands is not Standing.CONFIRMED):
        return False
    given = await answers.list_to(transaction.session, check_in.number)
    spoken = bool(given) and given[-1].source in (Source.IN_PERSON, Source.PHONE)
    return stands is not Standing.CONFIRMED or not spoken


async def word_of(transaction: Transaction, production: Production, part: Part) -> Word:
    """The scene's word for the AD at this moment."""
    performers = [await performer_facts(transaction, production, part, member.person_id) for member in part.members]
    revisions = [
        revision
        for member in part.members
        for revision in await revision_facts(transaction, part.scene.key, part.day.number, member.person_id)
    ]
    call = await call_of(transaction, production, part.day, None, [strip.unit for strip in part.strips])
    made = await terms.find_breakdown(transaction.session, part.scene.key)
    return readiness(
        SceneFacts(
            cut=part.scene.cut_at is not None,
            open_matter=await has_open_matter(transaction, part.scene.key),
            performers=tuple(performers),
            cast_known=not part.unknown,
            on_duty=bool(await people.list_on_duty(transaction.session, production.number, transaction.now)),
            call_passed=transaction.now >= call,
            replanned=any(revision.kind in REPLANS for revision in revisions),
            stunts_covered=made is None or (made.stunts_named and breakdown_reads(transaction, made)),
            of_age=part.of_age,
        )
    )


def breakdown_reads(transaction: Transaction, made: Breakdown) -> bool:
    """Whether what a scene is made of can be read."""
    kinds_read = not isinstance(made.kinds, Spoiled)
    return kinds_read and transaction.vault.read("breakdown", made.key, made.content, made.scene_id) != LOST


def day_name(production: Production, day: ShootDay) -> DayName:
    """A shooting day as messages name it."""
    return DayName(production.name, day.label, day.date, production.time_zone)


async def contact(transaction: Transaction, production: Production) -> Contact:
    """Whom performers turn to: who is on duty and can be reached, else a coordinator or deputy who can, else the
    production's own contact.
    """
    at = (transaction.session, production.number, transaction.now)
    on_duty, inside = await people.list_on_duty(*at), await people.list_inside_set(*at)
    coordinators = await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])
    deputies = await people.list_holders(transaction.session, production.number, [Role.DEPUTY])
    reached = [who for who in (*on_duty, *coordinators, *deputies) if who.reachable]
    # Inside a closed set there is no phone: whoever is outside comes first.
    there = [who for who in reached if who.number not in inside] or reached
    return await contact_of(transaction, production, there[0]) if there else Contact(production.contact, "")


async def contact_of(transaction: Transaction, production: Production, who: Person) -> Contact:
    """Somebody of the coordination, with their phone where it is known."""
    for role in (Role.COORDINATOR, Role.DEPUTY):
        held = await people.find_role(transaction.session, production.number, who.number, role)
        if held is not None:
            return Contact(who.name, held.phone)
    return Contact(who.name, "")


async def scene_cast(transaction: Transaction, production: Production, scene: Scene) -> list[Person]:
    """The people named for a scene's cast ids, on whatever day it is planned."""
    known = await people.get_cast(transaction.session, production.number)
    ids = [
        cast_id
        for strip in await strips.list_standing_of(transaction.session, scene.key)
        for cast_id in listed(strip.cast_ids)
    ]
    numbers = dict.fromkeys(known[cast_id].person_id for cast_id in ids if cast_id in known)
    return [await people.get(transaction.session, number) for number in numbers]
