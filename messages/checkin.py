"""What performers read: the check-in, its receipt, the terms, the notice before the first one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import Contact, Notice, OwnDay, OwnScene, OwnTerms
from bot.domain.outcomes import AnswerTaken, LeftDay, MoreAsked, Overtaken
from bot.domain.reasons import UPDATES, Reason
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
from messages.private_notes import own_buttons
from messages.terms import terms_blocks
from messages.vocabulary import answer_text, day_text, neutral


def check_in_message(language: Language, day: OwnDay, why: Reason, offline: tuple[str, str] | None = None) -> Message:
    """The check-in of one shooting day: an answer for each scene, and whom to phone."""
    return Message(
        text=neutral(language),
        blocks=[
            header(day_text(language, day.day)),
            section(opening(language, why, offline)),
            note(f"{day.day.production} · {call_line(language, day)}"),
            *scene_blocks(language, day.scenes),
            note(phone_line(language, day.coordinator)),
        ],
    )


def opening(language: Language, why: Reason, offline: tuple[str, str] | None) -> str:
    """Why this message comes."""
    if why is Reason.EVENING_ROUND:
        return language.say(
            "We have no answer from you yet for the scenes below. Is what was agreed still right for you? "
            "In person or by phone is just as good."
        )
    if why in UPDATES:
        return language.say("What was agreed has been updated. Please look at “What was agreed”, then answer again.")
    if why is Reason.OUTAGE and offline is not None:
        return language.say(
            "Messages could not reach us from {since} to {until}. If you tapped anything then, it may be lost: "
            "please answer again.",
            since=offline[0],
            until=offline[1],
        )
    if why is Reason.AS_BEFORE:
        return language.say("Please answer once more for the scenes below. You can change it at any time.")
    return language.say("Is what was agreed still right for you? Answer now or later; you can change it at any time.")


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
    """The receipt for words typed straight into the conversation; with several productions it asks which.

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
            buttons(
                [
                    Button(language.say("Nothing changes"), "nothing_changes", words),
                    Button(language.say("See it"), "own_answers"),
                ]
            ),
        ],
    )


def withdrawn(language: Language, scene: str, day: str) -> Message:
    """A scene that left a day: one neutral line."""
    return Message(
        text=neutral(language),
        blocks=[
            section(
                language.say(
                    "Scene {scene} is no longer planned for {day}. You need not do anything; "
                    "what you answered was for that day only.",
                    scene=scene,
                    day=day,
                )
            )
        ],
    )


def seen(language: Language, alert: int) -> Message:
    """Something was acknowledged; by whom stands behind the button."""
    return Message(
        text=neutral(language),
        blocks=[
            section(language.say("There is an update for you.")),
            buttons([Button(language.say("Open"), "seen", str(alert))]),
        ],
    )


def seen_modal(language: Language, name: str) -> Modal:
    """Who has seen it."""
    return Modal(
        title=language.say("Update"),
        blocks=[section(language.say("{name} has seen it.", name=name))],
        close=language.say("Close"),
    )


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


def notice(language: Language, facts: Notice) -> Message:
    """The message before anything is asked, with the ways to look closer."""
    return Message(text=neutral(language), blocks=[*notice_blocks(language, facts), own_buttons(language)])


def notice_blocks(language: Language, facts: Notice) -> list[Block]:
    """Before anything is asked: who runs this, who can read what, for how long, and who else is there to talk to."""
    paragraphs = [
        language.say(
            "Before each shooting day with a scene that was agreed with you in advance, a message here asks "
            "whether it is still right for you. {name} answers for this at {production}.",
            name=facts.coordinator.name,
            production=facts.production,
        ),
        language.say(
            "Your answers and words go to the coordinator. The assistant directors only see whether the plan for a "
            "scene stands, never who said what or why. In a scene with one performer that word can point to you."
        ),
        language.say(
            "What you type straight into Slack, and that you got these messages, your employer may be able to read and "
            "export. What you write in the windows that open here does not enter Slack’s history: it is encrypted and "
            "deleted {days} days after the matter is closed.",
            days=facts.keep_words_days,
        ),
        language.say("Saying it in person or by phone is just as good, always. You can change your mind at any time."),
    ]
    if facts.contact:
        paragraphs.append(
            language.say("Somebody besides the coordinator to turn to: {contact}.", contact=facts.contact)
        )
    return [header(language.say("How this works")), *(section(paragraph) for paragraph in paragraphs)]


def change_modal(language: Language, coordinator: Contact, about: str) -> Modal:
    """Opens after "Not as agreed". The tap was the change: everything in here may stay empty."""
    return Modal(
        title=language.say("Recorded"),
        callback="change_words",
        about=about,
        submit=language.say("Send"),
        close=language.say("Close"),
        blocks=[
            section(
                language.say("Recorded. We are telling {name}. You don’t need to explain more.", name=coordinator.name)
            ),
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


def told_modal(language: Language, text: str) -> Modal:
    """One short paragraph and a way out."""
    return Modal(title=language.say("Recorded"), blocks=[section(text)], close=language.say("Close"))


def nothing_changes_modal(language: Language) -> Modal:
    """What was typed changes nothing."""
    return told_modal(language, language.say("Recorded: nothing changes. Your answers stand."))


def read_by_modal(language: Language, production: str) -> Modal:
    """Typed words are about a production: its coordinator reads them."""
    return told_modal(language, language.say("Recorded. The coordinator of {name} will read it.", name=production))


def recorded_modal(language: Language, coordinator: Contact) -> Modal:
    """After "Call me": who is being told."""
    return told_modal(
        language,
        language.say("Recorded. {name} will call you. You don’t need to explain anything.", name=coordinator.name),
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
    if not taken.coordinator.phone:
        return language.say("It is night: {name} reads it from {hour}.", name=taken.coordinator.name, hour=hour)
    return language.say(
        "It is night: {name} reads it from {hour}. To talk now: {phone}.",
        name=taken.coordinator.name,
        hour=hour,
        phone=taken.coordinator.phone,
    )


def tapped_modal(language: Language, taken: LeftDay | Overtaken | AnswerTaken) -> Modal:
    """What each answer opens."""
    if isinstance(taken, LeftDay):
        return gone_modal(language, taken.scene, day_text(language, taken.day))
    if isinstance(taken, Overtaken):
        return updated_modal(language, taken.day, taken.terms)
    if taken.after_filming:
        return after_filming_modal(language, taken.coordinator)
    if taken.kind is AnswerKind.CALL_ME:
        return recorded_modal(language, taken.coordinator)
    return change_modal(language, taken.coordinator, str(taken.number))


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
                    "That message was for {day}. Scene {scene} is no longer planned for that day, so nothing was "
                    "recorded. If it has a new day, you get a new message.",
                    scene=scene,
                    day=day,
                )
            )
        ],
        close=language.say("Close"),
    )
