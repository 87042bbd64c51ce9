"""One evening and morning before an intimate scene, lived in ways that differ only in what is nobody's business."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import select

from bot.facts import revision_now
from bot.productions import name_cast
from handlers.replies import Reply
from storage import alerts, check_ins
from storage.closed_sets import ClosedSet
from storage.readiness import PublishedReadiness
from tests.in_process_bot import InProcessBot, ManualClock, without_seals
from tests.proofs.office import Office, open_office, plan, sign

GRID = timedelta(minutes=30)
BEGIN = timedelta(hours=-10)
END = timedelta(hours=2)
AT_ONCE = timedelta(hours=3)
# Those who must not be able to tell: ADs, crew, producer, and the scene partner.
OTHERS = ("ada", "sam", "kit", "pia", "lea")
PROBES = (timedelta(hours=-6, minutes=13), timedelta(hours=-1, minutes=7))
ASKS = {
    "ada": (
        ("/shootday", "list"),
        ("/scene", "list"),
        ("/scene", "terms 42 Ola"),
        ("/closedset", "list"),
        ("/closedset", "roster 42"),
        ("/closedset", "door"),
        ("/checkin", "day 11"),
    ),
    "sam": (("/shootday", "list"), ("/closedset", "door")),
    "kit": (("/closedset", "door"), ("/shootday", "list")),
    "pia": (("/checkin", "day 11"), ("/shootday", "list")),
    "lea": (("/checkin", "status"), ("/closedset", "door")),
}


class Way(StrEnum):
    """How a performer's mind reaches the bot."""

    NOT_AS_AGREED = "answer_not_as_agreed"
    CALL_ME = "answer_call_me"
    TYPED = "typed"
    IN_PERSON = "in_person"


class Ending(StrEnum):
    """What the coordinator does about it, where the AD reads of it."""

    NOTHING = "nothing"
    REOPEN = "reopen"
    LIMITS = "limits"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Public:
    """What the plan is made of: in which steps of the grid what happens. `change` None: everybody stays with it."""

    confirm: int
    change: int | None
    seen: bool
    ending: Ending
    settle: int
    minute: int

    def moment(self, transaction: int) -> timedelta:
        """When a step of the grid begins, before or after call."""
        return BEGIN + transaction * GRID


@dataclass(frozen=True)
class Private:
    """What is nobody's business: who, how, with what words, which way, and when within the step of the grid."""

    first: str
    who: tuple[str, ...]
    way: Way
    words: str
    direction: str
    taps: int
    minutes: tuple[int, int, int]
    by_phone: bool


@dataclass(frozen=True)
class Told:
    """Everything those who are not entitled have learned, to the letter, and the words that were published."""

    published: tuple[tuple[object, ...], ...]
    heard: tuple[tuple[object, ...], ...]
    looked: tuple[tuple[object, ...], ...]


class Stage:
    """The evening's beginning, set up once; each telling of it is taken back."""

    def __init__(self, in_process: InProcessBot, office: Office) -> None:
        self.begun = in_process
        self.office = office
        self.call = office.call("11")

    @classmethod
    async def set_up(cls, in_process: InProcessBot) -> "Stage":
        """Scene 42 with Ola, Jan and Lea, all asked; Lea has confirmed."""
        office = await open_office(in_process, "Europe/Warsaw", grid_minutes=30, first_checkin_hours=24)
        async with in_process.transaction() as transaction:
            production = await office.production(transaction)
            await name_cast(transaction, production, "4", await office.person(transaction, "lea"))
        await plan(office, "42", "11", ("1", "2", "4"))
        for who in ("ola", "jan", "lea"):
            await sign(office, "42", who, in_process.clock.now())
        stage = cls(in_process, office)
        await in_process.jump(stage.call + BEGIN)
        await stage.agree(in_process, "lea")
        await in_process.rest()
        return stage

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[InProcessBot]:
        """A house in which the evening begins again."""
        session = self.begun.session
        part = await session.begin_nested()
        in_process = InProcessBot(session, ManualClock(self.begun.clock.now()))
        self.office.in_process = in_process
        try:
            yield in_process
        finally:
            await part.rollback()
            session.expunge_all()

    async def number(self, in_process: InProcessBot, who: str) -> int:
        """The id of somebody's check-in."""
        ids = self.office.scenes["42"], self.office.days["11"], self.office.people[who]
        row = await check_ins.find_for(in_process.session, *ids)
        assert row is not None
        return row.number

    async def shown(self, in_process: InProcessBot, who: str) -> int:
        """The terms as they stand."""
        async with in_process.transaction() as transaction:
            row = await check_ins.find_for(
                transaction.session, self.office.scenes["42"], self.office.days["11"], self.office.people[who]
            )
            assert row is not None
            return await revision_now(transaction, row)

    async def agree(self, in_process: InProcessBot, who: str) -> None:
        """Somebody taps "As agreed" about what holds."""
        value = f"{await self.number(in_process, who)}:{await self.shown(in_process, who)}"
        await in_process.tap(self.office.user(who), "answer_as_agreed", value)

    async def record(self, in_process: InProcessBot, who: str, words: str) -> None:
        """The coordinator writes down what somebody said."""
        text = f"record 42 <@{self.office.user(who)}|x> {words} 11"
        opened = await in_process.command("U0MIA", "/checkin", text)
        await in_process.fill("U0MIA", opened, {"answer": "as_agreed", "source": "in_person"})

    async def change(self, in_process: InProcessBot, who: str, private: Private) -> None:
        """Somebody is no longer fine with it, and says so in their way."""
        user = self.office.user(who)
        if private.way is Way.TYPED:
            await in_process.type(user, private.words or "hm")
        elif private.way is Way.IN_PERSON:
            await self.record(in_process, who, "not as agreed " + ("by phone" if private.by_phone else "in person"))
        else:
            value = f"{await self.number(in_process, who)}:{await self.shown(in_process, who)}"
            for _ in range(private.taps):
                reply = await in_process.tap(user, private.way.value, value)
                await self.add_words(in_process, user, reply, private)

    async def add_words(self, in_process: InProcessBot, user: str, reply: Reply, private: Private) -> None:
        """What they write in the window that opens, if one does."""
        if reply.modal is not None and reply.modal.callback == "change_words":
            fields = {"words": private.words, "direction": private.direction}
            filled = {name: value for name, value in fields.items() if value}
            await in_process.submit(user, "change_words", reply.modal.about, filled)

    async def see(self, in_process: InProcessBot) -> None:
        """The coordinator opens and acknowledges everything."""
        for row in await alerts.list_open(in_process.session, self.office.film_id):
            await in_process.tap("U0MIA", "alert", str(row.number))
            await in_process.submit("U0MIA", "acknowledge", str(row.number))

    async def settle(self, in_process: InProcessBot, public: Public, private: Private) -> None:
        """The coordinator deals with it, and everybody confirms where they are asked to."""
        number = await self.number(in_process, "ola")
        if public.ending is Ending.RECORDED:
            for who in private.who:
                await self.record(in_process, who, "as agreed " + ("by phone" if private.by_phone else "in person"))
            return
        if public.ending is Ending.REOPEN:
            await in_process.fill("U0MIA", await in_process.tap("U0MIA", "reopen", str(number)))
        else:
            opened = await in_process.tap("U0MIA", "limits", str(number))
            await in_process.fill("U0MIA", opened, {"limits": private.words or "Less.", "partners": "Less."})
        await in_process.rest()
        for who in ("jan", "ola", "lea"):
            await self.agree(in_process, who)


def within(public: Public, transaction: int, minute: int) -> timedelta:
    """A minute within a step of the grid; in the last hours before call, where words come at once, the same for all."""
    begin = public.moment(transaction)
    return begin + timedelta(minutes=public.minute if begin + GRID > -AT_ONCE else minute)


async def told(stage: Stage, public: Public, private: Private) -> Told:
    """Live one evening and morning; what those who are not entitled have learned of it."""
    looked: list[tuple[object, ...]] = []
    async with stage.telling() as in_process:
        for after, act in acts(public, private):
            await in_process.live(stage.call + after)
            await ACTS[act](stage, in_process, public, private, looked)
            await in_process.rest()
        await in_process.live(stage.call + END)
        heard = [
            (one.at, one.user, one.template, one.text, one.blocks)
            for one in in_process.heard
            if one.user in {stage.office.user(who) for who in OTHERS}
        ]
        rows = (await in_process.session.exec(select(PublishedReadiness).order_by(PublishedReadiness.id))).all()  # type: ignore[arg-type]
        published = tuple((row.scene_id, row.word, row.as_of) for row in rows)
    return Told(published, bare(heard), bare(looked))


def bare(told: Sequence[tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
    """What was told, without what is sealed in buttons: to an AD nothing is."""
    return tuple(tuple(without_seals(str(part)) for part in one) for one in told)


def acts(public: Public, private: Private) -> Iterator[tuple[timedelta, str]]:
    """What happens when, in order."""
    found = [(within(public, public.confirm, private.minutes[0]), "confirm")]
    found += [(probe, "look") for probe in PROBES]
    if public.change is not None:
        found.append((within(public, public.change, private.minutes[1]), "change"))
        if public.seen:
            found.append((within(public, public.change, private.minutes[1]) + timedelta(minutes=3), "see"))
        if public.ending is not Ending.NOTHING:
            # Everybody else is asked again as well, or the coordinator acts on it: then when is no secret.
            minute = private.minutes[2] if public.ending is Ending.RECORDED else public.minute
            found.append((within(public, public.settle, minute), "settle"))
    return iter(sorted(found, key=lambda one: one[0]))


async def confirm(
    stage: Stage, in_process: InProcessBot, public: Public, private: Private, _: list[tuple[object, ...]]
) -> None:
    """The two others confirm, one before the other."""
    for who in (private.first, "jan" if private.first == "ola" else "ola"):
        await stage.agree(in_process, who)


async def change(
    stage: Stage, in_process: InProcessBot, public: Public, private: Private, _: list[tuple[object, ...]]
) -> None:
    """Somebody changes their mind, or several do."""
    for who in private.who:
        await stage.change(in_process, who, private)


async def see(
    stage: Stage, in_process: InProcessBot, public: Public, private: Private, _: list[tuple[object, ...]]
) -> None:
    """The coordinator has seen it."""
    await stage.see(in_process)


async def settle(
    stage: Stage, in_process: InProcessBot, public: Public, private: Private, _: list[tuple[object, ...]]
) -> None:
    """The coordinator has dealt with it."""
    await stage.settle(in_process, public, private)


async def look(
    stage: Stage, in_process: InProcessBot, public: Public, private: Private, looked: list[tuple[object, ...]]
) -> None:
    """Everybody else looks wherever they can."""
    for who in OTHERS:
        user = stage.office.user(who)
        looked.append((in_process.clock.now(), who, await in_process.home(user)))
        for command, text in ASKS[who]:
            reply = await in_process.command(user, command, text)
            modal = reply.modal.view() if reply.modal else None
            looked.append((in_process.clock.now(), who, command, text, reply.to_command(), modal))
    rows = (await in_process.session.exec(select(ClosedSet))).all()
    looked += [(row.scene_id, row.state, row.approved_at, tuple(row.members)) for row in rows]


ACTS = {"confirm": confirm, "change": change, "see": see, "settle": settle, "look": look}
