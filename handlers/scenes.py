"""/scene: which scenes are intimate, late pages, cuts; what was agreed stands in handlers/terms.py."""

from bot.domain.roles import COORDINATION, Role
from bot.domain.standing import RevisionKind
from bot.schedule.coming_days import listed_scenes, plan_scene, scene_cast, scene_terms
from bot.schedule.editing import BoardUnfit, confirm_intimate, cut_scene, hurry_all, mark_not_intimate, restore_scene
from bot.terms.versions import Change, revise
from bot.transaction import Transaction
from handlers.arguments import given
from handlers.commands import Ask, Command, Verb
from handlers.replies import Reply, line
from handlers.shoot_days import PLANNERS, unfit
from handlers.terms import open_about, write_terms
from messages import scene as scene_messages
from messages.language import sentence
from storage import strips, terms


async def list_scenes(transaction: Transaction, ask: Ask) -> Reply:
    """All scenes that are intimate or proposed; the coordination sees their riders as well."""
    production, found = ask.production, await listed_scenes(transaction, ask.production)
    if ask.asker.holds(production.number, COORDINATION):
        agreed = [await scene_terms(transaction, production, about) for about in found]
        return Reply(message=scene_messages.terms_message(ask.language, production.name, agreed))
    lines = [await plan_scene(transaction, production, about) for about in found]
    return Reply(message=scene_messages.scenes_message(ask.language, production.name, lines))


async def confirm(transaction: Transaction, ask: Ask) -> Reply:
    """The coordinator says which scenes are intimate."""
    read = given(transaction, ask)
    found = await read.scenes()
    gone = [about for about in found if about.cut_at is not None]
    if gone:
        raise read.wrong("Scene {scene} is cut in {production}; restore it first.", scene=gone[0].label)
    await confirm_intimate(transaction, ask.production, found)
    without = [
        f"{performer.name} ({about.label})"
        for about in found
        for performer in await scene_cast(transaction, ask.production, about)
        if await terms.find_rider(transaction.session, about.key, performer.number) is None
    ]
    labels = [about.label for about in found]
    return line(scene_messages.confirmed_text(ask.language, ask.production.name, labels, without))


async def not_intimate(transaction: Transaction, ask: Ask) -> Reply:
    """The coordinator says that scenes are not intimate."""
    read = given(transaction, ask)
    found = await read.scenes()
    await mark_not_intimate(transaction, ask.production, found)
    labels = ", ".join(about.label for about in found)
    return line(
        ask.language.say(
            "Not intimate in {production}: {scenes}. Nobody is asked about it.",
            production=ask.production.name,
            scenes=labels,
        )
    )


async def pages(transaction: Transaction, ask: Ask) -> Reply:
    """Late pages changed the action: everyone in the scene confirms again."""
    about = await given(transaction, ask).intimate_scene()
    await revise(transaction, about, Change(RevisionKind.PAGES, ask.asker.person))
    await hurry_all(transaction, ask.production)
    return line(
        ask.language.say(
            "New pages for scene {scene}, {production}: what was confirmed no longer counts, and whoever had been "
            "asked is asked again. If what was agreed has changed, write terms {scene} @person.",
            scene=about.label,
            production=ask.production.name,
        )
    )


async def cut(transaction: Transaction, ask: Ask) -> Reply:
    """A scene is cut from the film."""
    read = given(transaction, ask)
    about = await read.scene()
    read.done()
    try:
        await cut_scene(transaction, ask.production, about, ask.asker)
    except BoardUnfit as error:
        raise unfit(read, error.reason, about) from None
    return line(
        ask.language.say(
            "Scene {scene} is cut from {production}. Whoever was asked about it is told.",
            scene=about.label,
            production=ask.production.name,
        )
    )


async def restore(transaction: Transaction, ask: Ask) -> Reply:
    """A scene that was cut comes back."""
    read = given(transaction, ask)
    about = await read.scene()
    read.done()
    try:
        await restore_scene(transaction, ask.production, about)
    except BoardUnfit as error:
        raise unfit(read, error.reason, about) from None
    text = sentence("Scene {scene} is back in {production}. Whoever is in it is asked afresh.")
    if not await strips.list_days_of(transaction.session, about.key):
        text = sentence("Scene {scene} is back in {production}, on no day yet.")
    return line(ask.language.say(text, scene=about.label, production=ask.production.name))


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
            write_terms,
            "terms SCENE @person",
            "What was agreed with a performer for a scene, such as: terms 42pt1 @ola.",
        ),
        Verb(
            "about",
            COORDINATION,
            open_about,
            "about SCENE",
            "What a scene is made of, for everybody in it to read, such as: about 42pt1.",
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
