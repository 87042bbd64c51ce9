"""The story of one intimate scene, from the first check-in to the morning after, acted out as people would.

Whatever way Slack's events take to the bot, and whatever goes wrong on it, people end with the same.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from bot.domain.heads import signed_heads_in
from storage import people
from storage.alerts import Alert
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSetState
from storage.people import Person
from tests.closed_sets.channels import closed_set
from tests.story.faults import Faults
from tests.story.transcript import normalised, read
from tests.story.user_driver import UserDriver
from tests.world import MONDAY, World, add_scene, set_up

FRIDAY, SUNDAY = (MONDAY - timedelta(days=days) for days in (3, 1))
TUESDAY = MONDAY + timedelta(days=1)
ASKED = "Is what was agreed still right for you?"
AGAIN = "Please look once more"
RECEIPT = "Recorded. You can change this at any time."
URGENT = "Something needs you now."
SCENE = "42pt1"
NAMES = {"U0OLA": "Ola", "U0JAN": "Jan", "U0MIA": "Mia", "U0DEV": "Dev", "U0ADA": "Ada", "U0SAM": "Sam", "U0LEO": "Leo"}
ON_SET = {"U0BOT", "U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA"}


async def tell(world: World, faults: Faults) -> UserDriver:
    """Act the whole story out; whoever acted it, with the transcript."""
    await set_up(world)
    await add_scene(world, SCENE, ["1", "2"])
    driver = UserDriver(world)
    for day, hour, chapter in CHAPTERS:
        await faults.turn(world)
        await world.at(day, hour)
        await driver.quiet()
        await world.post("/clock", advanceSeconds=AFTERWARDS)
        await chapter(driver)
        await driver.quiet()
    await faults.clear(world)
    await write_down(driver)
    return driver


async def asked(driver: UserDriver) -> None:
    """Both performers are asked; one confirms."""
    for user in ("U0OLA", "U0JAN"):
        await driver.said(user, ASKED)
    for user in ("U0ADA", "U0SAM"):
        await driver.said(user, "Waiting on check-ins")
    await driver.tap("U0JAN", await driver.said("U0JAN", ASKED), "As agreed")
    await driver.said("U0JAN", RECEIPT)


async def changed(driver: UserDriver) -> None:
    """The other one changes her mind in words, and writes a line more; the coordinator reads both and says so."""
    asking = await driver.said("U0OLA", ASKED)
    await driver.open("U0OLA", asking, "Not as agreed", "until Mia Brandt has spoken with you")
    await driver.submit("U0OLA", words="not the shower", direction="less")
    await driver.said("U0OLA", RECEIPT)
    await acknowledged(driver, "not the shower", times=1)
    await driver.open("U0OLA", await driver.said("U0OLA", RECEIPT), "See it", "Mia Brandt has it.")
    await driver.close("U0OLA")
    await driver.world.post("/message", user="U0OLA", channel="app", text="thank you")
    await driver.quiet()
    await driver.said("U0OLA", "Slack keeps what is typed here")
    await acknowledged(driver, "thank you", times=2)


async def acknowledged(driver: UserDriver, text: str, times: int) -> None:
    """The coordinator opens her newest alert, reads it and says so."""
    await driver.open("U0MIA", await driver.said("U0MIA", URGENT, times), "Open", text)
    await driver.submit("U0MIA")


async def reopened(driver: UserDriver) -> None:
    """Having spoken with her, the coordinator asks both again; both confirm."""
    for user in ("U0ADA", "U0SAM"):
        await driver.said(user, "With coordinator – plan may change")
    alert = await driver.open("U0MIA", await driver.said("U0MIA", URGENT), "Open", "Ola Nowak")
    await driver.open_further("U0MIA", alert, "Ask again, as agreed", "What was agreed stays as it is.")
    await driver.submit("U0MIA")
    for user in ("U0OLA", "U0JAN"):
        await driver.tap(user, await driver.said(user, AGAIN), "As agreed")
        await driver.said(user, RECEIPT, times=2)


async def approved(driver: UserDriver) -> None:
    """The coordinator looks at the list and approves it; nothing opens before its time."""
    for user in ("U0ADA", "U0SAM"):
        await driver.said(user, "Ready")
    driver.transcript.see("U0MIA", await driver.command("U0MIA", "/closedset", f"roster {SCENE}"))
    await driver.open("U0MIA", await driver.last_answer("U0MIA"), "Approve", "Approved. It opens")
    await driver.close("U0MIA")
    assert (await closed_set(driver.world)).state is ClosedSetState.PLANNED


async def opened(driver: UserDriver) -> None:
    """Twelve hours before call the channel opens, with exactly those on the list."""
    await open_and_right(driver)
    await note_members(driver, "opened")
    driver.transcript.see("U0MIA", await driver.command("U0MIA", "/closedset", f"roster {SCENE}"))


async def open_and_right(driver: UserDriver) -> None:
    """Wait until the channel is open, was looked at, and has the right people in it."""

    async def right() -> bool:
        row = await closed_set(driver.world)
        return row.state is ClosedSetState.OPEN and row.alarm is None and set(row.members) == ON_SET

    await driver.until(right, "the closed set being open and right")


async def thrown_out(driver: UserDriver) -> None:
    """A performer adds somebody who is not on the list: out again, and everyone concerned reads of it."""
    row = await closed_set(driver.world)
    await driver.world.post("/channel/add", channel=row.channel, user="U0LEO", by="U0JAN")
    await driver.quiet()
    await driver.said("U0LEO", "Somebody added you to a channel")
    await driver.said("U0ADA", "Leo Marsh")
    told = await driver.said("U0MIA", "There is something for you to know.")
    await driver.open("U0MIA", told, "Open", "Leo Marsh was added to a closed set")
    await driver.close("U0MIA")
    await open_and_right(driver)
    await note_members(driver, "after the uncleared person")


async def morning(driver: UserDriver) -> None:
    """The shooting day: a quiet message to the performers, the line to the ADs."""
    for user in ("U0OLA", "U0JAN"):
        await driver.said(user, "You need not reply.")
    for user in ("U0ADA", "U0SAM"):
        await driver.said(user, "Ready", times=2)


async def wrapped(driver: UserDriver) -> None:
    """The AD says wrap: a goodbye to everyone inside, then they are taken out and the channel is archived."""
    await driver.quiet()
    # Typed again after its answer was lost, it reads that the day is wrapped already: both are right, neither is kept.
    await driver.command("U0ADA", "/shootday", "wrap 11")
    for user in ("U0OLA", "U0JAN", "U0DEV", "U0ADA"):
        await driver.said(user, "Wrapped. Slack will say you were removed")

    async def closed() -> bool:
        return (await closed_set(driver.world)).state is ClosedSetState.CLOSED

    await driver.until(closed, "the closed set being closed")
    await note_members(driver, "after wrap")


async def morning_after(driver: UserDriver) -> None:
    """Whom to talk to."""
    for user in ("U0OLA", "U0JAN"):
        await driver.said(user, "If anything from yesterday stays with you")


# What is due comes on the quarter hours; people act after them, with more room to the next one than they need: see
# transcript.normalised.
AFTERWARDS = 90.0
CHAPTERS: list[tuple[date, str, Callable[[UserDriver], Awaitable[None]]]] = [
    (FRIDAY, "08:15", asked),
    (FRIDAY, "09:00", changed),
    (FRIDAY, "10:00", reopened),
    (SUNDAY, "16:00", approved),
    (SUNDAY, "19:00", opened),
    (SUNDAY, "20:00", thrown_out),
    (MONDAY, "05:30", morning),
    (MONDAY, "18:00", wrapped),
    (TUESDAY, "10:00", morning_after),
]


async def note_members(driver: UserDriver, when: str) -> None:
    """Who is in the closed set's channel, and whether it is archived."""
    row = await closed_set(driver.world)
    channel = driver.world.sandbox.workspace.conversations[row.channel or ""]
    names = ", ".join(sorted(NAMES.get(user, user) for user in channel.members))
    state = f"{'private' if channel.is_private else 'public'}, {'archived' if channel.is_archived else 'in use'}"
    driver.transcript.places[when] = f"{names}; {state}"


async def write_down(driver: UserDriver) -> None:
    """Everything people finally have, into the transcript."""
    for user, name in NAMES.items():
        note_conversations(driver, user, name)
        await note_home(driver, user, name)
    driver.transcript.seen = {NAMES[user]: texts for user, texts in driver.transcript.seen.items()}
    await note_record(driver)


def note_conversations(driver: UserDriver, user: str, name: str) -> None:
    """What stands between a person and the bot, and what Slack itself told them of channels."""
    transcript, workspace = driver.transcript, driver.world.sandbox.workspace
    before = ""
    for message in driver.conversation(user):
        author, text = NAMES.get(message["user"], "Bot"), read(message["blocks"])
        # How far the record has come is another story in each run; that heads come is shown in tests/record.
        if signed_heads_in(text):
            continue
        # Whose window was lost taps again, and each tap has its receipt.
        if not (RECEIPT in text and text == before):
            transcript.hear(name, f"{author}, {message['text']}:\n{text}")
        before = text
    for told in workspace.slackbot_message(user).timeline:
        transcript.hear(f"{name}, by Slack", told.text)


async def note_home(driver: UserDriver, user: str, name: str) -> None:
    """A person's Home, as it is after one more opening."""
    homes: dict[str, Any] = driver.world.sandbox.workspace.views.homes
    homes.pop(user, None)
    await driver.world.post("/open-home", user=user)

    async def published() -> bool:
        return user in homes

    await driver.until(published, f"the Home of {name}")
    driver.transcript.homes[name] = normalised(read(homes[user].blocks))


async def note_record(driver: UserDriver) -> None:
    """The answers and the alerts that are kept: each once, in order, told once, seen by whom."""
    async with driver.world.look() as transaction:
        answers = await transaction.session.exec(select(Answer, CheckIn).join(CheckIn).order_by(col(Answer.id)))
        driver.transcript.kept["answers"] = [
            f"{(await people.get(transaction.session, row.person_id)).name}: {answer.kind}, {answer.source}"
            for answer, row in answers.all()
        ]
        alerts = await transaction.session.exec(
            select(Alert, Person).join(Person, col(Person.id) == col(Alert.acknowledged_by)).order_by(col(Alert.id))
        )
        driver.transcript.kept["alerts"] = [
            f"{alert.kind}, told {alert.step} times, seen by {by.name}" for alert, by in alerts.all()
        ]
