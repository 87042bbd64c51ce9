"""A reaction to a check-in: the coordinator is told that there was one, without a meaning. It never is an answer."""

from bot.alerts import raise_alert
from bot.transaction import Transaction
from storage import deliveries, people
from storage.alerts import AlertKind
from storage.deliveries import Template

# The messages that ask, or that greet on the day.
ASKING = (Template.CHECK_IN, Template.MORNING)


async def take_reaction(transaction: Transaction, user: str, channel: str, ts: str) -> None:
    """Tell the coordinator, once for each message, that its performer has reacted to it."""
    performer = await people.find_by_slack_user(transaction.session, user)
    asked = await deliveries.find_posted(transaction.session, channel, ts)
    if performer is None or asked is None or asked.person_id != performer.number or asked.template not in ASKING:
        return
    if asked.production_id is not None:
        await raise_alert(
            transaction,
            asked.production_id,
            AlertKind.REACTED,
            f"{asked.number}",
            person_id=performer.number,
            shoot_day_id=asked.says("day"),
        )
