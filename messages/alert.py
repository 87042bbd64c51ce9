"""What coordinators read when something needs them."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.alert_kinds import Subject
from bot.domain.disclosure import AlertDetail, AskedScene
from bot.domain.outcomes import LeftDay
from messages.blocks import Button, Message, Modal, buttons, choice_input, note, section, titled, words_input
from messages.closed_set import closed_set_blocks
from messages.language import Language
from messages.vocabulary import answer_text, day_text, neutral

# A section holds 3,000 characters.
LONGEST_LINE = 280
LINES = 10
MOST_LINES = 200


def alert_message(language: Language, production: str, alert: int, *, again: bool) -> Message:
    """An urgent alert says so and nothing else; what it is about stands behind the button."""
    line = language.say("Still waiting for you.") if again else language.say("Something needs you now.")
    return Message(
        text=neutral(language),
        blocks=[titled(production, line), buttons([Button(language.say("Open"), "alert", str(alert))])],
    )


def gathered_message(
    language: Language, production: str, production_id: int, subjects: Sequence[Subject], number: int, alone: int | None
) -> Message:
    """What is not urgent, in one message: how many things, and what they are about; `alone` is the only one."""
    names = ", ".join(subject_text(language, subject) for subject in subjects)
    line = language.say("There is something for you to know.")
    things = language.count("{number} thing: {names}", "{number} things: {names}", number, names=names)
    button = Button(language.say("Open"), "alert", str(alone)) if alone is not None else None
    together = Button(language.say("Open"), "gathered", str(production_id))
    return Message(
        text=neutral(language), blocks=[titled(production, line), section(things), buttons([button or together])]
    )


def subject_text(language: Language, subject: Subject) -> str:
    """What gathered things are about, as far as Slack's history may say it."""
    return {
        Subject.SCHEDULE: language.say("the schedule"),
        Subject.LIST: language.say("a list"),
        Subject.CHECK_IN: language.say("check-ins"),
        Subject.APP: language.say("the app"),
    }[subject]


def gathered_modal(language: Language, found: Sequence[AlertDetail], more: int) -> Modal:
    """Everything that is gathered, each thing with a way to look closer."""
    blocks: list[Block] = []
    for detail in found:
        blocks.append(titled(alert_sentence(language, detail), place_line(language, detail)))
        blocks.append(buttons([Button(language.say("Open"), "alert", str(detail.alert_id))]))
    if more:
        blocks.append(note(language.count("{number} more is waiting.", "{number} more are waiting.", more)))
    if not found:
        blocks.append(note(language.say("Nothing is waiting for you.")))
    return Modal(title=language.say("For you"), callback="gathered", blocks=blocks, close=language.say("Close"))


def alert_modal(language: Language, detail: AlertDetail) -> Modal:
    """All of it, for the coordinator; the words only for whom they are meant."""
    waiting = detail.urgent and not detail.acknowledged
    return Modal(
        title=language.say("For you"),
        callback="acknowledge" if waiting else "nothing",
        about=str(detail.alert_id),
        submit=language.say("I have seen this") if waiting else None,
        close=language.say("Close"),
        blocks=[
            titled(alert_sentence(language, detail), place_line(language, detail)),
            *answer_blocks(language, detail),
            *told_blocks(detail.told),
            *closed_set_blocks(language, detail),
            *words_blocks(language, detail),
            *(coordinator_buttons(language, detail.check_in_id) if detail.check_in_id is not None else []),
            *(
                [note(language.say("“I have seen this” tells the performer so and ends the repeats."))]
                if waiting and detail.closed_set is None
                else []
            ),
        ],
    )


def alert_sentence(language: Language, detail: AlertDetail) -> str:
    """What happened, in one sentence."""
    name = detail.performer or language.say("somebody")
    sentences = {
        "change": language.say("{name}: not as agreed", name=name),
        "call_me": language.say("{name} asks you to call", name=name),
        "typed": language.say("{name} has written to you", name=name),
        "wrote": language.say("{name} has written to you", name=name),
        "deleted": language.say("{name} has deleted a message; please ask", name=name),
        "answered_since": language.say("{name} has answered again; it is for you to re-open", name=name),
        "silence_evening": language.say("{name} has not answered yet and was asked once more", name=name),
        "silence_at_call": language.say("{name} has not answered: please speak in person", name=name),
        "ask_in_person": language.say("{name} is asked in person: please speak and record the answer", name=name),
        "moved": language.say("A scene has moved to another day; its performers are asked again"),
        "cut": language.say("A scene has been cut"),
        "filmed_elsewhere": language.say("A scene has been filmed, so nobody is asked about its other day any more"),
        "notice": language.say("{name}: the notice of the rider is no longer met", name=name),
        "turnaround": language.say("{name}: too little rest before this call", name=name),
        "unreachable": language.say("{name} cannot be reached in Slack: please speak in person", name=name),
        "no_duty": language.say("Nobody is on duty, so no check-in is sent. Please use /checkin duty"),
        "proposed": language.say("The schedule has scenes for you to look at. Please use /scene list"),
        "offline": language.say("The bot was offline; performers with an open check-in are asked again"),
        "closed_set": language.say("Closed set: please act, Slack does not let the bot keep the channel right"),
        "added": language.say("{name} was added to a closed set without being on its list", name=name),
        "hold": language.say("Closed set on hold for you: who is in it stays as it is until you decide"),
        "roster": language.say("Closed set: its opening time has come and the list waits for your approval"),
        "roster_moved": language.say("Closed set: the list has changed with the plan; please look at it"),
        "asked": language.say("An AD asks to have {name} on a closed set", name=name),
        "left": language.say("{name} has left the channel of a closed set; invite again only if they wish", name=name),
        "needs_coordinator": language.say(
            "This scene needs the coordinator: nobody in it is asked, and it stays with you"
        ),
        "follow_up": language.say("{name} is not reached in Slack: please call, the day after", name=name),
    }
    return sentences[detail.kind]


def place_line(language: Language, detail: AlertDetail) -> str:
    """The production, scene and day it is about; the hours of an outage."""
    parts = [detail.production]
    if detail.scene:
        parts.append(language.say("scene {scene}", scene=detail.scene))
    if detail.day:
        parts.append(day_text(language, detail.day))
    if detail.since and detail.until:
        since, until = language.moment(detail.since, detail.zone), language.moment(detail.until, detail.zone)
        parts.append(language.say("{since} to {until}", since=since, until=until))
    if detail.channel:
        parts.append(detail.channel)
    return " · ".join(parts)


def answer_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """The answer, when it came, under which rider, and whether the scene was filmed before."""
    lines = [f"{answer_text(language, kind)}, {language.moment(at, detail.zone)}" for kind, at in detail.earlier]
    if detail.answer is not None and detail.said_at is not None:
        hour = language.moment(detail.said_at, detail.zone)
        lines.append(f"{answer_text(language, detail.answer)}, {hour}")
    if detail.direction:
        lines.append(direction_text(language, detail.direction))
    if detail.rider_version is not None:
        lines.append(language.say("Rider version {version}", version=detail.rider_version))
    if detail.filmed_at is not None:
        lines.append(language.say("Filmed {hour}", hour=language.moment(detail.filmed_at, detail.zone)))
    return [section("\n".join(lines))] if lines else []


def proposed_line(language: Language, scene: str, hints: Sequence[str]) -> str:
    """A scene that the text of a schedule makes look intimate, and which words do."""
    return language.say("Scene {scene} looks intimate: {words}", scene=scene, words=", ".join(hints))


def told_blocks(told: Sequence[str]) -> list[Block]:
    """What an import leaves to look at, as many lines as a modal can hold."""
    lines = [line[:LONGEST_LINE] for line in told]
    return [section("\n".join(lines[start : start + LINES])) for start in range(0, min(len(lines), MOST_LINES), LINES)]


def direction_text(language: Language, direction: str) -> str:
    """Which way a change goes, where the performer said so."""
    return {
        "less": language.say("Less than agreed"),
        "more": language.say("More, or something new: this needs a new rider and its notice"),
        "talk": language.say("Would rather say it in person"),
    }.get(direction, "")


def words_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """The performer's own words, or for whom they are kept."""
    if detail.words_kept_for is not None:
        text = language.say("The words are kept for {name} until a handover.", name=detail.words_kept_for)
        return [note(text)]
    return [section(f"“{words}”") for words in detail.words or ()]


def coordinator_buttons(language: Language, check_in: int) -> list[Block]:
    """What a coordinator can do about one check-in, in two taps."""
    return [
        buttons(
            [
                Button(language.say("Record an answer"), "record", str(check_in)),
                Button(language.say("Ask again, as agreed"), "reopen", str(check_in)),
                Button(language.say("Limits for the day"), "limits", str(check_in)),
            ]
        )
    ]


def left_modal(language: Language, gone: LeftDay) -> Modal:
    """An answer given in person, about a day that the scene has left while it was written down."""
    lines = [
        language.say(
            "Scene {scene} is no longer planned for {day}, so nothing was recorded: each answer is for one day only.",
            scene=gone.scene,
            day=day_text(language, gone.day),
        )
    ]
    if gone.now:
        lines.append(
            language.say(
                "It is now planned for {days}. Please ask about the new day and record the answer there.",
                days="; ".join(day_text(language, day) for day in gone.now),
            )
        )
    return Modal(
        title=language.say("Please look again"),
        blocks=[section(text) for text in lines],
        close=language.say("Close"),
    )


def record_modal(language: Language, asked: AskedScene) -> Modal:
    """An answer given in person or by phone stands equal to a tap."""
    return Modal(
        title=language.say("Record an answer"),
        callback="record_answer",
        about=str(asked.check_in_id),
        submit=language.say("Record"),
        close=language.say("Back"),
        blocks=[
            titled(asked.performer, language.say("Scene {scene}", scene=asked.scene)),
            choice_input(
                "answer",
                language.say("What was said"),
                [
                    ("as_agreed", language.say("As agreed")),
                    ("not_as_agreed", language.say("Not as agreed")),
                    ("nothing_changes", language.say("What was typed changes nothing")),
                ],
            ),
            choice_input(
                "source",
                language.say("How"),
                [("in_person", language.say("In person")), ("phone", language.say("By phone"))],
                initial="in_person",
            ),
        ],
    )


def reopen_modal(language: Language, asked: AskedScene) -> Modal:
    """Nothing in the terms has changed: everyone concerned is asked once more."""
    return Modal(
        title=language.say("Ask again"),
        callback="reopen_scene",
        about=str(asked.check_in_id),
        submit=language.say("Ask again"),
        close=language.say("Back"),
        blocks=[
            titled(language.say("Scene {scene}", scene=asked.scene), ", ".join(asked.everybody)),
            section(
                language.say(
                    "What was agreed stays as it is. Everyone in the scene is asked once more, and the scene is Ready "
                    "when all have confirmed."
                )
            ),
        ],
    )


def limits_modal(language: Language, asked: AskedScene, current: str | None) -> Modal:
    """Less than the rider, for this day: the rider itself is never rewritten here."""
    return Modal(
        title=language.say("Limits for the day"),
        callback="limit_scene",
        about=str(asked.check_in_id),
        submit=language.say("Record and ask"),
        close=language.say("Back"),
        blocks=[
            titled(language.say("Scene {scene}", scene=asked.scene)),
            section(
                language.say(
                    "Inside the unchanged rider, for this day only. Everyone in the scene reads these limits and is "
                    "asked again. Anything more than the rider needs a new rider and its notice."
                )
            ),
            words_input("limits", language.say("What is agreed for the day"), initial=current),
        ],
    )
