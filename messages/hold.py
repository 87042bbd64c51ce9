"""What coordinators read about private words that go, and about holds that keep them."""

from datetime import date, timedelta

from slack_sdk.models.blocks import Block

from bot.domain.personal_data import HoldForm
from bot.domain.refusals import HoldReason
from messages.blocks import (
    Button,
    Message,
    Modal,
    buttons,
    day_input,
    divider,
    note,
    section,
    select_input,
    titled,
    words_input,
)
from messages.language import Language
from messages.lost import lost_blocks
from messages.vocabulary import neutral

# A first proposal for how long a hold lasts; the coordinator chooses.
USUAL = timedelta(days=90)


def words_go_line(language: Language, production: str, day: date) -> str:
    """That private words go, and nothing of whose or about what."""
    return language.say(
        "{production}: some private words go on {day}, as the production’s days for them are over then. "
        "There is nothing to do.",
        production=production,
        day=language.day(day),
    )


def words_go_message(language: Language, production: str, number: int, day: date) -> Message:
    """The quiet message before private words go."""
    return Message(
        text=neutral(language),
        blocks=[section(words_go_line(language, production, day)), hold_button(language, number)],
    )


def hold_button(language: Language, production: int) -> Block:
    """The way to a hold."""
    return buttons([Button(language.say("Legal hold"), "hold", str(production))], block=f"hold_{production}")


def hold_modal(language: Language, form: HoldForm) -> Modal:
    """The holds there are, and a new one."""
    blocks: list[Block] = lost_blocks(language, form)
    for line in form.holds:
        until = language.moment(line.hold.until, form.zone)
        told = language.say("Placed by {name}, until {until}", name=line.hold.by, until=until)
        blocks.append(titled(line.performer, f"{told}\n{line.reason}"))
        blocks.append(
            buttons([Button(language.say("End this hold"), "lift_hold", str(line.number))], f"held_{line.number}")
        )
    if form.holds:
        blocks.append(divider())
    blocks += [
        section(
            language.say(
                "A hold keeps one performer’s notes past their time, for a legal claim that is there or can be "
                "expected. The performer is told, and sees who placed it, since when and until when. "
                "Answers stay in any case."
            )
        ),
        select_input("person", language.say("Whose notes"), [(str(key), name) for key, name in form.performers]),
        day_input("until", language.say("Until the end of"), form.today + USUAL),
        words_input(
            "reason",
            language.say("Why"),
            hint=language.say("Encrypted; read by the coordinator alone."),
        ),
        note(language.say("Please place one only where you must, and end it as soon as you can.")),
    ]
    return Modal(
        title=language.say("Legal hold"),
        callback="hold_words",
        about=str(form.production_id),
        again=("hold", str(form.production_id)),
        submit=language.say("Place the hold"),
        close=language.say("Close"),
        blocks=blocks,
    )


def unfit_texts(language: Language, reason: HoldReason) -> dict[str, str]:
    """Why a hold cannot be placed, under the input to put right."""
    if reason is HoldReason.PAST:
        return {"until": language.say("Please choose a day to come.")}
    return {"person": language.say("Please choose somebody of the cast.")}
