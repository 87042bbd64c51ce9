"""What people read of intimate scenes: the list, and what was confirmed."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.coordination import RiderLine, SceneTerms
from bot.domain.disclosure import PlanScene
from bot.domain.refusals import PresenceReason
from messages.blocks import Message, Modal, choice_input, note, paragraphs, section, titled
from messages.closed_set import line_text
from messages.language import Language
from messages.vocabulary import day_text, neutral


def scenes_message(language: Language, production: str, scenes: Sequence[PlanScene]) -> Message:
    """The intimate scenes as the board has them."""
    return listing(language, production, [scene_line(language, scene) for scene in scenes])


def terms_message(language: Language, production: str, scenes: Sequence[SceneTerms]) -> Message:
    """The intimate scenes with their riders, for the coordinator."""
    return listing(language, production, ["\n    ".join(terms_lines(language, scene)) for scene in scenes])


def terms_lines(language: Language, scene: SceneTerms) -> list[str]:
    """One scene, its riders, and the words of the schedule that make it look intimate."""
    lines = [scene_line(language, scene.scene)]
    if not scene.scene.proposed and not scene.scene.cut:
        lines.append(made_of_line(language, scene))
    lines += [rider_line(language, rider) for rider in scene.riders]
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
    parts += [line_text(language, line) for line in scene.closed_sets]
    return " · ".join(parts)


def made_of_line(language: Language, scene: SceneTerms) -> str:
    """Whether it is recorded what a scene is made of; nothing of what that is."""
    if scene.made_version is None:
        return language.say("what it is made of: not recorded")
    return language.say("what it is made of: version {version}", version=scene.made_version)


def rider_line(language: Language, rider: RiderLine) -> str:
    """Which rider a performer has."""
    if rider.version is None:
        return language.say("{name}: no rider recorded", name=rider.performer)
    if not rider.in_force:
        return language.say(
            "{name}: rider version {version}, not in force", name=rider.performer, version=rider.version
        )
    return language.say("{name}: rider version {version}", name=rider.performer, version=rider.version)


def confirmed_text(
    language: Language, production: str, scenes: Sequence[str], without: Sequence[tuple[str, str]]
) -> str:
    """Scenes were confirmed as intimate, and for whom, in which scene, a rider is still missing."""
    text = language.say(
        "Confirmed as intimate in {production}: {scenes}. Check-ins go out in time.",
        production=production,
        scenes=", ".join(scenes),
    )
    if without:
        names = ", ".join(f"{performer} ({scene})" for performer, scene in without)
        text += "\n" + language.say(
            "No rider is recorded yet for: {names}. Write “/scene terms SCENE @person”.", names=names
        )
    return text


def cut_first_text(language: Language, production: str, scene: str) -> str:
    """A scene that is cut cannot be confirmed."""
    return language.say("Scene {scene} is cut in {production}; restore it first.", scene=scene, production=production)


def not_intimate_text(language: Language, production: str, scenes: Sequence[str]) -> str:
    """Scenes were said not to be intimate."""
    return language.say(
        "Not intimate in {production}: {scenes}. Nobody is asked about it.",
        production=production,
        scenes=", ".join(scenes),
    )


def pages_text(language: Language, production: str, scene: str) -> str:
    """Late pages have changed a scene."""
    return language.say(
        "New pages for scene {scene}, {production}: what was confirmed no longer counts, and whoever had been "
        "asked is asked again. If what was agreed has changed, write terms {scene} @person.",
        scene=scene,
        production=production,
    )


def cut_text(language: Language, production: str, scene: str) -> str:
    """A scene was cut."""
    return language.say(
        "Scene {scene} is cut from {production}. Whoever was asked about it is told.",
        scene=scene,
        production=production,
    )


def restored_text(language: Language, production: str, scene: str, *, on_a_day: bool) -> str:
    """A scene that was cut is back."""
    if not on_a_day:
        return language.say("Scene {scene} is back in {production}, on no day yet.", scene=scene, production=production)
    return language.say(
        "Scene {scene} is back in {production}. Whoever is in it is asked afresh.", scene=scene, production=production
    )


# Present and not in the action.

PRESENT = "present"
IN_ACTION = "in_action"


def presence_modal(language: Language, about: str, scene: str, cast_id: str) -> Modal:
    """Whether somebody nobody is named for, or a group, is in the action of a scene."""
    return Modal(
        title=language.say("Present in the scene"),
        callback="presence",
        about=about,
        submit=language.say("Record"),
        close=language.say("Close"),
        blocks=[
            titled(language.say("Scene {scene}", scene=scene), language.say("Cast number {number}", number=cast_id)),
            choice_input(
                "how",
                language.say("How they take part"),
                [
                    (PRESENT, language.say("Present, not in the action: told, and free to object")),
                    (IN_ACTION, language.say("In the action, or they have objected")),
                ],
            ),
            note(
                language.say(
                    "Please tell them yourself what is filmed and that they may object at any time, without a reason. "
                    "The scene then no longer waits for somebody to be named for this number."
                )
            ),
        ],
    )


def presence_unfit_text(language: Language, reason: PresenceReason, scene: str, cast_id: str) -> str:
    """Why a cast number cannot be marked so, and what to do instead."""
    if reason is PresenceReason.PLAYED:
        return language.say(
            "Somebody is named for cast number {number}, so they are asked like everybody else.", number=cast_id
        )
    return language.say(
        "Scene {scene} has no cast number “{number}”; write it as the schedule does, such as present {scene} 30.",
        scene=scene,
        number=cast_id,
    )
