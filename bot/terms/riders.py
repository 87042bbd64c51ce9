"""Keeping a rider as somebody has written it: a new version only where its words, document or date differ."""

from bot.domain.record_kinds import RecordKind
from bot.domain.standing import RevisionKind
from bot.domain.terms import RiderTerms, Wording
from bot.record import record
from bot.terms.difference import RecordedRider
from bot.terms.versions import Change, revise, set_in_force, waive_notice, write_rider
from bot.terms.wording import reading_language, rider_wording, wordings, write_wording
from bot.transaction import Transaction
from storage import productions, terms
from storage.people import Person
from storage.scenes import Scene
from storage.terms import AS_AGREED, Rider


async def says_the_same(transaction: Transaction, known: Rider, new: RiderTerms) -> bool:
    """Whether a rider says what is already recorded; whether it is in force, or its notice waived, is no new word."""
    words = Wording(new.agreed, new.details)
    return (await rider_wording(transaction, known), known.document, known.sent_at) == (
        words,
        new.document,
        new.sent_at,
    )


async def keep_rider(
    transaction: Transaction, scene: Scene, performer: Person, by: Person | None, new: RiderTerms
) -> Rider:
    """The rider that holds now: a new version, or the known one, brought up to date, where its words are the same.

    Plan again afterwards.
    """
    known = await terms.find_rider(transaction.session, scene.key, performer.number)
    if known is None or not await says_the_same(transaction, known, new):
        return await write_rider(transaction, scene, performer, by, new)
    await set_in_force(transaction, scene.production_id, known, by, in_force=new.in_force)
    if new.notice_waived and by is not None:
        await waive_notice(transaction, scene.production_id, known, by)
    return known


async def recorded_rider(transaction: Transaction, scene: Scene, performer: Person) -> RecordedRider | None:
    """The newest rider with its translations, and what older versions with other words were translated as."""
    versions = await terms.list_riders(transaction.session, scene.key, performer.number)
    if not versions:
        return None
    newest, older = versions[-1], versions[:-1]
    words = await wordings(transaction, newest)
    first = words.pop(AS_AGREED)
    outdated: dict[str, list[Wording]] = {}
    for rider in older:
        before = await wordings(transaction, rider)
        for language, translation in before.items() if before.pop(AS_AGREED) != first else ():
            outdated.setdefault(language, []).append(translation)
    agreed = RiderTerms(
        first.text, newest.document, newest.sent_at, newest.in_force, newest.notice_waived, first.details
    )
    return RecordedRider(newest.version, agreed, words, outdated)


async def translate_rider(
    transaction: Transaction, scene: Scene, performer: Person, language: str, words: Wording, by: Person | None
) -> bool:
    """Keep a translation that a person has made of the newest rider. False where it is there already, or no rider is.

    A first translation changes no terms. Another one in its place asks the performer again where they read other words.
    """
    rider = await terms.find_rider(transaction.session, scene.key, performer.number)
    known = (await wordings(transaction, rider)).get(language) if rider is not None else None
    if rider is None or known == words:
        return False
    await write_wording(transaction, rider, language, words, by)
    number = by.number if by else None
    kind = RecordKind.RIDER_TRANSLATED
    who, where = performer.number, scene.production_id
    await record(transaction, where, kind, about=who, by=number, scene=scene.key, rider=rider.version)
    if known is not None and reading_language(await productions.get(transaction.session, where), performer) == language:
        await revise(transaction, scene, Change(RevisionKind.RIDER, by, performer=performer))
    return True
