"""The name Slack shows for somebody who was put on a list by their handle, learned once the list is written."""

import logging

from bot.clock import Clock
from bot.productions import take_name
from bot.slack import Slack, SlackProblem, shown_name
from bot.transaction import writing
from bot.vault import Vault
from storage import people
from storage.database import Database

log = logging.getLogger(__name__)


async def learn_name(database: Database, vault: Vault, clock: Clock, slack: Slack, user: str) -> None:
    """Ask Slack, and keep what it says; a list shows the handle until then."""
    try:
        name = shown_name(await slack.person(user))
    except SlackProblem as problem:
        log.warning("A name could not be looked up (%s).", problem.code)
        return
    async with writing(database, vault, clock.now()) as transaction:
        who = await people.find_by_slack_user(transaction.session, user)
        if who is not None:
            take_name(transaction, who, name, from_slack=True)
