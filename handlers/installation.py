"""What Slack tells of the app itself: that its token was revoked, or that it was taken out of the workspace."""

from bot.installation.access import note_shut_out
from bot.transaction import Transaction
from handlers.replies import NOTHING, Reply
from handlers.requests import Request


async def taken_out(transaction: Transaction, request: Request) -> Reply:
    """The app is no longer installed, or the bot's own token is no longer good; somebody's own token is not meant."""
    tokens = request.event.get("tokens") or {}
    if request.name == "app_uninstalled" or tokens.get("bot"):
        await note_shut_out(transaction, request.name)
    return NOTHING
