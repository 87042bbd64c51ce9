"""The scene's word for every combination of facts, and each single thing that ends a confirmation or a change."""

from itertools import product

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
    standing,
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


def said(kind: AnswerKind, shown: int = 0, source: Source = Source.TAP) -> AnswerFact:
    """An answer."""
    return AnswerFact(kind, source, shown)


def test_a_confirmation_is_about_the_newest_terms_shown() -> None:
    """The last word counts, typed words beside it do not, and only what was shown last is confirmed."""
    pages = [RevisionFact(3, RevisionKind.PAGES), RevisionFact(2, RevisionKind.RIDER)]
    assert current_revision([]) == 0
    assert current_revision(pages) == 3
    agreed = said(AnswerKind.AS_AGREED, shown=3)
    assert confirms([agreed], pages)
    assert confirms([], []) is False
    assert not confirms([agreed, said(AnswerKind.CALL_ME, shown=3)], pages)
    assert confirms([said(AnswerKind.NOT_AS_AGREED), agreed, said(AnswerKind.TYPED)], pages)
    for other in (0, 2, 4):
        assert not confirms([said(AnswerKind.AS_AGREED, shown=other)], pages)


def test_where_a_performer_stands() -> None:
    """Not asked, waiting, confirmed; with the coordinator while anything is open, whatever was said on the day."""
    agreed = History([said(AnswerKind.AS_AGREED)])
    assert standing(False, History(), open_matter=False) is Standing.NOT_ASKED
    assert standing(True, History(), open_matter=False) is Standing.WAITING
    assert standing(False, agreed, open_matter=False) is Standing.CONFIRMED
    assert standing(True, agreed, open_matter=True) is Standing.WITH_COORDINATOR
    assert standing(False, History(), open_matter=True) is Standing.WITH_COORDINATOR
    asked_again = History(agreed.answers, [RevisionFact(1, RevisionKind.AS_BEFORE)])
    assert standing(True, asked_again, open_matter=False) is Standing.WAITING


def test_what_makes_a_plan_a_revised_one() -> None:
    """Limits, pages and terms change what is done on the day; a new rider or a re-opening alone does not."""
    assert set(REPLANS) == {RevisionKind.LIMITS, RevisionKind.PAGES, RevisionKind.TERMS}
