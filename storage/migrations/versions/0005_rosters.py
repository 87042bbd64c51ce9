"""more of rosters"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """When a channel's house rules were written, and the department somebody is cleared for."""
    with op.batch_alter_table("closedset") as table:
        table.add_column(sa.Column("rules_at", Instant(), nullable=True))
    for name in ("clearance", "clearanceasked"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("department", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """As it was before."""
    for name in ("clearance", "clearanceasked"):
        with op.batch_alter_table(name) as table:
            table.drop_column("department")
    with op.batch_alter_table("closedset") as table:
        table.drop_column("rules_at")
