"""What only Slack's own side shows: channels, Homes and names, against the local Slack."""

from collections.abc import AsyncIterator

import pytest

from bot.schedule.cast import import_cast
from storage import alerts, productions
from storage.alerts import AlertKind
from tests.closed_sets.channels import CAST_AND_CREW, SUNDAY, alarm, members, open_set
from tests.commands.acting import home
from tests.identity.house import OLA, as_listed
from tests.serving import SERVING
from tests.world import World, add_scene, baltic_on, until

pytestmark = SERVING


@pytest.fixture
async def world(serving: None, database_url: str) -> AsyncIterator[World]:
    """A scene with a closed set, the afternoon before it opens."""
    async with baltic_on(database_url) as found:
        await add_scene(found, "42pt1", ["1", "2"])
        await found.at(SUNDAY, "16:00")
        yield found


async def test_the_account_before_is_out_of_the_channel_and_its_home_is_empty(world: World) -> None:
    """Confirmed: the new one is invited in its place, nobody is told of a visitor, and no alarm is raised."""
    await open_set(world)
    await world.post("/open-home", user="U0OLA")
    await home(world, "U0OLA", "How this works")
    async with world.transaction() as transaction:
        production = await productions.get(transaction.session, world.production.number)
        await import_cast(transaction, production, [(as_listed(OLA, slack_id="U0KIM"), "U0KIM")])
    window = await world.alert("U0MIA", "another Slack account")
    await world.tap_in_modal("U0MIA", window, "I have spoken with them: it is theirs")
    await world.modal("U0MIA", "Everything of theirs goes along")
    await members(world, CAST_AND_CREW - {"U0OLA"} | {"U0KIM"})
    await alarm(world, "")
    await home(world, "U0OLA", "Nobody has added you")
    await home(world, "U0KIM", "How this works")
    async with world.look() as transaction:
        told = {alert.kind for alert in await alerts.list_open(transaction.session, world.production.number)}
    assert told.isdisjoint({AlertKind.ADDED, AlertKind.LEFT, AlertKind.CLOSED_SET})


async def test_case_48_a_handle_becomes_the_name_slack_shows(world: World) -> None:
    """Put on the list as @ben: the door reads the display name moments later, without a message to anybody."""
    await world.command("U0MIA", "/closedset", "clear 42pt1 @ben boom operator")

    async def named() -> str | None:
        door = await world.command("U0ADA", "/closedset", "door")
        return door if "Ben Holt – set, boom operator" in door else None

    await until(named, "the name at the door")
    assert await world.messages("U0BEN") == []
