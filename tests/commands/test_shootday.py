"""/shootday: the coming days, moves, calls, what was filmed, wrap."""

from datetime import date

from bot.productions import change_production
from storage import productions, scenes, shoot_days
from storage.strips import Strip
from tests.commands.acting import ASKED, FRIDAY, TUESDAY, WEDNESDAY, add_day, agree, ask_for
from tests.world import MONDAY, World, add_scene, visible

SATURDAY = date(2026, 3, 14)


async def test_case_15_the_scene_moves_to_another_day_after_a_confirmation(world: World) -> None:
    """What was confirmed was for the old day: a new check-in, Waiting for the AD, the coordinator alerted."""
    await add_day(world, TUESDAY)
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    await world.at(FRIDAY, "09:00")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    answer = await world.command("U0ADA", "/shootday", "move 42PT1 day 12")
    assert "Baltic: scene 42pt1 from Mon 16 March, day 11 to Tue 17 March, day 12" in answer
    assert "Ola" not in answer
    await world.said("U0OLA", "Scene 42pt1 is no longer planned for Mon 16 March, day 11")
    await world.alert("U0MIA", "A scene has moved to another day")
    await world.at(FRIDAY, "09:15")
    await world.said("U0ADA", "Scene 42pt1: Not proceeding as scheduled")
    await world.at(SATURDAY, "08:00")
    assert "Tue 17 March, day 12" in visible(await world.said("U0OLA", ASKED, times=2))
    await world.said("U0ADA", "Tue 17 March, day 12")
    listed = await world.command("U0ADA", "/shootday", "list")
    assert "Scene 42pt1: Waiting on check-ins" in listed
    assert "Scene 42pt1: Not proceeding as scheduled" in listed


async def test_case_16_a_call_is_pushed_and_pulled(world: World) -> None:
    """A push moves the deadlines and keeps the confirmation; a pull that breaks the notice is flagged."""
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    assert "MAIN: call 07:00 → 09:00." in await world.command("U0SAM", "/shootday", "call 11 09:00")
    await world.at(MONDAY, "05:31")
    assert "call 09:00" not in visible(await world.messages("U0OLA"))
    await world.at(MONDAY, "07:30")
    assert "call 09:00" in visible(await world.said("U0OLA", "Good morning."))
    await world.said("U0ADA", "Scene 42pt1: Ready")
    async with world.transaction() as transaction:
        production = await productions.get(transaction.session, world.production.number)
        await change_production(transaction, production, notice_hours=28 * 24 - 4)
    answer = await world.command("U0ADA", "/shootday", "call day 11 7:45 @ola")
    assert "Ola Nowak: call not known → 07:45." in answer
    await world.alert("U0MIA", "Ola Nowak: the notice of the rider is no longer met")
    await world.at(MONDAY, "07:35")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day")


async def test_a_call_too_soon_after_wrap_is_flagged(world: World) -> None:
    """Wrap at eleven in the evening, call at seven: the coordinator hears of the turnaround."""
    await add_scene(world, "42pt1", ["1"])
    await add_scene(world, "43", ["1"], day=TUESDAY, call="12:00")
    await world.at(MONDAY, "23:00")
    assert "Wrapped: Mon 16 March, day 11, Baltic." in await world.command("U0SAM", "/shootday", "wrap")
    assert "has wrapped" in await world.command("U0SAM", "/shootday", "wrap 11")
    assert "call 12:00 → 07:00" in await world.command("U0SAM", "/shootday", "call tomorrow 07:00")
    # It wakes nobody before the last hours.
    await world.at(TUESDAY, "04:01")
    await world.alert("U0MIA", "too little rest before this call")


async def test_case_20_a_night_shoot_past_midnight(one_world: World) -> None:
    """Half past one at night belongs to the day before, however it is written; "today" stays that day until wrap."""
    world = one_world
    await add_scene(world, "42pt1", ["1"], call="17:30")
    for written in ("25:30", "+1 01:30"):
        await world.command("U0ADA", "/shootday", "call 11 17:30 @ola")
        answer = await world.command("U0ADA", "/shootday", f"call 11 {written} @ola")
        assert "Ola Nowak: call 17:30 → Tue 17 Mar, 01:30." in answer
    await world.at(TUESDAY, "02:00")
    assert "Mon 16 March, day 11" in await world.command("U0MIA", "/checkin", "day today")
    assert "Mon 16 March, day 11" in await world.command("U0ADA", "/shootday", "filmed 42pt1")
    assert "Wrapped: Mon 16 March" in await world.command("U0ADA", "/shootday", "wrap")


async def test_the_list_shows_plan_and_words_and_nothing_else(one_world: World) -> None:
    """ADs and the coordinator read the same: calls, scenes, the last published word, as of when, the next by when."""
    world = one_world
    await add_day(world, WEDNESDAY, "17:30")
    await ask_for(world)
    before = await world.command("U0ADA", "/shootday", "")
    assert "Scene 42pt1: no word yet" in before or "Waiting" in before
    await agree(world, "U0OLA")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Waiting on check-ins")
    shown = await world.command("U0ADA", "/shootday", "list")
    assert "Call: MAIN 07:00" in shown
    assert "Scene 42pt1: Waiting on check-ins" in shown
    assert "As of Fri 13 Mar, 08:" in shown
    assert "next word by Mon 16 Mar, 05:30" in shown
    assert "No intimate scene." in shown
    assert "Ola" not in shown
    assert await world.command("U0MIA", "/shootday", "list") == shown


async def test_a_filmed_scene_has_no_word_any_more(world: World) -> None:
    """Filmed only once the day has begun; a mistake can be taken back; a filmed scene is neither moved nor cut."""
    await add_day(world, TUESDAY)
    await ask_for(world, cast=("1",))
    assert "has not come yet" in await world.command("U0ADA", "/shootday", "filmed 42pt1 11")
    await agree(world, "U0OLA")
    await world.at(MONDAY, "09:00")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    assert "Filmed in Baltic: scene 42pt1" in await world.command("U0ADA", "/shootday", "filmed 42pt1")
    assert "has been filmed" in await world.command("U0ADA", "/shootday", "move 42pt1 12")
    assert "has been filmed" in await world.command("U0ADA", "/scene", "cut 42pt1")
    answer = await world.command("U0MIA", "/checkin", "record 42pt1 @ola not as agreed 11")
    assert "The scene was filmed Mon 16 Mar, 09:0" in answer
    shown = await world.command("U0ADA", "/shootday", "list")
    assert "Scene 42pt1: filmed" in shown
    assert "With coordinator –" not in shown
    assert "Not filmed yet" in await world.command("U0ADA", "/shootday", "not-filmed 42pt1")
    await world.at(MONDAY, "09:05")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")


async def test_a_scene_on_two_days_needs_to_be_told_from_which(one_world: World) -> None:
    """Which of two days a scene leaves is asked, not guessed; where it stands already it cannot go."""
    world = one_world
    await ask_for(world, cast=("1",))
    await add_day(world, WEDNESDAY)
    await add_day(world, TUESDAY)
    await world.command("U0ADA", "/shootday", "move 42pt1 to 12 from 11")
    assert "already" in await world.command("U0ADA", "/shootday", "move 42pt1 17 March")
    assert "not planned for" in await world.command("U0ADA", "/shootday", "move 42pt1 13 from 11")
    async with world.transaction() as transaction:
        day = await shoot_days.find_on(transaction.session, world.production.number, MONDAY)
        assert day is not None
        scene = (await scenes.list_all(transaction.session, world.production.number))[0]
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["1"]))
    answer = await world.command("U0ADA", "/shootday", "move 42pt1 13")
    assert "on more than one day" in answer
    assert "Mon 16 March, day 11; Tue 17 March, day 12" in answer
    assert "Wed 18 March" in await world.command("U0ADA", "/shootday", "move 42pt1 13 from 16 March")
