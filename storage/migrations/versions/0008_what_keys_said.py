"""what was read out of keys stands in columns and subjects"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ANSWER, ALERT, INBOX, DELIVERY = (
    sa.table(name, sa.column("id", sa.Integer), sa.column("key", sa.String), *columns)
    for name, *columns in (
        ("answer", sa.column("kind", sa.String), sa.column("typed_key", sa.String)),
        ("alert", sa.column("kind", sa.String), sa.column("board_version", sa.Integer)),
        ("inboxrow", sa.column("slack_user", sa.String)),
        ("delivery", sa.column("template", sa.String), sa.column("subject", sa.JSON)),
    )
)

# A subject's field, the template whose messages have it, the shape of their keys, and how its one group is read.
FIELDS: tuple[tuple[str, str, str, Callable[[str], Any]], ...] = (
    ("step", "alert", r"alert:\d+:(\d+):\d+", int),
    ("outage", "check_in", r"check_in:\d+:outage:(\d+):\d+", int),
    ("alarm", "closed_set_right", r"closed_set_right:(.+):\d+", str),
)


def fill(table: sa.TableClause, column: str, shape: str, read: Callable[[str], Any], *only: Any) -> None:
    """A column from the one group in the shape of each key; keys of another shape leave it empty."""
    for number, key in op.get_bind().execute(sa.select(table.c.id, table.c.key).where(*only)).all():
        found = re.fullmatch(shape, key)
        if found is not None:
            op.get_bind().execute(table.update().where(table.c.id == number).values({column: read(found[1])}))


def messages(template: str) -> Sequence[Any]:
    """Id, key and subject of each message of one kind."""
    columns = (DELIVERY.c.id, DELIVERY.c.key, DELIVERY.c.subject)
    return op.get_bind().execute(sa.select(*columns).where(DELIVERY.c.template == template)).all()


def keep_subject(number: int, subject: dict[str, Any]) -> None:
    op.get_bind().execute(DELIVERY.update().where(DELIVERY.c.id == number).values(subject=subject))


def upgrade() -> None:
    """The keys themselves stay: what comes again after the upgrade is still known by them."""
    # In place, not by a new table: an answer's id is never given twice.
    op.add_column("answer", sa.Column("typed_key", sa.String(), nullable=True))
    op.add_column("alert", sa.Column("board_version", sa.Integer(), nullable=True))
    op.add_column("inboxrow", sa.Column("slack_user", sa.String(), nullable=True))
    op.create_index(op.f("ix_answer_typed_key"), "answer", ["typed_key"])
    fill(ANSWER, "typed_key", r"(.+):[^:]*", str, ANSWER.c.kind == "typed")
    fill(ALERT, "board_version", r".+:(\d+)", int, ALERT.c.kind == "proposed")
    fill(INBOX, "slack_user", r"button:([^:]+):.*", str)
    for name, template, shape, read in FIELDS:
        for number, key, subject in messages(template):
            found = re.fullmatch(shape, key)
            if found is not None:
                keep_subject(number, {**subject, name: read(found[1])})


def downgrade() -> None:
    """Everything stands in the keys as well."""
    for name, template, _, _ in FIELDS:
        for number, _, subject in messages(template):
            keep_subject(number, {other: value for other, value in subject.items() if other != name})
    op.drop_index(op.f("ix_answer_typed_key"), "answer")
    op.drop_column("inboxrow", "slack_user")
    op.drop_column("alert", "board_version")
    op.drop_column("answer", "typed_key")
