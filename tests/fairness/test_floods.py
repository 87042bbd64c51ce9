"""One person's flood costs that person: others are heard as if it were not there, and nothing piles up."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import SQLModel, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.answers.receipts_of_words import AT_ONCE, words_of_receipt
from bot.clock import Clock
from bot.outbox import send
from bot.settings import one_key
from bot.transaction import Transaction
from bot.vault import Vault
from handlers.inbox import Inbox
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from handlers.routes import BUTTONS, COMMANDS, EVENTS, SUBMISSIONS, route
from handlers.strangers import OF_CHANNELS, OF_PEOPLE, OF_THE_APP
from storage import alerts, people
from storage.accounts import Account
from storage.alerts import Alert, AlertKind
from storage.database import Database
from storage.deliveries import Delivery, Priority, Template
from storage.people import Person
from storage.privacy import PrivateNote
from storage.rosters import ClearanceAsked
from storage.written import About, Written
from tests.alerts.acting import agree_both, answer, at, heard
from tests.cases.house import buttons_in
from tests.coming_in import through
from tests.engines import Engine, fresh
from tests.proofs.office import Office
from tests.world import KEYS, visible

# As many as were once seen to delay somebody; fewer show the same rule.
FLOODS = [12, pytest.param(120, marks=pytest.mark.prove)]


async def counted(session: AsyncSession, table: type[SQLModel]) -> int:
    """How many rows there are."""
    return (await session.exec(select(func.count()).select_from(table))).one()


async def tell_much(office: Office, who: str, many: int) -> None:
    """Many messages that can wait are on their way to somebody."""
    async with office.in_process.transaction() as transaction:
        reader = await office.person(transaction, who)
        for number in range(many):
            await send(
                transaction,
                reader,
                Template.OWN_DATA,
                f"{number}",
                priority=Priority.ANSWER,
            )


async def alerts_read(office: Office, who: str, posts: int) -> list[tuple[AlertKind, int | None] | None]:
    """What the next messages to somebody tell of, and of whom; None: no alert."""
    found: list[tuple[AlertKind, int | None] | None] = []
    for _ in range(posts):
        come = await office.in_process.deliver_next(office.user(who))
        number = next((value for name, value in come.buttons() if name == "alert"), "") if come else ""
        alert = await alerts.find(office.in_process.session, int(number)) if number else None
        found.append((alert.kind, alert.person_id) if alert is not None else None)
    return found


@pytest.mark.parametrize("many", FLOODS)
async def test_a_change_during_a_flood_has_its_turn_at_once(office: Office, many: int) -> None:
    """Jan types and taps, much else waits for the coordinator; Ola's change comes after one message about him."""
    await at(office, "06:00")
    await agree_both(office)
    await tell_much(office, "mia", many)
    for number in range(many):
        await office.in_process.type("U0JAN", f"word {number}")
    await tap_without_waiting(office, "jan")
    await tap_without_waiting(office, "ola")
    jan, ola = office.people["jan"], office.people["ola"]
    wanted = [(AlertKind.TYPED, jan), (AlertKind.CHANGE, ola), (AlertKind.CHANGE, jan), None]
    assert await alerts_read(office, "mia", 4) == wanted
    assert len(await alerts.list_about(office.in_process.session, [AlertKind.TYPED], person_id=jan)) == 1
    assert await counted(office.in_process.session, PrivateNote) == many


@pytest.mark.parametrize("many", [30, pytest.param(120, marks=pytest.mark.prove)])
async def test_receipts_of_a_flood_are_few_and_each_word_is_in_one(office: Office, many: int) -> None:
    """Five messages a second, and Slack takes one of ours: few receipts, together for all that was written."""
    in_process, jan = office.in_process, office.people["jan"]
    await at(office, "06:00")
    await agree_both(office)
    begun, sent = in_process.clock.now(), 0
    for number in range(many + 100):
        in_process.clock.moment = begun + timedelta(seconds=number / 5)
        if number < many:
            await in_process.type("U0JAN", f"word {number}")
        if number % 5 == 4:
            sent += await in_process.deliver_next("U0JAN") is not None
    async with in_process.transaction() as transaction:
        reader = await people.get(transaction.session, jan)
        receipts = await transaction.session.exec(select(Delivery).where(Delivery.template == Template.TYPED_RECEIPT))
        about = [await words_of_receipt(transaction, reader, row.subject["words"]) for row in receipts.all()]
        every = (await transaction.session.exec(select(Written).where(Written.person_id == jan))).all()
    assert [one.number for words in about for one in words] == [one.number for one in every]
    assert (len(every), sent, len(about) <= AT_ONCE + 1 + many // 40) == (many, len(about), True)


async def test_what_is_said_under_one_receipt_is_said_of_all_it_is_for(office: Office) -> None:
    """No message stays without what its performer says of it because it had no receipt of its own."""
    in_process = office.in_process
    await at(office, "06:00")
    await agree_both(office)
    await tell_nothing(office, [in_process.type("U0JAN", text) for text in ("no lunch", "what time is the bus?")])
    await in_process.deliver()
    [receipt] = heard(office, "jan", Template.TYPED_RECEIPT)
    assert "This is for all that you have just written." in visible(receipt.blocks)
    value = next(value for name, value in receipt.buttons() if name == "about_something_else")
    await in_process.tap("U0JAN", "about_something_else", value)
    rows = (await in_process.session.exec(select(Written))).all()
    assert [row.about for row in rows] == [About.SOMETHING_ELSE] * 2


async def test_one_question_asked_many_times_has_one_answer(office: Office) -> None:
    """Whoever asks what is kept, for help, or types as one of the crew: what waits for them says it already."""
    in_process = office.in_process
    for user, text, template in (
        ("U0JAN", "What do you hold about me?", Template.OWN_DATA),
        ("U0JAN", "help", Template.HELP),
        ("U0ADA", "hello", Template.USE_COMMANDS),
    ):
        await tell_nothing(office, [in_process.type(user, text) for _ in range(5)])
        rows = await in_process.session.exec(select(Delivery).where(Delivery.template == template))
        assert len(rows.all()) == 1, template


async def tell_nothing(office: Office, acts: list[Any]) -> None:
    """Acts one after the other, and nothing goes out meanwhile."""
    rest = office.in_process.rest

    async def nothing() -> None:
        """Nothing goes out meanwhile."""

    office.in_process.rest = nothing  # type: ignore[method-assign]
    for act in acts:
        await act
    office.in_process.rest = rest  # type: ignore[method-assign]


async def tap_without_waiting(office: Office, who: str) -> None:
    """A tap whose alert waits behind all that waits already."""
    await tell_nothing(office, [answer(office, who, "not_as_agreed")])


@pytest.mark.parametrize("many", [8, pytest.param(60, marks=pytest.mark.prove)])
async def test_many_wishes_are_one_message(office: Office, many: int) -> None:
    """In the last hours each wish would be a message of its own; the change of a performer comes in between."""
    await at(office, "06:30")
    await agree_both(office)
    before = await counted(office.in_process.session, Person)
    for _ in range(many):
        await office.in_process.command("U0ADA", "/closedset", "ask 42 <@U0KIT|kit>")
    wished = await alerts.list_about(office.in_process.session, [AlertKind.ASKED])
    assert (len(wished), await counted(office.in_process.session, Person)) == (1, before)
    for number in range(many):
        await office.in_process.command("U0ADA", "/closedset", f"ask 42 <@U0B{number}|b{number}>")
    assert await counted(office.in_process.session, Person) == before
    await office.in_process.deliver()
    assert len(heard(office, "mia", Template.ALERT)) == 1
    await answer(office, "ola", "not_as_agreed")
    assert len(heard(office, "mia", Template.ALERT)) == 2


@pytest.mark.parametrize("many", [25, pytest.param(60, marks=pytest.mark.prove)])
async def test_wishes_for_strangers_are_one_alert_and_make_nobody_a_person(office: Office, many: int) -> None:
    """Nothing is kept of them but the wish, and that until it is decided or the closed set is over."""
    await at(office, "06:30")
    await agree_both(office)
    bot, session = office.in_process, office.in_process.session
    before = [await counted(session, table) for table in (Person, Account)]
    for number in [*range(many), 0, 1]:
        await bot.command("U0ADA", "/closedset", f"ask 42 <@U0NIX{number}|nix{number}> monitor sound")
    assert [await counted(session, table) for table in (Person, Account)] == before
    assert await counted(session, ClearanceAsked) == many
    [alert] = await alerts.list_about(session, [AlertKind.ASKED])
    shown = await bot.tap("U0MIA", "alert", str(alert.number))
    assert shown.modal is not None
    assert "nix0" in visible(shown.modal.view())
    wishes = [button for button in buttons_in(shown.modal.view()["blocks"]) if button[0] == "clear_person"]
    for user in ("U0ADA", "U0OLA", "U0NIX3"):
        await bot.tap(user, *wishes[3])
    assert await counted(session, Person) == before[0]
    for _ in range(2):
        await bot.tap("U0MIA", *wishes[3])
    cleared = await people.find_by_slack_user(session, "U0NIX3")
    assert cleared is not None
    rows = (await session.exec(select(ClearanceAsked).where(ClearanceAsked.person_id == cleared.number))).all()
    assert [(row.slack_user, row.called, row.cleared_at is not None) for row in rows] == [(None, "", True)]
    assert await counted(session, Person) == before[0] + 1
    await bot.command("U0MIA", "/closedset", "close 42")
    assert await counted(session, ClearanceAsked) == 1
    assert await alerts.list_about(session, [AlertKind.ASKED]) == []


async def test_nobody_becomes_a_person_by_being_named(office: Office) -> None:
    """Every verb there is, given by an AD and by the coordinator: only on a list somebody unknown is kept."""
    await at(office, "06:30")
    kept = set()
    for user in ("U0ADA", "U0MIA"):
        for name, command in COMMANDS.items():
            for verb in command.verbs:
                part = await office.in_process.session.begin_nested()
                before = await counted(office.in_process.session, Person)
                for text in ("42 <@U0NIX|nix>", "42 <@U0OLA|ola> <@U0NIX|nix>", "<@U0NIX|nix>"):
                    await office.in_process.command(user, name, f"{verb.name} {text}")
                if await counted(office.in_process.session, Person) != before:
                    kept.add((user, name, verb.name))
                await part.rollback()
    assert kept == {("U0MIA", "/closedset", "clear"), ("U0MIA", "/closedset", "swap")}


@pytest.mark.parametrize("many", [20, pytest.param(200, marks=pytest.mark.prove)])
async def test_refused_commands_are_told_to_nobody(office: Office, many: int) -> None:
    """Many commands that somebody may not give leave no alert, no message and nobody new."""
    session = office.in_process.session
    tables = (Alert, Delivery, Person)
    before = [await counted(session, table) for table in tables]
    for _ in range(many):
        await office.in_process.command("U0KIT", "/checkin", "send 42 ola 11")
    assert [await counted(session, table) for table in tables] == before


# Strangers.


def payloads(user: str) -> list[dict[str, Any]]:
    """One of everything somebody can bring about, by somebody; what concerns channels apart."""
    events: list[dict[str, Any]] = [
        {"type": "app_home_opened", "user": user, "tab": "home"},
        {"type": "message", "channel_type": "im", "channel": "D1", "user": user, "text": "no", "ts": "1.1"},
        {"type": "message", "subtype": "file_share", "channel_type": "im", "user": user, "text": "no", "ts": "1.2"},
        {"type": "reaction_added", "user": user, "item": {"channel": "D1", "ts": "1.1"}},
        {"type": "user_change", "user": {"id": user, "deleted": False, "locale": "pl-PL"}},
    ]
    assert {event["type"] for event in events} == OF_PEOPLE
    found = [{"type": "event_callback", "event_id": f"E{n}", "event": event} for n, event in enumerate(events)]
    found += [{"command": name, "trigger_id": name, "user_id": user, "text": "list"} for name in COMMANDS]
    tapped: dict[str, Any] = {"type": "block_actions", "user": {"id": user}, "container": {"message_ts": "1.1"}}
    found += [tapped | {"actions": [{"action_id": name, "action_ts": name, "value": "1"}]} for name in BUTTONS]
    for name in SUBMISSIONS:
        view = {"id": name, "hash": "1", "callback_id": name, "private_metadata": "1"}
        found.append({"type": "view_submission", "user": {"id": user}, "view": view})
    return found


async def state(session: AsyncSession) -> Counter[str]:
    """How many rows each table has; the record's apart, as a refusal is on it, and what kinds of events came at all."""
    tables = [table for table in SQLModel.metadata.sorted_tables if not table.name.startswith(("record", "heard"))]
    counts = {table.name: (await session.exec(select(func.count()).select_from(table))).one() for table in tables}
    return Counter(counts)


def test_every_event_hangs_on_a_person_or_on_a_channel() -> None:
    """Whichever event is taken, it is said what becomes of a stranger's."""
    assert set(EVENTS) == OF_PEOPLE | OF_CHANNELS | OF_THE_APP
    assert len(EVENTS) == len(OF_PEOPLE) + len(OF_CHANNELS) + len(OF_THE_APP)


async def test_nothing_outlives_what_strangers_do(office: Office) -> None:
    """Every event, command, button and window of somebody nobody knows: no row is left, and commands are answered."""
    in_process = office.in_process
    inbox = Inbox(in_process.database, in_process.vault, in_process.clock, route)
    before = await state(in_process.session)
    for body in payloads("U0NIX"):
        reply = await through(inbox, body) or NOTHING
        assert "command" not in body or reply.message is not None, json.dumps(body)
    assert await state(in_process.session) == before
    await through(inbox, payloads("U0OLA")[1])
    assert (await state(in_process.session))["inboxrow"] == before["inboxrow"] + 1


async def test_strangers_write_nothing_before_they_are_known_to_be_strangers(office: Office) -> None:
    """Thousands of events of strangers never ask for the writer's turn: a look is all they cost."""
    in_process = office.in_process
    looked = Looking(in_process.database)
    inbox = Inbox(cast("Database", looked), in_process.vault, in_process.clock, route)
    for number in range(60):
        changed = {"type": "user_change", "user": {"id": f"U0NIX{number}", "deleted": True}}
        await through(inbox, {"type": "event_callback", "event_id": f"E{number}", "event": changed})
    await inbox.finish(5)
    # That such an event came at all is noted once a day.
    assert looked.written == 1
    assert looked.looks < 60
    home = {"type": "app_home_opened", "user": "U0NIX", "tab": "home"}
    await through(inbox, {"type": "event_callback", "event_id": "E", "event": home})
    await inbox.finish(5)
    assert looked.written == 2


class Looking:
    """A database that counts its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.written = self.looks = 0

    def read(self) -> Any:
        """One more look."""
        self.looks += 1
        return self._database.read()

    def write(self) -> Any:
        """One more."""
        self.written += 1
        return self._database.write()


async def test_whoever_does_much_waits_for_themselves(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Sixty requests of Jan's wait; Ola's tap, come last, is worked through after two of them at the most."""
    worked: list[str] = []

    async def take(_: Transaction, request: Request) -> Reply:
        worked.append(request.user)
        return NOTHING

    with fresh(sqlite_engine, tmp_path) as url:
        database = Database(url)
        inbox = Inbox(database, Vault(dict([one_key(KEYS)])), Clock(), take)
        jan = [through(inbox, button("U0JAN", number)) for number in range(60)]
        await asyncio.gather(*jan, through(inbox, button("U0OLA", 0)))
        await database.close()
    assert sorted(worked) == ["U0JAN"] * 60 + ["U0OLA"]
    assert worked.index("U0OLA") <= 3


def button(user: str, number: int) -> dict[str, Any]:
    """The payload of a tap."""
    action = {"action_id": "seen", "action_ts": f"{number}", "value": "1"}
    return {"type": "block_actions", "user": {"id": user}, "container": {"message_ts": "1.1"}, "actions": [action]}
