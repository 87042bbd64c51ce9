"""What performers answer, and what everybody learns of it."""

from datetime import date

from tests.world import MONDAY, NEUTRAL, World, add_scene, visible, words_of

FRIDAY = date(2026, 3, 13)
SUNDAY = date(2026, 3, 15)
ASKED = "Is what was agreed still right for you?"
RECEIPT = "Recorded. You can change this at any time."


async def ask_both(world: World) -> None:
    """Scene 42pt1 with Ola and Jan, both asked."""
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, ASKED)


async def answer(world: World, user: str, button: str) -> None:
    """Answer the first check-in, and wait for the receipt."""
    before = [message for message in await world.messages(user) if RECEIPT in visible(message)]
    await world.tap(user, await world.said(user, ASKED), button, "42pt1")
    await world.said(user, RECEIPT, times=len(before) + 1)


async def test_case_1_both_confirm(world: World) -> None:
    """Both get the same receipt, the coordinator sees both with the rider's version, and the AD reads Ready."""
    await ask_both(world)
    roster = await world.command("U0MIA", "/closedset", "roster 42pt1")
    await answer(world, "U0OLA", "As agreed")
    await answer(world, "U0JAN", "As agreed")
    standing = await world.command("U0MIA", "/checkin", "day 11")
    assert "Ola Nowak" in standing
    assert "Jan Wolski" in standing
    assert standing.count("confirmed") == 2
    assert standing.count("rider version 1") == 2
    assert await world.command("U0MIA", "/closedset", "roster 42pt1") == roster
    await world.at(MONDAY, "05:30")
    words = await world.said("U0ADA", "Scene 42pt1: Ready")
    assert words["text"] == NEUTRAL
    receipts = [
        [m["blocks"] for m in await world.messages(user) if RECEIPT in visible(m)] for user in ("U0OLA", "U0JAN")
    ]
    assert without_ids(receipts[0]) == without_ids(receipts[1])


async def test_case_2_one_of_two_has_answered(world: World) -> None:
    """The AD reads Waiting, without a count or a name; the coordinator sees who."""
    await ask_both(world)
    await answer(world, "U0OLA", "As agreed")
    await world.at(FRIDAY, "08:16")
    words = visible(await world.said("U0ADA", "Scene 42pt1: Waiting on check-ins"))
    assert [secret for secret in ("Ola", "Jan", "1 of 2", "one of") if secret in words] == []
    standing = await world.command("U0MIA", "/checkin", "day 11")
    assert "no answer yet" in standing


async def test_case_3_a_performer_wants_to_talk_not_type(world: World) -> None:
    """One button: the coordinator is alerted without a name, the AD reads With coordinator, no reason is asked."""
    await ask_both(world)
    await answer(world, "U0OLA", "Call me")
    modal = await world.modal("U0OLA", "Mia Brandt will call you")
    assert not any(block["type"] == "input" for block in modal["blocks"])
    alert = await world.said("U0MIA", "Something needs you now.")
    assert "Ola" not in visible(alert)
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "With coordinator – plan may change")


async def test_case_4_silence_the_evening_before(world: World) -> None:
    """One neutral reminder, the coordinator told, and the AD still reads Waiting: silence never becomes Ready."""
    await ask_both(world)
    await answer(world, "U0JAN", "As agreed")
    await world.at(SUNDAY, "19:01")
    await world.said("U0OLA", "We have no answer from you yet")
    await world.alert("U0MIA", "Ola Nowak has not answered yet")
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "Scene 42pt1: Waiting on check-ins", times=2)
    reminders = [m for m in await world.messages("U0OLA") if "We have no answer" in visible(m)]
    assert len(reminders) == 1


async def test_case_5_silence_at_call_time(world: World) -> None:
    """The coordinator speaks in person and records it; after the morning's quiet message the performer gets no more."""
    await ask_both(world)
    await answer(world, "U0JAN", "As agreed")
    await world.at(SUNDAY, "19:01")
    await world.said("U0OLA", "We have no answer from you yet")
    await world.at(MONDAY, "05:31")
    await world.said("U0OLA", "You need not reply")
    heard = len(await world.messages("U0OLA"))
    await world.at(MONDAY, "07:02")
    await world.said("U0ADA", "With coordinator – plan may change")
    modal = await world.alert("U0MIA", "please speak in person")
    assert len(await world.messages("U0OLA")) == heard
    await world.tap_in_modal("U0MIA", modal, "Record an answer")
    await world.modal("U0MIA", "What was said")
    await world.submit("U0MIA", answer="as_agreed", source="in_person")
    await world.at(MONDAY, "07:05")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    assert "in person" in await world.command("U0MIA", "/checkin", "day 11")


async def test_case_6_read_on_a_locked_phone_in_public(world: World) -> None:
    """Every notification is the same sentence, with no scene and no subject in it."""
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    await world.said("U0MIA", "Something needs you now.")
    await world.at(MONDAY, "05:31")
    await world.said("U0ADA", "With coordinator – plan")
    await world.said("U0OLA", "You need not reply")
    state = await world.get("/state")
    assert {note["text"] for note in state["notifications"]} == {NEUTRAL}


async def test_case_7_a_change_at_22_10_the_evening_before(world: World) -> None:
    """The change supersedes the confirmation; the coordinator has it and its words at once, the AD only a word."""
    await ask_both(world)
    await answer(world, "U0OLA", "As agreed")
    await answer(world, "U0JAN", "As agreed")
    await world.at(SUNDAY, "22:10")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "until Mia Brandt has spoken with you. You need not explain.")
    await world.submit("U0OLA", words="not the shower, please", direction="less")
    alert = await world.said("U0MIA", "Something needs you now.")
    assert [secret for secret in ("Ola", "shower", "42") if secret in visible(alert)] == []
    await world.tap("U0MIA", alert, "Open")
    modal = visible(await world.modal("U0MIA", "Ola Nowak: not as agreed"))
    assert "not the shower, please" in modal
    assert "Less than agreed" in modal
    await world.submit("U0MIA")
    receipt = await world.said("U0OLA", RECEIPT, times=2)
    await world.tap("U0OLA", receipt, "See it")
    await world.modal("U0OLA", "Mia Brandt has it.")
    await world.at(SUNDAY, "22:16")
    words = visible(await world.said("U0ADA", "With coordinator – plan may change"))
    assert [secret for secret in ("Ola", "Jan", "shower", "Less", "22:10") if secret in words] == []
    assert await words_of(world, "U0ADA") == ["waiting", "ready", "with_coordinator"]


async def test_case_7_nobody_acknowledges_and_the_deputy_is_told(world: World) -> None:
    """The alert comes again, then reaches the deputy, who does not read the words before a handover."""
    await ask_both(world)
    await world.at(SUNDAY, "22:10")
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "Recorded")
    await world.submit("U0OLA", words="not the shower, please")
    await world.said("U0MIA", "Something needs you now.")
    await world.at(SUNDAY, "22:21")
    await world.said("U0MIA", "Still waiting for you.")
    await world.at(SUNDAY, "22:50")
    modal = visible(await world.alert("U0DEV", "Ola Nowak: not as agreed"))
    assert "shower" not in modal
    assert "kept for Mia Brandt" in modal
    await world.at(MONDAY, "06:00")
    await world.said("U0ADA", "Please find the coordinator in person")


async def test_case_8_performer_and_coordinator_agree_on_less(world: World) -> None:
    """Limits are effective at once, everyone is asked again, and the plan is revised when all confirm."""
    await ask_both(world)
    await answer(world, "U0JAN", "As agreed")
    await answer(world, "U0OLA", "Not as agreed")
    modal = await world.alert("U0MIA", "Ola Nowak: not as agreed")
    await world.tap_in_modal("U0MIA", modal, "Limits")
    await world.modal("U0MIA", "Inside the unchanged rider")
    await world.submit("U0MIA", limits="No shower.", partners="Dressing gown stays on.")
    for user, reads in (("U0OLA", "No shower."), ("U0JAN", "Dressing gown stays on.")):
        message = await world.said(user, "Please look once more")
        await world.tap(user, message, "What was agreed", "42pt1")
        await world.modal(user, reads)
        await world.post("/view/close", user=user)
        await world.tap(user, message, "As agreed", "42pt1")
        await world.said(user, RECEIPT, times=2)
    await world.at(FRIDAY, "08:31")
    await world.said("U0ADA", "Revised plan agreed – see coordinator")


async def test_case_9_a_performer_wants_to_do_more_than_agreed(world: World) -> None:
    """More needs a new rider and its notice; the coordinator is told, the scene stays on the old terms."""
    await ask_both(world)
    await world.at(SUNDAY, "11:00")
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "Recorded")
    sent = await world.submit("U0OLA", direction="more")
    assert "New or added action needs a new rider and at least 48 hours" in visible(
        sent.get("view") or await world.modal("U0OLA", "New or added")
    )
    await world.alert("U0MIA", "this needs a new rider and its notice")
    await world.at(SUNDAY, "11:16")
    await world.said("U0ADA", "With coordinator – plan may change")
    message = await world.said("U0OLA", ASKED)
    await world.tap("U0OLA", message, "What was agreed", "42pt1")
    await world.modal("U0OLA", "as written, nothing more.")


async def test_case_10_not_as_agreed_writes_nothing_closes_the_window(world: World) -> None:
    """The tap was the change: closing the window undoes nothing, and no question follows."""
    await ask_both(world)
    await answer(world, "U0OLA", "Not as agreed")
    await world.modal("U0OLA", "Recorded")
    heard = len(await world.messages("U0OLA"))
    await world.post("/view/close", user="U0OLA")
    await world.said("U0MIA", "Something needs you now.")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "With coordinator – plan may change")
    assert len(await world.messages("U0OLA")) == heard


async def test_case_13_a_one_performer_scene(world: World) -> None:
    """The words for one performer are those for two, to the letter."""
    await add_scene(world, "42A", ["1"])
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    message = await world.said("U0OLA", ASKED)
    await world.tap("U0OLA", message, "Not as agreed", "42A")
    await world.tap("U0OLA", message, "Not as agreed", "42pt1")
    await world.said("U0OLA", RECEIPT, times=2)
    await world.at(FRIDAY, "08:16")
    words = visible(await world.said("U0ADA", "With coordinator – plan"))
    lines = [line for line in words.splitlines() if line.startswith("Scene ")]
    assert {line.partition(": ")[2] for line in lines} == {"With coordinator – plan may change"}


async def test_case_32_the_evening_check_in(world: World) -> None:
    """Only the performer who has not answered is asked again; a confirmation stands."""
    await ask_both(world)
    await answer(world, "U0JAN", "As agreed")
    heard = len(await world.messages("U0JAN"))
    await world.at(SUNDAY, "19:01")
    await world.said("U0OLA", "We have no answer from you yet")
    assert len(await world.messages("U0JAN")) == heard


def without_ids(blocks: list[list[dict[str, object]]]) -> str:
    """Blocks without the random ids Slack gives them."""
    return repr(
        [[{name: value for name, value in block.items() if name != "block_id"} for block in row] for row in blocks]
    )
