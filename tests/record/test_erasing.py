"""Erasing a whole production, and what the record says of somebody whose name was taken out of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlmodel import select

from bot.commands import context
from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.privacy.erasure import OUTLIVE, forget_in_record
from bot.privacy.private_notes import Note, keep_note, lift_hold, place_hold
from bot.productions import Somebody, add_production, give_role, name_cast, somebody, take_role
from storage import people, productions
from storage.closed_sets import ClosedSet
from storage.database import synchronous
from storage.people import Person
from storage.record_entries import RecordEntry
from storage.rosters import ClearanceAsked, Visitor
from tests.closed_sets.channels import open_set
from tests.commands.acting import ASKED, RECEIPT, agree, ask_for
from tests.privacy.disk import on_disk
from tests.record.test_record import names_in, story, typed
from tests.world import World, direct, set_up, until

pytestmark = pytest.mark.each_engine

SECRET = "kestrel in the rafters"


async def add_aegean(world: World) -> int:
    """A second production with Mia and Jan, and nothing else of Baltic."""
    async with world.transaction() as transaction:
        production = await add_production(transaction, "Aegean", "aegean", "Europe/Athens")
        mia = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
        await give_role(transaction, production, mia, Role.COORDINATOR)
        await begin_duty(transaction, production, mia)
        await name_cast(transaction, production, "7", await somebody(transaction, Somebody("Jan Wolski", "U0JAN")))
        return production.number


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """Each table's rows."""
    engine = create_engine(synchronous(url))
    with engine.connect() as connection:
        found = {
            name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()]
            for name in inspect(connection).get_table_names()
        }
    engine.dispose()
    return found


async def emptied(url: str) -> bool:
    """Whether no Home is left to be emptied."""
    return not everything(url)["stalehome"]


async def test_erasing_a_production_leaves_its_record_and_nothing_else(
    world: World, database_url: str, tmp_path: Path
) -> None:
    """No row of it is left in any table; the other production keeps all of its own; the record still holds."""
    aegean = await add_aegean(world)
    await story(world)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text=SECRET)
    await world.said("U0OLA", "Slack keeps")
    await world.bot.stop()
    before = everything(database_url)
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0, said
    after = everything(database_url)
    for table, rows in after.items():
        # Whose Home has to be emptied stays, encrypted, until the bot has done it.
        if table in (*OUTLIVE, "alembic_version", "stalehome"):
            continue
        assert [row for row in rows if row.get("production_id") == world.production.number] == [], table
        assert rows == [row for row in before[table] if row in rows], table
    assert [row["name"] for row in after["production"]] == ["Aegean"]
    assert sorted(row["name"] for row in after["person"]) == ["Jan Wolski", "Mia Brandt"]
    for table in (
        "scene",
        "checkin",
        "answer",
        "rider",
        "privatewords",
        "shownterms",
        "closedset",
        "delivery",
        "alert",
    ):
        # The other production's coordinator has the head of its record.
        assert [row for row in after[table] if row.get("production_id") != aegean] == [], table
    assert [row for row in after["castmember"] if row["production_id"] == aegean] != []
    assert [row["production_id"] for row in after["recordname"]] == [aegean] * len(after["recordname"])
    code, said = await typed(database_url, tmp_path, "verify")
    assert code == 0
    assert f"Erased production {world.production.number}: " in said
    assert "Aegean: " in said
    await world.start_bot()
    await until(lambda: emptied(database_url), "every Home of it is empty")


async def test_the_file_forgets_what_was_erased(world: World, database_url: str, tmp_path: Path) -> None:
    """Before erasing, names and scenes are in the files of either engine; afterwards they are not."""
    await ask_for(world)
    await agree(world, "U0OLA")
    private = (b"Ola Nowak", b"U0OLA", b"42pt1", b"HOTEL ROOM", b"Baltic")
    kept = on_disk(database_url)
    assert [one for one in private if one not in kept] == []
    await world.bot.stop()
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0, said
    kept = on_disk(database_url)
    assert [one for one in private if one in kept] == []
    await world.start_bot()


async def test_the_file_forgets_while_the_bot_runs(world: World, database_url: str, tmp_path: Path) -> None:
    """A running bot is in the way for moments only: erasing waits for them, and leaves nothing on disk."""
    await ask_for(world)
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0, said
    kept = on_disk(database_url)
    assert [one for one in (b"Ola Nowak", b"42pt1", b"HOTEL ROOM", b"Baltic") if one in kept] == []


async def test_somebody_in_the_way_of_the_file_is_said(
    world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing ends with a failure that says what to type; that, typed when nobody is in the way, empties the files."""
    monkeypatch.setattr(context, "TRIES", 1)
    await world.bot.stop()
    words = ("production", "erase", "baltic", "--yes-erase", "baltic")
    with reading_on(database_url):
        code, said = await typed(database_url, tmp_path, *words)
        assert (code, "Stop the bot, then type: closedset purge" in said) == (1, True), said
        assert b"Ola Nowak" in on_disk(database_url)
        code, said = await typed(database_url, tmp_path, "purge")
        assert (code, "Somebody is using the database still." in said) == (1, True), said
    assert (await typed(database_url, tmp_path, "purge"))[0] == 0
    assert b"Ola Nowak" not in on_disk(database_url)
    await world.start_bot()


@contextmanager
def reading_on(url: str) -> Iterator[None]:
    """Somebody reads what people are called, and does not end."""
    engine = create_engine(synchronous(url))
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        connection.execute(text("SELECT name FROM person")).all()
        yield
    engine.dispose()


async def test_everybody_who_was_only_here_goes(world: World, database_url: str, tmp_path: Path) -> None:
    """Without a role, too: asked for, seen in a channel, their role taken away; nobody of another production goes."""
    await add_aegean(world)
    await ask_for(world)
    async with world.transaction() as transaction:
        mia, jan = (
            await people.find_by_slack_user(transaction.session, "U0MIA"),
            await people.find_by_slack_user(transaction.session, "U0JAN"),
        )
        assert mia is not None
        assert jan is not None
        strangers = [await somebody(transaction, Somebody(name, user)) for name, user in STRANGERS]
        visitor, wanted, left, once = strangers
        aegean = await productions.find_by_name(transaction.session, "aegean")
        assert aegean is not None
        row = (await transaction.session.exec(select(ClosedSet))).one()
        seen = Visitor(closed_set_id=row.number, slack_user="U0VIC", person_id=visitor.number, seen_at=transaction.now)
        transaction.session.add(seen)
        transaction.session.add(
            ClearanceAsked(
                closed_set_id=row.number, person_id=wanted.number, asked_by=mia.number, asked_at=transaction.now
            )
        )
        for production, who in ((world.production, left), (aegean, once)):
            await give_role(transaction, production, who, Role.CREW)
            await take_role(transaction, production, who, Role.CREW)
        for who in (left, once, jan):
            await keep_note(transaction, who.number, Note(f"kept for {who.name}"), production_id=None, answer_id=None)
    await world.bot.stop()
    assert (await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic"))[0] == 0
    after = everything(database_url)
    assert sorted(row["name"] for row in after["person"]) == ["Jan Wolski", "Mia Brandt", "Once Elsewhere"]
    assert {row["person_id"] for row in after["privatewords"]} == {jan.number, once.number}
    await world.start_bot()


STRANGERS = (
    ("Vic Visitor", "U0VIC"),
    ("Wim Wanted", "U0WIM"),
    ("Lea Left", "U0LEA"),
    ("Once Elsewhere", "U0ONC"),
)


async def test_a_legal_hold_stands_in_the_way(world: World, database_url: str, tmp_path: Path) -> None:
    """While a hold on notes stands, nothing is erased, and the sentence says until when and what to do."""
    async with world.transaction() as transaction:
        mia, ola = (
            await people.find_by_slack_user(transaction.session, "U0MIA"),
            await people.find_by_slack_user(transaction.session, "U0OLA"),
        )
        assert mia is not None
        assert ola is not None
        hold = await place_hold(
            transaction, world.production, ola, mia, datetime(2096, 6, 30, 22, tzinfo=UTC), "a claim"
        )
    words = ("production", "erase", "baltic", "--yes-erase", "baltic")
    code, said = await typed(database_url, tmp_path, *words)
    assert code == 1
    assert "A legal hold on notes of Baltic stands until 2096-07-01 00:00 (Europe/Warsaw)." in said
    assert "with /checkin hold. Nothing was erased." in said
    assert "Ola" not in said
    assert [row["name"] for row in everything(database_url)["production"]] == ["Baltic"]
    async with world.transaction() as transaction:
        await lift_hold(transaction, await transaction.session.merge(hold), mia)
    await world.bot.stop()
    code, said = await typed(database_url, tmp_path, *words)
    assert code == 0, said
    await world.start_bot()


async def test_erasing_asks_twice_and_waits_for_open_channels(world: World, database_url: str, tmp_path: Path) -> None:
    """Another name typed, or a closed set still open: one sentence, and nothing has gone."""
    await ask_for(world)
    before = {table: len(rows) for table, rows in everything(database_url).items() if table == "scene"}
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltik")
    assert (code, "Nothing was erased." in said) == (1, True)
    await open_set(world)
    code, said = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert (code, "is still open. Wrap its day first" in said) == (1, True)
    assert {table: len(rows) for table, rows in everything(database_url).items() if table == "scene"} == before


async def test_a_persons_key_can_be_destroyed(world: World, database_url: str, tmp_path: Path) -> None:
    """Entries stay, and the chain holds, and nothing says whose they are; at the terminal not while a no is open."""
    scene = await ask_for(world)
    await world.tap("U0OLA", await world.said("U0OLA", "What was agreed"), "Not as agreed", scene.label)
    await world.said("U0OLA", RECEIPT)
    code, said = await typed(database_url, tmp_path, "production", "forget", "baltic", "--person", "Ola Nowak")
    assert (code, "is still open in Baltic, held, or to come." in said) == (1, True), said
    async with world.transaction() as transaction:
        ola = await people.find_by_slack_user(transaction.session, "U0OLA")
        assert ola is not None
        assert await forget_in_record(transaction, world.production, ola)
        assert not await forget_in_record(transaction, world.production, ola)
    async with world.look() as transaction:
        assert ola.number not in (await names_in(transaction, world.production.number)).values()
        assert (await transaction.session.exec(select(Person).where(Person.id == ola.number))).first() is not None
        assert (await transaction.session.exec(select(RecordEntry))).first() is not None
    assert "the record holds" in (await typed(database_url, tmp_path, "verify"))[1]


async def test_a_persons_name_is_taken_out_at_the_terminal(world: World, database_url: str, tmp_path: Path) -> None:
    """The command does it once, says so, and says when there is nothing to take out."""
    words = ("production", "forget", "baltic", "--person", "Ola Nowak")
    code, said = await typed(database_url, tmp_path, *words)
    assert (code, "which entries are Ola Nowak's" in said) == (0, True)
    code, said = await typed(database_url, tmp_path, *words)
    assert (code, "has nothing under the name of Ola Nowak" in said) == (1, True)
    assert "the record holds" in (await typed(database_url, tmp_path, "verify"))[1]
    assert "Ola Nowak" in str(everything(database_url)["person"])


async def test_a_production_added_after_an_erased_one_begins_a_record_of_its_own(
    world: World, database_url: str, tmp_path: Path
) -> None:
    """No id is given twice: both records hold, each under its own key, and nothing is taken for a forgery."""
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.bot.stop()
    code, _ = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0
    await world.start_bot()
    erased = world.production.number
    await set_up(world)
    assert world.production.number != erased
    await ask_for(world)
    await world.said("U0OLA", ASKED, times=2)
    await agree(world, "U0OLA")
    code, said = await typed(database_url, tmp_path, "verify")
    assert (code, f"Erased production {erased}: " in said, "Baltic: " in said) == (0, True, True)
