"""From standings to the scene's word, all that an AD learns of it. Pure: no clock, database or Slack."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.standing import Standing


class Word(StrEnum):
    """All an AD learns of a scene's consent, the same for every cause."""

    READY = "ready"
    WAITING = "waiting"
    WITH_COORDINATOR = "with_coordinator"
    REVISED = "revised"
    NOT_PROCEEDING = "not_proceeding"


@dataclass(frozen=True)
class PerformerFacts:
    """What the scene's word needs to know of one performer. `rider_holds`: in force, its notice met or waived."""

    standing: Standing
    rider_holds: bool


@dataclass(frozen=True)
class SceneFacts:
    """What the word of one scene on one day is made from.

    `stunts_covered`: no violence is played, or a stunt coordinator is named for it. It holds as well where nobody has
    recorded what the scene is made of: that is common, and what is written then is the rider. `of_age`: nobody is
    under 18. `open_matter`: something is open with the scene, of somebody who is still in it or not.
    """

    cut: bool
    open_matter: bool
    performers: tuple[PerformerFacts, ...]
    cast_known: bool
    on_duty: bool
    call_passed: bool
    replanned: bool
    stunts_covered: bool
    of_age: bool


def readiness(facts: SceneFacts) -> Word:
    """The scene's word for the AD. Anything in doubt is not Ready; silence at call time goes to the coordinator."""
    standings = {performer.standing for performer in facts.performers}
    open_questions = standings - {Standing.CONFIRMED}
    if facts.cut:
        return Word.NOT_PROCEEDING
    unsettled = facts.open_matter or Standing.WITH_COORDINATOR in standings
    if unsettled or not facts.on_duty or (open_questions and facts.call_passed):
        return Word.WITH_COORDINATOR
    if not facts.cast_known or not facts.performers or not facts.of_age:
        return Word.WITH_COORDINATOR
    if open_questions:
        return Word.WITH_COORDINATOR if facts.replanned else Word.WAITING
    if not all(performer.rider_holds for performer in facts.performers) or not facts.stunts_covered:
        return Word.WITH_COORDINATOR
    return Word.REVISED if facts.replanned else Word.READY
