"""Places on a roster, as pure values: how one is read, which departments there are, which usual places are open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jurisdictions import RosterRole
from bot.domain.places import ACCESSES, DEPARTMENTS, Place, most_at_monitors, read_place, role_called, unfilled
from bot.domain.roles import Access

BOOM = RosterRole("boom operator", "sound", Access.SET, "S2")
STANDBY = RosterRole("make-up standby", "make-up", Access.MONITOR, "S2")
WRANGLER = RosterRole("wrangler", "animals", Access.REMOTE_FEED, "S2")
USUAL = (BOOM, STANDBY, WRANGLER)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place()),
        (" ", Place(Access.SET, "", None, "")),
        ("  boom operator ", Place(Access.SET, "boom operator", None, "sound")),
        ("Make-Up Standby", Place(Access.MONITOR, "Make-Up Standby", None, "make-up")),
        ("set make-up standby", Place(Access.SET, "make-up standby", None, "make-up")),
        ("MONITOR  Camera  second unit", Place(Access.MONITOR, "second unit", None, "camera")),
        ("camera make-up standby", Place(Access.MONITOR, "make-up standby", None, "camera")),
        ("animals two dogs", Place(Access.SET, "two dogs", None, "animals")),
        ("the camera", Place(Access.SET, "the camera", None, "")),
        ("stills camera", Place(Access.STILLS, "", None, "camera")),
        ("wrangler", Place(Access.REMOTE_FEED, "wrangler", None, "animals")),
    ],
)
def test_a_place_is_read_in_any_case_and_spacing(text: str, place: Place) -> None:
    """What is written counts, the usual place of that name fills in the rest, and a reason stays as it was written."""
    assert read_place(text, USUAL) == place


def test_a_usual_place_called_like_a_department_is_a_place() -> None:
    """Its name is the reason, and its own department counts."""
    props = RosterRole("props", "art", Access.MONITOR, "S2")
    assert read_place("props", [BOOM, props]) == Place(Access.MONITOR, "props", None, "art")
    assert role_called("Props", [BOOM, props]) is props
    assert role_called("grip", [BOOM, props]) is None


def test_every_access_can_be_written() -> None:
    """Each by its own word, the monitors and the feed in the words people use as well."""
    written = "set=set monitor=monitor monitors=monitor remote=remote_feed remote_feed=remote_feed feed=remote_feed"
    expected = dict(pair.split("=") for pair in f"{written} stills=stills".split())
    assert {word: str(access) for word, access in ACCESSES.items()} == expected
    assert {read_place(access, ()).access for access in Access} == set(Access)


def test_the_departments_of_a_call_sheet() -> None:
    """Those of the field, without a profile: each is read as a department."""
    call_sheet = "direction camera sound electric lighting grip costume make-up hair script continuity art props stunts"
    assert {*call_sheet.split(), "stills", "vfx", "production", "editorial"} == DEPARTMENTS
    for department in DEPARTMENTS:
        assert read_place(f"set {department}", ()) == Place(Access.SET, "", None, department)


def test_usual_places_are_open_until_a_reason_names_them() -> None:
    """In the template's order, whatever the case in which somebody wrote the reason."""
    assert unfilled(USUAL, ["Boom Operator", "a quiet word"]) == (STANDBY, WRANGLER)
    assert unfilled(USUAL, []) == USUAL


@given(st.integers(1, 5), st.integers(0, 5))
def test_the_monitors_take_so_many_for_each_actor(per_actor: int, performers: int) -> None:
    """A limit counts for each actor, and for one where nobody is cast yet; without a limit there is none."""
    assert most_at_monitors(per_actor, performers) == sum([per_actor] * performers or [per_actor])
    assert most_at_monitors(None, performers) is None
