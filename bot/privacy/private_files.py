"""Files for one person: encrypted before they leave the bot, so that Slack holds nothing anybody can read.

A file is made and sent after the tap is acknowledged, and kept nowhere. If the bot ends in between, no file comes, and
the window that showed the passphrase says to tap again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import choice

from bot.slack import Slack

# Nothing that is taken for something else when it is read from one screen and typed on another: 31 ** 16, 79 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4
# A locked phone, a list of files and an export show this name: it says nothing.
NEUTRAL_NAME = "document.pdf"


def new_passphrase() -> str:
    """A passphrase to copy or to type: four groups of four."""
    return "-".join("".join(choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


@dataclass(frozen=True)
class PrivateFile:
    """A file still to be made: `build` takes the passphrase and gives the encrypted bytes.

    `text` comes with it in the conversation and is what a locked phone shows.
    """

    build: Callable[[str], bytes]
    text: str
    passphrase: str = field(default_factory=new_passphrase, repr=False)


async def send_private_file(slack: Slack, user: str, file: PrivateFile) -> None:
    """Make a file and put it into a person's conversation with the bot. Raises SlackProblem when Slack lacks it."""
    # In a thread: laying out pages takes up to a second, and taps must be acknowledged meanwhile.
    content = await asyncio.to_thread(file.build, file.passphrase)
    await slack.send_file(await slack.open_direct(user), NEUTRAL_NAME, content, file.text)
