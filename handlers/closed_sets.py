"""Closed sets: what the coordinator and the ADs write and tap."""

from bot.channels.observations import note_closed
from bot.closed_sets import views
from bot.closed_sets.lifetime import begin_closing, closed_set_line, lost, open_again, open_now
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION
from bot.schedule.wrap import plan_closure
from bot.transaction import Transaction
from handlers import door, rosters
from handlers.commands import EVERYONE, Command, CommandContext, Verb
from handlers.replies import NotPossible, Reply, line
from handlers.which_closed_set import ahead, still_on, which
from messages import closed_set as messages
from storage import shoot_days
from storage.closed_sets import ClosedSetState, Ending


async def list_closed_sets(transaction: Transaction, context: CommandContext) -> Reply:
    """How each closed set stands; that one is on hold is for the coordinator alone."""
    private = context.actor.holds(context.production.number, COORDINATION)
    lines = [
        (await closed_set_line(transaction, row), row.hold and private) for row in await ahead(transaction, context)
    ]
    return Reply(message=messages.list_message(context.language, lines))


async def open_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Approve the roster and open now."""
    row, _ = await which(transaction, context)
    if row.over:
        if (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is not None:
            raise NotPossible(context.language.say("That day is wrapped."))
        row = await open_again(transaction, row)
    anew = lost(row)
    await open_now(transaction, row, context.actor.person)
    if anew:
        return line(context.language.say("A new channel is being made. Please archive the old one by hand."))
    return line(context.language.say("Approved; the channel is being opened and the list invited."))


async def close_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Close after wrap; said again of a channel the bot cannot see, it is on record as closed by hand."""
    row, _ = await which(transaction, context)
    if row.state is ClosedSetState.CLOSING and lost(row):
        await note_closed(transaction, row)
        return line(context.language.say("On record as closed by hand."))
    still_on(context, row)
    await begin_closing(transaction, row, Ending.WRAPPED, context.actor.person)
    await plan_closure(transaction, context.production, await shoot_days.get(transaction.session, row.shoot_day_id))
    return line(context.language.say("Closing: who is inside is told, then taken out, then the channel is archived."))


async def show_plan(transaction: Transaction, context: CommandContext) -> Reply:
    """What the next look would do."""
    row, _ = await which(transaction, context)
    return Reply(message=messages.plan_message(context.language, await views.planned_change(transaction, row)))


PLAN = (*COORDINATION, *ASSISTANT_DIRECTION)
CLOSEDSET = Command(
    "/closedset",
    [
        Verb("list", PLAN, list_closed_sets, "list", "How each closed set stands"),
        Verb(
            "roster", PLAN, rosters.show_roster, "roster 42pt1", "Who is on the list; the coordinator approves it here"
        ),
        Verb(
            "clear", COORDINATION, rosters.clear, "clear 42pt1 @ben monitor boom operator", "Put somebody on the list"
        ),
        Verb("remove", COORDINATION, rosters.remove, "remove 42pt1 @ben", "Take somebody off the list"),
        Verb(
            "swap", COORDINATION, rosters.swap, "swap 42pt1 @ben @kim", "One for another; the first is taken out before"
        ),
        Verb("open", COORDINATION, open_set, "open 42pt1", "Approve the list and open the channel now"),
        Verb("close", COORDINATION, close_set, "close 42pt1", "Empty and archive the channel after wrap"),
        Verb("plan", COORDINATION, show_plan, "plan 42pt1", "What the bot would do with the channel next"),
        Verb("release", COORDINATION, rosters.release, "release 42pt1", "End a hold"),
        Verb("ask", PLAN, rosters.ask_coordinator, "ask 42pt1 @kim set @ben", "Ask for @kim, here instead of @ben"),
        Verb(
            "door",
            EVERYONE,
            door.show_doors,
            "door",
            "Who is on the list; for crew and performers, where they are on one",
        ),
    ],
)
