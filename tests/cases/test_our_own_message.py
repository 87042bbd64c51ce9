"""A message that Slack does not take as it was written: our fault, never told as its reader's."""

from datetime import datetime
from typing import Any

import pytest

from bot.slack import SlackBusy, SlackRefused, SlackUnfit, blocks_of
from messages.blocks import Message
from sandbox.block_kit import check_message_blocks

pytestmark = pytest.mark.usefixtures("baltic_stored")


class StrictSlack:
    """Takes what Slack would take, and keeps it; `refuses` are codes it answers with first, one for each post."""

    def __init__(self, *refuses: str) -> None:
        self.refuses = list(refuses)
        self.posted: list[tuple[str, list[dict[str, Any]], str]] = []

    async def person(self, user: str) -> dict[str, Any]:
        """An open account."""
        return {"id": user, "deleted": False, "locale": "en-GB", "profile": {"real_name": "Ola Nowak"}}

    async def open_direct(self, user: str) -> str:
        """Their conversation."""
        return f"D{user}"

    async def find_posted(self, channel: str, nonce: str, since: datetime) -> str | None:
        """What has arrived already."""
        return next((str(place) for place, one in enumerate(self.posted, 1) if one[2] == nonce), None)

    async def post(self, channel: str, message: Message, nonce: str) -> str:
        """Refuse what Slack would."""
        blocks = blocks_of(message)
        code = self.refuses.pop(0) if self.refuses else ""
        if code == "ratelimited":
            raise SlackBusy(code, 0)
        if code or check_message_blocks(blocks).complaints:
            raise (SlackRefused if code == "channel_not_found" else SlackUnfit)(code or "invalid_blocks")
        self.posted.append((message.text, blocks, nonce))
        return str(len(self.posted))
