"""Writers of messages about closed sets: to who was in a channel, and to the AD who must know how it stands."""

from datetime import time, timedelta

from bot.closed_sets.lifetime import closed_set_line
from bot.closed_sets.views import in_the_way, name_or_id
from bot.delivery.message import MessageContext
from bot.domain import times
from bot.domain.disclosure import ChannelNews
from bot.domain.membership import told_of
from bot.domain.roles import Role
from bot.facts import contact, day_name
from bot.outbox import delivery_key
from messages import closed_set as messages
from messages.blocks import Message
from storage import closed_sets, deliveries, people, rosters, shoot_days
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import DeliveryState, Template
from storage.rosters import Visitor

NOON = time(12)


async def subject(context: MessageContext) -> ClosedSet | None:
    """The closed set a message is about."""
    return await closed_sets.find(context.transaction.session, context.about("closed_set"))


async def visit_of(context: MessageContext) -> tuple[Visitor, ClosedSet] | None:
    """The visit a message is about, and where it was."""
    visit = await rosters.find_visitor(context.transaction.session, context.about("visitor"))
    row = await closed_sets.find(context.transaction.session, visit.closed_set_id) if visit is not None else None
    return (visit, row) if visit is not None and row is not None else None


async def write_not_cleared(context: MessageContext) -> Message | None:
    """To somebody who was added without being on the list."""
    found = await visit_of(context)
    if found is None:
        return None
    who = await contact(context.transaction, await context.production())
    return messages.not_cleared_message(context.language, who, out=found[0].out_at is not None)


async def write_added(context: MessageContext) -> Message | None:
    """To the 1st AD: who was added, and by whom where Slack says so."""
    found = await visit_of(context)
    if found is None:
        return None
    visit, row = found
    line = await closed_set_line(context.transaction, row)
    by = await name_or_id(context.transaction, visit.added_by) if visit.added_by else ""
    news = ChannelNews(line, await name_or_id(context.transaction, visit.slack_user), by)
    return messages.added_message(context.language, news)


async def write_alarm(context: MessageContext) -> Message | None:
    """To the 1st AD: what Slack does not let the bot do. Dropped when it is right again already."""
    row = await subject(context)
    if row is None or not told_of(row.alarm):
        return None
    line = await closed_set_line(context.transaction, row)
    return messages.alarm_message(
        context.language, ChannelNews(line, obstacles=await in_the_way(context.transaction, row))
    )


async def write_right(context: MessageContext) -> Message | None:
    """It is right again, for whoever was told that it was not; with it, what waits for the coordinator alone."""
    row = await subject(context)
    if row is None or told_of(row.alarm) or not await was_told(context):
        return None
    line = await closed_set_line(context.transaction, row)
    return messages.right_message(
        context.language, ChannelNews(line, obstacles=await in_the_way(context.transaction, row))
    )


async def was_told(context: MessageContext) -> bool:
    """Whether this reader heard of the alarm before: an AD by a message, the coordinator by an alert."""
    reader = context.reader.number
    production = await context.production()
    if await people.find_role(context.transaction.session, production.number, reader, Role.COORDINATOR):
        return True
    key = delivery_key(Template.CLOSED_SET_ALARM, context.delivery.subject["alarm"], context.reader)
    told = await deliveries.find_by_key(context.transaction.session, key)
    return told is not None and told.state is DeliveryState.SENT


async def write_wrapped(context: MessageContext) -> Message | None:
    """Before somebody is taken out. Dropped when the channel is closed already: Slack has said it by then."""
    row = await subject(context)
    if row is None or row.state is ClosedSetState.CLOSED:
        return None
    return messages.wrapped_message(context.language, f"#{row.name}", wrapped=row.ending is Ending.WRAPPED)


async def write_closure(context: MessageContext) -> Message | None:
    """The morning after. A day that has begun again by then (pick-ups) changes nothing of it."""
    production = await context.production()
    day = await shoot_days.get(context.transaction.session, context.about("day"))
    if day.production_id != production.number:
        return None
    now = times.local(context.transaction.now, production.time_zone)
    yesterday = now.date() - day.date == timedelta(days=1) and now.time() < NOON
    name = None if yesterday else day_name(production, day)
    there = await contact(context.transaction, production)
    return messages.closure_message(context.language, there, production.help_line, name)
