"""The same bot with Slack's events coming over signed HTTP instead of a socket."""

import socket
from datetime import date

from sandbox.installation import SIGNING_SECRET
from tests.serving import SERVING
from tests.world import MONDAY, World, add_scene, direct, set_up, world_on

pytestmark = SERVING

FRIDAY = date(2026, 3, 13)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_a_change_travels_over_http_as_over_a_socket(database_url: str) -> None:
    """Buttons, modals, typed words and commands arrive signed over HTTP, and everyone learns what is theirs."""
    port = free_port()
    async with world_on(
        database_url, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SIGNING_SECRET, CLOSEDSET_HTTP_PORT=str(port)
    ) as world:
        world.sandbox.workspace.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        await set_up(world)
        await change_and_words(world)


async def change_and_words(world: World) -> None:
    """Ola changes her mind and writes; Mia reads it, the AD gets the word."""
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    message = await world.said("U0OLA", "Is what was agreed still right for you?")
    await world.tap("U0OLA", message, "Not as agreed")
    await world.modal("U0OLA", "until Mia Brandt has spoken with you")
    await world.submit("U0OLA", words="not the shower")
    await world.alert("U0MIA", "not the shower")
    await world.submit("U0MIA")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="thank you")
    await world.said("U0OLA", "Slack keeps what is typed here")
    assert "Ola Nowak" in await world.command("U0MIA", "/checkin", "day 11")
    await world.at(MONDAY, "05:31")
    await world.said("U0ADA", "With coordinator – plan may change")
