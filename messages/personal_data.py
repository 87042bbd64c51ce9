"""What a person reads about what is kept about them: as a page, and as a file."""

from dataclasses import dataclass

from bot.domain.personal_data import (
    Kept,
    KeptAlert,
    KeptAnswer,
    KeptClearance,
    KeptHold,
    KeptNote,
    KeptProduction,
    KeptVisit,
    KeptWish,
)
from bot.domain.roles import Role
from bot.domain.unreadable import LOST, is_lost
from messages.closed_set import access_text
from messages.language import Language, name_of_language
from messages.lost import lost_text
from messages.paper import Paper
from messages.terms import detail_labels
from messages.vocabulary import answer_text, day_text, source_text


@dataclass(frozen=True)
class Part:
    """A heading and its lines. `chapter`: the production a part belongs to, on the part it begins with."""

    title: str
    lines: tuple[str, ...]
    chapter: str = ""


def kept_parts(language: Language, kept: Kept) -> list[Part]:
    """Everything, in the order in which people look for it."""
    parts = [Part(language.say("You"), person_lines(language, kept))]
    if kept.unclaimed:
        parts.append(
            Part(
                language.say("Notes nobody else can read yet"),
                (
                    language.say("You have not said yet which production these are about."),
                    *(note_line(language, note) for note in kept.unclaimed),
                ),
            )
        )
    for production in kept.productions:
        parts += production_parts(language, production)
    return [part for part in parts if part.lines]


def person_lines(language: Language, kept: Kept) -> tuple[str, ...]:
    """Who it is about, as of when, and which consent this is not."""
    where = language.say("reached in Slack") if kept.in_slack else language.say("reached in person")
    return (
        language.say("Name: {name}, {where}", name=kept.name, where=where),
        *identity_lines(language, kept),
        *under_18_lines(language, kept),
        language.say("Messages come in: {language}", language=name_of_language(kept.language)),
        *unfinished_lines(language, kept),
        *([lost_text(language)] if is_lost(kept) else []),
        language.say("As of {moment}", moment=language.moment(kept.as_of, kept.zone)),
        language.say(
            "What you agree to for a scene and the law on personal data are two different things. Nothing on this "
            "page changes an answer, and no answer says anything about your data."
        ),
    )


def identity_lines(language: Language, kept: Kept) -> tuple[str, ...]:
    """Pronouns, names that are kept and shown to nobody else, and Slack accounts."""
    names, accounts = ", ".join(kept.other_names), ", ".join(kept.accounts)
    lines = (
        (kept.pronouns, language.say("Pronouns: {pronouns}", pronouns=kept.pronouns)),
        (names, language.say("Listed under, and shown to nobody else: {names}", names=names)),
        (accounts, language.say("Slack accounts: {accounts}", accounts=accounts)),
    )
    return tuple(line for known, line in lines if known)


def under_18_lines(language: Language, kept: Kept) -> tuple[str, ...]:
    """That somebody is recorded as under 18, and until when."""
    if not kept.under_18:
        return ()
    if kept.under_18_until is None:
        return (language.say("Recorded as under 18, without a date"),)
    return (language.say("Recorded as under 18, of age from {day}", day=language.day(kept.under_18_until)),)


def unfinished_lines(language: Language, kept: Kept) -> tuple[str, ...]:
    """What came in and failed."""
    if not kept.unfinished:
        return ()
    return (
        language.count(
            "{number} thing that came in from you or about you could not be handled. It is kept encrypted, for 30 days "
            "at most.",
            "{number} things that came in from you or about you could not be handled. They are kept encrypted, for 30 "
            "days at most.",
            kept.unfinished,
        ),
    )


def production_parts(language: Language, production: KeptProduction) -> list[Part]:
    """What one production keeps."""
    return [
        Part(language.say("Your part"), own_part_lines(language, production), production.name),
        Part(language.say("Your answers"), answer_lines(language, production)),
        Part(language.say("Your notes"), note_lines(language, production)),
        Part(language.say("Who has read your notes"), reading_lines(language, production)),
        Part(
            language.say("Legal holds on your notes"),
            tuple(hold_line(language, hold, production.zone) for hold in production.holds),
        ),
        Part(language.say("What was agreed"), terms_lines(language, production)),
        Part(
            language.say("Closed sets you were cleared for"),
            tuple(clearance_line(language, row, production.zone) for row in production.clearances),
        ),
        Part(
            language.say("Channels you were in without being on the list"),
            tuple(visit_line(language, row, production.zone) for row in production.visits),
        ),
        Part(
            language.say("Requests to have you on a closed set"),
            tuple(wish_line(language, row, production.zone) for row in production.wishes),
        ),
        Part(
            language.say("What the coordinator was told about you"),
            tuple(alert_line(language, row, production.zone) for row in production.alerts),
        ),
        Part(language.say("Whom to turn to"), whom_lines(language, production)),
    ]


def own_part_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """Roles, phone numbers, cast numbers, messages; all of it stays with the production."""
    lines = []
    for role, phone in production.roles:
        name = role_text(language, role)
        lines.append(language.say("{role}, phone {phone}", role=name, phone=phone) if phone else name)
    for cast_id, character in production.cast:
        lines.append(
            language.say("Number {number} on the cast list: {character}", number=cast_id, character=character or "–")
        )
    lines.append(
        language.count("{number} message was sent to you.", "{number} messages were sent to you.", production.messages)
    )
    lines.append(
        language.say(
            "The record of the production holds that and when these things happened, without words and with a number "
            "in place of your name. All but your notes stays until the production is erased."
        )
    )
    return tuple(lines)


def answer_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """What was said, when, how, under which terms."""
    if not production.answers:
        return (language.say("No answer yet."),) if production.asked else ()
    return tuple(answer_text_line(language, answer, production.zone) for answer in production.answers)


def answer_text_line(language: Language, answer: KeptAnswer, zone: str) -> str:
    """One answer in one line."""
    parts = [
        language.say(
            "Scene {scene}, {day}: {answer}",
            scene=answer.scene,
            day=day_text(language, answer.day),
            answer=answer_text(language, answer.kind),
        ),
        source_text(language, answer.source),
        language.moment(answer.said_at, zone),
    ]
    if answer.rider_version is not None:
        parts.append(language.say("rider version {version}", version=answer.rider_version))
    if answer.terms_version is not None:
        parts.append(language.say("scene version {version}", version=answer.terms_version))
    if answer.language:
        tongue = name_of_language(answer.language)
        parts.append(language.say("kept with the exact terms shown to you in {language}", language=tongue))
    if answer.recorded_by:
        parts.append(language.say("recorded by {name}", name=answer.recorded_by))
    return ", ".join(parts)


def note_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """The notes, and when each goes."""
    if not production.notes:
        return ()
    rule = language.count(
        "Notes go {number} day after the matter is closed; you can delete them before.",
        "Notes go {number} days after the matter is closed; you can delete them before.",
        production.words_days,
    )
    return (*(note_line(language, note) for note in production.notes), rule)


def note_line(language: Language, note: KeptNote) -> str:
    """One note: when it was written, about what, its words, when it goes."""
    lines = [note_title(language, note)]
    if note.direction:
        lines.append(direction_line(language, note.direction))
    if note.words:
        lines.append(language.say("Your words: {words}", words=note.words))
    lines.append(note_end(language, note))
    return "\n".join(lines)


def note_title(language: Language, note: KeptNote) -> str:
    """When a note was written and what it came with."""
    moment = language.moment(note.written_at, note.zone)
    if note.about is None:
        return moment
    label, day = note.about
    return language.say("{moment}, scene {scene}, {day}", moment=moment, scene=label, day=day_text(language, day))


def note_end(language: Language, note: KeptNote) -> str:
    """When a note goes."""
    day = language.moment(note.goes_at, note.zone)
    if note.held:
        return language.say("Under a hold; goes on {day} at the earliest.", day=day)
    return language.say("Goes on {day}.", day=day)


def direction_line(language: Language, direction: str) -> str:
    """Which way a change points, in the words of its window."""
    known = {
        "less": language.say("Less than agreed"),
        "more": language.say("More, or something new"),
        "talk": language.say("I would rather say it in person"),
    }
    return known.get(direction, direction)


def reading_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """Who has opened the notes, and when."""
    if not production.readings:
        return (language.say("Nobody yet."),) if production.notes else ()
    return tuple(f"{row.reader}, {language.moment(row.at, production.zone)}" for row in production.readings)


def hold_line(language: Language, hold: KeptHold, zone: str) -> str:
    """Who keeps notes past their time, since when, until when."""
    values = {
        "name": hold.by,
        "since": language.moment(hold.since, zone),
        "until": language.moment(hold.until, zone),
    }
    if hold.lifted_at is not None:
        values["until"] = language.moment(hold.lifted_at, zone)
        return language.say("By {name}, from {since}; ended {until}.", **values)
    if not hold.stands:
        return language.say("By {name}, from {since}; over since {until}.", **values)
    return language.say(
        "By {name}, since {since}, until {until}: your notes are kept until then, because they may be needed for a "
        "legal claim.",
        **values,
    )


def terms_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """Every version of the riders, and the limits in the scenes."""
    found = []
    for row in production.terms:
        title = language.say(
            "Scene {scene}, rider version {version}, sent {moment}",
            scene=row.scene,
            version=row.version,
            moment=language.moment(row.sent_at, production.zone),
        )
        details = [
            f"{label}: {getattr(row.wording.details, name)}"
            for name, label in detail_labels(language).items()
            if getattr(row.wording.details, name)
        ]
        found.append("\n".join(filter(None, [title, row.wording.text, *details, row.document])))
    for limit in production.limits:
        title = language.say("Limits for scene {scene}", scene=limit.scene)
        found.append(f"{title}\n{limit.text}")
    return tuple(found)


def clearance_line(language: Language, row: KeptClearance, zone: str) -> str:
    """One place on the list of a closed set."""
    values = {
        "scene": row.scene,
        "day": day_text(language, row.day),
        "access": access_text(language, row.access),
        "since": language.moment(row.since, zone),
    }
    if row.until is None:
        return language.say("Scene {scene}, {day}: {access}, from {since}", **values)
    until = language.moment(row.until, zone)
    return language.say("Scene {scene}, {day}: {access}, from {since} to {until}", until=until, **values)


def visit_line(language: Language, row: KeptVisit, zone: str) -> str:
    """One time in a channel without being on its list."""
    values = {
        "scene": row.scene,
        "day": day_text(language, row.day),
        "since": language.moment(row.since, zone),
    }
    if row.until is None:
        return language.say("Scene {scene}, {day}: from {since}", **values)
    return language.say(
        "Scene {scene}, {day}: from {since} to {until}", until=language.moment(row.until, zone), **values
    )


def wish_line(language: Language, row: KeptWish, zone: str) -> str:
    """One time an AD has asked for somebody."""
    asked = language.say(
        "Scene {scene}, {day}: {access}, asked by {name}, {moment}",
        scene=row.scene,
        day=day_text(language, row.day),
        access=access_text(language, row.access),
        name=row.by,
        moment=language.moment(row.at, zone),
    )
    if row.cleared_at is None:
        return asked
    cleared = language.say("on the list since {moment}", moment=language.moment(row.cleared_at, zone))
    return f"{asked}, {cleared}"


def alert_line(language: Language, row: KeptAlert, zone: str) -> str:
    """One time the coordinator was told of something, and who has seen it."""
    told = f"{language.moment(row.at, zone)}: {cause_text(language, row.kind)}"
    if row.seen_by is None or row.seen_at is None:
        return told
    seen = language.say("seen by {name}, {moment}", name=row.seen_by, moment=language.moment(row.seen_at, zone))
    return f"{told}, {seen}"


def cause_text(language: Language, kind: str) -> str:
    """What an alert was about, in neutral words; the same for a change as for any other answer."""
    causes = {
        language.say("about an answer of yours"): ("change", "call_me", "answered_since"),
        language.say("about something you wrote"): ("typed", "wrote", "deleted"),
        language.say("about an answer still to come"): ("silence_evening", "silence_at_call"),
        language.say("to speak with you in person"): ("ask_in_person", "unreachable", "follow_up"),
        language.say("about the notice of your rider"): ("notice",),
        language.say("about your rest before a call"): ("turnaround",),
        language.say("about your place on a closed set"): ("added", "asked", "left"),
    }
    return next((text for text, kinds in causes.items() if kind in kinds), language.say("about a scene of yours"))


def whom_lines(language: Language, production: KeptProduction) -> tuple[str, ...]:
    """Who answers for it, and that something wrong is put right."""
    name = ", ".join(filter(None, [production.coordinator.name, production.coordinator.phone]))
    lines = [language.say("If something here is not right, it is put right: {name}.", name=name)]
    if production.contact:
        lines.append(language.say("Besides the coordinator: {contact}", contact=production.contact))
    return tuple(lines)


def role_text(language: Language, role: Role) -> str:
    """A role, by its name."""
    return {
        Role.COORDINATOR: language.say("Intimacy coordinator"),
        Role.DEPUTY: language.say("Deputy"),
        Role.FIRST_AD: language.say("1st AD"),
        Role.SECOND_AD: language.say("2nd AD"),
        Role.PERFORMER: language.say("Performer"),
        Role.CREW: language.say("Crew"),
        Role.PRODUCER: language.say("Producer"),
    }.get(role, LOST)


def kept_paper(language: Language, kept: Kept) -> Paper:
    """The same as a document to print or keep."""
    paper = Paper(
        language,
        language.say("What is kept about {name}", name=kept.name),
        language.say("As of {moment}", moment=language.moment(kept.as_of, kept.zone)),
        language.say("For {name} alone", name=kept.name),
    )
    for part in kept_parts(language, kept):
        if part.chapter:
            paper.section(part.chapter)
        paper.heading(part.title)
        for line in part.lines:
            paper.paragraph(line)
    return paper
