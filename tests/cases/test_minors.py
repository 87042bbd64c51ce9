"""Somebody under 18 in an intimate scene: nobody is asked, nothing is Ready, and the coordinator alone knows why."""

from datetime import date

from bot.checkins.consequences import follow
from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.parsing.cast_list import CastEntry
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.schedule.cast import cast_changes, import_cast, record_age
from storage import people
from storage.productions import Production
from tests.world import CAST, MONDAY, ZONE, World, add_scene, visible, words_of

FRIDAY = date(2026, 3, 13)
ASKED = "Is what was agreed still right for you?"


async def is_under_18(world: World, user: str, until: date | None = None, *, under_18: bool = True) -> None:
    """Somebody is recorded as under 18, or no longer."""
    async with world.transaction() as transaction:
        who = await people.find_by_slack_user(transaction.session, user)
        assert who is not None
        await record_age(transaction, world.production, who, under_18, until)
        await follow(transaction, world.production)


async def test_nobody_in_a_scene_with_a_minor_is_asked(world: World) -> None:
    """Neither the minor nor the partner gets a check-in; the AD reads what any other cause reads like."""
    await add_scene(world, "42pt1", ["1", "2"])
    await add_scene(world, "42A", ["1"])
    await is_under_18(world, "U0JAN")
    await world.alert("U0MIA", "This scene needs the coordinator")
    assert "18" not in visible(await world.modal("U0MIA", "42pt1"))
    await world.post("/view/close", user="U0MIA", all=True)
    await world.at(FRIDAY, "08:00")
    asked = visible(await world.said("U0OLA", ASKED))
    assert "Scene 42A" in asked
    assert "Scene 42pt1" not in asked
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    assert "needs the coordinator" in await world.command("U0MIA", "/checkin", "send 42pt1")
    listed = await world.command("U0MIA", "/checkin", "day")
    assert "Nobody in it is asked here: the scene needs you." in listed
    for hour in ("05:30", "06:00", "07:30"):
        await world.at(MONDAY, hour)
    await world.said("U0ADA", "Scene 42pt1: With coordinator", times=2)
    assert await world.messages("U0JAN") == []


async def test_what_was_asked_before_is_taken_back_with_one_neutral_line(world: World) -> None:
    """Known only after the check-in: a confirmation counts for nothing, and comes back for nothing later."""
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    for user in ("U0OLA", "U0JAN"):
        await world.tap(user, await world.said(user, ASKED), "As agreed")
        await world.said(user, "Recorded.")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    await is_under_18(world, "U0JAN")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "You are no longer asked about scene 42pt1")
    await world.at(FRIDAY, "08:31")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await is_under_18(world, "U0JAN", under_18=False)
    await world.at(FRIDAY, "08:46")
    await world.said("U0ADA", "Scene 42pt1: Waiting", times=2)
    assert await words_of(world, "U0ADA") == ["waiting", "ready", "with_coordinator", "waiting"]


async def test_whoever_is_of_age_in_time_is_asked(world: World) -> None:
    """Of age before the first check-in could go out, asked as anybody; a day later, not."""
    await add_scene(world, "42pt1", ["1"])
    await is_under_18(world, "U0OLA", date(2026, 3, 13))
    await world.at(FRIDAY, "08:00")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await is_under_18(world, "U0OLA", date(2026, 3, 12))
    await world.said("U0OLA", "Scene 42pt1")


async def test_nobody_is_asked_by_hand_before_they_are_of_age(world: World) -> None:
    """Of age long before the shooting day, but not yet: the coordinator cannot send it early either."""
    await add_scene(world, "42pt1", ["1"])
    await is_under_18(world, "U0OLA", date(2026, 3, 1))
    assert "needs the coordinator" in await world.command("U0MIA", "/checkin", "send 42pt1")
    assert await world.messages("U0OLA") == []
    await world.at(date(2026, 3, 1), "09:00")
    assert "Sent for scene 42pt1" in await world.command("U0MIA", "/checkin", "send 42pt1")
    await world.said("U0OLA", ASKED)


async def in_adria_as_well(world: World) -> Production:
    """Ola and Jan play in a second production, Adria, whose coordinator is Dev."""
    async with world.transaction() as transaction:
        other = await add_production(transaction, "Adria", "adria", ZONE)
        dev = await somebody(transaction, Somebody("Dev Anand", "U0DEV"))
        await give_role(transaction, other, dev, Role.COORDINATOR)
        await begin_duty(transaction, other, dev)
        for cast_id, user, name in CAST:
            await name_cast(transaction, other, cast_id, await somebody(transaction, Somebody(name, user)))
    return other


async def test_what_one_production_knows_holds_in_the_other(world: World) -> None:
    """Recorded in Baltic alone: what Adria asked is taken back at once, and Adria asks nobody."""
    other = await in_adria_as_well(world)
    baltic, world.production = world.production, other
    await add_scene(world, "7", ["1", "2"], riders=False)
    await world.at(FRIDAY, "08:00")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, ASKED)
    world.production = baltic
    await is_under_18(world, "U0JAN")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "You are no longer asked about scene 7")
    await world.alert("U0DEV", "This scene needs the coordinator")
    world.production = other
    await add_scene(world, "8", ["1", "2"], riders=False)
    await world.at(MONDAY, "05:31")
    seen = "\n".join([visible(message) for user in ("U0OLA", "U0JAN") for message in await world.messages(user)])
    assert "Scene 8" not in seen


async def test_age_is_looked_at_when_somebody_is_asked(world: World) -> None:
    """Even where nobody has planned again since: no round goes out, and the coordinator is told."""
    await add_scene(world, "42pt1", ["1", "2"])
    async with world.transaction() as transaction:
        who = await people.find_by_slack_user(transaction.session, "U0JAN")
        assert who is not None
        who.under_18 = True
        transaction.session.add(who)
    await world.at(FRIDAY, "08:00")
    await world.alert("U0MIA", "This scene needs the coordinator")
    for user in ("U0OLA", "U0JAN"):
        assert await world.messages(user) == []


async def test_another_productions_cast_list_takes_no_age_back(world: World) -> None:
    """Adria's list says "no", or an earlier day: Baltic's mark stays, the longer day holds, and the preview says so."""
    other = await in_adria_as_well(world)
    await is_under_18(world, "U0JAN", date(2027, 3, 1))
    for said, until, kept in (
        (False, None, date(2027, 3, 1)),
        (True, date(2026, 9, 1), date(2027, 3, 1)),
        (True, date(2028, 9, 1), date(2028, 9, 1)),
    ):
        entry = CastEntry("2", "", "Jan Wolski", slack_id="U0JAN", under_18=said, under_18_until=until)
        async with world.transaction() as transaction:
            lines = await cast_changes(transaction, other, [(entry, "U0JAN")])
            await import_cast(transaction, other, [(entry, "U0JAN")])
            assert any("stays" in line for line in lines) is (kept != until)
        jan = await world.person("U0JAN")
        assert (jan.under_18, jan.under_18_until) == (True, kept)
    await is_under_18(world, "U0JAN", under_18=False)
    assert not (await world.person("U0JAN")).under_18
