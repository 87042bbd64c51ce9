"""Homes to be emptied, because what they show is their reader's no more"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A table of its own. Ids are given once: a Home that is marked again meanwhile is another row."""
    op.create_table(
        "stalehome",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """As it was before."""
    op.drop_table("stalehome")
