"""What each person finally has, as text that two runs can be compared by."""

import re
from dataclasses import dataclass, field
from typing import Any

SHOWN = ("plain_text", "mrkdwn", "text", "user")
# A closed set's channel has a name drawn by chance.
CHANNEL = re.compile(r"#set-[a-z0-9]{6}")
# Who added somebody stands there where Slack has said so by then: its event may come after the bot's own look.
ADDED_BY = re.compile(r"(was added to #set-…) by [\w ]+\.")
# When the members were last read: whenever there was reason to.
AS_READ = re.compile(r"right as of \d{1,2}:\d\d")
HOUR = re.compile(r"\b(\d{1,2}):(\d\d)(:\d\d)?(?=\D|$)")
QUARTERS = ("00", "15", "30", "45")


def read(blocks: Any) -> str:
    """All text a person reads in blocks, buttons included, without ids."""
    return "\n".join(lines_of(blocks))


def lines_of(found: Any) -> list[str]:
    """The lines of a block, an element, or many of them."""
    if isinstance(found, list):
        return [line for one in found for line in lines_of(one)]
    if not isinstance(found, dict):
        return []
    if found.get("type") in SHOWN and isinstance(found.get("text"), str):
        return [found["text"]]
    return [line for value in found.values() for line in lines_of(value)]


def normalised(text: str) -> str:
    """Without what differs from run to run and is nobody's promise: names drawn by chance, the minute of an act.

    People act off the quarter hours, so that an hour on them is one that was planned (a call, the grid of the AD's
    words, the next word): it stays as it is.
    """
    text = AS_READ.sub("right as of hh:mm", ADDED_BY.sub(r"\1.", CHANNEL.sub("#set-…", text)))
    return HOUR.sub(lambda hour: hour[0] if hour[2] in QUARTERS else "hh:mm", text)


@dataclass
class Transcript:
    """By person: what the bot (and Slack, of channels) said to them in order, what they saw in windows, their Home.

    `kept` is what is on record; `places` who was where, and what became of the place.
    """

    said: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def hear(self, user: str, text: str) -> None:
        """Something stands in a person's conversation."""
        self.said.setdefault(user, []).append(normalised(text))

    def see(self, user: str, text: str) -> None:
        """A person has read a window, or the answer to a command."""
        self.seen.setdefault(user, []).append(normalised(text))

    def text(self) -> str:
        """All of it, to read and to compare line by line."""
        parts = []
        for title in ("said", "seen", "kept"):
            for who, texts in sorted(getattr(self, title).items()):
                parts += [f"== {title}: {who}", *(f"-- {number}\n{text}" for number, text in enumerate(texts, 1))]
        for title in ("homes", "places"):
            parts += [f"== {title}: {who}\n{text}" for who, text in sorted(getattr(self, title).items())]
        return "\n".join(parts)
