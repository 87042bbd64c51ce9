"""What people read some days before everything of a production goes but its record."""

from datetime import date

from messages.blocks import Message, section
from messages.language import Language
from messages.private_notes import own_buttons
from messages.vocabulary import neutral


def performer_message(language: Language, production: str, day: date) -> Message:
    """What goes, on which day, and the way to take it along; the same for everybody of the cast."""
    line = language.say(
        "{production} is over. On {day} everything that is kept about you there is deleted for good. "
        "Until then you can take it along as a file; everybody in the cast reads this.",
        production=production,
        day=language.day(day),
    )
    return Message(text=neutral(language), blocks=[section(line), own_buttons(language)])


def coordinator_message(language: Language, production: str, day: date) -> Message:
    """What goes, on which day, and what has to be done before."""
    line = language.say(
        "{production} is over. On {day} everything of it is deleted for good; what stays is a record that nobody can "
        "read. Make your export before that. Performers with Slack have been told that they can take their files; for "
        "the others, have them made. If more days are to be shot, put them on the schedule.",
        production=production,
        day=language.day(day),
    )
    return Message(text=neutral(language), blocks=[section(line)])
