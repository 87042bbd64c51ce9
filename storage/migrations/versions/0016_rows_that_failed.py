"""rows that failed are kept and told of; what the record has still to take; since when the bot is connected"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nothing has failed yet. Since when the bot is connected is known from its next sign of life on."""
    op.create_table(
        "failedrow",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("stored_in", sa.String(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), sa.ForeignKey("production.id"), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("failed_at", Instant(), nullable=False),
        sa.Column("put_aside_at", Instant(), nullable=True),
        sa.UniqueConstraint("stored_in", "row_number"),
    )
    op.create_index(op.f("ix_failedrow_production_id"), "failedrow", ["production_id"])
    op.create_table(
        "recordwaiting",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index(op.f("ix_recordwaiting_production_id"), "recordwaiting", ["production_id"])
    op.add_column("recordhead", sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("heartbeat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("since", Instant(), nullable=True))
        batch_op.add_column(sa.Column("boot", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("uptime", sa.Float(), nullable=True))


def downgrade() -> None:
    """An earlier release knows nothing of it; alerts it cannot read go."""
    op.execute("DELETE FROM alert WHERE kind = 'unreadable'")
    op.execute("DELETE FROM unread WHERE why = 'request'")
    with op.batch_alter_table("heartbeat", schema=None) as batch_op:
        batch_op.drop_column("uptime")
        batch_op.drop_column("boot")
        batch_op.drop_column("since")
    op.drop_column("recordhead", "waiting")
    op.drop_table("recordwaiting")
    op.drop_table("failedrow")
