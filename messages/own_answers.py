"""The performer's own page: what they answered that still counts, the buttons to change it, their notes."""

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import OwnAnswer
from bot.domain.personal_data import OwnAnswers
from messages.blocks import Modal, divider, section, titled
from messages.checkin import scene_blocks
from messages.language import Language
from messages.private_notes import note_blocks
from messages.vocabulary import answer_text, day_text


def own_answers_modal(language: Language, own: OwnAnswers) -> Modal:
    """Everything a performer answered that still counts, with the buttons to change it, and their notes."""
    blocks: list[Block] = [
        titled(
            language.say("Scene {scene}, {day}", scene=answer.scene, day=day_text(language, answer.day)),
            answer_line(language, answer),
        )
        for answer in own.answers
    ]
    for day in own.days:
        blocks += [divider(), section(day_text(language, day.day)), *scene_blocks(language, day.scenes)]
    if not blocks:
        blocks.append(section(language.say("There is nothing open for you at the moment.")))
    if own.notes:
        blocks += [divider(), *note_blocks(language, own.notes)]
    return Modal(title=language.say("Your answers"), blocks=blocks[:100], close=language.say("Close"))


def answer_line(language: Language, answer: OwnAnswer) -> str:
    """One answer: what, when, and whether it was seen."""
    if answer.kind is None or answer.said_at is None:
        return language.say("No answer yet.")
    line = f"{answer_text(language, answer.kind)}, {language.moment(answer.said_at, answer.day.zone)}"
    if answer.seen_by:
        line += "\n" + language.say("Seen by {name}.", name=answer.seen_by)
    return line
