"""What Slack tells of closed sets' channels and of accounts: each a reason to look, none of them believed by itself."""

from bot.channels.observations import note_arrival
from bot.checkins.accounts import note_account
from bot.closed_sets.rosters import look_soon
from bot.domain.unreadable import listed
from bot.locales import note_locale
from bot.productions import take_name
from bot.transaction import Transaction
from storage import closed_sets, people
from storage.closed_sets import ClosedSetState


async def channel_changed(transaction: Transaction, channel: str) -> None:
    """Something happened to a channel: it is looked at within a second."""
    row = await closed_sets.find_by_channel(transaction.session, channel)
    if row is not None:
        look_soon(transaction, row)


async def somebody_joined(transaction: Transaction, channel: str, user: str, by: str | None) -> None:
    """Somebody is in a channel, and Slack may say who added them. The bot itself, where one is being made."""
    row = await closed_sets.find_by_channel(transaction.session, channel)
    if row is None:
        for waiting in await closed_sets.list_live(transaction.session):
            if waiting.state is ClosedSetState.OPENING:
                look_soon(transaction, waiting)
        return
    if by is not None and by == row.bot_user:
        # The bot's own invitation: it reads the members after each.
        return
    look_soon(transaction, row)
    if row.state in (ClosedSetState.OPENING, ClosedSetState.OPEN) and row.bot_user not in (user, by):
        await note_arrival(transaction, row, user, by)


async def somebody_left(transaction: Transaction, channel: str, user: str) -> None:
    """Somebody is out. Who was not in at the last reading, as a visitor taken out at once, changes nothing."""
    row = await closed_sets.find_by_channel(transaction.session, channel)
    if row is not None and user in listed(row.members):
        look_soon(transaction, row)


async def channel_renumbered(transaction: Transaction, old: str, new: str) -> None:
    """A channel has another id, as after a change between private and public."""
    row = await closed_sets.find_by_channel(transaction.session, old)
    if row is not None:
        row.channel = new
        transaction.session.add(row)
        look_soon(transaction, row)


async def account_changed(
    transaction: Transaction, user: str, *, active: bool | None, locale: str | None, name: str = ""
) -> None:
    """An account was closed, or opened again (None: it is not said), has another language or shows another name."""
    who = await people.find_by_slack_user(transaction.session, user)
    if who is None:
        return
    if locale:
        note_locale(transaction, who, locale)
    take_name(transaction, who, name, from_slack=True)
    if active is None or active == (who.deactivated_at is None):
        return
    await note_account(transaction, who, active=active)
    for row in await closed_sets.list_live(transaction.session):
        look_soon(transaction, row)
