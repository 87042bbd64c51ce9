"""Writers of messages to coordinators and deputies: that something needs them, never whom it is about."""

from bot.delivery.message import MessageContext
from messages.alert import alert_message
from messages.blocks import Message
from messages.duty import duty_ended_message, handover_message
from storage import alerts, people


async def write_alert(context: MessageContext) -> Message | None:
    """One telling of an alert; dropped when somebody has seen it meanwhile."""
    alert = await alerts.find(context.transaction.session, context.about("alert"))
    if alert is None or (alert.acknowledged_at is not None and alert.urgent):
        return None
    production = await context.production()
    again = context.about("step") > 1
    return alert_message(context.language, production.name, alert.number, urgent=alert.urgent, again=again)


async def write_duty_ended(context: MessageContext) -> Message | None:
    """Somebody was taken off duty, by somebody else or at the command line."""
    number = context.delivery.subject.get("by")
    by = (await people.get(context.transaction.session, number)).name if number is not None else ""
    return duty_ended_message(context.language, (await context.production()).name, by)


async def write_handover(context: MessageContext) -> Message | None:
    """Somebody was put on duty by somebody else."""
    by = await people.get(context.transaction.session, context.about("by"))
    return handover_message(context.language, (await context.production()).name, by.name)
