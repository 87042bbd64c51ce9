"""What was agreed, as the coordinator's windows show it to write the next version, and as the 1st AD may read it."""

from bot.domain import times
from bot.domain.coordination import RiderForm, SceneForm
from bot.domain.disclosure import PlanTerms
from bot.domain.terms import Wording
from bot.people import label_of
from bot.terms.wording import made_of, reading_language, rider_wording, scene_made_of, wordings
from bot.transaction import Transaction
from messages.language import code_of
from storage import terms
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene
from storage.terms import AS_AGREED


async def rider_form(transaction: Transaction, production: Production, scene: Scene, performer: Person) -> RiderForm:
    """The newest rider of a performer for a scene, as the coordinator's window shows it."""
    rider = await terms.find_rider(transaction.session, scene.key, performer.number)
    sent = rider.sent_at if rider is not None else transaction.now
    words = await wordings(transaction, rider) if rider is not None else {AS_AGREED: Wording()}
    return RiderForm(
        scene.label,
        await label_of(transaction, production.number, performer),
        rider.version if rider else None,
        words.pop(AS_AGREED),
        rider.document if rider else "",
        times.local(sent, production.time_zone).date(),
        rider.in_force if rider else True,
        rider.notice_waived if rider else False,
        written_in=code_of(production.language),
        language=reading_language(production, performer),
        translations=words,
    )


async def plan_terms(transaction: Transaction, scene: Scene, performer: Person) -> PlanTerms:
    """What a rider says and what its scene is made of, as the 1st AD may read it."""
    rider = await terms.find_rider(transaction.session, scene.key, performer.number)
    words = await rider_wording(transaction, rider) if rider else None
    made = await scene_made_of(transaction, scene.key)
    name = await label_of(transaction, scene.production_id, performer)
    return PlanTerms(scene.label, name, words, rider.document if rider else "", made)


async def scene_form(transaction: Transaction, scene: Scene) -> SceneForm:
    """What a scene is made of now, as the coordinator's window shows it."""
    row = await terms.find_breakdown(transaction.session, scene.key)
    return SceneForm(scene.label, row.version if row else None, made_of(transaction, row))
