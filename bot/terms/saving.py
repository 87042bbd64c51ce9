"""Saving what the coordinator has written in a window: a rider with its translation, what a scene is made of."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.checkins.consequences import hurry_all, replan
from bot.domain import times
from bot.domain.coordination import RiderForm, SceneForm
from bot.domain.refusals import RiderReason, RiderUnfit
from bot.domain.terms import MadeOf, RiderDetails, RiderTerms, Wording
from bot.people import Actor
from bot.terms.breakdowns import record_breakdown
from bot.terms.riders import keep_rider, translate_rider
from bot.terms.views import rider_form, scene_form
from bot.transaction import Transaction
from storage import productions, terms
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene


@dataclass(frozen=True)
class WrittenRider:
    """A rider as it was written. `hour` None: nobody has said which; `language` and `translation` may be empty."""

    agreed: str
    document: str
    sent_on: date
    hour: time | None
    in_force: bool
    notice_waived: bool
    details: RiderDetails
    language: str
    translation: str


async def save_rider(
    transaction: Transaction, scene: Scene, performer: Person, by: Actor, written: WrittenRider
) -> RiderForm:
    """Keep what was agreed: a new version where words, document or date differ, else only force and waiver.

    What is recorded now. Raises RiderUnfit.
    """
    production = await productions.get(transaction.session, scene.production_id)
    sent = await sent_at(transaction, production, scene, performer, written)
    reasons = unfit(written, is_ahead=sent > transaction.now)
    if reasons:
        raise RiderUnfit(reasons)
    before = await rider_form(transaction, production, scene, performer)
    new = RiderTerms(written.agreed, written.document, sent, written.in_force, written.notice_waived, written.details)
    await keep_rider(transaction, scene, performer, by.person, new)
    for code, words in translations_after(before, new, written).items():
        await translate_rider(transaction, scene, performer, code, words, by.person)
    await replan(transaction, production)
    await hurry_all(transaction, production)
    return await rider_form(transaction, production, scene, performer)


def unfit(written: WrittenRider, *, is_ahead: bool) -> list[RiderReason]:
    """What a person has to put right."""
    unnamed = bool(written.translation and not written.language)
    wrong = {RiderReason.SENT_AHEAD: is_ahead, RiderReason.LANGUAGE_MISSING: unnamed}
    return [reason for reason, holds in wrong.items() if holds]


def translations_after(before: RiderForm, new: RiderTerms, written: WrittenRider) -> dict[str, Wording]:
    """The translations of the version that holds now.

    What is typed is kept. Those of the version before come along only where the words they translate are the same.
    """
    code, text = written.language, written.translation
    same = before.wording == Wording(new.agreed, new.details)
    known = before.translations.get(code, Wording())
    kept = {other: words for other, words in before.translations.items() if same and other != code}
    if code and text and (same or text != known.text):
        kept[code] = Wording(text, known.details if same else RiderDetails())
    return kept


async def sent_at(
    transaction: Transaction, production: Production, scene: Scene, performer: Person, written: WrittenRider
) -> datetime:
    """When the rider was sent (UTC). Without an hour the end of that day counts, so that no notice is too short."""
    known = await terms.find_rider(transaction.session, scene.key, performer.number)
    on, zone = written.sent_on, production.time_zone
    if written.hour is not None:
        return times.instant(on, written.hour, zone)
    if known is not None and times.local(known.sent_at, zone).date() == on:
        return known.sent_at
    return times.latest_on(on, zone, transaction.now)


async def save_made_of(transaction: Transaction, scene: Scene, by: Actor, made: MadeOf) -> SceneForm:
    """Keep what a scene is made of: a new version where anything differs. What is recorded now."""
    await record_breakdown(transaction, scene, by.person, made)
    production = await productions.get(transaction.session, scene.production_id)
    await replan(transaction, production)
    await hurry_all(transaction, production)
    return await scene_form(transaction, scene)
