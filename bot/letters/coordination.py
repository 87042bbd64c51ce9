"""Letters to coordinators and deputies: that something needs them, never whom it is about."""

from bot.letters.letter import Letter
from messages.alert import alert_message
from messages.blocks import Message
from storage.alerts import URGENT, alert


async def alert_letter(letter: Letter) -> Message | None:
    """One telling of an alert; dropped when somebody has seen it meanwhile."""
    about = await alert(letter.step.session, letter.about("alert"))
    if about is None or (about.acknowledged_at is not None and about.kind in URGENT):
        return None
    film = await letter.production()
    again = not letter.delivery.key.startswith(f"alert:{about.number}:1:")
    return alert_message(letter.language, film.name, about.number, urgent=about.kind in URGENT, again=again)
