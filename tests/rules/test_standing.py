"""The pure rules of standing and readiness, against what must always be true."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness import PerformerFacts, SceneFacts, Word, readiness
from bot.domain.standing import (
    CHANGES,
    REOPENINGS,
    AnswerFact,
    AnswerKind,
    RevisionFact,
    RevisionKind,
    Source,
    Standing,
    standing,
)

KINDS = st.sampled_from(AnswerKind)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[AnswerFact], list[RevisionFact]]:
    """A random order of answers and revisions, numbered as the database would number them."""
    answers: list[AnswerFact] = []
    revisions: list[RevisionFact] = []
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            revisions.append(RevisionFact(len(revisions) + 1, draw(st.sampled_from(RevisionKind))))
        else:
            shown = draw(st.integers(0, len(revisions)))
            source = draw(st.sampled_from(Source))
            answers.append(AnswerFact(draw(KINDS), source, shown, len(revisions)))
    return answers, revisions


def tap(kind: AnswerKind, shown: int = 0, after: int = 0) -> AnswerFact:
    """An answer by a tap."""
    return AnswerFact(kind, Source.TAP, shown, after)


@given(histories())
def test_silence_age_and_ambiguity_never_confirm(history: tuple[list[AnswerFact], list[RevisionFact]]) -> None:
    """Confirmed only if the last word was "as agreed" about the newest terms, with no change after it."""
    answers, revisions = history
    if standing(True, answers, revisions) is Standing.CONFIRMED:
        words = [answer for answer in answers if answer.kind in (*CHANGES, AnswerKind.AS_AGREED)]
        assert words[-1].kind is AnswerKind.AS_AGREED
        assert words[-1].shown == len(revisions)


@given(histories())
def test_after_a_change_only_the_coordinator_reopens(history: tuple[list[AnswerFact], list[RevisionFact]]) -> None:
    """A change stands until a later re-opening, or until the coordinator records an answer after it."""
    answers, revisions = history
    changes = [position for position, answer in enumerate(answers) if answer.kind in CHANGES]
    if not changes:
        return
    last = changes[-1]
    reopened = any(revision.number > answers[last].after and revision.kind in REOPENINGS for revision in revisions)
    recorded = any(
        answer.kind is AnswerKind.AS_AGREED and answer.source in (Source.IN_PERSON, Source.PHONE)
        for answer in answers[last + 1 :]
    )
    if not reopened and not recorded:
        assert standing(True, answers, revisions) is Standing.WITH_COORDINATOR


@given(histories(), st.sampled_from(RevisionKind))
def test_every_revision_asks_again(history: tuple[list[AnswerFact], list[RevisionFact]], kind: RevisionKind) -> None:
    """After any new revision nobody is confirmed until they answer again."""
    answers, revisions = history
    assert standing(True, answers, [*revisions, RevisionFact(len(revisions) + 1, kind)]) is not Standing.CONFIRMED


def test_typed_words_stand_until_they_are_read() -> None:
    """Typed words put a confirmed scene with the coordinator; the performer's "nothing changes" gives nothing back."""
    answers = [tap(AnswerKind.AS_AGREED), AnswerFact(AnswerKind.TYPED, Source.TYPED, 0, 0)]
    assert standing(True, answers, []) is Standing.WITH_COORDINATOR
    answers.append(tap(AnswerKind.NOTHING_CHANGES))
    assert standing(True, answers, []) is Standing.WITH_COORDINATOR
    read = AnswerFact(AnswerKind.NOTHING_CHANGES, Source.READ, 0, 0)
    assert standing(True, [*answers, read], []) is Standing.CONFIRMED


def test_nothing_changes_does_not_undo_a_change() -> None:
    """ "Nothing changes" is about typed words: a tapped change stays."""
    answers = [tap(AnswerKind.NOT_AS_AGREED), tap(AnswerKind.NOTHING_CHANGES)]
    assert standing(True, answers, []) is Standing.WITH_COORDINATOR


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
