"""Every kind of alert has its row in the table; and when one is told, repeated, and by whom the AD is asked."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.alert_kinds import (
    RULES,
    SILENT,
    TAPPED,
    AlertKind,
    EndsWith,
    Paces,
    Telling,
    Urgency,
    deputy_wait,
    group_of,
    is_urgent,
    next_radio,
    next_telling,
    radio_at,
    waking,
)
from bot.domain.times import QuietHours
from storage import alerts

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Warsaw in winter: one hour later than UTC.
CALL = datetime(2026, 3, 16, 6, tzinfo=UTC)
PACES = Paces(
    last_hours=3 * HOUR,
    near_call=14 * HOUR,
    repeat=10 * MINUTE,
    deputy=20 * MINUTE,
    close_repeat=3 * MINUTE,
    before_call=90 * MINUTE,
    grid=15,
    close_grid=2,
    quiet=QuietHours(time(22), time(8)),
    zone="Europe/Warsaw",
)
URGENT = {
    AlertKind.CHANGE,
    AlertKind.CALL_ME,
    AlertKind.TYPED,
    AlertKind.WROTE,
    AlertKind.DELETED,
    AlertKind.SILENCE_AT_CALL,
    AlertKind.UNREACHABLE,
    AlertKind.NO_DUTY,
    AlertKind.CLOSED_SET,
    AlertKind.FILE,
    AlertKind.RECORDING,
    AlertKind.UNREAD,
    AlertKind.OPEN_HERE,
    AlertKind.ACCOUNT_CLOSED,
    AlertKind.CONNECTIONS,
    AlertKind.UNREADABLE,
    AlertKind.NOT_SHOWN,
    AlertKind.REMOVAL_WAITS,
    AlertKind.KEY_LOST,
    AlertKind.SCENE_GONE,
}
IN_THE_LAST_HOURS = {AlertKind.ASK_IN_PERSON, AlertKind.ASKED, AlertKind.OFFLINE, AlertKind.SHUT_OUT}


def told(kind: AlertKind, at: datetime | None = None, step: int = 1, call: datetime | None = CALL) -> Telling:
    """An alert that was told once, or (None) not yet."""
    return Telling(RULES[kind], call, False, step if at else 0, at, at, False)


def test_every_kind_has_a_rule_and_no_rule_is_for_nothing() -> None:
    """A kind that comes later cannot be without owner, urgency and end."""
    assert set(RULES) == set(AlertKind)
    assert {alerts.AlertKind(kind) for kind in RULES} == set(AlertKind)


@pytest.mark.parametrize("kind", AlertKind)
def test_each_is_as_urgent_as_it_must_be(kind: AlertKind) -> None:
    """Urgent always, in the last hours, or never: no other kind wakes anybody."""
    usual = Urgency.LAST_HOURS if kind in IN_THE_LAST_HOURS else Urgency.NEVER
    assert RULES[kind].urgency is (Urgency.ALWAYS if kind in URGENT else usual)


@pytest.mark.parametrize("kind", AlertKind)
def test_each_kind_comes_to_an_end(kind: AlertKind) -> None:
    """With "I have seen this" it is not said again; what is told until then always has a next time."""
    urgent = CALL - HOUR
    for over in (False, True):
        telling = replace(told(kind, urgent), over=over, gathered=True)
        following = next_telling(telling, PACES, urgent)
        assert (following is not None) == is_urgent(telling, PACES, urgent)
        assert next_telling(replace(telling, acknowledged_at=urgent), PACES, urgent) is None


def test_taps_are_one_alert_and_everything_else_is_its_own() -> None:
    """The kinds that are one while open belong to one performer and one scene."""
    assert {group_of(kind) for kind in TAPPED} == {TAPPED}
    assert all(group_of(kind) == (kind,) for kind in AlertKind if kind not in TAPPED)
    assert all(RULES[kind].once and RULES[kind].ends_with is EndsWith.MATTER for kind in TAPPED)
    assert set(SILENT) == {AlertKind.SILENCE_EVENING, AlertKind.SILENCE_AT_CALL, AlertKind.ASK_IN_PERSON}


def test_the_tellings_of_the_last_hours() -> None:
    """Three minutes apart at first, then ten, and never none."""
    at = CALL - 10 * MINUTE
    pauses = []
    telling = told(AlertKind.CHANGE, at)
    for step in range(1, 7):
        telling = replace(telling, step=step, told_at=at)
        following = next_telling(replace(telling, rule=replace(telling.rule, radio=False)), PACES, at)
        assert following is not None
        pauses.append((following - at) // MINUTE)
        at = following
    assert pauses == [3, 3, 3, 10, 10, 10]


def test_long_before_call_the_pauses_grow_to_an_hour() -> None:
    """Ten minutes, twenty, up to sixty."""
    noon = datetime(2026, 3, 12, 11, tzinfo=UTC)
    steps = [replace(told(AlertKind.CHANGE, noon), step=step) for step in (1, 2, 6, 9)]
    found = [next_telling(telling, PACES, noon) for telling in steps]
    assert [(at - noon) // MINUTE for at in found if at is not None] == [10, 20, 60, 60]


def test_the_last_hours_do_not_wait_for_a_long_pause() -> None:
    """Told a minute before they begin, with an hour's pause: told again when they do."""
    at = CALL - 3 * HOUR - MINUTE
    assert next_telling(replace(told(AlertKind.CHANGE, at), step=6), PACES, at) == CALL - 3 * HOUR


@pytest.mark.parametrize(
    ("before", "minutes"),
    [(CALL - 20 * HOUR, 20), (CALL - 3 * HOUR - MINUTE, 20), (CALL - 3 * HOUR, 3), (CALL, 3), (CALL + 3 * HOUR, 3)],
)
def test_how_long_the_coordinator_has_before_the_deputy_is_told(before: datetime, minutes: int) -> None:
    """Twenty minutes; three in the last hours and after call."""
    assert deputy_wait(told(AlertKind.CHANGE, before), PACES, before) == minutes * MINUTE


def test_filmed_it_is_no_longer_close() -> None:
    """Filming ends the AD's part; an hour between two tellings, and the deputy's usual wait."""
    noon = CALL + 5 * HOUR
    telling = replace(told(AlertKind.CHANGE, noon), over=True)
    assert radio_at(telling, PACES) is None
    assert next_telling(telling, PACES, noon) == noon + HOUR
    assert deputy_wait(telling, PACES, noon) == 20 * MINUTE


@pytest.mark.parametrize(
    ("begun", "asked"),
    [
        (CALL - 10 * MINUTE, CALL - 4 * MINUTE),
        (CALL - 10 * MINUTE + timedelta(seconds=1), CALL - 2 * MINUTE),
        (CALL - 150 * MINUTE, CALL - 90 * MINUTE),
        (CALL - 10 * HOUR, CALL - 90 * MINUTE),
        (CALL + HOUR, CALL + 66 * MINUTE),
    ],
)
def test_when_the_ad_is_asked_to_find_the_coordinator(begun: datetime, asked: datetime) -> None:
    """From ninety minutes before call, counted from the grid of the words, once the deputy had time."""
    assert radio_at(told(AlertKind.CHANGE, begun), PACES) == asked


def test_the_ad_is_asked_at_even_distances() -> None:
    """Every half hour from the first time, whatever is told in between."""
    telling = told(AlertKind.CHANGE, CALL - 10 * MINUTE)
    first = CALL - 4 * MINUTE
    assert next_radio(telling, PACES, first - MINUTE) == first
    assert next_radio(telling, PACES, first) == first + 30 * MINUTE
    assert next_radio(telling, PACES, first + 31 * MINUTE) == first + 60 * MINUTE
    assert next_radio(replace(telling, call=None), PACES, first) is None


@pytest.mark.parametrize(
    ("kind", "hours_before", "woken"),
    [
        (AlertKind.CHANGE, 8, True),
        (AlertKind.CHANGE, 31, False),
        (AlertKind.SILENCE_EVENING, 8, False),
        (AlertKind.ASK_IN_PERSON, 8, False),
        (AlertKind.ASK_IN_PERSON, 2, True),
        (AlertKind.NOTICE, 2, True),
        (AlertKind.NOTICE, 4, False),
        (AlertKind.ASKED, 2, True),
    ],
)
def test_who_is_told_in_quiet_hours(kind: AlertKind, hours_before: int, woken: bool) -> None:
    """Near call what is urgent; all else in the last hours alone, when who has to read it is up."""
    at = CALL - hours_before * HOUR
    assert (waking(told(kind), PACES, at) == at) == woken


def test_a_scene_near_in_the_morning_is_not_kept_until_the_quiet_hours_end() -> None:
    """Call at noon: fourteen hours before, at ten in the evening, quiet hours have just begun, and it is told."""
    noon = datetime(2026, 3, 16, 11, tzinfo=UTC)
    evening = noon - 14 * HOUR
    telling = told(AlertKind.CHANGE, call=noon + HOUR)
    assert waking(telling, PACES, evening) == evening + HOUR
    assert waking(replace(telling, call=None), PACES, evening) == datetime(2026, 3, 16, 7, tzinfo=UTC)


def test_what_was_seen_long_before_is_urgent_when_its_hours_come() -> None:
    """A wish that was opened and not decided comes again three hours before call; what was only to be seen does not."""
    seen = CALL - 20 * HOUR
    asked = replace(told(AlertKind.ASKED), acknowledged_at=seen, gathered=True)
    assert next_telling(asked, PACES, seen) == CALL - 3 * HOUR
    assert next_telling(replace(asked, rule=RULES[AlertKind.OFFLINE]), PACES, seen) is None
