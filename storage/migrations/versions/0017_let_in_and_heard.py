"""when Slack let the bot in, which bots run, what has ever been heard of Slack"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Three tables of their own; what came before is as if never seen."""
    op.create_table(
        "shutout",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
    )
    op.create_table(
        "runningbot",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("real_at", Instant(), nullable=False),
    )
    op.create_table(
        "heard",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
    )


def downgrade() -> None:
    """As it was before; alerts that an earlier release cannot read go."""
    op.execute("DELETE FROM alert WHERE kind IN ('shut_out', 'connections')")
    for table in ("heard", "runningbot", "shutout"):
        op.drop_table(table)
