"""ids that the record names are given once"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAMED = ("production", "answer")


def make_anew(*, once: bool) -> None:
    """PostgreSQL's sequences never go back; SQLite gives the id of a deleted newest row again unless told otherwise."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in NAMED:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass


def upgrade() -> None:
    make_anew(once=True)


def downgrade() -> None:
    make_anew(once=False)
