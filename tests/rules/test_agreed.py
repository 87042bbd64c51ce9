"""What is agreed, as pure values: translations, stunts, who counts as under 18."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.terms import (
    Kind,
    MadeOf,
    RiderDetails,
    RiderTerms,
    Wording,
    counts_as_under_18,
    in_language,
    needs_stunt_coordinator,
    stunts_covered,
    wording,
)
from bot.domain.times import QuietHours, Rounds, first_round, instant, local

TEXT = st.text(max_size=5)
WORDINGS = st.builds(Wording, TEXT, st.builds(RiderDetails, TEXT, TEXT, TEXT, TEXT, TEXT))
KINDS = st.lists(st.sampled_from(Kind), unique=True).map(tuple)
DAYS = st.dates(date(2026, 1, 2), date(2027, 12, 31))


@given(WORDINGS, WORDINGS)
def test_a_translation_never_loses_a_part_of_what_was_agreed(agreed: Wording, translation: Wording) -> None:
    """Each part is read in translation where there is one, as agreed where there is none, and never left out."""
    shown = in_language(agreed, translation).words()
    for name, text in agreed.words().items():
        assert shown[name] == (translation.words()[name] or text)


@given(WORDINGS)
def test_words_come_back_as_they_were_kept(words: Wording) -> None:
    """Nothing of a rider is lost between writing and reading."""
    assert wording(words.words()) == words


@given(KINDS, st.sampled_from(["", " ", "\n", "Iga Wrona", " I"]))
def test_played_violence_alone_asks_for_a_stunt_coordinator(kinds: tuple[Kind, ...], name: str) -> None:
    """With it somebody has to be named; a blank is nobody; without it nobody has to be."""
    assert needs_stunt_coordinator(kinds) is (Kind.SIMULATED_SEXUAL_VIOLENCE in kinds)
    assert stunts_covered(kinds, name) is (not needs_stunt_coordinator(kinds) or name.strip() != "")


def test_what_nobody_has_written_is_empty() -> None:
    """Nothing is agreed by itself: no word of a rider or a scene, no kind, no stunt coordinator."""
    assert wording({}) == Wording()
    assert set(Wording().words().values()) == set(MadeOf().words().values()) == {""}
    assert MadeOf().kinds == ()


def test_a_rider_holds_and_its_notice_counts_unless_it_is_said_otherwise() -> None:
    """A recorded rider is in force and waives nothing; its words and details are its wording."""
    details = RiderDetails(nudity="a shoulder")
    terms = RiderTerms("as rehearsed", "rider.pdf", datetime(2026, 3, 12, 9, tzinfo=UTC), details=details)
    assert (terms.in_force, terms.notice_waived) == (True, False)
    assert terms.wording == Wording("as rehearsed", details)


def test_everything_written_of_a_scene_is_sealed_but_its_kinds() -> None:
    """The words that are encrypted are all fields but the kinds."""
    made = MadeOf((Kind.KISSING,), "a", "b", "c", "d", "e", "f")
    assert list(made.words().values()) == ["a", "b", "c", "d", "e", "f"]


@given(DAYS, DAYS, st.integers(0, 200), st.times(), st.times(), st.times())
def test_nobody_is_asked_on_a_day_on_which_they_are_under_18(
    day: date, until: date, hours: int, call: time, quiet_from: time, quiet_until: time
) -> None:
    """Whoever does not count as under 18 is of age when the first check-in goes out, whatever quiet hours say."""
    rounds = Rounds(hours, time(19), 90, QuietHours(quiet_from, quiet_until), "Europe/Warsaw")
    first = first_round(instant(day, call, rounds.zone), rounds)
    if not counts_as_under_18(until, day, hours):
        assert local(first, rounds.zone).date() >= until
    if day < until:
        assert counts_as_under_18(until, day, hours)


@pytest.mark.parametrize(
    ("hours", "until", "counts"),
    [(72, 12, False), (72, 13, True), (73, 11, False), (73, 12, True), (0, 15, False), (0, 16, True)],
)
def test_the_day_of_coming_of_age_is_held_against_the_first_check_in(hours: int, until: int, counts: bool) -> None:
    """For a scene on the 16th: 72 hours before, and one day for quiet hours that put the message earlier."""
    assert counts_as_under_18(date(2026, 3, until), date(2026, 3, 16), hours) is counts


@given(DAYS, st.integers(0, 200))
def test_without_a_date_somebody_stays_under_18_until_it_is_said_otherwise(day: date, hours: int) -> None:
    """No day by itself makes them of age."""
    assert counts_as_under_18(None, day, hours)
    assert not counts_as_under_18(day - timedelta(days=60), day, hours)
