"""A table of riders against what is recorded, as pure values."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.terms import DETAILS, Wording
from bot.parsing.board import SceneId
from bot.parsing.rider_list import RiderEntry
from bot.terms.difference import (
    RecordedRider,
    RiderChange,
    TranslationChange,
    changed_rider,
    changed_translations,
    merged,
    sent_moment,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
WHOSE = (1, "42pt1", 7, "Ola Nowak")
ZONE = "Europe/Warsaw"
TEXT = st.sampled_from(["", "a", "b", "c"])
WORDS = st.dictionaries(st.sampled_from(["agreed", *DETAILS]), st.sampled_from(["a", "b", "c"]), max_size=3)
ENTRIES = st.builds(
    RiderEntry,
    line=st.just(2),
    scene=st.just(SceneId("", "42pt1")),
    words=WORDS,
    translations=st.dictionaries(st.sampled_from(["pl", "cs"]), WORDS.map(lambda w: {"agreed": "a", **w}), max_size=2),
    sent=st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 10)),
    document=st.none() | st.sampled_from(["r.pdf", "s.pdf"]),
    in_force=st.none() | st.booleans(),
)
WHOLE = RiderEntry(2, SceneId("", "42pt1"), words={"agreed": "a"}, sent=date(2026, 3, 1))


def take(known: RecordedRider | None, entry: RiderEntry) -> tuple[RecordedRider | None, bool]:
    """What is recorded after a row was applied, and whether anything changed."""
    try:
        rider = changed_rider(WHOSE, entry, known, ZONE, NOW)
    except ValueError:
        return known, False
    translations = changed_translations(WHOSE, entry, known, rider)
    return recorded(known, rider, translations), bool(rider or translations)


def recorded(
    known: RecordedRider | None, rider: RiderChange | None, translations: list[TranslationChange]
) -> RecordedRider | None:
    """What storing a change makes of it: a new version begins without translations."""
    new = {one.language: one.wording for one in translations}
    if known is None or rider is None or rider.version == known.version:
        version, terms = (rider.version, rider.terms) if rider else (known.version, known.terms) if known else (0, None)
        base: Mapping[str, Wording] = known.translations if known else {}
        outdated = known.outdated if known else {}
        return RecordedRider(version, terms, {**base, **new}, outdated) if terms else None
    older = {language: list(words) for language, words in known.outdated.items()}
    if rider.terms.wording != known.terms.wording:
        for language, words in known.translations.items():
            older.setdefault(language, []).append(words)
    return RecordedRider(rider.version, rider.terms, new, older)


@given(st.lists(ENTRIES, max_size=4))
def test_the_same_row_again_changes_nothing(entries: list[RiderEntry]) -> None:
    """Whatever was recorded before, a row that has been applied is what is recorded."""
    known, _ = take(None, WHOLE)
    for entry in entries:
        known, _ = take(known, entry)
        again, changed = take(known, entry)
        assert not changed
        assert again == known


@given(st.lists(ENTRIES, max_size=4))
def test_other_words_are_another_version_and_never_less(entries: list[RiderEntry]) -> None:
    """A version's words stay what they were; a row's empty cell takes nothing away."""
    known, _ = take(None, WHOLE)
    for entry in entries:
        before = known
        known, _ = take(known, entry)
        assert before is not None
        assert known is not None
        same = replace(before.terms, in_force=known.terms.in_force) == known.terms
        assert (known.version == before.version) is same
        assert all(known.terms.wording.words()[name] for name, text in before.terms.wording.words().items() if text)


def test_a_translation_of_other_words_is_left_behind() -> None:
    """The text of the version before would say the wrong thing; a row that still has it brings nothing."""
    known, _ = take(None, replace(WHOLE, translations={"pl": {"agreed": "po polsku"}}))
    newer = replace(WHOLE, words={"agreed": "b"}, translations={"pl": {"agreed": "po polsku"}})
    known, changed = take(known, newer)
    assert changed
    assert known is not None
    assert known.translations == {}
    assert take(known, newer)[1] is False
    known, _ = take(known, replace(newer, translations={"pl": {"agreed": "inaczej"}}))
    assert known is not None
    assert known.translations == {"pl": Wording("inaczej")}


def test_a_translation_comes_along_where_the_words_are_the_same() -> None:
    """Another date or document is another version of the same words."""
    known, _ = take(None, replace(WHOLE, translations={"pl": {"agreed": "po polsku"}}))
    known, _ = take(known, replace(WHOLE, document="new.pdf"))
    assert known is not None
    assert (known.version, known.translations) == (2, {"pl": Wording("po polsku")})


def test_a_rider_is_in_force_only_where_somebody_says_so() -> None:
    """A first row that does not say it is not in force; saying it later is the same version."""
    known, _ = take(None, WHOLE)
    assert known is not None
    assert known.terms.in_force is False
    known, changed = take(known, replace(WHOLE, in_force=True))
    assert known is not None
    assert (changed, known.version, known.terms.in_force) == (True, 1, True)
    assert take(known, WHOLE) == (known, False)


@given(st.dictionaries(st.sampled_from(["agreed", *DETAILS]), st.sampled_from(["a", " a", "a \n"])))
def test_blanks_alone_are_no_difference(typed: dict[str, str]) -> None:
    """What was typed in Slack with a stray space is the same as in the table."""
    before = merged(Wording(), typed)
    assert merged(before, {name: text.strip() for name, text in typed.items()}) == before


@given(st.dates(date(2026, 3, 1), date(2026, 3, 10)))
def test_a_day_counts_to_its_end_so_that_no_notice_is_too_short(on: date) -> None:
    """A rider is never taken to be sent before it was; today counts as now."""
    moment = sent_moment(on, None, ZONE, NOW)
    assert moment <= NOW
    assert moment == NOW or moment.date() == on
    assert sent_moment(on, moment, ZONE, NOW + timedelta(days=1)) == moment


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (replace(WHOLE, words={"nudity": "Back"}), "column Agreed"),
        (replace(WHOLE, sent=None), "column Sent"),
        (replace(WHOLE, sent=date(2026, 3, 11)), "in the future"),
    ],
)
def test_a_first_rider_says_what_was_agreed_and_when_it_was_sent(entry: RiderEntry, sentence: str) -> None:
    """One sentence names the column that is missing; nothing is made up."""
    with pytest.raises(ValueError, match=sentence):
        changed_rider(WHOSE, entry, None, ZONE, NOW)
