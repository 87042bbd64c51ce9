"""What is open between a performer and a scene: what opens it, what is taken back, what a window hands back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matters import (
    OPENING,
    TAKEN_BACK,
    TOUCHES,
    MatterEventKind,
    Shown,
    is_taken_back,
    is_words_alone,
    shown_in,
)
from bot.domain.standing import AnswerKind

KINDS = st.lists(st.sampled_from(MatterEventKind), max_size=8)
NUMBERS = st.integers(min_value=0, max_value=10**9)
SHOWN = st.builds(
    Shown,
    NUMBERS,
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6).map(tuple),
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6).map(tuple),
)


def test_whatever_a_performer_can_say_has_its_place_in_a_matter() -> None:
    """Every answer there is is an event by the same name, and everything that is not right opens a matter."""
    assert {kind.value for kind in AnswerKind} <= {kind.value for kind in MatterEventKind}
    assert set(OPENING) == {MatterEventKind.NOT_AS_AGREED, MatterEventKind.CALL_ME, MatterEventKind.TYPED}
    assert set(MatterEventKind) == {*OPENING, *TAKEN_BACK, *TOUCHES, MatterEventKind.AS_AGREED}


@given(KINDS)
def test_only_typed_words_that_were_taken_back_last_let_a_confirmation_stand(kinds: list[MatterEventKind]) -> None:
    """A tapped change, a wish to be called, a later word or a later "as agreed": each needs a new confirmation."""
    if is_taken_back(kinds):
        said = [kind for kind in kinds if kind not in TOUCHES]
        assert said[-1] in TAKEN_BACK
        assert MatterEventKind.TYPED in said
        assert not set(said) & {MatterEventKind.NOT_AS_AGREED, MatterEventKind.CALL_ME, MatterEventKind.AS_AGREED}


def test_one_look_closes_what_typed_words_alone_opened() -> None:
    """Whatever else came beside them; never where a change was tapped, nor where nothing was said."""
    typed, touched = MatterEventKind.TYPED, MatterEventKind.PLAN
    assert is_words_alone([typed])
    assert is_words_alone([typed, touched, MatterEventKind.AS_AGREED])
    assert not is_words_alone([])
    assert not is_words_alone([touched])
    assert not is_words_alone([typed, MatterEventKind.CALL_ME])
    assert is_taken_back([typed, MatterEventKind.NOTHING_CHANGES, touched])
    assert not is_taken_back([typed, MatterEventKind.NOTHING_CHANGES, typed])
    assert not is_taken_back([MatterEventKind.NOTHING_CHANGES])


@given(SHOWN)
def test_a_window_hands_back_what_was_shown(shown: Shown) -> None:
    """What it carries as text is read again as the same."""
    assert shown_in(str(shown)) == shown


@pytest.mark.parametrize(
    "text",
    ["", "7", ";", "7;1", "7;1.", "7;1.2,", "7;1.2;", "7;1.2;3,", "7;1.2;3;4", "x;1.2", "7; 1.2", "-", "7;1.2\n"],
)
def test_anything_else_was_not_shown(text: str) -> None:
    """A window of an earlier version, or a forged one, has shown nothing: what it asks is not taken."""
    assert shown_in(text) is None
