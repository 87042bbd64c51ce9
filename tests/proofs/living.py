"""Two productions lived through the inbox: what people do, what they are shown, and what is noted beside it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.facts import parts_of_day, word_of
from bot.transaction import Transaction
from handlers.inbox import Inbox
from handlers.replies import NOTHING, NotForYou, NotPossible, Reply
from handlers.requests import Kind, Request, read_request
from handlers.routes import COMMANDS, SEVERAL, route
from storage import productions, shoot_days
from tests.in_process_bot import InProcessBot
from tests.proofs.open_noes import Act, PlainReading
from tests.proofs.payloads import Body, Payloads
from tests.proofs.plain_facts import CheckInRow, Facts, facts_now, rows
from tests.proofs.private_words import PrivateWords
from tests.proofs.seen import Seen, Shown
from tests.proofs.two_productions import FILMS, Planned

SAYS_READY = ("ready", "revised")


@dataclass
class Done:
    """What became of a request: refused, or taken with a reply; whether any row was changed."""

    reply: Reply = NOTHING
    refused: bool = False
    worked: bool = False
    changed: bool = False


@dataclass
class Life:
    """The bot, everything anybody was shown, the plain reading beside it, and which entries had an effect."""

    in_process: InProcessBot
    effects: Counter[tuple[str, str]]
    facts: Facts = field(init=False)
    step: int = 0
    read: int = 0
    last_answer: int = 0
    published: int = 0
    seen: Seen = field(default_factory=Seen)
    plain: PlainReading = field(default_factory=PlainReading)
    words: PrivateWords = field(default_factory=PrivateWords)
    bodies: Payloads = field(default_factory=Payloads)
    done: Done = field(default_factory=Done)
    came: list[tuple[CheckInRow, str]] = field(default_factory=list)
    state: tuple[int, datetime | None] = (0, None)
    judged: tuple[int, datetime | None] = (0, None)
    answered: dict[int, int] = field(default_factory=dict)
    schedules: dict[str, list[Planned]] = field(default_factory=lambda: {film.short: [*film.plan] for film in FILMS})

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.in_process.database, self.in_process.vault, self.in_process.clock, self.watched)

    async def begin(self) -> None:
        """Where everything stands before anything is done."""
        for name, table in (("last_answer", "answer"), ("published", "publishedword")):
            [(newest,)] = await rows(self.in_process.session, f"SELECT coalesce(max(id), 0) FROM {table}")
            setattr(self, name, newest)
        await self.look()
        await self.hear()

    async def watched(self, transaction: Transaction, request: Request) -> Reply:
        """The routes, and what became of the request beside them."""
        changes = await self.changes()
        try:
            reply = await route(transaction, request)
        except (NotForYou, NotPossible):
            self.done = Done(refused=True)
            raise
        self.done = Done(reply, worked=True, changed=await self.changes() > changes)
        self.effects["changed" if self.done.changed else "shown", f"{request.kind} {entry(request)}"] += 1
        return reply

    async def changes(self) -> int:
        """How many rows have been changed so far."""
        await self.in_process.session.flush()
        connection: Any = (await (await self.in_process.session.connection()).get_raw_connection()).driver_connection
        return int(connection.total_changes)

    # What comes in.

    async def take(self, body: Body, *, lost: bool = False) -> Done:
        """A request, through the inbox. `lost`: the bot ends after keeping it; it is worked through later."""
        request = read_request(body)
        self.done = Done()

        async def work() -> None:
            if lost:
                return
            reply = await self.inbox.work(request)
            if self.done.refused:
                self.done = Done(reply, refused=True)

        await self.inbox.keep(body, AsyncBoltContext(), work)
        done = self.done
        failed = await rows(self.in_process.session, "SELECT failure FROM inboxrow WHERE failure IS NOT NULL")
        assert not failed, f"{request.kind} {request.name} failed: {failed}"
        await self.look()
        return done

    async def look(self) -> None:
        """One step further: what is stored now."""
        self.step += 1
        self.in_process.session.expunge_all()
        state = (await self.changes(), self.in_process.clock.now())
        self.came = []
        if state == self.state:
            return
        self.state = state
        self.facts = await facts_now(self.in_process.session, self.in_process.clock.now(), self.last_answer)
        self.came = [(self.facts.check_ins[check_in], kind) for _, check_in, kind in self.facts.answers]
        self.answered |= {number: check_in for number, check_in, _ in self.facts.answers}
        self.last_answer = max([self.last_answer, *(number for number, _, _ in self.facts.answers)])

    # What goes out.

    async def show(self, user: str, done: Done, *, at_home: bool = False) -> Shown | None:
        """What somebody sees of what they did."""
        reply = done.reply
        if reply.message is not None:
            self.is_shown(user, reply.message.text, [block.to_dict() for block in reply.message.blocks])
        shown = self.is_opened(user, reply.modal.view()) if reply.modal is not None else None
        if reply.home or at_home:
            self.is_opened(user, await self.in_process.home(user))
        return shown

    def is_opened(self, user: str, view: dict[str, Any]) -> Shown:
        """A window, or Home, as somebody reads it."""
        self.no_word_too_much(user, str(view))
        return self.seen.take_view(user, self.step, self.facts, view)

    def is_shown(self, user: str, text: str, blocks: list[dict[str, Any]]) -> None:
        """A message, as somebody reads it."""
        self.no_word_too_much(user, f"{text} {blocks}")
        self.seen.take_blocks(user, self.step, self.facts, blocks)

    def no_word_too_much(self, user: str, text: str) -> None:
        """Nobody reads a word they have no right to."""
        found = self.words.read_without_right(text, user, self.facts)
        assert not found, f"{user} reads {[(word, self.words.texts[word]) for word in found]} in {text[:400]}"

    async def hear(self) -> None:
        """What has been said to people since."""
        await self.look()
        for heard in self.in_process.heard[self.read :]:
            self.is_shown(heard.user, heard.text, heard.blocks)
        self.read = len(self.in_process.heard)

    async def pass_time(self, moment: datetime) -> None:
        """The clock goes on at a jump; what became due is done, what is said is heard."""
        before = {row[0]: row for row in await rows(self.in_process.session, DUE)}
        await self.in_process.jump(moment)
        for key, kind, due_at, done_at in await rows(self.in_process.session, DUE):
            was = before.get(key, (key, kind, due_at, None))
            if (was[2], was[3]) != (due_at, done_at):
                self.effects["changed", f"due {kind}"] += 1
        await self.hear()

    # What must hold.

    async def judge(self, before: Facts, act: Act) -> None:
        """Everything that must hold after an act."""
        self.plain.follow(self.step, before, self.facts, act)
        self.plain.tidy(self.facts)

    async def read_words(self) -> None:
        """The words of every scene of every day to come, and those published since; where nothing changed, the same."""
        if self.judged == self.state:
            return
        self.judged = self.state
        for number in self.facts.productions.values():
            async with self.in_process.transaction() as transaction:
                production = await productions.get(transaction.session, number)
                for day in await shoot_days.list_all(transaction.session, number):
                    if day.wrapped_at is None:
                        for part in await parts_of_day(transaction, production, day):
                            if str(await word_of(transaction, production, part)) in SAYS_READY:
                                self.effects["word", "ready"] += 1
                                self.plain.may_be_ready(part.scene.key, day.number, self.facts)
        for number, word, scene in await rows(self.in_process.session, PUBLISHED.format(self.published)):
            self.published = number
            if word in SAYS_READY:
                assert not self.plain.open_with(scene), f"Ready was published past {self.plain.open_with(scene)}"


DUE = "SELECT key, kind, due_at, done_at FROM due"
PUBLISHED = "SELECT id, word, scene_id FROM publishedword WHERE id > {} ORDER BY id"


def entry(request: Request) -> str:
    """A request by its name in the registry."""
    if request.kind is Kind.COMMAND:
        verbs = [verb.name for verb in COMMANDS[request.name].verbs]
        found = [word for word in request.value.split()[:2] if word in verbs]
        return f"{request.name} {(found or verbs)[0]}"
    for beginning in SEVERAL:
        if request.kind is Kind.BUTTON and request.name.startswith(beginning):
            return beginning
    return request.name.partition(".")[0] if request.kind is Kind.EVENT else request.name
