"""keys of what the record says, which are destroyed when somebody is forgotten"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# Rows of these go when somebody is forgotten, and what stands in Slack still names them.
NAMED = ("checkin", "matter", "alert", "revision", "delivery", "privatewords", "wordshold")


def make_anew(*, once: bool) -> None:
    """PostgreSQL's sequences never go back; SQLite gives the id of a deleted newest row again unless told otherwise."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in NAMED:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass


def upgrade() -> None:
    """Entries that are there stay as they are: nothing may change them."""
    make_anew(once=True)
    op.create_table(
        "recordkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_recordkey_production_id"), "recordkey", ["production_id"])
    op.create_index(op.f("ix_recordkey_person_id"), "recordkey", ["person_id"])
    op.add_column("production", sa.Column("keep_production_days", sa.Integer(), nullable=False, server_default="180"))
    op.add_column("production", sa.Column("goes_at", Instant(), nullable=True))


def downgrade() -> None:
    """As it was before; what was sealed meanwhile is read by nobody any more, what it cannot read goes."""
    op.execute("DELETE FROM delivery WHERE template IN ('production_goes', 'record_head')")
    op.execute("DELETE FROM alert WHERE kind IN ('exported', 'not_shown')")
    op.drop_column("production", "goes_at")
    op.drop_column("production", "keep_production_days")
    op.drop_table("recordkey")
    make_anew(once=False)
