"""What keeps the record from being rewritten: triggers, on both engines, looked for after every migration."""

from sqlalchemy import Connection, text

GUARDS = {
    "sqlite": {
        "recordentry_no_change",
        "recordentry_no_removal",
        "recordentry_no_replacing",
        "recordhead_no_removal",
        "recordhead_no_way_back",
    },
    "postgresql": {
        "recordentry_no_change",
        "recordentry_no_emptying",
        "recordhead_no_removal",
        "recordhead_no_emptying",
        "recordhead_no_way_back",
    },
}
INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


class RecordUnguarded(Exception):
    """The database would let the record be rewritten: triggers are missing."""


def missing_guards(connection: Connection) -> set[str]:
    """The triggers that should be there and are not, or are switched off."""
    engine = connection.dialect.name
    installed = set(connection.execute(text(INSTALLED[engine])).scalars())
    return GUARDS[engine] - installed
