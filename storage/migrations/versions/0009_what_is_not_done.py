"""what is not done is found without passing what is"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOT_DONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    """An index of the moments that are not done in place of one of all moments."""
    op.drop_index("ix_due_due_at", table_name="due")
    op.create_index("ix_due_not_done", "due", ["due_at"], sqlite_where=NOT_DONE, postgresql_where=NOT_DONE)


def downgrade() -> None:
    """As it was before."""
    op.drop_index("ix_due_not_done", table_name="due")
    op.create_index("ix_due_due_at", "due", ["due_at"])
