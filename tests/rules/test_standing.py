"""The pure rules of standing and readiness, against what must always be true."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness import PerformerFacts, SceneFacts, Word, readiness
from bot.domain.standing import (
    CHANGES,
    AnswerFact,
    AnswerKind,
    History,
    RevisionFact,
    RevisionKind,
    Source,
    Standing,
    standing,
)

KINDS = st.sampled_from(AnswerKind)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A random order of answers and revisions, numbered as the database would number them."""
    answers: list[AnswerFact] = []
    revisions: list[RevisionFact] = []
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            revisions.append(RevisionFact(len(revisions) + 1, draw(st.sampled_from(RevisionKind))))
        else:
            shown = draw(st.integers(0, len(revisions)))
            answers.append(AnswerFact(draw(KINDS), draw(st.sampled_from(Source)), shown))
    return History(answers, revisions)


@given(histories(), st.booleans())
def test_silence_age_and_ambiguity_never_confirm(history: History, asked: bool) -> None:
    """Confirmed only if the last word was "as agreed" about the newest terms, with no change after it."""
    if standing(asked, history, open_matter=False) is Standing.CONFIRMED:
        words = [answer for answer in history.answers if answer.kind in (*CHANGES, AnswerKind.AS_AGREED)]
        assert words[-1].kind is AnswerKind.AS_AGREED
        assert words[-1].shown == len(history.revisions)


@given(histories(), st.booleans())
def test_whatever_was_said_an_open_matter_is_with_the_coordinator(history: History, asked: bool) -> None:
    """No answer and no revision gets past what is open."""
    assert standing(asked, history, open_matter=True) is Standing.WITH_COORDINATOR


@given(histories(), st.sampled_from(RevisionKind))
def test_every_revision_asks_again(history: History, kind: RevisionKind) -> None:
    """After any new revision nobody is confirmed until they answer again."""
    more = [*history.revisions, RevisionFact(len(history.revisions) + 1, kind)]
    assert standing(True, History(history.answers, more), open_matter=False) is not Standing.CONFIRMED


scenes = st.builds(
    SceneFacts,
    cut=st.booleans(),
    open_matter=st.booleans(),
    performers=st.lists(st.builds(PerformerFacts, st.sampled_from(Standing), st.booleans()), max_size=4).map(tuple),
    cast_known=st.booleans(),
    on_duty=st.booleans(),
    call_passed=st.booleans(),
    replanned=st.booleans(),
    stunts_covered=st.booleans(),
    of_age=st.booleans(),
)


@given(scenes)
def test_ready_means_ready(facts: SceneFacts) -> None:
    """Ready, or revised and agreed, only with everyone known, confirmed and covered, and somebody on duty."""
    if readiness(facts) in (Word.READY, Word.REVISED):
        assert facts.performers
        assert all(one.standing is Standing.CONFIRMED and one.rider_holds for one in facts.performers)
        assert facts.cast_known
        assert facts.on_duty
        assert facts.stunts_covered
        assert facts.of_age
        assert not facts.cut
        assert not facts.open_matter


@given(scenes)
def test_a_scene_with_a_minor_or_without_its_stunt_coordinator_stays_with_the_coordinator(facts: SceneFacts) -> None:
    """Whatever else is true: with somebody under 18 a scene that is not cut never gets beyond the coordinator."""
    blocked = replace(facts, of_age=False)
    assert readiness(blocked) is (Word.NOT_PROCEEDING if facts.cut else Word.WITH_COORDINATOR)
    assert readiness(replace(facts, stunts_covered=False)) not in (Word.READY, Word.REVISED)


def test_one_thing_amiss_is_enough_to_stay_with_the_coordinator() -> None:
    """Ready in everything but one: a minor counts before the answers do, a missing stunt coordinator after them."""
    confirmed = (PerformerFacts(Standing.CONFIRMED, rider_holds=True),)
    ready = SceneFacts(False, False, confirmed, True, True, False, False, stunts_covered=True, of_age=True)
    assert readiness(ready) is Word.READY
    assert readiness(replace(ready, stunts_covered=False)) is Word.WITH_COORDINATOR
    assert readiness(replace(ready, of_age=False)) is Word.WITH_COORDINATOR
    assert readiness(replace(ready, cast_known=False)) is Word.WITH_COORDINATOR
    assert readiness(replace(ready, on_duty=False)) is Word.WITH_COORDINATOR
    waiting = replace(ready, performers=(PerformerFacts(Standing.WAITING, rider_holds=True),))
    assert readiness(replace(waiting, stunts_covered=False)) is Word.WAITING
    assert readiness(replace(waiting, of_age=False)) is Word.WITH_COORDINATOR


@given(scenes)
def test_the_word_does_not_depend_on_who_or_how_many(facts: SceneFacts) -> None:
    """The order of performers, or a second one who stands the same, changes no word."""
    turned = SceneFacts(**{**facts.__dict__, "performers": facts.performers[::-1]})
    doubled = SceneFacts(**{**facts.__dict__, "performers": facts.performers * 2})
    assert readiness(facts) is readiness(turned) is readiness(doubled)
