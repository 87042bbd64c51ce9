"""What differs by country: the data is whole, says where each value comes from, and gives way to a production's own."""

import re
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.jurisdictions import (
    SETTINGS,
    UNCHECKED,
    Country,
    NoProfile,
    Profile,
    RemoteViewing,
    after_change,
    overridden,
    profile,
    profiles,
    unchecked,
)
from bot.domain.roles import Access
from storage.productions import Production

SOURCE = re.compile(r"[A-Z]\d{1,2}(–[A-Z]\d{1,2})?( [A-Z]\d{1,2}(–[A-Z]\d{1,2})?)*")
CHOSEN = st.sampled_from(sorted(profiles().values(), key=lambda found: found.code))


def test_every_value_says_where_it_comes_from() -> None:
    """A source of the field's list, or that nobody has checked it: in every profile there is."""
    assert list(profiles()) == list(Country)
    for found in profiles().values():
        assert set(SETTINGS) <= set(found.sources)
        sources = [*found.sources.values(), *(row.source for row in found.roster)]
        sources += [remark.source for remark in found.remarks]
        assert all(source == UNCHECKED or SOURCE.fullmatch(source) for source in sources)


def test_what_a_country_does_not_say_is_unchecked_there() -> None:
    """The American notice stands in the Polish profile as a value that nobody has checked."""
    poland = profile("PL")
    assert unchecked([{"role": "director", "source": "S2"}]) == [{"role": "director", "source": UNCHECKED}]
    assert (poland.notice_hours, poland.sources["notice_hours"]) == (48, UNCHECKED)
    assert {row.source for row in poland.roster} == {UNCHECKED}


def test_the_countries_differ_as_the_field_says() -> None:
    """One person per department at Polish monitors and no phones; signed 48 hours before in Spain and in the US."""
    poland = profile("pl")
    assert (poland.per_department_at_monitors, poland.sources["per_department_at_monitors"]) == (1, "S35")
    assert poland.remote_viewing is RemoteViewing.NOT_ON_PHONES
    assert [profile(code).sources["notice_hours"] for code in ("us", "es")] == ["S2 S3 S12", "S43"]
    assert [profile(code).language for code in Country] == ["en", "en", "en", "pl", "fr", "es", "en"]
    at_monitors = [row.department for row in poland.roster if row.access is Access.MONITOR]
    assert len(at_monitors) == len(set(at_monitors))


def test_without_a_country_a_production_is_as_it_always_was() -> None:
    """The general profile says what a new production has by itself."""
    fields = Production.model_fields
    assert profile(fields["profile"].default).settings() == {name: fields[name].default for name in SETTINGS}


def test_an_unknown_profile_is_named_with_those_there_are() -> None:
    """One sentence with the way out."""
    with pytest.raises(NoProfile, match=r"“mars”.*us, uk, pl"):
        profile("mars")


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """The settings of some production, some of them as its profile says and some its own."""
    hours = st.integers(0, 200)
    other = {
        **dict.fromkeys(SETTINGS, hours),
        "evening_at": st.times().map(lambda at: time(at.hour, at.minute)),
        "language": st.sampled_from(["en", "pl", "de"]),
    }
    return {name: draw(other[name]) for name in SETTINGS}


@given(CHOSEN, CHOSEN, settings(), st.sets(st.sampled_from(SETTINGS)))
def test_another_profile_changes_exactly_what_was_as_the_first_said(
    before: Profile, chosen: Profile, values: dict[str, Any], own: set[str]
) -> None:
    """What a production had otherwise stays its own; there and back again gives at least that back."""
    had = {**before.settings(), **{name: values[name] for name in own}}
    after = after_change(before, chosen, had)
    for name in SETTINGS:
        was_the_profiles = had[name] == before.settings()[name]
        assert after[name] == (chosen.settings()[name] if was_the_profiles else had[name])
    assert overridden(chosen, chosen.settings()) == {}
