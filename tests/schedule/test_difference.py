"""What an import would change."""

import datetime
from dataclasses import replace

from bot.domain.times import call_hour
from bot.parsing.board import Board, Day, SceneId, Strip
from bot.parsing.changes import CallChanged, CastChanged, Cut, Difference, KnownScene, Moved, Placement, Proposed
from bot.parsing.difference import difference
from bot.parsing.one_liner import read_one_liner
from tests.schedule.applying import applied, applied_days
from tests.schedule.files import BLUE, ONE_LINER

MONDAY = (datetime.date(2026, 3, 16), "MAIN")
TUESDAY = (datetime.date(2026, 3, 17), "MAIN")
FRIDAY = (datetime.date(2026, 3, 20), "MAIN")
MONDAY_DAY = (MONDAY[0], "11")
TUESDAY_DAY = (TUESDAY[0], "12")
WITH_BOTH = Placement(1, ("1", "2"))


def known(number: str = "42", *places: tuple[datetime.date, str]) -> KnownScene:
    return KnownScene(number, set_name="ROOM", placements=dict.fromkeys(places or (MONDAY,), WITH_BOTH))


def board(*strips: Strip) -> Board:
    return Board(strips=tuple(s for s in strips if s.date), boneyard=tuple(s for s in strips if not s.date))


def strip(number: str = "42", date: datetime.date | None = MONDAY[0]) -> Strip:
    return Strip(number, date=date, set_name="ROOM", position=1, cast_ids=("1", "2"))


def scene(number: str = "42") -> SceneId:
    return SceneId("", number)


def test_the_same_again_changes_nothing() -> None:
    """Another order and case of cast ids, and another spelling of the number, are the same."""
    after = board(replace(strip("42pt1"), cast_ids=("2", "1")))
    found = difference([known("42PT1")], after)
    assert (found.is_empty, found.unchanged) == (True, 1)


def test_a_scene_on_another_day_has_moved() -> None:
    """One day lost and one gained is a move, also of a scene that keeps a third day."""
    found = difference([known("42", MONDAY, TUESDAY)], board(strip("42", MONDAY[0]), strip("42", FRIDAY[0])))
    assert found == Difference(moved=(Moved(scene(), TUESDAY, FRIDAY, WITH_BOTH),))


def test_one_day_more_or_less_is_no_move() -> None:
    """A scene shot again is added to a day; one taken off a day stays on the other."""
    more = difference([known()], board(strip(), strip(date=TUESDAY[0])))
    less = difference([known("42", MONDAY, TUESDAY)], board(strip()))
    assert [(item.scene, item.place) for item in more.added_placements] == [(scene(), TUESDAY)]
    assert [(item.scene, item.place) for item in less.removed_placements] == [(scene(), TUESDAY)]


def test_a_cut_says_why() -> None:
    """Missing from the file, parked in the boneyard, or omitted."""
    after = board(strip("2", None), replace(strip("3"), omitted=True))
    found = difference([known("1"), known("2"), known("3")], after)
    assert {(cut.scene.number, cut.reason) for cut in found.cut} == {
        ("1", "missing"),
        ("2", "boneyard"),
        ("3", "omitted"),
    }


def test_a_scene_that_was_cut_comes_back() -> None:
    """It is restored, not added, and keeps what the coordinator decided."""
    before = [replace(known(), cut=True, placements={}, intimacy="confirmed")]
    found = difference(before, board(strip()))
    assert [restored.scene for restored in found.restored] == [scene()]
    assert applied(before, found)[0].intimacy == "confirmed"


def test_a_scene_that_stays_cut_is_unchanged() -> None:
    """Still parked or still missing."""
    before = [replace(known(number), cut=True, placements={}) for number in ("1", "2")]
    assert difference(before, board(strip("1", None))).is_empty


def test_another_cast_is_told_with_both() -> None:
    """A double on a scene is a change of cast on that day."""
    found = difference([known()], board(replace(strip(), cast_ids=("1", "1X"))))
    assert found.cast_changed == (CastChanged(scene(), MONDAY, ("1", "2"), ("1", "1X")),)


def test_two_strips_of_a_scene_on_one_day_are_one_with_everyone() -> None:
    """Nobody of either strip is forgotten."""
    found = difference([], board(strip(), replace(strip(), cast_ids=("2", "3"), position=4)))
    assert found.added[0].placements == {MONDAY: Placement(1, ("1", "2", "3"))}


def test_a_hint_proposes_only_what_nobody_has_decided() -> None:
    """Proposed, confirmed and not intimate stay what they are."""
    after = board(*(replace(strip(number), hints=("IC",)) for number in "1234"))
    before = [
        known("1"),
        replace(known("2"), intimacy="proposed"),
        replace(known("3"), intimacy="confirmed"),
        replace(known("4"), intimacy="not_intimate"),
    ]
    assert difference(before, after).proposed == (Proposed(scene("1"), ("IC",)),)


def test_a_text_that_hints_no_more_is_told_and_changes_nothing() -> None:
    """A confirmed scene stays confirmed."""
    before = [replace(known(), intimacy="confirmed", hints=("IC",))]
    found = difference(before, board(strip()))
    assert [told.scene for told in found.no_longer_hinting] == [scene()]
    assert found.is_empty
    assert applied(before, found) == tuple(before)


def test_a_scene_called_not_intimate_is_asked_about_when_its_text_changes() -> None:
    """New pages may bring what the old ones did not have."""
    before = [replace(known(), intimacy="not_intimate")]
    found = difference(before, board(replace(strip(), synopsis="They kiss", hints=("kiss",))))
    assert "says “kiss”" in found.questions[0]


def test_a_renumbered_scene_is_asked_about() -> None:
    """One gone and one new with the same text: the coordinator should know before confirming again."""
    before = [replace(known("38"), synopsis="Ola alone")]
    found = difference(before, board(replace(strip("38A"), synopsis="Ola alone")))
    assert "Scene 38 is gone and scene 38A is new" in found.questions[0]


def test_a_file_that_leaves_out_much_is_asked_about() -> None:
    """A schedule of one week would cut all the others."""
    found = difference([known(str(number)) for number in range(9)], board(strip("0")))
    assert "8 of 9 scenes are not in this file" in found.questions[0]


def test_a_closed_set_banner_is_settled_by_a_confirmed_scene() -> None:
    """The question stands only while no scene of the day is known as intimate."""
    after = read_one_liner(
        b"Date,Scene,Cast IDs,Row Type,Notes\n2026-03-16,42,1,,\n2026-03-16,,,BANNER,CLOSED SET\n",
    )
    before = applied([], difference([], after))
    assert len(difference(before, after).questions) == 1
    assert difference([replace(before[0], intimacy="confirmed")], after).questions == ()


def test_a_call_is_told_where_days_are_known() -> None:
    """A pulled call is a change; a file without a call leaves the known one."""
    days = [Day(*MONDAY_DAY, call=call_hour(7)), Day(*TUESDAY_DAY, call=call_hour(7))]
    after = replace(board(strip()), days=(Day(*MONDAY_DAY, call=call_hour(6)), Day(*TUESDAY_DAY)))
    found = difference([known()], after, days)
    assert found.call_changed == (CallChanged(MONDAY, call_hour(7), call_hour(6)),)
    assert [day.call for day in applied_days(days, found)] == [call_hour(6), call_hour(7)]


def test_the_blue_one_liner_against_the_white_one() -> None:
    """A real revision: a scene moved, one cut, one parked, one restored, one new that looks intimate."""
    white, blue = read_one_liner(ONE_LINER), read_one_liner(BLUE)
    before = applied([], difference([], white))
    found = difference(before, blue, white.days)
    assert [move.scene.number for move in found.moved] == ["42pt2", "40"]
    assert [(cut.scene.number, cut.reason) for cut in found.cut] == [("I-61", "boneyard"), ("38", "missing")]
    assert [item.scene.number for item in found.restored] == ["44"]
    assert [item.scene.number for item in found.added] == ["61"]
    assert [item.scene.number for item in found.proposed] == ["61"]
    assert [(item.scene.number, item.after) for item in found.cast_changed] == [
        ("42A", ("1", "1X")),
        ("40", ("1", "2")),
    ]
    assert [item.after for item in found.call_changed] == [call_hour(16, 30)]
    assert found.unchanged == 2


def test_a_parked_scene_is_cut_once() -> None:
    """A scene that stands in the boneyard and on no day is one cut, whatever it was before."""
    found = difference([replace(known(), intimacy="confirmed")], board(strip(date=None)))
    assert found.cut == (Cut(scene(), "boneyard", (MONDAY,)),)


def test_what_an_intimate_scene_was_split_into_is_proposed_whatever_its_text_says() -> None:
    """Parts and letters of it, and the whole of its parts; another scene, or one nobody calls intimate, is not."""
    intimate = replace(known("42"), intimacy="confirmed")
    split = difference([intimate], board(strip("42pt1"), strip("42B"), strip("421"), strip("43")))
    assert [(one.scene.number, one.hints) for one in split.proposed] == [
        ("42pt1", ("belongs to scene 42",)),
        ("42B", ("belongs to scene 42",)),
    ]
    hinting = difference([intimate], board(replace(strip("42pt1"), hints=("kiss",))))
    assert [one.hints for one in hinting.proposed] == [("kiss",)]
    parts = [replace(known(f"42pt{part}"), intimacy="proposed") for part in (1, 2)]
    combined = difference(parts, board(strip("42"), strip("42pt3")))
    assert [one.scene.number for one in combined.proposed] == ["42", "42pt3"]
    standing = difference([intimate], board(strip("42"), strip("42A")))
    plain = difference([replace(intimate, intimacy="not_intimate")], board(strip("42pt1")))
    assert standing.proposed == plain.proposed == ()
