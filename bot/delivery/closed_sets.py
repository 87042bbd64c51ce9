"""Letters about closed sets: to who was in a channel, and to the AD who must know how it stands."""

from bot.closed_sets.lifetime import closed_set_line
from bot.closed_sets.views import in_the_way, name_or_id
from bot.delivery.message import Letter
from bot.domain.disclosure import ChannelNews
from bot.domain.roles import Role
from bot.facts import contact
from messages import closed_set as messages
from messages.blocks import Message
from storage import closed_sets, deliveries, people, rosters, shoot_days
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import DeliveryState
from storage.rosters import Visitor


async def subject(letter: Letter) -> ClosedSet | None:
    """The closed set a letter is about."""
    return await closed_sets.find(letter.transaction.session, letter.about("closed_set"))


async def visit_of(letter: Letter) -> tuple[Visitor, ClosedSet] | None:
    """The visit a letter is about, and where it was."""
    visit = await rosters.find_visitor(letter.transaction.session, letter.about("visitor"))
    row = await closed_sets.find(letter.transaction.session, visit.closed_set_id) if visit is not None else None
    return (visit, row) if visit is not None and row is not None else None


async def not_cleared_letter(letter: Letter) -> Message | None:
    """To somebody who was added without being on the list."""
    found = await visit_of(letter)
    if found is None:
        return None
    who = await contact(letter.transaction, await letter.production())
    return messages.not_cleared_message(letter.language, who, out=found[0].out_at is not None)


async def added_letter(letter: Letter) -> Message | None:
    """To the 1st AD: who was added, and by whom where Slack says so."""
    found = await visit_of(letter)
    if found is None:
        return None
    visit, row = found
    line = await closed_set_line(letter.transaction, row)
    by = await name_or_id(letter.transaction, visit.added_by) if visit.added_by else ""
    news = ChannelNews(line, await name_or_id(letter.transaction, visit.slack_user), by)
    return messages.added_message(letter.language, news)


async def alarm_letter(letter: Letter) -> Message | None:
    """To the 1st AD: what Slack does not let the bot do. Dropped when it is right again already."""
    row = await subject(letter)
    if row is None or row.alarm is None:
        return None
    line = await closed_set_line(letter.transaction, row)
    return messages.alarm_message(
        letter.language, ChannelNews(line, obstacles=await in_the_way(letter.transaction, row))
    )


async def right_letter(letter: Letter) -> Message | None:
    """It is right again, for whoever was told that it was not."""
    row = await subject(letter)
    if row is None or row.alarm is not None or not await was_told(letter):
        return None
    return messages.right_message(letter.language, await closed_set_line(letter.transaction, row))


async def was_told(letter: Letter) -> bool:
    """Whether this reader heard of the alarm before: an AD by letter, the coordinator by an alert."""
    reader = letter.reader.number
    production = await letter.production()
    if await people.find_role(letter.transaction.session, production.number, reader, Role.COORDINATOR):
        return True
    key = letter.delivery.key.replace("closed_set_right:", "closed_set_alarm:", 1)
    told = await deliveries.find_by_key(letter.transaction.session, key)
    return told is not None and told.state is DeliveryState.SENT


async def wrapped_letter(letter: Letter) -> Message | None:
    """Before somebody is taken out. Dropped when the channel is closed already: Slack has said it by then."""
    row = await subject(letter)
    if row is None or row.state is ClosedSetState.CLOSED:
        return None
    return messages.wrapped_message(letter.language, f"#{row.name}", wrapped=row.ending is Ending.WRAPPED)


async def closure_letter(letter: Letter) -> Message | None:
    """The morning after. A day that has begun again by then (pick-ups) changes nothing of it."""
    production = await letter.production()
    day = await shoot_days.get(letter.transaction.session, letter.about("day"))
    if day.production_id != production.number:
        return None
    return messages.closure_message(
        letter.language, await contact(letter.transaction, production), production.help_line
    )
