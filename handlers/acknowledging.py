"""What coordinators and deputies open and acknowledge."""

from bot import alerts
from bot.answers.alert_window import open_alert
from bot.answers.gathered import gathered_now
from bot.checkins.consequences import note_unchanged
from bot.transaction import Transaction
from handlers.allowed import coordinated, coordinated_alert
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from messages import alert as messages


async def tap_alert(transaction: Transaction, request: Request) -> Reply:
    """Show what an alert is about."""
    alert, who = await coordinated_alert(transaction, request)
    return Reply(modal=messages.alert_modal(who.language, await open_alert(transaction, alert, who)))


async def show_gathered(transaction: Transaction, request: Request) -> Reply:
    """Everything that is not urgent and that nobody has looked at."""
    production, who = await coordinated(transaction, request)
    found = await gathered_now(transaction, production)
    return Reply(modal=messages.gathered_modal(who.language, found))


async def tap_acknowledge(transaction: Transaction, request: Request) -> Reply:
    """ "I have seen this": the repeats end, and the performer finds who has seen it behind their receipt."""
    alert, who = await coordinated_alert(transaction, request)
    await alerts.acknowledge(transaction, alert, who.person)
    return Reply(home=True)


async def tap_unchanged(transaction: Transaction, request: Request) -> Reply:
    """Nothing changed in the intimate action: on record, in one tap."""
    alert, who = await coordinated_alert(transaction, request)
    if alert.touch is None or alert.scene_id is None:
        raise NotForYou(alert.production_id)
    await note_unchanged(transaction, alert, who.person)
    return Reply(modal=messages.unchanged_modal(who.language), replace=True)
