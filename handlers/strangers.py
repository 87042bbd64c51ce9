"""What somebody does whom no production knows: answered where there is an answer, and nothing of it is kept."""

import asyncio
from time import monotonic

from bot.transaction import Transaction
from handlers.requests import Kind, Request
from handlers.written import is_written
from storage import people
from storage.database import Database

# What these tell of concerns a channel, whoever is in it: an uncleared join is a stranger's as a rule.
OF_CHANNELS = frozenset(
    (
        "member_joined_channel",
        "member_left_channel",
        "group_left",
        "group_archive",
        "group_unarchive",
        "group_deleted",
        "group_rename",
        "channel_shared",
        "channel_unshared",
        "channel_id_changed",
    )
)
# What Slack tells of the app itself comes from nobody.
OF_THE_APP = frozenset(("app_uninstalled", "tokens_revoked"))
# What these can bring about hangs on who the person is: of a stranger, nothing.
OF_PEOPLE = frozenset(("app_home_opened", "message", "reaction_added", "user_change"))
# Slack tells this of everybody in the workspace.
ACCOUNT_NEWS = "user_change"
# For so long it is taken to be known whom the productions know, as far as news of accounts go.
KNOWN_SECONDS = 1.0


class Acquaintances:
    """Whose accounts the bot knows, looked up once a second at most: a company of thousands has news all day.

    Somebody who was named within the last second is not among them yet. Nothing is lost by that: how Slack shows them,
    and whether their account is open, is asked again before anything is sent to them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: frozenset[str] = frozenset()
        self._known_until = 0.0
        self._looking = asyncio.Lock()

    async def include(self, user: str) -> bool:
        """Whether an account is that of somebody whom a production knows."""
        async with self._looking:
            if monotonic() >= self._known_until:
                async with self._database.read() as session:
                    self._known = frozenset(await people.list_slack_users(session))
                self._known_until = monotonic() + KNOWN_SECONDS
        return user in self._known


def hangs_on_whose(request: Request) -> bool:
    """Whether a request can change nothing where no production knows whoever it comes from."""
    return request.kind is Kind.COMMAND or request.name in OF_PEOPLE or is_written(request)


async def is_stranger(transaction: Transaction, request: Request) -> bool:
    """Whether a request comes from somebody whom no production knows."""
    return bool(request.user) and await people.find_by_slack_user(transaction.session, request.user) is None
