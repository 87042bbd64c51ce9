"""/scene terms and /scene about: what was agreed with a performer, and what a scene is made of."""

from datetime import date, time

from bot.checkins.by_hand import performers_concerned
from bot.domain.numbers import id_in
from bot.domain.record_kinds import Looked
from bot.domain.refusals import RiderUnfit
from bot.domain.roles import COORDINATION
from bot.domain.terms import DETAILS, MADE_OF_WORDS, Kind, MadeOf, RiderDetails
from bot.facts import scene_cast
from bot.people import labels_of
from bot.terms import saving, views
from bot.transaction import Transaction
from handlers.allowed import coordinated_scene, given, read_as
from handlers.arguments import Arguments, read_arguments
from handlers.commands import CommandContext
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from messages import rider as messages
from messages.arguments import whose_terms
from messages.terms import plan_terms_modal
from storage import people
from storage.people import Person
from storage.scenes import Scene


async def write_terms(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to write what was agreed; for the 1st AD, to read it."""
    read = read_arguments(transaction, context)
    scene = await read.scene()
    performer = await cast_member(read, scene)
    read.done()
    noted = context.reads(Looked.RIDER, performer.number, scene=scene.key)
    if context.actor.holds(context.production.number, COORDINATION):
        form = await views.rider_form(transaction, context.production, scene, performer)
        modal = messages.rider_modal(context.language, f"{scene.key}:{performer.number}", form)
        return Reply(modal=modal, read=noted)
    plan = await views.plan_terms(transaction, scene, performer)
    return Reply(modal=plan_terms_modal(context.language, plan), read=noted)


async def cast_member(read: Arguments, scene: Scene) -> Person:
    """The performer who was typed: of the scene, else of the cast list.

    For the coordination, who has something open with it as well: that nobody else may find out by a name.
    """
    among = await read.on_cast_list()
    if read.context.actor.holds(read.production, COORDINATION):
        concerned = await performers_concerned(read.transaction, read.context.production, scene)
        among += [one for one in concerned if one.number not in {listed.number for listed in among}]
    found = await read.cast_id() or await read.somebody(among)
    if found is None:
        there = await scene_cast(read.transaction, read.context.production, scene)
        raise read.context.refusal(whose_terms, scene.label, await labels_of(read.transaction, read.production, there))
    return found


async def save_rider(transaction: Transaction, request: Request) -> Reply:
    """Keep what was agreed; what cannot be is said under its input."""
    number, _, performer_id = request.value.partition(":")
    scene, by = await coordinated_scene(transaction, request, number)
    performer = await people.find(transaction.session, id_in(performer_id))
    if performer is None:
        raise NotForYou(scene.production_id)
    try:
        form = await saving.save_rider(transaction, scene, performer, by, written_rider(request))
    except RiderUnfit as unfit:
        return Reply(errors=messages.unfit_texts(by.language, unfit.reasons))
    return Reply(modal=messages.rider_saved_modal(by.language, form))


def written_rider(request: Request) -> saving.WrittenRider:
    """What was typed and chosen in the rider's window."""
    hour = request.fields.get("hour")
    return saving.WrittenRider(
        agreed=given(request, "agreed"),
        document=request.fields.get("document", ""),
        sent_on=read_as(date.fromisoformat, given(request, "sent")),
        hour=read_as(time.fromisoformat, hour) if hour is not None else None,
        in_force=given(request, "in_force") == messages.YES,
        notice_waived=given(request, "waived") == messages.YES,
        details=RiderDetails(**{name: request.fields.get(name, "") for name in DETAILS}),
        language=request.fields.get("language", ""),
        translation=request.fields.get("translation", ""),
    )


# What a scene is made of.


async def open_about(transaction: Transaction, context: CommandContext) -> Reply:
    """The window to write what a scene is made of."""
    scene = await read_arguments(transaction, context).intimate_scene()
    form = await views.scene_form(transaction, scene)
    modal = messages.scene_modal(context.language, str(scene.key), form)
    return Reply(modal=modal, read=context.reads(Looked.SCENE_TERMS, scene=scene.key))


async def save_about(transaction: Transaction, request: Request) -> Reply:
    """Keep what a scene is made of."""
    scene, by = await coordinated_scene(transaction, request, request.value)
    kinds = [read_as(Kind, kind) for kind in given(request, "kinds").split(",")]
    words = {name: request.fields.get(name, "").strip() for name in MADE_OF_WORDS}
    made = MadeOf(tuple(kind for kind in Kind if kind in kinds), **words)
    return Reply(modal=messages.scene_saved_modal(by.language, await saving.save_made_of(transaction, scene, by, made)))
