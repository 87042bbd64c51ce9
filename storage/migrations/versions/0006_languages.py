"""languages"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What somebody chose stands apart from what the cast list and Slack say. Only Slack's codes name a country."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("language", new_column_name="named_language", existing_type=sa.String())
        batch_op.add_column(sa.Column("chosen_language", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("slack_locale", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("follows_slack", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("follows_slack", existing_type=sa.Boolean(), server_default=None)
    op.execute("UPDATE person SET slack_locale = named_language, named_language = NULL WHERE named_language LIKE '%-%'")


def downgrade() -> None:
    """One language is left: the one that counted."""
    op.execute(
        "UPDATE person SET named_language = CASE WHEN follows_slack THEN slack_locale "
        "ELSE COALESCE(chosen_language, named_language, slack_locale) END"
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("follows_slack")
        batch_op.drop_column("slack_locale")
        batch_op.drop_column("chosen_language")
        batch_op.alter_column("named_language", new_column_name="language", existing_type=sa.String())
