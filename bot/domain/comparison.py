"""What is on record held against what stands in tables: rows nobody wrote, rows that are gone, rows changed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Compared(StrEnum):
    """What of a production stands both on record and in tables."""

    ANSWERS = "answers"
    MATTERS = "matters"
    ALERTS = "alerts"
    ROSTERS = "rosters"
    CLOSED_SETS = "closed_sets"
    RIDERS = "riders"
    SCENE_TERMS = "scene_terms"


class Difference(StrEnum):
    """How a row and the record can disagree."""

    NO_ENTRY = "no_entry"
    NO_ROW = "no_row"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


# What names a row on record, such as an answer's id, or a scene, a performer and a version.
Key = tuple[object, ...]
# What is known of a row, by name; a fact that one side does not know cannot be compared.
Known = Mapping[str, object]
States = Mapping[Key, Known]


@dataclass(frozen=True)
class Disagreement:
    """One row about which record and table disagree; without a key nothing of that kind could be read."""

    what: Compared
    how: Difference
    key: Key = ()


def disagreements(what: Compared, on_record: States, in_table: States) -> list[Disagreement]:
    """Where a table is not what the record says of it: rows that lack the other side, and facts that differ."""
    gone = [Disagreement(what, Difference.NO_ROW, key) for key in on_record if key not in in_table]
    unwritten = [Disagreement(what, Difference.NO_ENTRY, key) for key in in_table if key not in on_record]
    changed = [
        Disagreement(what, Difference.DIFFERS, key)
        for key in on_record
        if key in in_table and differ(on_record[key], in_table[key])
    ]
    return gone + unwritten + changed


def differ(on_record: Known, in_table: Known) -> bool:
    """Whether a fact that both sides know is another one; a choice of several fits where it holds the other side."""
    return any(not fits(on_record[name], in_table[name]) for name in on_record if name in in_table)


def fits(on_record: object, in_table: object) -> bool:
    """Whether one fact is as it was written."""
    if isinstance(on_record, frozenset):
        return in_table in on_record
    return on_record == in_table
