"""The words of what was agreed: opened and sealed, shown to a performer, kept as they were with an answer."""

import json
import os
from dataclasses import asdict

from bot.domain.chain import salted_hash
from bot.domain.coordination import Limits
from bot.domain.disclosure import OwnTerms
from bot.domain.terms import MADE_OF_WORDS, Kind, MadeOf, Wording, in_language, wording
from bot.domain.unreadable import LOST, listed
from bot.facts import contact, day_name, revision_now, seal_revision
from bot.transaction import Transaction
from bot.vault import new_row_key
from messages.language import code_of
from storage import people, productions, revisions, scenes, shoot_days, terms
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.people import Person
from storage.players import list_players
from storage.productions import Production
from storage.record_entries import ShownTerms
from storage.revisions import Revision
from storage.terms import AS_AGREED, Breakdown, Rider, RiderWords

RIDER, SCENE = "riderwords", "breakdown"
KINDS = frozenset(Kind)


def open_wording(transaction: Transaction, row: RiderWords) -> Wording:
    """Stored words, decrypted for an entitled reader."""
    return wording(transaction.vault.read_form(RIDER, row.key, row.content, Wording().words(), row.rider_id))


async def wordings(transaction: Transaction, rider: Rider) -> dict[str, Wording]:
    """All words of a version of a rider by language; those it was agreed in stand under `AS_AGREED`."""
    found = {
        tongue: open_wording(transaction, row)
        for tongue, row in (await terms.get_rider_words(transaction.session, number(rider))).items()
    }
    agreed = transaction.vault.read("rider", rider.agreed_key, rider.agreed, rider.scene_id, rider.person_id)
    details = found[AS_AGREED].details if AS_AGREED in found else Wording().details
    return {**found, AS_AGREED: Wording(agreed, details)}


async def rider_wording(transaction: Transaction, rider: Rider) -> Wording:
    """The words a rider was agreed in."""
    return (await wordings(transaction, rider))[AS_AGREED]


async def write_wording(
    transaction: Transaction, rider: Rider, language: str, words: Wording, by: Person | None
) -> None:
    """Keep the words of a rider in one language, in place of what was there."""
    known = (await terms.get_rider_words(transaction.session, number(rider))).get(language)
    key = new_row_key()
    row = known or RiderWords(
        rider_id=number(rider), language=language, key=key, content=b"", recorded_at=transaction.now
    )
    row.key, row.content = key, transaction.vault.seal(RIDER, key, json.dumps(words.words()), row.rider_id)
    row.recorded_by, row.recorded_at = by.number if by else None, transaction.now
    transaction.session.add(row)
    await transaction.session.flush()


def number(rider: Rider) -> int:
    """The stored row's id."""
    assert rider.id is not None
    return rider.id


def made_of(transaction: Transaction, row: Breakdown | None) -> MadeOf:
    """A version of what a scene is made of, decrypted for an entitled reader; empty where none is recorded."""
    if row is None:
        return MadeOf()
    words = transaction.vault.read_form(SCENE, row.key, row.content, MADE_OF_WORDS, row.scene_id)
    known = tuple(Kind(kind) for kind in listed(row.kinds) if kind in KINDS)
    if len(known) < len(listed(row.kinds)):
        words = dict.fromkeys(MADE_OF_WORDS, LOST)
    return MadeOf(known, **words)


async def scene_made_of(transaction: Transaction, scene_id: int) -> MadeOf:
    """What a scene is made of now."""
    return made_of(transaction, await terms.find_breakdown(transaction.session, scene_id))


async def own_terms(transaction: Transaction, check_in: CheckIn) -> OwnTerms:
    """What was agreed with a performer for a scene and day, as they may read it."""
    production = await productions.get(transaction.session, check_in.production_id)
    rider = await terms.find_rider(transaction.session, check_in.scene_id, check_in.person_id)
    made = await terms.find_breakdown(transaction.session, check_in.scene_id)
    words, untranslated = await own_wording(transaction, production, check_in, rider)
    return OwnTerms(
        check_in_id=check_in.number,
        revision=await revision_now(transaction, check_in),
        shown=await seal_revision(transaction, check_in),
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
    """The limits a performer reads: their own, and what the coordinator has written of their partners'.

    Limits are of a performer in a scene: once another one has the part, nobody reads them there any more.
    """
    there = await list_players(transaction.session, check_in.scene_id, check_in.shoot_day_id)
    holding = (None, check_in.person_id, *there)
    rows = await revisions.list_limits(transaction.session, check_in.scene_id)
    newest = {
        row.limits_of: limits_read_by(transaction, row, check_in.person_id) for row in rows if row.limits_of in holding
    }
    return "\n".join(text for text in newest.values() if text) or None


def limits_read_by(transaction: Transaction, row: Revision, person_id: int) -> str:
    """What somebody may read of limits: all of their own, of a partner's what the coordinator has written for them."""
    if row.limits_of not in (None, person_id):
        return open_partner_limits(transaction, row)
    assert row.limits is not None
    return transaction.vault.read("revision", row.limits_key or "", row.limits, row.scene_id, row.limits_of)


async def limits_of(transaction: Transaction, check_in: CheckIn) -> Limits:
    """The limits agreed with a check-in's performer in its scene."""
    return await limits_in(transaction, check_in.scene_id, check_in.person_id)


async def limits_in(transaction: Transaction, scene_id: int, person_id: int) -> Limits:
    """The limits agreed with a performer in a scene, and what was once recorded there for everybody."""
    own = partners = shared = ""
    for row in await revisions.list_limits(transaction.session, scene_id):
        if row.limits_of is None:
            shared = limits_read_by(transaction, row, person_id)
        elif row.limits_of == person_id:
            own = limits_read_by(transaction, row, person_id)
            partners = open_partner_limits(transaction, row)
    return Limits(own, partners, shared)


def open_partner_limits(transaction: Transaction, row: Revision) -> str:
    """What partners read of somebody's limits; empty where the coordinator has written nothing."""
    if row.partner_limits is None:
        return ""
    about = (row.scene_id, row.limits_of)
    return transaction.vault.read("revision", row.partner_limits_key or "", row.partner_limits, *about)


SALT_BYTES = 16


# Whom to phone, and what a button carries, is not part of what was agreed.
NOT_AGREED = ("coordinator", "shown")


async def keep_shown_terms(transaction: Transaction, check_in: CheckIn, answer: Answer) -> bytes | None:
    """Keep what a performer had before them when they answered; the hash for the record.

    In person or by phone it is what held at that moment, in no language: nobody knows what was read. None where the
    answer was given on a message that had been overtaken: what holds now is not what they saw.
    """
    shown = await own_terms(transaction, check_in)
    if answer.shown_revision != shown.revision:
        return None
    read_in = "" if answer.by_coordinator else await language_shown(transaction, check_in, shown)
    terms = {name: value for name, value in asdict(shown).items() if name not in NOT_AGREED}
    content = json.dumps({**terms, "language": read_in}, sort_keys=True, ensure_ascii=True, default=str)
    key, salt = new_row_key(), os.urandom(SALT_BYTES)
    sealed = transaction.vault.seal("shownterms", key, content, answer.number)
    transaction.session.add(ShownTerms(answer_id=answer.number, key=key, content=sealed, salt=salt, language=read_in))
    return salted_hash(salt, content.encode())


async def language_shown(transaction: Transaction, check_in: CheckIn, shown: OwnTerms) -> str:
    """The code of the language terms stood in: the performer's where a person has translated them."""
    production = await productions.get(transaction.session, check_in.production_id)
    if shown.untranslated:
        return code_of(production.language)
    return reading_language(production, await people.get(transaction.session, check_in.person_id))


def hash_of(transaction: Transaction, shown: ShownTerms) -> bytes:
    """The hash of stored terms, to be held against the record."""
    content = transaction.vault.open("shownterms", shown.key, shown.content, shown.answer_id)
    return salted_hash(shown.salt, content.encode())
