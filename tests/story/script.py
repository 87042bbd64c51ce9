"""The story of one intimate scene, from the first check-in to the morning after, acted out as people would.

Whatever way Slack's events take to the bot, and whatever goes wrong on it, people end with the same.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from storage import people
from storage.alerts import Alert
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSetState
from storage.people import Person
from tests.closed_sets.channels import closed_set
from tests.story.hands import Hands
from tests.story.transcript import normalised, read
from tests.story.weather import Weather
from tests.world import MONDAY, World, add_scene, set_up

FRIDAY, SUNDAY = (MONDAY - timedelta(days=days) for days in (3, 1))
TUESDAY = MONDAY + timedelta(days=1)
ASKED = "Is what was agreed still right for you?"
AGAIN = "Please answer once more"
RECEIPT = "Recorded. You can change this at any time."
URGENT = "Something needs you now."
SCENE = "42pt1"
NAMES = {"U0OLA": "Ola", "U0JAN": "Jan", "U0MIA": "Mia", "U0DEV": "Dev", "U0ADA": "Ada", "U0SAM": "Sam", "U0LEO": "Leo"}
ON_SET = {"U0BOT", "U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA"}


async def tell(world: World, weather: Weather) -> Hands:
    """Act the whole story out; whoever acted it, with the transcript."""
    await set_up(world)
    await add_scene(world, SCENE, ["1", "2"])
    hands = Hands(world)
    for day, hour, chapter in CHAPTERS:
        await weather.turn(world)
        await world.at(day, hour)
        await hands.quiet()
        await world.post("/clock", advanceSeconds=AFTERWARDS)
        await chapter(hands)
        await hands.quiet()
    await weather.clear(world)
    await write_down(hands)
    return hands


async def asked(hands: Hands) -> None:
    """Both performers are asked; one confirms."""
    for user in ("U0OLA", "U0JAN"):
        await hands.said(user, ASKED)
    for user in ("U0ADA", "U0SAM"):
        await hands.said(user, "Waiting on check-ins")
    await hands.tap("U0JAN", await hands.said("U0JAN", ASKED), "As agreed")
    await hands.said("U0JAN", RECEIPT)


async def changed(hands: Hands) -> None:
    """The other one changes her mind in words, and writes a line more; the coordinator reads both and says so."""
    asking = await hands.said("U0OLA", ASKED)
    await hands.open("U0OLA", asking, "Not as agreed", "We are telling Mia Brandt")
    await hands.submit("U0OLA", words="not the shower", direction="less")
    await hands.said("U0OLA", RECEIPT)
    await acknowledged(hands, "not the shower", times=1)
    await hands.world.post("/message", user="U0OLA", channel="app", text="thank you")
    await hands.quiet()
    await hands.said("U0OLA", "Slack keeps what is typed here")
    await acknowledged(hands, "thank you", times=2)


async def acknowledged(hands: Hands, text: str, times: int) -> None:
    """The coordinator opens her newest alert, reads it and says so; the performer sees who has read it."""
    await hands.open("U0MIA", await hands.said("U0MIA", URGENT, times), "Open", text)
    await hands.submit("U0MIA")
    told = await hands.said("U0OLA", "There is an update for you.", times)
    await hands.open("U0OLA", told, "Open", "Mia Brandt has seen it.")
    await hands.close("U0OLA")


async def reopened(hands: Hands) -> None:
    """Having spoken with her, the coordinator asks both again; both confirm."""
    for user in ("U0ADA", "U0SAM"):
        await hands.said(user, "With coordinator – plan may change")
    alert = await hands.open("U0MIA", await hands.said("U0MIA", URGENT), "Open", "Ola Nowak")
    await hands.open_further("U0MIA", alert, "Ask again, as agreed", "What was agreed stays as it is.")
    await hands.submit("U0MIA")
    for user in ("U0OLA", "U0JAN"):
        await hands.tap(user, await hands.said(user, AGAIN), "As agreed")
        await hands.said(user, RECEIPT, times=2)


async def approved(hands: Hands) -> None:
    """The coordinator looks at the list and approves it; nothing opens before its time."""
    for user in ("U0ADA", "U0SAM"):
        await hands.said(user, "Ready")
    hands.transcript.see("U0MIA", await hands.command("U0MIA", "/closedset", f"roster {SCENE}"))
    await hands.open("U0MIA", await hands.last_answer("U0MIA"), "Approve", "Approved. It opens")
    await hands.close("U0MIA")
    assert (await closed_set(hands.world)).state is ClosedSetState.PLANNED


async def opened(hands: Hands) -> None:
    """Twelve hours before call the channel opens, with exactly those on the list."""
    await open_and_right(hands)
    await note_members(hands, "opened")
    hands.transcript.see("U0MIA", await hands.command("U0MIA", "/closedset", f"roster {SCENE}"))


async def open_and_right(hands: Hands) -> None:
    """Wait until the channel is open, was looked at, and has the right people in it."""

    async def right() -> bool:
        row = await closed_set(hands.world)
        return row.state is ClosedSetState.OPEN and row.alarm is None and set(row.members) == ON_SET

    await hands.until(right, "the closed set being open and right")


async def thrown_out(hands: Hands) -> None:
    """A performer adds somebody who is not on the list: out again, and everyone concerned reads of it."""
    row = await closed_set(hands.world)
    await hands.world.post("/channel/add", channel=row.channel, user="U0LEO", by="U0JAN")
    await hands.quiet()
    await hands.said("U0LEO", "Somebody added you to a channel")
    await hands.said("U0ADA", "Leo Marsh")
    told = await hands.said("U0MIA", "There is something for you to know.")
    await hands.open("U0MIA", told, "Open", "Leo Marsh was added to a closed set")
    await hands.close("U0MIA")
    await open_and_right(hands)
    await note_members(hands, "after the uncleared person")


async def morning(hands: Hands) -> None:
    """The shooting day: a quiet message to the performers, the line to the ADs."""
    for user in ("U0OLA", "U0JAN"):
        await hands.said(user, "You need not reply.")
    for user in ("U0ADA", "U0SAM"):
        await hands.said(user, "Ready", times=2)


async def wrapped(hands: Hands) -> None:
    """The AD says wrap: a goodbye to everyone inside, then they are taken out and the channel is archived."""
    await hands.quiet()
    # Typed again after its answer was lost, it reads that the day is wrapped already: both are right, neither is kept.
    await hands.command("U0ADA", "/shootday", "wrap 11")
    for user in ("U0OLA", "U0JAN", "U0DEV", "U0ADA"):
        await hands.said(user, "Wrapped. Slack will say you were removed")

    async def closed() -> bool:
        return (await closed_set(hands.world)).state is ClosedSetState.CLOSED

    await hands.until(closed, "the closed set being closed")
    await note_members(hands, "after wrap")


async def morning_after(hands: Hands) -> None:
    """Whom to talk to."""
    for user in ("U0OLA", "U0JAN"):
        await hands.said(user, "thank you for yesterday")


# What is due comes on the quarter hours; people act after them, with more room to the next one than they need: see
# transcript.normalised.
AFTERWARDS = 90.0
CHAPTERS: list[tuple[date, str, Callable[[Hands], Awaitable[None]]]] = [
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


async def note_members(hands: Hands, when: str) -> None:
    """Who is in the closed set's channel, and whether it is archived."""
    row = await closed_set(hands.world)
    channel = hands.world.sandbox.workspace.conversations[row.channel or ""]
    names = ", ".join(sorted(NAMES.get(user, user) for user in channel.members))
    state = f"{'private' if channel.is_private else 'public'}, {'archived' if channel.is_archived else 'in use'}"
    hands.transcript.places[when] = f"{names}; {state}"


async def write_down(hands: Hands) -> None:
    """Everything people finally have, into the transcript."""
    for user, name in NAMES.items():
        note_conversations(hands, user, name)
        await note_home(hands, user, name)
    hands.transcript.seen = {NAMES[user]: texts for user, texts in hands.transcript.seen.items()}
    await note_record(hands)


def note_conversations(hands: Hands, user: str, name: str) -> None:
    """What stands between a person and the bot, and what Slack itself told them of channels."""
    transcript, workspace = hands.transcript, hands.world.sandbox.workspace
    for message in hands.conversation(user):
        author = NAMES.get(message["user"], "Bot")
        transcript.hear(name, f"{author}, {message['text']}:\n{read(message['blocks'])}")
    for told in workspace.slackbot_message(user).timeline:
        transcript.hear(f"{name}, by Slack", told.text)


async def note_home(hands: Hands, user: str, name: str) -> None:
    """A person's Home, as it is after one more opening."""
    homes: dict[str, Any] = hands.world.sandbox.workspace.views.homes
    homes.pop(user, None)
    await hands.world.post("/open-home", user=user)

    async def published() -> bool:
        return user in homes

    await hands.until(published, f"the Home of {name}")
    hands.transcript.homes[name] = normalised(read(homes[user].blocks))


async def note_record(hands: Hands) -> None:
    """The answers and the alerts that are kept: each once, in order, told once, seen by whom."""
    async with hands.world.look() as transaction:
        answers = await transaction.session.exec(select(Answer, CheckIn).join(CheckIn).order_by(col(Answer.id)))
        hands.transcript.kept["answers"] = [
            f"{(await people.get(transaction.session, row.person_id)).name}: {answer.kind}, {answer.source}"
            for answer, row in answers.all()
        ]
        alerts = await transaction.session.exec(
            select(Alert, Person).join(Person, col(Person.id) == col(Alert.acknowledged_by)).order_by(col(Alert.id))
        )
        hands.transcript.kept["alerts"] = [
            f"{alert.kind}, told {alert.step} times, seen by {by.name}" for alert, by in alerts.all()
        ]
