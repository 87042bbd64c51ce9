"""Schedules of the Universal Schedule Standard: as documented, and as the public samples are."""

import datetime
import json

import pytest

from bot.parsing.board import ScheduleUnreadable
from bot.parsing.uss import read_uss, stripboards
from tests.schedule.files import sample

Json = dict[str, object]

START = [{"type": "start", "date": "2026-03-13"}]

CATEGORIES: list[Json] = [
    {"id": "c100", "ucid": 100, "name": "Cast Members", "elements": ["ola", "jan"]},
    {"id": "c0", "ucid": 0, "name": "Set", "elements": ["room"]},
    {"id": "c120", "ucid": 120, "name": "Additional Labor", "elements": ["ic"]},
]
ELEMENTS: list[Json] = [
    {"id": "ola", "name": "OLA", "elementId": "1"},
    {"id": "jan", "name": "JAN", "elementId": "7a.9"},
    {"id": "room", "name": "HOTEL ROOM 214", "elementId": ""},
    {"id": "ic", "name": "Intimacy Coordinator", "elementId": ""},
]
BREAKDOWNS: list[Json] = [
    {"id": "d1", "type": "day"},
    {
        "id": "s38",
        "type": "scene",
        "scene": "38",
        "pages": 1.375,
        "description": "A letter",
        "elements": ["ola", "room"],
    },
    {
        "id": "s42",
        "type": "scene",
        "scene": "42pt1",
        "pages": 0.25,
        "description": "",
        "elements": ["ola", "jan", "ic"],
    },
    {"id": "b1", "type": "banner", "description": "CLOSED SET"},
    {"id": "d2", "type": "day"},
    {"id": "s55", "type": "scene", "scene": "55", "pages": 0.125, "description": "Alone", "elements": ["jan"]},
]


def documented(order: list[object], **root: object) -> bytes:
    """A file as the documentation has it, with the breakdowns in this order on its one stripboard."""
    calendar = {
        "id": "cal",
        "daysOff": [0, 6],
        "events": [
            {"type": "start", "name": None, "date": "2026-03-12T22:00:00.000Z"},
            {"type": "dayOff", "name": "holiday", "date": "2026-03-15T23:00:00.000Z"},
        ],
    }
    boards = [{"name": "stripboard", "breakdownIds": order}, {"name": "boneyard", "breakdownIds": []}]
    content = {
        "breakdowns": BREAKDOWNS,
        "categories": CATEGORIES,
        "elements": ELEMENTS,
        "stripboards": [{"id": "sb", "name": "Blue", "boards": boards, "calendar": "cal"}],
        "calendars": [calendar],
        **root,
    }
    return json.dumps({"universalScheduleStandard": content}).encode()


@pytest.mark.parametrize(
    "order",
    [
        ["d1", "s38", "s42", "b1", "d2", "s55"],
        ["s38", "s42", "b1", "d1", "s55", "d2"],
        [["s38", "s42", "b1"], "s55"],
    ],
    ids=["a day strip before its scenes", "a day strip after its scenes", "a list for each day"],
)
def test_days_are_found_however_they_are_marked(order: list[object]) -> None:
    """The second day follows the weekend and a holiday; midnight in Warsaw is written as the evening before."""
    board = read_uss(documented(order))
    assert [
        (strip.number, str(strip.date), strip.shoot_day, strip.pages, strip.cast_ids) for strip in board.strips
    ] == [
        ("38", "2026-03-13", "1", 11, ("1",)),
        ("42pt1", "2026-03-13", "1", 2, ("1", "7a.9")),
        ("55", "2026-03-17", "2", 1, ("7a.9",)),
    ]
    assert board.strips[0].set_name == "HOTEL ROOM 214"
    assert board.strips[1].hints == ("Intimacy Coordinator",)
    assert board.days[0].banners == ("CLOSED SET",)


def test_a_breakdown_on_no_board_is_parked_and_asked_about() -> None:
    """Nothing of the file is lost in silence."""
    board = read_uss(documented([["s38"]]))
    assert [strip.number for strip in board.boneyard] == ["42pt1", "55"]
    assert "42pt1, 55" in board.questions[0]


def test_the_stripboard_is_chosen_or_named() -> None:
    """Of several, the file's current one, the named one, or a problem that lists them."""
    content = json.loads(documented([["s38"]]))
    root = content["universalScheduleStandard"]
    root["stripboards"] = [{**root["stripboards"][0], "id": name, "name": name} for name in ("White", "Blue")]
    several = json.dumps(content).encode()
    assert stripboards(several) == ("White", "Blue")
    assert read_uss(several, "blue").title == "Blue"
    with pytest.raises(ScheduleUnreadable, match=r'"White" \(1 day\), "Blue" \(1 day\)'):
        read_uss(several)
    with pytest.raises(ScheduleUnreadable, match='no stripboard "Pink"'):
        read_uss(several, "Pink")
    root["_activeStripboard"] = "White"
    assert read_uss(json.dumps(content).encode()).title == "White"


def test_an_order_without_days_is_no_schedule() -> None:
    """Scenes in script order have no dates: the person is told, and nothing is cut for it."""
    with pytest.raises(ScheduleUnreadable, match="no shooting days"):
        read_uss(documented(["s38", "s42"]))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b"[]", b'{"universalScheduleStandard": []}', b"\xff\xfe\x00"]
)
def test_what_is_no_schedule_is_one_sentence(content: bytes) -> None:
    """Broken or foreign files are refused, never a crash."""
    with pytest.raises(ScheduleUnreadable):
        read_uss(content)


def test_every_day_off_is_a_problem_not_an_endless_walk() -> None:
    """A calendar that never films has no second day."""
    with pytest.raises(ScheduleUnreadable, match="Every day of the week is off"):
        read_uss(documented([["s38"], ["s42"]], calendars=[{"id": "cal", "daysOff": list(range(7)), "events": START}]))


@pytest.mark.parametrize(
    ("name", "scheduled", "parked", "days", "first", "last"),
    [
        ("First Pass", 171, 2, 61, "2022-08-03", "2022-10-28"),
        ("Second Pass", 171, 2, 67, "2022-08-10", "2022-11-10"),
        ("Rev. WHITE", 169, 4, 56, "2022-08-17", "2022-11-02"),
    ],
)
def test_the_full_sample_has_its_173_strips(
    name: str, scheduled: int, parked: int, days: int, first: str, last: str
) -> None:
    """All breakdowns that are scenes, the boneyard's included, over the days of each stripboard that has days."""
    board = read_uss(sample("full_sample_schedule.uss"), name)
    assert len(board.all_strips) == 173
    assert (len(board.strips), len(board.boneyard), len(board.days)) == (scheduled, parked, days)
    assert (str(board.days[0].date), str(board.days[-1].date)) == (first, last)


def test_the_full_sample_has_cast_and_hints() -> None:
    """Cast ids come from the elements, the one kiss of the film from its description."""
    board = read_uss(sample("full_sample_schedule.uss"), "Second Pass")
    assert [(strip.number, strip.hints) for strip in board.all_strips if strip.hints] == [("68", ("kisses",))]
    assert board.strips[0].cast_ids == ("4", "2", "5", "3")
    assert any("no scene number" in question for question in board.questions)


def test_the_small_sample_is_read() -> None:
    """It nests its one day, and its banner stands on it."""
    content = sample("small_sample_schedule.uss")
    board = read_uss(content, "First Pass")
    assert [(strip.number, strip.date, strip.cast_ids) for strip in board.strips] == [
        ("89PT1", datetime.date(2022, 6, 20), ("1", "2"))
    ]
    assert board.days[0].banners == ("It's A Wonderful Life Production Schedule",)
