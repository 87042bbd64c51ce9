"""The tour: the story in six steps, each done for real, for the page to offer one by one.

GET /_control/tour gives {"steps": [{"id", "title", "text", "seats", "done"}], "current": id or null};
POST /_control/tour/<id> does that step.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from bot.app import Bot
from bot.demo.acting import Actors
from bot.demo.production import ADA, BEN, BLUE, JAN, KIM, MIA, OLA, baltic, moment
from bot.demo.story import WORDS
from bot.parsing.schedule_file import read_schedule
from bot.schedule.importing import import_board, preview
from bot.transaction import writing
from sandbox.control import Body, Route
from sandbox.server import Sandbox
from sandbox.services import Services
from sandbox.wire import JSON

CHECK_IN = "Is what was agreed still right for you?"
RECEIPT = "Recorded. You can change this at any time."


class Tour:
    """The steps, which of them are done, and what each of them does."""

    def __init__(self) -> None:
        self._actors: Actors | None = None
        self._bot: Bot | None = None
        self._done: set[str] = set()
        self._turn = asyncio.Lock()
        self._plays: dict[str, Callable[[], Awaitable[None]]] = {
            "import": self._import,
            "check-in": self._check_in,
            "confirm": self._confirm,
            "change": self._change,
            "word": self._word,
            "closed-set": self._closed_set,
        }
        self.routes: tuple[Route, ...] = (("GET", "/tour", self._show), ("POST", "/tour/{id}", self._perform))

    def begin(self, bot: Bot, sandbox: Sandbox) -> None:
        """From now on the steps can be done."""
        self._bot = bot
        self._actors = Actors(sandbox, bot)

    async def perform(self, name: str) -> None:
        """Do one step, after those before it. Raises ValueError with a sentence."""
        async with self._turn:
            if name not in self._plays:
                raise ValueError(f"The tour has no step “{name}”.")
            if name in self._done:
                return
            if self.current != name:
                raise ValueError(f"First comes the step “{self.current}”.")
            await self._plays[name]()
            self._done.add(name)

    @property
    def current(self) -> str | None:
        """The step that comes next."""
        return next((name for name in self._plays if name not in self._done), None)

    async def _show(self, _services: Services, _body: Body) -> JSON:
        steps = [{"id": name, **asdict(WORDS[name]), "done": name in self._done} for name in self._plays]
        return {"ok": True, "steps": steps, "current": self.current}

    async def _perform(self, _services: Services, body: Body) -> JSON:
        await self.perform(body.request.match_info["id"])
        return {"ok": True, "current": self.current}

    @property
    def actors(self) -> Actors:
        """The people of the story. Raises ValueError before everything runs."""
        if self._actors is None:
            raise ValueError("The demo is still starting. Try again in a moment.")
        return self._actors

    async def _import(self) -> None:
        await self.actors.hear(MIA, "for you to know")
        bot, told = self._bot, len(self.actors.said(MIA, "for you to know"))
        assert bot is not None
        board = read_schedule(BLUE.name, BLUE.read_bytes())
        async with writing(bot.database, bot.vault, bot.clock.now()) as step:
            production = await baltic(step)
            found = await import_board(step, production, board, await preview(step, production, board))
        if not found.is_empty:
            await self.actors.hear(MIA, "for you to know", after=told)
            if await self.actors.tap(MIA, "for you to know", "Open"):
                await self.actors.until(lambda: self.actors.sees(MIA, "Baltic"), "the schedule's remarks opening")

    async def _check_in(self) -> None:
        await self.actors.close(MIA)
        await self.actors.move_to(moment("2026-03-16 10:00"))
        for user in (OLA, JAN):
            await self.actors.hear(user, CHECK_IN)

    async def _confirm(self) -> None:
        for user, scene in ((OLA, "42pt1"), (OLA, "42A"), (JAN, "42pt1")):
            before = len(self.actors.said(user, RECEIPT))
            if await self.actors.tap(user, CHECK_IN, "As agreed", f"Scene {scene}"):
                await self.actors.hear(user, RECEIPT, after=before)
        await self.actors.move_to(moment("2026-03-16 10:16"))
        await self.actors.hear(ADA, "Scene 42pt1: Ready")

    async def _change(self) -> None:
        await self.actors.move_to(moment("2026-03-18 22:10"))
        told = len(self.actors.said(MIA, "Something needs you now."))
        if not await self.actors.tap(OLA, CHECK_IN, "Not as agreed", "Scene 42pt1"):
            raise ValueError("Ola has no check-in to change any more. Start the demo anew, or go on by yourself.")
        await self.actors.hear(MIA, "Something needs you now.", after=told)
        await self.actors.submit(OLA, "Recorded.", words="I would like the blouse to stay buttoned.")

    async def _word(self) -> None:
        await self.look_at_the_change()
        if self.actors.sees(MIA, "I have seen this"):
            await self.actors.submit(MIA, "I have seen this")
        await self.actors.close(OLA)
        if await self.actors.tap(OLA, RECEIPT, "See it"):
            await self.actors.until(lambda: self.actors.sees(OLA, "Mia Brandt has it."), "Ola’s own page opening")

    async def look_at_the_change(self) -> None:
        """The AD has the word of the next quarter hour, and the coordinator her alert open before her."""
        await self.actors.move_to(moment("2026-03-18 22:16"))
        await self.actors.hear(ADA, "Scene 42pt1: With coordinator")
        if await self.actors.tap(MIA, "Something needs you now.", "Open"):
            await self.actors.until(lambda: self.actors.sees(MIA, "Ola Nowak"), "Mia’s alert opening")

    async def _closed_set(self) -> None:
        await self.actors.move_to(moment("2026-03-19 08:35"))
        await self.actors.command(MIA, "/closedset", "clear 42A @kim set camera")
        await self.actors.command(MIA, "/closedset", "open 42A")
        channel = await self.actors.until(self._open_channel, "the closed set opening")
        self.actors.add(channel, BEN, KIM)
        await self.actors.until(lambda: BEN not in self.actors.closed_sets()[channel], "Ben being taken out again")

    def _open_channel(self) -> str | None:
        """The closed set with Ola and Kim in it."""
        found = self.actors.closed_sets().items()
        return next((channel for channel, members in found if {OLA, KIM} <= set(members)), None)
