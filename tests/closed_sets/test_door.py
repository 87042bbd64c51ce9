"""The door: who is cleared right now, on a phone and on paper, without anything private; the house rules."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bot.closed_sets.views import door_list, house_rules_of
from bot.domain.roles import Role
from bot.productions import change_production, take_role
from messages.closed_set import PURPOSE_LIMIT, house_rules, purpose
from messages.door import door_paper
from messages.language import language
from storage import closed_sets, productions
from tests.closed_sets.channels import alarm, channel, open_set, settled
from tests.closed_sets.channels import closed_set as newest
from tests.command_line.shell import Shell
from tests.world import NEUTRAL, World, until, visible

# What is read at a door is the same on either engine.
REASON = "knows Ola from before"


async def home(world: World, user: str, text: str = "") -> dict[str, Any]:
    """A person's Home, once it shows a text."""
    await world.post("/open-home", user=user)

    async def shown() -> dict[str, Any] | None:
        view = (await world.get("/state"))["homes"].get(user)
        return view if view and text in visible(view) else None

    return await until(shown, f"Home with “{text}” for {user}")


async def test_one_tap_shows_who_is_cleared_right_now(world: World) -> None:
    """From Home, for both ADs and the coordinator: names and access by name, no reason, nobody called performer."""
    await open_set(world)
    await world.command("U0MIA", "/closedset", f"clear 42pt1 @ben monitor {REASON}")
    await settled(world)
    for user in ("U0ADA", "U0SAM", "U0MIA"):
        page = await home(world, user, "closed set: right as of")
        await world.tap_in_modal(user, page, "At the door: 42pt1")
        shown = visible(await world.modal(user, "Ola Nowak – set"))
        names = [line.removeprefix("• ").partition(" – ")[0] for line in shown.splitlines() if line.startswith("• ")]
        assert names == ["Ada Quist", "Ben Holt", "Dev Anand", "Jan Wolski", "Mia Brandt", "Ola Nowak"]
        assert "Ben Holt – monitor" in shown
        for word in (REASON, "performer", "cleared by", "coordinator –"):
            assert word not in shown
        await world.post("/view/close", user=user, all=True)


async def test_the_list_at_the_door_is_the_one_of_this_moment(world: World) -> None:
    """Tapped again, the same window shows who has been cleared meanwhile."""
    page = await home(world, "U0ADA", "At the door")
    await world.tap_in_modal("U0ADA", page, "At the door: 42pt1")
    shown = await world.modal("U0ADA", "Ola Nowak")
    assert "Ben" not in visible(shown)
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben")
    await world.tap_in_modal("U0ADA", shown, "As it is now")
    await world.modal("U0ADA", "Ben Holt – set")


async def test_home_and_the_lists_say_when_a_closed_set_is_not_confirmed(world: World) -> None:
    """While somebody uncleared is inside: on Home, with the day, with the scene; for the coordinator and the AD."""
    row = await open_set(world)
    await world.post("/preferences", who_can_kick="owners")
    await world.post("/channel/add", channel=row.channel, user="U0LEO", by="U0JAN")
    await alarm(world, "remove restricted_action U0LEO")
    for user in ("U0ADA", "U0MIA"):
        await home(world, user, "closed set: not confirmed")
        assert "closed set: not confirmed" in await world.command(user, "/shootday", "list")
        assert "closed set: not confirmed" in await world.command(user, "/scene", "list")
        assert "Leo" not in await world.command(user, "/shootday", "list")


async def test_the_door_is_for_the_ads_team(world: World) -> None:
    """A performer finds no such button; somebody who is no AD any more gets no list from a page left open."""
    assert "At the door" not in visible(await home(world, "U0OLA"))
    page = await home(world, "U0SAM", "At the door")
    async with world.transaction() as transaction:
        await take_role(transaction, world.production, await world.person("U0SAM"), Role.SECOND_AD)
    await world.tap_in_modal("U0SAM", page, "At the door: 42pt1")
    assert "Ola" not in visible(await world.modal("U0SAM", "not for you"))


async def test_a_member_reads_the_house_rules_in_their_language(world: World) -> None:
    """Where they are expected and what holds inside; the channel's purpose says it in the production's language."""
    row = await open_set(world)
    own = await world.command("U0OLA", "/closedset", "door")
    for rule in ("House rules: only people on the list.", "Phones and other devices stay outside.", "No stills unless"):
        assert rule in own
        assert rule in channel(world, row.name).purpose.value
    assert "Jan" not in own


async def test_house_rules_are_the_profiles(world: World) -> None:
    """Poland's limit at the monitors and no watching on phones; a purpose has as much of it as Slack takes."""
    async with world.transaction() as transaction:
        production = await productions.get(transaction.session, world.production.number)
        await change_production(transaction, production, profile="pl", language="en")
        rules = house_rules_of(production)
    told = " ".join(house_rules(language("en"), rules))
    assert "1 of each department for each actor" in told
    assert "No watching on phones." in told
    said = purpose(language("en"), rules)
    assert len(said) <= PURPOSE_LIMIT
    assert said.endswith(".")
    assert "No watching on phones." in await world.command("U0OLA", "/closedset", "door")


async def test_the_list_as_a_file(world: World) -> None:
    """The AD gets it into their own messages, readable without a passphrase; a locked phone shows the neutral line."""
    page = await home(world, "U0ADA", "At the door")
    await world.tap_in_modal("U0ADA", page, "At the door: 42pt1")
    await world.tap_in_modal("U0ADA", await world.modal("U0ADA", "Ola Nowak"), "As a file")
    await world.modal("U0ADA", "comes as a file")

    async def sent() -> dict[str, Any] | None:
        return next((message for message in await world.messages("U0ADA") if message.get("files")), None)

    message = await until(sent, "the file")
    assert message["text"] == NEUTRAL
    url = f"{world.sandbox.url}/_control/file/{message['files'][0]['id']}?user=U0ADA"
    async with world.session.get(url) as answer:
        text = read(await answer.read())
    assert "Ola Nowak" in text
    assert "performer" not in text


async def test_the_list_on_paper(world: World, tmp_path: Path) -> None:
    """Names with every letter, access, how the closed set stands and the rules; no reason, nobody called performer."""
    await world.command("U0MIA", "/closedset", f"clear 42pt1 @ben monitor {REASON}")
    async with world.look() as transaction:
        row = await closed_sets.find(transaction.session, (await newest(world)).number)
        assert row is not None
        text = read(door_paper(language("en"), [await door_list(transaction, row)], "16:00"))
    for found in ("Scene 42pt1", "Ola Nowak", "ben", "monitor", "the list waits for approval", "House rules"):
        assert found in text
    for word in (REASON, "performer", "cleared by"):
        assert word not in text


async def test_the_list_from_the_command_line(world: World, tmp_path: Path) -> None:
    """`closedset door` writes the same paper; a scene without a closed set is said in one sentence."""
    shell = Shell(tmp_path, DATABASE_URL=world.database_url)
    out = tmp_path / "door.pdf"
    words = ("door", "--production", "baltic", "--out", str(out))
    said = await asyncio.to_thread(shell.says, *words, "--scene", "42pt1")
    assert "has 1 list" in said
    text = read(await asyncio.to_thread(out.read_bytes))
    assert "Ola Nowak" in text
    assert "performer" not in text
    (there,) = await asyncio.to_thread(shell.fails, *words, "--scene", "42pt1")
    assert "--force" in there
    (problem,) = await asyncio.to_thread(shell.fails, *words, "--scene", "9", "--force")
    assert "has no closed set ahead for scene 9" in problem


def read(pdf: bytes) -> str:
    """All text of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
