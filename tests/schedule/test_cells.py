"""Single cells, in every spelling that was seen."""

import datetime

import pytest

from bot.parsing.board import SceneId
from bot.parsing.cells import read_call, read_cast_ids, read_pages, read_scenes, read_shoot_day, read_unit
from bot.parsing.dates import dates_of
from bot.parsing.reading import Unreadable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39, 40", ["39", "40"]),
        ("39/40", ["39", "40"]),
        ("39 40", ["39", "40"]),
        ("38\n39", ["38", "39"]),
        ("42pt1", ["42pt1"]),
        ("42 pt. 1", ["42pt1"]),
        ("42 PART 2 & 43", ["42PART2", "43"]),
        ("42A", ["42A"]),
        ("I-61", ["I-61"]),
        ("9–12", ["9-12"]),
        ("V/O", ["V/O"]),
        ("", []),
    ],
)
def test_scene_numbers(text: str, expected: list[str]) -> None:
    """Several scenes come apart; parts, letters and prefixes stay whole."""
    assert [str(scene) for scene in read_scenes(text)] == expected


def test_spellings_of_one_scene_have_one_key() -> None:
    """Programs differ in case, spaces and the word for a part."""
    keys = {SceneId("", number).key for number in ("42pt1", "42PT1", "42 pt. 1", "42 Part 1")}
    assert keys == {("", "42pt1")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1, 2", ("1", "2")),
        ("1.9", ("1.9",)),
        ("7a.9", ("7a.9",)),
        ("1 2 1X", ("1", "2", "1X")),
        ("1 (V), 2, 1", ("1", "2")),
        ("", ()),
        ("-", ()),
    ],
)
def test_cast_ids(text: str, expected: tuple[str, ...]) -> None:
    """Ids stay as written, each once; a remark in brackets is no id."""
    assert read_cast_ids(text) == expected


@pytest.mark.parametrize("text", ["Ola Nowak", "01. Sep", "(1)", "2026-09-01"])
def test_what_is_no_cast_id(text: str) -> None:
    """Names, and dates that a spreadsheet made of 1.9."""
    with pytest.raises(Unreadable):
        read_cast_ids(text)


@pytest.mark.parametrize(
    ("text", "eighths"),
    [
        ("1 3/8", 11),
        ("2/8", 2),
        ("2", 16),
        ("1.375", 11),
        ("1,375", 11),
        ("1⅜", 11),
        ("½", 4),
        ("1 3/8 pgs", 11),
        ("01-Aug", 1),
        ("8-Jan", 1),
        ("1. Aug", 1),
        ("01.sie", 1),
        ("2026-01-08", 1),
        ("46030", 1),
        ("0.3", None),
        ("1/0", None),
        ("", None),
    ],
)
def test_pages(text: str, eighths: int | None) -> None:
    """Exact eighths, also out of what a spreadsheet made of them; otherwise no number."""
    assert read_pages(text) == eighths


@pytest.mark.parametrize("text", ["2-Apr", "Aug-60", "16-Mar-26"])
def test_pages_that_are_lost(text: str) -> None:
    """A date without an eight in it is not turned back by guessing."""
    with pytest.raises(Unreadable, match="as text"):
        read_pages(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Approximate Call Time 730a", "07:30"),
        ("730a", "07:30"),
        ("7:30a", "07:30"),
        ("0730", "07:30"),
        ("7.30", "07:30"),
        ("07:30:00", "07:30"),
        ("0.3125", "07:30"),
        ("7h", "07:00"),
        ("19h30", "19:30"),
        ("19.30 Uhr", "19:30"),
        ("7:30 PM", "19:30"),
        ("7:30 p.m.", "19:30"),
        ("12a", "00:00"),
        ("noon", "12:00"),
        ("24:00", "24:00"),
        ("25:30", "25:30"),
        ("2530", "25:30"),
        ("1.0625", "25:30"),
        ("1,0625", "25:30"),
        ("0.999999", "24:00"),
    ],
)
def test_calls(text: str, clock: str) -> None:
    """One time in the spellings of several countries and programs."""
    assert str(read_call(text)) == clock


@pytest.mark.parametrize("text", ["", "TBD", "n/a", "-"])
def test_no_call(text: str) -> None:
    """A call that is not known yet is none."""
    assert read_call(text) is None


@pytest.mark.parametrize("text", ["7.3", "36:00", "13:00 PM", "0.25", "1.999", "early"])
def test_calls_that_cannot_be_read(text: str) -> None:
    """7.3 may be 07:03, 07:18 or 07:30: nobody guesses a call."""
    with pytest.raises(Unreadable, match="07:30"):
        read_call(text)


def test_units_and_day_labels() -> None:
    """The main unit has many names; a label loses the words around it."""
    assert {read_unit(text) for text in ("", "main", "1st Unit", "First")} == {"MAIN"}
    assert (read_unit("Second Unit"), read_unit("Splinter")) == ("2ND", "SPLINTER")
    assert (read_shoot_day("Shoot Day #11 of 40"), read_shoot_day("11")) == ("11", "11")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-03-16",
            "2026/03/16",
            "2026-03-16T07:00:00.000+0000",
            "Mon, Mar 16, 2026",
            "16-Mar-26",
            "16 marca 2026",
        ),
        *("Montag, 16. März 2026", "lundi 16 mars 2026", "16 de marzo de 2026", "16.03.2026", "3/16/2026", "03/16/26"),
    ],
)
def test_dates(text: str) -> None:
    """One day in the spellings that leave no doubt."""
    assert dates_of([text]) == {text: datetime.date(2026, 3, 16)}


@pytest.mark.parametrize("text", ["16-Mar", "16-03-26", "03/04/2026", "2026-02-30", "Tue, Mar 16, 2026", "soon"])
def test_dates_in_doubt(text: str) -> None:
    """Without a year, with two readings, or on another weekday than it says, a date is not read."""
    assert isinstance(dates_of([text])[text], Unreadable)


def test_a_weekday_settles_day_and_month() -> None:
    """The third of April 2026 is a Friday, the fourth of March is not."""
    assert dates_of(["Fri 03/04/2026"]) == {"Fri 03/04/2026": datetime.date(2026, 4, 3)}
