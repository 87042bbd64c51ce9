"""Writers of messages to performers."""

from bot.checkins.asking import OPEN
from bot.checkins.views import own_day
from bot.delivery.message import MessageContext
from bot.domain.disclosure import Notice
from bot.domain.reasons import Reason
from bot.domain.roles import Role
from bot.facts import call_for_check_in, contact, day_name, standing_of
from messages import checkin
from messages.blocks import Message
from messages.help import help_for_performer, use_commands
from messages.private_notes import new_reader_message
from messages.vocabulary import day_text, turn_to
from storage import alerts, check_ins, deliveries, people, productions, scenes, shoot_days
from storage.deliveries import Template
from storage.outages import Outage


async def write_check_in(context: MessageContext) -> Message | None:
    """The check-in of a day. Dropped when it is too late, nothing is open, or a newer one waits behind it."""
    transaction, production = context.transaction, await context.production()
    day = await shoot_days.get(transaction.session, context.about("day"))
    why = Reason(context.delivery.subject["why"])
    rows = [
        row for row in await check_ins.list_on(transaction.session, day.number, context.reader.number) if row.asked_at
    ]
    still_open = [row for row in rows if await standing_of(transaction, row) in OPEN]
    newer = [
        other
        for other in await deliveries.list_unsent_to(transaction.session, context.reader.number, Template.CHECK_IN)
        if other.number > context.delivery.number and other.subject.get("day") == day.number
    ]
    if not still_open or newer or day.wrapped_at is not None:
        return None
    if transaction.now >= await call_for_check_in(transaction, production, day, still_open[0]):
        return None
    shown = rows if why is Reason.FIRST_ROUND else still_open
    return checkin.check_in_message(
        context.language, await own_day(transaction, production, day, shown), why, await offline(context)
    )


async def offline(context: MessageContext) -> tuple[str, str] | None:
    """From when to when the bot was away, for a check-in that asks again because of it."""
    number = context.delivery.subject.get("outage")
    if number is None:
        return None
    outage = await context.transaction.session.get(Outage, number)
    production = await context.production()
    assert outage is not None
    return (
        context.language.moment(outage.began_at, production.time_zone),
        context.language.moment(outage.ended_at, production.time_zone),
    )


async def write_receipt(context: MessageContext) -> Message | None:
    """The same receipt for every answer."""
    return checkin.receipt(context.language)


async def write_typed_receipt(context: MessageContext) -> Message | None:
    """The receipt for typed words."""
    choices = [
        (number, (await productions.get(context.transaction.session, number)).name)
        for number in context.delivery.subject["choose"]
    ]
    return checkin.typed_receipt(context.language, choices, str(context.delivery.subject.get("words", "")))


async def write_withdrawn(context: MessageContext) -> Message | None:
    """One neutral line about a scene that left a day."""
    row = await check_ins.find(context.transaction.session, context.about("check_in"))
    if row is None or row.withdrawn_at is None:
        return None
    production = await context.production()
    day = day_name(production, await shoot_days.get(context.transaction.session, row.shoot_day_id))
    label = (await scenes.get(context.transaction.session, row.scene_id)).label
    return checkin.withdrawn(context.language, label, day_text(context.language, day))


async def write_seen(context: MessageContext) -> Message | None:
    """An acknowledgement."""
    alert = await alerts.find(context.transaction.session, context.about("alert"))
    return checkin.seen(context.language, alert.number) if alert is not None else None


async def write_morning(context: MessageContext) -> Message | None:
    """The quiet message of the day; dropped once the call has come."""
    transaction, production = context.transaction, await context.production()
    day = await shoot_days.get(transaction.session, context.about("day"))
    rows = await check_ins.list_on(transaction.session, day.number, context.reader.number)
    if (
        not rows
        or day.wrapped_at is not None
        or transaction.now >= await call_for_check_in(transaction, production, day, rows[0])
    ):
        return None
    return checkin.morning(context.language, await own_day(transaction, production, day, rows))


async def write_notice(context: MessageContext) -> Message | None:
    """How this works, before the first check-in."""
    production = await context.production()
    facts = Notice(
        production.name, await contact(context.transaction, production), production.contact, production.keep_words_days
    )
    return checkin.notice(context.language, facts)


async def write_help(context: MessageContext) -> Message | None:
    """A performer typed "help": whom to turn to in each production they are in."""
    transaction, ways = context.transaction, list[str]()
    for number in dict.fromkeys(
        row.production_id
        for row in await people.list_roles(transaction.session, context.reader.number)
        if row.role is Role.PERFORMER
    ):
        production = await productions.get(transaction.session, number)
        there = await contact(transaction, production)
        ways.append(turn_to(context.language, there, production.contact, production.help_line))
    return help_for_performer(context.language, ways)


async def write_new_reader(context: MessageContext) -> Message | None:
    """Somebody new can read what performers write: the same to everybody, who it is stands behind the button."""
    return new_reader_message(context.language)


async def write_use_commands(context: MessageContext) -> Message | None:
    """Somebody of the crew typed here: nobody reads it, the commands do the work."""
    return use_commands(context.language)
