"""After filming, before anything is marked, and whoever asks for what is not theirs."""

from datetime import date
from pathlib import Path

from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.duty import end_duty
from bot.productions import give_role
from bot.record import all_facts
from storage import people
from tests.cases.test_answers import RECEIPT, SUNDAY, answer, ask_both
from tests.cases.test_from_schedule_to_check_in import import_schedule
from tests.world import MONDAY, World, add_scene, direct, visible, words_of

FRIDAY = date(2026, 3, 13)
WEDNESDAY = date(2026, 3, 18)
BANNER = """Shoot Day,Date,Approx Call,Order,Row Type,Scene,Set,D/N,Cast IDs
11,2026-03-16,07:00,1,SCENE,60,HOTEL LIFT,N,"1, 2"
11,2026-03-16,07:00,2,BANNER,,CLOSED SET,,
11,2026-03-16,07:00,3,SCENE,61,HOTEL BAR,N,"1, 2"
"""


async def refusals(world: World) -> int:
    """How many refusals are on record in Baltic."""
    async with world.look() as transaction:
        entries = await all_facts(transaction, world.production.number)
    return [entry["kind"] for entry in entries].count(RecordKind.REFUSED)


async def test_case_12_a_change_after_the_scene_was_filmed(world: World) -> None:
    """Never too late: the performer reads what can be done, the coordinator when it was filmed, the AD nothing."""
    await ask_both(world)
    for user in ("U0OLA", "U0JAN"):
        await answer(world, user, "As agreed")
    await world.at(MONDAY, "05:31")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    await world.at(MONDAY, "09:00")
    assert "Filmed in Baltic: scene 42pt1" in await world.command("U0ADA", "/shootday", "filmed 42pt1")
    heard = len(await world.messages("U0ADA"))
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "Mia Brandt will talk with you about what can be done (use, edit).")
    await world.alert("U0MIA", "Filmed Mon 16 Mar, 09:00")
    await world.at(MONDAY, "09:46")
    assert len(await world.messages("U0ADA")) == heard
    assert "Scene 42pt1: filmed" in await world.command("U0ADA", "/shootday", "list")
    assert (await words_of(world, "U0ADA"))[-1] == "ready"


async def test_case_21_a_closed_set_banner_and_no_flagged_scene(world: World, tmp_path: Path) -> None:
    """The coordinator is asked which scene is meant; nothing is sent until she has said."""
    file = tmp_path / "one_liner.csv"
    file.write_text(BANNER)
    await import_schedule(world, file)
    await world.alert("U0MIA", "has the banner “CLOSED SET”, but no scene that looks intimate.")
    await world.post("/view/close", user="U0MIA")
    await world.at(SUNDAY, "19:30")
    assert await world.messages("U0OLA") == []
    assert await world.messages("U0ADA") == []
    assert "Confirmed as intimate in Baltic: 61." in await world.command("U0MIA", "/scene", "confirm 61")
    asked = visible(await world.said("U0OLA", "Is what was agreed"))
    assert "Scene 61" in asked
    assert "Scene 60" not in asked


async def test_case_26_the_ad_asks_who_changed_and_the_producer_for_an_export(world: World) -> None:
    """Both are refused in a sentence that tells nothing, and both are on record."""
    async with world.transaction() as transaction:
        producer = await people.find_by_slack_user(transaction.session, "U0SAM")
        assert producer is not None
        await give_role(transaction, world.production, producer, Role.PRODUCER)
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    before = await refusals(world)
    for user, text in (("U0ADA", "day 11"), ("U0SAM", "export"), ("U0ADA", "export")):
        shown = await world.command(user, "/checkin", text)
        assert "This is not open to you here." in shown
        assert [secret for secret in ("Ola", "Jan", "42pt1") if secret in shown] == []
    assert await refusals(world) == before + 3
    await world.post("/message", user="U0ADA", channel=direct("U0ADA"), text="who changed?")
    assert "Ola" not in visible(await world.said("U0ADA", "Nobody reads what is typed here."))


async def test_case_26_the_deputy_reads_after_a_handover(world: World) -> None:
    """Before it the words are kept for the coordinator; after it the deputy reads them."""
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "Recorded")
    await world.submit("U0OLA", words="not the shower, please")
    await world.command("U0MIA", "/checkin", "on-set on")
    await world.at(FRIDAY, "08:31")
    assert "kept for Mia Brandt" in visible(await world.alert("U0DEV", "Ola Nowak: not as agreed"))
    await world.post("/view/close", user="U0DEV", all=True)
    await world.command("U0MIA", "/checkin", "duty handover @dev")
    await world.said("U0DEV", "Mia Brandt")
    assert "not the shower, please" in visible(await world.alert("U0DEV", "Ola Nowak: not as agreed"))


async def test_case_26_no_coordinator_and_no_deputy(world: World) -> None:
    """No check-in is sent, and the bot says so to those who could take over; once somebody does, it goes out."""
    async with world.transaction() as transaction:
        mia = await people.find_by_slack_user(transaction.session, "U0MIA")
        assert mia is not None
        await end_duty(transaction, world.production, mia)
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    await world.alert("U0DEV", "Nobody is on duty")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    assert await world.messages("U0OLA") == []
    await world.command("U0DEV", "/checkin", "duty on")
    await world.said("U0OLA", "Is what was agreed")


async def test_case_29_the_same_person_is_performer_and_producer(world: World) -> None:
    """Neither as producer nor as AD do they get a view of their partner: they are a performer alone."""
    async with world.transaction() as transaction:
        jan = await people.find_by_slack_user(transaction.session, "U0JAN")
        assert jan is not None
        for role in (Role.PRODUCER, Role.FIRST_AD):
            await give_role(transaction, world.production, jan, role)
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "With coordinator – plan may change")
    for command, text in (
        ("/checkin", "day 11"),
        ("/shootday", "list"),
        ("/scene", "terms 42pt1 Ola"),
        ("/closedset", "roster 42pt1"),
        ("/checkin", "export"),
    ):
        assert "This is not open to you here." in await world.command("U0JAN", command, text)
    await world.at(MONDAY, "05:31")
    await world.said("U0ADA", "With coordinator – plan may change", times=2)
    await world.said("U0JAN", "You need not reply")
    assert await words_of(world, "U0JAN") == []


async def test_case_15_a_change_goes_with_the_scene(world: World) -> None:
    """Moving a scene undoes no change of mind: on its new day, too, only the coordinator re-opens it."""
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    await add_scene(world, "50", ["2"], day=WEDNESDAY)
    await world.command("U0ADA", "/shootday", "move 42pt1 13")
    await world.at(SUNDAY, "08:00")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Wed 18 March")
    await world.command("U0MIA", "/checkin", "reopen 42pt1")
    await world.modal("U0MIA", "42pt1")
    await world.submit("U0MIA")
    for user in ("U0OLA", "U0JAN"):
        await world.tap(user, await world.said(user, "Please look once more"), "As agreed", "42pt1")
    await world.said("U0OLA", RECEIPT, times=2)
    await world.at(SUNDAY, "08:16")
    await world.said("U0ADA", "Scene 42pt1: Ready")
