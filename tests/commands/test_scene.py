"""/scene: what is intimate, what was agreed, late pages, cuts."""

from storage import due
from storage.due import DueKind
from tests.commands.acting import ASKED, FRIDAY, agree, ask_for, scheduled
from tests.world import MONDAY, World, add_scene, visible, words_of


async def test_case_19_two_scenes_of_which_one_is_intimate(world: World) -> None:
    """Only the confirmed one is asked about; what the coordinator takes back is asked about no more."""
    for number in ("39", "40", "41"):
        await scheduled(world, number, hints=["CLOSED SET"])
    listed = await world.command("U0MIA", "/scene", "")
    assert "Scene 39 · proposed, not confirmed · Mon 16 March, day 11" in listed
    assert "the schedule says: CLOSED SET" in listed
    answer = await world.command("U0MIA", "/scene", "confirm 39, 41")
    assert "Confirmed as intimate in Baltic: 39, 41." in answer
    assert "Ola Nowak (39)" in answer
    await world.command("U0MIA", "/scene", "not-intimate 41")
    await world.at(FRIDAY, "08:00")
    asked = visible(await world.said("U0OLA", ASKED))
    assert "Scene 39" in asked
    assert "Scene 40" not in asked
    assert "Scene 41" not in asked


async def test_the_coordinator_writes_what_was_agreed(world: World) -> None:
    """The first version is sent late and so not Ready; the second says so much less, and is asked about again."""
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    await world.command("U0MIA", "/scene", "terms 42pt1 @ola")
    modal = visible(await world.modal("U0MIA", "Version 1 is recorded"))
    assert "as written, nothing more" in modal
    unsent = await world.submit("U0MIA", agreed="Other words.", sent="2026-03-20", in_force="yes", waived="no")
    assert "future" in visible(unsent)
    await world.submit("U0MIA", agreed="Other words.", sent="2026-03-12", hour="18:00", in_force="yes", waived="no")
    await world.modal("U0MIA", "rider version 2")
    await world.said("U0OLA", "Please look once more")
    await agree(world, "U0OLA")
    await world.post("/view/close", user="U0MIA", all=True)
    assert "Ola Nowak: rider version 2" in await world.command("U0MIA", "/scene", "list")
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "Scene 42pt1: Ready")


async def test_saving_the_same_words_makes_no_new_version(one_world: World) -> None:
    """Only that the notice is waived, or the rider in force, changes: nobody is asked again."""
    world = one_world
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    for in_force, waived in (("no", "no"), ("yes", "yes")):
        await world.command("U0MIA", "/scene", "terms 42pt1 Ola")
        await world.modal("U0MIA", "Version 1 is recorded")
        same = {"agreed": "Scene 42pt1: as written, nothing more.", "document": "rider.pdf", "sent": "2026-02-16"}
        await world.submit("U0MIA", **same, in_force=in_force, waived=waived)
        await world.modal("U0MIA", "rider version 1")
        await world.post("/view/close", user="U0MIA", all=True)
        listed = await world.command("U0DEV", "/scene", "list")
        assert ("not in force" in listed) is (in_force == "no")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day")


async def test_the_first_ad_reads_the_riders_words_and_nothing_of_the_day(one_world: World) -> None:
    """The 1st AD reads what was agreed, not limits; the 2nd AD and performers do not get there."""
    world = one_world
    await ask_for(world, cast=("1",))
    await world.command("U0MIA", "/checkin", "limits 42pt1")
    await world.modal("U0MIA", "until you end them")
    await world.submit("U0MIA", limits="Shoulders only.")
    await world.said("U0OLA", "Please look once more")
    await world.command("U0ADA", "/scene", "terms 42pt1 @ola")
    modal = await world.modal("U0ADA", "as written, nothing more")
    assert "Shoulders" not in visible(modal)
    assert "submit" not in modal or modal["submit"] is None
    listed = await world.command("U0ADA", "/scene", "list")
    assert "Scene 42pt1" in listed
    assert "rider" not in listed
    for user in ("U0SAM", "U0OLA"):
        assert "not open to you" in await world.command(user, "/scene", "terms 42pt1 @ola")


async def test_case_17_late_pages_change_the_action(world: World) -> None:
    """Every confirmation is superseded and everybody asked again; then Revised plan agreed."""
    await ask_for(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    assert "New pages for scene 42pt1, Baltic" in await world.command("U0MIA", "/scene", "pages 42pt1")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Please look once more")
    await world.at(FRIDAY, "08:35")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(FRIDAY, "09:00")
    await world.said("U0ADA", "Revised plan agreed")
    assert await words_of(world, "U0ADA") == ["waiting", "ready", "with_coordinator", "revised"]


async def test_case_18_the_scene_is_cut(world: World) -> None:
    """One neutral line for whoever was asked, the AD's word, an alert; restored, all are asked afresh."""
    await add_scene(world, "42A", ["1"])
    await ask_for(world)
    await agree(world, "U0OLA")
    assert "Scene 42pt1 is cut from Baltic" in await world.command("U0ADA", "/scene", "cut 42pt1")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Scene 42pt1 is no longer planned")
    await world.alert("U0MIA", "A scene has been cut")
    await world.at(FRIDAY, "08:15")
    await world.said("U0ADA", "Scene 42pt1: Not proceeding as scheduled")
    assert "is cut in Baltic" in await world.command("U0ADA", "/scene", "cut 42pt1")
    assert "Scene 42pt1 · HOTEL ROOM 214 · cut" in await world.command("U0MIA", "/scene", "list")
    assert "is back in Baltic" in await world.command("U0SAM", "/scene", "restore 42pt1")
    assert "Scene 42pt1" in visible(await world.said("U0OLA", ASKED, times=2))
    assert "Ola Nowak: no answer yet" in await world.command("U0MIA", "/checkin", "day")


async def test_a_days_only_scene_is_cut(world: World) -> None:
    """The AD still reads that it is not proceeding; that is the day's last word, and no line follows it."""
    await ask_for(world, cast=("1",))
    await world.at(FRIDAY, "08:15")
    await world.said("U0ADA", "Scene 42pt1: Waiting on check-ins")
    await world.command("U0MIA", "/scene", "cut 42pt1")
    await world.at(FRIDAY, "08:30")
    closing = await world.said("U0ADA", "Scene 42pt1: Not proceeding as scheduled")
    assert "last word for this day" in visible(closing)
    await world.at(MONDAY, "05:35")
    async with world.look() as transaction:
        planned = await due.list_planned(transaction.session, world.production.number)
    assert [row.kind for row in planned if row.done_at is None and row.kind is DueKind.AD_LINE] == []
