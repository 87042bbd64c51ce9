"""What could not be read and can be again: it is failed no more, but for what waits until a person tries it again."""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, update
from sqlmodel import SQLModel, select

from bot.domain.unreadable import Unreadable
from bot.privacy.trying_again import WORKED_THROUGH, try_again
from bot.privacy.unreadable_rows import TAKEN_UP, kept_columns, look_through, word_columns
from storage import failed_rows
from storage.columns import Structured
from storage.failed_rows import FailedRow, name_of
from tests.engines import Engine
from tests.invariants.test_unreadable_rows import Night, night
from tests.scanning import modules


def key_of(column: Column[Any]) -> Column[Any]:
    """What the rows of a column's table are numbered by."""
    (key,) = column.table.primary_key.columns
    return key


async def words_of(world: Night) -> dict[Column[Any], Sequence[Any]]:
    """Every column of words with its rows: their numbers and what they say."""
    return {one: (await world.bot.session.exec(select(key_of(one), one))).all() for one in word_columns()}


async def looked_through(world: Night) -> set[str]:
    """The tables with a row that failed, after a look through all there is."""
    await look_through(world.bot.transaction, world.bot.transaction)
    return {row.stored_in for row in await failed_rows.list_all(world.bot.session)}


async def is_tried_again(world: Night, row: FailedRow) -> bool:
    """Whether a failed row is put back."""
    try:
        async with world.bot.transaction() as transaction:
            await try_again(transaction, row)
    except Unreadable:
        return False
    return True


async def test_a_word_that_is_known_again_is_failed_no_more(sqlite_engine: Engine, tmp_path: Path) -> None:
    """As when the later release is back: of every table, but for what waits for a person; until then none is."""
    async with night(sqlite_engine, tmp_path) as world:
        before = await words_of(world)
        for column in before:
            await world.bot.session.exec(update(column.table).values({column.name: "of_tomorrow"}))
        known = await looked_through(world)
        assert known == {column.table.name for column, rows in before.items() if rows}
        assert len(known) > 15
        for row in await failed_rows.list_all(world.bot.session):
            assert row.stored_in in TAKEN_UP or not await is_tried_again(world, row), row.stored_in
        for column, rows in before.items():
            for number, said in rows:
                this = update(column.table).where(key_of(column) == number)
                await world.bot.session.exec(this.values({column.name: said}))
        world.bot.session.expunge_all()
        assert await looked_through(world) == known & TAKEN_UP


def test_everything_in_a_form_is_looked_through() -> None:
    """But for what is needed within moments, and what is written over before it is needed."""
    forms = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Structured)
    }
    looked_at = {f"{name_of(kept.table)}.{kept.column}" for kept in kept_columns()}
    assert forms - looked_at == {"delivery.subject", "closedset.members"}


def test_whatever_fails_elsewhere_is_tried_again_there() -> None:
    """A look through everything ends no failure that it has not found: its list is that of what is tried again."""
    places = [
        node.args[0]
        for _, module in modules("bot", "handlers")
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Place" and node.args
    ]
    named = {ast.unparse(table) for table in places if isinstance(table, ast.Call)}
    worked_through = {f"name_of({table.__name__})" for table in WORKED_THROUGH}
    looked_through = {f"name_of({kept.table.__name__})" for kept in kept_columns() if kept.place}
    assert worked_through <= named <= worked_through | looked_through
    assert {name_of(table) for table in WORKED_THROUGH} == TAKEN_UP
