"""The field's words as people read them."""

from datetime import datetime

from bot.domain.disclosure import Contact, DayName, SceneWord
from bot.domain.readiness import Word
from bot.domain.standing import AnswerKind, Source, Standing
from bot.domain.times import local
from bot.domain.unreadable import LOST
from messages.language import Language


def word_text(language: Language, word: Word) -> str:
    """The AD's word for a scene: the same for every cause."""
    return {
        Word.READY: language.say("Ready"),
        Word.WAITING: language.say("Waiting on check-ins"),
        Word.WITH_COORDINATOR: language.say("With coordinator – plan may change"),
        Word.REVISED: language.say("Revised plan agreed – see coordinator"),
        Word.NOT_PROCEEDING: language.say("Not proceeding as scheduled"),
    }.get(word, LOST)


def told_text(language: Language, told: SceneWord) -> str:
    """What the AD reads of a scene: its word while there is something to plan, then that it is done."""
    return language.say("filmed") if told.filmed else word_text(language, told.word)


def answer_text(language: Language, kind: AnswerKind) -> str:
    """An answer, in the words of its button."""
    return {
        AnswerKind.AS_AGREED: language.say("As agreed"),
        AnswerKind.NOT_AS_AGREED: language.say("Not as agreed"),
        AnswerKind.CALL_ME: language.say("Call me"),
        AnswerKind.TYPED: language.say("Wrote a message"),
        AnswerKind.NOTHING_CHANGES: language.say("Nothing changes"),
    }.get(kind, LOST)


def standing_text(language: Language, standing: Standing) -> str:
    """Where a performer stands, for the coordinator."""
    return {
        Standing.NOT_ASKED: language.say("not asked yet"),
        Standing.WAITING: language.say("no answer yet"),
        Standing.CONFIRMED: language.say("confirmed"),
        Standing.WITH_COORDINATOR: language.say("with you"),
    }.get(standing, LOST)


def source_text(language: Language, source: Source) -> str:
    """How an answer came."""
    return {
        Source.TAP: language.say("in Slack"),
        Source.TYPED: language.say("typed in Slack"),
        Source.IN_PERSON: language.say("in person"),
        Source.PHONE: language.say("by phone"),
    }.get(source, LOST)


def day_text(language: Language, day: DayName) -> str:
    """A shooting day: its date, and its number where it has one."""
    if not day.label:
        return language.day(day.date)
    return language.say("{date}, day {label}", date=language.day(day.date), label=day.label)


def call_hour(language: Language, day: DayName, at: datetime) -> str:
    """A call's wall time; with its date where it falls into the night after the shooting day."""
    same = local(at, day.zone).date() == day.date
    return language.hour(at, day.zone) if same else language.moment(at, day.zone)


def neutral(language: Language) -> str:
    """What a locked phone shows of any message."""
    return language.say("There is a message for you from the production.")


def turn_to(language: Language, coordinator: Contact, contact: str, help_line: str) -> str:
    """The coordinator, somebody besides them, and help from outside."""
    lines = [", ".join(filter(None, [coordinator.name, coordinator.phone]))]
    if contact:
        lines.append(language.say("Besides the coordinator: {contact}", contact=contact))
    if help_line:
        lines.append(language.say("Help from outside: {contact}", contact=help_line))
    return "\n".join(lines)
