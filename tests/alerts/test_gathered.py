"""What is not urgent is one message a production and day for each reader, and wakes nobody."""

from datetime import timedelta

from bot.alerts import raise_alert
from bot.domain.roles import Role
from bot.productions import take_role
from storage.alerts import AlertKind
from storage.deliveries import Template
from tests.alerts.acting import at, heard, said, until
from tests.proofs.office import Office
from tests.world import visible


async def know(office: Office, *kinds: AlertKind) -> None:
    """Something comes that is not urgent, one after the other."""
    for kind in kinds:
        async with office.in_process.transaction() as transaction:
            key = f"{kind}:{transaction.now.timestamp()}"
            await raise_alert(transaction, office.film_id, kind, key, scene_id=office.scenes["42"])
        await office.in_process.rest()


async def test_three_things_are_one_message_that_grows_silently(office: Office) -> None:
    """Posted once, rewritten twice; in the evening its last state is a post of its own."""
    first = await at(office, "12:00", days=-9)
    await know(office, AlertKind.CUT, AlertKind.MOVED, AlertKind.ROSTER)
    await until(office, "21:58", days=-9)
    states = heard(office, "mia", Template.GATHERED, first)
    assert [one.rewritten for one in states] == [False, True, True]
    assert "1 thing: the schedule" in said(states[0])
    assert "3 things: the schedule, a list" in said(states[-1])
    assert "42" not in said(states[-1])
    await until(office, "21:59", days=-9)
    last = heard(office, "mia", Template.GATHERED, first)[-1]
    assert (last.rewritten, last.at - first) == (False, timedelta(hours=9, minutes=59))
    assert said(last) == said(states[-1])


async def test_what_did_not_grow_is_not_said_again_in_the_evening(office: Office) -> None:
    """One thing, posted once: its first state is its last."""
    await at(office, "12:00", days=-9)
    await know(office, AlertKind.CUT)
    await until(office, "12:00", days=-8)
    assert len(heard(office, "mia", Template.GATHERED)) == 1


async def test_the_button_shows_each_thing(office: Office) -> None:
    """Behind one button they stand with their sentences; opened, each is seen, and the next day begins anew."""
    await at(office, "12:00", days=-9)
    await know(office, AlertKind.CUT, AlertKind.MOVED)
    (action, value) = heard(office, "mia", Template.GATHERED)[-1].buttons()[-1]
    reply = await office.in_process.tap("U0MIA", action, value)
    assert reply.modal is not None
    shown = visible(reply.modal.view())
    assert "A scene has been cut" in shown
    assert "A scene has moved to another day" in shown
    opened = [element["value"] for block in reply.modal.view()["blocks"] for element in block.get("elements", [])]
    for number in opened:
        await office.in_process.tap("U0MIA", "alert", number)
    later = await at(office, "12:00", days=-8)
    await know(office, AlertKind.ROSTER)
    assert "1 thing: a list" in said(heard(office, "mia", Template.GATHERED, later)[0])


async def test_at_night_it_waits_for_the_morning(office: Office) -> None:
    """Whatever is not urgent comes when the quiet hours end, all of it in one message."""
    night = await at(office, "23:30", days=-9)
    await know(office, AlertKind.CUT, AlertKind.MOVED)
    await until(office, "09:00", days=-8)
    told = heard(office, "mia", Template.GATHERED, night)
    assert [one.at - night for one in told] == [timedelta(hours=8, minutes=30)]
    assert "2 things: the schedule" in said(told[0])


async def test_one_production_gathers_nothing_of_another_and_two_days_are_two_messages(office: Office) -> None:
    """Each day has its message."""
    await at(office, "12:00", days=-9)
    await know(office, AlertKind.CUT)
    await at(office, "12:00", days=-8)
    await know(office, AlertKind.MOVED)
    assert [one.rewritten for one in heard(office, "mia", Template.GATHERED)] == [False, False]


async def test_whoever_was_removed_from_the_coordination_reads_nothing_more(office: Office) -> None:
    """What waited to be sent, and the evening's last state, are checked against the role when they go."""
    await at(office, "12:00", days=-9)
    await know(office, AlertKind.CUT, AlertKind.MOVED)
    async with office.in_process.transaction() as transaction:
        production = await office.production(transaction)
        await raise_alert(transaction, office.film_id, AlertKind.PROPOSED, "late")
        await take_role(transaction, production, await office.person(transaction, "mia"), Role.COORDINATOR)
    before = len(office.in_process.heard)
    await until(office, "22:30", days=-9)
    later = [one.template for one in office.in_process.heard[before:] if one.user == "U0MIA"]
    assert set(later) <= {Template.DUTY_ENDED}
