"""A request that came and is lost: kept, told of, and what its sender may have said with it stands open."""

from bot.alerts import raise_alert
from bot.answers.typed_messages import leave_unread
from bot.domain.roles import Role
from bot.failures import Place, note_failure
from bot.transaction import Transaction
from storage import people, productions
from storage.alerts import AlertKind
from storage.failed_rows import name_of
from storage.inbox import InboxRow, InboxState
from storage.people import Person
from storage.written import UnreadWhy


async def give_up(transaction: Transaction, row: InboxRow, error: Exception, *, may_say: bool = True) -> None:
    """Nobody works a request through any more. `may_say`: it may have held an answer, as whatever cannot be read may.

    Whoever sent it then stands with the coordinator; where nobody knows who did, every performer does.
    """
    be_lost(transaction, row, type(error).__name__)
    await note_failure(transaction, await place_of(transaction, row), error)
    if may_say:
        await leave_open(transaction, row)


def be_lost(transaction: Transaction, row: InboxRow, why: str) -> None:
    """Nobody works a request through any more; its payload is kept."""
    row.state, row.failure, row.done_at = InboxState.FAILED, why, transaction.now
    transaction.session.add(row)


async def place_of(transaction: Transaction, row: InboxRow) -> Place:
    """A request, and whom it concerns as far as that is known without reading it."""
    sender = await sender_of(transaction, row)
    return Place(name_of(InboxRow), row.number, person_id=sender.number if sender is not None else None)


async def sender_of(transaction: Transaction, row: InboxRow) -> Person | None:
    """Who sent a request, where a production knows them."""
    return await people.find_by_slack_user(transaction.session, row.slack_user) if row.slack_user else None


async def leave_open(transaction: Transaction, row: InboxRow) -> None:
    """Whoever may have said something with a lost request stands with the coordinator."""
    sender = await sender_of(transaction, row)
    if sender is not None or row.slack_user is None:
        await leave_senders_open(transaction, sender)


async def leave_senders_open(transaction: Transaction, sender: Person | None) -> None:
    """What was said is not known: coordination asks in person whoever may have said it, wherever they perform."""
    for production in await productions.list_all(transaction.session):
        for performer in await people.list_holders(transaction.session, production.number, [Role.PERFORMER]):
            if sender is None or performer.number == sender.number:
                unread = await leave_unread(transaction, performer, production.number, UnreadWhy.REQUEST)
                about = {"person_id": performer.number}
                await raise_alert(transaction, production.number, AlertKind.UNREAD, f"{unread.number}", **about)
