"""one mistake is not a mass removal: who was on the approved list, and who waits for the coordinator"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

EMPTY = {"spared": "[]", "let_go": "[]", "put_out": "{}"}


def upgrade() -> None:
    """For closed sets of before, the approved list is read from who was cleared then."""
    op.add_column("closedset", sa.Column("approved_users", sa.JSON(), nullable=True))
    for name, empty in EMPTY.items():
        op.add_column("closedset", sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text(f"'{empty}'")))


def downgrade() -> None:
    """As it was before; alerts that an earlier release cannot read go."""
    op.execute("DELETE FROM alert WHERE kind = 'removal_waits'")
    for name in (*EMPTY, "approved_users"):
        op.drop_column("closedset", name)
