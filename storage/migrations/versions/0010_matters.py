"""what is open has a row of its own, and limits travel with the scene"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPENING = ("not_as_agreed", "call_me", "typed")
REOPENING = ("limits", "as_before")
IN_PERSON = ("in_person", "phone")
MOMENT = sa.DateTime(timezone=True)
STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Matters for what is open today, in doubt one too many."""
    make_tables()
    with op.batch_alter_table("revision") as table:
        table.add_column(sa.Column("limits_of", sa.Integer(), nullable=True))
        table.add_column(sa.Column("partner_limits", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("partner_limits_key", sa.String(), nullable=True))
        table.add_column(sa.Column("ended_at", MOMENT, nullable=True))
        table.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_revision_limits_of_person"), "person", ["limits_of"], ["id"])
        table.create_foreign_key(op.f("fk_revision_ended_by_person"), "person", ["ended_by"], ["id"])
    op.execute("UPDATE revision SET shoot_day_id = NULL WHERE kind = 'limits'")
    open_matters()


def make_tables() -> None:
    """The three tables."""
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("production_id", sa.Integer(), sa.ForeignKey("production.id"), nullable=False),
        sa.Column("scene_id", sa.Integer(), sa.ForeignKey("scene.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("closed_as", sa.String(length=40), nullable=True),
    )
    op.create_table(
        "matterevent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("answer_id", sa.Integer(), sa.ForeignKey("answer.id"), nullable=True),
        sa.Column("check_in_id", sa.Integer(), sa.ForeignKey("checkin.id"), nullable=True),
        sa.Column("recorded_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("matter_id", "position"),
    )
    op.create_table(
        "matterscene",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column("scene_id", sa.Integer(), sa.ForeignKey("scene.id"), nullable=False),
        sa.UniqueConstraint("matter_id", "scene_id"),
    )
    for table, column in (
        *(("matter", name) for name in ("production_id", "scene_id", "person_id")),
        *(("matterevent", name) for name in ("matter_id", "answer_id")),
        *(("matterscene", name) for name in ("matter_id", "scene_id")),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(
        "ix_matter_open",
        "matter",
        ["scene_id", "person_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )


def open_matters() -> None:
    """Go through everything that was ever said, in order, performer by performer and scene by scene."""
    told: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in rows(
        "SELECT answer.*, checkin.scene_id, checkin.person_id, checkin.shoot_day_id, checkin.production_id FROM answer "
        "JOIN checkin ON checkin.id = answer.check_in_id ORDER BY answer.id"
    ):
        told.setdefault((row["scene_id"], row["person_id"]), []).append(row)
    acknowledged = {row["answer_id"] for row in rows("SELECT answer_id FROM alert WHERE acknowledged_at IS NOT NULL")}
    reasons = rows("SELECT * FROM revision ORDER BY id")
    for (scene_id, person_id), said in told.items():
        reopened = max(
            (
                row["id"]
                for row in reasons
                if row["kind"] in REOPENING and row["scene_id"] == scene_id and row["person_id"] in (None, person_id)
            ),
            default=0,
        )
        left = still_open(said, reopened, acknowledged)
        if left:
            keep(left)


def rows(query: str) -> Sequence[Mapping[str, Any]]:
    """What a query finds."""
    return [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]


def still_open(
    said: Sequence[Mapping[str, Any]], reopened: int, acknowledged: set[int | None]
) -> list[Mapping[str, Any]]:
    """What was said since a matter that nobody has closed was opened; nothing where none is open.

    A performer's own "nothing changes" closed typed words in the first releases; now it does where those were seen.
    """
    found: list[Mapping[str, Any]] = []
    for answer in said:
        if answer["kind"] == "as_agreed" and answer["source"] in IN_PERSON:
            found = []
        elif answer["kind"] in OPENING and reopened > answer["after_revision"]:
            continue
        elif found or answer["kind"] in OPENING:
            found.append(answer)
        if answer["kind"] == "nothing_changes" and all(
            one["kind"] == "nothing_changes" or (one["kind"] == "typed" and one["id"] in acknowledged) for one in found
        ):
            found = []
    return found


def keep(said: Sequence[Mapping[str, Any]]) -> None:
    """One open matter, with what came in it."""
    first = said[0]
    matters = table("matter", "production_id", "scene_id", "person_id", "newest", "opened_at")
    events = table("matterevent", "matter_id", "position", "kind", "answer_id", "check_in_id", "recorded_by", "at")
    place = {name: first[name] for name in ("production_id", "scene_id", "person_id")}
    number = (
        op.get_bind()
        .execute(
            matters.insert()
            .values(**place, newest=len(said), opened_at=moment(first["said_at"]))
            .returning(matters.c.id)
        )
        .scalar_one()
    )
    op.get_bind().execute(
        table("matterscene", "matter_id", "scene_id").insert().values(matter_id=number, scene_id=first["scene_id"])
    )
    for position, answer in enumerate(said, start=1):
        op.get_bind().execute(
            events.insert().values(
                matter_id=number,
                position=position,
                kind=answer["kind"],
                answer_id=answer["id"],
                check_in_id=answer["check_in_id"],
                recorded_by=answer["recorded_by"],
                at=moment(answer["said_at"]),
            )
        )


def table(name: str, *columns: str) -> sa.TableClause:
    """A table as far as it is written here."""
    moments = {"opened_at", "at"}
    return sa.table(
        name, sa.column("id", sa.Integer), *(sa.column(one, MOMENT if one in moments else None) for one in columns)
    )


def moment(value: Any) -> Any:
    """A moment as a driver gives it back, or as SQLite keeps it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def downgrade() -> None:
    """What is open can be told from the answers, as it was before."""
    with op.batch_alter_table("revision") as table:
        for column in ("ended_by", "ended_at", "partner_limits_key", "partner_limits", "limits_of"):
            table.drop_column(column)
    for name in ("matterscene", "matterevent", "matter"):
        op.drop_table(name)
