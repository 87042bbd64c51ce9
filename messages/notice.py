"""The message before anything is asked: who runs this, who can read what, what Slack still tells."""

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import Notice
from messages.blocks import Message, header, section
from messages.language import Language
from messages.private_notes import own_buttons
from messages.vocabulary import neutral


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
            "Only coordination reads your answer. Slack does not show it, but your employer may see when messages "
            "came, and guess. In a scene you play alone, the plan’s word can point to you. In person leaves no answer "
            "in Slack."
        ),
        language.say(
            "Every answer gets the same receipt, and nothing else follows from it here. Coordination gets messages in "
            "Slack as well: they name nobody and say nothing of an answer, but whoever exports them sees when they "
            "came and can compare that with yours."
        ),
        language.say(
            "The assistant directors only see whether the plan for a scene stands, never who said what or why."
        ),
        language.say(
            "What you type straight into Slack, and that you got these messages, your employer may be able to read and "
            "export. What you write in the windows that open here does not enter Slack’s history: it is encrypted and "
            "deleted {days} days after the matter is closed.",
            days=facts.keep_words_days,
        ),
        language.say(
            "Not read here as an answer: an emoji under a message, files, pictures and recordings. Your coordinator "
            "may be told that there was one, nothing more."
        ),
        language.say("Saying it in person or by phone is just as good, always. You can change your mind at any time."),
    ]
    if facts.contact:
        paragraphs.append(
            language.say("Somebody besides the coordinator to turn to: {contact}.", contact=facts.contact)
        )
    return [header(language.say("How this works")), *(section(paragraph) for paragraph in paragraphs)]
