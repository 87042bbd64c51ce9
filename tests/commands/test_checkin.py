"""/checkin: standing, asking now, recording, duty."""

from tests.commands.acting import ASKED, FRIDAY, RECEIPT, add_cast, agree, ask_for
from tests.world import MONDAY, World, add_scene, visible, words_of


async def test_a_performer_sees_where_they_stand(one_world: World) -> None:
    """Without a verb a performer's own answers open, with the buttons to change them, and nobody else's."""
    world = one_world
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.command("U0OLA", "/checkin", "")
    modal = visible(await world.modal("U0OLA", "As agreed, Fri"))
    assert "Not as agreed" in modal
    assert "Jan" not in modal


async def test_the_coordinator_sees_a_day_with_everything_that_is_known(one_world: World) -> None:
    """Standing, answer, how and when, rider and the AD's word for each performer; the deputy sees it too."""
    world = one_world
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Waiting on check-ins")
    for user, text in [("U0MIA", ""), ("U0MIA", "day day 11"), ("U0DEV", "DAY 16 March"), ("U0DEV", "day 2026-03-16")]:
        standing = await world.command(user, "/checkin", text)
        assert "Ola Nowak: confirmed · As agreed, in Slack, Fri 13 Mar, 08:" in standing
        assert "Jan Wolski: no answer yet · rider version 1" in standing
        assert "AD reads: Waiting on check-ins" in standing
        assert "Baltic" in standing


async def test_a_check_in_is_sent_at_once_when_the_coordinator_says_so(world: World) -> None:
    """Sent before its time, once to each who has not answered, and to nobody while nobody is on duty."""
    await add_scene(world, "42pt1", ["1", "2"])
    await world.command("U0MIA", "/checkin", "duty off")
    assert "Nobody is on duty" in await world.command("U0MIA", "/checkin", "send 42pt1")
    await world.command("U0MIA", "/checkin", "duty on")
    answer = await world.command("U0MIA", "/checkin", "send 42PT1 @ola 11")
    assert "Sent for scene 42pt1, Mon 16 March, day 11, Baltic: Ola Nowak." in answer
    await world.said("U0OLA", ASKED)
    assert not await world.messages("U0JAN")
    await agree(world, "U0OLA")
    assert "Jan Wolski." in await world.command("U0MIA", "/checkin", "send 42pt1")
    await world.said("U0JAN", ASKED)
    await agree(world, "U0JAN")
    assert "Nothing was sent" in await world.command("U0MIA", "/checkin", "send 42pt1")


async def test_case_14_a_double_is_used(world: World) -> None:
    """A double is never asked by itself: only when the coordinator sends it by name."""
    await add_cast(world, "1X", "Zoe Kask", "U0ZOE", double=True)
    await ask_for(world, cast=("1", "1X"))
    assert "Zoe Kask: asked only when you send it" in await world.command("U0MIA", "/checkin", "day")
    await world.command("U0MIA", "/checkin", "send 42pt1")
    assert not await world.messages("U0ZOE")
    assert "Zoe Kask" in await world.command("U0MIA", "/checkin", "send 42pt1 @zoe")
    await world.said("U0ZOE", ASKED)


async def test_case_31_a_performer_without_slack(world: World) -> None:
    """Asked in person, recorded by name in a line or a window, as good as a tap; a namesake had the part before."""
    await add_cast(world, "2", "Jan Wolski")
    await add_scene(world, "42pt1", ["2"], riders=False)
    await world.command("U0MIA", "/scene", "terms 42pt1 Jan")
    await world.modal("U0MIA", "No rider is recorded yet")
    await world.submit("U0MIA", agreed="As written.", sent="2026-02-10", in_force="yes", waived="no")
    await world.post("/view/close", user="U0MIA", all=True)
    await world.at(FRIDAY, "08:00")
    await world.alert("U0MIA", "Jan Wolski (cast 2) is asked in person")
    await world.post("/view/close", user="U0MIA", all=True)
    answer = await world.command("U0MIA", "/checkin", "record 42pt1 jan wolski as agreed by phone")
    assert "Jan Wolski (cast 2), scene 42pt1, Mon 16 March, day 11, Baltic: As agreed, by phone." in answer
    assert "Jan Wolski (cast 2): confirmed · As agreed, by phone" in await world.command("U0MIA", "/checkin", "day 11")
    await world.command("U0DEV", "/checkin", "record 42pt1 cast 2")
    await world.modal("U0DEV", "What was said")
    await world.submit("U0DEV", answer="as_agreed", source="in_person")
    assert "As agreed, in person" in await world.command("U0MIA", "/checkin", "day 11")
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "Scene 42pt1: Ready")


async def test_case_11_the_coordinator_sets_a_change_on_set(world: World) -> None:
    """Said in person on set: one line, nothing in the performer's conversation, With coordinator for the AD."""
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    await world.at(MONDAY, "06:30")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    answer = await world.command("U0MIA", "/checkin", "record 42pt1 @ola not as agreed")
    assert "Not as agreed, in person" in answer
    await world.at(MONDAY, "06:32")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    assert len([one for one in await world.messages("U0OLA") if RECEIPT in visible(one)]) == 1


async def test_only_the_coordinator_reopens_and_sets_limits(world: World) -> None:
    """Reopening asks everybody once more; limits stand in what was agreed, and lead to Revised plan agreed."""
    await ask_for(world, cast=("1",))
    await world.command("U0MIA", "/checkin", "record 42pt1 @ola not as agreed")
    await world.command("U0MIA", "/checkin", "reopen 42pt1")
    await world.modal("U0MIA", "Ola Nowak")
    await world.submit("U0MIA")
    await world.said("U0OLA", "Please look once more")
    await world.command("U0DEV", "/checkin", "limits 42pt1 day 11")
    await world.modal("U0DEV", "until you end them")
    await world.submit("U0DEV", limits="Shoulders only.")
    await world.said("U0OLA", "Please look once more")
    await agree(world, "U0OLA")
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "Revised plan agreed")
    assert "ready" not in await words_of(world, "U0ADA")


async def test_duty_goes_on_off_and_over_to_the_deputy(world: World) -> None:
    """Whoever takes over is told; a time in the past is said; nobody on duty is said."""
    assert "On duty for Baltic: Mia Brandt." in await world.command("U0MIA", "/checkin", "duty")
    assert "On duty for Baltic: Dev Anand." in await world.command("U0MIA", "/checkin", "duty handover @dev")
    handed = await world.said("U0DEV", "Mia Brandt has handed over to you")
    assert "Baltic" not in handed["text"]
    assert "Nobody is on duty for Baltic" in await world.command("U0DEV", "/checkin", "duty off")
    answer = await world.command("U0DEV", "/checkin", "duty on @mia until 17 February 06:00")
    assert "On duty for Baltic: Mia Brandt." in answer
    assert "passed" in await world.command("U0MIA", "/checkin", "duty on until 15 February 06:00")
    await world.at(FRIDAY, "08:00")
    assert "Nobody is on duty" in await world.command("U0MIA", "/checkin", "duty")


async def test_an_alert_reaches_the_deputy_while_the_coordinator_is_on_set(one_world: World) -> None:
    """On set without a phone: the deputy is alerted with the coordinator."""
    world = one_world
    await ask_for(world, cast=("1",))
    assert "on set" in await world.command("U0MIA", "/checkin", "on-set on")
    assert "without a phone: Mia Brandt" in await world.command("U0MIA", "/checkin", "duty")
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Call me", "42pt1")
    await world.said("U0DEV", "Something needs you now.")
    assert "back at your phone" in await world.command("U0MIA", "/checkin", "on-set off")
