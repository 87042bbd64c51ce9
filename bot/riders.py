"""Keeping a rider as somebody has written it: a new version only where its words, document or date differ."""

from bot.agreed import Wording
from bot.planning import replan
from bot.record import RecordKind, record
from bot.standing import RevisionKind
from bot.step import Step
from bot.terms import Change, RiderTerms, record_rider, revise, set_in_force, waive_notice
from bot.wording import rider_wording, wordings, write_wording
from storage.answers import Rider, rider_of
from storage.people import Person
from storage.productions import production
from storage.schedule import Scene


async def says_the_same(step: Step, known: Rider, new: RiderTerms) -> bool:
    """Whether a rider says what is already recorded; whether it is in force, or its notice waived, is no new word."""
    words = Wording(new.agreed, new.details)
    return (await rider_wording(step, known), known.document, known.sent_at) == (words, new.document, new.sent_at)


async def keep_rider(step: Step, about: Scene, performer: Person, by: Person | None, new: RiderTerms) -> Rider:
    """The rider that holds now: a new version, or the known one, brought up to date, where its words are the same."""
    known = await rider_of(step.session, about.key, performer.number)
    if known is None or not await says_the_same(step, known, new):
        return await record_rider(step, about, performer, by, new)
    await set_in_force(step, about.production_id, known, by, in_force=new.in_force)
    if new.notice_waived and by is not None:
        await waive_notice(step, about.production_id, known, by)
    await replan(step, await production(step.session, about.production_id))
    return known


async def translate_rider(
    step: Step, about: Scene, performer: Person, language: str, words: Wording, by: Person | None
) -> bool:
    """Keep a translation that a person has made of the newest rider. False where it is there already, or no rider is.

    A first translation changes no terms. Another one in its place asks the performer again: they read other words.
    """
    rider = await rider_of(step.session, about.key, performer.number)
    known = (await wordings(step, rider)).get(language) if rider is not None else None
    if rider is None or known == words:
        return False
    await write_wording(step, rider, language, words, by)
    number = by.number if by else None
    kind = RecordKind.RIDER_TRANSLATED
    who, where = performer.number, about.production_id
    await record(step, where, kind, about=who, by=number, scene=about.key, rider=rider.version)
    if known is not None:
        await revise(step, about, Change(RevisionKind.RIDER, by, performer=performer))
    return True
