"""The words that rows, the record, buttons and commands hold: under another name, what was kept is no longer read."""

from enum import StrEnum

import pytest

from bot.domain.chain import Flaw
from bot.domain.readiness import Word
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Access, Role
from bot.domain.standing import AnswerKind, RevisionKind, Source, Standing
from bot.domain.terms import Kind

KEPT: dict[type[StrEnum], str] = {
    AnswerKind: "as_agreed not_as_agreed call_me typed nothing_changes",
    Source: "tap typed in_person phone",
    RevisionKind: "rider terms pages limits as_before asked_again outage day",
    Standing: "not_asked waiting confirmed with_coordinator",
    Word: "ready waiting with_coordinator revised not_proceeding",
    Role: "coordinator deputy first_ad second_ad performer crew producer",
    Access: "set monitor remote_feed stills",
    Flaw: "missing changed head_lost",
    Kind: "nudity simulated_sex kissing undressing shower birth medical_examination sensual_dance striptease"
    " simulated_sexual_violence hyper_exposed other_closeness",
}


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.__name__)
def test_a_word_is_kept_under_its_own_name(kind: type[StrEnum]) -> None:
    """Each word is written as its member is called, and none that a row may hold is gone."""
    assert [member.value for member in kind] == KEPT[kind].split()
    assert [member.value for member in kind] == [member.name.lower() for member in kind]


def test_who_coordinates_and_who_runs_the_floor() -> None:
    """The deputy stands with the coordinator, the 2nd AD with the 1st, and nobody else with either."""
    assert set(COORDINATION) == {Role.COORDINATOR, Role.DEPUTY}
    assert set(ASSISTANT_DIRECTION) == {Role.FIRST_AD, Role.SECOND_AD}
