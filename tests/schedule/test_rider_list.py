"""A table of riders: what its rows say, and what in them cannot be read."""

from datetime import date

import pytest

from bot.domain.terms import Kind
from bot.parsing.board import SceneId, ScheduleUnreadable
from bot.parsing.rider_list import LONGEST, RiderEntry, read_rider_list


def test_a_row_says_what_its_cells_say_and_nothing_else() -> None:
    """Kinds in the field's words, the rider's parts, translations by language; an empty cell is absent."""
    content = (
        "Scene;Cast ID;Kinds;Tone;Agreed;Nudity;Contact;Sent;Document;In force;Agreed (pl);Nudity (PL);Notes (pl)\n"
        '42pt1;1;"sim sex, Hyper-exposed";Tender;"As written,\n  nothing more.";Back;'
        ";2026-03-01;r.pdf;yes;Jak jest;;x\n"
        "42A;;shower;;;;;;;;;;\n"
    )
    first, second = read_rider_list(content.encode())
    assert first == RiderEntry(
        line=2,
        scene=SceneId("", "42pt1"),
        cast_id="1",
        kinds=(Kind.SIMULATED_SEX, Kind.HYPER_EXPOSED),
        made={"tone": "Tender"},
        words={"agreed": "As written,\nnothing more.", "nudity": "Back"},
        translations={"pl": {"agreed": "Jak jest"}},
        sent=date(2026, 3, 1),
        document="r.pdf",
        in_force=True,
    )
    assert second.kinds == (Kind.SHOWER,)
    assert not second.says_of_a_rider


def test_one_row_may_be_for_several_scenes() -> None:
    """The same rider for both scenes of a strip."""
    entries = read_rider_list(b'Scene,Name,Agreed\n"39, 40",Ola Nowak,As written.\n')
    assert [entry.scene.number for entry in entries] == ["39", "40"]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"Scene": ""}, "Scene", "no scene"),
        ({"Scene": "9-Dec"}, "Scene", "a spreadsheet has made"),
        ({"Cast ID": "1, 2"}, "Cast ID", "one performer"),
        ({"Kinds": "kissing, cuddling"}, "Kinds", "“|cuddling"),
        ({"Sent": "last week"}, "Sent", "last week"),
        ({"In force": "perhaps"}, "In force", "yes or no"),
        ({"Agreed": "x" * (LONGEST + 1)}, "Agreed", str(LONGEST)),
        ({"Agreed (pl)": "x" * (LONGEST + 1)}, "Agreed (pl)", str(LONGEST)),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(cells: dict[str, str], column: str, sentence: str) -> None:
    """One clear sentence for each place, and nothing of the table is taken."""
    row = {"Scene": "1", "Cast ID": "1", "Kinds": "kissing", "Sent": "2026-03-01", "In force": "yes", "Agreed": "x"}
    row |= {"Agreed (pl)": "y", **cells}
    lines = [",".join(f'"{cell}"' for cell in line) for line in (row.keys(), row.values())]
    with pytest.raises(ScheduleUnreadable, match=sentence) as caught:
        read_rider_list("\n".join(lines).encode())
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, column)]


def test_one_performer_stands_once_in_a_scene() -> None:
    """Two rows for the same rider cannot both be right; two spellings of a scene are one."""
    with pytest.raises(ScheduleUnreadable, match="row 2 already"):
        read_rider_list(b"Scene,Cast ID,Agreed\n42pt1,1,This.\n42 PT. 1,1,That.\n")
