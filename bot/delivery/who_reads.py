"""Who may read each message when it is sent: whoever was removed from a role meanwhile reads nothing more."""

from collections.abc import Awaitable, Callable

from bot.delivery.message import MessageContext
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from storage import people, rosters
from storage.deliveries import Template

Readership = Callable[[MessageContext], Awaitable[bool]]


async def holds(context: MessageContext, *roles: Role) -> bool:
    """Whether one of these roles counts for the reader in the message's production, now."""
    production = await context.production()
    return context.reader in await people.list_holders(context.transaction.session, production.number, roles)


async def coordination(context: MessageContext) -> bool:
    """Coordinators and deputies."""
    return await holds(context, *COORDINATION)


async def coordinators(context: MessageContext) -> bool:
    """Coordinators alone."""
    return await holds(context, Role.COORDINATOR)


async def coordinators_and_performers(context: MessageContext) -> bool:
    """Coordinators, and whoever performs in the production."""
    return await coordinators(context) or await performers(context)


async def assistant_direction(context: MessageContext) -> bool:
    """The ADs."""
    return await holds(context, *ASSISTANT_DIRECTION)


async def first_ad_or_coordinators(context: MessageContext) -> bool:
    """Who is told how a channel stands."""
    return await holds(context, Role.COORDINATOR, Role.FIRST_AD)


async def first_ad(context: MessageContext) -> bool:
    """The 1st AD."""
    return await holds(context, Role.FIRST_AD)


async def performers(context: MessageContext) -> bool:
    """Who performs in the production: by their role, or because somebody is named on its cast list."""
    production = await context.production()
    played_in = await people.list_played_in(context.transaction.session, context.reader.number)
    return production.number in played_in or await holds(context, Role.PERFORMER)


async def performers_anywhere(context: MessageContext) -> bool:
    """Who performs in some production."""
    held = await people.list_roles(context.transaction.session, context.reader.number)
    played_in = await people.list_played_in(context.transaction.session, context.reader.number)
    return bool(played_in) or any(row.role is Role.PERFORMER for row in held)


async def anybody_with_a_role(context: MessageContext) -> bool:
    """Whoever has a part in some production."""
    return bool(await people.list_roles(context.transaction.session, context.reader.number))


async def cleared(context: MessageContext) -> bool:
    """Who is on the list of the closed set a message is about."""
    session, closed_set = context.transaction.session, context.about("closed_set")
    return await rosters.find_clearance(session, closed_set, context.reader.number) is not None


async def themselves(context: MessageContext) -> bool:
    """What somebody did themselves, or what is kept about them, is theirs whatever they are now."""
    return True


MAY_READ: dict[Template, Readership] = {
    Template.CHECK_IN: performers,
    Template.RECEIPT: themselves,
    Template.TYPED_RECEIPT: themselves,
    # To who is no longer asked, perhaps because they perform no more.
    Template.WITHDRAWN: themselves,
    Template.SEEN: themselves,
    Template.MORNING: performers,
    Template.NOTICE: performers,
    Template.HELP: performers_anywhere,
    Template.NEW_READER: performers,
    Template.USE_COMMANDS: anybody_with_a_role,
    Template.READINESS: assistant_direction,
    Template.RADIO: assistant_direction,
    Template.ALERT: coordination,
    Template.GATHERED: coordination,
    # To who was added without being on the list.
    Template.NOT_CLEARED: themselves,
    Template.CLOSED_SET_ADDED: first_ad,
    Template.CLOSED_SET_ALARM: first_ad,
    Template.CLOSED_SET_RIGHT: first_ad_or_coordinators,
    Template.CLOSED_SET_WRAPPED: cleared,
    Template.CLOSURE: performers,
    Template.HANDOVER: coordination,
    # Their own duty: also where it ended because they coordinate no more.
    Template.DUTY_ENDED: themselves,
    Template.KEPT_UPDATE: themselves,
    Template.OWN_DATA: themselves,
    Template.UNSAID: themselves,
    Template.WORDS_GO: coordinators,
    Template.RECORD_HEAD: coordinators,
    # To coordinators and performers, each about their own.
    Template.PRODUCTION_GOES: coordinators_and_performers,
}


async def may_read(context: MessageContext) -> bool:
    """Whether the reader of a delivery still is one of those its message is meant for."""
    return await MAY_READ[context.delivery.template](context)
