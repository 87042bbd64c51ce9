"""Whose an account is: the question to the coordinator, what follows from each answer, and a name of one's own."""

from slack_sdk.models.blocks import Block, MarkdownTextObject, SectionBlock

from bot.domain.coordination import WhoseAccount
from bot.domain.refusals import AccountReason
from messages.blocks import Button, Modal, buttons, note, section, words_input
from messages.language import Language

LONGEST_NAME = 80
LONGEST_PRONOUNS = 30


def whose_blocks(language: Language, whose: WhoseAccount) -> list[Block]:
    """The account, what holds meanwhile, and the answers."""
    number, name = str(whose.asked_id), whose.performer
    meanwhile = language.say(
        "Please speak with {name} first, by phone or in person. Until you say so, this account reads nothing, and what "
        "{name} said, what was agreed and how {name} is asked stay as they are.",
        name=name,
    )
    if whose.in_person:
        choices = [
            Button(language.say("It is theirs, still in person"), "account_same", number),
            Button(language.say("It is theirs, ask in Slack"), "account_in_slack", number),
        ]
    else:
        choices = [Button(language.say("I have spoken with them: it is theirs"), "account_same", number)]
    other = Button(language.say("It is somebody else"), "account_other", number)
    return [
        # The one place where somebody is mentioned: an id that was read as one, so that Slack shows whose it is.
        SectionBlock(text=MarkdownTextObject(text=f"<@{whose.slack_user}>", verbatim=True)),
        section(meanwhile),
        buttons([*choices, other]),
        note(language.say("Somebody else of the same name plays the part from then on and is asked from the start.")),
    ]


def confirmed_modal(language: Language) -> Modal:
    """The account is theirs."""
    text = language.say(
        "Recorded. Everything of theirs goes along; the account they had before reads nothing more, and its buttons do "
        "nothing."
    )
    return Modal(title=language.say("For you"), blocks=[section(text)], close=language.say("Close"))


def somebody_else_modal(language: Language) -> Modal:
    """The account is somebody else's."""
    text = language.say("Recorded. The part is theirs from now on; what was said before stays with who said it.")
    return Modal(title=language.say("For you"), blocks=[section(text)], close=language.say("Close"))


def unfit_text(language: Language, reason: AccountReason) -> str:
    """Why it cannot be said now whose an account is."""
    return {
        AccountReason.DECIDED: language.say("That has been answered already. Nothing was changed."),
        AccountReason.OFF_DUTY: language.say(
            "Only a coordinator on duty says whose an account is. Please go on duty first, with /checkin duty on."
        ),
        AccountReason.SOMEBODY_ELSES: language.say(
            "That account belongs to somebody else who has a part here already. Nothing was changed."
        ),
    }[reason]


# A name of one's own.


def name_modal(language: Language, chosen: str | None, pronouns: str) -> Modal:
    """The name somebody wishes to stand with, and their pronouns if they like."""
    return Modal(
        title=language.say("Your name"),
        callback="own_name",
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            words_input(
                "name",
                language.say("The name you stand with here"),
                lines=False,
                optional=True,
                initial=chosen,
                hint=language.say("Left empty, it is the one your production lists."),
            ),
            words_input(
                "pronouns", language.say("Pronouns, if you like"), lines=False, optional=True, initial=pronouns or None
            ),
            note(language.say("It counts everywhere in the bot from now on; a name from before is shown nowhere.")),
        ],
    )


def too_long(language: Language, most: int) -> str:
    """A name that does not fit on a list."""
    return language.say("Please write at most {most} characters.", most=most)
