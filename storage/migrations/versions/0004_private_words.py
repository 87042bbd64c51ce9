"""what people may ask about their own words"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "wordsreading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_wordsreading_production_id"), "wordsreading", ["production_id"])
    op.create_index(op.f("ix_wordsreading_person_id"), "wordsreading", ["person_id"])
    op.create_table(
        "wordshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("reason_key", sa.String(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=False),
        sa.Column("placed_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["placed_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_wordshold_production_id"), "wordshold", ["production_id"])
    op.create_index(op.f("ix_wordshold_person_id"), "wordshold", ["person_id"])
    with op.batch_alter_table("production") as batch:
        batch.add_column(sa.Column("warn_words_days", sa.Integer(), nullable=False, server_default="7"))


def downgrade() -> None:
    with op.batch_alter_table("production") as batch:
        batch.drop_column("warn_words_days")
    op.drop_table("wordshold")
    op.drop_table("wordsreading")
