"""/scene: which scenes are intimate, late pages, cuts; what was agreed stands in handlers/terms.py."""

from bot.checkins.consequences import hurry_all
from bot.domain.roles import COORDINATION, Role
from bot.domain.standing import RevisionKind
from bot.schedule.coming_days import listed_scenes, plan_scene, scene_cast, scene_terms
from bot.schedule.editing import BoardUnfit, confirm_intimate, cut_scene, mark_not_intimate, restore_scene
from bot.terms.versions import Change, revise
from bot.transaction import Transaction
from handlers.arguments import read_arguments
from handlers.commands import Command, CommandContext, Verb
from handlers.replies import Reply, line
from handlers.shoot_days import PLANNERS, unfit
from handlers.terms import open_about, write_terms
from messages import scene as scene_messages
from messages.language import sentence
from storage import strips, terms


async def list_scenes(transaction: Transaction, context: CommandContext) -> Reply:
    """All scenes that are intimate or proposed; the coordination sees their riders as well."""
    production, found = context.production, await listed_scenes(transaction, context.production)
    if context.actor.holds(production.number, COORDINATION):
        agreed = [await scene_terms(transaction, production, scene) for scene in found]
        return Reply(message=scene_messages.terms_message(context.language, production.name, agreed))
    lines = [await plan_scene(transaction, production, scene) for scene in found]
    return Reply(message=scene_messages.scenes_message(context.language, production.name, lines))


async def confirm(transaction: Transaction, context: CommandContext) -> Reply:
    """The coordinator says which scenes are intimate."""
    read = read_arguments(transaction, context)
    found = await read.scenes()
    gone = [scene for scene in found if scene.cut_at is not None]
    if gone:
        raise read.wrong("Scene {scene} is cut in {production}; restore it first.", scene=gone[0].label)
    await confirm_intimate(transaction, context.production, found)
    without = [
        f"{performer.name} ({scene.label})"
        for scene in found
        for performer in await scene_cast(transaction, context.production, scene)
        if await terms.find_rider(transaction.session, scene.key, performer.number) is None
    ]
    labels = [scene.label for scene in found]
    return line(scene_messages.confirmed_text(context.language, context.production.name, labels, without))


async def not_intimate(transaction: Transaction, context: CommandContext) -> Reply:
    """The coordinator says that scenes are not intimate."""
    read = read_arguments(transaction, context)
    found = await read.scenes()
    await mark_not_intimate(transaction, context.production, found)
    labels = ", ".join(scene.label for scene in found)
    return line(
        context.language.say(
            "Not intimate in {production}: {scenes}. Nobody is asked about it.",
            production=context.production.name,
            scenes=labels,
        )
    )


async def pages(transaction: Transaction, context: CommandContext) -> Reply:
    """Late pages changed the action: everyone in the scene confirms again."""
    scene = await read_arguments(transaction, context).intimate_scene()
    await revise(transaction, scene, Change(RevisionKind.PAGES, context.actor.person))
    await hurry_all(transaction, context.production)
    return line(
        context.language.say(
            "New pages for scene {scene}, {production}: what was confirmed no longer counts, and whoever had been "
            "asked is asked again. If what was agreed has changed, write terms {scene} @person.",
            scene=scene.label,
            production=context.production.name,
        )
    )


async def cut(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene is cut from the schedule."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    read.done()
    try:
        await cut_scene(transaction, context.production, scene, context.actor)
    except BoardUnfit as error:
        raise unfit(read, error.reason, scene) from None
    return line(
        context.language.say(
            "Scene {scene} is cut from {production}. Whoever was asked about it is told.",
            scene=scene.label,
            production=context.production.name,
        )
    )


async def restore(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene that was cut comes back."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    read.done()
    try:
        await restore_scene(transaction, context.production, scene)
    except BoardUnfit as error:
        raise unfit(read, error.reason, scene) from None
    text = sentence("Scene {scene} is back in {production}. Whoever is in it is asked afresh.")
    if not await strips.list_days_of(transaction.session, scene.key):
        text = sentence("Scene {scene} is back in {production}, on no day yet.")
    return line(context.language.say(text, scene=scene.label, production=context.production.name))


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
