"""Gathering what is kept about one person, for that person alone."""

from collections.abc import Sequence
from functools import partial

from sqlmodel import col, func, select

from bot.domain.personal_data import (
    Kept,
    KeptAlert,
    KeptAnswer,
    KeptHold,
    KeptLimits,
    KeptNote,
    KeptProduction,
    KeptReading,
    KeptTerms,
    Readers,
)
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.facts import contact
from bot.locales import language_of
from bot.people import Actor
from bot.privacy.closed_set_data import is_about, kept_clearances, kept_visits, kept_wishes, place_of
from bot.privacy.kept_notes import UNIVERSAL, kept_notes
from bot.privacy.unfinished import failed_of
from bot.readers import list_readers
from bot.record import record
from bot.terms.wording import limits_read_by, rider_wording
from bot.transaction import LookedUp, Transaction
from storage import accounts, people, privacy, productions, record_entries, revisions, scenes
from storage.alerts import Alert
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.deliveries import Delivery
from storage.people import CastMember, Person, RoleHeld
from storage.players import list_players
from storage.privacy import NoteHold, PrivateNote
from storage.productions import Production
from storage.record_entries import RecordName
from storage.rosters import Clearance, ClearanceAsked, Visitor
from storage.scenes import Scene
from storage.terms import Rider


async def kept_about(transaction: Transaction, who: Person, only: Production | None = None) -> Kept:
    """Everything that is kept about somebody, in every production that knows them or in only one."""
    roles = await people.list_roles(transaction.session, who.number)
    numbers = [only.number] if only is not None else await productions_with(transaction, who)
    concerned = [await productions.get(transaction.session, number) for number in numbers]
    notes = await kept_notes(transaction, who)
    return Kept(
        name=who.name,
        language=(await language_of(transaction, who)).code,
        other_names=tuple(sorted({name for name in (who.listed_name, who.slack_name) if name} - {who.name})),
        pronouns=who.pronouns,
        accounts=tuple([row.slack_user for row in await accounts.list_of(transaction.session, who.number)]),
        in_slack=who.slack_user is not None,
        under_18=who.under_18,
        under_18_until=who.under_18_until,
        unfinished=len(await failed_of(transaction, who.slack_user)) if who.slack_user is not None else 0,
        as_of=transaction.now,
        zone=concerned[0].time_zone if concerned else UNIVERSAL,
        productions=tuple(
            [
                await kept_in(
                    transaction,
                    who,
                    production,
                    [(row.role, row.phone) for row in roles if row.production_id == production.number],
                    [note for note in notes if note.production == production.name],
                )
                for production in concerned
            ]
        ),
        unclaimed=tuple(note for note in notes if note.production is None and only is None),
    )


async def hand_out_kept(transaction: Transaction, who: Person) -> Kept:
    """The same, to be taken along: that it was is put on record in each production."""
    kept = await kept_about(transaction, who)
    for number in await productions_with(transaction, who):
        await record(transaction, number, RecordKind.EXPORTED, about=who.number, by=who.number)
    return kept


async def productions_with(transaction: Transaction, who: Person) -> list[int]:
    """The productions that keep something about somebody, a role they no longer hold included."""
    found: set[int] = set()
    for table in (RoleHeld, CastMember, PrivateNote, CheckIn, NoteHold, Alert, Delivery, RecordName):
        rows = select(table.production_id).where(table.person_id == who.number).distinct()
        found |= {number for number in (await transaction.session.exec(rows)).all() if number is not None}
    riders = select(Scene.production_id).join(Rider, col(Rider.scene_id) == col(Scene.id))
    found |= set((await transaction.session.exec(riders.where(Rider.person_id == who.number))).all())
    for place in (Clearance, ClearanceAsked, Visitor):
        sets = select(ClosedSet.production_id).join(place, col(place.closed_set_id) == col(ClosedSet.id))
        found |= set((await transaction.session.exec(sets.where(is_about(place, who)))).all())
    return sorted(found)


async def kept_in(
    transaction: Transaction,
    who: Person,
    production: Production,
    roles: Sequence[tuple[Role, str]],
    notes: Sequence[KeptNote],
) -> KeptProduction:
    """What one production keeps about somebody."""
    known = await people.get_cast(transaction.session, production.number)
    check_ins = await check_ins_ever(transaction, who, production)
    person = LookedUp(partial(people.get, transaction.session))
    return KeptProduction(
        name=production.name,
        zone=production.time_zone,
        coordinator=await contact(transaction, production),
        contact=production.contact,
        words_days=production.keep_words_days,
        roles=tuple(roles),
        cast=tuple((row.cast_id, row.character) for row in known.values() if row.person_id == who.number),
        asked=sum(row.asked_at is not None for row in check_ins),
        answers=tuple([answer for row in check_ins for answer in await kept_answers(transaction, production, row)]),
        terms=await kept_terms(transaction, who, production),
        limits=tuple(await kept_limits(transaction, check_ins)),
        notes=tuple(notes),
        readings=tuple(
            [
                KeptReading((await person(row.reader_id)).name, row.read_at)
                for row in await privacy.list_readings(transaction.session, who.number)
                if row.production_id == production.number
            ]
        ),
        holds=tuple(
            [
                await kept_hold(transaction, row)
                for row in await privacy.list_holds(transaction.session, who.number)
                if row.production_id == production.number
            ]
        ),
        clearances=await kept_clearances(transaction, who, production),
        visits=await kept_visits(transaction, who, production),
        wishes=await kept_wishes(transaction, who, production),
        alerts=await kept_alerts(transaction, who, production),
        messages=await messages_to(transaction, who, production),
    )


async def check_ins_ever(transaction: Transaction, who: Person, production: Production) -> list[CheckIn]:
    """All check-ins of somebody in a production, withdrawn ones too, in the order they were made."""
    rows = await transaction.session.exec(
        select(CheckIn)
        .where(CheckIn.person_id == who.number, CheckIn.production_id == production.number)
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def kept_answers(transaction: Transaction, production: Production, row: CheckIn) -> list[KeptAnswer]:
    """What was said to one check-in, in order."""
    label, day = await place_of(transaction, production, row.scene_id, row.shoot_day_id)
    said = await transaction.session.exec(
        select(Answer).where(Answer.check_in_id == row.number).order_by(col(Answer.id))
    )
    found = []
    languages = await record_entries.list_languages_shown(transaction.session, row.number)
    person = LookedUp(partial(people.get, transaction.session))
    for answer in said.all():
        by = await person(answer.recorded_by) if answer.recorded_by is not None else None
        found.append(
            KeptAnswer(
                label,
                day,
                answer.kind,
                answer.source,
                answer.said_at,
                by.name if by else None,
                answer.rider_version,
                answer.terms_version,
                languages.get(answer.number),
            )
        )
    return found


async def kept_terms(transaction: Transaction, who: Person, production: Production) -> tuple[KeptTerms, ...]:
    """Every version of somebody's riders in a production."""
    rows = await transaction.session.exec(
        select(Rider, Scene)
        .join(Scene, col(Scene.id) == col(Rider.scene_id))
        .where(Rider.person_id == who.number, Scene.production_id == production.number)
        .order_by(col(Rider.id))
    )
    return tuple(
        [
            KeptTerms(
                scene.label,
                row.version,
                await rider_wording(transaction, row),
                row.document,
                row.sent_at,
                row.in_force,
            )
            for row, scene in rows.all()
        ]
    )


async def kept_limits(transaction: Transaction, rows: Sequence[CheckIn]) -> list[KeptLimits]:
    """The limits somebody could ever read in their scenes: their own, and what was written for partners of theirs.

    What was agreed with somebody whose part another one has now may be from before they were in the scene themselves;
    what they have read of it stands with their answers.
    """
    found = []
    for scene_id in dict.fromkeys(row.scene_id for row in rows):
        scene = await scenes.get(transaction.session, scene_id)
        holding = (None, rows[0].person_id, *await list_players(transaction.session, scene_id))
        for revision in await revisions.list_limits(transaction.session, scene_id, ended=True):
            if revision.limits_of not in holding:
                continue
            text = limits_read_by(transaction, revision, rows[0].person_id)
            found += [KeptLimits(scene.label, text)] if text else []
    return found


async def kept_hold(transaction: Transaction, row: NoteHold) -> KeptHold:
    """A hold, without its reason."""
    by = (await people.get(transaction.session, row.placed_by)).name
    return KeptHold(by, row.placed_at, row.until, row.lifted_at, row.stands(transaction.now))


async def kept_alerts(transaction: Transaction, who: Person, production: Production) -> tuple[KeptAlert, ...]:
    """Every time the coordinator was told of something about somebody."""
    rows = await transaction.session.exec(
        select(Alert)
        .where(Alert.person_id == who.number, Alert.production_id == production.number)
        .order_by(col(Alert.id))
    )
    person = LookedUp(partial(people.get, transaction.session))
    return tuple(
        [
            KeptAlert(
                row.kind,
                row.raised_at,
                (await person(row.acknowledged_by)).name if row.acknowledged_by is not None else None,
                row.acknowledged_at,
            )
            for row in rows.all()
        ]
    )


async def messages_to(transaction: Transaction, who: Person, production: Production) -> int:
    """How many messages of a production went to somebody."""
    rows = await transaction.session.exec(
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.person_id == who.number,
            Delivery.production_id == production.number,
            col(Delivery.sent_at).is_not(None),
        )
    )
    return int(rows.one())


async def readers_in(transaction: Transaction, production: Production) -> Readers:
    """Who can technically read what of a performer's in one production."""
    deputies = await people.list_holders(transaction.session, production.number, [Role.DEPUTY])
    return Readers(
        production.name,
        await contact(transaction, production),
        tuple(one.name for one in deputies),
        production.contact,
        production.help_line,
        production.keep_words_days,
        tuple(one.name for one in await list_readers(transaction, production.number)),
    )


async def readers_of(transaction: Transaction, who: Actor) -> list[Readers]:
    """Who can technically read what of somebody's, in each production they perform in."""
    return [
        await readers_in(transaction, await productions.get(transaction.session, number))
        for number in who.productions([Role.PERFORMER])
    ]
