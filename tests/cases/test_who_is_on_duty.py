"""Who answers for a production: never a performer of it, and no deputy by taking the coordinator off duty."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.duty import begin_duty, end_duty
from bot.productions import give_role
from bot.record import all_facts
from storage import people
from storage.people import Person
from tests.commands.acting import ASKED, agree, ask_for
from tests.world import World, visible

FRIDAY = date(2026, 3, 13)


async def test_a_deputy_cannot_take_the_coordinator_off_duty(world: World) -> None:
    """Neither at once nor at a time to come: they read whom to phone, and the words stay kept for the coordinator."""
    await ask_for(world)
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Not as agreed", "42pt1")
    await world.modal("U0OLA", "Recorded")
    await world.submit("U0OLA", words="not the shower, please")
    for text in ("duty off @mia", "duty on @mia until 08:05"):
        answer = await world.command("U0DEV", "/checkin", text)
        assert "Only a coordinator ends a coordinator’s duty" in answer
        assert "+48 1" in answer
    await world.command("U0DEV", "/checkin", "duty on")
    assert "On duty for Baltic: Mia Brandt, Dev Anand." in await world.command("U0DEV", "/checkin", "duty")
    await world.command("U0MIA", "/checkin", "on-set on")
    await world.at(FRIDAY, "08:31")
    assert "kept for Mia Brandt" in visible(await world.alert("U0DEV", "Ola Nowak: not as agreed"))


async def test_whoever_is_taken_off_duty_is_told_and_by_whom_is_on_record(world: World) -> None:
    """The coordinator ends the deputy's duty: the deputy is told, the record says who did it."""
    await world.command("U0MIA", "/checkin", "duty on @dev")
    await world.said("U0DEV", "Mia Brandt has handed over to you")
    await world.command("U0MIA", "/checkin", "duty off @dev")
    await world.said("U0DEV", "Mia Brandt has ended your duty")
    async with world.look() as transaction:
        entries = await all_facts(transaction, world.production.number)
    changes = [entry for entry in entries if entry["kind"] in (RecordKind.DUTY_BEGUN, RecordKind.DUTY_ENDED)]
    assert ["by" in entry for entry in changes[-2:]] == [True, True]


async def test_whoever_the_operator_takes_off_duty_is_told(world: World) -> None:
    """At the command line nobody in Slack did it; the coordinator reads it all the same."""
    async with world.transaction() as transaction:
        await end_duty(transaction, world.production, await found(transaction.session, "U0MIA"))
    await world.said("U0MIA", "You are no longer on duty.")


async def found(session: AsyncSession, user: str) -> Person:
    """The stored person."""
    who = await people.find_by_slack_user(session, user)
    assert who is not None
    return who


async def test_a_performer_answers_for_nothing_and_hears_nothing_beside_their_own(world: World) -> None:
    """Ola is given the coordination and duty, Jan the ADs' work: no alert, no word, and nothing is ever Ready."""
    async with world.transaction() as transaction:
        ola, jan = await found(transaction.session, "U0OLA"), await found(transaction.session, "U0JAN")
        await give_role(transaction, world.production, ola, Role.COORDINATOR)
        await give_role(transaction, world.production, jan, Role.FIRST_AD)
        await begin_duty(transaction, world.production, ola)
    answer = await world.command("U0MIA", "/checkin", "duty on @ola")
    assert "Ola Nowak performs in Baltic, so they cannot be on duty there" in answer
    await ask_for(world)
    for user in ("U0OLA", "U0JAN"):
        await agree(world, user)
    await world.command("U0MIA", "/checkin", "duty off")
    assert "Nobody is on duty for Baltic" in await world.command("U0MIA", "/checkin", "duty")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await world.tap("U0JAN", await world.said("U0JAN", ASKED), "Not as agreed", "42pt1")
    await world.alert("U0MIA", "Jan Wolski: not as agreed")
    for user in ("U0OLA", "U0JAN"):
        seen = "\n".join(visible(message) for message in await world.messages(user))
        assert "With coordinator" not in seen
        assert "needs you" not in seen
