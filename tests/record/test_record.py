"""What is put on record of a whole story, and that looking at it later finds whatever was changed."""

import asyncio
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import select

from bot.alerts import acknowledge
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.productions import Somebody, add_production, give_role, somebody
from bot.record import all_facts
from bot.schedule.wrap import wrap_day
from bot.transaction import Transaction
from storage import people, record_entries, shoot_days
from storage.alerts import Alert
from storage.database import synchronous
from storage.record_entries import RecordEntry, RecordHead, RecordName, ShownTerms
from tests.command_line.shell import Shell
from tests.commands.acting import RECEIPT, agree, ask_for
from tests.world import MONDAY, World, add_scene, direct

pytestmark = pytest.mark.each_engine

SUNDAY = date(2026, 3, 15)
SECRET = "kestrel in the rafters"


async def story(world: World) -> None:
    """Both are asked; Ola agrees, Jan writes; the coordinator acknowledges; the AD reads the line; wrap."""
    scene = await ask_for(world)
    await agree(world, "U0OLA")
    await world.tap("U0JAN", await world.said("U0JAN", "What was agreed"), "Not as agreed", scene.label)
    await world.said("U0JAN", RECEIPT)
    await world.said("U0MIA", "Something needs you now.")
    async with world.transaction() as transaction:
        alert = (await transaction.session.exec(select(Alert))).first()
        assert alert is not None
        await acknowledge(transaction, alert, await people.get(transaction.session, 1))
    await world.at(MONDAY, "05:30")
    await world.said("U0ADA", "With coordinator – plan may change")
    async with world.transaction() as transaction:
        await wrap_day(transaction, world.production, await shoot_days.get(transaction.session, 1))


async def names_in(transaction: Transaction, production_id: int) -> dict[str, int]:
    """Person ids by the random ids of a production's record."""
    rows = await transaction.session.exec(select(RecordName).where(RecordName.production_id == production_id))
    return {row.random: row.person_id for row in rows.all()}


async def facts(world: World) -> list[dict[str, Any]]:
    """The entries of Baltic's record."""
    async with world.look() as transaction:
        return await all_facts(transaction, world.production.number)


async def test_every_fact_is_kept_once_in_order_and_can_be_checked(
    world: World, database_url: str, tmp_path: Path
) -> None:
    """A story leaves its entries in the order it happened, with random ids for people, and the chain holds."""
    await story(world)
    found = await facts(world)
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    kinds = [one["kind"] for one in found]
    for kind in ("production_added", "duty_begun", "rider_recorded", "asked", "check_in_delivered", "answered"):
        assert kind in kinds, kind
    for kind in ("alert_raised", "alert_delivered", "alert_acknowledged", "word_published", "word_delivered"):
        assert kind in kinds, kind
    assert kinds.count("answered") == 2
    assert kinds.count("day_wrapped") == 1
    answered = [one for one in found if one["kind"] == RecordKind.ANSWERED]
    async with world.look() as transaction:
        names = await names_in(transaction, world.production.number)
    assert len({one["about"] for one in answered}) == 2
    assert {one["about"] for one in found if "about" in one} <= set(names)
    code, said = await typed(database_url, tmp_path, "verify")
    assert (code, "entries, the record holds. Head" in said) == (0, True)


async def test_the_record_holds_no_name_and_no_word_of_anybody(world: World) -> None:
    """What was agreed, who people are and what they write are nowhere in its bytes."""
    await story(world)
    await world.post("/message", user="U0JAN", channel=direct("U0JAN"), text=SECRET)
    await world.said("U0JAN", "Slack keeps")
    kept = json.dumps(await facts(world))
    for private in ("Ola", "Jan", "U0OLA", "U0JAN", "as written", "42pt1", "Baltic", "kestrel"):
        assert private not in kept, private


async def test_with_each_answer_goes_a_salted_hash_of_the_exact_terms_and_language(world: World) -> None:
    """The record has the hash; the terms themselves lie sealed apart, with the salt."""
    scene = await ask_for(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    hashes = [one["terms"] for one in await facts(world) if one["kind"] == RecordKind.ANSWERED]
    assert len(set(hashes)) == 2
    async with world.look() as transaction:
        kept = (await transaction.session.exec(select(ShownTerms))).all()
        opened = [json.loads(transaction.vault.open("shownterms", row.key, row.content, row.answer_id)) for row in kept]
    assert [one["wording"]["text"] for one in opened] == [f"Scene {scene.label}: as written, nothing more."] * 2
    assert [one["language"] for one in opened] == ["en", "en"]
    assert all(b"as written" not in row.content for row in kept)


async def typed(url: str, folder: Path, *words: str) -> tuple[int, str]:
    """What a command at the terminal says while the bot runs, and its exit code."""
    done = await asyncio.to_thread(Shell(folder, DATABASE_URL=url).run, *words)
    return done.exit_code, done.output


def change(url: str, statements: Iterable[str]) -> None:
    """What somebody with all rights on the database, but without the keys, can do."""
    engine = create_engine(synchronous(url))
    with engine.begin() as connection:
        for table in ("recordentry", "recordhead"):
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            else:
                names = connection.execute(
                    text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
                    {"table": table},
                )
                for name in names.scalars().all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


async def tamper(url: str, *statements: str) -> None:
    """The same beside the running bot, which may be writing at this moment."""
    await asyncio.to_thread(change, url, statements)


async def test_verify_says_where_the_record_breaks(world: World, database_url: str, tmp_path: Path) -> None:
    """An entry changed behind the bot's back, one taken out, and a tail cut off with its head are each found."""
    await add_scene(world, "42pt1", ["1", "2"])
    async with world.look() as transaction:
        entries = await record_entries.list_of(transaction.session, world.production.number)
    head = (await typed(database_url, tmp_path, "verify", "--production", "baltic"))[1].split("Head ")[1].split(". ")[0]
    assert head.startswith(f"baltic:{len(entries)}:")
    assert (
        "is in the record"
        in (await typed(database_url, tmp_path, "verify", "--production", "baltic", "--head", head))[1]
    )
    fourth, third = entries[3], (await facts(world))[2]
    await tamper(database_url, "UPDATE recordentry SET position = 999 WHERE position = 4")
    await tamper(database_url, "UPDATE recordentry SET position = 4 WHERE position = 5")
    code, said = await typed(database_url, tmp_path, "verify")
    assert code == 1
    assert f"breaks at entry 4, after what was written at {third['at']}" in said
    await tamper(database_url, "UPDATE recordentry SET position = 5 WHERE position = 4")
    await tamper(database_url, f"UPDATE recordentry SET position = 4 WHERE id = {fourth.id}")
    assert "the record holds" in (await typed(database_url, tmp_path, "verify"))[1]
    last = entries[-1]
    before = entries[-2].mark.hex()
    spelled = f"'\\x{before}'" if "postgresql" in database_url else f"x'{before}'"
    await tamper(
        database_url,
        f"DELETE FROM recordentry WHERE id = {last.id}",
        f"UPDATE recordhead SET position = {last.position - 1}, mark = {spelled}",
    )
    code, said = await typed(database_url, tmp_path, "verify")
    assert code == 1
    assert "breaks at" not in said
    assert "riders (scene, performer, version) 1/6/1 are stored, and the record does not have them" in said
    code, cut_off = await typed(database_url, tmp_path, "verify", "--production", "baltic", "--head", head)
    assert code == 1
    assert f"is NOT in the record: that was cut after entry {last.position - 1}" in cut_off


async def test_terms_that_were_changed_afterwards_are_found(world: World, database_url: str, tmp_path: Path) -> None:
    """Terms put in the place of those that were shown do not open there, and verifying names the entry."""
    await ask_for(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    async with world.transaction() as transaction:
        one, other = (await transaction.session.exec(select(ShownTerms))).all()
        one.content, other.content = other.content, one.content
        transaction.session.add_all([one, other])
    code, said = await typed(database_url, tmp_path, "verify")
    assert code == 1
    assert "are not the ones that were shown" in said


async def test_two_productions_have_a_chain_each(world: World) -> None:
    """One production's entries and random ids say nothing of another's."""
    async with world.transaction() as transaction:
        other = await add_production(transaction, "Aegean", "aegean", "Europe/Athens")
        await give_role(
            transaction, other, await somebody(transaction, Somebody("Mia Brandt", "U0MIA")), Role.COORDINATOR
        )
    async with world.look() as transaction:
        heads = (await transaction.session.exec(select(RecordHead))).all()
        entries = (await transaction.session.exec(select(RecordEntry))).all()
        here, there = [await names_in(transaction, number) for number in (world.production.number, other.number)]
    assert len(heads) == 2
    for number in (world.production.number, other.number):
        places = [entry.position for entry in entries if entry.production_id == number]
        assert places == list(range(1, len(places) + 1))
    assert set(here) & set(there) == set()
    assert set(there.values()) <= set(here.values())
