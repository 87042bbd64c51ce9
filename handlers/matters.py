"""What coordinators and deputies record and close about one check-in or matter: each about what they were shown."""

from bot.answers import alert_window, typed_messages
from bot.answers.by_hand import Spoken, record_by_hand
from bot.answers.closing_windows import performer_window, record_window, scene_window
from bot.domain.coordination import AskedScene, Limits
from bot.domain.matters import Closing, Covers
from bot.domain.outcomes import LeftDay
from bot.domain.record_kinds import Looked
from bot.domain.standing import AnswerKind, Source
from bot.people import Actor
from bot.record import Reading
from bot.terms import limits, versions
from bot.terms.wording import limits_of
from bot.transaction import Transaction
from handlers.allowed import coordinated_alert, coordinated_check_in, given, read_as, shown_with
from handlers.replies import NOTHING, NotForYou, Reply
from handlers.requests import Request
from messages import alert as alerts
from messages import matter as messages
from storage.check_ins import CheckIn

WORDS_CLOSED = {"plan_stands": Closing.PLAN_STANDS, "spoken_in_person": Closing.SPOKEN_UNREAD}


def covered(request: Request) -> Covers:
    """Whether an act goes as far as everything its window named; where it did not ask, it does not."""
    return read_as(Covers, request.fields.get("covers", Covers.THIS))


async def open_record(transaction: Transaction, request: Request) -> Reply:
    """The window to record what a performer said."""
    check_in, who = await coordinated_check_in(transaction, request)
    asked = await record_window(transaction, check_in, who)
    return Reply(modal=messages.record_modal(who.language, asked))


async def record_answer(transaction: Transaction, request: Request) -> Reply:
    """Keep what a performer said in person or by phone: who recorded it, and when."""
    check_in, who = await coordinated_check_in(transaction, request)
    kind, source = read_as(AnswerKind, given(request, "answer")), read_as(Source, given(request, "source"))
    spoken = Spoken(kind, source, shown_with(request), covered(request))
    kept = await record_by_hand(transaction, check_in, spoken, request.key, who)
    if isinstance(kept, AskedScene):
        return Reply(modal=messages.record_modal(who.language, kept, kind, source, spoken.covers))
    return Reply(modal=alerts.left_modal(who.language, kept)) if isinstance(kept, LeftDay) else NOTHING


async def open_reopen(transaction: Transaction, request: Request) -> Reply:
    """The window to ask everyone in a scene again."""
    check_in, who = await coordinated_check_in(transaction, request)
    asked = await scene_window(transaction, check_in, who)
    return Reply(modal=messages.reopen_modal(who.language, asked))


async def reopen(transaction: Transaction, request: Request) -> Reply:
    """The coordinator re-opens a scene: nothing in the terms has changed, whoever has to confirms again."""
    check_in, who = await coordinated_check_in(transaction, request)
    if await versions.reopen(transaction, check_in, who.person, shown_with(request), covered(request)):
        return NOTHING
    again = await scene_window(transaction, check_in, who, again=True)
    return Reply(modal=messages.reopen_modal(who.language, again, covered(request)))


async def open_limits(transaction: Transaction, request: Request) -> Reply:
    """The window to record limits."""
    check_in, who = await coordinated_check_in(transaction, request)
    asked, current = await performer_window(transaction, check_in, who), await limits_of(transaction, check_in)
    return Reply(modal=messages.limits_modal(who.language, asked, current), read=limits_read(check_in, who))


def limits_read(check_in: CheckIn, who: Actor) -> Reading:
    """That somebody reads what holds for a performer within their rider."""
    about = {"scene": check_in.scene_id}
    return Reading(check_in.production_id, Looked.LIMITS, who.person.number, check_in.person_id, about)


async def limit(transaction: Transaction, request: Request) -> Reply:
    """Limits inside the unchanged rider: effective at once, whoever is concerned is asked again."""
    check_in, who = await coordinated_check_in(transaction, request)
    agreed = limits.Agreed(given(request, "limits"), request.fields.get("partners", ""), covered(request))
    if await limits.record_limits(transaction, check_in, who.person, shown_with(request), agreed):
        return NOTHING
    asked = await performer_window(transaction, check_in, who, again=True)
    current, typed = await limits_of(transaction, check_in), Limits(agreed.own, agreed.partners)
    again = messages.limits_modal(who.language, asked, current, typed, agreed.covers)
    return Reply(modal=again, read=limits_read(check_in, who))


async def end_limits(transaction: Transaction, request: Request) -> Reply:
    """The coordinator has asked the performer: the rider holds again."""
    check_in, who = await coordinated_check_in(transaction, request)
    done = await limits.end_limits(transaction, check_in, who.person, shown_with(request))
    asked = await performer_window(transaction, check_in, who, again=not done)
    current = await limits_of(transaction, check_in)
    # Something came meanwhile: nothing is ended, and the limits are read as they are by now.
    read = limits_read(check_in, who) if not done else None
    return Reply(modal=messages.limits_modal(who.language, asked, current), replace=True, read=read)


async def plan_stands(transaction: Transaction, request: Request) -> Reply:
    """ "Read, plan stands", or spoken in person without having read: one tap for all scenes shown."""
    alert, who = await coordinated_alert(transaction, request)
    closing = WORDS_CLOSED[request.name]
    if closing is Closing.PLAN_STANDS and not await alert_window.reads_words(transaction, alert, who):
        raise NotForYou(alert.production_id)
    taken = await typed_messages.plan_stands(transaction, alert, who, shown_with(request), closing)
    detail = await alert_window.alert_detail(transaction, alert, who)
    modal = alerts.plan_stands_modal if taken else alerts.changed_since_modal
    return Reply(modal=modal(who.language, detail), replace=True, home=True)


async def not_concerned(transaction: Transaction, request: Request) -> Reply:
    """A performer is not in a scene any more: what is open no longer concerns it."""
    alert, who = await coordinated_alert(transaction, request)
    detail = await alert_window.not_concerned(transaction, alert, who, shown_with(request))
    return Reply(modal=alerts.alert_modal(who.language, detail), replace=True, home=True)
