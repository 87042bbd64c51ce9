"""/checkin send, record, reopen and limits: what the coordination does by hand about a scene's check-ins."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.answers.by_hand import Spoken, check_in_meant, record_by_hand
from bot.answers.closing_windows import performer_window, record_window, scene_window
from bot.checkins.by_hand import check_ins_meant, performers_concerned, send_by_hand
from bot.domain.coordination import AskedScene
from bot.domain.matters import Shown
from bot.domain.outcomes import LeftDay
from bot.domain.record_kinds import Looked
from bot.domain.refusals import BoardUnfit, NotAsked
from bot.domain.standing import AnswerKind, Source
from bot.facts import revision_now
from bot.people import labels_of
from bot.schedule.meant_days import day_to_ask_about
from bot.terms.wording import limits_of
from bot.transaction import Transaction
from handlers.arguments import Arguments, read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply, line
from messages import by_hand as messages
from messages import matter as windows
from messages.alert import left_modal
from messages.arguments import whose_answer
from storage.check_ins import CheckIn
from storage.people import Person
from storage.scenes import Scene
from storage.shoot_days import ShootDay

SAID = {
    "not as agreed": AnswerKind.NOT_AS_AGREED,
    "as agreed": AnswerKind.AS_AGREED,
    "nothing changes": AnswerKind.NOTHING_CHANGES,
}
HOW = {"in person": Source.IN_PERSON, "by phone": Source.PHONE}


@contextmanager
def asking(context: CommandContext, scene: Scene) -> Iterator[None]:
    """Why a scene has no day or no check-in, or nobody is asked, said to the actor."""
    try:
        yield
    except BoardUnfit as unfit:
        raise context.refusal(messages.no_day_text, unfit.reason, scene.label) from None
    except NotAsked as unfit:
        raise context.refusal(messages.not_asked_text, unfit.reason, scene.label, unfit.cast) from None


async def day_meant(read: Arguments, scene: Scene) -> ShootDay:
    """The day that was typed, else the scene's next one."""
    named = await read.day()
    with asking(read.context, scene):
        return await day_to_ask_about(read.transaction, read.context.production, scene, named)


async def performer_meant(read: Arguments, scene: Scene) -> Person:
    """The performer who was typed, else the only one a scene has, or has something open with."""
    performer = await read.performer(scene)
    production, number = read.context.production, read.context.production.number
    cast = await performers_concerned(read.transaction, production, scene)
    if performer is None and len(cast) == 1:
        return cast[0]
    if performer is None:
        raise read.context.refusal(whose_answer, scene.label, await labels_of(read.transaction, number, cast))
    return performer


async def check_in_of(read: Arguments, scene: Scene, performer: Person) -> CheckIn:
    """The check-in of a performer on the day that was typed, else on the scene's next one."""
    named = await read.day()
    with asking(read.context, scene):
        return await check_in_meant(read.transaction, read.context.production, scene, named, performer)


async def send_now(transaction: Transaction, context: CommandContext) -> Reply:
    """Send the check-in of a scene now; a double is asked only when named here."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    performer = await read.performer(scene)
    chosen = await day_meant(read, scene)
    with asking(context, scene):
        sent = await send_by_hand(transaction, context.production, scene, chosen, performer)
    return line(messages.sent_text(context.language, sent))


async def record(transaction: Transaction, context: CommandContext) -> Reply:
    """Record what a performer said in person or by phone; without the answer a window opens for it."""
    read = read_arguments(transaction, context)
    said, how = read.phrase(*SAID), read.phrase(*HOW)
    scene = await read.scene()
    performer = await performer_meant(read, scene)
    check_in = await check_in_of(read, scene, performer)
    source = HOW[how] if how else Source.IN_PERSON
    if said is None:
        asked = await record_window(transaction, check_in, context.actor)
        return Reply(modal=windows.record_modal(context.language, asked))
    # A command shows nothing, so it closes nothing: what is open is shown in the window.
    spoken = Spoken(SAID[said], source, Shown(await revision_now(transaction, check_in)))
    kept = await record_by_hand(transaction, check_in, spoken, context.request.key, context.actor)
    if isinstance(kept, AskedScene):
        return Reply(modal=windows.record_modal(context.language, kept, spoken.kind, source))
    if isinstance(kept, LeftDay):
        return Reply(modal=left_modal(context.language, kept))
    return line(messages.recorded_text(context.language, kept))


async def any_check_in(transaction: Transaction, context: CommandContext) -> CheckIn:
    """One check-in of the scene that was typed, on its day."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    chosen = await day_meant(read, scene)
    with asking(context, scene):
        check_in, *_ = await check_ins_meant(transaction, context.production, scene, chosen)
    return check_in


async def reopen(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to ask everyone in a scene again."""
    check_in = await any_check_in(transaction, context)
    asked = await scene_window(transaction, check_in, context.actor)
    return Reply(modal=windows.reopen_modal(context.language, asked))


async def limits(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to record limits agreed with a performer."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    performer = await performer_meant(read, scene)
    check_in = await check_in_of(read, scene, performer)
    asked = await performer_window(transaction, check_in, context.actor)
    modal = windows.limits_modal(context.language, asked, await limits_of(transaction, check_in))
    return Reply(modal=modal, read=context.reads(Looked.LIMITS, performer.number, scene=scene.key))
