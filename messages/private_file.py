"""The window that comes with a file for one person: what opens it, shown once and kept nowhere."""

from messages.blocks import Modal, section, titled
from messages.language import Language


def file_modal(language: Language, passphrase: str, again: str) -> Modal:
    """The file is on its way; what opens it is shown here alone. `again`: what to do when it does not come."""
    return Modal(
        title=language.say("Your file"),
        close=language.say("Close"),
        blocks=[
            section(language.say("The file comes into your conversation with this app. This opens it:")),
            titled(passphrase),
            section(
                language.say(
                    "It is shown this once and kept nowhere: please copy it now. Without it nobody can open the "
                    "file, Slack included."
                )
                + f" {again}"
            ),
        ],
    )


def file_lost_modal(language: Language, again: str) -> Modal:
    """Slack did not take the file."""
    return Modal(
        title=language.say("Your file"),
        close=language.say("Close"),
        blocks=[section(language.say("The file could not be sent.") + f" {again}")],
    )


def tap_again(language: Language) -> str:
    """What to do where a button asks for the file."""
    return language.say("If no file comes within a minute, tap “As a file” again.")


def write_again(language: Language) -> str:
    """What to do where a command asks for the file."""
    return language.say("If no file comes within a minute, write the command again.")
