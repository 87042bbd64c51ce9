"""What performers tap, type and open."""

from bot.answers.recording import Outcome, Said, answer
from bot.answers.typed_messages import Typed, message_is_about, nothing_changes, take_message
from bot.delivery.performers import own_day
from bot.domain.disclosure import OwnAnswer, OwnDay, OwnTerms
from bot.domain.roles import Role
from bot.domain.standing import AnswerKind, Source
from bot.facts import contact, day_name
from bot.outbox import send
from bot.people import find_actor, language_of
from bot.privacy.personal_data import kept_notes
from bot.privacy.private_notes import Note, keep_note
from bot.terms.wording import own_terms
from bot.transaction import Transaction
from handlers.personal_data import take_wish
from handlers.replies import NOTHING, NotForYou, Reply
from handlers.requests import Request
from messages import checkin
from messages.blocks import Modal
from messages.language import Language
from messages.terms import terms_modal
from messages.vocabulary import day_text
from storage import alerts, answers, check_ins, people, productions, scenes, shoot_days
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import Person

ANSWERS = {
    "answer_as_agreed": AnswerKind.AS_AGREED,
    "answer_not_as_agreed": AnswerKind.NOT_AS_AGREED,
    "answer_call_me": AnswerKind.CALL_ME,
}


async def own_check_in(transaction: Transaction, request: Request) -> tuple[CheckIn, int, Person]:
    """The check-in a button is about, the revision it was shown with, and the performer, who alone may use it."""
    number, _, shown = request.value.partition(":")
    performer = await people.find_by_slack_user(transaction.session, request.user)
    check_in = await check_ins.find(transaction.session, int(number)) if number.isdigit() else None
    if check_in is None or performer is None or check_in.person_id != performer.number:
        raise NotForYou(check_in.production_id if check_in is not None else None)
    return check_in, int(shown or 0), performer


async def tap_answer(transaction: Transaction, request: Request) -> Reply:
    """One of the three answers. The tap is the answer; what opens after it is optional."""
    about, shown, performer = await own_check_in(transaction, request)
    kind = ANSWERS[request.name]
    outcome, kept = await answer(transaction, about, Said(kind, Source.TAP, shown, request.key, transaction.now))
    if kind is AnswerKind.AS_AGREED and outcome in (Outcome.RECORDED, Outcome.AFTER_FILMING):
        return NOTHING
    tongue = await language_of(transaction, performer)
    if outcome is Outcome.GONE:
        return Reply(modal=await gone(transaction, about, tongue))
    if outcome is Outcome.OUTDATED:
        return Reply(modal=await look_again(transaction, about, tongue))
    assert kept is not None
    production = await productions.get(transaction.session, about.production_id)
    coordinator = await contact(transaction, production)
    if outcome is Outcome.AFTER_FILMING:
        return Reply(modal=checkin.after_filming_modal(tongue, coordinator))
    if kind is AnswerKind.CALL_ME:
        return Reply(modal=checkin.recorded_modal(tongue, coordinator))
    return Reply(modal=checkin.change_modal(tongue, coordinator, str(kept.number)))


async def gone(transaction: Transaction, check_in: CheckIn, tongue: Language) -> Modal:
    """The scene has left the day the message was about."""
    production = await productions.get(transaction.session, check_in.production_id)
    day = day_name(production, await shoot_days.get(transaction.session, check_in.shoot_day_id))
    return checkin.gone_modal(
        tongue, (await scenes.get(transaction.session, check_in.scene_id)).label, day_text(tongue, day)
    )


async def look_again(transaction: Transaction, check_in: CheckIn, tongue: Language) -> Modal:
    """The message has been overtaken: show what holds now."""
    return checkin.updated_modal(tongue, await day_of(transaction, [check_in]), await own_terms(transaction, check_in))


async def day_of(transaction: Transaction, rows: list[CheckIn]) -> OwnDay:
    """A performer's day, from their check-ins of it."""
    production = await productions.get(transaction.session, rows[0].production_id)
    return await own_day(transaction, production, await shoot_days.get(transaction.session, rows[0].shoot_day_id), rows)


async def add_change_words(transaction: Transaction, request: Request) -> Reply:
    """Words added to a change. All of it may be empty: the change stands since the tap."""
    performer = await people.find_by_slack_user(transaction.session, request.user)
    kept = await transaction.session.get(Answer, int(request.value))
    check_in = await check_ins.find(transaction.session, kept.check_in_id) if kept is not None else None
    if performer is None or kept is None or check_in is None or check_in.person_id != performer.number:
        raise NotForYou(check_in.production_id if check_in is not None else None)
    words = Note(request.fields.get("words", ""), request.fields.get("direction", ""))
    if words.text or words.direction:
        await keep_note(
            transaction, performer.number, words, production_id=check_in.production_id, answer_id=kept.number
        )
    if words.direction != "more":
        return NOTHING
    production = await productions.get(transaction.session, check_in.production_id)
    tongue = await language_of(transaction, performer)
    return Reply(modal=checkin.more_modal(tongue, await contact(transaction, production), production.notice_hours))


async def show_terms(transaction: Transaction, request: Request) -> Reply:
    """What was agreed, for the performer to read."""
    about, _, performer = await own_check_in(transaction, request)
    terms: OwnTerms = await own_terms(transaction, about)
    return Reply(modal=terms_modal(await language_of(transaction, performer), terms))


async def show_own_answers(transaction: Transaction, request: Request) -> Reply:
    """Everything the performer answered that still counts, and the buttons to change it."""
    performer = await people.find_by_slack_user(transaction.session, request.user)
    if performer is None:
        return NOTHING
    return Reply(modal=await own_answers(transaction, performer))


async def own_answers(transaction: Transaction, performer: Person) -> Modal:
    """The performer's own page: the days to come, in order."""
    by_day: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_of(transaction.session, performer.number):
        if (
            row.asked_at is not None
            and (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None
        ):
            by_day.setdefault(row.shoot_day_id, []).append(row)
    days = sorted([await day_of(transaction, rows) for rows in by_day.values()], key=lambda day: day.day.date)
    answers = [await own_answer(transaction, row) for rows in by_day.values() for row in rows]
    notes = await kept_notes(transaction, performer)
    return checkin.own_answers_modal(await language_of(transaction, performer), answers, days, notes)


async def own_answer(transaction: Transaction, row: CheckIn) -> OwnAnswer:
    """The last thing the performer said to one check-in, whether it was seen, and their own words."""
    production = await productions.get(transaction.session, row.production_id)
    day = day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id))
    label = (await scenes.get(transaction.session, row.scene_id)).label
    said = await answers.list_to(transaction.session, row.number)
    if not said:
        return OwnAnswer(label, day, None, None, None)
    last = said[-1]
    seen_by = None
    for told in await alerts.list_for_answer(transaction.session, last.number):
        if told.acknowledged_by is not None:
            seen_by = (await people.get(transaction.session, told.acknowledged_by)).name
    return OwnAnswer(label, day, last.kind, last.said_at, seen_by)


async def show_seen(transaction: Transaction, request: Request) -> Reply:
    """Who has seen what the performer said."""
    performer = await people.find_by_slack_user(transaction.session, request.user)
    alert = await alerts.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    if performer is None or alert is None or alert.person_id != performer.number or alert.acknowledged_by is None:
        return NOTHING
    reader = await people.get(transaction.session, alert.acknowledged_by)
    return Reply(modal=checkin.seen_modal(await language_of(transaction, performer), reader.name))


async def tap_nothing_changes(transaction: Transaction, request: Request) -> Reply:
    """What the performer typed changes nothing."""
    performer = await people.find_by_slack_user(transaction.session, request.user)
    if performer is None:
        return NOTHING
    tongue = await language_of(transaction, performer)
    if not await nothing_changes(transaction, performer, request.key, request.value):
        return Reply(modal=checkin.written_since_modal(tongue))
    return Reply(modal=checkin.told_modal(tongue, tongue.say("Recorded: nothing changes. Your answers stand.")))


async def choose_production(transaction: Transaction, request: Request) -> Reply:
    """The performer says which production their typed words are about."""
    performer = await people.find_by_slack_user(transaction.session, request.user)
    chosen, _, words = request.value.partition(":")
    if performer is None or not chosen.isdigit():
        return NOTHING
    number = int(chosen)
    who = await find_actor(transaction, request.user)
    if who is None or not who.holds(number, [Role.PERFORMER]):
        return NOTHING
    tongue = await language_of(transaction, performer)
    holding = await message_is_about(transaction, performer, number, request.key, words)
    name = (await productions.get(transaction.session, holding or number)).name
    return Reply(
        modal=checkin.told_modal(tongue, tongue.say("Recorded. The coordinator of {name} will read it.", name=name))
    )


async def typed(transaction: Transaction, request: Request) -> Reply:
    """Something typed, edited or deleted in the conversation with the bot."""
    writer = await people.find_by_slack_user(transaction.session, request.user)
    if request.event.get("channel_type") != "im" or writer is None:
        return NOTHING
    if await take_wish(transaction, writer, await language_of(transaction, writer), request):
        return NOTHING
    roles = await people.list_roles(transaction.session, writer.number)
    if not any(row.role is Role.PERFORMER for row in roles):
        await send(transaction, writer, Template.USE_COMMANDS, request.key, priority=Priority.ANSWER)
        return NOTHING
    edited = request.event.get("message", {})
    text = str(edited.get("text") or request.event.get("text") or "")
    before = request.event.get("previous_message", {}).get("text")
    if request.name == "message.message_changed" and text == before:
        # Slack also says "changed" when it only unfolds a link.
        return NOTHING
    await take_message(transaction, writer, Typed(text, request.key, deleted=request.name == "message.message_deleted"))
    return NOTHING
