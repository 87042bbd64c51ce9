"""How alembic reaches the database: the URL is handed over by `storage.database`, never read from a file."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.tables  # noqa: F401  (registers every table)
from storage.columns import Instant, SpelledOut, Structured


def short_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """How a new revision spells our column types: short, and free of today's list of words."""
    if kind == "type" and isinstance(item, Instant):
        return "Instant()"
    if kind == "type" and isinstance(item, Structured):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, AutoString | SpelledOut):
        return "sa.String(40)" if isinstance(item, SpelledOut) else "sa.String()"
    return False


engine = create_engine(context.config.attributes["url"], hide_parameters=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=short_type,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
