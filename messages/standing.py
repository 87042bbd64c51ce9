"""What the coordinator reads of a day, seen by nobody else; who is on duty."""

from slack_sdk.models.blocks import Block

from bot.domain.coordination import DayStanding, PerformerStanding
from messages.blocks import Message, note, titled
from messages.language import Language
from messages.vocabulary import answer_text, day_text, neutral, source_text, standing_text, told_text


def day_standing_message(language: Language, day: DayStanding) -> Message:
    """Scene by scene: who stands where, how and when they said it, under which rider, and what the AD was told."""
    blocks: list[Block] = [titled(f"{day.day.production} · {day_text(language, day.day)}")]
    blocks += [scene_block(language, day, scene) for scene in day.scenes]
    if not day.scenes:
        blocks.append(note(language.say("No intimate scene is planned for this day.")))
    blocks.append(note(language.say("Only you see this.")))
    return Message(text=neutral(language), blocks=blocks)


def scene_block(language: Language, day: DayStanding, scene: str) -> Block:
    """One scene with its performers."""
    word = next((told_text(language, told) for told in day.words if told.scene == scene), None)
    lines = [language.say("AD reads: {word}", word=word) if word else language.say("AD: no word yet")]
    lines += [
        performer_line(language, day.day.zone, performer) for performer in day.performers if performer.scene == scene
    ]
    if scene in day.not_asked:
        lines.append(language.say("Nobody in it is asked here: the scene needs you."))
    lines += [
        language.say("Cast id {cast_id}: nobody is named for it", cast_id=cast_id)
        for where, cast_id in day.unnamed
        if where == scene
    ]
    return titled(language.say("Scene {scene}", scene=scene), "\n".join(lines))


def performer_line(language: Language, zone: str, performer: PerformerStanding) -> str:
    """One performer: standing, last answer, how and when, rider."""
    parts = [standing_text(language, performer.standing)]
    if performer.by_hand:
        parts = [language.say("asked only when you send it")]
    if performer.answer is not None and performer.source is not None and performer.said_at is not None:
        parts.append(
            language.say(
                "{answer}, {how}, {hour}",
                answer=answer_text(language, performer.answer),
                how=source_text(language, performer.source),
                hour=language.moment(performer.said_at, zone),
            )
        )
    if performer.rider_version is None:
        parts.append(language.say("no rider recorded"))
    else:
        parts.append(language.say("rider version {version}", version=performer.rider_version))
    if performer.rider_version is not None and not performer.rider_holds:
        parts.append(language.say("not in force, or its notice is not met"))
    return f"{performer.performer}: " + " · ".join(parts)
