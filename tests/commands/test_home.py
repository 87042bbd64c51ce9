"""Home: what each role sees, the switches, and the settings."""

from tests.commands.acting import ASKED, FRIDAY, agree, ask_for, home
from tests.world import World, visible


async def test_a_performer_finds_their_days_and_whom_to_turn_to(one_world: World) -> None:
    """Days and scenes, no answer on the page itself; the answers and their buttons open in a window."""
    world = one_world
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.post("/open-home", user="U0OLA")
    page = await home(world, "U0OLA", "How this works")
    shown = visible(page)
    assert "Mon 16 March, day 11" in shown
    assert "Mia Brandt, +48 1" in shown
    assert "Besides the coordinator: Equity helpline +44 1" in shown
    assert "Help from outside: +44 2" in shown
    assert "As agreed" not in shown
    assert "Jan" not in shown
    await world.tap_in_modal("U0OLA", page, "See or change")
    await world.modal("U0OLA", "As agreed, Fri 13 Mar")


async def test_the_coordinator_finds_what_is_open_and_switches_duty(world: World) -> None:
    """An alert that names nobody opens from Home; on duty and on set are switched there, and the page follows."""
    await ask_for(world, cast=("1",))
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Call me", "42pt1")
    await world.said("U0MIA", "Something needs you now.")
    await world.post("/open-home", user="U0MIA")
    page = await home(world, "U0MIA", "There is something for you")
    assert "Ola" not in visible(page)
    await world.tap_in_modal("U0MIA", page, "Open")
    await world.modal("U0MIA", "Ola Nowak asks you to call")
    await world.submit("U0MIA")
    await world.tap_in_modal("U0MIA", page, "I am on set")
    page = await home(world, "U0MIA", "On set, without a phone: Mia Brandt.")
    await world.tap_in_modal("U0MIA", page, "Go off duty")
    page = await home(world, "U0MIA", "Nobody is on duty for Baltic")
    assert "There is something for you" not in visible(page)
    await world.tap_in_modal("U0MIA", page, "Go on duty")
    await home(world, "U0MIA", "On duty for Baltic: Mia Brandt.")


async def test_an_ad_finds_the_words_and_a_stranger_one_friendly_sentence(one_world: World) -> None:
    """The AD's page is built from what was published; the deputy has no settings; nobody known learns nothing."""
    world = one_world
    await ask_for(world)
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Waiting on check-ins")
    for user in ("U0ADA", "U0DEV", "U0KIM"):
        await world.post("/open-home", user=user)
    shown = visible(await home(world, "U0ADA", "Scene 42pt1: Waiting on check-ins"))
    assert "next word by Mon 16 Mar, 05:30" in shown
    assert "Ola" not in shown
    assert "on duty" not in shown
    assert "Settings" not in visible(await home(world, "U0DEV", "On duty"))
    stranger = visible(await home(world, "U0KIM", "Nobody has added you"))
    assert "Baltic" not in stranger


async def test_the_coordinator_changes_the_settings(world: World) -> None:
    """What cannot be is said under its input and nothing changes; what can is planned anew."""
    await world.post("/open-home", user="U0MIA")
    await world.tap_in_modal("U0MIA", await home(world, "U0MIA", "Settings"), "Settings")
    assert "Europe/Warsaw" in str(await world.modal("U0MIA", "Time zone"))
    wrong = await world.submit("U0MIA", first_checkin_hours="soon", quiet_from="25:00", notice_hours="48")
    assert "first_checkin_hours" in str(wrong)
    assert "quiet_from" in str(wrong)
    assert "notice_hours" not in str(wrong)
    nowhere = await world.submit("U0MIA", time_zone="Warsaw", first_checkin_hours="48", quiet_from="22:00")
    assert "There is no time zone called “Warsaw”" in str(nowhere)
    await world.submit("U0MIA", time_zone="Europe/Warsaw", first_checkin_hours="96", quiet_from="21:30")
    await world.tap_in_modal("U0MIA", await home(world, "U0MIA", "Settings"), "Settings")
    kept = str(await world.modal("U0MIA", "Time zone"))
    assert "'96'" in kept
    assert "'21:30'" in kept
