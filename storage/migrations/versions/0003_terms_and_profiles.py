"""what scenes are made of, and profiles"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("production") as production:
        production.add_column(sa.Column("profile", sa.String(), nullable=False, server_default="general"))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("under_18", sa.Boolean(), nullable=False, server_default=sa.false()))
        person.add_column(sa.Column("under_18_until", sa.Date(), nullable=True))
    with op.batch_alter_table("answer") as answer:
        answer.add_column(sa.Column("terms_version", sa.Integer(), nullable=True))
    with op.batch_alter_table("rider") as rider:
        rider.alter_column("recorded_by", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "breakdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("stunts_named", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("scene_id", "version"),
    )
    op.create_index(op.f("ix_breakdown_scene_id"), "breakdown", ["scene_id"])
    op.create_table(
        "riderwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rider_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["rider_id"], ["rider.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("rider_id", "language"),
    )
    op.create_index(op.f("ix_riderwords_rider_id"), "riderwords", ["rider_id"])


def downgrade() -> None:
    # Words of lists that the code before cannot read.
    op.execute("UPDATE revision SET kind = 'rider' WHERE kind = 'terms'")
    op.execute("DELETE FROM alert WHERE kind = 'needs_coordinator'")
    op.drop_table("riderwords")
    op.drop_table("breakdown")
    op.execute("UPDATE rider SET recorded_by = person_id WHERE recorded_by IS NULL")
    with op.batch_alter_table("rider") as rider:
        rider.alter_column("recorded_by", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("answer") as answer:
        answer.drop_column("terms_version")
    with op.batch_alter_table("person") as person:
        person.drop_column("under_18_until")
        person.drop_column("under_18")
    with op.batch_alter_table("production") as production:
        production.drop_column("profile")
