"""Which entries say what of the tables, and which rows are older than what the record could know of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.comparison import Compared, Difference, disagreements
from bot.domain.record_kinds import RecordKind
from bot.proof.comparing import READING_FAILED, SINCE, TABLES, comparable, never_written
from bot.proof.on_record import FOLLOWED, OnRecord, follow

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
# What of the record no table is held against, and why.
NOT_FOLLOWED = {
    "how things were set up, changed since by their own entries alone": {
        RecordKind.SETTINGS_CHANGED,
        RecordKind.PROFILE_CHANGED,
        RecordKind.ROLE_GIVEN,
        RecordKind.ROLE_TAKEN,
        RecordKind.DUTY_BEGUN,
        RecordKind.DUTY_ENDED,
        RecordKind.CAST_NAMED,
        RecordKind.UNDER_18_RECORDED,
        RecordKind.ACCOUNT_CONFIRMED,
        RecordKind.PRESENT_MARKED,
    },
    "the plan, which the schedule's own file says again": {
        RecordKind.BOARD_CHANGED,
        RecordKind.SCENE_MARKED,
        RecordKind.SCENE_CUT,
        RecordKind.SCENE_FILMED,
        RecordKind.DAY_WRAPPED,
        RecordKind.RIDERS_IMPORTED,
        RecordKind.RIDER_TRANSLATED,
        RecordKind.REVISED,
        RecordKind.ACTION_UNCHANGED,
    },
    "something that happened, and leaves no state behind": {
        RecordKind.ASKED,
        RecordKind.CHECK_IN_DELIVERED,
        RecordKind.ALERT_DELIVERED,
        RecordKind.WORD_PUBLISHED,
        RecordKind.WORD_DELIVERED,
        RecordKind.WAS_OFFLINE,
        RecordKind.REFUSED,
        RecordKind.EXPORTED,
        RecordKind.READ,
        RecordKind.READER_TOLD,
    },
    "what Slack's channel held, which is read there": {
        RecordKind.CLOSED_SET_OPENED,
        RecordKind.ENTERED,
        RecordKind.LEFT,
        RecordKind.VISITOR_SEEN,
        RecordKind.VISITOR_OUT,
        RecordKind.CLOSED_SET_ALARMED,
        RecordKind.CLOSED_SET_RIGHT,
        RecordKind.CLOSED_SET_ARCHIVED,
    },
    "rows that could not be read, which are counted by the state of the bot": {
        RecordKind.ROW_FAILED,
        RecordKind.ROW_TRIED_AGAIN,
        RecordKind.ROW_PUT_ASIDE,
        RecordKind.KEY_LOST,
    },
    "words, which go, and are never compared": {
        RecordKind.WORDS_READ,
        RecordKind.WORDS_DELETED,
        RecordKind.WORDS_RELEASED,
        RecordKind.WORDS_HELD,
        RecordKind.HOLD_LIFTED,
    },
}


def test_every_kind_of_entry_is_followed_or_said_not_to_be() -> None:
    """A kind that comes later cannot be left out in silence; neither can a kind of row."""
    left = [kind for kinds in NOT_FOLLOWED.values() for kind in kinds]
    assert len(left) == len(set(left))
    assert set(left) | set(FOLLOWED) == set(RecordKind)
    assert set(left) & set(FOLLOWED) == set()
    assert set(TABLES) == set(Compared) == {*SINCE, Compared.CLOSED_SETS}


def at(moment: datetime, kind: RecordKind, **facts: Any) -> dict[str, Any]:
    """An entry as it is read."""
    return {"at": moment.isoformat(), "kind": kind, **facts}


def test_a_database_that_fails_is_no_row_that_cannot_be_read() -> None:
    """Nothing that it can say is taken for a fault of what is kept."""
    assert not issubclass(DBAPIError, READING_FAILED)
    assert not any(issubclass(kind, READING_FAILED) for kind in DBAPIError.__subclasses__())


def test_what_is_older_than_the_record_is_not_missed() -> None:
    """An answer of a release that kept no record is no fault; one from after the record's beginning is."""
    old = follow([at(BEGUN, RecordKind.ROLE_GIVEN)], {})
    assert never_written(Compared.ANSWERS, SimpleNamespace(recorded_at=BEGUN - HOUR), old)
    assert not never_written(Compared.ANSWERS, SimpleNamespace(recorded_at=BEGUN + HOUR), old)
    own = follow([at(BEGUN, RecordKind.SETTINGS_CHANGED), at(BEGUN, RecordKind.PRODUCTION_ADDED)], {})
    assert not never_written(Compared.ANSWERS, SimpleNamespace(recorded_at=BEGUN - HOUR), own)


@pytest.mark.parametrize(("hours", "closed", "missed"), [(1, False, False), (1, True, True), (3, False, True)])
def test_a_matter_made_out_of_older_answers_is_not_missed(hours: int, closed: bool, missed: bool) -> None:
    """Until the first head is signed; one that nobody on record has closed is missed all the same."""
    record = follow([at(BEGUN, RecordKind.ASKED), at(BEGUN + 2 * HOUR, RecordKind.HEAD_SIGNED)], {})
    row = SimpleNamespace(id=1, opened_at=BEGUN + hours * HOUR, closed=closed)
    assert never_written(Compared.MATTERS, row, record) is not missed


def roster(record: OnRecord, *there: tuple[int, int]) -> set[tuple[Difference, tuple[object, ...]]]:
    """What is found of a roster with these places on it (closed set, person)."""
    in_table: dict[tuple[object, ...], Mapping[str, object]] = {key: {"access": "set"} for key in there}
    found = disagreements(Compared.ROSTERS, *comparable(Compared.ROSTERS, record, in_table))
    return {(one.how, one.key) for one in found}


def cleared(who: str) -> dict[str, Any]:
    """Somebody was put on the roster of closed set 1."""
    return at(BEGUN, RecordKind.CLEARED, about=who, closed_set=1, access="set")


def test_whose_name_was_taken_out_cannot_be_missed_nor_hide_others() -> None:
    """A place of nobody's excuses rows without an entry in that closed set, and in no other."""
    forgotten = follow([cleared("aa"), cleared("bb"), at(BEGUN, RecordKind.PERSON_FORGOTTEN)], {"bb": 2})
    assert roster(forgotten, (1, 1), (1, 2)) == set()
    assert roster(forgotten, (1, 1)) == {(Difference.NO_ROW, (1, 2))}
    assert roster(forgotten, (1, 2), (2, 3)) == {(Difference.NO_ENTRY, (2, 3))}
    # Nobody was forgotten on record: then the name was taken out by somebody else.
    assert roster(follow([cleared("aa")], {}), (1, 1)) == {(Difference.NO_ENTRY, (1, 1))}
