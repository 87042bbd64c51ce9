"""What was agreed, to read in modals: a rider and what a scene is made of, for its performer and for the 1st AD."""

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import OwnTerms, PlanTerms
from bot.domain.standing import AnswerKind
from bot.domain.terms import Kind, MadeOf, RiderDetails, Wording
from bot.domain.unreadable import LOST
from messages.blocks import Button, Modal, buttons, labelled, note, section, titled
from messages.language import Language
from messages.lost import lost_blocks
from messages.vocabulary import answer_text, day_text


def kind_text(language: Language, kind: Kind) -> str:
    """A kind of intimacy in the field's words."""
    return {
        Kind.NUDITY: language.say("nudity"),
        Kind.SIMULATED_SEX: language.say("simulated sex"),
        Kind.KISSING: language.say("kissing"),
        Kind.UNDRESSING: language.say("undressing"),
        Kind.SHOWER: language.say("shower"),
        Kind.BIRTH: language.say("birth"),
        Kind.MEDICAL_EXAMINATION: language.say("medical examination"),
        Kind.SENSUAL_DANCE: language.say("sensual dance"),
        Kind.STRIPTEASE: language.say("striptease"),
        Kind.SIMULATED_SEXUAL_VIOLENCE: language.say("simulated sexual violence"),
        Kind.HYPER_EXPOSED: language.say("hyper-exposed"),
        Kind.OTHER_CLOSENESS: language.say("other closeness"),
    }.get(kind, LOST)


def detail_labels(language: Language) -> dict[str, str]:
    """The parts of a rider beside its text."""
    return {
        "nudity": language.say("Degree of nudity: parts, as seen"),
        "contact": language.say("Contact"),
        "barriers": language.say("Barriers and garments"),
        "seen": language.say("Will be seen"),
        "not_seen": language.say("Will not be seen"),
    }


def scene_labels(language: Language) -> dict[str, str]:
    """What is written of a scene for everybody in it."""
    return {
        "tone": language.say("Tone"),
        "dialogue": language.say("Dialogue"),
        "crew": language.say("Crew on set"),
        "monitors": language.say("At the monitors"),
        "footage": language.say("Use of footage and stills"),
        "stunt_coordinator": language.say("Stunt coordinator"),
    }


def detail_blocks(language: Language, details: RiderDetails) -> list[Block]:
    """The parts of a rider that are written."""
    labels = detail_labels(language)
    words = {name: getattr(details, name) for name in labels}
    return [block for name, text in words.items() if text for block in labelled(labels[name], text)]


def wording_blocks(language: Language, title: str, wording: Wording) -> list[Block]:
    """A rider's text and its parts."""
    return [*labelled(title, wording.text), *detail_blocks(language, wording.details)]


def made_of_blocks(language: Language, made: MadeOf) -> list[Block]:
    """What a scene is made of, as far as it is written."""
    labels, words = scene_labels(language), made.words()
    blocks: list[Block] = []
    if made.kinds:
        kinds = ", ".join(kind_text(language, kind) for kind in made.kinds)
        blocks.append(titled(language.say("The scene has"), kinds))
    return blocks + [block for name, text in words.items() if text for block in labelled(labels[name], text)]


def terms_modal(language: Language, terms: OwnTerms) -> Modal:
    """What was agreed, to read."""
    return Modal(
        title=language.say("What was agreed"),
        blocks=[
            titled(language.say("Scene {scene}", scene=terms.scene), day_text(language, terms.day)),
            *terms_blocks(language, terms),
        ],
        close=language.say("Close"),
    )


def terms_blocks(language: Language, terms: OwnTerms) -> list[Block]:
    """The terms in force: limits first, then the performer's own rider, then the scene."""
    blocks: list[Block] = lost_blocks(language, terms)
    if terms.limits:
        blocks += labelled(language.say("Limits"), terms.limits)
    if terms.wording is None:
        name = terms.coordinator.name
        blocks.append(section(language.say("No terms are written here yet. Please ask {name}.", name=name)))
    else:
        if terms.untranslated:
            blocks += untranslated_blocks(language, terms)
        title = language.say("Rider, version {version}", version=terms.version)
        blocks += wording_blocks(language, title, terms.wording)
        if terms.document:
            blocks.append(note(language.say("Document: {document}", document=terms.document)))
    return blocks + made_of_blocks(language, terms.made_of)


def untranslated_blocks(language: Language, terms: OwnTerms) -> list[Block]:
    """Nobody has translated the rider: the coordinator's call comes before the words in another language."""
    value = f"{terms.check_in_id}:{terms.shown}"
    text = language.say(
        "Nobody has translated these terms into your language yet. {name} can go through them with you first.",
        name=terms.coordinator.name,
    )
    call = Button(answer_text(language, AnswerKind.CALL_ME), "answer_call_me", value)
    return [section(text), buttons([call], block=f"untranslated_{terms.check_in_id}")]


def plan_terms_modal(language: Language, terms: PlanTerms) -> Modal:
    """The rider's words and what the scene is made of, for the 1st AD to read."""
    blocks: list[Block] = [titled(language.say("Scene {scene}", scene=terms.scene), terms.performer)]
    blocks += lost_blocks(language, terms)
    if terms.wording is None:
        blocks.append(section(language.say("No rider is recorded yet. Please ask the coordinator.")))
    else:
        blocks += wording_blocks(language, language.say("What was agreed"), terms.wording)
    if terms.document:
        blocks.append(note(language.say("Document: {document}", document=terms.document)))
    blocks += made_of_blocks(language, terms.made_of)
    return Modal(title=language.say("What was agreed"), blocks=blocks, close=language.say("Close"))
