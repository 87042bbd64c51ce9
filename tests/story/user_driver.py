"""What people do in Slack's client: look, tap, type, wait; and again, when the client says that it did not work."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel import col, select

from sandbox.workspace import SLACKBOT
from storage import closed_sets, due, inbox
from storage.deliveries import UNSENT, Delivery, not_held
from tests.story.transcript import Transcript, read
from tests.world import Found, World, direct, find_button, until

# How long a person goes on trying, and how long they look at a screen on which nothing opens, in real seconds.
PATIENCE = 90.0
GLANCE = 2.0
# What Slack could not hand over it tries again after a minute, then after five.
NEXT_TRY, LAST_TRY = 61.0, 301.0
# So many looks (some two seconds) at something Slack cannot hand over, and time passes.
PATIENT_LOOKS = 25


class UserDriver:
    """Everybody's hands and eyes. What their eyes meet in windows goes into the transcript."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.transcript = Transcript()
        self.repeated = 0

    async def until(self, condition: Callable[[], Awaitable[Found | None]], what: str) -> Found:
        """What the condition gives once it gives something."""
        return await until(condition, what, seconds=PATIENCE, pause=0.05)

    async def act(self, path: str, **body: Any) -> dict[str, Any]:
        """Do something until Slack's client shows no error: "We had some trouble connecting. Try again?"."""

        async def done() -> dict[str, Any] | None:
            answer = await self.world.post(path, **body)
            assert answer.get("error") != "client_validation", answer
            if answer["acknowledged"]:
                return answer
            self.repeated += 1
            await asyncio.sleep(0.2)
            return None

        return await self.until(done, f"{path} by {body['user']}")

    async def said(self, user: str, text: str, times: int = 1) -> dict[str, Any]:
        """Wait until the bot has said something to a person at least so many times; the last of these messages."""

        async def found() -> dict[str, Any] | None:
            matching = [message for message in self.conversation(user) if text in read(message["blocks"])]
            return matching[-1] if len(matching) >= times else None

        return await self.until(found, f"“{text}” to {user}, {times} times")

    def conversation(self, user: str) -> list[dict[str, Any]]:
        """What stands between a person and the bot, for both to see."""
        known = self.world.sandbox.workspace.conversations.get(direct(user))
        return [message.to_slack() for message in known.timeline] if known else []

    async def tap(self, user: str, message: dict[str, Any], button: str) -> None:
        """Tap a button under a message."""
        action = find_button(message, button)
        await self.act("/interact", channel=direct(user), messageTs=message["ts"], user=user, action=action)

    async def open(self, user: str, message: dict[str, Any], button: str, text: str) -> dict[str, Any]:
        """Tap a button until the window it promises is there, and read it."""
        return await self._window(user, text, lambda: self.tap(user, message, button))

    async def open_further(self, user: str, modal: dict[str, Any], button: str, text: str) -> dict[str, Any]:
        """The same from within a window."""
        action = find_button(modal, button)
        return await self._window(
            user, text, lambda: self.act("/view/interact", user=user, viewId=modal["id"], action=action)
        )

    async def _window(self, user: str, text: str, tap: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
        async def opened() -> dict[str, Any] | None:
            await tap()
            for _ in range(int(GLANCE / 0.05)):
                top = self.top(user)
                if top and text in read(top["blocks"]):
                    return top
                await asyncio.sleep(0.05)
            self.repeated += 1
            return None

        window = await self.until(opened, f"a window with “{text}” for {user}")
        self.transcript.see(user, read(window["blocks"]))
        return window

    def top(self, user: str) -> dict[str, Any] | None:
        """The window on top of a person's screen."""
        stack = self.world.sandbox.workspace.views.stack(user)
        return stack[-1].to_slack() if stack else None

    async def submit(self, user: str, **values: str) -> None:
        """Send the window on top, then close what is left open."""
        fields = {name: {name: text} for name, text in values.items()}
        await self.act("/view/submit", user=user, values=fields)
        await self.close(user)

    async def close(self, user: str) -> None:
        """Close every window."""
        if self.top(user):
            await self.world.post("/view/close", user=user, all=True)

    async def command(self, user: str, command: str, text: str) -> str:
        """Give a slash command, and read the answer that only this person sees."""
        answer = await self.act("/command", user=user, command=command, text=text)
        response = answer["response"]
        return read(response["blocks"]) if response.get("blocks") else str(response["text"])

    async def last_answer(self, user: str) -> dict[str, Any]:
        """The last answer to a command, as it stands in the conversation: it may have buttons."""
        shown = [message for message in await self.world.messages(user) if message.get("is_ephemeral")]
        return [message for message in shown if message["user"] != SLACKBOT][-1]

    async def quiet(self) -> None:
        """Wait until nothing more comes of what was done: Slack has told all, the bot has done and said all."""
        looks = rests = 0

        async def rest() -> bool:
            nonlocal looks, rests
            looks += 1
            # Twice in a row: what one look just missed, the next one sees.
            rests = rests + 1 if await self._at_rest() else 0
            if looks % PATIENT_LOOKS == 0 and await self._waiting_for_slack():
                await self.world.post("/clock", advanceSeconds=NEXT_TRY if looks == PATIENT_LOOKS else LAST_TRY)
            await asyncio.sleep(0.05)
            return rests == 2

        await self.until(rest, "everything being said")

    async def _waiting_for_slack(self) -> bool:
        """Whether Slack has something left to hand over, on a line that stands again."""
        return bool(self.world.sandbox.deliveries.tasks) and await self.world.bot.connected()

    async def _at_rest(self) -> bool:
        if self.world.sandbox.deliveries.tasks or self.world.bot.reconciler.working:
            return False
        async with self.world.look() as transaction:
            going = select(Delivery.id).where(col(Delivery.state).in_(UNSENT), not_held(transaction.now))
            todo = [
                *await due.list_due(transaction.session, transaction.now),
                *await inbox.list_not_done(transaction.session),
                *[at for _, at in await closed_sets.list_looks(transaction.session) if at <= transaction.now],
                *(await transaction.session.exec(going)).all(),
            ]
        return not todo
