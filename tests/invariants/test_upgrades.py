"""A database that was filled before an upgrade keeps what is in it, on the way up, down and up again."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from alembic import command

from storage.alerts import AlertKind
from storage.database import migrate, migrations, synchronous
from storage.deliveries import Template
from storage.due import DueKind
from storage.written import UnreadWhy

FIRST = "0001"
Rows = dict[str, list[dict[str, Any]]]
NOT_SEEN = {"acknowledged_at": None, "acknowledged_by": None, "next_at": None}

# Rows as the first release wrote them, and what stands beside each key since nothing is read out of one any more.
KEYED: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("answer", {"kind": "typed", "key": "event:Ev1:14"}, {"typed_key": "event:Ev1"}),
    ("answer", {"kind": "call_me", "key": "button:U0OLA:1.2:answer_call_me:3.4"}, {"typed_key": None}),
    ("alert", {"kind": "proposed", "key": "proposed:1:17"}, {"board_version": 17}),
    ("alert", {"kind": "cut", "key": "cut:1:17"}, {"board_version": None}),
    ("inboxrow", {"key": "button:U0OLA:1.2:nothing_changes:3.4"}, {"slack_user": "U0OLA"}),
    ("inboxrow", {"key": "event:Ev1"}, {"slack_user": None}),
    (
        "delivery",
        {"template": "alert", "key": "alert:3:12:5", "subject": {"alert": 3}},
        {"subject": {"alert": 3, "step": 12}},
    ),
    (
        "delivery",
        {"template": "check_in", "key": "check_in:2:outage:31:5", "subject": {"day": 2, "why": "outage"}},
        {"subject": {"day": 2, "why": "outage", "outage": 31}},
    ),
    (
        "delivery",
        {"template": "check_in", "key": "check_in:2:rider:31:5", "subject": {"day": 2, "why": "rider"}},
        {"subject": {"day": 2, "why": "rider"}},
    ),
    (
        "delivery",
        {"template": "closed_set_right", "key": "closed_set_right:4:1773500000.25:5", "subject": {"closed_set": 4}},
        {"subject": {"closed_set": 4, "alarm": "4:1773500000.25"}},
    ),
)

# Words of one column that came after 0015, and how many there were before: a word of a later release goes on the way
# back, in the migration it came with.
LATER: dict[tuple[str, str], tuple[type[StrEnum], set[str], int]] = {
    ("delivery", "template"): (Template, {"production_goes", "record_head", "unsaid"}, 25),
    ("alert", "kind"): (
        AlertKind,
        {"unreadable", "shut_out", "connections", "removal_waits", "exported", "not_shown", "key_lost", "scene_gone"},
        38,
    ),
    ("due", "kind"): (DueKind, set(), 9),
    ("unread", "why"): (UnreadWhy, {"request"}, 2),
}


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """The tables that are there, those that others point at first."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def value_for(column: sa.Column[Any]) -> Any:
    """Something a column takes; row 1 wherever it points at another table."""
    if column.foreign_keys:
        return 1
    some: dict[type, Any] = {int: 1, bool: True, bytes: b"sealed", date: date(2026, 3, 16), time: time(7)}
    some |= {str: "word", float: 1.0, datetime: datetime(2026, 3, 16, 7, tzinfo=UTC)}
    return some.get(column.type.python_type, ["1"])


def fill(connection: sa.Connection) -> None:
    """One row in each table."""
    for table in tables_of(connection):
        connection.execute(table.insert().values({column.name: value_for(column) for column in table.columns}))


def rows_in(connection: sa.Connection, known: Rows | None = None) -> Rows:
    """Every row of each table; of those that are known, in the columns they still have."""
    found = {}
    for table in tables_of(connection):
        names = [column.name for column in table.columns]
        names = [name for name in names if not known or name in known.get(table.name, [{}])[0]]
        if known is None or table.name in known:
            rows = connection.execute(sa.select(*(table.columns[name] for name in names))).mappings()
            found[table.name] = [dict(row) for row in rows]
    return found


def broken_keys(connection: sa.Connection) -> list[Any]:
    """Rows that point nowhere; PostgreSQL checks each as it comes."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.execute(sa.text("PRAGMA foreign_key_check")))


def test_a_filled_database_keeps_its_rows_up_down_and_up_again(bare_database_url: str) -> None:
    """One row in each table of the first release; later words that it cannot read are gone after the way back."""
    migrate(bare_database_url, FIRST)
    config = migrations()
    config.attributes["url"] = synchronous(bare_database_url)
    engine = sa.create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        fill(connection)
        before = rows_in(connection)
    assert all(len(rows) == 1 for rows in before.values())
    migrate(bare_database_url)
    with engine.begin() as connection:
        now = rows_in(connection, before)
        assert now.keys() == before.keys()
        for name, rows in now.items():
            assert rows == [{column: before[name][0][column] for column in rows[0]}], name
        assert broken_keys(connection) == []
        connection.execute(sa.text("UPDATE revision SET kind = 'terms'"))
        connection.execute(sa.text("UPDATE alert SET kind = 'needs_coordinator'"))
    command.downgrade(config, FIRST)
    with engine.begin() as connection:
        after = rows_in(connection, before)
        assert after.pop("alert") == []
        assert [row.pop("kind") for row in after["revision"]] == ["rider"]
        kept = {name: [dict(row) for row in rows] for name, rows in before.items() if name != "alert"}
        del kept["revision"][0]["kind"]
        assert after == kept
        assert broken_keys(connection) == []
    migrate(bare_database_url)
    engine.dispose()


def test_no_word_stays_that_the_earlier_release_cannot_read(bare_database_url: str) -> None:
    """One row with each word there is: after the way back only those are there that were words then."""
    migrate(bare_database_url)
    config = migrations()
    config.attributes["url"] = synchronous(bare_database_url)
    engine = sa.create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        fill(connection)
        tables = {table.name: table for table in tables_of(connection)}
        for (name, column), (words, _, _) in LATER.items():
            for number, word in enumerate(words, start=2):
                row = {one.name: value_for(one) for one in tables[name].columns} | {"id": number, column: str(word)}
                connection.execute(tables[name].insert().values(row | ({"key": word} if "key" in row else {})))
    command.downgrade(config, "0015")
    with engine.begin() as connection:
        for (name, column), (words, later, earlier) in LATER.items():
            found = set(connection.execute(sa.text(f"SELECT {column} FROM {name} WHERE id > 1")).scalars())
            assert found == set(map(str, words)) - later
            assert len(found) == earlier
    engine.dispose()


def keyed_rows(connection: sa.Connection, wanted: int) -> list[dict[str, Any]]:
    """Of each row with a key its key and what is `wanted` of it: 1, as it was written, or 2, what stands there now."""
    tables = {table.name: table for table in tables_of(connection)}
    found = []
    for name, *sides in KEYED:
        table, names = tables[name], {"key": None, **sides[wanted - 1]}
        query = sa.select(*(table.columns[one] for one in names)).where(table.columns["key"] == sides[0]["key"])
        found.append(dict(connection.execute(query).mappings().one()))
    return found


def test_what_was_read_out_of_keys_is_filled_from_them(bare_database_url: str) -> None:
    """Each key stays as it was, what it said stands beside it, and the way back and up again loses nothing of it."""
    migrate(bare_database_url, FIRST)
    config = migrations()
    config.attributes["url"] = synchronous(bare_database_url)
    engine = sa.create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        fill(connection)
        for number, (name, written, _) in enumerate(KEYED, start=2):
            table = next(table for table in tables_of(connection) if table.name == name)
            values = {column.name: value_for(column) for column in table.columns}
            connection.execute(table.insert().values({**values, **written, "id": number}))
    as_written = [before for _, before, _ in KEYED]
    filled = [{"key": before["key"], **after} for _, before, after in KEYED]
    for _ in range(2):
        migrate(bare_database_url)
        with engine.begin() as connection:
            assert keyed_rows(connection, 2) == filled
        command.downgrade(config, FIRST)
        with engine.begin() as connection:
            assert keyed_rows(connection, 1) == as_written
    engine.dispose()


def test_alerts_that_nobody_has_are_told_again_after_the_upgrade(bare_database_url: str) -> None:
    """What was acknowledged is over; what went silent after call, with nobody having it, has a next time again."""
    migrate(bare_database_url, "0009")
    engine = sa.create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        fill(connection)
        alert = next(table for table in tables_of(connection) if table.name == "alert")
        row = {column.name: value_for(column) for column in alert.columns}
        connection.execute(alert.insert().values({**row, "id": 2, "key": "2", "kind": "change", **NOT_SEEN}))
    migrate(bare_database_url)
    with engine.begin() as connection:
        query = "SELECT ended_at IS NULL, next_at IS NULL FROM alert ORDER BY id"
        found = [tuple(map(bool, one)) for one in connection.execute(sa.text(query))]
    assert found == [(False, False), (True, False)]
    engine.dispose()
