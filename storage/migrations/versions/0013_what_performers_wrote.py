"""what performers wrote, who may read it, and what nobody has read yet"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = sa.text("ended_at IS NULL")
ANSWER = sa.table(
    "answer", *(sa.column(name) for name in ("check_in_id", "typed_key", "kind")), sa.column("said_at", Instant())
)
CHECK_IN = sa.table("checkin", *(sa.column(name) for name in ("id", "production_id", "person_id")))
NOTE = sa.table("privatewords", sa.column("key"), sa.column("production_id"))
WRITTEN = sa.table(
    "written", *(sa.column(name) for name in ("key", "person_id", "production_id")), sa.column("written_at", Instant())
)
ROLE = sa.table("roleheld", *(sa.column(name) for name in ("production_id", "person_id", "role")))
PRODUCTION = sa.table("production", sa.column("id"), sa.column("created_at", Instant()))
READER = sa.table(
    "notereader", *(sa.column(name) for name in ("production_id", "person_id")), sa.column("told_at", Instant())
)


def upgrade() -> None:
    """What was typed before keeps its place; the coordinators there are, the performers know already."""
    create_written()
    create_unread()
    create_readers()
    with op.batch_alter_table("duty") as table:
        table.add_column(sa.Column("handed_over_by", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_duty_handed_over_by_person", "person", ["handed_over_by"], ["id"])
    with op.batch_alter_table("privatewords") as table:
        table.add_column(sa.Column("released_to", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_privatewords_released_to_person", "person", ["released_to"], ["id"])
    op.add_column("alert", sa.Column("typed_key", sa.String(), nullable=True))
    op.add_column("alert", sa.Column("lowered_at", Instant(), nullable=True))
    op.create_index(op.f("ix_alert_typed_key"), "alert", ["typed_key"])
    keep_what_was_typed()
    keep_readers()


def create_written() -> None:
    """One row for each thing a performer wrote."""
    op.create_table(
        "written",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=True),
        sa.Column("written_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("place"),
    )
    op.create_index(op.f("ix_written_person_id"), "written", ["person_id"])


def create_unread() -> None:
    """What nobody has read yet."""
    op.create_table(
        "unread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_unread_production_id"), "unread", ["production_id"])
    op.create_index("ix_unread_open", "unread", ["person_id"], sqlite_where=OPEN, postgresql_where=OPEN)


def create_readers() -> None:
    """Whom performers have been told of."""
    op.create_table(
        "notereader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("told_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_notereader_production_id"), "notereader", ["production_id"])


def keep_what_was_typed() -> None:
    """A row for each of the words that stand as answers; with answers in several productions, of the note's alone."""
    rows = op.get_bind().execute(
        sa.select(ANSWER.c.typed_key, CHECK_IN.c.person_id, CHECK_IN.c.production_id, ANSWER.c.said_at)
        .join_from(ANSWER, CHECK_IN, CHECK_IN.c.id == ANSWER.c.check_in_id)
        .where(ANSWER.c.kind == "typed", ANSWER.c.typed_key.is_not(None))
    )
    given = dict(tuple(row) for row in op.get_bind().execute(sa.select(NOTE.c.key, NOTE.c.production_id)).all())
    found: dict[str, tuple[int, set[int], object]] = {}
    for key, person_id, production_id, said_at in rows.all():
        found.setdefault(key, (person_id, set(), said_at))[1].add(production_id)
    for key, (person_id, productions, said_at) in found.items():
        sole = next(iter(productions)) if len(productions) == 1 else given.get(key)
        op.get_bind().execute(
            WRITTEN.insert().values(key=key, person_id=person_id, production_id=sole, written_at=said_at)
        )


def keep_readers() -> None:
    """Nobody is announced who has been the coordinator all along."""
    rows = op.get_bind().execute(
        sa.select(ROLE.c.production_id, ROLE.c.person_id, PRODUCTION.c.created_at)
        .join_from(ROLE, PRODUCTION, PRODUCTION.c.id == ROLE.c.production_id)
        .where(ROLE.c.role == "coordinator")
    )
    for production_id, person_id, created_at in rows.all():
        op.get_bind().execute(
            READER.insert().values(production_id=production_id, person_id=person_id, told_at=created_at)
        )


def downgrade() -> None:
    """As it was before."""
    op.drop_index(op.f("ix_alert_typed_key"), "alert")
    op.drop_column("alert", "lowered_at")
    op.drop_column("alert", "typed_key")
    with op.batch_alter_table("privatewords") as table:
        table.drop_constraint("fk_privatewords_released_to_person", type_="foreignkey")
        table.drop_column("released_to")
    op.drop_table("notereader")
    with op.batch_alter_table("duty") as table:
        table.drop_constraint("fk_duty_handed_over_by_person", type_="foreignkey")
        table.drop_column("handed_over_by")
    op.drop_table("unread")
    op.drop_table("written")
