"""A whole story in a language of brackets: whatever stands outside of them was never given to a translator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from messages import language as spoken
from tests.commands.acting import FRIDAY
from tests.languages.pseudo import CODE, Eyes, bare, bracketed, write_pseudo
from tests.world import MONDAY, World, add_scene, until, visible

SUNDAY = MONDAY.replace(day=15)
ASKED = "Is what was agreed still right for you?"
HOME_WINDOWS = {
    "Language: Esperanto": "Messages come in",
    "What is kept about me": "Messages come in",
    "My notes": "Delete this note",
    "Who can read what": "Slack, the company",
}
PEOPLE = ("U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA", "U0SAM")


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The bot speaks English and the language of brackets."""
    write_pseudo(tmp_path)
    monkeypatch.setattr(spoken, "CATALOGUES", tmp_path)
    for kept in (spoken.catalogue, spoken.language):
        kept.cache_clear()
    yield
    for kept in (spoken.catalogue, spoken.language):
        kept.cache_clear()


async def performers_answer(eyes: Eyes) -> None:
    """The check-in, its windows, a change with words, typed words, and Home."""
    world = eyes.world
    asked = await world.said("U0OLA", ASKED)
    await eyes.window("U0OLA", "What was agreed", "Rider, version", asked)
    await eyes.window("U0OLA", "Call me", "will call you", asked)
    await world.tap("U0OLA", asked, bracketed("Not as agreed"))
    await eyes.modal("U0OLA", "we are telling")
    await world.submit("U0OLA", words="not the shower", direction="more")
    await eyes.modal("U0OLA", "New or added action")
    await world.post("/view/close", user="U0OLA")
    receipt = await world.said("U0OLA", "You can change this at any time.")
    await eyes.window("U0OLA", "See it", "Delete this note", receipt)
    await world.post("/message", user="U0OLA", channel="app", text="thank you")
    typed = await world.said("U0OLA", "Slack keeps what is typed here")
    await eyes.window("U0OLA", "Nothing changes", "nothing changes", typed)
    page = await eyes.home("U0OLA", "How this works")
    for button, shows in HOME_WINDOWS.items():
        await world.tap_in_modal("U0OLA", page, bracketed(button))
        await eyes.modal("U0OLA", shows)
        await world.post("/view/close", user="U0OLA")


async def the_coordinator_acts(eyes: Eyes) -> None:
    """Alerts and their windows, every command that answers, Home and its settings."""
    world = eyes.world
    alert = eyes.see("alert", await open_alert(world, "Ola Nowak: not as agreed"))
    for button, shows in (("Record an answer", "What was said"), ("Limits", "What the others in the scene read of it")):
        await world.tap_in_modal("U0MIA", alert, bracketed(button))
        await eyes.modal("U0MIA", shows)
        await world.post("/view/close", user="U0MIA")
    await world.submit("U0MIA")
    await eyes.window("U0OLA", "See it", "has it", await world.said("U0OLA", "You can change this at any time."))
    page = await eyes.home("U0MIA", "Settings")
    await world.tap_in_modal("U0MIA", page, bracketed("Settings"))
    await eyes.modal("U0MIA", "Time zone")
    eyes.see("errors", await world.submit("U0MIA", time_zone="Nowhere", notice_hours="many", evening_at="late"))
    await world.post("/view/close", user="U0MIA", all=True)
    await eyes.command("U0MIA", "/checkin", "help", "day", "day 40", "send 42pt1", "send 7", "duty", "duty later")
    await eyes.command("U0MIA", "/checkin", "record 42pt1 @nobody", "on-set on", "on-set off", "dance")
    await eyes.command("U0MIA", "/scene", "help", "list", "confirm 42pt1", "pages 42A", "restore 42pt1", "terms 42pt1")
    await eyes.command_window("U0MIA", "/scene", "terms 42pt1 Ola", "Signed and in force")
    await eyes.command("U0MIA", "/closedset", "help", "list", "roster 42pt1", "plan 42pt1", "release 42pt1", "open 7")
    await eyes.command("U0MIA", "/closedset", "clear 42pt1 <@U0SAM> monitor", "clear 42pt1", "remove 42pt1 <@U0SAM>")
    await eyes.command_window("U0MIA", "/checkin", "reopen 42pt1", "What was agreed stays as it is")


async def open_alert(world: World, text: str) -> dict[str, object]:
    """Open the coordinator's alerts, newest first, until one says this."""
    for message in reversed(await world.messages("U0MIA")):
        if bracketed("Open") in visible(message):
            await world.tap("U0MIA", message, bracketed("Open"))
            modal = await world.modal("U0MIA")
            if text in visible(modal):
                return modal
            await world.post("/view/close", user="U0MIA")
    raise AssertionError(f"no alert says “{text}”")


async def the_ads_plan(eyes: Eyes) -> None:
    """The words, the board, the door, and what does not fit."""
    await eyes.home("U0ADA", "Waiting on check-ins")
    await eyes.command(
        "U0ADA", "/shootday", "help", "list", "call 11 07:30", "call 11", "move 42pt1 11", "filmed 42pt1"
    )
    await eyes.command("U0ADA", "/shootday", "move 7 12", "move 42pt1", "not-filmed 42pt1", "wrap 11", "call 11 FIFTH")
    await eyes.command("U0ADA", "/scene", "list", "cut 7")
    await eyes.command("U0ADA", "/closedset", "door", "roster 42pt1", "ask 42pt1 <@U0SAM>", "clear 42pt1 <@U0SAM>")
    await eyes.command_window("U0ADA", "/scene", "terms 42pt1 Ola", "What was agreed")
    await eyes.world.post("/message", user="U0SAM", channel="app", text="thank you")
    await eyes.world.said("U0SAM", "Nobody reads what is typed here.")


async def house_rules(eyes: Eyes) -> bool:
    """What the closed set's channel says about itself, once it says something."""
    channels = eyes.world.sandbox.workspace.conversations.values()
    return any(eyes.see("purpose", channel.purpose.value) for channel in channels if "⟦" in channel.purpose.value)


@pytest.mark.usefixtures("pseudo")
async def test_a_whole_story_leaves_no_word_outside_the_catalogues(world: World) -> None:
    """Messages, windows, Home, answers to commands, errors and a channel's purpose: all of it was translated."""
    eyes = Eyes(world)
    for user in PEOPLE:
        await world.post("/user", user=user, locale=CODE)
    async with world.transaction() as transaction:
        world.production.language = CODE
        transaction.session.add(world.production)
    await add_scene(world, "42pt1", ["1", "2"])
    await add_scene(world, "42A", ["2"], riders=False)
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", ASKED)
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Waiting on check-ins")
    await the_ads_plan(eyes)
    await performers_answer(eyes)
    await the_coordinator_acts(eyes)
    await world.at(SUNDAY, "19:10")
    await world.said("U0JAN", "We have no answer from you yet")
    await eyes.command("U0MIA", "/closedset", "open 42pt1")
    await until(lambda: house_rules(eyes), "a channel with house rules")
    await world.at(MONDAY, "06:00")
    await world.said("U0JAN", "Good morning.")
    await eyes.command("U0ADA", "/scene", "cut 42A")
    await world.said("U0JAN", "is no longer planned for")
    shown = await eyes.everything(*PEOPLE)
    outside = {what: words for what, texts in shown.items() if (words := [w for text in texts for w in bare(text)])}
    assert outside == {}
    assert sum(len(texts) for texts in shown.values()) > 80
