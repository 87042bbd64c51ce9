"""The machine's clock is set back: it was an absence, and nothing waits until the clock is there again."""

from datetime import timedelta

from sqlmodel import select

from bot.checkins.outages import Beat, note_presence
from bot.escalation import catch_up_with_clock
from storage import outages
from storage.deliveries import Template
from storage.outages import Heartbeat, Outage
from tests.alerts.acting import answer, at, heard, until
from tests.proofs.office import Office

MINUTE, HOURS = timedelta(minutes=1), timedelta(hours=5)


async def test_a_sign_of_life_from_the_future_asks_everybody_again(office: Office) -> None:
    """The clock was set back by hours: an outage, and connected since now."""
    now = await at(office, "12:00", days=-2)
    async with office.in_process.transaction() as transaction:
        transaction.session.add(Heartbeat(real_at=now + HOURS, since=now - HOURS))
    async with office.in_process.transaction() as transaction:
        assert await note_presence(transaction, Beat(now, starting=True), MINUTE)
    async with office.in_process.transaction() as transaction:
        known = await outages.find_heartbeat(transaction.session)
        assert known is not None
        assert (known.real_at, known.since) == (now, now)
        assert len((await transaction.session.exec(select(Outage))).all()) == 1


async def test_an_alert_is_said_again_although_the_clock_was_set_back(office: Office) -> None:
    """It was told at a moment that is still to come: the next telling does not wait for it."""
    await at(office, "12:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    set_back = office.call("11", "09:00") - timedelta(days=2)
    office.in_process.clock.moment = set_back
    async with office.in_process.transaction() as transaction:
        await catch_up_with_clock(transaction, await office.production(transaction))
    await until(office, "09:30", days=-2)
    assert heard(office, "mia", Template.ALERT, set_back)[-1].at < set_back + timedelta(hours=1)
