"""What people read of duty: who has it, what changed, and why it cannot."""

from collections.abc import Sequence

from bot.domain.coordination import DutyNow
from bot.domain.refusals import DutyReason
from messages.blocks import Message, titled
from messages.language import Language
from messages.vocabulary import neutral


def duty_text(language: Language, duty: DutyNow) -> str:
    """Who answers for a production now, and who of them is inside a closed set."""
    if not duty.there:
        return language.say(
            "Nobody is on duty for {production}: no check-in is sent until somebody is.", production=duty.production
        )
    line = language.say("On duty for {production}: {names}.", production=duty.production, names=", ".join(duty.there))
    if duty.inside:
        line += " " + language.say("On set, without a phone: {names}.", names=", ".join(duty.inside))
    return line


def duty_ended_message(language: Language, production: str, name: str) -> Message:
    """Whoever was on duty learns that they no longer are; `name` is empty where the operator did it."""
    text = language.say("You are no longer on duty.")
    if name:
        text = language.say("{name} has ended your duty: you are off duty now.", name=name)
    return Message(text=neutral(language), blocks=[titled(production, text)])


def handover_message(language: Language, production: str, name: str, still_open: int = 0) -> Message:
    """The deputy learns that they are on duty now, and how much is open."""
    line = language.say("{name} has handed over to you: you are on duty now. Home shows what is open.", name=name)
    if still_open:
        line += " " + language.count("{number} thing is open now.", "{number} things are open now.", still_open)
    return Message(text=neutral(language), blocks=[titled(production, line)])


def on_set_text(language: Language, production: str) -> str:
    """Somebody is inside a closed set, without a phone."""
    return language.say(
        "You are on set for {production}: alerts go to the deputy as well, until you write on-set off.",
        production=production,
    )


def off_set_text(language: Language, production: str) -> str:
    """Somebody is back at their phone."""
    return language.say("You are back at your phone for {production}.", production=production)


def to_whom(language: Language, production: str, names: Sequence[str]) -> str:
    """It has to be said to whom duty is handed over."""
    return language.say(
        "Please write to whom, such as duty handover @deputy; it can be: {names}.", names=", ".join(names) or "–"
    )


def unfit_text(language: Language, production: str, reason: DutyReason, name: str, phone: str) -> str:
    """Why somebody cannot go on or off duty."""
    return {
        DutyReason.PERFORMS: language.say(
            "{name} performs in {production}, so they cannot be on duty there; please name somebody else.",
            name=name,
            production=production,
        ),
        DutyReason.UNREACHABLE: language.say(
            "{name} cannot take alerts in Slack for {production}.", name=name, production=production
        ),
        DutyReason.COORDINATORS_OWN: language.say(
            "Only a coordinator ends a coordinator’s duty, so {name} is still on duty for {production}. Please "
            "phone {whom}; if nobody answers, whoever runs this app can change who coordinates.",
            name=name,
            production=production,
            whom=", ".join(filter(None, [name, phone])),
        ),
    }[reason]
