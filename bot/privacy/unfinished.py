"""What came in and could not be worked through: its payload, sealed, may hold private words, so it goes as they do."""

from collections.abc import Sequence

from bot.privacy.private_notes import UNCLAIMED
from bot.transaction import Step
from bot.vault import WordsUnreadable
from storage import inbox
from storage.database import forget
from storage.inbox import InboxRow, InboxState


async def forget_unfinished(step: Step) -> int:
    """Let the payloads go that have been kept as long as unclaimed words are; how many went."""
    return empty(
        step, [row for row in await inbox.list_unfinished(step.session) if row.received_at + UNCLAIMED <= step.now]
    )


async def forget_unfinished_of(step: Step, slack_user: str) -> int:
    """Let the payloads go in which somebody is named; how many went."""
    return empty(step, await unfinished_of(step, slack_user))


async def unfinished_of(step: Step, slack_user: str) -> list[InboxRow]:
    """What names somebody and was not worked through, oldest first. What no key opens is nobody's."""
    return [row for row in await inbox.list_unfinished(step.session) if names(step, row, slack_user)]


async def failed_of(step: Step, slack_user: str) -> list[InboxRow]:
    """What names somebody and was given up, oldest first; without what is being worked through now."""
    return [row for row in await unfinished_of(step, slack_user) if row.state is InboxState.FAILED]


def names(step: Step, row: InboxRow, slack_user: str) -> bool:
    """Whether a payload has somebody's Slack id in it."""
    assert row.payload is not None
    try:
        return f'"{slack_user}"' in step.vault.open("inbox", row.key, row.payload)
    except WordsUnreadable:
        return False


def empty(step: Step, rows: Sequence[InboxRow]) -> int:
    """Take the payloads of some rows away: nothing tries them again."""
    for row in rows:
        row.payload, row.state = None, InboxState.FAILED
        step.session.add(row)
    if rows:
        forget(step.session)
    return len(rows)
