"""What the people of the story do, through the same doors as a person at the page."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.app import Bot
from bot.transaction import reading
from sandbox.server import Sandbox
from storage import due

PATIENCE_SECONDS = 12.0
LOOK_SECONDS = 0.05

Found = TypeVar("Found")
Json = dict[str, Any]


class Actors:
    """Everybody in the workspace. What does not happen in time raises ValueError with a sentence."""

    def __init__(self, sandbox: Sandbox, bot: Bot) -> None:
        self._sandbox = sandbox
        self._bot = bot

    async def until(self, look: Callable[[], Found | None], what: str) -> Found:
        """What looking gives once it gives something."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not (found := look()):
            if asyncio.get_running_loop().time() > deadline:
                raise ValueError(f"This did not happen: {what}. Start the demo anew, or go on by yourself.")
            await asyncio.sleep(LOOK_SECONDS)
        return found

    async def move_to(self, moment: datetime) -> None:
        """Move the clock forward to a moment (UTC), never back, and let the bot notice."""
        workspace = self._sandbox.workspace
        if workspace.clock.now() < moment:
            workspace.clock.move_to(moment)
            workspace.changes.record("clock")
            await self.until(lambda: self._bot.clock.now() >= moment, "the bot following the clock")
            await self._settled()

    async def _settled(self) -> None:
        """Wait until the bot has done what was due on the way, as it would have been done by now."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            async with reading(self._bot.database, self._bot.vault, self._bot.clock.now()) as transaction:
                if not await due.list_due(transaction.session, transaction.now):
                    return
            await asyncio.sleep(LOOK_SECONDS)

    def messages(self, user: str) -> list[Json]:
        """Somebody's conversation with the bot, oldest first."""
        timeline = self._sandbox.workspace.direct_message(user).timeline
        return [message.to_slack(with_metadata=False) for message in timeline]

    def said(self, user: str, words: str) -> list[Json]:
        """The messages to somebody that show these words."""
        return [message for message in self.messages(user) if words in visible(message)]

    async def hear(self, user: str, words: str, *, after: int = 0) -> Json:
        """Wait for one more message to somebody with these words than the `after` there were."""
        found = await self.until(lambda: self.said(user, words)[after:], f"“{words}” to {user}")
        return found[-1]

    async def tap(self, user: str, words: str, button: str, about: str = "") -> bool:
        """Tap a button in the newest message with these words that has it; False where none has."""
        for message in reversed(self.said(user, words)):
            action = find_button(message, button, about)
            if action is not None:
                channel = self._sandbox.workspace.direct_message(user).id
                await self._sandbox.acting.tap(user, channel, str(message["ts"]), action)
                return True
        return False

    async def submit(self, user: str, showing: str, **values: str) -> None:
        """Send the modal with this text in it, with what is typed into it."""
        await self.until(lambda: self.sees(user, showing), f"a window for {user}")
        given = {name: {name: value} for name, value in values.items()}
        await self._sandbox.modals.submit(user, None, given)

    async def close(self, user: str) -> None:
        """Close whatever window somebody has open."""
        if self._sandbox.workspace.views.stack(user):
            await self._sandbox.modals.close(user, None, True)

    async def command(self, user: str, command: str, text: str) -> str:
        """Give a slash command; what the bot answered to that person alone."""
        outcome = await self._sandbox.acting.command(user, None, command, text)
        return visible(outcome.answer)

    def add(self, channel: str, user: str, by: str) -> None:
        """One person adds another to a channel."""
        self._sandbox.channels.add(channel, user, by)

    def closed_sets(self) -> dict[str, list[str]]:
        """The open private channels with their members."""
        return {
            one.id: list(one.members)
            for one in self._sandbox.workspace.conversations.values()
            if one.is_channel and one.is_private and not one.is_archived
        }

    def sees(self, user: str, words: str) -> bool:
        """Whether the window somebody has open shows these words."""
        stack = self._sandbox.workspace.views.stack(user)
        return bool(stack) and words in visible(stack[-1].to_slack())


def visible(found: Any) -> str:
    """All the text a person can read in a message, a modal or an answer."""
    if isinstance(found, dict):
        hidden = ("value", "action_id", "block_id", "metadata", "private_metadata")
        return "\n".join(visible(value) for name, value in found.items() if name not in hidden)
    if isinstance(found, list):
        return "\n".join(visible(value) for value in found)
    return found if isinstance(found, str) else ""


def find_button(message: Json, text: str, about: str) -> Json | None:
    """The action of a button with this text, below the line that names what it is about."""
    here = not about
    for block in message.get("blocks", []):
        here = here or (block["type"] == "section" and f"*{about}*" in visible(block))
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if here and element.get("text", {}).get("text") == text:
                return {"type": "button", "block_id": block["block_id"], **element}
    return None
