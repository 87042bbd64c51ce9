"""wishes of ADs for somebody whom no production knows: kept with the closed set, without a person"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Who is asked for is a person, or an account and how the AD called them."""
    with op.batch_alter_table("clearanceasked") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("slack_user", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("called", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """As it was before; the wishes it could not name go with what told of them, and words it cannot read."""
    op.execute("DELETE FROM delivery WHERE template = 'unsaid'")
    op.execute("DELETE FROM alert WHERE kind IN ('key_lost', 'scene_gone')")
    op.execute("DELETE FROM clearanceasked WHERE person_id IS NULL")
    op.execute("DELETE FROM alert WHERE kind = 'asked' AND person_id IS NULL")
    with op.batch_alter_table("clearanceasked") as batch_op:
        batch_op.drop_column("called")
        batch_op.drop_column("slack_user")
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
