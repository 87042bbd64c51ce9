"""What coordinators and deputies open, acknowledge and record."""

from bot import alerts
from bot.answers.alert_window import gathered_now, open_alert
from bot.answers.by_hand import record_by_hand
from bot.checkins.views import asked_scene
from bot.domain.outcomes import LeftDay
from bot.domain.standing import AnswerKind, RevisionKind, Source
from bot.terms.versions import revise_day
from bot.terms.wording import limits_for
from bot.transaction import Transaction
from handlers.allowed import coordinated, coordinated_alert, coordinated_check_in
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages import alert as messages


async def tap_alert(transaction: Transaction, request: Request) -> Reply:
    """Show what an alert is about."""
    alert, who = await coordinated_alert(transaction, request)
    return Reply(modal=messages.alert_modal(who.language, await open_alert(transaction, alert, who)))


async def show_gathered(transaction: Transaction, request: Request) -> Reply:
    """Everything that is not urgent and that nobody has looked at."""
    production, who = await coordinated(transaction, request)
    found, more = await gathered_now(transaction, production)
    return Reply(modal=messages.gathered_modal(who.language, found, more))


async def tap_acknowledge(transaction: Transaction, request: Request) -> Reply:
    """ "I have seen this": the repeats end, and the performer learns who has seen it."""
    alert, who = await coordinated_alert(transaction, request)
    await alerts.acknowledge(transaction, alert, who.person)
    return Reply(home=True)


async def open_record(transaction: Transaction, request: Request) -> Reply:
    """The window to record what a performer said."""
    check_in, who = await coordinated_check_in(transaction, request)
    return Reply(modal=messages.record_modal(who.language, await asked_scene(transaction, check_in)))


async def record_answer(transaction: Transaction, request: Request) -> Reply:
    """Keep what a performer said in person or by phone: who recorded it, and when."""
    check_in, who = await coordinated_check_in(transaction, request)
    kind, source = AnswerKind(request.fields["answer"]), Source(request.fields["source"])
    kept = await record_by_hand(transaction, check_in, kind, source, request.key, who)
    return Reply(modal=messages.left_modal(who.language, kept)) if isinstance(kept, LeftDay) else NOTHING


async def open_reopen(transaction: Transaction, request: Request) -> Reply:
    """The window to ask everyone in a scene again."""
    check_in, who = await coordinated_check_in(transaction, request)
    return Reply(modal=messages.reopen_modal(who.language, await asked_scene(transaction, check_in)))


async def reopen(transaction: Transaction, request: Request) -> Reply:
    """The coordinator re-opens a scene: nothing in the terms has changed, everyone confirms again."""
    check_in, who = await coordinated_check_in(transaction, request)
    await revise_day(transaction, check_in, RevisionKind.AS_BEFORE, who.person)
    return NOTHING


async def open_limits(transaction: Transaction, request: Request) -> Reply:
    """The window to record limits for the day."""
    check_in, who = await coordinated_check_in(transaction, request)
    asked, current = await asked_scene(transaction, check_in), await limits_for(transaction, check_in)
    return Reply(modal=messages.limits_modal(who.language, asked, current))


async def limit(transaction: Transaction, request: Request) -> Reply:
    """Limits for the day, inside the unchanged rider: effective at once, everyone concerned is asked again."""
    check_in, who = await coordinated_check_in(transaction, request)
    await revise_day(transaction, check_in, RevisionKind.LIMITS, who.person, request.fields["limits"])
    return NOTHING
