"""Whether anybody else has committed: one question that costs the same however much is stored."""

from typing import cast

from sqlalchemy.ext.asyncio import AsyncConnection

SEEN = "closedset.seen"


async def others_committed(connection: AsyncConnection, own: int) -> bool:
    """Whether somebody has committed since this was asked last on the same connection, on which we write ourselves.

    `own`: how many of our transactions since then are not worth a yes. What was seen is kept with the connection, so a
    new one begins with a yes.
    """
    if connection.dialect.name == "sqlite":
        return await changed_by_another_connection(connection)
    return await transactions_of_others(connection, own)


async def changed_by_another_connection(connection: AsyncConnection) -> bool:
    """SQLite counts the commits of all connections but the one that asks: https://sqlite.org/pragma.html#pragma_data_version"""
    version = (await connection.exec_driver_sql("PRAGMA data_version")).scalar_one()
    before, connection.info[SEEN] = connection.info.get(SEEN), version
    return bool(version != before)


async def transactions_of_others(connection: AsyncConnection, own: int) -> bool:
    """PostgreSQL gives each writing transaction the next number: where ours is not the next, others have written.

    This sees also who knows nothing of the bot, as a count in a table would not, and reads no table. A number is given
    before the commit: while one is on its way, and once more after it, the answer is yes.
    """
    asked = await connection.exec_driver_sql("SELECT pg_current_snapshot()::text, pg_current_xact_id()::text")
    snapshot, number = cast("tuple[str, str]", asked.one())
    on_its_way = snapshot != f"{number}:{number}:"
    before, was_on_its_way = connection.info.get(SEEN, (None, True))
    connection.info[SEEN] = int(number), on_its_way
    return on_its_way or was_on_its_way or int(number) != before + own + 1
