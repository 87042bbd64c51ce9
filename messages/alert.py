"""What coordinators read when something needs them."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from bot.domain.alert_kinds import Subject
from bot.domain.coordination import AlertDetail, WrittenDetail
from bot.domain.outcomes import LeftDay
from bot.domain.touches import Touch
from messages.account import whose_blocks
from messages.blocks import Button, Message, Modal, buttons, note, section, titled
from messages.closed_set import closed_set_blocks
from messages.language import Language
from messages.lost import lost_blocks
from messages.matter import closing_buttons, coordinator_buttons, matter_blocks
from messages.vocabulary import answer_text, day_text, neutral

LINES = 10


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


def gathered_modal(language: Language, found: Sequence[AlertDetail]) -> Modal:
    """Everything that is gathered, each thing with a way to look closer."""
    blocks: list[Block] = []
    for detail in found:
        blocks.append(titled(alert_sentence(language, detail), place_line(language, detail)))
        blocks.append(buttons([Button(language.say("Open"), "alert", str(detail.alert_id))]))
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
        again=("alert", str(detail.alert_id)),
        submit=language.say("I have seen this") if waiting else None,
        close=language.say("Close"),
        blocks=[
            titled(alert_sentence(language, detail), place_line(language, detail)),
            *lost_blocks(language, detail),
            *answer_blocks(language, detail),
            *matter_blocks(language, detail.matters),
            *told_blocks(detail.told),
            *(whose_blocks(language, detail.whose) if detail.whose is not None else []),
            *touch_blocks(language, detail),
            *closed_set_blocks(language, detail),
            *words_blocks(language, detail),
            *written_blocks(language, detail),
            *(coordinator_buttons(language, detail.check_in_id) if detail.check_in_id is not None else []),
            *closing_buttons(language, detail.alert_id, detail.matters),
            *(
                [
                    note(
                        language.say(
                            "“I have seen this” ends the repeats; who has it stands behind the performer’s receipt."
                        )
                    )
                ]
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
        "needs_coordinator": language.say(
            "This scene needs the coordinator: nobody in it is asked, and it stays with you"
        ),
        "open_here": language.say(
            "A scene in which something is open has changed, or was made into this one: please look"
        ),
        "file": language.say("{name} has sent a file, please ask", name=name),
        "recording": language.say("{name} has sent a recording, please call", name=name),
        "says_nothing_changes": language.say("{name} says that what they wrote changes nothing", name=name),
        "reacted": language.say("{name} reacted to a check-in; that is no answer", name=name),
        "unread": language.say("What {name} may have written or tapped could not be read; please ask", name=name),
        "by_deputy": language.say("A deputy has recorded or closed something about {name}", name=name),
        "off_duty": language.say("{name} was off duty and took it to record or close something", name=name),
        "account_closed": language.say(
            "{name}: the Slack account is closed. Please speak in person and record what was said", name=name
        ),
        "account_asked": language.say(
            "The cast list gives {name} another Slack account. Have you spoken with them?", name=name
        ),
        "plan_touched": touch_sentence(language, detail, name),
        "follow_up": language.say("{name} is not reached in Slack: please call, the day after", name=name),
        **app_sentences(language, name),
        **list_sentences(language, name),
    }
    return sentences.get(detail.kind, sentences["unreadable"])


def app_sentences(language: Language, name: str) -> dict[str, str]:
    """What happened to the app itself."""
    return {
        "offline": language.say("The bot was offline; performers with an open check-in are asked again"),
        "shut_out": language.say(
            "Slack did not let the app in: nothing could be sent or taken meanwhile. Please speak with whoever is "
            "called soon"
        ),
        "connections": language.say(
            "Something else is connected to Slack as this app, so answers may not arrive here. Please have whoever "
            "runs the app look now"
        ),
        "unreadable": language.say(
            "Something that is kept cannot be read, so nothing is done about it: please ask your performers in person. "
            "Whoever runs the bot finds it with closedset status"
        ),
        "key_lost": language.say(
            "A key of this app is lost for good, and what was kept under it cannot be read. No scene is Ready on terms "
            "that are lost: please speak with your performers and record them anew"
        ),
        "exported": language.say(
            "Whoever runs the bot has made an export at the command line; if nobody here asked for it, ask them why"
        ),
        "not_shown": language.say(
            "A message to {name} could not be shown as it was written, by a fault of this app; please ask whether "
            "they have what they need",
            name=name,
        ),
    }


def list_sentences(language: Language, name: str) -> dict[str, str]:
    """What happened around a closed set."""
    return {
        "closed_set": language.say("Closed set: please act, Slack does not let the bot keep the channel right"),
        "added": language.say("{name} was added to a closed set without being on its list", name=name),
        "hold": language.say("Closed set on hold for you: who is in it stays as it is until you decide"),
        "roster": language.say("Closed set: its opening time has come and the list waits for your approval"),
        "roster_moved": language.say("Closed set: the list has changed with the plan; please look at it"),
        "asked": language.say("An AD asks to have {name} on a closed set", name=name),
        "left": language.say("{name} has left the channel of a closed set; invite again only if they wish", name=name),
        "scene_gone": language.say(
            "Closed set: its scene is no longer planned for this day. Everybody on its list stays until you close it, "
            "or the day ends"
        ),
        "removal_waits": language.say(
            "Closed set: many people on its list would be taken out at once. Nobody is, until you say so"
        ),
    }


def touch_sentence(language: Language, detail: AlertDetail, name: str) -> str:
    """What has changed around an intimate scene."""
    return {
        Touch.INSIDE_NOTICE: language.say("A scene has come nearer than its notice"),
        Touch.ONTO_TODAY: language.say("A scene that nobody was asked about has come onto today"),
        Touch.PERFORMER_ADDED: language.say("{name} is new in a scene", name=name),
        Touch.DOUBLE_ADDED: language.say("{name}, a double, is new in a scene", name=name),
        Touch.RECAST: language.say("A part has another performer: {name}", name=name),
        Touch.DROPPED: language.say("{name} is no longer planned for a scene", name=name),
        Touch.UNKNOWN_CAST: language.say("A scene has a cast number for which nobody is named"),
        Touch.TEXT: language.say("The text of a scene has changed"),
        Touch.MORE_SUGGESTED: language.say("The text of a scene suggests more than before; it stays confirmed"),
        Touch.ACCOUNT: language.say("{name} has another Slack account, which a coordinator has confirmed", name=name),
    }.get(detail.touch or Touch.TEXT, "")


def touch_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """One tap to say that the change means nothing for the intimate action."""
    if detail.touch is None or detail.scene is None:
        return []
    text = language.say("Nothing changed in the intimate action")
    return [
        buttons([Button(text, "action_unchanged", str(detail.alert_id))]),
        note(language.say("If something did: /scene pages asks everyone again, /scene about writes it down.")),
    ]


def unchanged_modal(language: Language) -> Modal:
    """It is on record that nothing changed."""
    text = language.say("On record: nothing changed in the intimate action, as you say.")
    return Modal(title=language.say("For you"), blocks=[section(text)], close=language.say("Close"))


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
    lines = []
    # What is open is shown with everything that came in it.
    if detail.answer is not None and detail.said_at is not None and not detail.matters:
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
    """What an import leaves to look at."""
    return [section("\n".join(told[start : start + LINES])) for start in range(0, len(told), LINES)]


def direction_text(language: Language, direction: str) -> str:
    """Which way a change goes, where the performer said so."""
    return {
        "less": language.say("Less than agreed"),
        "more": language.say("More, or something new: this needs a new rider and its notice"),
        "talk": language.say("Would rather say it in person"),
    }.get(direction, "")


def words_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """The performer's own words, or for whom they are kept."""
    shown: list[Block] = [section(f"“{words}”") for words in detail.words or ()]
    if detail.words_wait:
        text = language.say(
            "The performers are being told first that you may read what they write. Please open this again in a minute."
        )
        return [*shown, note(text)]
    if detail.words_kept_for is not None:
        text = language.say("The words are kept for {name} until a handover.", name=detail.words_kept_for)
        return [*shown, note(text)]
    return shown


def written_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """What the performer says of their words, what waits because of them, and the one tap that answers all of it."""
    written = detail.written
    if written is None:
        return []
    blocks: list[Block] = [section(line) for line in said_of_words(language, written)]
    if not written.open:
        return blocks
    if written.scenes:
        blocks.append(section(language.say("Waiting because of it: scene {scenes}", scenes=", ".join(written.scenes))))
    value = f"{detail.alert_id}:{written.shown}"
    if written.readable:
        tap = Button(language.say("Read, plan stands"), "plan_stands", value)
        hint = language.say(
            "“Read, plan stands” is for all scenes named here. Whoever confirmed before they wrote is asked to confirm "
            "again, unless they say that nothing changes."
        )
    else:
        tap = Button(language.say("Spoken in person"), "spoken_in_person", value)
        hint = language.say(
            "“Spoken in person” says: spoken in person; written words not read. The words stay for the coordinator."
        )
    return [*blocks, buttons([tap], block="written"), note(hint)]


def said_of_words(language: Language, written: WrittenDetail) -> list[str]:
    """What the performer says their words are about, each in one line."""
    lines = {
        "scene": language.say("They say that it is about a scene."),
        "something_else": language.say("They say that it is about something else."),
        "nothing_changes": language.say("They say that it changes nothing."),
    }
    found = [lines[about] for about in written.says]
    if written.elsewhere:
        found.append(language.say("They say that it is about another production."))
    if written.unclaimed:
        found.append(language.say("They have not said yet which production it is about."))
    return found


def changed_since_modal(language: Language, detail: AlertDetail) -> Modal:
    """Something was written since the window opened: nothing was taken, and all of it is shown."""
    window = alert_modal(language, detail)
    since = language.say("Something has come since this window opened, so nothing was recorded. Please look again.")
    return replace(window, title=language.say("Please look again"), lead=since)


def plan_stands_modal(language: Language, detail: AlertDetail) -> Modal:
    """The one tap is recorded."""
    return Modal(
        title=language.say("Recorded"),
        blocks=[
            titled(
                language.say("Recorded: the plan stands."),
                ", ".join(filter(None, [detail.production, detail.performer])),
            )
        ],
        close=language.say("Close"),
    )


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
