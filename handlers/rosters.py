"""Rosters: what the coordinator and the ADs write and tap about who is on a list."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot import clearing
from bot.answers.alert_window import alert_detail
from bot.closed_sets import lifetime, rosters, sparing, views
from bot.domain.numbers import id_in
from bot.domain.record_kinds import Looked
from bot.domain.refusals import NotOnList, RosterChanged
from bot.domain.roles import COORDINATION
from bot.people import Actor
from bot.productions import Somebody
from bot.transaction import Transaction
from handlers.allowed import (
    alerted_closed_set,
    asked_on_closed_set,
    coordinated_closed_set,
    reading_of,
    spared_closed_set,
)
from handlers.commands import CommandContext
from handlers.replies import NotPossible, Reply, line
from handlers.requests import Request
from handlers.which_closed_set import known, known_or_new, mentions, still_on, which
from messages import closed_set as closed_sets
from messages import roster as messages
from messages.alert import alert_modal
from messages.door import door_message
from messages.language import Language
from storage.alerts import Alert
from storage.closed_sets import ClosedSet


@contextmanager
def roster_rules(tongue: Language, name: str) -> Iterator[None]:
    """What a profile does not have, as a sentence that says what to do instead."""
    try:
        yield
    except NotOnList as unfit:
        raise NotPossible(messages.unfit_text(tongue, unfit, name)) from None


async def show_roster(transaction: Transaction, context: CommandContext) -> Reply:
    """The roster: all of it for the coordinator, names and access for an AD."""
    row, _ = await which(transaction, context)
    if context.actor.holds(context.production.number, COORDINATION):
        message = messages.roster_message(context.language, await views.roster_view(transaction, row))
    else:
        message = door_message(context.language, [await views.door_list(transaction, row)])
    return Reply(message=message, read=context.reads(Looked.ROSTER, closed_set=row.number))


async def which_open(transaction: Transaction, context: CommandContext) -> tuple[ClosedSet, str]:
    """The closed set a command names, which must not be over; and the text that follows."""
    row, text = await which(transaction, context)
    still_on(context.language, row)
    return row, text


async def clear(transaction: Transaction, context: CommandContext) -> Reply:
    """Put somebody on the roster."""
    row, text = await which_open(transaction, context)
    named, words = mentions(context, text, 1)
    who = await known_or_new(transaction, named[0])
    with roster_rules(context.language, who.name):
        cleared = await clearing.clear(transaction, row, who, words, context.actor.person)
    return replace(line(messages.on_list(context.language, cleared)), meet=(named[0].user,))


async def remove(transaction: Transaction, context: CommandContext) -> Reply:
    """Take somebody off the roster."""
    row, text = await which_open(transaction, context)
    named, _ = mentions(context, text, 1)
    who = await known(transaction, named[0])
    if who is None or not await rosters.remove_person(transaction, row, who, context.actor.person):
        raise NotPossible(messages.not_listed(context.language, who.name if who is not None else named[0].name))
    return line(messages.off_list(context.language, who.name))


async def swap(transaction: Transaction, context: CommandContext) -> Reply:
    """One person for another; the old one is taken out first."""
    row, text = await which_open(transaction, context)
    named, _ = mentions(context, text, 2)
    old, new = await known(transaction, named[0]), await known_or_new(transaction, named[1])
    with roster_rules(context.language, new.name):
        swapped = old is not None and await rosters.swap_people(transaction, row, old, new, context.actor.person)
    if old is None or not swapped:
        raise NotPossible(messages.not_listed(context.language, old.name if old is not None else named[0].name))
    return replace(line(messages.swapped(context.language, old.name, new.name)), meet=(named[1].user,))


async def ask_coordinator(transaction: Transaction, context: CommandContext) -> Reply:
    """An AD asks for somebody; with a second name, instead of them."""
    row, text = await which_open(transaction, context)
    named, words = mentions(context, text, 1)
    who = await known(transaction, named[0]) or Somebody(named[0].name, named[0].user, from_slack=True)
    old = await known(transaction, named[1]) if len(named) > 1 else None
    with roster_rules(context.language, who.name):
        await clearing.ask_coordinator(transaction, row, who, words, old, context.actor.person)
    return replace(line(messages.coordinator_asked(context.language, who.name)), meet=(named[0].user,))


async def release(transaction: Transaction, context: CommandContext) -> Reply:
    """End a hold."""
    row, _ = await which(transaction, context)
    await lifetime.release_hold(transaction, row.scene_id, row.shoot_day_id)
    return line(messages.hold_ended(context.language))


# Buttons.


async def roster_window(transaction: Transaction, row: ClosedSet, who: Actor, lead: str = "") -> Reply:
    """The roster in a window; that it was read goes on record."""
    modal = messages.roster_modal(who.language, await views.roster_view(transaction, row), lead)
    return Reply(modal=modal, read=reading_of(row, who))


async def tap_approve(transaction: Transaction, request: Request) -> Reply:
    """Approve the roster that was shown; one that has changed since is shown again."""
    number, _, version = request.value.partition(":")
    row, who = await coordinated_closed_set(transaction, request, number)
    still_on(who.language, row)
    try:
        approved = await lifetime.approve_shown(transaction, row, version, who.person)
    except RosterChanged:
        lead = messages.changed_since(who.language)
        return await roster_window(transaction, row, who, lead)
    return line(messages.approved_text(who.language, approved))


async def tap_copy(transaction: Transaction, request: Request) -> Reply:
    """The same crew as for the last scene; the list is shown again and still waits for approval."""
    row, who = await coordinated_closed_set(transaction, request, request.value)
    still_on(who.language, row)
    copied, left_out = await rosters.copy_last(transaction, row, who.person)
    lead = messages.copied_text(who.language, [one.name for one in copied], [one.name for one in left_out])
    return await roster_window(transaction, row, who, lead)


async def see_roster(transaction: Transaction, request: Request) -> Reply:
    """The roster behind an alert."""
    row, who = await coordinated_closed_set(transaction, request, request.value)
    return await roster_window(transaction, row, who)


async def tap_release(transaction: Transaction, request: Request) -> Reply:
    """End a hold."""
    row, who = await coordinated_closed_set(transaction, request, request.value)
    await lifetime.release_hold(transaction, row.scene_id, row.shoot_day_id)
    return line(messages.hold_ended(who.language))


async def tap_clear(transaction: Transaction, request: Request) -> Reply:
    """One tap clears who was added or asked for; whom they replace is taken out first."""
    _, _, wish = request.value.partition(":")
    if wish:
        return await clear_stranger(transaction, request, id_in(wish))
    alert, row, new, who = await alerted_closed_set(transaction, request)
    still_on(who.language, row)
    with roster_rules(who.language, new.name):
        cleared = await clearing.clear_alerted(transaction, alert, row, new, who.person)
    return line(messages.on_list(who.language, cleared))


async def clear_stranger(transaction: Transaction, request: Request, number: int) -> Reply:
    """The same for one of those whom no production knows, who are asked for in one alert."""
    row, wish, who = await asked_on_closed_set(transaction, request, number)
    still_on(who.language, row)
    if wish is None:
        raise NotPossible(messages.not_asked_for(who.language))
    user = wish.slack_user or ""
    with roster_rules(who.language, wish.called):
        cleared = await clearing.clear_stranger(transaction, row, wish, who.person)
    return replace(line(messages.on_list(who.language, cleared)), meet=(user,))


async def tap_close(transaction: Transaction, request: Request) -> Reply:
    """The scene has left the day, and the coordinator closes what still stands."""
    row, who = await coordinated_closed_set(transaction, request, request.value)
    still_on(who.language, row)
    await lifetime.close_off_the_day(transaction, row, who.person)
    return replace(line(closed_sets.closing_text(who.language)), home=True)


async def tap_remove_spared(transaction: Transaction, request: Request) -> Reply:
    """The coordinator has seen who would go, many at once, and lets them."""
    alert, row, who = await spared_closed_set(transaction, request)
    if not sparing.is_shown(row, request.value):
        return await shown_again(transaction, alert, who)
    await sparing.remove_spared(transaction, row, who.person)
    return replace(line(closed_sets.spared_go_text(who.language)), home=True)


async def tap_keep_spared(transaction: Transaction, request: Request) -> Reply:
    """The coordinator keeps them: the list is put right and shown."""
    alert, row, who = await spared_closed_set(transaction, request)
    if not sparing.is_shown(row, request.value):
        return await shown_again(transaction, alert, who)
    await sparing.keep_spared(transaction, row, who.person)
    lead = closed_sets.spared_stay_text(who.language)
    return replace(await roster_window(transaction, row, who, lead), replace=True, home=True)


async def shown_again(transaction: Transaction, alert: Alert, who: Actor) -> Reply:
    """It has been decided, or concerns others by now: nothing is done, and what there is now is shown."""
    return Reply(modal=alert_modal(who.language, await alert_detail(transaction, alert, who)), replace=True)


async def tap_invite_again(transaction: Transaction, request: Request) -> Reply:
    """Somebody who left wishes to come back."""
    _, row, gone, who = await alerted_closed_set(transaction, request)
    if row.over or not await rosters.invite_again(transaction, row, gone):
        return line(messages.not_listed(who.language, gone.name))
    return line(messages.invited_again(who.language, gone.name))
