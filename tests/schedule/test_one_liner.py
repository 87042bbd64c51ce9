"""The one-liner, row for row, and what goes wrong in real ones."""

import datetime

import pytest

from bot.domain.times import call_hour
from bot.parsing.board import Day, Problem, ScheduleUnreadable, Strip
from bot.parsing.one_liner import read_one_liner
from tests.schedule.files import ONE_LINER, Cells, scene_row, table

MONDAY = datetime.date(2026, 3, 16)


def read(*rows: Cells) -> tuple[Strip, ...]:
    return read_one_liner(table(rows)).all_strips


def problems(content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(ScheduleUnreadable) as caught:
        read_one_liner(content)
    return caught.value.problems


def test_every_row_of_the_one_liner_is_read() -> None:
    """Each scene stands on its day, unit and position, two scenes of one strip at the same one."""
    board = read_one_liner(ONE_LINER)
    assert [(strip.shoot_day, strip.unit, strip.position, strip.number, strip.cast_ids) for strip in board.strips] == [
        ("11", "MAIN", 1, "38", ("1", "2")),
        ("11", "MAIN", 2, "39", ("1", "2", "7")),
        ("11", "MAIN", 2, "40", ("1", "2", "7")),
        ("11", "MAIN", 4, "42pt1", ("1", "2")),
        ("11", "MAIN", 5, "42A", ("1",)),
        ("11", "MAIN", 7, "55", ("2",)),
        ("12", "MAIN", 1, "42pt2", ("1", "2", "1X")),
        ("12", "MAIN", 2, "55", ("2",)),
        ("12", "2ND", 1, "I-61", ()),
    ]
    assert [(strip.number, strip.date, strip.omitted) for strip in board.boneyard] == [("44", None, True)]
    assert board.questions == ()


def test_the_days_have_calls_banners_and_days_off() -> None:
    """A day without scenes is a day too, and each unit has its own call."""
    assert read_one_liner(ONE_LINER).days == (
        Day(MONDAY, "11", "MAIN", call_hour(7), banners=("COMPANY MOVE TO HOTEL BALTIC", "IF TIME PERMITS")),
        Day(datetime.date(2026, 3, 17), off=True, banners=("COMPANY OFF",)),
        Day(datetime.date(2026, 3, 18), "12", "MAIN", call_hour(17, 30)),
        Day(datetime.date(2026, 3, 18), "12", "2ND", call_hour(18)),
    )


def test_all_cells_of_a_strip_are_kept() -> None:
    """The texts stay as written, pages become exact eighths, and words propose."""
    strip = read_one_liner(ONE_LINER).strips[3]
    assert strip == Strip(
        number="42pt1",
        date=MONDAY,
        shoot_day="11",
        position=4,
        int_ext="INT",
        set_name="HOTEL ROOM 214",
        day_night="N",
        script_day="N4",
        pages=13,
        pages_text="1 5/8",
        cast_ids=("1", "2"),
        location="Hotel Baltic",
        synopsis="Ola and Jan alone",
        notes="CLOSED SET / IC",
        hints=("CLOSED SET", "IC"),
    )


def test_if_time_permits_holds_for_the_strips_after_the_banner_on_that_day() -> None:
    """Neither the strips before it nor the same scene on another day are conditional."""
    strips = read_one_liner(ONE_LINER).strips
    assert [(strip.number, strip.shoot_day) for strip in strips if strip.if_time_permits] == [("55", "11")]


def test_words_propose_exactly_the_scenes_that_carry_them() -> None:
    """The three scenes with notes or a shower hint; nothing else does."""
    strips = read_one_liner(ONE_LINER).strips
    assert [strip.number for strip in strips if strip.hints] == ["42pt1", "42A", "42pt2"]


def test_three_columns_are_enough() -> None:
    """Date, Scene and Cast IDs make a schedule; rows are numbered in the order of the file."""
    board = read_one_liner(b"SCENE;cast ids;date\n7;1.9;2026-03-16\n8;7a.9,1X;2026-03-16\n")
    assert [(strip.number, strip.position, strip.cast_ids) for strip in board.strips] == [
        ("7", 1, ("1.9",)),
        ("8", 2, ("7a.9", "1X")),
    ]


def test_a_closed_set_banner_without_an_intimate_scene_is_asked_about() -> None:
    """The banner marks no scene by itself; the coordinator is asked which one is meant."""
    rows = [scene_row(Shoot_Day="11"), {"Date": "2026-03-16", "Row Type": "BANNER", "Notes": "CLOSED SET"}]
    board = read_one_liner(table(rows))
    assert board.strips[0].hints == ()
    assert board.questions == (
        "Day 11 (2026-03-16) has the banner “CLOSED SET”, but no scene that looks intimate. Which scene is it for?",
    )


def test_two_scenes_on_a_strip_that_looks_intimate_are_asked_about() -> None:
    """Both are proposed, and the coordinator is asked which of them it is."""
    board = read_one_liner(table([scene_row(Scene="39, 40", Notes="IC")]))
    assert all(strip.hints for strip in board.strips)
    assert "Scenes 39, 40 share a strip" in board.questions[0]


def test_an_episode_is_the_same_with_and_without_its_column() -> None:
    """9-12 is scene 12 of episode 9, whether Ep says so or not; the prefix must not contradict Ep."""
    bare, named = read(scene_row(Scene="9-12"), scene_row(Scene="9-12", Ep="9"))
    assert bare.scene == named.scene
    assert str(bare.scene) == "9-12"
    [problem] = problems(table([scene_row(Scene="9-12", Ep="3")]))
    assert (problem.line, problem.column) == (2, "Scene")


def test_a_prefix_among_plain_numbers_is_asked_about() -> None:
    """In a film, 9-12 may mean four scenes."""
    board = read_one_liner(table([scene_row(Scene="9-12"), scene_row(Scene="13")]))
    assert "Scene 9-12 is read as scene 12 of episode 9" in board.questions[0]


@pytest.mark.parametrize("damaged", ["9-Dec", "12. Sep", "2026-12-09", "09.12.2026", "9-gru"])
def test_a_scene_that_a_spreadsheet_made_a_date_is_named(damaged: str) -> None:
    """It could be two scenes' numbers either way round, so nobody guesses."""
    [problem] = problems(table([scene_row(), scene_row(Scene=damaged)]))
    assert (problem.line, problem.column) == (3, "Scene")
    assert "Format the column as text" in problem.sentence


@pytest.mark.parametrize("kept", ['="9-12"', "'9-12"])
def test_a_cell_kept_from_becoming_a_date_is_read(kept: str) -> None:
    """The two marks by which spreadsheets keep a text a text are no part of it."""
    assert [str(strip.scene) for strip in read(scene_row(Scene=kept))] == ["9-12"]


def test_pages_that_a_spreadsheet_made_a_date_are_recovered_or_named() -> None:
    """01-Aug and 8-Jan can only have been 1/8; 2-Apr may have been anything."""
    recovered = read(scene_row(Pages="01-Aug"), scene_row(Scene="2", Pages="2026-01-08"))
    assert [strip.pages for strip in recovered] == [1, 1]
    [problem] = problems(table([scene_row(Pages="2-Apr")]))
    assert (problem.line, problem.column) == (2, "Pages")


def test_all_problems_are_named_at_once() -> None:
    """Line by line, with the column as the file calls it."""
    rows = [
        scene_row(Date="16/03", Pages="2-Apr"),
        scene_row(Cast_IDs="Ola Nowak"),
        scene_row(Date=""),
        scene_row(Approx_Call="soon"),
        scene_row(Scene="", Row_Type="SCENE"),
        scene_row(Row_Type="STUNT"),
    ]
    assert [(problem.line, problem.column) for problem in problems(table(rows))] == [
        (2, "Date"),
        (2, "Pages"),
        (3, "Cast IDs"),
        (4, "Date"),
        (5, "Approx Call"),
        (6, "Scene"),
        (7, "Row Type"),
    ]


def test_a_missing_column_is_named() -> None:
    """A schedule without cast cannot be used."""
    [problem] = problems(b"Date,Scene\n2026-03-16,1\n")
    assert (
        str(problem) == 'line 1, column Cast IDs: There is no column "Cast IDs". Add it to the header and export again.'
    )


def test_an_unquoted_comma_is_named() -> None:
    """Cast ids without quotation marks would shift every column after them."""
    [problem] = problems(b"Date,Scene,Cast IDs\n2026-03-16,1,1,2\n")
    assert problem.line == 2
    assert "quotation marks" in problem.sentence


def test_a_quotation_mark_that_stays_open_is_named() -> None:
    """It would swallow the rest of the schedule."""
    [problem] = problems(b'Date,Scene,Cast IDs\n2026-03-16,1,"1\n2026-03-16,2,2\n')
    assert problem.line == 2


def test_dates_are_read_one_way_only_where_the_file_leaves_no_doubt() -> None:
    """A sixteenth month decides for the whole file; without one every doubtful date is a problem."""
    strips = read(scene_row(Date="03/04/2026"), scene_row(Scene="2", Date="16/04/2026"))
    assert [strip.date for strip in strips] == [datetime.date(2026, 4, 3), datetime.date(2026, 4, 16)]
    [problem] = problems(table([scene_row(Date="03/04/2026")]))
    assert "day first or month first" in problem.sentence


def test_a_file_of_windows_1250_keeps_its_polish_words() -> None:
    """An old export without any mark still hints."""
    strips = read_one_liner(table([scene_row(Synopsis="Pocałunek pod prysznicem")], encoding="cp1250")).strips
    assert (strips[0].synopsis, strips[0].hints) == ("Pocałunek pod prysznicem", ("Pocałunek", "prysznicem"))


def test_parked_and_omitted_rows_have_no_day() -> None:
    """After a BONEYARD banner, by type, or by saying OMITTED without a date."""
    strips = read(
        scene_row(),
        scene_row(Scene="2", Synopsis="OMITTED"),
        scene_row(Scene="3", Date="", Synopsis="Omitted"),
        {"Notes": "BONEYARD"},
        scene_row(Scene="4", Date=""),
    )
    assert [(strip.number, strip.date is None, strip.omitted) for strip in strips] == [
        ("1", False, False),
        ("2", False, True),
        ("3", True, True),
        ("4", True, False),
    ]


def test_a_banner_says_the_call_where_no_column_does() -> None:
    """A banner without a date belongs to the day it stands in."""
    board = read_one_liner(table([scene_row(), {"Notes": "Approximate Call Time 730a"}]))
    assert board.days[0].call == call_hour(7, 30)


def test_the_first_call_of_a_night_is_the_evening_one() -> None:
    """Half past midnight belongs to the night that began the evening before, and several calls are asked about."""
    board = read_one_liner(table([scene_row(Approx_Call="00:30"), scene_row(Scene="2", Approx_Call="19h30")]))
    assert board.days[0].call == call_hour(19, 30)
    assert "several calls (00:30, 19:30)" in board.questions[0]


def test_a_column_nobody_knows_may_still_hint() -> None:
    """Additional labour and a column named Intimacy are where it hides."""
    content = (
        b"Date,Scene,Cast IDs,Additional Labor,Intimacy\n2026-03-16,1,1,Intimacy Coordinator,\n2026-03-16,2,1,,no\n"
    )
    assert [strip.hints for strip in read_one_liner(content).strips] == [("Intimacy Coordinator",), ()]


def test_a_title_above_the_header_is_the_title() -> None:
    """Programs print the name of the production first."""
    board = read_one_liner(b"FERRY - ONE LINER,,\n\nDate,Scene,Cast IDs\n2026-03-16,1,1\n")
    assert (board.title, len(board.strips)) == ("FERRY - ONE LINER", 1)
