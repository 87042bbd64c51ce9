"""/scene: which scenes are intimate, what was agreed for each, late pages, cuts."""

from datetime import date, datetime, time

from bot import calls
from bot.board import BoardUnfit, confirm_intimate, cut_scene, hurry_all, mark_not_intimate, restore_scene
from bot.days import listed_scenes, plan_scene, scene_cast, scene_terms
from bot.disclosure import PlanTerms, RiderForm
from bot.people import language_of
from bot.planning import replan
from bot.roles import COORDINATION, Role
from bot.standing import RevisionKind
from bot.step import Step
from bot.terms import Change, RiderTerms, record_rider, revise, set_in_force, waive_notice
from handlers.acknowledging import coordinator
from handlers.commands import Ask, Command, Verb
from handlers.reading_words import Given, given
from handlers.replies import NotForYou, Reply, line
from handlers.requests import Request
from handlers.shoot_days import PLANNERS, unfit
from messages import scene as scene_messages
from messages.language import sentence
from storage.answers import Rider, rider_of
from storage.people import Person, cast, person
from storage.productions import Production, production
from storage.schedule import Intimacy, Scene, days_of

END_OF_DAY = time(23, 59)


async def list_scenes(step: Step, ask: Ask) -> Reply:
    """All scenes that are intimate or proposed; the coordination sees their riders as well."""
    film, found = ask.production, await listed_scenes(step, ask.production)
    if ask.asker.holds(film.number, COORDINATION):
        terms = [await scene_terms(step, film, about) for about in found]
        return Reply(message=scene_messages.terms_message(ask.language, film.name, terms))
    lines = [await plan_scene(step, film, about) for about in found]
    return Reply(message=scene_messages.scenes_message(ask.language, film.name, lines))


async def confirm(step: Step, ask: Ask) -> Reply:
    """The coordinator says which scenes are intimate."""
    read = given(step, ask)
    found = await read.scenes()
    gone = [about for about in found if about.cut_at is not None]
    if gone:
        raise read.wrong("Scene {scene} is cut in {production}; restore it first.", scene=gone[0].label)
    await confirm_intimate(step, ask.production, found)
    without = [
        f"{performer.name} ({about.label})"
        for about in found
        for performer in await scene_cast(step, ask.production, about)
        if await rider_of(step.session, about.key, performer.number) is None
    ]
    labels = [about.label for about in found]
    return line(scene_messages.confirmed_text(ask.language, ask.production.name, labels, without))


async def not_intimate(step: Step, ask: Ask) -> Reply:
    """The coordinator says that scenes are not intimate."""
    read = given(step, ask)
    found = await read.scenes()
    await mark_not_intimate(step, ask.production, found)
    labels = ", ".join(about.label for about in found)
    return line(
        ask.language.say(
            "Not intimate in {production}: {scenes}. Nobody is asked about it.",
            production=ask.production.name,
            scenes=labels,
        )
    )


async def pages(step: Step, ask: Ask) -> Reply:
    """Late pages changed the action: everyone in the scene confirms again."""
    read = given(step, ask)
    about = await read.scene()
    read.done()
    if about.intimacy is not Intimacy.CONFIRMED or about.cut_at is not None:
        raise read.wrong(
            "Scene {scene} is not confirmed as intimate in {production}; write confirm {scene} first.",
            scene=about.label,
        )
    await revise(step, about, Change(RevisionKind.PAGES, ask.asker.person))
    await hurry_all(step, ask.production)
    return line(
        ask.language.say(
            "New pages for scene {scene}, {production}: what was confirmed no longer counts, and whoever had been "
            "asked is asked again. If what was agreed has changed, write terms {scene} @person.",
            scene=about.label,
            production=ask.production.name,
        )
    )


async def cut(step: Step, ask: Ask) -> Reply:
    """A scene is cut from the film."""
    read = given(step, ask)
    about = await read.scene()
    read.done()
    try:
        await cut_scene(step, ask.production, about, ask.asker)
    except BoardUnfit as error:
        raise unfit(read, error.reason, about) from None
    return line(
        ask.language.say(
            "Scene {scene} is cut from {production}. Whoever was asked about it is told.",
            scene=about.label,
            production=ask.production.name,
        )
    )


async def restore(step: Step, ask: Ask) -> Reply:
    """A scene that was cut comes back."""
    read = given(step, ask)
    about = await read.scene()
    read.done()
    try:
        await restore_scene(step, ask.production, about)
    except BoardUnfit as error:
        raise unfit(read, error.reason, about) from None
    text = sentence("Scene {scene} is back in {production}. Whoever is in it is asked afresh.")
    if not await days_of(step.session, about.key):
        text = sentence("Scene {scene} is back in {production}, on no day yet.")
    return line(ask.language.say(text, scene=about.label, production=ask.production.name))


# What was agreed.


async def terms(step: Step, ask: Ask) -> Reply:
    """The window to write what was agreed; for the 1st AD, to read it."""
    read = given(step, ask)
    about = await read.scene()
    performer = await cast_member(read, about)
    read.done()
    if ask.asker.holds(ask.production.number, COORDINATION):
        form = await rider_form(step, ask.production, about, performer)
        return Reply(modal=scene_messages.rider_modal(ask.language, f"{about.key}:{performer.number}", form))
    rider = await rider_of(step.session, about.key, performer.number)
    agreed = rider_words(step, rider) or None
    shown = PlanTerms(about.label, performer.name, agreed, rider.document if rider else "")
    return Reply(modal=scene_messages.plan_terms_modal(ask.language, shown))


async def cast_member(read: Given, about: Scene) -> Person:
    """The performer who was typed: of the scene, else of the cast list."""
    in_scene = await scene_cast(read.step, read.ask.production, about)
    numbers = dict.fromkeys(row.person_id for row in (await cast(read.step.session, read.film)).values())
    everyone = [await person(read.step.session, number) for number in numbers]
    found = await read.cast_id() or await read.somebody(everyone)
    if found is None:
        raise read.wrong(
            "Please write whose terms: scene {scene} has {names}.", scene=about.label, names=read.names(in_scene)
        )
    return found


def rider_words(step: Step, rider: Rider | None) -> str:
    """The words of a rider, decrypted for an entitled reader."""
    return step.vault.open("rider", rider.agreed_key, rider.agreed) if rider is not None else ""


async def rider_form(step: Step, film: Production, about: Scene, performer: Person) -> RiderForm:
    """The newest rider of a performer for a scene, as the coordinator's window shows it."""
    rider = await rider_of(step.session, about.key, performer.number)
    sent = rider.sent_at if rider is not None else step.now
    return RiderForm(
        about.label,
        performer.name,
        rider.version if rider else None,
        rider_words(step, rider),
        rider.document if rider else "",
        calls.local(sent, film.time_zone).date(),
        rider.in_force if rider else True,
        rider.notice_waived if rider else False,
    )


async def about_rider(step: Step, request: Request) -> tuple[Production, Scene, Person, Person]:
    """The production, scene and performer a rider's window is about, and the coordinator who sends it."""
    number, _, performer = request.value.partition(":")
    about = await step.session.get(Scene, int(number))
    if about is None:
        raise NotForYou
    who = await coordinator(step, request, about.production_id)
    film = await production(step.session, about.production_id)
    return film, about, await person(step.session, int(performer)), who.person


async def save_rider(step: Step, request: Request) -> Reply:
    """Keep what was agreed: a new version where words, document or date differ, else only force and waiver."""
    film, about, performer, by = await about_rider(step, request)
    tongue = await language_of(step, by)
    known = await rider_of(step.session, about.key, performer.number)
    sent = sent_at(request, film, known, step.now)
    if sent > step.now:
        return Reply(errors={"sent": tongue.say("This lies in the future: write when it was sent, such as today.")})
    new = RiderTerms(
        request.fields["agreed"],
        request.fields.get("document", ""),
        sent,
        request.fields["in_force"] == scene_messages.YES,
        request.fields["waived"] == scene_messages.YES,
    )
    rider = await keep_rider(step, about, performer, by, new)
    await hurry_all(step, film)
    form = await rider_form(step, film, about, performer)
    return Reply(modal=scene_messages.saved_modal(tongue, form, rider.version))


def sent_at(request: Request, film: Production, known: Rider | None, now: datetime) -> datetime:
    """When the rider was sent (UTC). Without an hour the end of that day counts, so that no notice is too short."""
    on = date.fromisoformat(request.fields["sent"])
    hour = request.fields.get("hour")
    if hour is None and known is not None and calls.local(known.sent_at, film.time_zone).date() == on:
        return known.sent_at
    if hour is not None:
        return calls.instant(on, time.fromisoformat(hour), film.time_zone)
    if on == calls.local(now, film.time_zone).date():
        return now
    return calls.instant(on, END_OF_DAY, film.time_zone)


async def keep_rider(step: Step, about: Scene, performer: Person, by: Person, new: RiderTerms) -> Rider:
    """The rider that holds now: the known one where nothing in it has changed."""
    known = await rider_of(step.session, about.key, performer.number)
    if known is None or (rider_words(step, known), known.document, known.sent_at) != (
        new.agreed,
        new.document,
        new.sent_at,
    ):
        return await record_rider(step, about, performer, by, new)
    await set_in_force(step, about.production_id, known, by, in_force=new.in_force)
    if new.notice_waived:
        await waive_notice(step, about.production_id, known, by)
    await replan(step, await production(step.session, about.production_id))
    return known


SCENE = Command(
    "/scene",
    [
        Verb(
            "list", PLANNERS, list_scenes, "list", "The scenes that are intimate or proposed as such, with their days."
        ),
        Verb(
            "confirm",
            COORDINATION,
            confirm,
            "confirm SCENE[, SCENE…]",
            "These scenes are intimate and their performers are asked, such as: confirm 42pt1, 42A.",
        ),
        Verb(
            "not-intimate",
            COORDINATION,
            not_intimate,
            "not-intimate SCENE[, SCENE…]",
            "These scenes are not intimate and nobody is asked, such as: not-intimate 44.",
        ),
        Verb(
            "terms",
            (*COORDINATION, Role.FIRST_AD),
            terms,
            "terms SCENE @person",
            "What was agreed with a performer for a scene, such as: terms 42pt1 @ola.",
        ),
        Verb(
            "pages",
            COORDINATION,
            pages,
            "pages SCENE",
            "New pages changed the action and everyone confirms again, such as: pages 42pt1.",
        ),
        Verb(
            "cut",
            PLANNERS,
            cut,
            "cut SCENE",
            "A scene is cut from the film, such as: cut 42A.",
        ),
        Verb("restore", PLANNERS, restore, "restore SCENE", "A scene that was cut is back, such as: restore 42A."),
    ],
)
