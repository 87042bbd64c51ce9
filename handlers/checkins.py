"""/checkin: where performers stand, asking now, recording what was said, who is on duty."""

from collections.abc import Sequence

from bot.answers.recording import Outcome, Said, answer
from bot.checkins.asking import OPEN, ask
from bot.domain.reasons import Reason, Why
from bot.domain.roles import COORDINATION, Role
from bot.domain.standing import AnswerKind, Source
from bot.facts import call_for_check_in, day_name, revision_now, standing_of, stays_with_coordinator
from bot.productions import come_out, go_inside
from bot.schedule.coming_days import day_standing, next_intimate_day, scene_cast
from bot.terms.wording import limits_for
from bot.transaction import Transaction
from handlers.answering import own_answers
from handlers.arguments import Arguments, day_of_scene, read_arguments
from handlers.commands import EVERYONE, Command, CommandContext, Verb
from handlers.duty import duty, duty_line
from handlers.exports import export
from handlers.holds import hold
from handlers.personal_data import delete, mine
from handlers.replies import Reply, line
from messages import alert as alert_messages
from messages.standing import day_standing_message
from messages.vocabulary import answer_text, day_text, source_text
from storage import check_ins, people, strips
from storage.check_ins import CheckIn
from storage.people import Person
from storage.scenes import Scene
from storage.shoot_days import ShootDay

SAID = {
    "not as agreed": AnswerKind.NOT_AS_AGREED,
    "as agreed": AnswerKind.AS_AGREED,
    "nothing changes": AnswerKind.NOTHING_CHANGES,
}
HOW = {"in person": Source.IN_PERSON, "by phone": Source.PHONE}


async def status(transaction: Transaction, context: CommandContext) -> Reply:
    """A performer's own answers, in all their productions; for the coordination the next intimate day."""
    if context.actor.holds(context.production.number, [Role.PERFORMER]):
        return Reply(modal=await own_answers(transaction, context.actor.person))
    return await day(transaction, context)


async def day(transaction: Transaction, context: CommandContext) -> Reply:
    """Who stands where on a day, the next one with an intimate scene where none is named."""
    read = read_arguments(transaction, context)
    chosen = await read.day() or await next_intimate_day(transaction, context.production)
    if chosen is None:
        raise read.wrong("No intimate scene is coming up in {production}.")
    return Reply(
        message=day_standing_message(context.language, await day_standing(transaction, context.production, chosen))
    )


def place(context: CommandContext, scene: Scene, day: ShootDay) -> dict[str, str]:
    """The production, scene and day, as sentences name them."""
    return {
        "scene": scene.label,
        "day": day_text(context.language, day_name(context.production, day)),
        "production": context.production.name,
    }


async def check_ins_for(
    transaction: Transaction, scene: Scene, day: ShootDay, performer: Person | None
) -> list[CheckIn]:
    """The check-ins of a scene on a day, of everybody or of one performer."""
    rows = await check_ins.list_on(transaction.session, day.number, performer.number if performer else None)
    return [row for row in rows if row.scene_id == scene.key]


async def nobody_to_ask(read: Arguments, scene: Scene) -> Exception:
    """Why there is no check-in: the performer is not in the scene, or the scene is not confirmed."""
    names = read.names(await scene_cast(read.transaction, read.context.production, scene))
    return read.wrong(
        "There is no check-in for this in {production}: is scene {scene} confirmed as intimate, and are the right "
        "people named? It has {names}.",
        scene=scene.label,
        names=names,
    )


async def send_now(transaction: Transaction, context: CommandContext) -> Reply:
    """Send the check-in of a scene now; a double is asked only when named here."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    performer = await read.performer(scene)
    chosen = await day_of_scene(read, scene)
    asked = [one.number for one in await scene_cast(transaction, context.production, scene)]
    if await stays_with_coordinator(transaction, context.production, chosen, asked):
        raise read.wrong("Scene {scene} needs the coordinator: nobody in it is asked here.", scene=scene.label)
    rows = await check_ins_for(transaction, scene, chosen, performer)
    if not rows:
        raise await nobody_to_ask(read, scene)
    if not await people.list_on_duty(transaction.session, context.production.number, transaction.now):
        raise read.wrong("Nobody is on duty for {production}, so nothing was sent; write duty on first.")
    silent = [
        row for row in rows if (performer is not None or row.automatic) and await standing_of(transaction, row) in OPEN
    ]
    if not silent:
        raise read.wrong(
            "Nothing was sent: nobody in scene {scene} is left to ask. A double is asked only by name, such as "
            "send {scene} @person; to ask everybody again, write reopen {scene}.",
            scene=scene.label,
        )
    if chosen.wrapped_at is not None or transaction.now >= await call_for_check_in(
        transaction, context.production, chosen, silent[0]
    ):
        raise read.wrong(
            "The call has come, so nothing was sent; please speak in person, then record {scene} @person.",
            scene=scene.label,
        )
    return line(await sent(transaction, context, scene, chosen, silent))


async def sent(
    transaction: Transaction, asking: CommandContext, scene: Scene, chosen: ShootDay, rows: Sequence[CheckIn]
) -> str:
    """Send, and say to whom it went and with whom the coordinator has to speak."""
    reached: list[str] = []
    in_person: list[str] = []
    for row in rows:
        row.automatic = True
        performer = await people.get(transaction.session, row.person_id)
        why = Why(Reason.SENT, f"{row.number}:{transaction.now.timestamp()}")
        await ask(transaction, asking.production, chosen, performer, [row], why)
        (reached if performer.reachable else in_person).append(performer.name)
    where, tongue = place(asking, scene, chosen), asking.language
    lines = []
    if reached:
        lines.append(
            tongue.say("Sent for scene {scene}, {day}, {production}: {names}.", names=", ".join(reached), **where)
        )
    if in_person:
        lines.append(
            tongue.say(
                "Not reached in Slack, please speak with them and record what they say: {names}.",
                names=", ".join(in_person),
            )
        )
    return "\n".join(lines)


async def record(transaction: Transaction, context: CommandContext) -> Reply:
    """Record what a performer said in person or by phone; without the answer a window opens for it."""
    read = read_arguments(transaction, context)
    said, how = read.phrase(*SAID), read.phrase(*HOW)
    scene = await read.scene()
    performer = await read.performer(scene)
    if performer is None:
        names = read.names(await scene_cast(transaction, context.production, scene))
        raise read.wrong("Please write whose answer it is: scene {scene} has {names}.", scene=scene.label, names=names)
    chosen = await day_of_scene(read, scene)
    rows = await check_ins_for(transaction, scene, chosen, performer)
    if not rows:
        raise await nobody_to_ask(read, scene)
    if said is None:
        return Reply(modal=alert_messages.record_modal(context.language, performer.name, scene.label, rows[0].number))
    kind, source = SAID[said], HOW[how] if how else Source.IN_PERSON
    outcome, _ = await answer(
        transaction,
        rows[0],
        Said(
            kind,
            source,
            await revision_now(transaction, rows[0]),
            context.request.key,
            transaction.now,
            by=context.actor.person,
        ),
    )
    text = context.language.say(
        "Recorded for {name}, scene {scene}, {day}, {production}: {answer}, {how}.",
        name=performer.name,
        answer=answer_text(context.language, kind),
        how=source_text(context.language, source),
        **place(context, scene, chosen),
    )
    if outcome is Outcome.AFTER_FILMING:
        text += "\n" + await filmed_line(transaction, context, scene, chosen)
    return line(text)


async def filmed_line(transaction: Transaction, context: CommandContext, scene: Scene, chosen: ShootDay) -> str:
    """When the scene was filmed: what can still be done is about use and edit."""
    strip = await strips.find(transaction.session, scene.key, chosen.number)
    assert strip is not None
    assert strip.filmed_at is not None
    hour = context.language.moment(strip.filmed_at, context.production.time_zone)
    return context.language.say("The scene was filmed {hour}; what can be done now is about use and edit.", hour=hour)


async def first_check_in(transaction: Transaction, context: CommandContext) -> tuple[Scene, list[CheckIn]]:
    """The scene that was typed, and its check-ins on the day."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    rows = await check_ins_for(transaction, scene, await day_of_scene(read, scene), None)
    if not rows:
        raise await nobody_to_ask(read, scene)
    return scene, rows


async def reopen(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to ask everyone in a scene again."""
    about, rows = await first_check_in(transaction, context)
    names = [(await people.get(transaction.session, row.person_id)).name for row in rows]
    return Reply(modal=alert_messages.reopen_modal(context.language, about.label, rows[0].number, names))


async def limits(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to record limits for the day."""
    about, rows = await first_check_in(transaction, context)
    current = await limits_for(transaction, rows[0])
    return Reply(modal=alert_messages.limits_modal(context.language, about.label, rows[0].number, current))


async def on_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Inside a closed set, without a phone, or back at it."""
    read = read_arguments(transaction, context)
    wanted = read.phrase("on", "off")
    read.done()
    if wanted == "on":
        await go_inside(transaction, context.production, context.actor.person)
        text = context.language.say(
            "You are on set for {production}: alerts go to the deputy as well, until you write on-set off.",
            production=context.production.name,
        )
    elif wanted == "off":
        await come_out(transaction, context.production, context.actor.person)
        text = context.language.say("You are back at your phone for {production}.", production=context.production.name)
    else:
        text = await duty_line(transaction, context.production, context.language)
    return line(text)


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
            send_now,
            "send SCENE [@person] [DAY]",
            "Send the check-in now, and the only way to ask a double, such as: send 42pt1 @ola 11.",
        ),
        Verb(
            "record",
            COORDINATION,
            record,
            "record SCENE @person [as agreed | not as agreed] [in person | by phone] [DAY]",
            "Record what somebody told you, such as: record 42pt1 @ola as agreed by phone. "
            "Without Slack a name does: record 42pt1 Jan.",
        ),
        Verb(
            "reopen",
            COORDINATION,
            reopen,
            "reopen SCENE [DAY]",
            "Ask everyone in a scene again, nothing agreed having changed, such as: reopen 42pt1.",
        ),
        Verb(
            "limits",
            COORDINATION,
            limits,
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
