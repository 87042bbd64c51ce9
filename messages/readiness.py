"""What an AD reads: the words of a day's scenes. Built only from types that cannot hold private matters."""

from bot.domain.disclosure import DayName, PlanReadiness
from messages.blocks import Message, note, section, titled
from messages.language import Language
from messages.vocabulary import day_text, neutral, told_text


def readiness_message(language: Language, words: PlanReadiness) -> Message:
    """One line per scene, as of when, and when the next word comes."""
    lines = [
        language.say("Scene {scene}: {word}", scene=line.scene, word=told_text(language, line)) for line in words.scenes
    ]
    return Message(
        text=neutral(language),
        blocks=[
            titled(f"{words.day.production} · {day_text(language, words.day)}"),
            section("\n".join(lines)),
            note(as_of(language, words)),
        ],
    )


def as_of(language: Language, words: PlanReadiness) -> str:
    """As of when, on which board, and by when the next word comes."""
    parts = [
        language.say("As of {hour}", hour=language.moment(words.as_of, words.day.zone)),
        language.say("board {version}", version=words.board_version),
    ]
    if words.next_by is None:
        parts.append(language.say("last word for this day"))
    else:
        hour = language.moment(words.next_by, words.day.zone)
        parts.append(
            language.say(
                "next word by {hour}, sooner if it changes; if none comes, treat it as With coordinator", hour=hour
            )
        )
    return " · ".join(parts)


def radio_message(language: Language, day: DayName, scene: str) -> Message:
    """Nobody of the coordination answers: the AD's team looks for them."""
    return Message(
        text=neutral(language),
        blocks=[
            titled(f"{day.production} · {day_text(language, day)}"),
            section(
                language.say("Please find the coordinator in person before scene {scene} goes ahead.", scene=scene)
            ),
        ],
    )
