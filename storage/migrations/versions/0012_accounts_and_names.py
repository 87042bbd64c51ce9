"""a person is more than an account, and stands with the name they chose"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAMES = ("chosen_name", "listed_name", "slack_name")
PERSON = sa.table("person", *(sa.column(name) for name in ("id", "slack_user", "name", "listed_name")))
ACCOUNT = sa.table("account", sa.column("person_id"), sa.column("slack_user"), sa.column("since", Instant()))


def upgrade() -> None:
    """Everybody keeps the account and the name they have."""
    make_account_tables()
    make_presence_table()
    for name in NAMES:
        op.add_column("person", sa.Column(name, sa.String(), nullable=True))
    op.add_column("person", sa.Column("pronouns", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("person", schema=None) as person:
        person.alter_column("pronouns", existing_type=sa.String(), server_default=None)
    op.add_column("alert", sa.Column("touch", sa.String(length=40), nullable=True))
    op.execute(PERSON.update().values(listed_name=PERSON.c.name))
    now = sa.bindparam("now", datetime.now(UTC), type_=Instant())
    known = sa.select(PERSON.c.id, PERSON.c.slack_user, now).where(PERSON.c.slack_user.is_not(None))
    op.get_bind().execute(ACCOUNT.insert().from_select(["person_id", "slack_user", "since"], known))


def make_account_tables() -> None:
    """Which account is whose, and which are said to be somebody's."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slack_user", sa.String(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "accountasked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slack_user", sa.String(), nullable=False),
        sa.Column("cast_id", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in (
        ("account", "person_id"),
        ("account", "slack_user"),
        ("accountasked", "production_id"),
        ("accountasked", "person_id"),
        ("accountasked", "slack_user"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def make_presence_table() -> None:
    """Who is present in a scene and not in its action."""
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.Column("cast_id", sa.String(), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"]),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_presence_scene_id", "presence", ["scene_id"])


def downgrade() -> None:
    """As it was before; a person's account is the one they use now."""
    op.drop_column("alert", "touch")
    for name in (*NAMES, "pronouns"):
        op.drop_column("person", name)
    for table in ("presence", "accountasked", "account"):
        op.drop_table(table)
