"""What was open in a database of an earlier release is open after the upgrade: Ready then was Ready before."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import command

from storage.database import migrate, migrations, synchronous

BEFORE = "0009"
PERFORMERS = 150
BEGIN = datetime(2026, 3, 1, 7, tzinfo=UTC)
Said = dict[str, Any]
ANSWERS = (
    ("as_agreed", "tap"),
    ("as_agreed", "in_person"),
    ("as_agreed", "phone"),
    ("not_as_agreed", "tap"),
    ("not_as_agreed", "phone"),
    ("call_me", "tap"),
    *[("typed", "typed")] * 2,
    *[("nothing_changes", "tap")] * 3,
)
REVISIONS = ("limits", "as_before", "pages", "rider")


def was_open(history: list[Said]) -> bool:
    """The rule of the releases before, by plain reading: a change, or typed words, that nobody had ended."""
    change = typed = False
    for one in history:
        if one.get("why") in ("limits", "as_before"):
            change = typed = False
        change = change or one.get("kind") in ("not_as_agreed", "call_me")
        typed = typed or one.get("kind") == "typed"
        if one.get("kind") == "as_agreed" and one["source"] in ("in_person", "phone"):
            change = typed = False
        if one.get("kind") == "nothing_changes":
            typed = False
    return change or typed


class Past:
    """A database as the release before left it, filled row by row."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables = sa.MetaData()
        self.tables.reflect(connection)

    def add(self, to: str, /, **values: Any) -> int:
        """One row, with something in every column that wants it; its id."""
        table = self.tables.tables[to]
        wanted = {column.name: some(column) for column in table.columns if not column.nullable and column.name != "id"}
        known = {**wanted, **values}
        return int(self.connection.execute(table.insert().values(known).returning(table.c.id)).scalar_one())


def some(column: sa.Column[Any]) -> Any:
    """Something a column takes."""
    found: dict[type, Any] = {int: 1, bool: False, bytes: b"sealed", date: date(2026, 3, 16), time: time(7)}
    found |= {str: "word", float: 1.0, datetime: BEGIN}
    return found.get(column.type.python_type, ["1"])


def histories() -> list[list[Said]]:
    """What was said, and why people were asked again, performer by performer; the same every time."""
    chance = random.Random(11)
    found = []
    for _ in range(PERFORMERS):
        lived: list[Said] = []
        for _ in range(chance.randint(1, 7)):
            if chance.random() < 0.3:
                lived.append({"why": chance.choice(REVISIONS)})
            else:
                kind, source = chance.choice(ANSWERS)
                lived.append({"kind": kind, "source": source, "seen": chance.random() < 0.5})
        found.append(lived)
    return found


def live(past: Past, number: int, history: list[Said]) -> None:
    """One performer in a scene of their own, and what happened in it."""
    person = past.add("person", name=f"Performer {number}", slack_user=f"U{number}")
    scene = past.add("scene", production_id=1, number=f"{number}")
    check_in = past.add("checkin", scene_id=scene, person_id=person, production_id=1, shoot_day_id=1)
    newest = 0
    for place, one in enumerate(history):
        at = BEGIN + timedelta(minutes=place)
        if "why" in one:
            newest = past.add("revision", scene_id=scene, kind=one["why"], shoot_day_id=1, recorded_at=at)
            continue
        answer = past.add(
            "answer",
            check_in_id=check_in,
            key=f"{number}:{place}",
            kind=one["kind"],
            source=one["source"],
            after_revision=max(newest, newest_of_all(past)),
            said_at=at,
            recorded_at=at,
        )
        if one["seen"]:
            key = f"typed:{answer}"
            past.add("alert", kind=one["kind"], key=key, answer_id=answer, acknowledged_at=at, production_id=1)


def newest_of_all(past: Past) -> int:
    """The newest reason to ask again there is."""
    return past.connection.execute(sa.text("SELECT max(id) FROM revision")).scalar_one() or 0


def test_what_was_open_is_open_and_in_doubt_more(bare_database_url: str) -> None:
    """Each history that was open before has one open matter, its events in order; down and up again it is the same."""
    migrate(bare_database_url, BEFORE)
    engine = sa.create_engine(synchronous(bare_database_url))
    lived = histories()
    with engine.begin() as connection:
        past = Past(connection)
        past.add("production", name="Baltic", short_name="baltic")
        past.add("shootday", production_id=1)
        for number, history in enumerate(lived):
            live(past, number, history)
    migrate(bare_database_url)
    first = found_open(engine)
    command_down_and_up(bare_database_url)
    assert found_open(engine) == first
    engine.dispose()
    before = {str(number) for number, history in enumerate(lived) if was_open(history)}
    assert before <= first.keys()
    assert 20 < len(before) < len(first) < PERFORMERS
    for name, kinds in first.items():
        assert kinds[0] in ("not_as_agreed", "call_me", "typed")
        assert kinds == [one["kind"] for one in lived[int(name)] if "kind" in one][-len(kinds) :]


def command_down_and_up(url: str) -> None:
    """The upgrade is taken back, and made again."""
    config = migrations()
    config.attributes["url"] = synchronous(url)
    command.downgrade(config, BEFORE)
    migrate(url)


def found_open(engine: sa.Engine) -> dict[str, list[str]]:
    """What is open after an upgrade, by scene: the events of its matter, in order."""
    query = (
        "SELECT scene.number, matterevent.kind FROM matter JOIN scene ON scene.id = matter.scene_id "
        "JOIN matterscene ON matterscene.matter_id = matter.id AND matterscene.scene_id = scene.id "
        "JOIN matterevent ON matterevent.matter_id = matter.id WHERE matter.closed_at IS NULL "
        "ORDER BY matter.id, matterevent.position"
    )
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for number, kind in connection.execute(sa.text(query)):
            found.setdefault(number, []).append(kind)
    return found


def test_limits_of_a_day_hold_on_every_day(bare_database_url: str) -> None:
    """What was recorded for one day in an earlier release travels with the scene as well."""
    migrate(bare_database_url, BEFORE)
    engine = sa.create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        past = Past(connection)
        past.add("production", name="Baltic", short_name="baltic")
        past.add("shootday", production_id=1)
        past.add("scene", production_id=1, number="42")
        past.add("revision", scene_id=1, shoot_day_id=1, kind="limits", limits=b"sealed", limits_key="key")
        past.add("revision", scene_id=1, shoot_day_id=1, kind="as_before")
    migrate(bare_database_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT kind, shoot_day_id FROM revision ORDER BY id")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("limits", None), ("as_before", 1)]
