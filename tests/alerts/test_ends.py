"""An alert ends by itself when its matter is settled; what comes meanwhile is the same alert."""

from datetime import timedelta

from sqlmodel import select

from bot.checkins.consequences import follow
from bot.productions import name_cast
from storage.alerts import Alert, AlertKind
from storage.deliveries import Template
from tests.alerts.acting import agree_both, answer, at, heard, minutes, open_alerts, said, see_all, until
from tests.proofs.office import Office
from tests.world import visible


async def test_seven_taps_back_and_forth_are_one_alert(office: Office) -> None:
    """One alert, one message at once; behind its button stands every answer since."""
    await at(office, "12:00", days=-2)
    for count in range(7):
        await answer(office, "ola", "as_agreed" if count % 2 else "not_as_agreed")
    assert [(row.kind, row.person_id) for row in await open_alerts(office)] == [
        (AlertKind.CHANGE, office.people["ola"])
    ]
    assert len(heard(office, "mia", Template.ALERT)) == 1
    reply = await office.in_process.tap("U0MIA", "alert", str((await open_alerts(office))[0].number))
    assert reply.modal is not None
    shown = visible(reply.modal.view())
    assert (shown.count("Not as agreed,"), shown.count("As agreed,")) == (4, 3)


async def test_another_no_after_somebody_had_it_begins_again(office: Office) -> None:
    """Acknowledged, then a further change: the same alert, told at once, as something new."""
    await at(office, "12:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    await see_all(office)
    await at(office, "13:00", days=-2)
    await answer(office, "ola", "as_agreed")
    again = await at(office, "13:30", days=-2)
    await answer(office, "ola", "call_me")
    assert len((await office.in_process.session.exec(select(Alert).where(Alert.kind == AlertKind.CALL_ME))).all()) == 1
    assert minutes(office, "mia", Template.ALERT, again) == [0]
    assert "Something needs you now." in said(heard(office, "mia", Template.ALERT, again)[0])


async def test_a_second_no_is_said_within_minutes_although_the_first_waits_long(office: Office) -> None:
    """The pauses between tellings have grown long: what comes new does not wait for their end."""
    await at(office, "09:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    await at(office, "16:05", days=-2)
    await answer(office, "ola", "as_agreed")
    tapped = await at(office, "16:10", days=-2)
    await answer(office, "ola", "not_as_agreed")
    await until(office, "16:14", days=-2)
    assert minutes(office, "mia", Template.ALERT, tapped)[0] <= 3


async def test_an_answer_recorded_in_person_ends_the_alert(office: Office) -> None:
    """Without anybody acknowledging: it is not said again, and Home has nothing."""
    await at(office, "12:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    opened = await office.in_process.command("U0MIA", "/checkin", "record 42 <@U0OLA|x> as agreed in person 11")
    await office.in_process.fill("U0MIA", opened, {"answer": "as_agreed", "source": "in_person"})
    assert await open_alerts(office) == []
    settled = await until(office, "12:01", days=-2)
    await until(office, "20:00", days=-2)
    assert heard(office, "mia", Template.ALERT, settled) == []
    assert "Nothing is waiting for you." in visible(await office.in_process.home("U0MIA"))


async def test_a_recorded_no_ends_nothing(office: Office) -> None:
    """What the coordinator writes down may be a no as well: the alert stays until the matter is settled."""
    await at(office, "12:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    await office.in_process.command("U0MIA", "/checkin", "record 42 <@U0OLA|x> not as agreed in person 11")
    assert [row.kind for row in await open_alerts(office)] == [AlertKind.CHANGE]


async def test_asking_again_ends_the_alerts_of_that_scene(office: Office) -> None:
    """The coordinator has dealt with both; everybody confirms anew."""
    await at(office, "12:00", days=-2)
    for who in ("ola", "jan"):
        await answer(office, who, "not_as_agreed")
    number = (await open_alerts(office))[0].check_in_id
    await office.in_process.fill("U0MIA", await office.in_process.tap("U0MIA", "reopen", str(number)))
    assert await open_alerts(office) == []


async def test_silence_ends_with_the_answer(office: Office) -> None:
    """At call time one alert is left of a silence, and it ends when the performer answers after all."""
    await at(office, "07:01")
    kinds = [row.kind for row in await open_alerts(office)]
    assert kinds == [AlertKind.SILENCE_AT_CALL, AlertKind.SILENCE_AT_CALL]
    await answer(office, "ola", "as_agreed")
    assert [row.person_id for row in await open_alerts(office)] == [office.people["jan"]]
    await office.in_process.command("U0MIA", "/checkin", "record 42 <@U0JAN|x> as agreed in person 11")
    assert await open_alerts(office) == []


async def test_asked_in_person_is_urgent_in_the_last_hours_alone(office: Office) -> None:
    """Ewa has no Slack: days before one quiet line; three hours before call, not yet recorded, it is urgent."""
    async with office.in_process.transaction() as transaction:
        production = await office.production(transaction)
        await name_cast(transaction, production, "2", await office.person(transaction, "ewa"))
        await follow(transaction, production)
    await at(office, "12:00", days=-1)
    await answer(office, "ola", "as_agreed")
    asked = [row for row in await open_alerts(office) if row.kind is AlertKind.ASK_IN_PERSON]
    assert len(asked) == 1
    await see_all(office)
    hours = await until(office, "04:00")
    await until(office, "04:10")
    assert minutes(office, "mia", Template.ALERT, hours)[:2] == [0, 3]
    assert minutes(office, "dev", Template.ALERT, hours)[0] == 3
    await office.in_process.command("U0MIA", "/checkin", "record 42 Ewa as agreed in person 11")
    assert await open_alerts(office) == []


async def test_a_call_that_is_pulled_brings_the_last_hours_nearer(office: Office) -> None:
    """What was far from call is near it now: the next telling is planned anew."""
    await at(office, "20:00", days=-1)
    await agree_both(office)
    await answer(office, "ola", "not_as_agreed")
    await at(office, "01:00")
    await office.in_process.command("U0ADA", "/shootday", "call 11 04:30")
    pulled = office.call("11", "01:30")
    await until(office, "01:40")
    assert len(heard(office, "mia", Template.ALERT, pulled - timedelta(minutes=29))) >= 3


async def test_after_a_handover_the_deputy_sees_what_is_open(office: Office) -> None:
    """One message says how much; Home has what was seen and is not settled as well."""
    await at(office, "12:00", days=-2)
    await answer(office, "ola", "not_as_agreed")
    await see_all(office)
    await office.in_process.command("U0MIA", "/checkin", "duty handover <@U0DEV|dev>")
    await office.in_process.rest()
    assert "1 thing is open now." in said(heard(office, "dev", Template.HANDOVER)[0])
    assert "Seen, and not settled since" in visible(await office.in_process.home("U0DEV"))
