"""What came in and could not be worked through: its payload, sealed, may hold private notes, so it goes as they do."""

from collections.abc import Sequence

from bot.domain.unreadable import Spoiled
from bot.privacy.private_notes import UNCLAIMED
from bot.transaction import Transaction
from bot.vault import Unreadable
from storage import inbox
from storage.database import forget
from storage.inbox import REPEATED, InboxRow, InboxState, be_over


async def forget_unfinished(transaction: Transaction) -> int:
    """Let the payloads go that have been kept as long as unclaimed words are; how many went."""
    return empty(
        transaction,
        [
            row
            for row in await inbox.list_unfinished(transaction.session)
            if not isinstance(row.received_at, Spoiled) and row.received_at + UNCLAIMED <= transaction.now
        ],
    )


async def forget_what_was_done(transaction: Transaction) -> int:
    """Let the names go of what came in and is over, once Slack can no longer repeat it; how many went."""
    gone = await inbox.delete_over(transaction.session, transaction.now - REPEATED)
    if gone:
        forget(transaction.session, "inboxrow")
    return gone


async def forget_unfinished_of(transaction: Transaction, slack_user: str) -> int:
    """Let the payloads go in which somebody is named; how many went."""
    return empty(transaction, await unfinished_of(transaction, slack_user))


async def forget_failed_of(transaction: Transaction, slack_user: str) -> int:
    """Let the payloads go in which somebody is named and that were given up; how many went."""
    return empty(transaction, await failed_of(transaction, slack_user))


async def unfinished_of(transaction: Transaction, slack_user: str) -> list[InboxRow]:
    """What names somebody and was not worked through, oldest first. What no key opens is nobody's."""
    return [row for row in await inbox.list_unfinished(transaction.session) if names(transaction, row, slack_user)]


async def failed_of(transaction: Transaction, slack_user: str) -> list[InboxRow]:
    """What names somebody and was given up, oldest first; without what is being worked through now."""
    return [row for row in await unfinished_of(transaction, slack_user) if row.state is InboxState.FAILED]


def names(transaction: Transaction, row: InboxRow, slack_user: str) -> bool:
    """Whether a payload came from somebody, or has their Slack id in it."""
    assert row.payload is not None
    if row.slack_user == slack_user:
        return True
    try:
        return f'"{slack_user}"' in transaction.vault.open("inbox", row.key, row.payload)
    except Unreadable:
        return False


def empty(transaction: Transaction, rows: Sequence[InboxRow]) -> int:
    """Take the payloads of some rows away: nothing tries them again."""
    for row in rows:
        be_over(row, InboxState.FAILED, transaction.now)
        transaction.session.add(row)
    if rows:
        forget(transaction.session)
    return len(rows)
