"""the record"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


SQLITE = (
    """CREATE TRIGGER recordentry_no_change BEFORE UPDATE ON recordentry
    BEGIN SELECT RAISE(ABORT, 'The record is only ever added to.'); END""",
    """CREATE TRIGGER recordentry_no_removal BEFORE DELETE ON recordentry
    BEGIN SELECT RAISE(ABORT, 'The record is only ever added to.'); END""",
    # INSERT OR REPLACE removes without the trigger above where recursive_triggers is off.
    """CREATE TRIGGER recordentry_no_replacing BEFORE INSERT ON recordentry
    WHEN EXISTS (SELECT 1 FROM recordentry WHERE id = NEW.id
                 OR (production_id = NEW.production_id AND position = NEW.position))
    BEGIN SELECT RAISE(ABORT, 'The record is only ever added to.'); END""",
    """CREATE TRIGGER recordhead_no_removal BEFORE DELETE ON recordhead
    BEGIN SELECT RAISE(ABORT, 'The head of the record only moves on.'); END""",
    """CREATE TRIGGER recordhead_no_way_back BEFORE UPDATE ON recordhead
    WHEN NEW.position < OLD.position OR NEW.production_id <> OLD.production_id
    BEGIN SELECT RAISE(ABORT, 'The head of the record only moves on.'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION record_only_added() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'The record is only ever added to.'; END $$""",
    """CREATE TRIGGER recordentry_no_change BEFORE UPDATE OR DELETE ON recordentry
    FOR EACH ROW EXECUTE FUNCTION record_only_added()""",
    """CREATE TRIGGER recordentry_no_emptying BEFORE TRUNCATE ON recordentry
    FOR EACH STATEMENT EXECUTE FUNCTION record_only_added()""",
    """CREATE TRIGGER recordhead_no_removal BEFORE DELETE ON recordhead
    FOR EACH ROW EXECUTE FUNCTION record_only_added()""",
    """CREATE TRIGGER recordhead_no_emptying BEFORE TRUNCATE ON recordhead
    FOR EACH STATEMENT EXECUTE FUNCTION record_only_added()""",
    """CREATE TRIGGER recordhead_no_way_back BEFORE UPDATE ON recordhead FOR EACH ROW
    WHEN (NEW.position < OLD.position OR NEW.production_id <> OLD.production_id)
    EXECUTE FUNCTION record_only_added()""",
)


def upgrade() -> None:
    op.create_table(
        "recordentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("production_id", "position"),
    )
    op.create_index(op.f("ix_recordentry_production_id"), "recordentry", ["production_id"])
    op.create_table(
        "recordhead",
        sa.Column("production_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("key_row", sa.String(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("production_id"),
    )
    op.create_table(
        "recordname",
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("random", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("production_id", "person_id"),
        sa.UniqueConstraint("random"),
    )
    op.create_table(
        "shownterms",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"]),
        sa.PrimaryKeyConstraint("answer_id"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("shownterms")
    op.drop_table("recordname")
    op.drop_table("recordhead")
    op.drop_table("recordentry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION record_only_added")
