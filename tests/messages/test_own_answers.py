"""What a performer reads of their own answers."""

from datetime import date

from bot.domain.disclosure import DayName, OwnAnswer
from bot.domain.personal_data import OwnAnswers
from bot.domain.standing import Standing
from messages.language import language
from messages.own_answers import own_answers_modal


def own(*productions: str) -> str:
    """The page of somebody who has a scene 42 on one day in some productions."""
    answers = [
        OwnAnswer("42", DayName(name, "11", date(2026, 3, 16), "Europe/Warsaw"), None, None, Standing.WAITING)
        for name in productions
    ]
    return str(own_answers_modal(language("en"), OwnAnswers(tuple(answers), (), ())).view()["blocks"])


def test_two_productions_with_one_scene_number_are_told_apart() -> None:
    """Case 30: each line names its production, where there are two; with one, nothing is in the way."""
    both = own("Baltic", "Adria")
    assert "Baltic · Scene 42" in both
    assert "Adria · Scene 42" in both
    assert "Baltic" not in own("Baltic")
