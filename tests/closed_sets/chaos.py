"""Does to a closed set what people, Slack and machines do to it, drawn from one seed."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from bot.app import Bot
from storage import alerts
from storage.alerts import AlertKind
from tests.closed_sets.channels import closed_set
from tests.world import World, settings_for

# Ola and Mia stay cleared throughout, Leo and Ana never are; the others come and go.
ALWAYS = ("U0OLA", "U0MIA")
NEVER = ("U0LEO", "U0ANA")
SOMETIMES = ("U0BEN", "U0KIM", "U0ZOE")
HANDLES = ("ben", "kim", "zoe")
METHODS = ("invite", "kick", "members", "info", "create", "setPurpose", "rename")
KINDS: tuple[dict[str, object], ...] = (
    {"lostAfterWork": True},
    {"error": "internal_error"},
    {"http": 503},
    {"retryAfter": 1},
    {"delaySeconds": 0.2},
    {"error": "internal_error", "lostAfterWork": True},
)
EVENTS = (
    *("member_joined_channel", "member_joined_channel", "member_left_channel", "user_change", "group_left"),
    *("group_archive", "group_unarchive", "group_rename", "group_deleted", "channel_id_changed", "channel_shared", "*"),
)


class Chaos:
    """One history; `done` says what happened, for whoever reads a failure."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.done: list[str] = []

    async def once(self) -> None:
        """One disturbance."""
        acts: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            *((3, act) for act in (self.add, self.leave, self.expel, self.clear, self.remove, self.swap)),
            *((2, act) for act in (self.ask, self.clear_visitor, self.invite_again, self.fault, self.disorder)),
            *((1, act) for act in (self.allow, self.account, self.guest, self.archive, self.expel_bot, self.restart)),
            *((1, act) for act in (self.crash, self.cut_line, self.wait, self.rename, self.share, self.convert)),
            *((1, act) for act in (self.delete, self.open)),
        ]
        (act,) = self.random.choices([act for _, act in acts], [weight for weight, _ in acts])
        self.done.append(act.__name__)
        await act()

    async def calm(self) -> None:
        """From now on nothing goes wrong any more; what the workspace allows stays as it is."""
        async with self.world.session.delete(f"{self.world.sandbox.url}/_control/faults"):
            pass

    # What people do in Slack

    async def try_to(self, path: str, **body: object) -> None:
        """Something a person tries; Slack may not let them."""
        row = await closed_set(self.world)
        await self.attempt(f"/channel/{path}", channel=row.channel or "C0NONE", **body)

    async def attempt(self, path: str, **body: object) -> None:
        """A call of the control API, whatever it answers."""
        async with self.world.session.post(f"{self.world.sandbox.url}/_control{path}", json=body):
            pass

    async def add(self) -> None:
        by = self.random.choice(["U0JAN", "U0ADA", "U0ANA"])
        await self.try_to("add", user=self.random.choice([*NEVER, *SOMETIMES]), by=by)

    async def leave(self) -> None:
        await self.try_to("leave", user=self.random.choice(["U0JAN", "U0ADA", *SOMETIMES]))

    async def expel(self) -> None:
        await self.try_to("remove", user=self.random.choice(["U0JAN", "U0ADA", *SOMETIMES]), by="U0ANA")

    async def account(self) -> None:
        user = self.random.choice(["U0JAN", *SOMETIMES])
        await self.attempt("/user", user=user, deleted=self.random.random() < 0.5)

    async def guest(self) -> None:
        await self.attempt("/user", user="U0KIM", is_restricted=self.random.random() < 0.5)

    async def archive(self) -> None:
        await self.try_to("archive", user="U0ANA")
        if self.random.random() < 0.7:
            await self.try_to("unarchive", user="U0ANA")

    async def expel_bot(self) -> None:
        await self.try_to("remove", user="U0BOT", by="U0OLA")
        if self.random.random() < 0.7:
            await self.try_to("add", user="U0BOT", by="U0OLA")

    async def rename(self) -> None:
        name = f"their-{self.random.randrange(10**6)}"
        await self.try_to("rename", user="U0ANA", name=name)

    async def share(self) -> None:
        await self.try_to("share", user="U0ANA")

    async def convert(self) -> None:
        await self.try_to("convert", user="U0ANA")
        if self.random.random() < 0.7:
            await self.try_to("convert", user="U0ANA")

    async def delete(self) -> None:
        await self.try_to("delete", user="U0ANA")
        if self.random.random() < 0.7:
            await self.open()

    # What coordinator and AD do with the bot

    async def command(self, text: str, user: str = "U0MIA") -> None:
        await self.attempt("/command", user=user, command="/closedset", text=text)

    async def clear(self) -> None:
        access = self.random.choice(["set", "set", "monitor", "remote"])
        await self.command(f"clear 42pt1 @{self.random.choice(HANDLES)} {access}")

    async def remove(self) -> None:
        await self.command(f"remove 42pt1 @{self.random.choice([*HANDLES, 'ada'])}")

    async def swap(self) -> None:
        old, new = self.random.sample(HANDLES, 2)
        await self.command(f"swap 42pt1 @{old} @{new}")

    async def ask(self) -> None:
        await self.command(f"ask 42pt1 @{self.random.choice(HANDLES)}", "U0ADA")

    async def open(self) -> None:
        await self.command("open 42pt1")

    async def clear_visitor(self) -> None:
        await self.tap_alert("clear_person", (AlertKind.ADDED, AlertKind.ASKED))

    async def invite_again(self) -> None:
        await self.tap_alert("invite_again", (AlertKind.LEFT,))

    async def tap_alert(self, action: str, kinds: tuple[AlertKind, ...]) -> None:
        """The button behind an alert, about one of those who come and go."""
        async with self.world.look() as transaction:
            waiting = [
                one
                for one in await alerts.list_open(transaction.session, self.world.production.number)
                if one.kind in kinds
            ]
        people = {(await self.world.person(user)).number for user in SOMETIMES if await self.known(user)}
        fitting = [one for one in waiting if one.person_id in people]
        if not fitting:
            return
        number = str(self.random.choice(fitting).number)
        for message in await self.world.messages("U0MIA"):
            for block in message.get("blocks", []):
                if any(element.get("value") == number for element in block.get("elements", [])):
                    await self.tap_behind(message, block, action, number)
                    return

    async def tap_behind(self, message: dict[str, object], block: dict[str, object], action: str, number: str) -> None:
        """Open an alert's window and tap in it; either may be lost on the way."""
        tapped = {"action_id": "alert", "block_id": block["block_id"], "type": "button", "value": number}
        channel = "U0MIA".replace("U0", "D0", 1)
        await self.attempt("/interact", channel=channel, messageTs=message["ts"], user="U0MIA", action=tapped)
        inner = {"action_id": action, "type": "button", "value": number}
        await self.attempt("/view/interact", user="U0MIA", action=inner)
        await self.attempt("/view/close", user="U0MIA", all=True)

    async def known(self, user: str) -> bool:
        """Whether the bot has met somebody."""
        try:
            await self.world.person(user)
        except AssertionError:
            return False
        return True

    # What Slack and machines do

    async def fault(self) -> None:
        kind = self.random.choice(KINDS)
        method = f"conversations.{self.random.choice(METHODS)}"
        if self.random.random() < 0.3:
            await self.world.post("/faults", method="*", chance=0.15, seed=self.random.randrange(10**6), **kind)
        else:
            await self.world.post("/faults", method=method, times=self.random.choice([1, 1, 2]), **kind)

    async def disorder(self) -> None:
        what = self.random.choice(["lose", "lose", "duplicate", "reorder"])
        event = self.random.choice(EVENTS)
        await self.world.post("/faults", event=event, times=self.random.choice([1, 3]), **{what: True})

    async def allow(self) -> None:
        who = self.random.choice(["who_can_kick", "who_can_kick", "who_can_invite", "who_can_create_private"])
        await self.world.post("/preferences", **{who: self.random.choice(["everyone", "nobody"])})

    async def cut_line(self) -> None:
        await self.attempt("/socket", drop=True)

    async def restart(self) -> None:
        await self.world.bot.stop()
        await self.start()

    async def crash(self) -> None:
        """Dies in the middle of what it does with the channel, before or after a call has reached Slack."""
        bot, reached = self.world.bot, self.random.random() < 0.5
        call = bot.slack.call

        async def dying(method: str, **arguments: Any) -> dict[str, Any]:
            if asyncio.current_task() not in bot.reconciler.working.values():
                return await call(method, **arguments)
            if reached:
                await call(method, **arguments)
            raise asyncio.CancelledError

        bot.slack.call = dying  # type: ignore[method-assign]
        await bot.reconciler.look_at_all()
        await bot.stop()
        await self.start()

    async def start(self) -> None:
        """A bot comes up; as long as it takes, where Slack does not answer at once."""
        while True:
            self.world.bot = Bot(settings_for(self.world.sandbox, self.world.database_url))
            try:
                await self.world.bot.start()
            except Exception:  # noqa: BLE001 (whoever runs the bot starts it again)
                await self.world.bot.stop()
            else:
                return

    async def wait(self) -> None:
        await self.world.post("/clock", advanceSeconds=self.random.choice([1, 61, 301]))
