"""The database takes entries of the record, and nothing else: on both engines, however it is asked."""

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import check_record_guards, migrate, synchronous
from storage.record_guard import GUARDS, RecordUnguarded, missing_guards

pytestmark = pytest.mark.each_engine

ENTRY = "INSERT INTO recordentry (id, production_id, position, content, mark) VALUES (1, 1, 1, :bytes, :bytes)"
HEAD = "INSERT INTO recordhead (production_id, position, mark, key_row, sealed_key) VALUES (1, 5, :bytes, 'k', :bytes)"
FORBIDDEN = {
    "sqlite": [
        "UPDATE recordentry SET content = x'00'",
        "DELETE FROM recordentry",
        "INSERT OR REPLACE INTO recordentry VALUES (1, 1, 1, x'00', x'00')",
        "INSERT OR REPLACE INTO recordentry VALUES (2, 1, 1, x'00', x'00')",
        "INSERT INTO recordentry VALUES (1, 1, 1, x'00', x'00') ON CONFLICT DO UPDATE SET content = x'00'",
        "UPDATE recordhead SET position = 4",
        "UPDATE recordhead SET production_id = 2",
        "DELETE FROM recordhead",
    ],
    "postgresql": [
        "UPDATE recordentry SET content = '\\x00'",
        "DELETE FROM recordentry",
        "TRUNCATE recordentry",
        "TRUNCATE recordentry CASCADE",
        "INSERT INTO recordentry VALUES (1, 1, 1, '\\x00', '\\x00') ON CONFLICT (id) DO UPDATE SET content = '\\x00'",
        "UPDATE recordhead SET position = 4",
        "UPDATE recordhead SET production_id = 2",
        "DELETE FROM recordhead",
        "TRUNCATE recordhead",
    ],
}


def test_the_database_takes_no_change_of_the_record(database_url: str) -> None:
    """Every way to rewrite an entry, take it out or set the head back ends with an error, and changes nothing."""
    engine = create_engine(synchronous(database_url))
    with engine.begin() as connection:
        connection.execute(text(ENTRY), {"bytes": b"kept"})
        connection.execute(text(HEAD), {"bytes": b"kept"})
    for statement in FORBIDDEN[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="record"), engine.begin() as connection:
            connection.execute(text(statement))
    with engine.begin() as connection:
        assert [bytes(row) for row in connection.execute(text("SELECT content FROM recordentry")).scalars()] == [
            b"kept"
        ]
        assert connection.execute(text("SELECT position FROM recordhead")).scalar() == 5
        connection.execute(text("UPDATE recordhead SET position = 6"))
    engine.dispose()


def drop_one(connection: Connection, name: str) -> None:
    """Take one trigger away, as somebody with all rights could."""
    table = name.partition("_")[0]
    where = f" ON {table}" if connection.dialect.name == "postgresql" else ""
    connection.execute(text(f"DROP TRIGGER {name}{where}"))


def test_a_missing_trigger_is_found_after_every_migration(database_url: str) -> None:
    """Each of the triggers is looked for; migrating says which one is missing."""
    engine = create_engine(synchronous(database_url))
    with engine.begin() as connection:
        assert missing_guards(connection) == set()
        names = sorted(GUARDS[engine.dialect.name])
        for name in names:
            drop_one(connection, name)
        assert missing_guards(connection) == set(names)
    with pytest.raises(RecordUnguarded, match=names[0]):
        migrate(database_url)
    with pytest.raises(RecordUnguarded):
        check_record_guards(synchronous(database_url))
    engine.dispose()
