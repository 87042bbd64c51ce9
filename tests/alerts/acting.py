"""What people do and hear in these tests, again and again."""

from datetime import datetime, timedelta

from bot.domain.alert_kinds import RULES, Subject
from bot.facts import revision_now
from handlers.replies import Reply
from storage import alerts, check_ins
from storage.alerts import Alert
from storage.deliveries import Template
from tests.in_process_bot import Heard
from tests.proofs.office import Office
from tests.world import visible


async def at(office: Office, hour: str, label: str = "11", days: int = 0) -> datetime:
    """It is an hour of a day, or so many days after it; only the last minutes before it are lived through."""
    moment = office.call(label, hour) + timedelta(days=days)
    await office.in_process.jump(moment - timedelta(minutes=5))
    return await until(office, hour, label, days)


async def until(office: Office, hour: str, label: str = "11", days: int = 0) -> datetime:
    """Everything happens at its own moment until an hour of a day, or so many days after it."""
    moment = office.call(label, hour) + timedelta(days=days)
    await office.in_process.live(moment)
    return moment


async def answer(office: Office, who: str, button: str, scene: str = "42", label: str = "11") -> Reply:
    """Somebody taps a button of the check-in as it stands now, and everything that follows at once happens."""
    async with office.in_process.transaction() as transaction:
        ids = office.scenes[scene], office.days[label], office.people[who]
        row = await check_ins.find_for(transaction.session, *ids)
        assert row is not None
        value = f"{row.number}:{await revision_now(transaction, row)}"
    reply = await office.in_process.tap(office.user(who), f"answer_{button}", value)
    await office.in_process.rest()
    return reply


async def agree_both(office: Office, scene: str = "42", label: str = "11") -> None:
    """Ola and Jan confirm."""
    for who in ("ola", "jan"):
        await answer(office, who, "as_agreed", scene, label)


def heard(office: Office, who: str, template: Template, since: datetime | None = None) -> list[Heard]:
    """What somebody was told, of one kind, from a moment on."""
    return [
        one
        for one in office.in_process.heard
        if one.user == office.user(who) and one.template == template and (since is None or one.at >= since)
    ]


def minutes(office: Office, who: str, template: Template, since: datetime) -> list[int]:
    """How many minutes after a moment somebody was told."""
    return [int((one.at - since).total_seconds() // 60) for one in heard(office, who, template, since)]


def said(one: Heard) -> str:
    """What stands in a message."""
    return visible(one.blocks)


async def open_alerts(office: Office) -> list[Alert]:
    """What is not settled, lists of closed sets apart."""
    rows = await alerts.list_not_ended(office.in_process.session, office.film_id)
    return [row for row in rows if RULES[row.kind].subject is not Subject.LIST]


async def see_all(office: Office) -> None:
    """The coordinator opens everything and says that she has seen it."""
    for row in await alerts.list_open(office.in_process.session, office.film_id):
        await office.in_process.tap("U0MIA", "alert", str(row.number))
        await office.in_process.submit("U0MIA", "acknowledge", str(row.number))
    await office.in_process.rest()
