"""/scene: which scenes are intimate, late pages, cuts; what was agreed stands in handlers/terms.py."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.record_kinds import Looked
from bot.domain.refusals import PresenceUnfit
from bot.domain.roles import COORDINATION
from bot.schedule import coming_days, editing, presences
from bot.terms.versions import revise_pages
from bot.transaction import Transaction
from handlers.allowed import coordinated_scene, given
from handlers.arguments import read_arguments
from handlers.commands import CommandContext
from handlers.replies import NOTHING, NotPossible, Reply, line
from handlers.requests import Request
from handlers.shoot_days import on_board
from messages import scene as messages
from messages.language import Language
from storage import productions
from storage.scenes import Scene


async def list_scenes(transaction: Transaction, context: CommandContext) -> Reply:
    """All scenes that are intimate or proposed; the coordination sees their riders as well."""
    production = context.production
    if context.actor.holds(production.number, COORDINATION):
        agreed = await coming_days.terms_of_scenes(transaction, production)
        message = messages.terms_message(context.language, production.name, agreed)
        return Reply(message=message, read=context.reads(Looked.RIDERS))
    found = await coming_days.plan_scenes(transaction, production)
    message = messages.scenes_message(context.language, production.name, found)
    return Reply(message=message, read=context.reads(Looked.PLAN))


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


@contextmanager
def presence_rules(tongue: Language, scene: Scene) -> Iterator[None]:
    """Why a cast id cannot be marked, said to the actor."""
    try:
        yield
    except PresenceUnfit as unfit:
        raise NotPossible(messages.presence_unfit_text(tongue, unfit.reason, scene.label, unfit.cast_id)) from None


async def open_presence(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to say that somebody is present and not in the action."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    with presence_rules(context.language, scene):
        cast_id = await presences.cast_id_meant(transaction, context.production, scene, read.left())
    return Reply(modal=messages.presence_modal(context.language, f"{scene.key}:{cast_id}", scene.label, cast_id))


async def mark_present(transaction: Transaction, request: Request) -> Reply:
    """Keep that somebody was told and is free to object, or that they are in the action after all."""
    number, _, cast_id = request.value.partition(":")
    scene, who = await coordinated_scene(transaction, request, number)
    production = await productions.get(transaction.session, scene.production_id)
    present = given(request, "how") == messages.PRESENT
    with presence_rules(who.language, scene):
        await presences.mark_presence(transaction, production, scene, cast_id, who.person, present=present)
    return NOTHING


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
