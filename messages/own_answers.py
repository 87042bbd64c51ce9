"""The performer's own page: what they answered that still counts, the buttons to change it, their notes."""

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import DayName, OwnAnswer
from bot.domain.personal_data import OwnAnswers
from bot.domain.standing import Standing
from messages.blocks import Modal, divider, section, titled
from messages.checkin import scene_blocks
from messages.language import Language
from messages.private_notes import note_blocks
from messages.vocabulary import answer_text, day_text
from messages.who_has_it import who_has_it

AGAIN = ("own_answers", "-")


def own_answers_modal(language: Language, own: OwnAnswers) -> Modal:
    """Everything a performer answered that still counts, with the buttons to change it, and their notes.

    Two productions may each have a scene 42 on one day: then each line names its own.
    """
    several = len({answer.day.production for answer in own.answers} | {day.day.production for day in own.days}) > 1
    blocks: list[Block] = []
    for answer in own.answers:
        place = language.say("Scene {scene}, {day}", scene=answer.scene, day=day_text(language, answer.day))
        blocks.append(titled(named(place, answer.day, several=several), answer_line(language, answer)))
    for day in own.days:
        title = named(day_text(language, day.day), day.day, several=several)
        blocks += [divider(), section(title), *scene_blocks(language, day.scenes)]
    if not blocks:
        blocks.append(section(language.say("There is nothing open for you at the moment.")))
    if own.notes:
        blocks += [divider(), *note_blocks(language, own.notes)]
    return Modal(title=language.say("Your answers"), blocks=blocks, close=language.say("Close"), again=AGAIN)


def named(text: str, day: DayName, *, several: bool) -> str:
    """A line with its production before it, where there are several."""
    return f"{day.production} · {text}" if several else text


def answer_line(language: Language, answer: OwnAnswer) -> str:
    """One answer: what, when, whether it counts, and who has it."""
    if answer.kind is None or answer.said_at is None:
        line = language.say("No answer yet.")
    else:
        line = f"{answer_text(language, answer.kind)}, {language.moment(answer.said_at, answer.day.zone)}"
    return "\n".join(filter(None, [line, where_it_stands(language, answer)]))


def where_it_stands(language: Language, answer: OwnAnswer) -> str:
    """Whether an answer counts, is asked for again, or is with somebody who speaks with the performer first."""
    if answer.standing is Standing.CONFIRMED:
        return language.say("This counts.")
    if answer.held is None:
        return language.say("You are asked again: this was about an earlier state.") if answer.kind else ""
    name = answer.held.seen_by or answer.held.coordinator.name
    first = language.say("With the coordinator: {name} will speak with you first.", name=name)
    return f"{first}\n{who_has_it(language, answer.held)}"
