"""/shootday: the coming days, moving scenes, calls, what was filmed, wrap."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.record_kinds import Looked
from bot.domain.refusals import BoardReason, BoardUnfit
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION
from bot.facts import day_name
from bot.schedule import coming_days, editing, meant_days
from bot.schedule.wrap import wrap_day
from bot.transaction import Transaction
from handlers.arguments import read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply, line
from messages import arguments as sentences
from messages import shoot_day as messages
from storage.scenes import Scene
from storage.shoot_days import ShootDay

PLANNERS = (*COORDINATION, *ASSISTANT_DIRECTION)


@contextmanager
def on_board(
    context: CommandContext, scene: Scene | None = None, day: ShootDay | None = None, *, leaving: ShootDay | None = None
) -> Iterator[None]:
    """What the board does not allow with a scene and a day, said to the actor. `leaving`: the day the scene is on."""
    try:
        yield
    except BoardUnfit as unfit:
        concerned = leaving if leaving is not None and unfit.reason is BoardReason.NOT_THERE else day
        days = unfit.days or ([day_name(context.production, concerned)] if concerned is not None else [])
        label = scene.label if scene is not None else ""
        raise context.refusal(messages.unfit_text, unfit.reason, label, days) from None


async def list_days(transaction: Transaction, context: CommandContext) -> Reply:
    """The coming days with calls, intimate scenes and the last published words."""
    days = await coming_days.plan_days(transaction, context.production)
    message = messages.days_message(context.language, context.production.name, days)
    return Reply(message=message, read=context.reads(Looked.PLAN))


async def move(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene goes to another day."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    source = read.after("from")
    to = await read.day()
    if to is None:
        raise context.refusal(sentences.new_day_missing, scene.label)
    named = await source.day() if source is not None else None
    with on_board(context, scene, to):
        start = await meant_days.day_to_leave(transaction, context.production, scene, to, named)
    with on_board(context, scene, to, leaving=start):
        await editing.move_scene(transaction, context.production, scene, start, to)
    names = day_name(context.production, start), day_name(context.production, to)
    return line(messages.moved_text(context.language, scene.label, *names))


async def call(transaction: Transaction, context: CommandContext) -> Reply:
    """A call moves: of a unit, or of one person."""
    read = read_arguments(transaction, context)
    at = read.hour()
    if at is None:
        raise context.refusal(sentences.hour_missing)
    who = await read.somebody(await read.on_cast_list())
    day, unit = await read.day_and_unit()
    moment = at.on(day.date, context.production.time_zone)
    with on_board(context, None, day):
        before = await editing.set_call(transaction, context.production, day, moment, unit=unit, person=who)
    name = who.name if who else unit
    return line(messages.call_text(context.language, day_name(context.production, day), name, before, moment))


async def filmed(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene is done for the day."""
    scene, day = await scene_and_day(transaction, context)
    with on_board(context, scene, day):
        await editing.mark_filmed(transaction, context.production, scene, day)
    return line(messages.filmed_text(context.language, scene.label, day_name(context.production, day)))


async def not_filmed(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene was marked as filmed by mistake."""
    scene, day = await scene_and_day(transaction, context)
    with on_board(context, scene, day):
        await editing.unmark_filmed(transaction, context.production, scene, day)
    return line(messages.not_filmed_text(context.language, scene.label, day_name(context.production, day)))


async def scene_and_day(transaction: Transaction, context: CommandContext) -> tuple[Scene, ShootDay]:
    """The scene that was typed, and the day it was or was not filmed on."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    named = await read.day()
    with on_board(context, scene):
        return scene, await meant_days.day_filmed_on(transaction, context.production, scene, named)


async def wrap(transaction: Transaction, context: CommandContext) -> Reply:
    """A day is over."""
    named = await read_arguments(transaction, context).day()
    with on_board(context):
        day = await meant_days.day_to_wrap(transaction, context.production, named)
    await wrap_day(transaction, context.production, day)
    return line(messages.wrapped_text(context.language, day_name(context.production, day)))
