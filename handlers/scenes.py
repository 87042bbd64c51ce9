"""/scene: which scenes are intimate, late pages, cuts; what was agreed stands in handlers/terms.py."""

from bot.domain.roles import COORDINATION, Role
from bot.schedule import coming_days, editing
from bot.terms.versions import revise_pages
from bot.transaction import Transaction
from handlers.arguments import read_arguments
from handlers.commands import Command, CommandContext, Verb
from handlers.replies import Reply, line
from handlers.shoot_days import PLANNERS, on_board
from handlers.terms import open_about, write_terms
from messages import scene as messages


async def list_scenes(transaction: Transaction, context: CommandContext) -> Reply:
    """All scenes that are intimate or proposed; the coordination sees their riders as well."""
    production = context.production
    if context.actor.holds(production.number, COORDINATION):
        agreed = await coming_days.terms_of_scenes(transaction, production)
        return Reply(message=messages.terms_message(context.language, production.name, agreed))
    found = await coming_days.plan_scenes(transaction, production)
    return Reply(message=messages.scenes_message(context.language, production.name, found))


async def confirm(transaction: Transaction, context: CommandContext) -> Reply:
    """The coordinator says which scenes are intimate."""
    found = await read_arguments(transaction, context).scenes()
    gone = [scene for scene in found if scene.cut_at is not None]
    if gone:
        raise context.refusal(messages.cut_first_text, gone[0].label)
    await editing.confirm_intimate(transaction, context.production, found)
    without = await coming_days.without_rider(transaction, context.production, found)
    labels = [scene.label for scene in found]
    return line(messages.confirmed_text(context.language, context.production.name, labels, without))


async def not_intimate(transaction: Transaction, context: CommandContext) -> Reply:
    """The coordinator says that scenes are not intimate."""
    found = await read_arguments(transaction, context).scenes()
    await editing.mark_not_intimate(transaction, context.production, found)
    labels = [scene.label for scene in found]
    return line(messages.not_intimate_text(context.language, context.production.name, labels))


async def pages(transaction: Transaction, context: CommandContext) -> Reply:
    """Late pages changed the action: everyone in the scene confirms again."""
    scene = await read_arguments(transaction, context).intimate_scene()
    await revise_pages(transaction, context.production, scene, context.actor.person)
    return line(messages.pages_text(context.language, context.production.name, scene.label))


async def cut(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene is cut from the schedule."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    read.done()
    with on_board(context, scene):
        await editing.cut_scene(transaction, context.production, scene, context.actor)
    return line(messages.cut_text(context.language, context.production.name, scene.label))


async def restore(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene that was cut comes back."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    read.done()
    with on_board(context, scene):
        await editing.restore_scene(transaction, context.production, scene)
    planned = await coming_days.is_planned(transaction, scene)
    return line(messages.restored_text(context.language, context.production.name, scene.label, on_a_day=planned))


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
