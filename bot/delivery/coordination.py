"""Writers of messages to coordinators and deputies: that something needs them, never whom it is about."""

from datetime import date

from bot.delivery.message import MessageContext
from bot.domain.alert_kinds import RULES
from messages.alert import alert_message, gathered_message
from messages.blocks import Message
from messages.duty import duty_ended_message, handover_message
from storage import alerts, deliveries, people
from storage.deliveries import Template


async def write_alert(context: MessageContext) -> Message | None:
    """One telling of an urgent alert; dropped when somebody has it, it is settled, or a newer one waits behind it.

    Slack was away, or somebody had it and it has begun again: what was written meanwhile is one message.
    """
    session, number = context.transaction.session, context.about("alert")
    alert = await alerts.find(session, number)
    if alert is None or alert.acknowledged_at is not None or alert.ended_at is not None:
        return None
    unsent = await deliveries.list_unsent_to(session, context.reader.number, Template.ALERT, context.transaction.now)
    if any(row.number > context.delivery.number and row.is_about(alert=number) for row in unsent):
        return None
    production = await context.production()
    # An earlier version counted the steps alone.
    again = bool(context.delivery.subject.get("again", context.about("step") > 1))
    return alert_message(context.language, production.name, alert.number, again=again)


async def write_gathered(context: MessageContext) -> Message | None:
    """A day's message of what is not urgent, as far as nobody has looked at it; dropped when there is nothing left."""
    production = await context.production()
    on = date.fromisoformat(context.delivery.subject["on"])
    waiting = await alerts.list_gathered(context.transaction.session, production.number, on)
    if not waiting:
        return None
    subjects = tuple(dict.fromkeys(RULES[alert.kind].subject for alert in waiting))
    alone = waiting[0].number if len(waiting) == 1 else None
    return gathered_message(context.language, production.name, production.number, subjects, len(waiting), alone)


async def write_duty_ended(context: MessageContext) -> Message | None:
    """Somebody was taken off duty, by somebody else or at the command line."""
    number = context.delivery.subject.get("by")
    by = (await people.get(context.transaction.session, number)).name if number is not None else ""
    return duty_ended_message(context.language, (await context.production()).name, by)


async def write_handover(context: MessageContext) -> Message | None:
    """Somebody was put on duty by somebody else."""
    by = await people.get(context.transaction.session, context.about("by"))
    production = await context.production()
    still_open = len(await alerts.list_not_ended(context.transaction.session, production.number))
    return handover_message(context.language, production.name, by.name, still_open)
