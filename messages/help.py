"""Help, and what people read when a command does not fit."""

from collections.abc import Sequence

from bot.domain.unsaid import Unsaid
from messages.blocks import Message, Modal, note, section, titled
from messages.language import Language, languages
from messages.private_notes import simple
from messages.vocabulary import neutral


def stranger(language: Language) -> Message:
    """For somebody no production knows."""
    return Message(
        language.say(
            "Nobody has added you to a production here yet. "
            "Please ask your production office or the intimacy coordinator."
        )
    )


def read_by_nobody(language: Language) -> str:
    """For somebody no production knows, who has written what might be meant for one."""
    return language.say(
        "Nobody has added you to a production here yet, so nobody reads what you write. If it is about a scene, please "
        "tell the coordinator in person or by phone."
    )


def not_for_you(language: Language, command: str, *, known: bool) -> str:
    """The same words whether something exists or not."""
    if known:
        return language.say("This is not open to you here. “{command} help” lists what is.", command=command)
    return language.say("I do not know this one. “{command} help” lists what you can write.", command=command)


def which_production(language: Language, command: str, text: str, names: Sequence[str]) -> str:
    """A command that fits several productions is not guessed."""
    choices = "\n".join(f"• `{command} {name} {text}`" for name in names)
    return language.say("This fits more than one production. Please write which:") + "\n" + choices


def help_message(language: Language, command: str, lines: Sequence[tuple[str, str]]) -> Message:
    """What the actor can write: how each is written, and its meaning in English as the tables of commands have it."""
    title = language.say("What you can write after {command}", command=command)
    return Message(
        text=title,
        blocks=[
            titled(title),
            *(titled(f"{command} {usage}".strip(), language.say(text)) for usage, text in lines),
            note(language.say("Only you see the answers.")),
        ],
    )


def with_examples(language: Language, command: str, sentence: str) -> str:
    """Why something cannot be done, and where examples are."""
    return f"{sentence} " + language.say("Write “{command} help” for examples.", command=command)


def not_your_message(language: Language) -> str:
    """A button or a window that is somebody else's."""
    return language.say("This message is not for you.")


def window(language: Language, text: str) -> Modal:
    """A line for somebody who tapped a button: it has no other place."""
    return Modal(title=language.say("Message"), blocks=[section(text)], close=language.say("Close"))


def not_shown(language: Language) -> str:
    """Slack did not take a window as it was composed."""
    return language.say(
        "This could not be shown as it was written. That is a fault of this app; what you tapped is recorded, and the "
        "coordinator is told."
    )


def failed(language: Language) -> str:
    """Something went wrong on our side; what was sent is kept."""
    return language.say(
        "Something went wrong on our side. What you sent is kept and will be tried again; "
        "if it is urgent, please phone the coordinator."
    )


def unsaid(language: Language, why: Unsaid) -> str:
    """No window opened, or no answer came: what holds, and what to do. What was tapped before it is kept."""
    return {
        Unsaid.TAP_AGAIN: language.say("It could not be opened in time. Please tap again."),
        Unsaid.WRITE_AGAIN: language.say("It could not be opened in time. Please write it again."),
        # Slack does not take a window, and would not take it at the next tap.
        Unsaid.NOT_SHOWABLE: language.say(
            "This cannot be shown at the moment, and tapping again will not help. "
            "Please have whoever runs the app look, and speak in person if it is urgent."
        ),
        # A command that could not even be kept.
        Unsaid.NOT_TAKEN: language.say("That did not work, and nothing has been changed. Please write it again."),
        Unsaid.FAILED: failed(language),
        Unsaid.ANSWER_LOST: language.say(
            "The answer to your command could not be shown. Please look whether it was done before you write it again."
        ),
    }[why]


def unsaid_message(language: Language, why: Unsaid) -> Message:
    """The same in the conversation, where it could not be said to them alone."""
    return Message(text=neutral(language), blocks=[section(unsaid(language, why))])


def one_moment(language: Language) -> str:
    """The answer to a command takes longer than Slack waits."""
    return language.say("One moment, please: the answer comes here.")


def asks_for_help(text: str) -> bool:
    """Whether somebody typed "help" and nothing else, in whichever language the bot speaks."""
    typed = simple(text)
    return any(typed in {simple(phrase) for phrase in help_words(Language(code)).split("|")} for code in languages())


def help_words(language: Language) -> str:
    """How one asks for help, each way of saying it after a bar."""
    return language.say("help|help me|please help|i need help")


def help_for_performer(language: Language, ways: Sequence[str]) -> Message:
    """Whom to turn to now, and that what they typed is read as well."""
    return Message(
        text=neutral(language),
        blocks=[
            titled(language.say("Whom to turn to"), "\n".join(ways)),
            note(
                language.say(
                    "Your coordinator is told that you wrote. “{command} help” lists what you can write.",
                    command="/checkin",
                )
            ),
        ],
    )


def use_commands(language: Language) -> Message:
    """For crew who type into the conversation."""
    return Message(
        text=language.say("There is a message for you from the production."),
        blocks=[
            section(
                language.say(
                    "Nobody reads what is typed here. Please use /checkin, /shootday, /scene or /closedset; "
                    "each of them explains itself with “help”."
                )
            )
        ],
    )
