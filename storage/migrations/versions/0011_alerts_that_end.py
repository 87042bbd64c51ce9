"""alerts end by themselves, wake near call only, and are gathered where they are not urgent"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SETTINGS = {"close_grid_minutes": 2, "alert_close_minutes": 3, "near_call_hours": 14}
MOMENTS = ("begun_at", "told_at", "ended_at")


def upgrade() -> None:
    """What somebody has acknowledged before is over; what nobody has is open, and counted from when it was raised."""
    with op.batch_alter_table("alert", schema=None) as batch_op:
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("gathered_on", sa.Date(), nullable=True))
    op.execute("UPDATE alert SET ended_at = acknowledged_at")
    # After call they were not said again, and so never again.
    op.execute(
        "UPDATE alert SET next_at = raised_at WHERE acknowledged_at IS NULL AND next_at IS NULL AND kind IN "
        "('change', 'call_me', 'typed', 'wrote', 'deleted', 'closed_set')"
    )
    op.execute("UPDATE alert SET begun_at = raised_at, told_at = raised_at WHERE step > 0")
    op.add_column("due", sa.Column("call_at", sa.DateTime(timezone=True), nullable=True))
    # In place, not by a new table: a production's id is never given twice.
    for name, value in SETTINGS.items():
        op.add_column("production", sa.Column(name, sa.Integer(), nullable=False, server_default=str(value)))


def downgrade() -> None:
    """An alert that ended unseen is nobody's to see any more; kinds that came later go."""
    op.execute("DELETE FROM alert WHERE kind = 'filmed_elsewhere'")
    op.execute("DELETE FROM due WHERE kind = 'gathered'")
    op.execute("DELETE FROM delivery WHERE template = 'gathered'")
    op.execute(
        "UPDATE alert SET acknowledged_at = COALESCE(acknowledged_at, ended_at), next_at = NULL "
        "WHERE ended_at IS NOT NULL"
    )
    for name in reversed(SETTINGS):
        op.drop_column("production", name)
    op.drop_column("due", "call_at")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_column("gathered_on")
        for name in reversed(MOMENTS):
            batch_op.drop_column(name)
