"""Acting needs duty, and reading needs a handover by a coordinator that the performers have been told of (case 34)."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import col, select

from bot.channels.events import account_changed
from bot.domain.matters import Closing
from bot.domain.roles import Role
from bot.productions import Somebody, give_role, somebody
from storage.deliveries import Delivery, Template
from storage.matters import Matter
from storage.people import Duty
from tests.cases.house import ADA, DEV, FRIDAY, JAN, MIA, OLA, House, baltic, buttons_in, confirmed_by_ola, text_of
from tests.world import visible

NEW_READER = "news about who can read what"
DEE = "U0DEE"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Ola has confirmed scene 42A, Jan is asked about 43 and has said nothing; Ola has typed a no."""
    async with baltic(database_url) as found:
        await found.add_scene("43", ["2"])
        await confirmed_by_ola(found)
        await found.bot.type(OLA, "I cannot do this scene")
        await found.heard(MIA)
        yield found


async def command(house: House, user: str, text: str) -> str:
    """What /checkin answers."""
    return text_of(await house.bot.command(user, "/checkin", text))


async def record(house: House, user: str, text: str) -> None:
    """What was said is recorded: in the window that shows what is open."""
    opened = await house.bot.command(user, "/checkin", text)
    await house.bot.fill(user, opened, {"answer": "as_agreed", "source": "phone"})


async def deputy_alone(house: House) -> None:
    """The deputy goes on duty, the coordinator off, without a handover."""
    await command(house, DEV, "duty on")
    await command(house, MIA, "duty off")


async def show(house: House, user: str) -> list[dict[str, object]]:
    """The window behind Ola's words, for whoever is in the coordination."""
    value = next(value for one in await house.heard(MIA) for name, value in one.buttons() if name == "alert")
    reply = await house.bot.tap(user, "alert", value)
    assert reply.modal is not None
    return [block.to_dict() for block in reply.modal.blocks]


async def test_a_coordinator_off_duty_takes_duty_for_the_act(house: House) -> None:
    """Mia is off duty and records what Ola said: a duty of no length by her act, and whoever is on duty is told."""
    await deputy_alone(house)
    await record(house, MIA, "record 42A @ola as agreed")
    rows = (await house.bot.session.exec(select(Duty).order_by(col(Duty.id)))).all()
    assert rows[-1].since == rows[-1].until
    await house.alert(DEV, "Mia Brandt was off duty and took it")
    assert "On duty for Baltic: Dev Anand." in await command(house, DEV, "duty")


async def test_whoever_is_on_duty_and_acts_tells_nobody(house: House) -> None:
    """The coordinator on duty records an answer: no alert about it."""
    before = len(await house.heard(MIA))
    await record(house, MIA, "record 42A @ola as agreed")
    assert len(await house.heard(MIA)) == before
    assert await house.heard(DEV, "something for you") == []


async def test_what_a_deputy_records_is_told_to_the_coordinators(house: House) -> None:
    """Case 34: a deputy records "as agreed" by phone: the coordinator is told at once, on duty or not."""
    await deputy_alone(house)
    await record(house, DEV, "record 42A @ola as agreed by phone")
    await house.alert(MIA, "A deputy has recorded or closed something about Ola Nowak")


async def test_a_deputy_closes_after_speaking_and_the_words_stay(house: House) -> None:
    """ "Spoken in person; written words not read": closed for the plan, told, and only the coordinator reads them."""
    await deputy_alone(house)
    window = await show(house, DEV)
    assert "I cannot do this scene" not in visible(window)
    assert "plan_stands" not in dict(buttons_in(window))
    await house.tap(DEV, window, "spoken_in_person")
    [closed] = (await house.bot.session.exec(select(Matter))).all()
    assert closed.closed_as is Closing.SPOKEN_UNREAD
    assert "Ola Nowak: no answer yet" in await house.standing()
    told = await house.alert(MIA, "A deputy has recorded or closed something about Ola Nowak")
    assert told
    assert "I cannot do this scene" in visible(await show(house, MIA))


async def test_a_deputy_cannot_say_that_they_have_read(house: House) -> None:
    """The button of the coordinator's window, sent by somebody who was not shown the words: refused."""
    await deputy_alone(house)
    value = dict(buttons_in(await show(house, MIA)))["plan_stands"]
    assert "not for you" in text_of(await house.bot.tap(DEV, "plan_stands", value))
    assert "Ola Nowak: with you" in await house.standing()


async def test_without_a_coordinator_s_handover_a_deputy_reads_nothing(house: House) -> None:
    """Put on duty while the coordinator goes off, or handed over to by another deputy: the words stay kept."""
    async with house.bot.transaction() as transaction:
        dee = await somebody(transaction, Somebody("Dee Ray", DEE))
        await give_role(transaction, house.production, dee, Role.DEPUTY)
    await deputy_alone(house)
    assert "kept for Mia Brandt" in visible(await show(house, DEV))
    await command(house, DEV, "duty handover @dee")
    await house.heard(DEE)
    assert "kept for Mia Brandt" in visible(await show(house, DEE))
    assert await house.heard(OLA, NEW_READER) == []


async def test_after_a_handover_every_performer_is_told_before_the_deputy_reads(house: House) -> None:
    """Ola wrote, Jan did not: both get the same message, and until both have it the deputy is not shown a word."""
    await command(house, MIA, "duty handover @dev")
    window = await house.bot.tap(DEV, "alert", await alert_value(house))
    assert "I cannot do this scene" not in text_of(window)
    assert "are being told first" in text_of(window)
    assert [len(await house.heard(user, NEW_READER)) for user in (OLA, JAN, ADA)] == [1, 1, 0]
    [hers], [his] = await house.heard(OLA, NEW_READER), await house.heard(JAN, NEW_READER)
    assert (hers.text, hers.blocks) == (his.text, his.blocks)
    assert "I cannot do this scene" in visible(await show(house, DEV))
    assert "Dev Anand\nCan read your notes now" in (await house.tap(JAN, his, "readers")).replace("*", "")


async def alert_value(house: House) -> str:
    """The button of the first alert there is, without anything being delivered meanwhile."""
    return next(value for one in house.bot.heard if one.user == MIA for name, value in one.buttons() if name == "alert")


async def test_what_was_handed_over_ends_when_the_coordinator_is_back(house: House) -> None:
    """Mia is on duty again and goes off without handing over: the deputy no longer reads."""
    await command(house, MIA, "duty handover @dev")
    await house.heard(OLA)
    assert "I cannot do this scene" in visible(await show(house, DEV))
    await command(house, MIA, "duty on")
    assert "kept for Mia Brandt" in visible(await show(house, DEV))
    await house.at(FRIDAY, "09:00")
    await command(house, MIA, "duty off")
    assert "kept for Mia Brandt" in visible(await show(house, DEV))


async def test_an_act_of_the_coordinator_takes_nothing_back(house: House) -> None:
    """Mia has handed over and records one thing: that is no coming back."""
    await command(house, MIA, "duty handover @dev")
    await house.heard(OLA)
    await command(house, MIA, "record 43 @jan as agreed")
    assert "I cannot do this scene" in visible(await show(house, DEV))


async def test_where_no_coordinator_has_a_working_account_the_deputy_reads_once_that_is_told(house: House) -> None:
    """Mia's account is closed: the first look is withheld, everybody is told, the next look shows the words."""
    async with house.bot.transaction() as transaction:
        await account_changed(transaction, MIA, active=False, locale=None)
    assert "I cannot do this scene" not in visible(await show(house, DEV))
    assert len(await house.heard(JAN, NEW_READER)) == 1
    assert "I cannot do this scene" in visible(await show(house, DEV))


async def test_a_new_coordinator_is_announced_too(house: House) -> None:
    """Somebody is made coordinator while days are to come: told to every performer first."""
    async with house.bot.transaction() as transaction:
        dee = await somebody(transaction, Somebody("Dee Ray", DEE))
        await give_role(transaction, house.production, dee, Role.COORDINATOR)
    unsent = (await house.bot.session.exec(select(Delivery).where(Delivery.template == Template.NEW_READER))).all()
    assert len(unsent) == 2
    reply = await house.bot.tap(DEE, "alert", await alert_value(house))
    assert "I cannot do this scene" not in text_of(reply)
    assert len(await house.heard(JAN, NEW_READER)) == 1
    assert "I cannot do this scene" in visible(await show(house, DEE))


async def test_a_performer_lets_the_deputy_read_one_note(house: House) -> None:
    """ "Let Dev Anand read it" in Ola's own window: that note and no other, for him alone."""
    await deputy_alone(house)
    own = await house.bot.tap(OLA, "own_answers")
    assert own.modal is not None
    blocks = [block.to_dict() for block in own.modal.blocks]
    assert "Let Dev Anand read it" in visible(blocks)
    assert "Dev Anand may read it." in await house.tap(OLA, blocks, "release_note")
    await house.bot.type(OLA, "and this is for Mia alone")
    window = visible(await show(house, DEV))
    assert "I cannot do this scene" in window
    assert "for Mia alone" not in window
    assert "kept for Mia Brandt" in window


async def test_nobody_releases_what_is_not_theirs(house: House) -> None:
    """Jan sends Ola's button, and Ola names an AD: nothing is released."""
    await deputy_alone(house)
    own = await house.bot.tap(OLA, "own_answers")
    assert own.modal is not None
    value = dict(buttons_in([block.to_dict() for block in own.modal.blocks]))["release_note"]
    assert text_of(await house.bot.tap(JAN, "release_note", value)) == ""
    number = value.partition(":")[0]
    assert text_of(await house.bot.tap(OLA, "release_note", f"{number}:5")) == ""
    assert "I cannot do this scene" not in visible(await show(house, DEV))
