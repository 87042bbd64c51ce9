"""What holds for any schedule and any file."""

import datetime
import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.board import Board, Problem, ScheduleUnreadable
from bot.parsing.cast_list import read_cast_list
from bot.parsing.changes import Intimacy
from bot.parsing.difference import difference
from bot.parsing.one_liner import read_one_liner
from bot.parsing.uss import read_uss, stripboards
from tests.schedule.applying import applied, applied_days
from tests.schedule.files import HEADERS, ONE_LINER, Cells, rows_of, table
from tests.schedule.test_uss import documented

READERS: list[Callable[[bytes], object]] = [read_one_liner, read_uss, stripboards, read_cast_list]

_dates = st.dates(datetime.date(2026, 3, 1), datetime.date(2026, 3, 9))
_texts = st.sampled_from(
    ["", "Ola alone", "CLOSED SET / IC", 'Zażółć; "gęślą", jaźń', "They kiss", "OMITTED", "two\nlines", " spaced  out "]
)
_scenes = st.sampled_from(["38", "39, 40", "42pt1", "42 PT 1", "42A", "I-61", "9-12", "55", "56"])
_casts = st.lists(st.sampled_from(["1", "2", "1.9", "7a.9", "1X"]), max_size=3).map(", ".join)


@st.composite
def _rows(draw: st.DrawFn) -> Cells:
    kind = draw(st.sampled_from(["SCENE", "SCENE", "SCENE", "", "BONEYARD", "OMITTED", "BANNER", "DAY OFF"]))
    scene = "" if kind in ("BANNER", "DAY OFF") else draw(_scenes)
    return {
        "Row Type": kind,
        "Date": "" if kind == "BONEYARD" else str(draw(_dates)),
        "Unit": draw(st.sampled_from(["", "MAIN", "2nd unit"])),
        "Shoot Day": draw(st.sampled_from(["", "11", "12"])),
        "Approx Call": draw(st.sampled_from(["", "0730", "19h30", "6:00 AM", "TBD"])),
        "Scene": scene,
        "Cast IDs": draw(_casts) if scene else "",
        "Pages": draw(st.sampled_from(["", "1 3/8", "2/8", "2", "01-Aug"])),
        "Set": draw(_texts) if scene else "",
        "Synopsis": draw(_texts) if scene else "",
        "Notes": draw(st.one_of(_texts, st.just("IF TIME PERMITS"))) if not scene else draw(_texts),
    }


_LAST: Cells = {"Date": "2026-03-10", "Scene": "99", "Cast IDs": "1"}
_tables = st.lists(_rows(), max_size=8).map(lambda rows: [*rows, _LAST])
_boards = _tables.map(lambda rows: read_one_liner(table(rows)))


@pytest.mark.parametrize("reader", READERS)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(reader: Callable[[bytes], object], content: bytes) -> None:
    """Whatever the file is, the only error is the one with sentences in it."""
    _read_or_refuse(reader, content)


@pytest.mark.parametrize("reader", READERS)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(reader: Callable[[bytes], object], data: st.DataObject) -> None:
    """Bytes of a real schedule replaced, removed and doubled."""
    content = bytearray(data.draw(st.sampled_from([ONE_LINER, documented([["s38", "s42"], "s55"])])))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 30)))
        content[start:end] = data.draw(st.one_of(st.binary(max_size=8), st.just(bytes(content[start:end]) * 2)))
    _read_or_refuse(reader, bytes(content))


_names = st.sampled_from(["id", "name", "type", "boards", "breakdownIds", "events", "date"])
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["s38", "cal"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=10,
)


@given(
    key=st.sampled_from(["breakdowns", "stripboards", "calendars", "elements", "categories", "episode"]),
    value=_json,
)
def test_a_uss_file_with_any_value_is_read_or_refused(key: str, value: object) -> None:
    """The standard's own sample disagrees with its documentation: every value may be of another kind."""
    _read_or_refuse(read_uss, documented([["s38"], "s42"], **{key: value}))
    content = json.loads(documented([["s38"], "s42"]))
    root = content["universalScheduleStandard"]
    if isinstance(root.get(key), list):
        root[key].append(value)
    _read_or_refuse(read_uss, json.dumps(content).encode())


def _read_or_refuse(reader: Callable[[bytes], object], content: bytes) -> None:
    assert all(problem.sentence.endswith((".", "?")) for problem in _problems(reader, content))


def _problems(reader: Callable[[bytes], object], content: bytes) -> tuple[Problem, ...]:
    try:
        reader(content)
        return ()
    except ScheduleUnreadable as refused:
        return refused.problems


@given(
    rows=_tables,
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250"]),
    seed=st.integers(0, 999),
)
def test_the_same_rows_are_the_same_board_however_written(
    rows: list[Cells], delimiter: str, encoding: str, seed: int
) -> None:
    """The order and case of columns, the delimiter and the encoding carry no meaning."""
    headers = list(HEADERS)
    random.Random(seed).shuffle(headers)
    content = table(rows, headers, delimiter, encoding)
    assert read_one_liner(content) == read_one_liner(table(rows))


@given(board=_boards, delimiter=st.sampled_from(",;\t"), encoding=st.sampled_from(["utf-8-sig", "utf-16", "cp1250"]))
def test_a_board_written_and_read_again_is_the_same(board: Board, delimiter: str, encoding: str) -> None:
    """Strips, days, boneyard and questions all come back."""
    again = read_one_liner(table(rows_of(board), sorted(HEADERS), delimiter, encoding))
    assert again.strips == board.strips
    assert again.boneyard == board.boneyard
    assert [(day.date, day.unit, day.label, day.off) for day in again.days] == [
        (day.date, day.unit, day.label, day.off) for day in board.days
    ]


@given(first=_boards, second=_boards)
def test_an_applied_board_leaves_no_difference(first: Board, second: Board) -> None:
    """After any import, the same file again changes nothing; nor does the file after it."""
    known = applied([], difference([], first))
    assert difference(known, first).is_empty
    found = difference(known, second, first.days)
    known, days = applied(known, found), applied_days(first.days, found)
    assert difference(known, second, days).is_empty


_decisions: st.SearchStrategy[Intimacy] = st.sampled_from(["confirmed", "not_intimate"])


@given(first=_boards, second=_boards, data=st.data())
def test_no_import_touches_what_a_coordinator_decided(first: Board, second: Board, data: st.DataObject) -> None:
    """Confirmed stays confirmed and not intimate stays so, through any revision."""
    known = [replace(scene, intimacy=data.draw(_decisions)) for scene in applied([], difference([], first))]
    after = {scene.scene.key: scene.intimacy for scene in applied(known, difference(known, second))}
    assert all(after[scene.scene.key] == scene.intimacy for scene in known)
