"""/scene terms and /scene about: what was agreed with a performer, and what a scene is made of."""

from datetime import date, datetime, time

from bot.checkins.consequences import hurry_all, replan
from bot.domain import times
from bot.domain.disclosure import PlanTerms, RiderForm, SceneForm
from bot.domain.roles import COORDINATION
from bot.domain.terms import DETAILS, MADE_OF_WORDS, Kind, MadeOf, RiderDetails, RiderTerms, Wording
from bot.people import language_of
from bot.schedule.coming_days import scene_cast
from bot.terms.breakdowns import record_breakdown
from bot.terms.riders import keep_rider, translate_rider
from bot.terms.wording import made_of, reading_language, rider_wording, scene_made_of, wordings
from bot.transaction import Transaction
from handlers.allowed import coordinator
from handlers.arguments import Arguments, read_arguments
from handlers.commands import CommandContext
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from messages import rider as rider_messages
from messages.language import Language, code_of
from messages.terms import plan_terms_modal
from storage import people, productions, terms
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene
from storage.terms import AS_AGREED, Rider


async def write_terms(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to write what was agreed; for the 1st AD, to read it."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    performer = await cast_member(read, scene)
    read.done()
    if context.actor.holds(context.production.number, COORDINATION):
        form = await rider_form(transaction, context.production, scene, performer)
        return Reply(modal=rider_messages.rider_modal(context.language, f"{scene.key}:{performer.number}", form))
    rider = await terms.find_rider(transaction.session, scene.key, performer.number)
    words = await rider_wording(transaction, rider) if rider else None
    document, made = rider.document if rider else "", await scene_made_of(transaction, scene.key)
    return Reply(
        modal=plan_terms_modal(context.language, PlanTerms(scene.label, performer.name, words, document, made))
    )


async def cast_member(read: Arguments, scene: Scene) -> Person:
    """The performer who was typed: of the scene, else of the cast list."""
    in_scene = await scene_cast(read.transaction, read.context.production, scene)
    numbers = dict.fromkeys(
        row.person_id for row in (await people.get_cast(read.transaction.session, read.production)).values()
    )
    everyone = [await people.get(read.transaction.session, number) for number in numbers]
    found = await read.cast_id() or await read.somebody(everyone)
    if found is None:
        raise read.wrong(
            "Please write whose terms: scene {scene} has {names}.", scene=scene.label, names=read.names(in_scene)
        )
    return found


async def rider_form(transaction: Transaction, production: Production, scene: Scene, performer: Person) -> RiderForm:
    """The newest rider of a performer for a scene, as the coordinator's window shows it."""
    rider = await terms.find_rider(transaction.session, scene.key, performer.number)
    sent = rider.sent_at if rider is not None else transaction.now
    words = await wordings(transaction, rider) if rider is not None else {AS_AGREED: Wording()}
    return RiderForm(
        scene.label,
        performer.name,
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


async def about_rider(transaction: Transaction, request: Request) -> tuple[Production, Scene, Person, Person]:
    """The production, scene and performer a rider's window is about, and the coordinator who sends it."""
    number, _, performer = request.value.partition(":")
    scene, by = await about_scene(transaction, request, number)
    production = await productions.get(transaction.session, scene.production_id)
    return production, scene, await people.get(transaction.session, int(performer)), by


async def about_scene(transaction: Transaction, request: Request, number: str) -> tuple[Scene, Person]:
    """The scene a window is about, and the coordinator who sends it."""
    scene = await transaction.session.get(Scene, int(number))
    if scene is None:
        raise NotForYou
    return scene, (await coordinator(transaction, request, scene.production_id)).person


async def save_rider(transaction: Transaction, request: Request) -> Reply:
    """Keep what was agreed: a new version where words, document or date differ, else only force and waiver."""
    production, scene, performer, by = await about_rider(transaction, request)
    tongue = await language_of(transaction, by)
    known = await terms.find_rider(transaction.session, scene.key, performer.number)
    sent = sent_at(request, production, known, transaction.now)
    errors = wrong_in_rider(tongue, request, is_ahead=sent > transaction.now)
    if errors:
        return Reply(errors=errors)
    before = await rider_form(transaction, production, scene, performer)
    new = RiderTerms(
        request.fields["agreed"],
        request.fields.get("document", ""),
        sent,
        request.fields["in_force"] == rider_messages.YES,
        request.fields["waived"] == rider_messages.YES,
        RiderDetails(**{name: request.fields.get(name, "") for name in DETAILS}),
    )
    await keep_rider(transaction, scene, performer, by, new)
    await keep_translations(transaction, request, (scene, performer, by), before, new)
    await replan(transaction, production)
    await hurry_all(transaction, production)
    form = await rider_form(transaction, production, scene, performer)
    return Reply(modal=rider_messages.rider_saved_modal(tongue, form))


def wrong_in_rider(tongue: Language, request: Request, *, is_ahead: bool) -> dict[str, str]:
    """What a person has to put right in the rider's window, by input."""
    errors = {}
    if is_ahead:
        errors["sent"] = tongue.say("This lies in the future: write when it was sent, such as today.")
    if request.fields.get("translation") and not request.fields.get("language"):
        errors["language"] = tongue.say("Say which language the translation is in.")
    return errors


async def keep_translations(
    transaction: Transaction, request: Request, who: tuple[Scene, Person, Person], before: RiderForm, new: RiderTerms
) -> None:
    """The translations of the version that holds now.

    What is typed is kept. Those of the version before come along only where the words they translate are the same.
    """
    scene, performer, by = who
    code, text = request.fields.get("language", ""), request.fields.get("translation", "")
    same = before.wording == Wording(new.agreed, new.details)
    known = before.translations.get(code, Wording())
    for other, words in before.translations.items() if same else ():
        if other != code:
            await translate_rider(transaction, scene, performer, other, words, by)
    if code and text and (same or text != known.text):
        details = known.details if same else RiderDetails()
        await translate_rider(transaction, scene, performer, code, Wording(text, details), by)


def sent_at(request: Request, production: Production, known: Rider | None, now: datetime) -> datetime:
    """When the rider was sent (UTC). Without an hour the end of that day counts, so that no notice is too short."""
    on = date.fromisoformat(request.fields["sent"])
    hour = request.fields.get("hour")
    if hour is None and known is not None and times.local(known.sent_at, production.time_zone).date() == on:
        return known.sent_at
    if hour is not None:
        return times.instant(on, time.fromisoformat(hour), production.time_zone)
    return times.latest_on(on, production.time_zone, now)


# What a scene is made of.


async def open_about(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to write what a scene is made of."""
    found = await read_arguments(transaction, context).intimate_scene()
    form = await scene_form(transaction, found)
    return Reply(modal=rider_messages.scene_modal(context.language, str(found.key), form))


async def scene_form(transaction: Transaction, scene: Scene) -> SceneForm:
    """What a scene is made of now, as the coordinator's window shows it."""
    row = await terms.find_breakdown(transaction.session, scene.key)
    return SceneForm(scene.label, row.version if row else None, made_of(transaction, row))


async def save_about(transaction: Transaction, request: Request) -> Reply:
    """Keep what a scene is made of: a new version where anything differs."""
    found, by = await about_scene(transaction, request, request.value)
    kinds = [Kind(kind) for kind in request.fields["kinds"].split(",")]
    words = {name: request.fields.get(name, "").strip() for name in MADE_OF_WORDS}
    made = MadeOf(tuple(kind for kind in Kind if kind in kinds), **words)
    await record_breakdown(transaction, found, by, made)
    production = await productions.get(transaction.session, found.production_id)
    await replan(transaction, production)
    await hurry_all(transaction, production)
    return Reply(
        modal=rider_messages.scene_saved_modal(await language_of(transaction, by), await scene_form(transaction, found))
    )
