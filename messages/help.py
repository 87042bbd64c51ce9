"""Help, and what people read when a command does not fit."""

from collections.abc import Sequence

from messages.blocks import Message, note, section, titled
from messages.language import Language


def stranger(language: Language) -> Message:
    """For somebody no production knows."""
    return Message(
        language.say(
            "Nobody has added you to a production here yet. "
            "Please ask your production office or the intimacy coordinator."
        )
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
    """What the asker can write, with an example for each."""
    title = language.say("What you can write after {command}", command=command)
    return Message(
        text=title,
        blocks=[
            titled(title),
            *(titled(f"{command} {usage}".strip(), meaning) for usage, meaning in lines),
            note(language.say("Only you see the answers.")),
        ],
    )


def failed(language: Language) -> str:
    """Something went wrong on our side; what was sent is kept."""
    return language.say(
        "Something went wrong on our side. What you sent is kept and will be tried again; "
        "if it is urgent, please phone the coordinator."
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
