"""What performers read: the check-in, its receipt, the terms, the notice before the first one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import Asking, Contact, OwnDay, OwnScene, OwnTerms, WhoHasIt
from bot.domain.outcomes import AnswerTaken, LeftDay, MoreAsked, Overtaken
from bot.domain.readiness import Word
from bot.domain.reasons import AGAIN, Reason
from bot.domain.standing import AnswerKind
from messages.blocks import (
    Button,
    Message,
    Modal,
    buttons,
    choice_input,
    divider,
    header,
    note,
    section,
    titled,
    words_input,
)
from messages.language import Language
from messages.terms import terms_blocks
from messages.vocabulary import answer_text, day_text, neutral, word_text
from messages.who_has_it import who_has_it


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
    return language.say("call {hour}", hour=language.hour(day.call, day.day.zone))


def scene_blocks(language: Language, scenes: Sequence[OwnScene]) -> list[Block]:
    """A line and its buttons for each scene."""
    found: list[Block] = []
    for scene in scenes:
        value = f"{scene.check_in_id}:{scene.revision}"
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


def typed_receipt(language: Language, productions: Sequence[tuple[int, str]], words: str) -> Message:
    """The receipt for what was written straight into the conversation; with several productions it asks which.

    It asks whether it is about a scene. None of its buttons closes anything.

    Its buttons are about those words alone; `words` is their key.
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


def spoken_first(language: Language, held: WhoHasIt) -> str:
    """After "Not as agreed": what holds until somebody has spoken with them."""
    name, word = held.coordinator.name, word_text(language, Word.WITH_COORDINATOR)
    if held.coordinator.phone:
        return language.say(
            "Recorded. The scene reads “{word}” until {name} has spoken with you. You need not explain. You can see "
            "here who has it; to talk now: {phone}.",
            word=word,
            name=name,
            phone=held.coordinator.phone,
        )
    return language.say(
        "Recorded. The scene reads “{word}” until {name} has spoken with you. You need not explain. You can see here "
        "who has it.",
        word=word,
        name=name,
    )


def change_modal(language: Language, held: WhoHasIt, about: str) -> Modal:
    """Opens after "Not as agreed". The tap was the change: everything in here may stay empty."""
    return Modal(
        title=language.say("Recorded"),
        callback="change_words",
        about=about,
        submit=language.say("Send"),
        close=language.say("Close"),
        blocks=[
            section(spoken_first(language, held)),
            section(who_has_it(language, held)),
            words_input(
                "words",
                language.say("If you like: a few words for the coordinator only"),
                optional=True,
                hint=language.say("These words are encrypted and do not enter Slack’s message history."),
            ),
            choice_input(
                "direction",
                language.say("If you like: which way"),
                [
                    ("less", language.say("Less than agreed")),
                    ("more", language.say("More, or something new")),
                    ("talk", language.say("I would rather say it in person")),
                ],
                optional=True,
            ),
        ],
    )


def more_modal(language: Language, more: MoreAsked) -> Modal:
    """More than agreed is never arranged here."""
    return told_modal(
        language,
        language.say(
            "New or added action needs a new rider and at least {hours} hours. {name} will talk to you. "
            "Until then the scene stays as it was agreed.",
            hours=more.notice_hours,
            name=more.coordinator.name,
        ),
    )


def told_modal(language: Language, *paragraphs: str) -> Modal:
    """A short paragraph or two, and a way out."""
    blocks = [section(text) for text in paragraphs]
    return Modal(title=language.say("Recorded"), blocks=blocks, close=language.say("Close"))


def nothing_changes_modal(language: Language) -> Modal:
    """The performer says that what they wrote changes nothing; the coordinator reads it first."""
    text = language.say(
        "Recorded: nothing changes. Your coordinator reads what you wrote first; then what you confirmed before counts "
        "again."
    )
    return told_modal(language, text)


def about_modal(language: Language, a_scene: bool) -> Modal:
    """Whether what was written is about a scene."""
    if a_scene:
        return told_modal(language, language.say("Recorded: it is about a scene. Your coordinator is told so."))
    text = language.say("Recorded: it is about something else. Your coordinator reads it, when there is time for it.")
    return told_modal(language, text)


def read_by_modal(language: Language, production: str) -> Modal:
    """Typed words are about a production: its coordinator reads them."""
    return told_modal(language, language.say("Recorded. The coordinator of {name} will read it.", name=production))


def recorded_modal(language: Language, held: WhoHasIt) -> Modal:
    """After "Call me": who is being told."""
    name = held.coordinator.name
    return told_modal(
        language,
        language.say("Recorded. {name} will call you. You don’t need to explain anything.", name=name),
        who_has_it(language, held),
    )


def changed_back_modal(language: Language, held: WhoHasIt) -> Modal:
    """After "As agreed" while something said before it is open: only coordination closes that."""
    name = held.seen_by or held.coordinator.name
    return told_modal(
        language,
        language.say(
            "Recorded. You said something else before, so {name} will speak with you first; until then the scene stays "
            "with the coordinator. You need not explain.",
            name=name,
        ),
        who_has_it(language, held),
    )


def after_filming_modal(language: Language, coordinator: Contact) -> Modal:
    """A change after the scene was filmed is never too late."""
    return told_modal(
        language,
        language.say("Recorded. {name} will talk with you about what can be done (use, edit).", name=coordinator.name),
    )


def after_tap_modal(language: Language, taken: LeftDay | Overtaken | AnswerTaken) -> Modal:
    """What opens after one of the three answers; at night, long before call, it says from when that is read."""
    opened = tapped_modal(language, taken)
    if not isinstance(taken, AnswerTaken) or taken.read_from is None:
        return opened
    first, *others = opened.blocks
    return replace(opened, blocks=[first, section(read_from_line(language, taken, taken.read_from)), *others])


def read_from_line(language: Language, taken: AnswerTaken, read_from: datetime) -> str:
    """Nobody is woken for an answer at night, long before call: from when it is read, and whom to phone now."""
    hour = language.moment(read_from, taken.zone)
    if not taken.held.coordinator.phone:
        return language.say("It is night: {name} reads it from {hour}.", name=taken.held.coordinator.name, hour=hour)
    return language.say(
        "It is night: {name} reads it from {hour}. To talk now: {phone}.",
        name=taken.held.coordinator.name,
        hour=hour,
        phone=taken.held.coordinator.phone,
    )


def tapped_modal(language: Language, taken: LeftDay | Overtaken | AnswerTaken) -> Modal:
    """What each answer opens."""
    if isinstance(taken, LeftDay):
        return gone_modal(language, taken.scene, day_text(language, taken.day))
    if isinstance(taken, Overtaken):
        return updated_modal(language, taken.day, taken.terms)
    if taken.kind is AnswerKind.AS_AGREED:
        return changed_back_modal(language, taken.held)
    if taken.after_filming:
        return after_filming_modal(language, taken.held.coordinator)
    if taken.kind is AnswerKind.CALL_ME:
        return recorded_modal(language, taken.held)
    return change_modal(language, taken.held, str(taken.number))


def updated_modal(language: Language, day: OwnDay, terms: OwnTerms) -> Modal:
    """A tap on a message that has been overtaken: what holds now is shown, and asked again."""
    return Modal(
        title=language.say("Please look again"),
        blocks=[
            section(
                language.say(
                    "That message was about an earlier state, so nothing was confirmed. This is what holds now:"
                )
            ),
            titled(language.say("Scene {scene}", scene=terms.scene), day_text(language, terms.day)),
            *terms_blocks(language, terms),
            divider(),
            section(language.say("Is this still right for you?")),
            *scene_blocks(language, day.scenes),
        ],
        close=language.say("Close"),
    )


def written_since_modal(language: Language) -> Modal:
    """A tap under words that were followed by others."""
    text = language.say(
        "You have written again since, so nothing was recorded here. Please answer in the newest message: it asks "
        "about all of it."
    )
    return Modal(title=language.say("Please look again"), blocks=[section(text)], close=language.say("Close"))


def gone_modal(language: Language, scene: str, day: str) -> Modal:
    """A tap on a message about a day the scene has left."""
    return Modal(
        title=language.say("Please look again"),
        blocks=[
            section(
                language.say(
                    "That message was for {day}, for which you are no longer asked about scene {scene}, so nothing "
                    "was confirmed. With a new day comes a new message.",
                    scene=scene,
                    day=day,
                )
            )
        ],
        close=language.say("Close"),
    )
