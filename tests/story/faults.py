"""What the network and Slack do meanwhile: nothing, or faults drawn from a seed."""

import random
from collections import Counter
from typing import Any

from tests.world import World

Fault = dict[str, Any]

# What may meet any call about messages and windows: Slack busy, down, an error that says nothing, an answer lost, slow.
TROUBLE: list[Fault] = [
    {"retryAfter": 1, "chance": 0.05},
    {"http": 503, "chance": 0.05},
    {"error": "internal_error", "chance": 0.05},
    {"error": "service_unavailable", "chance": 0.03},
    {"lostAfterWork": True, "chance": 0.1},
    {"delaySeconds": 0.3, "chance": 0.1},
]
MESSAGES = (
    "chat.postMessage",
    "conversations.history",
    "conversations.open",
    "views.open",
    "views.push",
    "views.publish",
)
# Four looks at a closed set in a row without an answer are an alarm, as is promised: three are borne in silence.
UNSURE: list[Fault] = [{"lostAfterWork": True}, {"error": "internal_error"}, {"http": 500}]
BORNE = 3
CHANNELS = (
    "conversations.create",
    "users.conversations",
    "conversations.setPurpose",
    "conversations.info",
    "conversations.members",
    "conversations.invite",
    "conversations.kick",
    "conversations.archive",
    "users.info",
)
BUSY: list[Fault] = [{"retryAfter": 1, "chance": 0.05}, {"delaySeconds": 0.3, "chance": 0.1}]
# Slack never repeats what a person does: they see an error, and do it again.
ACTS = ("block_actions", "view_submission", "/closedset", "/shootday")
ON_THE_WAY: list[Fault] = [
    {"duplicate": True, "chance": 0.2},
    {"reorder": True, "chance": 0.15},
    {"delaySeconds": 1.0, "chance": 0.15},
]
# A broken line costs a person seconds of tapping: in some chapters one breaks, and its first repair may fail.
BROKEN_LINE: list[Fault] = [
    {"event": "*", "dropSocket": True, "chance": 0.15, "times": 1},
    {"method": "apps.connections.open", "http": 503, "chance": 0.3, "times": 1},
]
CHAPTERS_WITH_A_BROKEN_LINE = 0.4
KINDS = ("retryAfter", "http", "error", "lostAfterWork", "dropSocket", "duplicate", "reorder", "lose", "delaySeconds")


class Faults:
    """Fair weather."""

    async def turn(self, world: World) -> None:
        """A new chapter begins."""

    async def clear(self, world: World) -> None:
        """From now on nothing goes wrong any more."""


class Storm(Faults):
    """New faults in each chapter, all of them such that a person sees an error or the bot gets over it by itself.

    Never a lost event: Slack tells nobody of those, and no bot can know of words it was not told.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.struck: Counter[str] = Counter()

    async def turn(self, world: World) -> None:
        """Other faults than before."""
        await self.clear(world)
        for fault in self._faults():
            await world.post("/faults", **fault, seed=self._chance.randrange(10**6))

    async def clear(self, world: World) -> None:
        """No faults; those that struck are counted by their kind."""
        for fault in (await world.get("/faults"))["faults"]:
            self.struck[next(kind for kind in KINDS if fault.get(kind))] += fault["struck"]
        async with world.session.delete(f"{world.sandbox.url}/_control/faults"):
            pass

    def _faults(self) -> list[Fault]:
        """In the order in which they are asked: the first that strikes decides."""
        borne = self._chance.sample(CHANNELS, BORNE)
        broken = self._chance.random() < CHAPTERS_WITH_A_BROKEN_LINE
        return [
            *({"method": name, "times": 1, **self._chance.choice(UNSURE)} for name in borne),
            *({"method": name, **fault} for name in CHANNELS for fault in BUSY),
            *({"method": name, **fault} for name in MESSAGES for fault in TROUBLE),
            *(BROKEN_LINE if broken else []),
            *({"event": name, "lose": True, "chance": 0.1} for name in ACTS),
            *({"event": "*", **fault} for fault in ON_THE_WAY),
        ]
