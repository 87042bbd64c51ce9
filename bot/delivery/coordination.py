"""Letters to coordinators and deputies: that something needs them, never whom it is about."""

from bot.delivery.message import Letter
from messages.alert import alert_message
from messages.blocks import Message
from messages.standing import duty_ended_message, handover_message
from storage import alerts, people
from storage.alerts import URGENT


async def alert_letter(letter: Letter) -> Message | None:
    """One telling of an alert; dropped when somebody has seen it meanwhile."""
    about = await alerts.find(letter.transaction.session, letter.about("alert"))
    if about is None or (about.acknowledged_at is not None and about.kind in URGENT):
        return None
    production = await letter.production()
    again = not letter.delivery.key.startswith(f"alert:{about.number}:1:")
    return alert_message(letter.language, production.name, about.number, urgent=about.kind in URGENT, again=again)


async def duty_ended_letter(letter: Letter) -> Message | None:
    """Somebody was taken off duty, by somebody else or at the command line."""
    number = letter.delivery.subject.get("by")
    by = (await people.get(letter.transaction.session, number)).name if number is not None else ""
    return duty_ended_message(letter.language, (await letter.production()).name, by)


async def handover_letter(letter: Letter) -> Message | None:
    """Somebody was put on duty by somebody else."""
    by = await people.get(letter.transaction.session, letter.about("by"))
    return handover_message(letter.language, (await letter.production()).name, by.name)
