"""what is held until its reader is awake"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What waits goes as before; what earlier versions still meant to say about an acknowledgement is not said."""
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_until", Instant(), nullable=True))
    op.execute("UPDATE delivery SET state = 'dropped' WHERE template = 'seen' AND state = 'waiting'")


def downgrade() -> None:
    """Nothing is held."""
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_column("held_until")
