"""What people read where something that is kept cannot be read."""

from slack_sdk.models.blocks import Block

from bot.domain.unreadable import LOST, is_lost
from messages.blocks import section
from messages.language import Language


def lost_text(language: Language) -> str:
    """What the mark in the place of words means."""
    return language.say(
        "“{mark}” stands for words that are kept but cannot be read now. Please speak about them in person.", mark=LOST
    )


def lost_blocks(language: Language, *shown: object) -> list[Block]:
    """What the mark means, where something that is shown has it."""
    return [section(lost_text(language))] if any(is_lost(one) for one in shown) else []
