"""What is open between a performer and a scene, as the coordination reads it; the windows that may close it."""

from slack_sdk.models.blocks import Block

from bot.domain.coordination import AskedScene, Limits, OpenMatter
from bot.domain.matters import Covers, MatterEventKind
from bot.domain.unreadable import LOST
from messages.blocks import Button, Modal, buttons, choice_input, note, section, titled, words_input
from messages.language import Language
from messages.lost import lost_blocks
from messages.vocabulary import day_text


def event_text(language: Language, kind: MatterEventKind) -> str:
    """What came in a matter, without a word of it."""
    return {
        MatterEventKind.AS_AGREED: language.say("As agreed"),
        MatterEventKind.NOT_AS_AGREED: language.say("Not as agreed"),
        MatterEventKind.CALL_ME: language.say("Call me"),
        MatterEventKind.TYPED: language.say("Wrote a message"),
        MatterEventKind.NOTHING_CHANGES: language.say("Nothing changes"),
        MatterEventKind.PLAN: language.say("The plan of the scene changed"),
        MatterEventKind.ACCOUNT: language.say("Their Slack account changed"),
    }.get(kind, LOST)


def matter_blocks(language: Language, matters: tuple[OpenMatter, ...]) -> list[Block]:
    """Each open matter: whose, of which scene, and what came in it, in order."""
    return [
        titled(
            language.say("Open: {name}, scene {scene}", name=matter.performer, scene=matter.scene),
            "\n".join([*event_lines(language, matter), *besides_lines(language, matter)]),
        )
        for matter in matters
    ]


def event_lines(language: Language, matter: OpenMatter) -> list[str]:
    """The events of a matter, the oldest first, and who wrote each down for the performer."""
    lines = []
    for event in matter.events:
        hour = language.moment(event.at, matter.zone)
        line = f"{event_text(language, event.kind)}, {hour}"
        if event.recorded_by:
            line = language.say("{answer}, recorded by {name}", answer=line, name=event.recorded_by)
        lines.append(line)
    return lines


def besides_lines(language: Language, matter: OpenMatter) -> list[str]:
    """The other scenes it is open with."""
    return (
        [language.say("Open with scene {scenes} as well", scenes=", ".join(matter.besides))] if matter.besides else []
    )


def covers_blocks(language: Language, asked: AskedScene, covers: str, *, one_day: bool = False) -> list[Block]:
    """How far an act goes, where there is more that it may cover: named in full, and never covered unasked.

    `one_day`: it is about the scene on one day alone, not on each of its days.
    """
    if not asked.besides and not asked.days:
        return []
    lines = []
    if asked.besides:
        lines.append(
            language.say("What is open here is open with scene {scenes} as well.", scenes=", ".join(asked.besides))
        )
    days = [f"{language.say('scene {scene}', scene=scene)}, {day_text(language, day)}" for scene, day in asked.days]
    if days:
        lines.append(
            language.say("{name} was asked about these as well: {days}.", name=asked.performer, days="; ".join(days))
        )
    alone = (
        language.say("Only this scene on this day; the rest stays as it is")
        if one_day
        else language.say("Only this scene; the rest stays as it is")
    )
    everything = asked.rest_is_off and bool(asked.besides) and not asked.days
    return [
        section("\n".join(lines)),
        choice_input(
            "covers",
            language.say("What this covers"),
            [
                (Covers.THIS, alone),
                (Covers.ALL, language.say("Everything named here")),
            ],
            initial=covers or (Covers.ALL if everything else Covers.THIS),
        ),
    ]


def about(asked: AskedScene) -> str:
    """What a window hands back: the check-in, and what was shown in it."""
    return f"{asked.check_in_id}:{asked.shown}"


def open_blocks(language: Language, asked: AskedScene) -> list[Block]:
    """What is open, and the words that came with it."""
    found = [*matter_blocks(language, asked.matters), *(section(f"“{words}”") for words in asked.words)]
    found += lost_blocks(language, asked)
    if asked.words_kept_for is not None:
        kept = language.say("The words are kept for {name} until a handover.", name=asked.words_kept_for)
        found.append(note(kept))
    return found


def since_text(language: Language, asked: AskedScene) -> str:
    """That nothing was taken where something came meanwhile."""
    if not asked.again:
        return ""
    return language.say(
        "Nothing is recorded yet: this has changed, or came, since you last looked. Please read it, then send again."
    )


def record_modal(
    language: Language, asked: AskedScene, answer: str | None = None, source: str = "in_person", covers: str = ""
) -> Modal:
    """An answer given in person or by phone stands equal to a tap.

    `answer`, `source`, `covers`: what is chosen already.
    """
    return Modal(
        title=language.say("Record an answer"),
        callback="record_answer",
        about=about(asked),
        lead=since_text(language, asked),
        again=("record", str(asked.check_in_id)),
        submit=language.say("Record"),
        close=language.say("Back"),
        blocks=[
            titled(asked.performer, language.say("Scene {scene}", scene=asked.scene)),
            *open_blocks(language, asked),
            choice_input(
                "answer",
                language.say("What was said"),
                [
                    ("as_agreed", language.say("As agreed")),
                    ("not_as_agreed", language.say("Not as agreed")),
                    ("nothing_changes", language.say("What was typed changes nothing")),
                ],
                initial=answer,
            ),
            choice_input(
                "source",
                language.say("How"),
                [("in_person", language.say("In person")), ("phone", language.say("By phone"))],
                initial=source,
            ),
            *covers_blocks(language, asked, covers, one_day=True),
        ],
    )


def reopen_modal(language: Language, asked: AskedScene, covers: str = "") -> Modal:
    """Nothing in the terms has changed: everyone concerned is asked once more."""
    who = language.say(
        "What was agreed stays as it is. Everyone in the scene reads one and the same message. Whoever has something "
        "open confirms again, the others’ confirmations stand; with nothing open, everyone confirms again."
    )
    return Modal(
        title=language.say("Ask again"),
        callback="reopen_scene",
        about=about(asked),
        lead=since_text(language, asked),
        again=("reopen", str(asked.check_in_id)),
        submit=language.say("Ask again"),
        close=language.say("Back"),
        blocks=[
            titled(language.say("Scene {scene}", scene=asked.scene), ", ".join(asked.everybody)),
            *open_blocks(language, asked),
            section(who),
            *covers_blocks(language, asked, covers),
        ],
    )


def limits_modal(
    language: Language, asked: AskedScene, limits: Limits, typed: Limits | None = None, covers: str = ""
) -> Modal:
    """Less than the rider, until it is ended: the rider itself is never rewritten here. `typed`: not recorded yet."""
    explained = language.say(
        "Inside the unchanged rider, on every day of the scene, until you end them. {name} confirms again; the others "
        "do where what they read of it changes. Anything more than the rider needs a new rider and its notice.",
        name=asked.performer,
    )
    return Modal(
        title=language.say("Limits"),
        callback="limit_scene",
        about=about(asked),
        lead=since_text(language, asked),
        again=("limits", str(asked.check_in_id)),
        typed={"limits": typed.own, "partners": typed.partners, "covers": covers} if typed is not None else {},
        submit=language.say("Record and ask"),
        close=language.say("Back"),
        blocks=[
            titled(asked.performer, language.say("Scene {scene}", scene=asked.scene)),
            *open_blocks(language, asked),
            *lost_blocks(language, limits),
            section(explained),
            words_input(
                "limits",
                language.say("What is agreed with {name}", name=asked.performer),
                initial=limits.own or limits.shared or None,
            ),
            words_input(
                "partners",
                language.say("What the others in the scene read of it"),
                optional=True,
                initial=limits.partners or limits.shared or None,
            ),
            *covers_blocks(language, asked, covers),
            *(end_blocks(language, asked) if limits.own or limits.shared else []),
        ],
    )


def end_blocks(language: Language, asked: AskedScene) -> list[Block]:
    """The way to end limits."""
    return [
        note(language.say("Ended only after you have asked {name}.", name=asked.performer)),
        buttons([Button(language.say("End these limits"), "end_limits", about(asked))]),
    ]


def coordinator_buttons(language: Language, check_in: int) -> list[Block]:
    """What a coordinator can do about one check-in, in two taps."""
    return [
        buttons(
            [
                Button(language.say("Record an answer"), "record", str(check_in)),
                Button(language.say("Ask again, as agreed"), "reopen", str(check_in)),
                Button(language.say("Limits"), "limits", str(check_in)),
            ]
        )
    ]


def closing_buttons(language: Language, alert: int, matters: tuple[OpenMatter, ...]) -> list[Block]:
    """One tap closes what no longer concerns a scene."""
    found = []
    for matter in [matter for matter in matters if matter.may_leave]:
        value = f"{alert}:0;{matter.shown[0]}.{matter.shown[1]}"
        text = language.say("Does not concern scene {scene}: {name}", scene=matter.scene, name=matter.performer)
        found.append(Button(text, f"not_concerned_{matter.shown[0]}", value))
    return [buttons(found)] if found else []
