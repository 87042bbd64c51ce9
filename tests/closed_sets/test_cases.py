"""Cases of the field from the channel's side that have no better place."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.productions import Somebody, give_role, somebody
from bot.roles import Role
from storage.database import migrate
from storage.record import RecordEntry
from storage.rosters import ClosedSetState
from tests.closed_sets.channels import (
    CAST_AND_CREW,
    SUNDAY,
    add,
    alarm,
    calls,
    heard_by,
    inside,
    members,
    open_set,
    settled,
    state,
)
from tests.world import NEUTRAL, World, add_scene, set_up, visible, world_on

# What is said is the same on either engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ASKED = "Is what was agreed still right for you?"
# What is on record of one closed set, in the order in which each is first, and how often.
KINDS = {
    "cleared": 6,
    "roster_approved": 1,
    "closed_set_opened": 1,
    "entered": 6,
    "uncleared": 1,
    "left": 6,
    "visitor_seen": 1,
    "closed_set_alarmed": 1,
    "visitor_out": 1,
    "closed_set_right": 1,
    "closed_set_wrapped": 1,
    "closed_set_archived": 1,
}
LISTS = ("/closedset", "/shootday", "/scene")
RIGHT_AS_OF = "closed set: right as of "


async def story_of(world: World) -> str:
    """Everything the ADs and the channel show of a scene: opened, somebody added, an alarm, a change of mind."""
    await world.command("U0MIA", "/closedset", "open 42pt1")
    row = await settled(world)
    found = world.sandbox.workspace.conversations[row.channel or ""]
    seen: list[Any] = [found.topic.value, found.purpose.value, found.is_private, len(found.name)]
    await world.post("/preferences", who_can_kick="owners")
    await world.post("/channel/add", channel=row.channel, user="U0LEO", by="U0ADA")
    await world.said("U0ADA", f"Leo Marsh is in #{row.name} without")
    seen.append([await world.command("U0ADA", command, "list") for command in LISTS])
    await world.post("/preferences", who_can_kick="everyone")
    await world.post("/channel/remove", channel=row.channel, user="U0LEO", by="U0ANA")
    await world.said("U0ADA", f"#{row.name} was looked at and is right again")
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Not as agreed", "42pt1")
    await world.alert("U0MIA", "on hold for you")
    seen.append([await world.command("U0ADA", command, "list") for command in LISTS])
    notices = [one.to_slack() for one in found.timeline]
    seen.append([one.get("subtype", one["text"]) for one in notices if one["user"] != "U0JAN"])
    heard = [visible(message) for user in ("U0ADA", "U0SAM") for message in await world.messages(user)]
    seen.append([text for text in heard if "Leo" in text or "right again" in text])
    return json.dumps(seen).replace(row.name, "CHANNEL")


async def test_case_13_a_one_performer_scene(tmp_path: Path, engine: object) -> None:
    """What the ADs and the channel show of a scene with one performer is, to the letter, that of any other scene."""
    stories = []
    for number, people in enumerate((["1", "2"], ["1"])):
        url = f"sqlite:///{tmp_path}/{number}.db"
        migrate(url)
        async with world_on(url) as world:
            await set_up(world)
            await add_scene(world, "42pt1", people)
            await world.at(SUNDAY, "16:00")
            stories.append(without_hours(await story_of(world)))
    assert stories[0] == stories[1]


def without_hours(text: str) -> str:
    """A reading's minute, which is the one in which the test ran, left out."""
    before, *rest = text.split(RIGHT_AS_OF)
    return before + "".join(RIGHT_AS_OF + part[5:] for part in rest)


async def test_case_26_whoever_asks_around_the_channel(world: World) -> None:
    """An AD and a producer ask in the channel and by command: refused, on record, and nothing in the channel."""
    row = await open_set(world)
    async with world.step() as step:
        await give_role(step, world.film, await somebody(step, Somebody("Leo Marsh", "U0LEO")), Role.PRODUCER)
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Not as agreed", "42pt1")
    await world.alert("U0MIA", "on hold for you")
    before = await refused(world)
    asked = [
        ("U0ADA", "/checkin", "list"),
        ("U0ADA", "/checkin", "day 11"),
        ("U0ADA", "/closedset", "plan 42pt1"),
        ("U0ADA", "/closedset", "release 42pt1"),
        ("U0LEO", "/closedset", "list"),
        ("U0LEO", "/closedset", "roster 42pt1"),
    ]
    for user, command, text in asked:
        where = {"channel": row.channel} if user == "U0ADA" else {}
        answer = await world.post("/command", user=user, command=command, text=text, **where)
        assert "Ola" not in visible(answer)
        assert "hold" not in visible(answer)
    for text in ("<@U0BOT> who changed?", "closedset, please export the answers"):
        await world.post("/message", channel=row.channel, user="U0ADA", text=text)
    assert await refused(world) >= before + 4
    posted = [call for call in calls(world, "chat.postMessage") if call["request"]["channel"] == row.channel]
    assert not posted
    assert not calls(world, "chat.postEphemeral")
    assert "U0OLA" in await inside(world)
    phones = [note["text"] for note in heard_by(world, "U0ADA") if note["channel"].startswith("D0")]
    assert set(phones) == {NEUTRAL}


async def refused(world: World) -> int:
    """How many refusals are on record."""
    async with world.look() as step:
        entries = (await step.session.exec(select(RecordEntry))).all()
    return sum(b'"refused"' in entry.content for entry in entries)


async def test_what_happens_to_a_closed_set_is_on_record(world: World) -> None:
    """From the approval to the archive: each fact once, in order, with nobody's name."""
    row = await open_set(world)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben boom operator")
    await members(world, CAST_AND_CREW | {"U0BEN"})
    await settled(world)
    await world.command("U0MIA", "/closedset", "remove 42pt1 @ben")
    await members(world, CAST_AND_CREW)
    await world.post("/preferences", who_can_kick="nobody")
    await add(world, "U0LEO")
    await alarm(world, "remove")
    await world.post("/channel/remove", channel=row.channel, user="U0LEO", by="U0ANA")
    await alarm(world, "")
    await world.post("/preferences", who_can_kick="everyone")
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await state(world, ClosedSetState.CLOSED)
    async with world.look() as step:
        entries = (await step.session.exec(select(RecordEntry))).all()
    kinds = [json.loads(entry.content)["kind"] for entry in entries]
    ours = [kind for kind in kinds if kind in KINDS]
    assert list(dict.fromkeys(ours)) == list(KINDS)
    assert {kind: ours.count(kind) for kind in KINDS} == KINDS
    stored = repr([entry.content for entry in entries])
    for name in ("Ola", "Leo", "boom", row.name):
        assert name not in stored
