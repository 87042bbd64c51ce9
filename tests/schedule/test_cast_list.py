"""The cast list: who stands behind a cast id, and how they are reached."""

from datetime import date

import pytest

from bot.parsing.board import ScheduleUnreadable
from bot.parsing.cast_list import CastEntry, read_cast_list


def test_each_way_to_be_reached() -> None:
    """By Slack id, by e-mail, in person; a double with an id and a note of their own."""
    content = (
        "Cast ID;Character;Name;Slack;Language;Role\n"
        "1;OLA;Anna Nowak;U0123ABC;pl;\n"
        "2;JAN;Piotr Lis;Piotr.Lis@example.com;Polish;\n"
        "1X;OLA;Ewa Mak;in person;;body double\n"
    )
    assert read_cast_list(content.encode("utf-8-sig")) == (
        CastEntry("1", "OLA", "Anna Nowak", slack_id="U0123ABC", language="pl"),
        CastEntry("2", "JAN", "Piotr Lis", email="piotr.lis@example.com", language="pl"),
        CastEntry("1X", "OLA", "Ewa Mak", in_person=True, role="body double"),
    )


def test_all_problems_are_named_by_line_and_column() -> None:
    """Nobody is reached by a guess."""
    content = (
        "Cast ID,Character,Name,Slack,Language\n"
        "1,OLA,Anna,@anna,\n"
        "2,JAN,,in person,\n"
        "3,EWA,Ewa,,\n"
        '"4, 5",TWO,Two,in person,\n'
        "01. Sep,X,X,in person,\n"
        "7,Y,Y,in person,speaks German\n"
    )
    with pytest.raises(ScheduleUnreadable) as caught:
        read_cast_list(content.encode())
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (2, "Slack"),
        (3, "Name"),
        (4, "Slack"),
        (5, "Cast ID"),
        (6, "Cast ID"),
        (7, "Language"),
    ]


def test_a_cast_id_belongs_to_one_person() -> None:
    """Two people behind one id would each be asked about the other's scenes."""
    with pytest.raises(ScheduleUnreadable, match=r"line 3, column Cast ID: .*line 2 already"):
        read_cast_list(b"Cast ID,Character,Name,Slack\n1x,A,A,in person\n1X,B,B,in person\n")


def test_a_missing_column_is_named() -> None:
    """Without a way to reach people a cast list is of no use."""
    with pytest.raises(ScheduleUnreadable, match='no column "Slack"'):
        read_cast_list(b"Cast ID,Character,Name\n1,A,A\n")


def test_an_empty_list_is_said() -> None:
    """A header alone names nobody."""
    with pytest.raises(ScheduleUnreadable, match="names nobody"):
        read_cast_list(b"Cast ID,Character,Name,Slack\n")


def test_under_18_is_yes_no_or_until_a_day_and_an_empty_cell_says_nothing() -> None:
    """Nothing that was recorded before is taken back by a cell somebody left empty."""
    rows: dict[str, tuple[bool | None, date | None]]
    rows = {"": (None, None), "yes": (True, None), "Tak": (True, None), "no": (False, None)}
    rows |= {"until 2027-05-01": (True, date(2027, 5, 1)), "1 May 2027": (True, date(2027, 5, 1))}
    lines = "".join(f"{number},X,X,in person,{cell}\n" for number, cell in enumerate(rows, start=1))
    read = read_cast_list(f"Cast ID,Character,Name,Slack,Under 18\n{lines}".encode())
    assert [(entry.under_18, entry.under_18_until) for entry in read] == list(rows.values())
    with pytest.raises(ScheduleUnreadable, match="until 2027-05-01"):
        read_cast_list(b"Cast ID,Character,Name,Slack,Under 18\n1,X,X,in person,16 years\n")
