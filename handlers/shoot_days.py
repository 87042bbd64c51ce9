"""/shootday: the coming days, moving scenes, calls, what was filmed, wrap."""

from datetime import timedelta

from bot.domain import times
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION
from bot.facts import day_name
from bot.schedule.coming_days import coming_days, day_begun, plan_day, shooting_date
from bot.schedule.editing import BoardUnfit, Reason, mark_filmed, move_scene, set_call, unmark_filmed
from bot.schedule.wrap import wrap_day
from bot.transaction import Transaction
from handlers.arguments import Arguments, read_arguments
from handlers.commands import Command, CommandContext, Verb
from handlers.replies import NotPossible, Reply, line
from messages.shoot_day import call_text, days_message, moved_text
from messages.vocabulary import day_text
from storage import people, shoot_days, strips
from storage.people import Person
from storage.scenes import Scene
from storage.shoot_days import ShootDay

PLANNERS = (*COORDINATION, *ASSISTANT_DIRECTION)


def unfit(read: Arguments, reason: Reason, scene: Scene | None = None, day: ShootDay | None = None) -> NotPossible:
    """What the board does not allow, as one sentence."""
    production = read.context.production
    where = {
        "scene": scene.label if scene else "",
        "day": day_text(read.context.language, day_name(production, day)) if day else "",
    }
    sentences = {
        Reason.NOT_THERE: read.wrong(
            "Scene {scene} is not planned for {day} in {production}; “/shootday list” shows the days.", **where
        ),
        Reason.THERE_ALREADY: read.wrong("Scene {scene} is planned for {day} in {production} already.", **where),
        Reason.FILMED: read.wrong(
            "Scene {scene} has been filmed in {production}; if not, write “/shootday not-filmed {scene}” first.",
            **where,
        ),
        Reason.DAY_OVER: read.wrong(
            "{day} has wrapped in {production}; please choose a day to come, such as tomorrow.", **where
        ),
        Reason.DAY_OFF: read.wrong(
            "{day} is a day off in {production}; please choose another day, such as tomorrow.", **where
        ),
        Reason.NOT_BEGUN: read.wrong(
            "The call of {day} has not come yet in {production}, so nothing is filmed or wrapped there.", **where
        ),
        Reason.CUT: read.wrong(
            "Scene {scene} is cut in {production}; “/scene restore {scene}” brings it back.", **where
        ),
        Reason.NOT_CUT: read.wrong(
            "Scene {scene} is not cut in {production}, so there is nothing to restore.", **where
        ),
    }
    return sentences[reason]


async def list_days(transaction: Transaction, context: CommandContext) -> Reply:
    """The coming days with calls, intimate scenes and the last published words."""
    days = [
        await plan_day(transaction, context.production, day)
        for day in await coming_days(transaction, context.production)
    ]
    return Reply(message=days_message(context.language, context.production.name, days))


async def move(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene goes to another day."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    source = read.after("from")
    to = await read.day()
    if to is None:
        raise read.wrong("Please write to which day, such as move {scene} 12.", scene=scene.label)
    start = await starting_day(read, scene, source, to)
    try:
        await move_scene(transaction, context.production, scene, start, to)
    except BoardUnfit as error:
        raise unfit(read, error.reason, scene, start if error.reason is Reason.NOT_THERE else to) from None
    names = day_name(context.production, start), day_name(context.production, to)
    return line(moved_text(context.language, scene.label, *names))


async def starting_day(read: Arguments, scene: Scene, source: Arguments | None, to: ShootDay) -> ShootDay:
    """The day the scene leaves: the one that was typed, else the only one it is on."""
    named = await source.day() if source is not None else None
    if named is not None:
        return named
    if scene.cut_at is not None:
        raise unfit(read, Reason.CUT, scene)
    planned = await strips.list_days_of(read.transaction.session, scene.key)
    if any(day.number == to.number for day in planned):
        raise unfit(read, Reason.THERE_ALREADY, scene, to)
    if not planned:
        raise read.wrong(
            "Scene {scene} is on no day in {production}; import the schedule to add it.", scene=scene.label
        )
    if len(planned) > 1:
        names = "; ".join(day_text(read.context.language, day_name(read.context.production, day)) for day in planned)
        raise read.wrong(
            "Scene {scene} is on more than one day in {production} ({days}); please add from which, such as from 11.",
            scene=scene.label,
            days=names,
        )
    return planned[0]


async def call(transaction: Transaction, context: CommandContext) -> Reply:
    """A call moves: of a unit, or of one person."""
    read = read_arguments(transaction, context)
    at = read.hour()
    if at is None:
        raise read.wrong(
            "Please write the hour of the call, such as call 11 07:30, or 25:30 for half past one at night."
        )
    who = await called_person(read)
    unit, day = await unit_and_day(read)
    moment = times.instant(day.date + timedelta(days=at[0]), at[1], context.production.time_zone)
    try:
        before = await set_call(transaction, context.production, day, moment, unit=unit, person=who)
    except BoardUnfit as error:
        raise unfit(read, error.reason, None, day) from None
    name = who.name if who else unit
    return line(call_text(context.language, day_name(context.production, day), name, before, moment))


async def called_person(read: Arguments) -> Person | None:
    """The performer whose own call it is, if one was typed."""
    numbers = dict.fromkeys(
        row.person_id for row in (await people.get_cast(read.transaction.session, read.production)).values()
    )
    among = [await people.get(read.transaction.session, number) for number in numbers]
    return await read.somebody(among)


async def unit_and_day(read: Arguments) -> tuple[str, ShootDay]:
    """The day that was typed, and the unit behind it; without one the first unit of the day."""
    if not read.words:
        raise read.wrong("Please write for which day, such as call 11 07:30.")
    spoken, last = list(read.words), read.words[-1].upper()
    try:
        day = await read.day()
        named = ""
    except NotPossible:
        if len(spoken) == 1:
            raise
        read.words = spoken[:-1]
        day, named = await read.day(), last
    assert day is not None
    units = await units_of(read, day)
    if named and named not in units:
        raise read.wrong(
            "There is no unit “{unit}” on that day; it can be {units}.", unit=named, units=", ".join(units)
        )
    return named or units[0], day


async def units_of(read: Arguments, day: ShootDay) -> list[str]:
    """The units of a day, the main one first."""
    found = {strip.unit for strip in await strips.list_standing_on(read.transaction.session, day.number)}
    found |= {
        row.unit for row in await shoot_days.list_calls(read.transaction.session, day.number) if row.person_id is None
    }
    return sorted(found or {"MAIN"}, key=lambda unit: (unit != "MAIN", unit))


async def running_day(read: Arguments, scene: Scene | None = None) -> ShootDay:
    """The day that was typed, else today's; for a scene, the last of its days that has begun."""
    named = await read.day()
    production = read.context.production
    today = await shooting_date(read.transaction, production)
    planned = (
        await strips.list_days_of(read.transaction.session, scene.key)
        if scene
        else await shoot_days.list_all(read.transaction.session, production.number)
    )
    begun = [day for day in planned if day.date <= today and (day.wrapped_at is None or scene is not None)]
    day = named or (begun[-1] if begun else None)
    if day is None:
        raise read.wrong("No day has begun for this in {production}; please write one, such as 11.")
    if not await day_begun(read.transaction, production, day):
        raise unfit(read, Reason.NOT_BEGUN, scene, day)
    return day


async def filmed(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene is done for the day."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    day = await running_day(read, scene)
    try:
        await mark_filmed(transaction, context.production, scene, day)
    except BoardUnfit as error:
        raise unfit(read, error.reason, scene, day) from None
    return line(
        context.language.say(
            "Filmed in {production}: scene {scene}, {day}.",
            production=context.production.name,
            scene=scene.label,
            day=day_text(context.language, day_name(context.production, day)),
        )
    )


async def not_filmed(transaction: Transaction, context: CommandContext) -> Reply:
    """A scene was marked as filmed by mistake."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    day = await running_day(read, scene)
    try:
        await unmark_filmed(transaction, context.production, scene, day)
    except BoardUnfit as error:
        raise unfit(read, error.reason, scene, day) from None
    return line(
        context.language.say(
            "Not filmed yet in {production}: scene {scene}, {day}.",
            production=context.production.name,
            scene=scene.label,
            day=day_text(context.language, day_name(context.production, day)),
        )
    )


async def wrap(transaction: Transaction, context: CommandContext) -> Reply:
    """A day is over."""
    read = read_arguments(transaction, context)
    day = await running_day(read)
    if day.wrapped_at is not None:
        raise unfit(read, Reason.DAY_OVER, None, day)
    await wrap_day(transaction, context.production, day)
    return line(
        context.language.say(
            "Wrapped: {day}, {production}. Its closed sets close now.",
            day=day_text(context.language, day_name(context.production, day)),
            production=context.production.name,
        )
    )


SHOOTDAY = Command(
    "/shootday",
    [
        Verb("list", PLANNERS, list_days, "list", "The coming days: calls, intimate scenes and the last word on each."),
        Verb(
            "move",
            PLANNERS,
            move,
            "move SCENE DAY [from DAY]",
            "A scene goes to another day, such as: move 42pt1 12, or move 42pt1 18 March from 11.",
        ),
        Verb(
            "call",
            PLANNERS,
            call,
            "call DAY HH:MM [@person | UNIT]",
            "A call moves, such as: call 11 07:30 @ola; past midnight of a night shoot it is 25:30 or +1 01:30.",
        ),
        Verb("filmed", PLANNERS, filmed, "filmed SCENE [DAY]", "A scene is done for the day, such as: filmed 42pt1."),
        Verb(
            "not-filmed",
            PLANNERS,
            not_filmed,
            "not-filmed SCENE [DAY]",
            "It was marked as filmed by mistake, such as: not-filmed 42pt1.",
        ),
        Verb("wrap", PLANNERS, wrap, "wrap [DAY]", "The day is over and its closed sets close, such as: wrap 11."),
    ],
)
