"""A change tapped on the message of a day that the scene has left: it counts wherever the scene is still to come."""

from datetime import date

from bot.checkins.consequences import replan
from storage.scenes import Scene
from storage.strips import Strip
from tests.commands.acting import ASKED, FRIDAY, WEDNESDAY, agree
from tests.world import MONDAY, World, add_scene, shooting_day, visible

TUESDAY = date(2026, 3, 17)
CHANGED = "until Mia Brandt has spoken with you."


async def on_two_days(world: World, number: str, second: date) -> Scene:
    """Ola alone in a scene that stands on Monday and on another day, each asked about."""
    scene = await add_scene(world, number, ["1"])
    await put_on(world, scene, second)
    return scene


async def put_on(world: World, scene: Scene, on: date) -> None:
    """The scene comes onto a day."""
    async with world.transaction() as transaction:
        day = await shooting_day(transaction, world.production, on, "07:00")
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["1"]))
        await transaction.session.flush()
        await replan(transaction, world.production)


async def test_it_counts_for_the_coming_day_and_not_for_the_one_that_was_filmed(world: World) -> None:
    """Filmed on day 11, planned again for 13 and confirmed there: the tap for day 12 takes Ready from day 13."""
    scene = await on_two_days(world, "42", TUESDAY)
    await world.at(FRIDAY, "08:00")
    await world.command("U0MIA", "/checkin", "send 42 @ola 12")
    old = await world.said("U0OLA", "Tue 17 March, day 12")
    await world.at(MONDAY, "09:00")
    await world.command("U0ADA", "/shootday", "filmed 42 11")
    await put_on(world, scene, WEDNESDAY)
    await world.command("U0MIA", "/checkin", "send 42 @ola 13")
    await world.said("U0OLA", "Wed 18 March, day 13")
    await agree(world, "U0OLA", "42")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 13")
    await world.tap("U0OLA", old, "Not as agreed", "42")
    await world.modal("U0OLA", CHANGED)
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 13")
    assert "with you" not in await world.command("U0MIA", "/checkin", "day 11")
    assert "day 13" in visible(await world.alert("U0MIA", "Ola Nowak"))


async def test_it_counts_for_every_coming_day(world: World) -> None:
    """The scene has left one of its days for two others: the change stands on both."""
    await on_two_days(world, "42", WEDNESDAY)
    await world.at(FRIDAY, "08:00")
    old = await world.said("U0OLA", ASKED)
    async with world.transaction() as transaction:
        await shooting_day(transaction, world.production, TUESDAY, "07:00")
    await world.command("U0ADA", "/shootday", "move 42 12 from 11")
    await world.said("U0OLA", "no longer planned")
    await world.tap("U0OLA", old, "Not as agreed", "42")
    await world.modal("U0OLA", CHANGED)
    for day in ("12", "13"):
        assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", f"day {day}")


async def test_it_waits_with_the_scene_while_that_has_no_day(world: World) -> None:
    """Off the board, the change is kept and told; when the scene comes back, it is with the coordinator."""
    scene = await add_scene(world, "42", ["1"])
    await world.at(FRIDAY, "08:00")
    old = await world.said("U0OLA", ASKED)
    async with world.transaction() as transaction:
        await shooting_day(transaction, world.production, WEDNESDAY, "07:00")
        strip = await transaction.session.get(Strip, 1)
        assert strip is not None
        strip.removed_at = transaction.now
        transaction.session.add(strip)
        await replan(transaction, world.production)
    await world.said("U0OLA", "no longer planned")
    await world.tap("U0OLA", old, "Not as agreed", "42")
    await world.modal("U0OLA", CHANGED)
    await world.alert("U0MIA", "Ola Nowak")
    async with world.transaction() as transaction:
        day = await shooting_day(transaction, world.production, WEDNESDAY, "07:00")
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["1"]))
        await transaction.session.flush()
        await replan(transaction, world.production)
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 13")


async def test_what_was_said_in_person_about_a_day_that_is_left_is_not_lost_from_sight(world: World) -> None:
    """The scene moves while the coordinator's window is open: nothing is recorded, and she reads which day it has."""
    await add_scene(world, "42", ["1"])
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", ASKED)
    async with world.transaction() as transaction:
        await shooting_day(transaction, world.production, WEDNESDAY, "07:00")
    await world.command("U0MIA", "/checkin", "record 42 @ola")
    await world.modal("U0MIA", "Record an answer")
    await world.command("U0ADA", "/shootday", "move 42 13")
    await world.submit("U0MIA", answer="as_agreed", source="in_person")
    shown = visible(await world.modal("U0MIA", "nothing was recorded"))
    assert "Wed 18 March, day 13" in shown
    assert "Ola Nowak: not asked yet" in await world.command("U0MIA", "/checkin", "day 13")
