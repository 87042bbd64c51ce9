"""What Slack tells of channels and accounts, read from its events."""

from bot.channels import events
from bot.slack import shown_name
from bot.transaction import Transaction
from handlers.replies import NOTHING, Reply
from handlers.requests import Request


def channel_of(request: Request) -> str:
    """The id of an event's channel; empty where it names none."""
    channel = request.channel or request.event.get("channel")
    return str((channel.get("id") if isinstance(channel, dict) else channel) or "")


async def look(transaction: Transaction, request: Request) -> Reply:
    """Something happened to a channel."""
    await events.channel_changed(transaction, channel_of(request))
    return NOTHING


async def joined(transaction: Transaction, request: Request) -> Reply:
    """Somebody is in a channel."""
    await events.somebody_joined(transaction, channel_of(request), request.user, request.event.get("inviter"))
    return NOTHING


async def left(transaction: Transaction, request: Request) -> Reply:
    """Somebody is out of a channel."""
    await events.somebody_left(transaction, channel_of(request), request.user)
    return NOTHING


async def renumbered(transaction: Transaction, request: Request) -> Reply:
    """A channel has another id."""
    old, new = str(request.event.get("old_channel_id", "")), str(request.event.get("new_channel_id", ""))
    await events.channel_renumbered(transaction, old, new)
    return NOTHING


async def account_changed(transaction: Transaction, request: Request) -> Reply:
    """An account was closed, or opened again, reads Slack in another language, or shows another name."""
    known = request.event.get("user", {})
    active, locale = not known["deleted"] if "deleted" in known else None, str(known.get("locale") or "") or None
    await events.account_changed(transaction, request.user, active=active, locale=locale, name=shown_name(known))
    return NOTHING
