"""A closed account is never Ready on an old tap; a look-up that failed closes nothing."""

import pytest
from sqlmodel import col, select

from bot.alerts import cannot_reach
from bot.domain.readiness import Word
from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from storage import people, shoot_days
from storage.alerts import AlertKind
from storage.deliveries import Delivery, Template
from storage.shoot_days import ShootDay
from tests.identity.house import OLA, House, as_listed, at, buttons_in, shown
from tests.world import MONDAY, ZONE, visible


async def both_confirmed(house: House) -> None:
    """Both are asked and say yes."""
    await house.asked()
    for user in ("U0OLA", "U0JAN"):
        await house.answer(user)
    await house.bot.deliver()
    assert await house.word() is Word.READY


async def test_case_38_an_account_is_closed_the_night_before_although_she_had_confirmed(house: House) -> None:
    """The coordinator at once and urgently; With coordinator; and what is said in person counts without an account."""
    await both_confirmed(house)
    house.bot.clock.moment = at(MONDAY, "05:45")
    await house.account("U0OLA", deleted=True)
    told = [visible(one.blocks) for one in house.bot.heard if one.user == "U0MIA"][-1]
    assert "Something needs you now." in told
    assert await house.word() is Word.WITH_COORDINATOR
    (alert,) = await house.alerts(AlertKind.ACCOUNT_CLOSED)
    read = await house.window(alert)
    assert "Ola Nowak: the Slack account is closed. Please speak in person" in shown(read)
    await house.bot.rest()
    heard = [visible(one.blocks) for one in house.bot.heard if one.user == "U0ADA"]
    assert "Scene 42: With coordinator – plan may change" in heard[-1]
    about = buttons_in(read)["record"]
    opened = await house.bot.tap("U0MIA", "record", about)
    await house.bot.fill("U0MIA", opened, {"answer": "as_agreed", "source": "in_person"})
    assert await house.word() is Word.READY


@pytest.mark.parametrize("ends", [pytest.param("recorded", marks=pytest.mark.prove), "opened again", "seen"])
async def test_an_alert_about_a_closed_account_ends(house: House, ends: str) -> None:
    """With what was said in person, with the account, or with "I have seen this": it comes to nobody any more."""
    await both_confirmed(house)
    house.bot.clock.moment = at(MONDAY, "05:00")
    await house.account("U0OLA", deleted=True)
    (alert,) = await house.alerts(AlertKind.ACCOUNT_CLOSED)
    if ends == "recorded":
        opened = await house.bot.tap("U0MIA", "record", buttons_in(await house.window(alert))["record"])
        await house.bot.fill("U0MIA", opened, {"answer": "not_as_agreed", "source": "phone"})
    elif ends == "seen":
        await house.bot.submit("U0MIA", "acknowledge", str(alert.number))
    else:
        await house.account("U0OLA", deleted=False)
    assert (await house.alerts(AlertKind.ACCOUNT_CLOSED))[0].ended_at is not None
    told = len(house.bot.heard)
    house.bot.clock.moment = at(MONDAY, "05:30")
    await house.bot.rest()
    heard = [one for one in house.bot.heard[told:] if one.user in ("U0MIA", "U0DEV")]
    assert not [one for one in heard if one.template == Template.ALERT]


async def test_an_alert_about_a_closed_account_comes_again_until_somebody_has_seen_it(house: House) -> None:
    """Urgent as any change: repeated, and then to the deputy as well."""
    await both_confirmed(house)
    house.bot.clock.moment = at(MONDAY, "05:00")
    await house.account("U0OLA", deleted=True)
    await house.bot.live(at(MONDAY, "05:45"))
    assert [one for one in house.bot.heard if one.user == "U0DEV" and "Still waiting for you." in visible(one.blocks)]


@pytest.mark.parametrize("facts", [{}, {"profile": {"display_name": "Ola"}}, {"locale": "pl-PL"}])
async def test_what_does_not_say_that_an_account_is_closed_closes_none(house: House, facts: dict[str, object]) -> None:
    """Nor does it open one again that is closed."""
    await both_confirmed(house)
    await house.account("U0OLA", **facts)
    assert await house.word() is Word.READY
    assert await house.alerts(AlertKind.ACCOUNT_CLOSED) == []
    await house.account("U0OLA", deleted=True)
    await house.account("U0OLA", **facts)
    assert await house.word() is Word.WITH_COORDINATOR


async def test_an_account_that_is_opened_again_must_say_it_again(house: House) -> None:
    """Closed for an hour, whoever had it: the alert ends, the old tap counts no more, and she is asked anew."""
    await both_confirmed(house)
    old = house.button("U0OLA", "answer_as_agreed")
    await house.account("U0OLA", deleted=True)
    await house.account("U0OLA", deleted=False)
    (alert,) = await house.alerts(AlertKind.ACCOUNT_CLOSED)
    assert alert.ended_at is not None
    assert await house.word() is Word.WAITING
    await house.bot.tap("U0OLA", "answer_as_agreed", old)
    assert await house.word() is Word.WAITING
    assert "Please look once more at the scenes below." in visible(house.bot.heard[-1].blocks)
    await house.answer("U0OLA")
    assert await house.word() is Word.READY


async def test_what_was_recorded_in_person_counts_when_the_account_is_open_again(house: House) -> None:
    """Said to the coordinator while it was closed: nobody asks once more."""
    await both_confirmed(house)
    await house.account("U0OLA", deleted=True)
    window = await house.window((await house.alerts(AlertKind.ACCOUNT_CLOSED))[0])
    opened = await house.bot.tap("U0MIA", "record", buttons_in(window)["record"])
    await house.bot.fill("U0MIA", opened, {"answer": "as_agreed", "source": "phone"})
    told = len([one for one in house.bot.heard if one.user == "U0OLA"])
    await house.account("U0OLA", deleted=False)
    assert await house.word() is Word.READY
    assert len([one for one in house.bot.heard if one.user == "U0OLA"]) == told


@pytest.mark.prove
async def test_opened_again_after_call_somebody_asks_in_person(house: House) -> None:
    """No message comes any more for a day that has begun: the coordinator speaks with them."""
    await both_confirmed(house)
    house.bot.clock.moment = at(MONDAY, "06:50")
    await house.account("U0OLA", deleted=True)
    house.bot.clock.moment = at(MONDAY, "07:05")
    await house.account("U0OLA", deleted=False)
    assert await house.word() is Word.WITH_COORDINATOR
    (alert,) = await house.alerts(AlertKind.ASK_IN_PERSON)
    assert "Ola Nowak is asked in person" in shown(await house.window(alert))


async def test_another_account_instead_of_a_closed_one_confirms_nothing_by_an_old_tap(house: House) -> None:
    """The coordinator says whose the new account is; what was tapped from the closed one is asked anew there."""
    await both_confirmed(house)
    await house.account("U0OLA", deleted=True)
    await house.take_cast(as_listed(OLA, slack_id="U0NEW"))
    read = await house.window((await house.alerts(AlertKind.ACCOUNT_ASKED))[0])
    await house.bot.tap("U0MIA", "account_same", buttons_in(read)["account_same"])
    await house.bot.deliver()
    assert await house.word() is Word.WAITING
    assert (await house.alerts(AlertKind.ACCOUNT_CLOSED))[0].ended_at is not None
    await house.answer("U0NEW")
    assert await house.word() is Word.READY


async def test_a_change_of_somebody_whose_account_is_closed_stays_open(house: House) -> None:
    """Closed or not, only coordination ends what they said."""
    await house.asked()
    await house.answer("U0OLA", "not_as_agreed")
    await house.account("U0OLA", deleted=True)
    await house.account("U0OLA", deleted=False)
    assert await house.word() is Word.WITH_COORDINATOR


async def in_adria_as_well(house: House) -> int:
    """Ola plays in a second production, whose coordinator is Una."""
    async with house.transaction() as transaction:
        other = await add_production(transaction, "Adria", "adria", ZONE)
        una = await somebody(transaction, Somebody("Una Berg", "U0UNA"))
        await give_role(transaction, other, una, Role.COORDINATOR)
        await begin_duty(transaction, other, una)
        ola = await people.find_by_slack_user(transaction.session, "U0OLA")
        assert ola is not None
        await name_cast(transaction, other, "7", ola)
        transaction.session.add(ShootDay(production_id=other.number, date=MONDAY))
        await transaction.session.flush()
        assert await shoot_days.has_ahead(transaction.session, other.number, MONDAY)
        return other.number


async def lose_a_message(house: House, to: str) -> None:
    """Slack refuses the newest message to somebody."""
    async with house.transaction() as transaction:
        reader = await people.find_by_slack_user(transaction.session, to)
        assert reader is not None
        own = select(Delivery).where(Delivery.person_id == reader.number).order_by(col(Delivery.id))
        rows = await transaction.session.exec(own)
        await cannot_reach(transaction, rows.all()[-1], "messages_tab_disabled")


async def test_case_45_both_coordinators_are_told_and_again_another_time(house: House) -> None:
    """One performer in two productions cannot be reached: each coordinator hears it, once for each time."""
    other = await in_adria_as_well(house)
    await house.asked()
    await lose_a_message(house, "U0OLA")
    for _ in range(2):
        await lose_a_message(house, "U0OLA")
    for production, user in ((house.production.number, "U0MIA"), (other, "U0UNA")):
        (alert,) = await house.alerts(AlertKind.UNREACHABLE, production)
        assert "Ola Nowak cannot be reached in Slack" in shown(await house.window(alert, user))
    for production, user in ((house.production.number, "U0MIA"), (other, "U0UNA")):
        (alert,) = await house.alerts(AlertKind.UNREACHABLE, production)
        await house.bot.submit(user, "acknowledge", str(alert.number))
    await house.answer("U0OLA")
    await lose_a_message(house, "U0OLA")
    for production in (house.production.number, other):
        (alert,) = await house.alerts(AlertKind.UNREACHABLE, production)
        assert alert.acknowledged_at is None
