"""What performers read: the check-in, its receipt, the terms, the notice before the first one."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import Asking, Contact, OwnDay, OwnScene
from bot.domain.reasons import AGAIN, Reason
from bot.domain.standing import AnswerKind
from messages.blocks import (
    Button,
    Message,
    buttons,
    header,
    note,
    section,
    titled,
)
from messages.language import Language
from messages.vocabulary import answer_text, call_hour, day_text, neutral


def check_in_message(language: Language, day: OwnDay, asking: Asking) -> Message:
    """The check-in of one shooting day: an answer for each scene, and whom to phone.

    Nothing in it hangs on what was answered before: that stands behind "See it".
    """
    before = opening(language, asking)
    return Message(
        text=neutral(language),
        blocks=[
            header(day_text(language, day.day)),
            *([section(before)] if before else []),
            section(question(language, day.coordinator)),
            note(f"{day.day.production} · {call_line(language, day)}"),
            *scene_blocks(language, day.scenes),
            *([buttons([Button(language.say("See it"), "own_answers")])] if before else []),
            note(phone_line(language, day.coordinator)),
        ],
    )


def question(language: Language, coordinator: Contact) -> str:
    """What is asked, and that no answer, or one in person, is as good."""
    return language.say(
        "Is what was agreed still right for you? Every answer is fine. If you would rather not answer here, {name} "
        "will ask you in person. You can change your mind at any time.",
        name=coordinator.name,
    )


def opening(language: Language, asking: Asking) -> str:
    """Why this message comes after another one; nothing before the first."""
    if asking.answered is None:
        return ""
    if asking.why is Reason.EVENING_ROUND and not asking.answered:
        return language.say("We have no answer from you yet for the scenes below.")
    if asking.why is Reason.EVENING_ROUND:
        return language.say(
            "For the scenes below there is no answer yet to what holds now. What you said before is not lost: “See it” "
            "shows what counts."
        )
    if asking.why in AGAIN:
        return language.say(
            "Please look once more at the scenes below. “What was agreed” shows what holds now; “See it” shows whether "
            "your answer counts or is asked for again."
        )
    if asking.why is Reason.OUTAGE and asking.offline is not None:
        return language.say(
            "Messages could not reach us from {since} to {until}. If you tapped anything then, it may be lost: "
            "please answer again.",
            since=asking.offline[0],
            until=asking.offline[1],
        )
    return ""


def call_line(language: Language, day: OwnDay) -> str:
    """The earliest plausible call."""
    if day.call is None:
        return language.say("call time not known yet")
    return language.say("call {hour}", hour=call_hour(language, day.day, day.call))


def scene_blocks(language: Language, scenes: Sequence[OwnScene]) -> list[Block]:
    """A line and its buttons for each scene."""
    found: list[Block] = []
    for scene in scenes:
        value = f"{scene.check_in_id}:{scene.shown}"
        found.append(titled(language.say("Scene {scene}", scene=scene.scene), scene.place))
        found.append(
            buttons(
                [
                    Button(answer_text(language, AnswerKind.AS_AGREED), "answer_as_agreed", value),
                    Button(answer_text(language, AnswerKind.NOT_AS_AGREED), "answer_not_as_agreed", value),
                    Button(answer_text(language, AnswerKind.CALL_ME), "answer_call_me", value),
                    Button(language.say("What was agreed"), "terms", value),
                ],
                block=f"scene_{scene.check_in_id}",
            )
        )
    return found


def phone_line(language: Language, coordinator: Contact) -> str:
    """Whom to phone if no receipt comes."""
    if coordinator.phone:
        return language.say(
            "A receipt follows each answer. If none comes, please phone {name}: {phone}.",
            name=coordinator.name,
            phone=coordinator.phone,
        )
    return language.say("A receipt follows each answer. If none comes, please phone {name}.", name=coordinator.name)


def receipt(language: Language) -> Message:
    """The one receipt that every answer gets, whatever the answer was."""
    return Message(
        text=neutral(language),
        blocks=[
            section(language.say("Recorded. You can change this at any time.")),
            buttons([Button(language.say("See it"), "own_answers")]),
        ],
    )


def typed_receipt(
    language: Language, productions: Sequence[tuple[int, str]], words: str, *, several: bool = False
) -> Message:
    """The receipt for what was written straight into the conversation; with several productions it asks which.

    It asks whether it is about a scene. None of its buttons closes anything.

    Its buttons are about those words alone; `words` is their key. `several`: it is for more than one message.
    """
    choices = [Button(name, f"typed_about_{number}", f"{number}:{words}") for number, name in productions]
    return Message(
        text=neutral(language),
        blocks=[
            section(language.say("Recorded. You can change this at any time.")),
            section(
                language.say(
                    "Your coordinator will read what you wrote and speak with you. Slack keeps what is typed here; "
                    "you can delete it from Slack yourself."
                )
            ),
            *([section(language.say("This is for all that you have just written."))] if several else []),
            *([section(language.say("Which production is it about?")), buttons(choices)] if choices else []),
            section(language.say("What is it about?")),
            buttons(
                [
                    Button(language.say("About a scene"), "about_scene", words),
                    Button(language.say("Something else"), "about_something_else", words),
                    Button(language.say("Nothing changes"), "nothing_changes", words),
                    Button(language.say("See it"), "own_answers"),
                ]
            ),
        ],
    )


def withdrawn(language: Language, scene: str, day: str, *, still_planned: bool) -> Message:
    """A scene that left a day, or that its performer is no longer asked about: one neutral line.

    True of every answer: a confirmation is for its day, anything else belongs to the scene.
    """
    gone = (
        language.say("You are no longer asked about scene {scene} on {day}.", scene=scene, day=day)
        if still_planned
        else language.say("Scene {scene} is no longer planned for {day}.", scene=scene, day=day)
    )
    stays = language.say(
        "You need not do anything. “As agreed” counts for its day only; anything else that was said stays with the "
        "coordinator. With a new day comes a new message."
    )
    return Message(text=neutral(language), blocks=[section(gone), section(stays)])


def morning(language: Language, day: OwnDay) -> Message:
    """The shooting day's quiet message, which needs no reply."""
    return Message(
        text=neutral(language),
        blocks=[
            section(
                language.say(
                    "Good morning. Today is {day}, {call}. You need not reply. If anything is different for you today, "
                    "tell {name} in person or tap below, at any time.",
                    day=day_text(language, day.day),
                    call=call_line(language, day),
                    name=day.coordinator.name,
                )
            ),
            buttons([Button(language.say("See or change"), "own_answers")]),
        ],
    )
