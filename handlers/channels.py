"""What Slack tells of closed sets' channels and of accounts: each a reason to look, none of them believed by itself."""

from bot.channels.observations import note_arrival
from bot.closed_sets.rosters import look_soon
from bot.transaction import Transaction
from handlers.languages import note_locale
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from storage import closed_sets, people
from storage.closed_sets import ClosedSet, ClosedSetState


async def concerned(transaction: Transaction, request: Request) -> ClosedSet | None:
    """The closed set an event's channel belongs to."""
    channel = request.channel or request.event.get("channel")
    name = channel.get("id") if isinstance(channel, dict) else channel
    return await closed_sets.find_by_channel(transaction.session, str(name)) if name else None


async def look(transaction: Transaction, request: Request) -> Reply:
    """Something happened to a channel: it is looked at within a second."""
    row = await concerned(transaction, request)
    if row is not None:
        look_soon(transaction, row)
    return NOTHING


async def joined(transaction: Transaction, request: Request) -> Reply:
    """Somebody is in a channel, and Slack may say who added them. The bot itself, where one is being made."""
    row = await concerned(transaction, request)
    if row is None:
        for waiting in await closed_sets.list_live(transaction.session):
            if waiting.state is ClosedSetState.OPENING:
                look_soon(transaction, waiting)
        return NOTHING
    by = request.event.get("inviter")
    if by is not None and by == row.bot_user:
        # The bot's own invitation: it reads the members after each.
        return NOTHING
    look_soon(transaction, row)
    if row.state in (ClosedSetState.OPENING, ClosedSetState.OPEN) and row.bot_user not in (request.user, by):
        await note_arrival(transaction, row, request.user, by)
    return NOTHING


async def left(transaction: Transaction, request: Request) -> Reply:
    """Somebody is out. Who was not in at the last reading, as a visitor taken out at once, changes nothing."""
    row = await concerned(transaction, request)
    if row is not None and request.user in row.members:
        look_soon(transaction, row)
    return NOTHING


async def renumbered(transaction: Transaction, request: Request) -> Reply:
    """A channel has another id, as after a change between private and public."""
    row = await closed_sets.find_by_channel(transaction.session, str(request.event.get("old_channel_id", "")))
    if row is not None:
        row.channel = str(request.event["new_channel_id"])
        transaction.session.add(row)
        look_soon(transaction, row)
    return NOTHING


async def account_changed(transaction: Transaction, request: Request) -> Reply:
    """An account was closed, or opened again, or reads Slack in another language."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None:
        return NOTHING
    note_locale(transaction, who, request)
    deleted = bool(request.event.get("user", {}).get("deleted"))
    if deleted == (who.deactivated_at is not None):
        return NOTHING
    who.deactivated_at = transaction.now if deleted else None
    transaction.session.add(who)
    for row in await closed_sets.list_live(transaction.session):
        look_soon(transaction, row)
    return NOTHING
