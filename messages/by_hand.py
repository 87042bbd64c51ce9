"""What the coordination reads after asking or recording by hand, and why it cannot be."""

from collections.abc import Sequence

from bot.domain.outcomes import RecordedByHand, SentByHand
from bot.domain.refusals import AskingReason, BoardReason
from messages.arguments import names_to_choose
from messages.language import Language
from messages.vocabulary import answer_text, day_text, source_text


def sent_text(language: Language, sent: SentByHand) -> str:
    """To whom a check-in went, and with whom the coordination has to speak."""
    lines = []
    if sent.reached:
        lines.append(
            language.say(
                "Sent for scene {scene}, {day}, {production}: {names}.",
                scene=sent.scene,
                day=day_text(language, sent.day),
                production=sent.day.production,
                names=", ".join(sent.reached),
            )
        )
    if sent.in_person:
        lines.append(
            language.say(
                "Not reached in Slack, please speak with them and record what they say: {names}.",
                names=", ".join(sent.in_person),
            )
        )
    return "\n".join(lines)


def recorded_text(language: Language, recorded: RecordedByHand) -> str:
    """What was recorded; where the scene was filmed before, what can still be done."""
    text = language.say(
        "Recorded for {name}, scene {scene}, {day}, {production}: {answer}, {how}.",
        name=recorded.performer,
        scene=recorded.scene,
        day=day_text(language, recorded.day),
        production=recorded.day.production,
        answer=answer_text(language, recorded.kind),
        how=source_text(language, recorded.source),
    )
    if recorded.filmed_at is not None:
        hour = language.moment(recorded.filmed_at, recorded.day.zone)
        text += "\n" + language.say(
            "The scene was filmed {hour}; what can be done now is about use and edit.", hour=hour
        )
    return text


def not_asked_text(
    language: Language, production: str, reason: AskingReason, scene: str, cast: Sequence[str] = ()
) -> str:
    """Why a check-in is not sent."""
    return {
        AskingReason.WITH_COORDINATOR: language.say(
            "Scene {scene} needs the coordinator: nobody in it is asked here.", scene=scene
        ),
        AskingReason.NO_CHECK_IN: language.say(
            "There is no check-in for this in {production}: is scene {scene} confirmed as intimate, and are the right "
            "people named? It has {names}.",
            production=production,
            scene=scene,
            names=names_to_choose(language, cast),
        ),
        AskingReason.NOBODY_ON_DUTY: language.say(
            "Nobody is on duty for {production}, so nothing was sent; write duty on first.", production=production
        ),
        AskingReason.NOBODY_LEFT: language.say(
            "Nothing was sent: nobody in scene {scene} is left to ask. A double is asked only by name, such as "
            "send {scene} @person; to ask everybody again, write reopen {scene}.",
            scene=scene,
        ),
        AskingReason.CALL_HAS_COME: language.say(
            "The call has come, so nothing was sent; please speak in person, then record {scene} @person.",
            scene=scene,
        ),
    }[reason]


def no_day_text(language: Language, production: str, reason: BoardReason, scene: str) -> str:
    """Why a scene has no day a check-in could be about."""
    where = {"scene": scene, "production": production}
    return {
        BoardReason.CUT: language.say("Scene {scene} is cut in {production}.", **where),
        BoardReason.NOT_ON_THAT_DAY: language.say(
            "Scene {scene} is not planned for that day in {production}; “/shootday list” shows what is.", **where
        ),
        BoardReason.NO_DAY_TO_COME: language.say("Scene {scene} has no day to come in {production}.", **where),
    }[reason]


def no_intimate_scene(language: Language, production: str) -> str:
    """Nothing intimate is coming up."""
    return language.say("No intimate scene is coming up in {production}.", production=production)
