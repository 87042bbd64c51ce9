"""Rosters: what the coordinator and the ADs write and tap about who is on a list."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.alerts import acknowledge
from bot.closed_sets import views
from bot.closed_sets.lifetime import approve_roster, release_hold
from bot.closed_sets.rosters import (
    DepartmentMissing,
    NoRemoteViewing,
    NoRoom,
    ask_for,
    asked_for,
    clear_person,
    copy_last,
    fingerprint,
    invite_again,
    remove_person,
    swap_people,
)
from bot.domain.jurisdictions import Profile, RemoteViewing, profile
from bot.domain.places import Place, read_place
from bot.domain.roles import COORDINATION, Role
from bot.people import Actor, language_of
from bot.productions import give_role
from bot.transaction import Transaction
from handlers.allowed import coordinator
from handlers.commands import CommandContext
from handlers.replies import NotForYou, NotPossible, Reply, line
from handlers.requests import Request
from handlers.which_closed_set import Mention, known_or_new, mentions, still_on, which
from messages import door as door_messages
from messages import roster as messages
from messages.language import Language
from storage import alerts, closed_sets, people, productions, rosters
from storage.alerts import Alert, AlertKind
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.people import Person
from storage.productions import Production


async def show_roster(transaction: Transaction, context: CommandContext) -> Reply:
    """The roster: all of it for the coordinator, names and access for an AD."""
    row, _ = await which(transaction, context)
    if context.actor.holds(context.production.number, COORDINATION):
        return Reply(message=messages.roster_message(context.language, await views.roster_view(transaction, row)))
    return Reply(message=door_messages.door_message(context.language, [await views.door_list(transaction, row)]))


async def clear(transaction: Transaction, context: CommandContext) -> Reply:
    """Put somebody on the roster."""
    row, text = await which(transaction, context)
    still_on(context, row)
    people, words = mentions(context, text, 1)
    place = read_place(words, rules_of(context.production).roster)
    who = await known_or_new(transaction, people[0])
    with report_errors(context.language, who):
        await put_on_list(transaction, row, who, place, context.actor.person)
    return line(messages.on_list(context.language, who.name, place.access, seen_as(context.production, who)))


def rules_of(production: Production) -> Profile:
    """What holds where the production is made."""
    return profile(production.profile)


def seen_as(production: Production, who: Person) -> messages.SeenAs:
    """What the sentence about somebody on a list depends on."""
    phones = rules_of(production).remote_viewing is not RemoteViewing.NOT_ON_PHONES
    return messages.SeenAs(reachable=who.reachable, phones=phones)


@contextmanager
def report_errors(tongue: Language, who: Person) -> Iterator[None]:
    """What a profile does not have, as a sentence that says what to do instead."""
    try:
        yield
    except NoRoom as full:
        there = [person.name for person in full.there]
        raise NotPossible(messages.no_room(tongue, who.name, full.department, there, full.most)) from None
    except DepartmentMissing:
        raise NotPossible(messages.department_missing(tongue, who.name)) from None
    except NoRemoteViewing:
        raise NotPossible(messages.no_remote_viewing(tongue)) from None


async def put_on_list(transaction: Transaction, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """Clear a person; somebody who was nothing in the production yet is crew from now on. Raises NotOnList."""
    await clear_person(transaction, row, who, place, by)
    if not any(
        held.production_id == row.production_id for held in await people.list_roles(transaction.session, who.number)
    ):
        await give_role(transaction, await productions.get(transaction.session, row.production_id), who, Role.CREW)


async def remove(transaction: Transaction, context: CommandContext) -> Reply:
    """Take somebody off the roster."""
    row, text = await which(transaction, context)
    still_on(context, row)
    people, _ = mentions(context, text, 1)
    who = await listed(transaction, context, row, people[0])
    await remove_person(transaction, row, who, context.actor.person)
    return line(context.language.say("{name} is off the list.", name=who.name))


async def listed(transaction: Transaction, context: CommandContext, row: ClosedSet, who: Mention) -> Person:
    """Somebody named who is on the roster. Raises NotPossible for anybody else."""
    found = await people.find_by_slack_user(transaction.session, who.user)
    if found is None or await rosters.find_clearance(transaction.session, row.number, found.number) is None:
        name = found.name if found is not None else who.name
        raise NotPossible(context.language.say("{name} is not on the list.", name=name))
    return found


async def swap(transaction: Transaction, context: CommandContext) -> Reply:
    """One person for another; the old one is taken out first."""
    row, text = await which(transaction, context)
    still_on(context, row)
    people, _ = mentions(context, text, 2)
    old = await listed(transaction, context, row, people[0])
    new = await known_or_new(transaction, people[1])
    with report_errors(context.language, new):
        await swap_people(transaction, row, old, new, context.actor.person)
    return line(context.language.say("{new} instead of {old}, who is taken out first.", new=new.name, old=old.name))


async def ask_coordinator(transaction: Transaction, context: CommandContext) -> Reply:
    """An AD asks for somebody; with a second name, instead of them."""
    row, text = await which(transaction, context)
    still_on(context, row)
    asked, words = mentions(context, text, 1)
    place = read_place(words, rules_of(context.production).roster)
    who = await known_or_new(transaction, asked[0])
    old = await people.find_by_slack_user(transaction.session, asked[1].user) if len(asked) > 1 else None
    known = await rosters.find_clearance(transaction.session, row.number, old.number) if old else None
    if known is not None:
        place = Place(known.access, "", known.person_id, known.department)
    with report_errors(context.language, who):
        await ask_for(transaction, row, who, place, context.actor.person)
    return line(context.language.say("The coordinator is asked about {name}.", name=who.name))


async def release(transaction: Transaction, context: CommandContext) -> Reply:
    """End a hold."""
    row, _ = await which(transaction, context)
    await release_hold(transaction, row.scene_id, row.shoot_day_id)
    return line(context.language.say("The hold is ended."))


async def coordinated(transaction: Transaction, request: Request, number: str) -> tuple[ClosedSet, Actor]:
    """The closed set a coordinator's button is about."""
    row = await closed_sets.find(transaction.session, int(number)) if number.isdigit() else None
    if row is None:
        raise NotForYou
    return row, await coordinator(transaction, request, row.production_id)


async def tap_approve(transaction: Transaction, request: Request) -> Reply:
    """Approve the roster that was shown; one that has changed since is shown again."""
    number, _, version = request.value.partition(":")
    row, who = await coordinated(transaction, request, number)
    tongue = await language_of(transaction, who.person)
    if row.over:
        return line(tongue.say("That closed set is closed. /closedset open makes a new one."))
    if version != await fingerprint(transaction, row):
        lead = tongue.say("The list has changed since. Please look again.")
        return Reply(modal=messages.roster_modal(tongue, await views.roster_view(transaction, row), lead))
    await approve_roster(transaction, row, who.person)
    if row.state is ClosedSetState.PLANNED:
        return line(
            tongue.say(
                "Approved. It opens {hour} by itself.",
                hour=tongue.moment(row.opens_at, await zone_of(transaction, row)),
            )
        )
    return line(tongue.say("Approved; the channel is being opened and the list invited."))


async def tap_copy(transaction: Transaction, request: Request) -> Reply:
    """The same crew as for the last scene; the list is shown again and still waits for approval."""
    row, who = await coordinated(transaction, request, request.value)
    tongue = await language_of(transaction, who.person)
    if row.over:
        return line(tongue.say("That closed set is closed. /closedset open makes a new one."))
    copied, left_out = await copy_last(transaction, row, who.person)
    lead = messages.copied_text(tongue, [one.name for one in copied], [one.name for one in left_out])
    return Reply(modal=messages.roster_modal(tongue, await views.roster_view(transaction, row), lead))


async def zone_of(transaction: Transaction, row: ClosedSet) -> str:
    """The time zone of a closed set's production."""
    return (await productions.get(transaction.session, row.production_id)).time_zone


async def see_roster(transaction: Transaction, request: Request) -> Reply:
    """The roster behind an alert."""
    row, who = await coordinated(transaction, request, request.value)
    return Reply(
        modal=messages.roster_modal(
            await language_of(transaction, who.person), await views.roster_view(transaction, row)
        )
    )


async def tap_release(transaction: Transaction, request: Request) -> Reply:
    """End a hold."""
    row, who = await coordinated(transaction, request, request.value)
    await release_hold(transaction, row.scene_id, row.shoot_day_id)
    return line((await language_of(transaction, who.person)).say("The hold is ended."))


async def alerted(transaction: Transaction, request: Request) -> tuple[Alert, ClosedSet, Person, Actor]:
    """The alert a button is about, its closed set and the person in question."""
    alert = await alerts.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    if alert is None or alert.closed_set_id is None or alert.person_id is None:
        raise NotForYou
    row, who = await coordinated(transaction, request, str(alert.closed_set_id))
    return alert, row, await people.get(transaction.session, alert.person_id), who


async def tap_clear(transaction: Transaction, request: Request) -> Reply:
    """One tap clears who was added or asked for; whom they replace is taken out first."""
    about, row, somebody_new, who = await alerted(transaction, request)
    tongue = await language_of(transaction, who.person)
    if row.over:
        return line(tongue.say("That closed set is closed. /closedset open makes a new one."))
    wish = await asked_for(transaction, row, somebody_new.number) if about.kind is AlertKind.ASKED else None
    place = Place(wish.access, "", wish.instead_of, wish.department) if wish is not None else Place()
    if place.instead_of is not None:
        await remove_person(transaction, row, await people.get(transaction.session, place.instead_of), who.person)
    with report_errors(tongue, somebody_new):
        await put_on_list(transaction, row, somebody_new, place, who.person)
    await acknowledge(transaction, about, who.person)
    production = await productions.get(transaction.session, row.production_id)
    return line(messages.on_list(tongue, somebody_new.name, place.access, seen_as(production, somebody_new)))


async def tap_invite_again(transaction: Transaction, request: Request) -> Reply:
    """Somebody who left wishes to come back."""
    _, row, gone, who = await alerted(transaction, request)
    tongue = await language_of(transaction, who.person)
    if row.over or not await invite_again(transaction, row, gone):
        return line(tongue.say("{name} is not on the list.", name=gone.name))
    return line(tongue.say("{name} is invited again.", name=gone.name))
