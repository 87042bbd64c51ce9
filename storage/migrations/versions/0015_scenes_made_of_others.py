"""what scenes were made of is kept, so that a later no reaches them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A table of its own."""
    op.create_table(
        "scenesuccessor",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("scene_id", sa.Integer(), sa.ForeignKey("scene.id"), nullable=False),
        sa.Column("successor_id", sa.Integer(), sa.ForeignKey("scene.id"), nullable=False),
        sa.UniqueConstraint("scene_id", "successor_id"),
    )
    for column in ("scene_id", "successor_id"):
        op.create_index(op.f(f"ix_scenesuccessor_{column}"), "scenesuccessor", [column])


def downgrade() -> None:
    """As it was before."""
    op.drop_table("scenesuccessor")
