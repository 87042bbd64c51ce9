"""The scene's word for every combination of facts, and each single thing that ends a confirmation or a change."""

from itertools import product

import pytest

from bot.domain.readiness import PerformerFacts, SceneFacts, Word, readiness
from bot.domain.standing import (
    REPLANS,
    AnswerFact,
    AnswerKind,
    History,
    RevisionFact,
    RevisionKind,
    Source,
    Standing,
    confirms,
    current_revision,
    open_matters,
    standing,
    still_open,
)

YES_NO = (True, False)
PERFORMERS = [PerformerFacts(stands, holds) for stands, holds in product(Standing, YES_NO)]
CASTS = [(), *((one,) for one in PERFORMERS), *product(PERFORMERS, PERFORMERS)]


def plain_word(facts: SceneFacts) -> Word:
    """The word by plain reading: what it takes to be anything else than with the coordinator."""
    stances = [performer.standing for performer in facts.performers]
    if facts.cut:
        return Word.NOT_PROCEEDING
    sure = facts.performers and facts.cast_known and facts.of_age and facts.on_duty
    if facts.open_matter or not sure or Standing.WITH_COORDINATOR in stances:
        return Word.WITH_COORDINATOR
    if all(stance is Standing.CONFIRMED for stance in stances):
        covered = facts.stunts_covered and all(performer.rider_holds for performer in facts.performers)
        agreed = Word.REVISED if facts.replanned else Word.READY
        return agreed if covered else Word.WITH_COORDINATOR
    return Word.WITH_COORDINATOR if facts.replanned or facts.call_passed else Word.WAITING


def test_every_combination_of_facts_has_its_word() -> None:
    """Up to two performers, every standing, rider and circumstance: the word is the plain one."""
    names = ("cut", "open_matter", "cast_known", "on_duty", "call_passed", "replanned", "stunts_covered", "of_age")
    for values in product(YES_NO, repeat=len(names)):
        for cast in CASTS:
            facts = SceneFacts(performers=cast, **dict(zip(names, values, strict=True)))
            assert readiness(facts) is plain_word(facts), facts


def said(kind: AnswerKind, after: int = 0, shown: int = 0, source: Source = Source.TAP) -> AnswerFact:
    """An answer."""
    return AnswerFact(kind, source, shown, after)


@pytest.mark.parametrize("kind", [AnswerKind.NOT_AS_AGREED, AnswerKind.CALL_ME])
@pytest.mark.parametrize("reason", RevisionKind)
def test_a_change_ends_with_limits_or_a_reopening_after_it(kind: AnswerKind, reason: RevisionKind) -> None:
    """No other reason to ask again ends it, and none that came before it does."""
    revisions = [RevisionFact(1, reason)]
    ends = reason in (RevisionKind.LIMITS, RevisionKind.AS_BEFORE)
    assert open_matters([said(kind, after=0)], revisions) == (not ends, False)
    assert open_matters([said(kind, after=1)], revisions) == (True, False)
    assert open_matters([said(AnswerKind.TYPED, after=0)], revisions) == (False, not ends)
    assert open_matters([said(AnswerKind.TYPED, after=1)], revisions) == (False, True)


def test_the_latest_reopening_counts() -> None:
    """Re-opened twice, a change said in between has ended too."""
    twice = [RevisionFact(1, RevisionKind.AS_BEFORE), RevisionFact(2, RevisionKind.LIMITS)]
    assert open_matters([said(AnswerKind.CALL_ME, after=1)], twice) == (False, False)
    assert open_matters([said(AnswerKind.CALL_ME, after=2)], twice) == (True, False)


@pytest.mark.parametrize("source", Source)
def test_a_change_ends_with_what_the_coordinator_records(source: Source) -> None:
    """ "As agreed" in person or by phone ends changes and typed words; read or "nothing changes", the words alone."""
    before = [said(AnswerKind.CALL_ME), said(AnswerKind.TYPED)]
    recorded = source in (Source.IN_PERSON, Source.PHONE)
    assert open_matters([*before, said(AnswerKind.AS_AGREED, source=source)], []) == (not recorded, not recorded)
    assert open_matters([said(AnswerKind.AS_AGREED, source=source), *before], []) == (True, True)
    read = recorded or source is Source.READ
    assert open_matters([*before, said(AnswerKind.NOTHING_CHANGES, source=source)], []) == (True, not read)


def test_which_typed_words_are_still_open() -> None:
    """Those since the coordinator read them or recorded an answer, but none from before a re-opening."""
    one, other = (AnswerFact(AnswerKind.TYPED, Source.TYPED, 0, after, words) for after, words in ((0, "a"), (1, "b")))
    assert still_open([one, other], []) == (False, [one, other])
    assert still_open([one, said(AnswerKind.NOTHING_CHANGES), other], []) == (False, [one, other])
    assert still_open([one, said(AnswerKind.NOTHING_CHANGES, source=Source.READ), other], []) == (False, [other])
    assert still_open([one, said(AnswerKind.AS_AGREED, source=Source.PHONE), other], []) == (False, [other])
    assert still_open([one, other], [RevisionFact(1, RevisionKind.LIMITS)]) == (False, [other])
    assert said(AnswerKind.AS_AGREED).words == ""


def test_a_confirmation_is_about_the_newest_terms_shown() -> None:
    """The last word counts, typed words beside it do not, and only what was shown last is confirmed."""
    pages = [RevisionFact(3, RevisionKind.PAGES), RevisionFact(2, RevisionKind.RIDER)]
    assert current_revision([]) == 0
    assert current_revision(pages) == 3
    agreed = said(AnswerKind.AS_AGREED, shown=3, after=3)
    assert confirms([agreed], pages)
    assert confirms([], []) is False
    assert not confirms([agreed, said(AnswerKind.CALL_ME, shown=3, after=3)], pages)
    assert confirms([said(AnswerKind.NOT_AS_AGREED), agreed, said(AnswerKind.TYPED)], pages)
    for other in (0, 2, 4):
        assert not confirms([said(AnswerKind.AS_AGREED, shown=other, after=3)], pages)


def test_where_a_performer_stands() -> None:
    """Not asked, waiting, confirmed, with the coordinator; a change on a day the scene has left counts as well."""
    assert standing(False, [], []) is Standing.NOT_ASKED
    assert standing(True, [], []) is Standing.WAITING
    agreed = said(AnswerKind.AS_AGREED)
    assert standing(False, [agreed], []) is Standing.CONFIRMED
    assert standing(True, [agreed, said(AnswerKind.CALL_ME)], []) is Standing.WITH_COORDINATOR
    left = History([said(AnswerKind.NOT_AS_AGREED), agreed])
    assert standing(True, [agreed], [], left) is Standing.WITH_COORDINATOR
    reopened = [RevisionFact(1, RevisionKind.AS_BEFORE)]
    assert standing(True, [agreed], reopened, History(left.answers, reopened)) is Standing.WAITING
    settled = History([*left.answers, said(AnswerKind.AS_AGREED, source=Source.PHONE)])
    assert standing(True, [said(AnswerKind.NOT_AS_AGREED), agreed], [], settled) is Standing.CONFIRMED


def test_what_makes_a_plan_a_revised_one() -> None:
    """Limits, pages and terms change what is done on the day; a new rider or a re-opening alone does not."""
    assert set(REPLANS) == {RevisionKind.LIMITS, RevisionKind.PAGES, RevisionKind.TERMS}
