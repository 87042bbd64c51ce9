"""What Slack sends to this app, as far as anybody can know: a bot's token reads neither its events nor its commands."""

import json
from importlib.resources import files

from storage import heard
from storage.database import Database


def expected() -> list[str]:
    """The events and commands of the manifest, in its order."""
    manifest = json.loads((files("bot") / "manifest.json").read_text(encoding="utf-8"))
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    return [*events, *(command["command"] for command in manifest["features"]["slash_commands"])]


async def heard_lines(database: Database) -> list[str]:
    """One line for each event and command: on which day the last one came, or that none has."""
    async with database.read() as session:
        days = await heard.list_all(session)
    return [f"{name}: seen on {days[name]}" if name in days else f"{name}: not yet seen" for name in expected()]
