"""/checkin: where performers stand, asking now, recording what was said, who is on duty."""

from bot.domain.roles import COORDINATION, Role
from bot.privacy.views import own_page
from bot.schedule import coming_days
from bot.transaction import Transaction
from handlers import by_hand
from handlers.arguments import read_arguments
from handlers.commands import EVERYONE, Command, CommandContext, Verb
from handlers.duty import duty, on_set
from handlers.exports import export
from handlers.holds import hold
from handlers.personal_data import delete, mine
from handlers.replies import Reply
from messages.by_hand import no_intimate_scene
from messages.own_answers import own_answers_modal
from messages.standing import day_standing_message


async def status(transaction: Transaction, context: CommandContext) -> Reply:
    """A performer's own answers, in all their productions; for the coordination the next intimate day."""
    if context.actor.holds(context.production.number, [Role.PERFORMER]):
        own = await own_page(transaction, context.actor.person)
        return Reply(modal=own_answers_modal(context.language, own))
    return await day(transaction, context)


async def day(transaction: Transaction, context: CommandContext) -> Reply:
    """Who stands where on a day, the next one with an intimate scene where none is named."""
    named = await read_arguments(transaction, context).day()
    chosen = named or await coming_days.next_intimate_day(transaction, context.production)
    if chosen is None:
        raise context.refusal(no_intimate_scene)
    standing = await coming_days.day_standing(transaction, context.production, chosen)
    return Reply(message=day_standing_message(context.language, standing))


CHECKIN = Command(
    "/checkin",
    [
        Verb(
            "status",
            (Role.PERFORMER, *COORDINATION),
            status,
            "status",
            "Your own answers in all your productions; for coordinators, where the next intimate day stands.",
            everywhere=(Role.PERFORMER,),
        ),
        Verb("day", COORDINATION, day, "day [DAY]", "Who stands where on a day, such as: day 11, or day tomorrow."),
        Verb(
            "send",
            COORDINATION,
            by_hand.send_now,
            "send SCENE [@person] [DAY]",
            "Send the check-in now, and the only way to ask a double, such as: send 42pt1 @ola 11.",
        ),
        Verb(
            "record",
            COORDINATION,
            by_hand.record,
            "record SCENE @person [as agreed | not as agreed] [in person | by phone] [DAY]",
            "Record what somebody told you, such as: record 42pt1 @ola as agreed by phone. "
            "Without Slack a name does: record 42pt1 Jan.",
        ),
        Verb(
            "reopen",
            COORDINATION,
            by_hand.reopen,
            "reopen SCENE [DAY]",
            "Ask everyone in a scene again, nothing agreed having changed, such as: reopen 42pt1.",
        ),
        Verb(
            "limits",
            COORDINATION,
            by_hand.limits,
            "limits SCENE [DAY]",
            "Record limits for the day, inside the rider, and ask again, such as: limits 42pt1 tomorrow.",
        ),
        Verb(
            "duty",
            COORDINATION,
            duty,
            "duty [on | off | handover] [@person] [until HH:MM]",
            "Who is on duty, or a change of it, such as: duty on until 22:00, duty handover @dev.",
        ),
        Verb(
            "export",
            (Role.COORDINATOR,),
            export,
            "export",
            "What can be proved of the production, as a file for you alone.",
        ),
        Verb(
            "hold",
            (Role.COORDINATOR,),
            hold,
            "hold",
            "A legal hold on somebody’s notes, or its end: a window opens.",
        ),
        Verb(
            "mine",
            EVERYONE,
            mine,
            "mine",
            "What is kept about you, shown to you alone, also as a file.",
            everywhere=EVERYONE,
        ),
        Verb(
            "delete",
            EVERYONE,
            delete,
            "delete",
            "Your own notes, each with a button that deletes it.",
            everywhere=EVERYONE,
        ),
        Verb(
            "on-set",
            COORDINATION,
            on_set,
            "on-set on | off",
            "You are inside a closed set without a phone, such as: on-set on.",
        ),
    ],
)
