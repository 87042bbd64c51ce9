"""What people who plan read of the coming days, and of a change of the board."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import DayName, PlanDay
from bot.domain.refusals import BoardReason
from messages.blocks import Message, note, section, titled
from messages.closed_set import line_text
from messages.language import Language
from messages.readiness import as_of
from messages.vocabulary import call_hour, day_text, neutral, told_text


def days_message(language: Language, production: str, days: Sequence[PlanDay]) -> Message:
    """The coming days: calls, intimate scenes, and the last published words."""
    blocks: list[Block] = [titled(production)]
    for day in days:
        blocks += day_blocks(language, day)
    if not days:
        blocks.append(section(language.say("No shooting day is coming up.")))
    return Message(text=neutral(language), blocks=blocks)


def day_blocks(language: Language, day: PlanDay) -> list[Block]:
    """One day of the board."""
    lines = [calls_line(language, day)]
    told = {word.scene: told_text(language, word) for word in day.words.scenes} if day.words is not None else {}
    sets = {line.scene: line_text(language, line) for line in day.closed_sets}
    for scene in dict.fromkeys([*day.scenes, *told, *sets]):
        word = told.get(scene, language.say("no word yet"))
        line = language.say("Scene {scene}: {word}", scene=scene, word=word)
        lines.append(" · ".join(filter(None, [line, sets.get(scene)])))
    if not day.scenes and not told:
        lines.append(language.say("No intimate scene."))
    blocks = [titled(day_text(language, day.day), "\n".join(lines))]
    if day.words is not None:
        blocks.append(note(as_of(language, day.words)))
    return blocks


def calls_line(language: Language, day: PlanDay) -> str:
    """The calls of a day, units before people."""
    if not day.calls:
        return language.say("call time not known yet")
    found = [f"{call.who} {call_hour(language, day.day, call.at)}" for call in day.calls]
    return language.say("Call: {calls}", calls=", ".join(found))


def moved_text(language: Language, scene: str, start: DayName, to: DayName) -> str:
    """A scene went to another day."""
    return language.say(
        "Moved in {production}: scene {scene} from {start} to {to}. Whoever is concerned is told.",
        production=to.production,
        scene=scene,
        start=day_text(language, start),
        to=day_text(language, to),
    )


def call_text(language: Language, day: DayName, who: str, before: datetime | None, after: datetime) -> str:
    """A call changed: before and after."""
    return language.say(
        "{production}, {day}, {who}: call {before} → {after}. Everything that hangs on it has moved along.",
        production=day.production,
        day=day_text(language, day),
        who=who,
        before=call_hour(language, day, before) if before is not None else language.say("not known"),
        after=call_hour(language, day, after),
    )


def filmed_text(language: Language, scene: str, day: DayName) -> str:
    """A scene is done for the day."""
    return language.say(
        "Filmed in {production}: scene {scene}, {day}.",
        production=day.production,
        scene=scene,
        day=day_text(language, day),
    )


def not_filmed_text(language: Language, scene: str, day: DayName) -> str:
    """A scene was marked as filmed by mistake."""
    return language.say(
        "Not filmed yet in {production}: scene {scene}, {day}.",
        production=day.production,
        scene=scene,
        day=day_text(language, day),
    )


def wrapped_text(language: Language, day: DayName) -> str:
    """A day is over."""
    return language.say(
        "Wrapped: {day}, {production}. Its closed sets close now.",
        day=day_text(language, day),
        production=day.production,
    )


def unfit_text(
    language: Language, production: str, reason: BoardReason, scene: str = "", days: Sequence[DayName] = ()
) -> str:
    """What the board does not allow, as one sentence."""
    where = {
        "production": production,
        "scene": scene,
        "day": day_text(language, days[0]) if days else "",
        "days": "; ".join(day_text(language, day) for day in days),
    }
    return {**unfit_on_day(language, where), **unfit_scene(language, where)}[reason]


def unfit_on_day(language: Language, where: Mapping[str, str]) -> dict[BoardReason, str]:
    """What is not possible on a day."""
    return {
        BoardReason.NOT_THERE: language.say(
            "Scene {scene} is not planned for {day} in {production}; “/shootday list” shows the days.", **where
        ),
        BoardReason.THERE_ALREADY: language.say("Scene {scene} is planned for {day} in {production} already.", **where),
        BoardReason.DAY_OVER: language.say(
            "{day} has wrapped in {production}; please choose a day to come, such as tomorrow.", **where
        ),
        BoardReason.DAY_OFF: language.say(
            "{day} is a day off in {production}; please choose another day, such as tomorrow.", **where
        ),
        BoardReason.NOT_BEGUN: language.say(
            "The call of {day} has not come yet in {production}, so nothing is filmed or wrapped there.", **where
        ),
        BoardReason.NONE_BEGUN: language.say(
            "No day has begun for this in {production}; please write one, such as 11.", **where
        ),
    }


def unfit_scene(language: Language, where: Mapping[str, str]) -> dict[BoardReason, str]:
    """What is not possible with a scene."""
    return {
        BoardReason.FILMED: language.say(
            "Scene {scene} has been filmed in {production}; if not, write “/shootday not-filmed {scene}” first.",
            **where,
        ),
        BoardReason.CUT: language.say(
            "Scene {scene} is cut in {production}; “/scene restore {scene}” brings it back.", **where
        ),
        BoardReason.NOT_CUT: language.say(
            "Scene {scene} is not cut in {production}, so there is nothing to restore.", **where
        ),
        BoardReason.ON_NO_DAY: language.say(
            "Scene {scene} is on no day in {production}; import the schedule to add it.", **where
        ),
        BoardReason.ON_SEVERAL_DAYS: language.say(
            "Scene {scene} is on more than one day in {production} ({days}); please add from which, such as from 11.",
            **where,
        ),
    }
