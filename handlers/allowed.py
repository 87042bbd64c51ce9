"""Who may tap and send what is about one production."""

from bot.domain.roles import COORDINATION
from bot.people import Actor, find_actor
from bot.transaction import Transaction
from handlers.replies import NotForYou
from handlers.requests import Request


async def coordinator(transaction: Transaction, request: Request, production_id: int) -> Actor:
    """The actor, who must be coordinator or deputy of this production. Raises NotForYou."""
    who = await find_actor(transaction, request.user)
    if who is None or not who.holds(production_id, COORDINATION):
        raise NotForYou(production_id)
    return who
