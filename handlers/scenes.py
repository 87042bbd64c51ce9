"""/scene: which scenes are intimate, late pages, cuts; what was agreed stands in handlers/terms.py."""

from bot.domain.roles import COORDINATION
from bot.schedule import coming_days, editing
from bot.terms.versions import revise_pages
from bot.transaction import Transaction
from handlers.arguments import read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply, line
from handlers.shoot_days import on_board
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
