"""Letters about what is kept: that something has changed, that words go, and the ways to look."""

from datetime import date

from bot.delivery.message import Letter
from bot.privacy.retention import words_going
from messages.blocks import Message
from messages.hold import words_go_message
from messages.own_data import own_data_message, update_message


async def kept_update_letter(letter: Letter) -> Message | None:
    """Something about what is kept has changed."""
    return update_message(letter.language)


async def own_data_letter(letter: Letter) -> Message | None:
    """The ways to what is kept, for somebody who typed that they want to know."""
    return own_data_message(letter.language)


async def words_go_letter(letter: Letter) -> Message | None:
    """Private words go on a day; dropped where they no longer do."""
    production = await letter.production()
    day = date.fromisoformat(str(letter.delivery.subject["day"]))
    if day not in await words_going(letter.transaction, production):
        return None
    return words_go_message(letter.language, production.name, production.number, day)
