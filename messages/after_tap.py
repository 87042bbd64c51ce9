"""What opens after a performer has answered: all of it may stay empty, the tap was the answer."""

from dataclasses import replace
from datetime import datetime

from bot.domain.disclosure import Contact, OwnDay, OwnTerms, WhoHasIt
from bot.domain.outcomes import AnswerTaken, LeftDay, MoreAsked, Overtaken
from bot.domain.readiness import Word
from bot.domain.standing import AnswerKind
from messages.blocks import (
    Modal,
    choice_input,
    divider,
    section,
    titled,
    words_input,
)
from messages.checkin import scene_blocks
from messages.language import Language
from messages.terms import terms_blocks
from messages.vocabulary import day_text, word_text
from messages.who_has_it import who_has_it


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
        "Recorded: nothing changes. Your coordinator reads what you wrote first; until then the scene stays with them. "
        "If you are needed again, you are asked."
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
