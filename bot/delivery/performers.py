"""Writers of messages to performers."""

from collections.abc import Sequence
from datetime import timedelta

from bot.answers.receipts_of_words import words_of_receipt
from bot.checkins.answered import has_ever_answered, unanswered
from bot.checkins.views import own_day
from bot.delivery.message import MessageContext
from bot.domain.disclosure import Asking, Notice
from bot.domain.reasons import AGAIN, Reason
from bot.domain.roles import Role
from bot.domain.unsaid import Unsaid
from bot.facts import call_for_check_in, contact, day_name
from messages import checkin
from messages.blocks import Message
from messages.help import help_for_performer, unsaid_message, use_commands
from messages.notice import notice
from messages.private_notes import new_reader_message
from messages.vocabulary import day_text, turn_to
from storage import check_ins, deliveries, people, productions, scenes, shoot_days, strips
from storage.check_ins import CheckIn
from storage.deliveries import Delivery, Template
from storage.outages import Outage

# After so long nobody waits for a window any more.
WAITED_FOR = timedelta(minutes=15)


async def write_check_in(context: MessageContext) -> Message | None:
    """The check-in of a day. Dropped when it is too late, nothing is asked, or a newer one waits behind it.

    Whether something was answered counts, never what: nothing in a conversation may hang on that.
    """
    transaction, production = context.transaction, await context.production()
    day = await shoot_days.get(transaction.session, context.about("day"))
    why = Reason(context.delivery.subject["why"])
    rows = [
        row for row in await check_ins.list_on(transaction.session, day.number, context.reader.number) if row.asked_at
    ]
    asked = told_by(context.delivery, rows, await unanswered(transaction, rows))
    if not asked or day.wrapped_at is not None or await newer_ones_say_it(context, rows, asked):
        return None
    if transaction.now >= await call_for_check_in(transaction, production, day, asked[0]):
        return None
    shown = rows if why is Reason.FIRST_ROUND else asked
    asking = Asking(why, await answered_before(context, shown), await offline(context))
    return checkin.check_in_message(context.language, await own_day(transaction, production, day, shown), asking)


def told_by(delivery: Delivery, rows: Sequence[CheckIn], waiting: Sequence[CheckIn]) -> list[CheckIn]:
    """The check-ins a message tells of: those not answered; asked again, those it is about, the same for everybody."""
    about = delivery.subject.get("about")
    if about is not None and Reason(delivery.subject["why"]) in AGAIN:
        return [row for row in rows if row.number in about]
    return list(waiting)


async def newer_ones_say_it(context: MessageContext, rows: Sequence[CheckIn], asked: Sequence[CheckIn]) -> bool:
    """Whether newer messages about the same day wait, and tell of all that this one does."""
    unsent = await deliveries.list_unsent_to(
        context.transaction.session, context.reader.number, Template.CHECK_IN, context.transaction.now
    )
    waiting = await unanswered(context.transaction, rows)
    newer = [other for other in unsent if other.number > context.delivery.number and can_ask(other, context)]
    covered = [row.number for other in newer for row in told_by(other, rows, waiting)]
    return all(row.number in covered for row in asked)


def can_ask(other: Delivery, context: MessageContext) -> bool:
    """Whether another message asks about the same day: not where what it says, or why, cannot be read."""
    return other.is_about(day=context.about("day")) and other.says("why") in [*Reason]


async def answered_before(context: MessageContext, shown: Sequence[CheckIn]) -> bool | None:
    """Whether something was answered to any of what is shown; None where this is the first that is read of it."""
    for row in shown:
        arrived = row.asked_at and await deliveries.find_first_delivered(
            context.transaction.session, Template.CHECK_IN, context.reader.number, row.shoot_day_id, row.asked_at
        )
        if arrived is None:
            return None
    return any([await has_ever_answered(context.transaction, row) for row in shown])


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
    words = str(context.delivery.subject.get("words", ""))
    several = len(await words_of_receipt(context.transaction, context.reader, words)) > 1
    return checkin.typed_receipt(context.language, choices, words, several=several)


async def write_withdrawn(context: MessageContext) -> Message | None:
    """One neutral line about a scene that left a day, or that its performer is no longer asked about."""
    row = await check_ins.find(context.transaction.session, context.about("check_in"))
    if row is None or row.withdrawn_at is None:
        return None
    production = await context.production()
    day = day_name(production, await shoot_days.get(context.transaction.session, row.shoot_day_id))
    scene = await scenes.get(context.transaction.session, row.scene_id)
    planned = await strips.find(context.transaction.session, row.scene_id, row.shoot_day_id)
    there = planned is not None and scene.cut_at is None
    return checkin.withdrawn(context.language, scene.label, day_text(context.language, day), still_planned=there)


async def write_seen(context: MessageContext) -> Message | None:
    """What earlier versions said of an acknowledgement is not said any more: it told which answer needed somebody."""
    return None


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
    return notice(context.language, facts)


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


async def write_unsaid(context: MessageContext) -> Message | None:
    """That something did not open or was not answered; nothing once that is so long ago that nobody waits for it."""
    if context.transaction.now - context.delivery.created_at > WAITED_FOR:
        return None
    return unsaid_message(context.language, Unsaid(context.delivery.subject["why"]))
