"""An account that a cast list gives somebody besides their own: a coordinator is asked whose it is."""

from bot.alerts import raise_alert
from bot.domain.roles import Role
from bot.transaction import Transaction
from storage import accounts, people
from storage.accounts import AccountAsked
from storage.alerts import AlertKind
from storage.people import Person
from storage.productions import Production


async def ask_whose(
    transaction: Transaction, production: Production, who: Person, slack_user: str, cast_id: str
) -> None:
    """Have a coordinator asked, once, whether an account is this performer's. Until then it reads nothing."""
    if await accounts.find_open(transaction.session, production.number, who.number, slack_user) is not None:
        return
    asked = AccountAsked(
        production_id=production.number,
        person_id=who.number,
        slack_user=slack_user,
        cast_id=cast_id,
        asked_at=transaction.now,
    )
    transaction.session.add(asked)
    await transaction.session.flush()
    await raise_alert(transaction, production.number, AlertKind.ACCOUNT_ASKED, f"{asked.number}", person_id=who.number)


async def is_somebodys(transaction: Transaction, slack_user: str, who: Person) -> bool:
    """Whether an account is that of another person who has a part of their own; a crew member may turn out to be one.

    Nothing of such a person is ever given to another one.
    """
    known = await people.find_by_slack_user(transaction.session, slack_user)
    if known is None or known.number == who.number:
        return False
    held = await people.list_roles(transaction.session, known.number)
    return any(row.role is not Role.CREW for row in held)
