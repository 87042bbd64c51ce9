"""What is kept and cannot be read: each column of each table is spoiled in turn, and everything else goes on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, func, literal, update
from sqlmodel import SQLModel, select

import storage.tables  # noqa: F401  (registers every table)
from bot.alerts import raise_alert
from bot.background.alarms import Alarms
from bot.checkins.settling import shown_of_performer
from bot.clock import real_now
from bot.commands.status import state_of
from bot.delivery.dispatcher import Dispatcher, Times
from bot.domain.readiness import Word
from bot.domain.terms import Kind, MadeOf, RiderDetails, RiderTerms
from bot.domain.times import instant
from bot.facts import parts_of_day, word_of
from bot.outbox import send
from bot.parsing.one_liner import read_one_liner
from bot.privacy.key_rotation import OPEN_BYTES
from bot.privacy.private_notes import place_hold_through
from bot.proof.export import proof_of
from bot.schedule.importing import preview
from bot.stages import Stages
from bot.terms.breakdowns import record_breakdown
from bot.terms.limits import Agreed, record_limits
from bot.terms.versions import record_rider
from handlers.inbox import Inbox
from handlers.requests import written
from handlers.routes import route
from storage import check_ins, failed_rows, people, shoot_days
from storage.alerts import AlertKind
from storage.closed_sets import ClosedSet
from storage.columns import Instant, SpelledOut, Structured
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from storage.heads import list_heads
from storage.inbox import InboxRow
from storage.people import Person
from storage.productions import Production
from storage.record_entries import RecordWaiting
from storage.rosters import ClearanceAsked
from storage.scenes import Scene
from storage.schedule import ScheduleImport
from storage.written import About, Unread, UnreadWhy, Written
from tests.cases.house import JAN, MIA, OLA, House, add_adria, baltic
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot
from tests.schedule.files import ONE_LINER
from tests.world import BALTIC, MONDAY, ZONE

TABLES = SQLModel.metadata.sorted_tables
FRIDAY, SUNDAY = date(2026, 3, 13), date(2026, 3, 15)
# Columns that are left whole, and why.
LEFT_WHOLE = {name: why for name, why in OPEN_BYTES.items() if name.startswith("recordentry")}
# Of these nobody is told: why.
NOT_TOLD = {**OPEN_BYTES, "closedset.members": "read anew from Slack, and written over, at the next look"}
# Moments by which the bot decides what comes next, of all rows at once, and what becomes of such a row if it fails not.
MOMENTS = {
    "due.due_at": "",
    "alert.next_at": "",
    "delivery.not_before": "it goes now",
    "delivery.held_until": "it goes now",
    "delivery.lease_until": "nobody has it",
    "inboxrow.received_at": "it is worked through now",
    "closedset.check_at": "it is looked at now",
}
# What stands for all of them where time is short.
FIRST = (
    "inboxrow.payload",
    "delivery.subject",
    "due.kind",
    "alert.kind",
    "privatewords.content",
    "rider.agreed",
    "recordhead.sealed_key",
    "strip.cast_ids",
)


def columns() -> dict[str, Column[Any]]:
    """Every column that is sealed, in a form, or a word of a list."""
    return {
        f"{table.name}.{column.name}": column
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary | Structured | SpelledOut)
    }


async def spoil(bot: InProcessBot, column: Column[Any], no_moment: str = "0000") -> int:
    """Spoil a column in every row of its table, but for those of the second production; how many rows there were."""
    spoiled: Any = func.substr(column, 1, func.length(column) - 3)
    if isinstance(column.type, Structured):
        spoiled = literal("{broken", literal_execute=True)
    elif isinstance(column.type, SpelledOut):
        spoiled = literal("of_tomorrow")
    elif isinstance(column.type, Instant):
        spoiled = literal(no_moment, literal_execute=True)
    rows = update(column.table).values({column.name: spoiled})
    if not isinstance(column.type, SpelledOut | Instant):
        rows = rows.where(column.is_not(None))
    if "production_id" in column.table.columns:
        rows = rows.where(column.table.columns["production_id"] == 1)
    found = await bot.session.exec(rows)
    bot.session.expunge_all()
    return int(found.rowcount)


@dataclass
class Posted:
    """A Slack that takes everything."""

    posts: list[str] = field(default_factory=list)

    async def person(self, user: str) -> dict[str, Any]:
        """An open account."""
        return {"id": user}

    async def open_direct(self, user: str) -> str:
        """A conversation."""
        return f"D{user}"

    async def find_posted(self, *_: Any) -> None:
        """Nothing is there yet."""

    async def post(self, channel: str, *_: Any) -> str:
        """Taken."""
        self.posts.append(channel)
        return f"{len(self.posts)}.1"

    async def update(self, channel: str, *_: Any) -> None:
        """Taken."""


@dataclass
class Night:
    """Baltic with a no of Jan's in 42, and 43 Ready with Ola's yes; in Adria a round and an alert are due."""

    house: House
    adria: Production

    @property
    def bot(self) -> InProcessBot:
        """The bot both are in."""
        return self.house.bot

    async def live_on(self) -> None:
        """Everything the bot does by itself, once, and everything it sends."""
        about_it = (self.bot.database, self.bot.vault, self.bot.clock)
        inbox = Inbox(*about_it, route)
        for stage in Stages(*about_it, timedelta(minutes=1)).listed(nothing, no, yes, inbox.catch_up, nothing):
            # There is one process and one connection.
            if stage.name != "other processes":
                await stage.run()
        times = Times(timedelta(seconds=30), timedelta(0))
        dispatcher = Dispatcher(*about_it, Posted(), times, Alarms())  # type: ignore[arg-type]
        for _ in range(8):
            for head in await list_heads(self.bot.session, self.bot.clock.now(), real_now(), timedelta(seconds=30)):
                await dispatcher._deliver(head.number)

    async def words(self) -> dict[str, Word]:
        """The word of each scene of Baltic's day, as it would be published now."""
        async with self.bot.transaction() as transaction:
            production = await transaction.session.get_one(Production, 1)
            day = await shoot_days.find_on(transaction.session, 1, MONDAY)
            assert day is not None
            parts = await parts_of_day(transaction, production, day)
            return {part.scene.number: await word_of(transaction, production, part) for part in parts}

    async def sent_in_adria(self) -> set[Template]:
        """What has arrived of Adria's since the clock was moved."""
        rows = await self.bot.session.exec(
            select(Delivery).where(
                Delivery.production_id == self.adria.number,
                Delivery.state == DeliveryState.SENT,
                Delivery.created_at >= self.bot.clock.now(),
            )
        )
        return {row.template for row in rows.all()}

    async def looked_at(self) -> str:
        """What can be looked at: Homes, windows, lists, the export, an import and the state; all that was shown."""
        shown = [str(await self.bot.home(user)) for user in (MIA, OLA, JAN)]
        for user, command, text in LOOKS:
            reply = await self.bot.command(user, command, text)
            shown.append(str(reply.modal.view() if reply.modal is not None else reply.message))
        async with self.bot.transaction() as transaction:
            mia = await people.find_by_slack_user(transaction.session, MIA)
            assert mia is not None
            production = await transaction.session.get_one(Production, 1)
            await proof_of(transaction, production, mia)
            shown.append(str(await preview(transaction, production, read_one_liner(ONE_LINER))))
            shown.append(str((await state_of(transaction, self.bot.clock.now())).plain()))
        return " ".join(shown)


LOOKS = (
    (MIA, "/checkin", "day 11"),
    (MIA, "/scene", "list"),
    (MIA, "/scene", f"terms 43 <@{OLA}|ola>"),
    (MIA, "/closedset", "list"),
    (OLA, "/checkin", "status"),
    (OLA, "/checkin", "mine"),
    (JAN, "/checkin", "mine"),
)


async def no() -> bool:
    """Not connected: what an absence brings about is shown elsewhere."""
    return False


async def yes() -> bool:
    """All conversations have been read."""
    return True


async def nothing() -> None:
    """No channel to look at."""


async def person(house: House, user: str) -> Person:
    """Somebody as stored."""
    found = await people.find_by_slack_user(house.bot.session, user)
    assert found is not None
    return found


async def agree_on_43(house: House) -> None:
    """Everything that can be agreed: a rider with its parts, what the scene is made of, limits."""
    async with house.bot.transaction() as transaction:
        scene = (await transaction.session.exec(select(Scene).where(Scene.number == "43"))).one()
        ola, mia = await person(house, OLA), await person(house, MIA)
        details = RiderDetails(nudity="none", contact="hands")
        terms = RiderTerms("As written.", "rider.pdf", sent_at=transaction.now, details=details)
        await record_rider(transaction, scene, ola, mia, terms)
        await record_breakdown(transaction, scene, mia, MadeOf(kinds=(Kind.KISSING,), tone="calm"))
    await house.at(FRIDAY, "08:00")
    async with house.bot.transaction() as transaction:
        row = await check_ins.find_for(transaction.session, scene.key, 1, ola.number)
        assert row is not None
        shown = await shown_of_performer(transaction, row)
        assert await record_limits(transaction, row, mia, shown, Agreed("no kissing", "no kissing"))


async def answer(house: House, user: str, action: str, scene: str) -> None:
    """Somebody taps on their newest check-in; a window that opens is filled in."""
    for heard in reversed(await house.heard(user)):
        for name, value in heard.buttons():
            if name == action and f"Scene {scene}" in str(heard.blocks):
                reply = await house.bot.tap(user, action, value)
                await house.bot.fill(user, reply, {"words": "not the shower", "direction": "less"})
                return
    raise AssertionError(f"{user} was not asked about {scene}")


async def leave_behind(house: House) -> None:
    """A request that nobody has worked through, a hold, and an alert of Adria's that comes again."""
    body = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened", "user": OLA}}
    async with house.bot.transaction() as transaction:
        sealed = transaction.vault.seal("inbox", "event:Ev1", written(body))
        transaction.session.add(InboxRow(key="event:Ev1", slack_user=OLA, payload=sealed, received_at=transaction.now))
        baltic_now = await transaction.session.get_one(Production, 1)
        ola, jan, mia = [(await person(house, user)) for user in (OLA, JAN, MIA)]
        await place_hold_through(transaction, baltic_now, jan.number, mia, MONDAY, "a claim")
        await raise_alert(transaction, 2, AlertKind.OPEN_HERE, "2:1", person_id=ola.number)


async def leave_more(house: House) -> None:
    """A row in each table that has none yet, and a message that has not gone."""
    now = house.bot.clock.now()
    async with house.bot.transaction() as transaction:
        jan, mia = await person(house, JAN), await person(house, MIA)
        about: dict[str, Any] = {"production_id": 1, "person_id": jan.number}
        since: dict[str, Any] = {"since": now, "begun_at": now, "ended_at": now}
        closed_set = (await transaction.session.exec(select(ClosedSet))).all()[0].number
        transaction.session.add_all(
            [
                Written(key="w", about=About.SCENE, written_at=now, **about),
                Unread(why=UnreadWhy.REQUEST, **since, **about),
                ScheduleImport(production_id=1, board_version=1, imported_at=now, proposed=[1], questions=["?"]),
                ClearanceAsked(closed_set_id=closed_set, person_id=jan.number, asked_by=mia.number, asked_at=now),
                RecordWaiting(production_id=1, content=b"{}"),
            ]
        )
        about_alert = {"alert": 1, "step": 1, "again": False}
        await send(transaction, mia, Template.ALERT, "waits", priority=Priority.ALERT, production_id=1, **about_alert)


@asynccontextmanager
async def night(engine: Engine, folder: Path) -> AsyncIterator[Night]:
    """The evening before, a moment before anything is done."""
    with fresh(engine, folder, BALTIC) as url:
        async with baltic(url) as house:
            await house.add_scene("42", ["2"])
            await house.add_scene("43", ["1"])
            await agree_on_43(house)
            adria = await add_adria(house)
            await house.at(FRIDAY, "09:00")
            await answer(house, OLA, "answer_as_agreed", "43")
            await answer(house, JAN, "answer_not_as_agreed", "42")
            await leave_behind(house)
            await house.at(FRIDAY, "09:05")
            await leave_more(house)
            house.bot.clock.moment = instant(SUNDAY, time(19, 5), ZONE)
            yield Night(house, adria)


@asynccontextmanager
async def undone(bot: InProcessBot) -> AsyncIterator[None]:
    """What is done here leaves nothing behind."""
    savepoint = await bot.session.begin_nested()
    try:
        yield
    finally:
        await savepoint.rollback()
        bot.session.expunge_all()


async def test_what_cannot_be_read_stops_nothing_else(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Column by column: Adria is asked and told, Jan's no stays a no, and it is known what failed."""
    await spoil_in_turn(sqlite_engine, tmp_path, {name: columns()[name] for name in FIRST})


@pytest.mark.parametrize(
    ("no_moment", "names"),
    [("0000", tuple(MOMENTS)), ("never", ("due.due_at", "alert.next_at", "delivery.held_until"))],
)
async def test_a_moment_that_cannot_be_read_stops_no_loop(
    sqlite_engine: Engine, tmp_path: Path, no_moment: str, names: tuple[str, ...]
) -> None:
    """What sorts before all moments, or behind them: its row fails or is done now, and all else is done in its time."""
    wanted = {f"{table.name}.{column.name}": column for table in TABLES for column in table.columns}
    await spoil_in_turn(sqlite_engine, tmp_path, {name: wanted[name] for name in names}, no_moment)


@pytest.mark.prove
@pytest.mark.timeout(600)
async def test_no_column_there_is_stops_anything_else(sqlite_engine: Engine, tmp_path: Path) -> None:
    """The same for every column of every table that is sealed, in a form or a word of a list."""
    found = columns()
    await spoil_in_turn(sqlite_engine, tmp_path, {name: found[name] for name in found.keys() - LEFT_WHOLE.keys()})


async def spoil_in_turn(engine: Engine, folder: Path, wanted: dict[str, Column[Any]], no_moment: str = "0000") -> None:
    """Spoil some columns, one after the other, each in the same night; all faults are told together."""
    async with night(engine, folder) as world:
        async with undone(world.bot):
            await world.live_on()
            assert await world.words() == {"42": Word.WITH_COORDINATOR, "43": Word.REVISED}
            assert await world.sent_in_adria() >= {Template.CHECK_IN, Template.ALERT}
        wrong = {}
        for name, column in sorted(wanted.items()):
            async with undone(world.bot):
                spoiled = await spoil(world.bot, column, no_moment)
                wrong[name] = await fault_of(world, column) if spoiled else "no row to spoil"
        assert {name: fault for name, fault in wrong.items() if fault} == {}


async def fault_of(world: Night, column: Column[Any]) -> str:
    """What does not go on with a column spoiled; empty where all does."""
    try:
        await world.live_on()
        await world.looked_at()
        words, sent = await world.words(), await world.sent_in_adria()
    except Exception as error:  # noqa: BLE001 (all faults are told together)
        return "".join(format_exception(error)[-3:])
    if words.get("42") in (Word.READY, Word.REVISED):
        return "a no is no longer a no"
    if not sent >= {Template.CHECK_IN, Template.ALERT}:
        return f"Adria was only sent {sent}"
    if MOMENTS.get(f"{column.table.name}.{column.name}"):
        return ""
    known = {row.stored_in for row in await failed_rows.list_all(world.bot.session)}
    told = f"{column.table.name}.{column.name}" in NOT_TOLD or column.table.name in known
    return "" if told else f"nobody knows: {known}"
