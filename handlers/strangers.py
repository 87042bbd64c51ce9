"""What somebody does whom no production knows: answered where there is an answer, and nothing of it is kept."""

from bot.transaction import Transaction
from handlers.requests import Kind, Request
from handlers.written import is_written
from storage import people

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
# What these can bring about hangs on who the person is: of a stranger, nothing.
OF_PEOPLE = frozenset(("app_home_opened", "message", "reaction_added", "user_change"))


def hangs_on_whose(request: Request) -> bool:
    """Whether a request can change nothing where no production knows whoever it comes from."""
    return request.kind is Kind.COMMAND or request.name in OF_PEOPLE or is_written(request)


async def is_stranger(transaction: Transaction, request: Request) -> bool:
    """Whether a request comes from somebody whom no production knows."""
    return bool(request.user) and await people.find_by_slack_user(transaction.session, request.user) is None
