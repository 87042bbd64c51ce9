"""Pages of what is too long for one window: which page was asked for, and what opens the window again."""

from dataclasses import dataclass, replace

from bot.domain.numbers import whole_number
from bot.locales import spoken_to
from bot.transaction import Transaction
from handlers.replies import Reply
from handlers.requests import Kind, Request
from messages.paging import AFTER, BEFORE, HOME, as_window, mark_of, window_page

# These only show something, so that they can show it again.
SHOWING = frozenset(
    {
        *("alert", "gathered", "record", "reopen", "limits", "see_roster", "door", "hold"),
        *("terms", "own_answers", "own_notes", "readers", "zone_moves"),
    }
)


@dataclass(frozen=True)
class Turn:
    """A page somebody turns to; `mark`: what they read before; `request`: what shows the window again."""

    page: int
    mark: str | None
    request: Request


def turned(request: Request) -> Turn | None:
    """The page that is turned to, by a button or by sending a window too early; None where nothing is turned.

    Nor where it is nothing that can be shown again.
    """
    if request.kind not in (Kind.BUTTON, Kind.SUBMISSION) or request.name not in (BEFORE, AFTER):
        return None
    page, mark, name, value = (*request.value.split("|", 3), "", "", "")[:4]
    kind = Kind.COMMAND if name.startswith("/") else Kind.BUTTON
    number = whole_number(page)
    if number is None or not (kind is Kind.COMMAND or name in (*SHOWING, HOME)):
        return None
    return Turn(number, mark or None, replace(request, kind=kind, name=name, value=value))


async def on_a_page(transaction: Transaction, request: Request, reply: Reply, turn: Turn | None) -> Reply:
    """A reply with as much of its window as Slack takes, and the way to the rest."""
    reply = await in_a_window(transaction, request, reply)
    if reply.modal is None:
        return reply
    modal = reply.modal
    if modal.again is None and request.kind is Kind.BUTTON and request.name in SHOWING:
        modal = replace(modal, again=(request.name, request.value))
    language = await spoken_to(transaction, request.user)
    if turn is None:
        return replace(reply, modal=window_page(language, modal))
    shown = window_page(language, modal, turn.page, turn.mark, turn.request.fields)
    # Another page of what was opened is no further reading; what has changed since is.
    return replace(reply, modal=shown, replace=True, read=None if turn.mark == mark_of(modal) else reply.read)


async def in_a_window(transaction: Transaction, request: Request, reply: Reply) -> Reply:
    """The answer to a command, in a window where no message has room for it."""
    if reply.message is None or reply.modal is not None or request.kind is not Kind.COMMAND:
        return reply
    parts = reply.message.parts()
    if len(parts) == 1 and not request.view:
        return replace(reply, message=parts[0])
    # Only lists have blocks, and they do nothing: an act answers in a line, and is never done again for a page.
    again = (request.name, request.value) if reply.message.blocks else None
    window = as_window(await spoken_to(transaction, request.user), reply.message, again)
    return replace(reply, message=None, modal=window)
