"""Scenes that are split, combined, shot on several days, filmed before, recast or doubled: no old yes carries over."""

from bot.checkins.consequences import replan
from bot.parsing.cast_list import CastEntry
from bot.parsing.one_liner import read_one_liner
from bot.productions import Somebody, somebody
from bot.schedule.cast import import_cast
from bot.schedule.importing import import_board, preview
from storage import strips
from storage.scenes import Scene
from storage.strips import Strip
from tests.cases.test_answers import SUNDAY
from tests.commands.acting import ASKED, FRIDAY, WEDNESDAY, add_cast, add_day, agree, ask_for
from tests.world import MONDAY, World, add_scene, shooting_day, visible, words_of

HEADER = "Shoot Day,Date,Approx Call,Scene,Set,Cast IDs,Synopsis\n"


async def take_schedule(world: World, *rows: str) -> None:
    """A new schedule is imported: rows of Monday, scene and synopsis, with Ola and Jan in all of them."""
    lines = "".join(
        f'11,2026-03-16,07:00,{row.partition(":")[0]},ROOM,"1, 2",{row.partition(":")[2]}\n' for row in rows
    )
    board = read_one_liner((HEADER + lines).encode())
    async with world.transaction() as transaction:
        await import_board(transaction, world.production, board, await preview(transaction, world.production, board))


async def also_on(world: World, number: str, cast: list[str]) -> Scene:
    """A scene of Monday stands on Wednesday as well."""
    scene = await add_scene(world, number, cast)
    await put_on_wednesday(world, scene, cast)
    return scene


async def put_on_wednesday(world: World, scene: Scene, cast: list[str]) -> None:
    """The scene comes onto Wednesday."""
    async with world.transaction() as transaction:
        day = await shooting_day(transaction, world.production, WEDNESDAY, "07:00")
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=cast))
        await transaction.session.flush()
        await replan(transaction, world.production)


async def both_agree(world: World, scene: str) -> None:
    """Ola and Jan confirm a scene."""
    for user in ("U0OLA", "U0JAN"):
        await agree(world, user, scene)


async def test_a_split_scene_begins_again(world: World) -> None:
    """The parts are proposed although their text says nothing; riders and confirmations of the whole are not theirs."""
    await ask_for(world, "42")
    await both_agree(world, "42")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42: Ready")
    await take_schedule(world, "42pt1:They talk", "42pt2:They leave")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Scene 42 is no longer planned")
    modal = visible(await world.alert("U0MIA", "belongs to scene 42"))
    assert "Scene 42pt1" in modal
    assert "Scene 42pt2" in modal
    await world.post("/view/close", user="U0MIA", all=True)
    await world.at(FRIDAY, "08:35")
    await world.said("U0ADA", "Scene 42: Not proceeding")
    assert "Ola Nowak (42pt1)" in await world.command("U0MIA", "/scene", "confirm 42pt1")
    for user in ("U0OLA", "U0JAN"):
        asked = visible(await world.said(user, ASKED, times=2))
        assert "Scene 42pt1" in asked
        assert "42pt2" not in asked
    await both_agree(world, "42pt1")
    await world.at(FRIDAY, "08:50")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")


async def test_combined_scenes_begin_again(world: World) -> None:
    """Two parts become one: the whole is proposed, nobody is asked about it until the coordinator confirms it."""
    await add_scene(world, "42pt2", ["1", "2"])
    await ask_for(world, "42pt1")
    await both_agree(world, "42pt1")
    await take_schedule(world, "42:They talk and leave")
    await world.alert("U0MIA", "Scene 42 looks intimate: belongs to scene 42pt")
    await world.post("/view/close", user="U0MIA", all=True)
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Scene 42pt1 is no longer planned")
        await world.said(user, "Scene 42pt2 is no longer planned")
    await world.command("U0MIA", "/scene", "confirm 42")
    assert "Scene 42" in visible(await world.said("U0OLA", ASKED, times=2))
    assert "Ola Nowak: no answer yet · no rider recorded" in await world.command("U0MIA", "/checkin", "day 11")


async def test_a_scene_on_two_days_is_asked_about_twice(world: World) -> None:
    """A yes is for its own day: the second day waits for its own."""
    await also_on(world, "42pt1", ["1"])
    await world.at(FRIDAY, "08:00")
    await agree(world, "U0OLA")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 11")
    assert "Ola Nowak: not asked yet" in await world.command("U0MIA", "/checkin", "day 13")
    await world.at(SUNDAY, "09:00")
    # Not moved on before it is there: at half past five in the morning nobody would be woken for Wednesday.
    assert "Wed 18 March, day 13" in visible(await world.said("U0OLA", ASKED, times=2))
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    assert "Ola Nowak: no answer yet" in await world.command("U0MIA", "/checkin", "day 13")


async def test_a_scene_filmed_before_is_asked_about_again_for_its_next_day(world: World) -> None:
    """What is filmed keeps its word and leaves Wednesday; planned there again, it waits for an answer of its own."""
    scene = await also_on(world, "42pt1", ["1"])
    await world.at(FRIDAY, "08:00")
    await agree(world, "U0OLA")
    await world.at(MONDAY, "09:00")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    await world.command("U0ADA", "/shootday", "filmed 42pt1 11")
    assert "Ola Nowak" not in await world.command("U0MIA", "/checkin", "day 13")
    await put_on_wednesday(world, scene, ["1"])
    await world.command("U0MIA", "/checkin", "send 42pt1 13")
    assert "Wed 18 March, day 13" in visible(await world.said("U0OLA", ASKED, times=2))
    await world.at(WEDNESDAY, "05:30")
    await world.said("U0ADA", "Wed 18 March, day 13")
    listed = await world.command("U0ADA", "/shootday", "list")
    assert "Scene 42pt1: Waiting on check-ins" in listed
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 11")


async def test_a_recast_part_begins_again(world: World) -> None:
    """Whoever plays it now is asked with terms of their own; the one before is told once; no yes is inherited."""
    await ask_for(world)
    await both_agree(world, "42pt1")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    async with world.transaction() as transaction:
        await somebody(transaction, Somebody("Zoe Kask", "U0ZOE"))
        await import_cast(
            transaction, world.production, [(CastEntry("2", "Jan", "Zoe Kask", slack_id="U0ZOE"), "U0ZOE")]
        )
    await world.said("U0JAN", "You are no longer asked about scene 42pt1")
    asked = await world.said("U0ZOE", ASKED)
    await world.tap("U0ZOE", asked, "What was agreed")
    assert "as written" not in visible(await world.modal("U0ZOE", "No terms are written here yet"))
    await world.at(FRIDAY, "08:35")
    await world.said("U0ADA", "Scene 42pt1: Waiting", times=2)
    await world.post("/view/close", user="U0ZOE", all=True)
    await agree(world, "U0ZOE")
    await world.at(FRIDAY, "08:50")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    listed = await world.command("U0MIA", "/checkin", "day")
    assert "Ola Nowak: confirmed" in listed
    assert "Zoe Kask: confirmed" in listed
    assert "no rider recorded" in listed


async def test_a_double_needs_a_rider_of_their_own(world: World) -> None:
    """The performer's rider covers nobody else: the scene stays with the coordinator until the double has one."""
    await add_day(world, MONDAY)
    await add_cast(world, "1X", "Zoe Kask", "U0ZOE", double=True)
    await ask_for(world, cast=("1", "1X"))
    await world.command("U0MIA", "/checkin", "send 42pt1 @zoe")
    await agree(world, "U0OLA")
    await agree(world, "U0ZOE")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await world.command("U0MIA", "/scene", "terms 42pt1 cast 1X")
    await world.modal("U0MIA", "No rider is recorded yet")
    sent = {"sent": "2026-03-12", "hour": "12:00", "in_force": "yes", "waived": "no"}
    await world.submit("U0MIA", agreed="Shoulders, from behind.", **sent)
    await world.said("U0ZOE", "Please look once more")
    await agree(world, "U0ZOE")
    await world.at(FRIDAY, "08:50")
    await world.said("U0ADA", "Scene 42pt1: Ready")


async def test_a_cast_list_that_drops_somebody_takes_no_no_back(world: World) -> None:
    """Case 36: after performer 1 said no the board names 2 alone, who confirms; only the coordinator makes it Ready."""
    scene = await add_scene(world, "42", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    await world.tap("U0OLA", await world.said("U0OLA", "Scene 42"), "Not as agreed")
    await world.tap("U0JAN", await world.said("U0JAN", "Scene 42"), "As agreed")
    async with world.transaction() as transaction:
        [strip] = await strips.list_standing_of(transaction.session, scene.key)
        strip.cast_ids = ["2"]
        transaction.session.add(strip)
        await transaction.session.flush()
        await replan(transaction, world.production)
    await world.at(FRIDAY, "09:01")
    await world.said("U0ADA", "With coordinator – plan may change")
    assert "ready" not in await words_of(world, "U0ADA")
    await world.tap_in_modal("U0MIA", await world.alert("U0MIA", "not as agreed"), "Ask again, as agreed")
    await world.modal("U0MIA", "Ask again")
    await world.submit("U0MIA")
    await world.tap("U0JAN", await world.said("U0JAN", "Scene 42", times=2), "As agreed")
    await world.at(FRIDAY, "09:46")
    await world.said("U0ADA", "Scene 42: Ready")
