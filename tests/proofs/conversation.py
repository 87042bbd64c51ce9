"""One performer's conversation with the bot, while everybody else does what they like."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, update

from bot.checkins.consequences import follow
from bot.checkins.views import check_ins_together
from bot.parsing.schedule_file import read_schedule
from bot.privacy.private_notes import lift_hold, place_hold
from bot.productions import name_cast
from bot.schedule.importing import BoardMoved, import_board, preview
from bot.terms.versions import revise_pages
from storage import alerts, check_ins, due, privacy
from storage.check_ins import CheckIn
from storage.deliveries import Delivery, DeliveryState, find_next_held
from storage.due import Due, DueKind
from tests.in_process_bot import Heard, InProcessBot, ManualClock, without_seals
from tests.proofs.office import SCENES, Office, open_office, plan, sign

# The performer whose conversation is read, and the one who plays beside her.
OLA, JAN = "U0OLA", "U0JAN"
ANSWERS = ("answer_as_agreed", "answer_not_as_agreed", "answer_call_me")
BEGIN, END = timedelta(hours=-30), timedelta(hours=40)
MINUTES = int((END - BEGIN) / timedelta(minutes=1))


@dataclass(frozen=True)
class Tap:
    """An answer of hers, one in each history: on which of the buttons she was ever shown, and whether words follow."""

    minute: int
    pick: int
    answers: tuple[str, str]
    words: str


@dataclass(frozen=True)
class Act:
    """What somebody else does, or the world: the same in both histories, where there is something to do it to."""

    minute: int
    what: str
    pick: int


@dataclass(frozen=True)
class Line:
    """One message in her conversation, as an export has it."""

    at: datetime
    text: str
    blocks: str


class SlowSlack(InProcessBot):
    """A bot whose Slack is away at times: what is said meanwhile arrives late, in its order.

    What only the plan and the coordination read is left out: nobody looks at it here, and it takes most of the time.
    """

    away = False
    performers: frozenset[int] = frozenset()

    async def deliver(self) -> list[Heard]:
        """Nothing arrives while Slack is away."""
        if self.away:
            return []
        others = col(Delivery.person_id).not_in(self.performers)
        await self.session.exec(update(Delivery).where(others).values(state=DeliveryState.DROPPED))
        return await super().deliver()

    async def rest(self) -> None:
        """Without the words for the plan."""
        of_the_plan = col(Due.kind).in_((DueKind.WORDS, DueKind.AD_LINE))
        await self.session.exec(update(Due).where(of_the_plan).values(done_at=self.clock.now()))
        await super().rest()

    async def next_moment(self) -> datetime | None:
        """When something is due next that concerns performers."""
        row = await due.find_next(self.session, (DueKind.WORDS, DueKind.AD_LINE))
        held_until = await find_next_held(self.session, self.clock.now())
        moments = [moment for moment in (row.due_at if row else None, held_until) if moment is not None]
        return max(min(moments), self.clock.now()) if moments else None


class Conversation:
    """The beginning, set up once; each history that follows from it is taken back."""

    def __init__(self, begun: InProcessBot, office: Office) -> None:
        self.begun = begun
        self.office = office
        self.call = office.call("11")
        self.in_process = SlowSlack(begun.session, begun.clock)

    @classmethod
    async def set_up(cls, in_process: InProcessBot) -> "Conversation":
        """Scene 42 with Ola and Jan on two days, scene 42A with Ola alone, riders in."""
        office = await open_office(in_process, "Europe/Warsaw", grid_minutes=60, first_checkin_hours=24)
        await plan(office, "42", "11", SCENES["42"])
        await plan(office, "42A", "11", SCENES["42A"])
        await plan(office, "42", "12", SCENES["42"])
        for about, who in (("42", "ola"), ("42", "jan"), ("42A", "ola")):
            await sign(office, about, who, in_process.clock.now())
        conversation = cls(in_process, office)
        await in_process.jump(conversation.call + BEGIN)
        return conversation

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[SlowSlack]:
        """A house in which it begins again."""
        session = self.begun.session
        part = await session.begin_nested()
        self.in_process = self.office.in_process = SlowSlack(session, ManualClock(self.begun.clock.now()))
        self.in_process.performers = frozenset((self.office.people["ola"], self.office.people["jan"]))
        try:
            yield self.in_process
        finally:
            await part.rollback()
            session.expunge_all()

    async def lived(self, which: int, taps: Sequence[Tap], acts: Sequence[Act]) -> list[Line]:
        """Her conversation at the end of one of the two histories."""
        async with self.telling() as in_process:
            both: list[Tap | Act] = [*taps, *acts]
            for one in sorted(both, key=lambda one: one.minute):
                await in_process.live(self.call + BEGIN + timedelta(minutes=one.minute))
                if isinstance(one, Tap):
                    await self.tap(one, which)
                else:
                    await OTHERS[one.what](self, one.pick)
                await in_process.rest()
            in_process.away = False
            await in_process.live(self.call + END)
            return [Line(one.at, one.text, masked(one)) for one in in_process.heard if one.user == OLA]

    def shown(self, user: str) -> list[str]:
        """What the answers are about that stand in somebody's conversation, the newest first: old ones stay."""
        found = [
            value
            for heard in reversed(self.in_process.heard)
            for action, value in heard.buttons()
            if heard.user == user and action == ANSWERS[0]
        ]
        return list(dict.fromkeys(found))

    async def tap(self, one: Tap, which: int) -> None:
        """She answers, on a new message or an old one, and may add words where a window asks for them."""
        shown = self.shown(OLA)
        if not shown:
            return
        reply = await self.in_process.tap(OLA, one.answers[which], shown[one.pick % len(shown)])
        if reply.modal is not None and reply.modal.callback == "change_words" and one.words:
            fields = {"words": one.words, "direction": "less"}
            await self.in_process.submit(OLA, "change_words", reply.modal.about, fields)

    # What everybody else does.

    async def rows(self) -> list[CheckIn]:
        """Her check-ins that stand."""
        return await check_ins.list_of(self.in_process.session, self.office.people["ola"])

    async def acknowledge(self, pick: int) -> None:
        """Somebody of the coordination opens everything and has seen it."""
        who = ("U0MIA", "U0DEV")[pick % 2]
        for row in await alerts.list_open(self.in_process.session, self.office.film_id):
            await self.in_process.tap(who, "alert", str(row.number))
            await self.in_process.submit(who, "acknowledge", str(row.number))

    async def record(self, pick: int) -> None:
        """The coordinator records what Ola has said aloud."""
        kind = ("as agreed", "not as agreed", "call me")[pick % 3]
        how = ("in person", "by phone")[pick % 2]
        about, label = (("42", "11"), ("42A", "11"), ("42", "12"))[pick % 3]
        opened = await self.in_process.command("U0MIA", "/checkin", f"record {about} <@{OLA}|x> {kind} {how} {label}")
        await self.in_process.fill("U0MIA", opened, {"answer": "as_agreed", "source": "in_person"})

    async def settle(self, _: int) -> None:
        """The coordinator acts on what is open, which is something in one of the histories only."""
        told = [row for row in await alerts.list_open(self.in_process.session, self.office.film_id) if row.answer_id]
        for number in dict.fromkeys(row.check_in_id for row in told if row.person_id == self.office.people["ola"]):
            opened = await self.in_process.tap("U0MIA", "record", str(number))
            await self.in_process.fill("U0MIA", opened, {"answer": "call_me", "source": "in_person"})

    async def reopen(self, pick: int) -> None:
        """Everybody of a scene is asked again, nothing having changed."""
        await self.on_check_in(pick, "reopen", {})

    async def limit(self, pick: int) -> None:
        """Limits are recorded, and everybody is asked again."""
        await self.on_check_in(pick, "limits", {"limits": "Less.", "partners": "Less." if pick % 2 else ""})

    async def on_check_in(self, pick: int, name: str, fields: dict[str, str]) -> None:
        """The coordinator sends a window about one of the scenes."""
        rows = await self.rows()
        if rows:
            together = await self.together(rows[pick % len(rows)])
            opened = await self.in_process.tap("U0MIA", name, str(together[0].number))
            await self.in_process.fill("U0MIA", opened, fields)

    async def together(self, row: CheckIn) -> list[CheckIn]:
        """The check-ins of a scene on a day."""
        async with self.in_process.transaction() as transaction:
            return await check_ins_together(transaction, row)

    async def pages(self, pick: int) -> None:
        """Late pages change a scene."""
        async with self.in_process.transaction() as transaction:
            production, by = await self.office.production(transaction), await self.office.person(transaction, "mia")
            await revise_pages(transaction, production, await self.office.scene(transaction, scene_of(pick)), by)

    async def rider(self, pick: int) -> None:
        """A new version of a rider comes in."""
        await sign(self.office, scene_of(pick), "ola", self.in_process.clock.now())

    async def move(self, pick: int) -> None:
        """A scene goes to another day, or back."""
        start, to = (("11", "12"), ("12", "13"), ("13", "11"), ("12", "11"))[pick % 4]
        await self.command("/shootday", f"move {scene_of(pick)} {to} from {start}", by="U0ADA")

    async def cut(self, pick: int) -> None:
        """A scene is cut."""
        await self.command("/scene", f"cut {scene_of(pick)}", by="U0ADA")

    async def restore(self, pick: int) -> None:
        """A scene that was cut is back."""
        await self.command("/scene", f"restore {scene_of(pick)}", by="U0ADA")

    async def mark(self, pick: int) -> None:
        """A scene is not intimate after all, or is again."""
        await self.command("/scene", f"{('not-intimate', 'confirm')[pick % 2]} {scene_of(pick)}")

    async def change_call(self, pick: int) -> None:
        """A call moves."""
        await self.command("/shootday", f"call {('11', '12')[pick % 2]} {5 + pick % 7:02}:30", by="U0ADA")

    async def film(self, pick: int) -> None:
        """A scene is done, or was not after all."""
        await self.command("/shootday", f"{('filmed', 'not-filmed')[pick % 2]} {scene_of(pick)} 11", by="U0ADA")

    async def wrap(self, pick: int) -> None:
        """A day is over."""
        await self.command("/shootday", f"wrap {('11', '12')[pick % 2]}", by="U0ADA")

    async def recast(self, pick: int) -> None:
        """Somebody else plays her part, or she again."""
        async with self.in_process.transaction() as transaction:
            production = await self.office.production(transaction)
            who = await self.office.person(transaction, ("lea", "ola")[pick % 2])
            await name_cast(transaction, production, "1", who)
            await follow(transaction, production)

    async def import_schedule(self, pick: int) -> None:
        """A schedule comes in."""
        board = read_schedule("one_liner.csv", one_liner(self.office, BOARDS[pick % len(BOARDS)]))
        with suppress(BoardMoved):
            async with self.in_process.transaction() as transaction:
                production = await self.office.production(transaction)
                seen = await preview(transaction, production, board)
                await import_board(transaction, production, board, seen)

    async def duty(self, pick: int) -> None:
        """The deputy takes over, or the coordinator is back."""
        who = ("U0DEV", "U0MIA")[pick % 2]
        await self.in_process.tap(who, "home_duty_on", str(self.office.film_id))
        await self.in_process.tap("U0MIA" if who == "U0DEV" else "U0DEV", "home_duty_off", str(self.office.film_id))

    async def inside(self, pick: int) -> None:
        """The coordinator is inside a closed set, or out again."""
        await self.in_process.tap("U0MIA", ("home_on_set", "home_off_set")[pick % 2], str(self.office.film_id))

    async def send(self, pick: int) -> None:
        """The coordinator sends the check-in now."""
        await self.command("/checkin", f"send {scene_of(pick)} {('11', '12')[pick % 2]}")

    async def hold(self, pick: int) -> None:
        """Somebody's words are kept, or no longer."""
        async with self.in_process.transaction() as transaction:
            by = await self.office.person(transaction, "mia")
            standing = await privacy.list_standing_holds(transaction.session, transaction.now)
            if standing and pick % 2:
                await lift_hold(transaction, standing[0], by)
            elif not standing:
                until = transaction.now + timedelta(days=9)
                whose = await self.office.person(transaction, "ola")
                await place_hold(transaction, await self.office.production(transaction), whose, by, until, "A claim.")

    async def partner(self, pick: int) -> None:
        """Jan answers."""
        shown = self.shown(JAN)
        if shown:
            await self.in_process.tap(JAN, ANSWERS[pick % 3], shown[pick % len(shown)])

    async def type(self, pick: int) -> None:
        """She types something, which has its own receipt; the same in both histories."""
        await self.in_process.type(OLA, ("hm", "can we talk")[pick % 2])

    async def be_away(self, pick: int) -> None:
        """The bot was away until now."""
        await self.in_process.be_away(5 + pick)

    async def lose_slack(self, _: int) -> None:
        """Slack takes nothing from here on."""
        self.in_process.away = True

    async def find_slack(self, _: int) -> None:
        """Slack takes everything again."""
        self.in_process.away = False

    async def command(self, name: str, text: str, by: str = "U0MIA") -> None:
        """A command, whatever comes of it."""
        await self.in_process.command(by, name, text)


def scene_of(pick: int) -> str:
    """One of the two scenes."""
    return ("42", "42A")[pick // 4 % 2]


def masked(heard: Heard) -> str:
    """A message's blocks without the keys of requests, of which there are more in one history than in the other, and
    without what is sealed in a button, which is never twice the same."""
    return without_seals(re.sub(r"test:\d+", "key", str(heard.blocks)))


# Which scene is on which day with whom, by what an office writes into its schedule.
BOARDS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("11", "42", "1, 2"), ("11", "42A", "1"), ("12", "42", "1, 2")),
    (("11", "42", "2"), ("11", "42A", "1"), ("12", "42", "1, 2")),
    (("12", "42", "1, 2"), ("13", "42A", "1")),
    (("11", "42", "1, 2"),),
)


def one_liner(office: Office, board: Sequence[tuple[str, str, str]]) -> bytes:
    """A schedule as its office exports it."""
    lines = ["Shoot Day,Date,Approx Call,Scene,Cast IDs"]
    for label, day in office.dates.items():
        scenes = [(about, cast) for on, about, cast in board if on == label]
        lines += [row(label, day, about, cast) for about, cast in scenes]
        lines += [] if scenes else [row(label, day, "9", "")]
    return "\n".join(lines).encode()


def row(label: str, day: date, about: str, cast: str) -> str:
    """One strip."""
    return f'{label},{day.isoformat()},07:00,{about},"{cast}"'


OTHERS = {
    "acknowledge": Conversation.acknowledge,
    "record": Conversation.record,
    "settle": Conversation.settle,
    "reopen": Conversation.reopen,
    "limit": Conversation.limit,
    "pages": Conversation.pages,
    "rider": Conversation.rider,
    "move": Conversation.move,
    "cut": Conversation.cut,
    "restore": Conversation.restore,
    "mark": Conversation.mark,
    "call": Conversation.change_call,
    "film": Conversation.film,
    "wrap": Conversation.wrap,
    "recast": Conversation.recast,
    "import": Conversation.import_schedule,
    "duty": Conversation.duty,
    "inside": Conversation.inside,
    "send": Conversation.send,
    "hold": Conversation.hold,
    "partner": Conversation.partner,
    "type": Conversation.type,
    "away": Conversation.be_away,
    "lose_slack": Conversation.lose_slack,
    "find_slack": Conversation.find_slack,
}
