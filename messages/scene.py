"""What people read of intimate scenes: the list, the rider to write, the rider to read."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.disclosure import PlanScene, PlanTerms, RiderForm, RiderLine, SceneTerms
from messages.blocks import (
    Message,
    Modal,
    choice_input,
    day_input,
    hour_input,
    note,
    paragraphs,
    section,
    titled,
    words_input,
)
from messages.language import Language
from messages.words import day_text, neutral

YES, NO = "yes", "no"


def scenes_message(language: Language, production: str, scenes: Sequence[PlanScene]) -> Message:
    """The intimate scenes as the board has them."""
    return listing(language, production, [scene_line(language, scene) for scene in scenes])


def terms_message(language: Language, production: str, scenes: Sequence[SceneTerms]) -> Message:
    """The intimate scenes with their riders, for the coordinator."""
    return listing(language, production, ["\n    ".join(terms_lines(language, scene)) for scene in scenes])


def terms_lines(language: Language, scene: SceneTerms) -> list[str]:
    """One scene, its riders, and the words of the schedule that make it look intimate."""
    lines = [scene_line(language, scene.scene), *(rider_line(language, rider) for rider in scene.riders)]
    if scene.hints:
        lines.append(language.say("the schedule says: {hints}", hints=", ".join(scene.hints)))
    return lines


def listing(language: Language, production: str, lines: Sequence[str]) -> Message:
    """Lines under the name of a production."""
    blocks: list[Block] = [titled(production), *paragraphs(lines)]
    if not lines:
        blocks.append(section(language.say("No scene is confirmed or proposed as intimate.")))
    return Message(text=neutral(language), blocks=blocks)


def scene_line(language: Language, scene: PlanScene) -> str:
    """One scene: number, place, whether it is only proposed or cut, its days."""
    parts = [language.say("Scene {scene}", scene=scene.scene)]
    if scene.place:
        parts.append(scene.place)
    if scene.cut:
        parts.append(language.say("cut"))
    elif scene.proposed:
        parts.append(language.say("proposed, not confirmed"))
    if not scene.cut:
        days = "; ".join(day_text(language, day) for day in scene.days)
        parts.append(days or language.say("not scheduled"))
    return " · ".join(parts)


def rider_line(language: Language, rider: RiderLine) -> str:
    """Which rider a performer has."""
    if rider.version is None:
        return language.say("{name}: no rider recorded", name=rider.performer)
    if not rider.in_force:
        return language.say(
            "{name}: rider version {version}, not in force", name=rider.performer, version=rider.version
        )
    return language.say("{name}: rider version {version}", name=rider.performer, version=rider.version)


def confirmed_text(language: Language, production: str, scenes: Sequence[str], without: Sequence[str]) -> str:
    """Scenes were confirmed as intimate, and for whom a rider is still missing."""
    text = language.say(
        "Confirmed as intimate in {production}: {scenes}. Check-ins go out in time.",
        production=production,
        scenes=", ".join(scenes),
    )
    if without:
        text += "\n" + language.say(
            "No rider is recorded yet for: {names}. Write “/scene terms SCENE @person”.", names=", ".join(without)
        )
    return text


def rider_modal(language: Language, about: str, form: RiderForm) -> Modal:
    """What was agreed with a performer for a scene, for the coordinator to write or bring up to date."""
    if form.version is None:
        version = language.say("No rider is recorded yet. Saving makes version 1.")
    else:
        version = language.say(
            "Version {version} is recorded. Saving other words makes version {next}, and {name} is asked again.",
            version=form.version,
            next=form.version + 1,
            name=form.performer,
        )
    if form.notice_waived:
        version += " " + language.say("Its notice was waived.")
    return Modal(
        title=language.say("What was agreed"),
        callback="rider",
        about=about,
        submit=language.say("Save"),
        close=language.say("Close"),
        blocks=[
            titled(language.say("Scene {scene}", scene=form.scene), form.performer),
            section(version),
            words_input("agreed", language.say("What was agreed"), initial=form.agreed or None),
            words_input(
                "document",
                language.say("Document: its name or a link"),
                lines=False,
                optional=True,
                initial=form.document or None,
            ),
            day_input("sent", language.say("Sent to the performer on"), form.sent_on),
            hour_input(
                "hour", language.say("At"), optional=True, hint=language.say("Left empty, the end of that day counts.")
            ),
            choice_input(
                "in_force",
                language.say("Signed and in force"),
                [(YES, language.say("Yes")), (NO, language.say("Not yet"))],
                initial=YES if form.in_force else NO,
            ),
            choice_input(
                "waived",
                language.say("Notice waived by the performer, in writing"),
                [(NO, language.say("No")), (YES, language.say("Yes"))],
                initial=NO,
            ),
            note(
                language.say(
                    "The contract stays where it is: the bot only keeps these words for the performer to read."
                )
            ),
        ],
    )


def saved_modal(language: Language, form: RiderForm, version: int) -> Modal:
    """Which version is recorded now."""
    return Modal(
        title=language.say("What was agreed"),
        close=language.say("Close"),
        blocks=[
            titled(
                language.say("Scene {scene}", scene=form.scene),
                language.say("{name}: rider version {version}", name=form.performer, version=version),
            ),
            section(language.say("Saved.")),
        ],
    )


def plan_terms_modal(language: Language, terms: PlanTerms) -> Modal:
    """The rider's words, for the 1st AD to read."""
    blocks: list[Block] = [
        titled(language.say("Scene {scene}", scene=terms.scene), terms.performer),
        section(terms.agreed or language.say("No rider is recorded yet. Please ask the coordinator.")),
    ]
    if terms.document:
        blocks.append(note(language.say("Document: {document}", document=terms.document)))
    return Modal(title=language.say("What was agreed"), blocks=blocks, close=language.say("Close"))
