"""What performers tap, type and open."""

from bot.answers import about_words, reactions, recording, typed_messages
from bot.domain.numbers import id_in
from bot.domain.standing import AnswerKind
from bot.facts import open_revision
from bot.locales import language_of
from bot.people import find_actor
from bot.privacy.private_notes import Note
from bot.privacy.views import own_page
from bot.terms.wording import own_terms
from bot.transaction import Transaction
from handlers.replies import NOTHING, NotForYou, Reply
from handlers.requests import Request
from handlers.written import what_was_written
from messages import after_tap as messages
from messages.own_answers import own_answers_modal
from messages.terms import terms_modal
from storage import answers, check_ins, people
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.people import Person
from storage.written import About

ANSWERS = {
    "answer_as_agreed": AnswerKind.AS_AGREED,
    "answer_not_as_agreed": AnswerKind.NOT_AS_AGREED,
    "answer_call_me": AnswerKind.CALL_ME,
}


async def own(transaction: Transaction, request: Request, check_in: CheckIn | None) -> tuple[CheckIn, Person]:
    """A check-in and its performer, who must be the actor."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if check_in is None or who is None or check_in.person_id != who.number:
        raise NotForYou(check_in.production_id if check_in is not None else None)
    return check_in, who


async def own_check_in(transaction: Transaction, request: Request) -> tuple[CheckIn, int, Person]:
    """The check-in a button is about, the revision it was shown with, and the performer."""
    number, _, shown = request.value.partition(":")
    known = await check_ins.find(transaction.session, id_in(number))
    check_in, who = await own(transaction, request, known)
    return check_in, open_revision(transaction, check_in, shown or "0"), who


async def own_answer(transaction: Transaction, request: Request) -> tuple[Answer, CheckIn, Person]:
    """The answer a window is about, its check-in, and the performer."""
    answer = await answers.find(transaction.session, id_in(request.value))
    check_in = await check_ins.find(transaction.session, answer.check_in_id) if answer is not None else None
    if answer is None:
        raise NotForYou
    return answer, *await own(transaction, request, check_in)


async def tap_answer(transaction: Transaction, request: Request) -> Reply:
    """One of the three answers. The tap is the answer; what opens after it is optional."""
    check_in, shown, performer = await own_check_in(transaction, request)
    taken = await recording.tap_answer(transaction, check_in, ANSWERS[request.name], shown, request.key)
    if taken is None:
        return NOTHING
    return Reply(modal=messages.after_tap_modal(await language_of(transaction, performer), taken))


async def add_change_words(transaction: Transaction, request: Request) -> Reply:
    """Words added to a change. All of it may be empty: the change stands since the tap."""
    kept, check_in, performer = await own_answer(transaction, request)
    words = Note(request.fields.get("words", ""), request.fields.get("direction", ""))
    more = await recording.add_words(transaction, check_in, kept, words)
    if more is None:
        return NOTHING
    return Reply(modal=messages.more_modal(await language_of(transaction, performer), more))


async def show_terms(transaction: Transaction, request: Request) -> Reply:
    """What was agreed, for the performer to read."""
    check_in, _, performer = await own_check_in(transaction, request)
    return Reply(modal=terms_modal(await language_of(transaction, performer), await own_terms(transaction, check_in)))


async def show_own_answers(transaction: Transaction, request: Request) -> Reply:
    """Everything the performer answered that still counts, and the buttons to change it."""
    performer = await find_actor(transaction, request.user)
    if performer is None:
        return NOTHING
    own = await own_page(transaction, performer.person)
    return Reply(modal=own_answers_modal(performer.language, own))


async def tap_nothing_changes(transaction: Transaction, request: Request) -> Reply:
    """What the performer typed changes nothing."""
    performer = await find_actor(transaction, request.user)
    if performer is None:
        return NOTHING
    if await about_words.nothing_changes(transaction, performer.person, request.key, request.value):
        return Reply(modal=messages.nothing_changes_modal(performer.language))
    return Reply(modal=messages.written_since_modal(performer.language))


ABOUT = {"about_scene": About.SCENE, "about_something_else": About.SOMETHING_ELSE}


async def tap_about(transaction: Transaction, request: Request) -> Reply:
    """The performer says whether what they wrote is about a scene."""
    performer = await find_actor(transaction, request.user)
    about = ABOUT[request.name]
    if performer is None or not await about_words.words_are_about(transaction, performer.person, request.value, about):
        return NOTHING
    return Reply(modal=messages.about_modal(performer.language, about is About.SCENE))


async def choose_production(transaction: Transaction, request: Request) -> Reply:
    """The performer says which production their typed words are about."""
    performer = await find_actor(transaction, request.user)
    chosen, _, words = request.value.partition(":")
    if performer is None:
        return NOTHING
    name = await about_words.give_message_to(transaction, performer, id_in(chosen), words)
    return Reply(modal=messages.read_by_modal(performer.language, name)) if name is not None else NOTHING


async def typed(transaction: Transaction, request: Request) -> Reply:
    """Something typed, edited or deleted in the conversation with the bot."""
    writer = await find_actor(transaction, request.user)
    if request.event.get("channel_type") != "im" or writer is None:
        return NOTHING
    await typed_messages.take_typed(transaction, writer, what_was_written(request))
    return NOTHING


async def reacted(transaction: Transaction, request: Request) -> Reply:
    """An emoji under a message; which one is not looked at."""
    item = request.event.get("item") or {}
    await reactions.take_reaction(transaction, request.user, str(item.get("channel", "")), str(item.get("ts", "")))
    return NOTHING
