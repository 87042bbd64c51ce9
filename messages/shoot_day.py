"""What people who plan read of the coming days, and of a change of the board."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import DayName, PlanDay
from bot.domain.times import local
from messages.blocks import Message, note, section, titled
from messages.closed_set import line_text
from messages.language import Language
from messages.readiness import as_of
from messages.vocabulary import day_text, neutral, word_text

# Slack takes at most 50 blocks in a message, and a day needs up to three.
MOST_DAYS = 15


def days_message(language: Language, production: str, days: Sequence[PlanDay]) -> Message:
    """The coming days: calls, intimate scenes, and the last published words."""
    blocks: list[Block] = [titled(production)]
    for day in days[:MOST_DAYS]:
        blocks += day_blocks(language, day)
    if not days:
        blocks.append(section(language.say("No shooting day is coming up.")))
    if len(days) > MOST_DAYS:
        more = language.count("{number} more day follows.", "{number} more days follow.", len(days) - MOST_DAYS)
        blocks.append(note(more))
    return Message(text=neutral(language), blocks=blocks)


def day_blocks(language: Language, day: PlanDay) -> list[Block]:
    """One day of the board."""
    lines = [calls_line(language, day)]
    told = {word.scene: word_text(language, word.word) for word in day.words.scenes} if day.words is not None else {}
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


def call_hour(language: Language, day: DayName, at: datetime) -> str:
    """A call's wall time; with its date where it falls into the night after the shooting day."""
    same = local(at, day.zone).date() == day.date
    return language.hour(at, day.zone) if same else language.moment(at, day.zone)


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
