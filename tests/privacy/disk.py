"""What stands on disk for a database, whatever its tables say."""

from pathlib import Path

from sqlalchemy import create_engine, make_url

from storage.database import synchronous

TABLES_ON_DISK = """
SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
WHERE relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)
AND relkind IN ('r', 't', 'i') AND pg_relation_filenode(oid) IS NOT NULL
"""


def on_disk(url: str) -> bytes:
    """The SQLite file and its log, or the files of PostgreSQL's tables with their indexes and what lies beside them."""
    if make_url(url).get_backend_name() == "sqlite":
        name = Path(str(make_url(url).database))
        return b"".join(part.read_bytes() for part in name.parent.glob(f"{name.name}*") if part.suffix != ".lock")
    engine = create_engine(synchronous(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        found = connection.exec_driver_sql(TABLES_ON_DISK).scalars().all()
    engine.dispose()
    return b"".join(bytes(part) for part in found)
