"""Sentences that were chosen word by word: what they promise is true, and nothing is left out of them."""

from datetime import timedelta

from bot.domain.disclosure import Contact
from messages.closed_set import closure_message
from messages.language import Language
from storage.deliveries import Template
from tests.cases.evening_before import Evening
from tests.world import visible

QUESTION = (
    "Is what was agreed still right for you? Every answer is fine. If you would rather not answer here, Mia will ask "
    "you in person. You can change your mind at any time."
)
FIRST = (
    "Only coordination reads your answer. Slack does not show it, but your employer may see when messages came, and "
    "guess. In a scene you play alone, the plan’s word can point to you. In person leaves no answer in Slack."
)


async def test_the_first_message_and_the_question(evening: Evening) -> None:
    """Before anything is asked she reads who can guess what; each question says what else is as good."""
    heard = [one for one in evening.bot.heard if one.user == "U0OLA"]
    assert [one.template for one in heard] == [Template.NOTICE, Template.CHECK_IN]
    assert FIRST in visible(heard[0].blocks)
    assert QUESTION in visible(heard[1].blocks)
    await evening.bot.live(evening.office.call("11") - timedelta(hours=12))
    again = [one for one in evening.bot.heard if one.user == "U0OLA" and one.template == Template.CHECK_IN]
    assert len(again) > 1
    assert all(QUESTION in visible(one.blocks) for one in again)


def test_the_morning_after() -> None:
    """Whom to talk to, inside the production and outside, and that nothing is asked."""
    said = closure_message(Language("en"), Contact("Mia Holm", "+48 600"), "helpline.example", None)
    lines = [
        "Good morning. If anything from yesterday stays with you, today or later: Mia Holm, +48 600.",
        "Outside the production: helpline.example.",
        "Nothing to answer.",
    ]
    shown = visible([one.to_dict() for one in said.blocks])
    assert [line for line in lines if line in shown] == lines
    assert not [one for one in said.blocks if one.type == "actions"]
