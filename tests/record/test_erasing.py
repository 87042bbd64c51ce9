"""Erasing a whole production, and what the record says of somebody whose name was taken out of it."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlmodel import select

from bot.erasing import OUTLIVE, forget_in_record
from bot.productions import Somebody, add_production, begin_duty, give_role, name_cast, somebody
from bot.roles import Role
from storage.database import synchronous
from storage.people import Person, person_of
from storage.record import RecordEntry, record_names
from tests.closed_sets.channels import open_set
from tests.commands.acting import ASKED, agree, ask_for
from tests.record.test_record import story, typed
from tests.world import World, direct, set_up

SECRET = "kestrel in the rafters"


async def add_aegean(world: World) -> int:
    """A second production with Mia and Jan, and nothing else of Baltic."""
    async with world.step() as step:
        film = await add_production(step, "Aegean", "aegean", "Europe/Athens")
        mia = await somebody(step, Somebody("Mia Brandt", "U0MIA"))
        await give_role(step, film, mia, Role.COORDINATOR)
        await begin_duty(step, film, mia)
        await name_cast(step, film, "7", await somebody(step, Somebody("Jan Wolski", "U0JAN")))
        return film.number


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
        if table in OUTLIVE or table == "alembic_version":
            continue
        assert [row for row in rows if row.get("production_id") == world.film.number] == [], table
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
        assert after[table] == [], table
    assert [row for row in after["castmember"] if row["production_id"] == aegean] != []
    assert [row["production_id"] for row in after["recordname"]] == [aegean] * len(after["recordname"])
    code, said = await typed(database_url, tmp_path, "verify")
    assert code == 0
    assert f"Erased production {world.film.number}: " in said
    assert "Aegean: " in said
    await world.start_bot()


async def test_the_file_forgets_what_was_erased(world: World, database_url: str, tmp_path: Path) -> None:
    """After erasing, names and scenes are no longer in SQLite's files."""
    if not database_url.startswith("sqlite"):
        return
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.bot.stop()
    code, _ = await typed(database_url, tmp_path, "production", "erase", "baltic", "--yes-erase", "baltic")
    assert code == 0
    path = Path(database_url.removeprefix("sqlite:///"))
    kept = b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
    for private in (b"Ola Nowak", b"U0OLA", b"42pt1", b"HOTEL ROOM", b"Baltic"):
        assert private not in kept, private
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
    """Their entries stay, and the chain holds, but nothing says any more whose they are."""
    await ask_for(world)
    await agree(world, "U0OLA")
    async with world.step() as step:
        ola = await person_of(step.session, "U0OLA")
        assert ola is not None
        assert await forget_in_record(step, world.film, ola)
        assert not await forget_in_record(step, world.film, ola)
    async with world.look() as step:
        assert ola.number not in (await record_names(step.session, world.film.number)).values()
        assert (await step.session.exec(select(Person).where(Person.id == ola.number))).first() is not None
        assert (await step.session.exec(select(RecordEntry))).first() is not None
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
    erased = world.film.number
    await set_up(world)
    assert world.film.number != erased
    await ask_for(world)
    await world.said("U0OLA", ASKED, times=2)
    await agree(world, "U0OLA")
    code, said = await typed(database_url, tmp_path, "verify")
    assert (code, f"Erased production {erased}: " in said, "Baltic: " in said) == (0, True, True)
