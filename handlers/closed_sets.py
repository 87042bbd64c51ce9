"""Closed sets: what the coordinator and the ADs write and tap."""

import re
from collections.abc import Sequence
from datetime import date

from bot import closed_set_views as views
from bot.alerts import acknowledge
from bot.closed_set_guard import closed
from bot.closed_sets import approve_roster, begin_closing, closed_set_line, lost, open_again, open_now, release_hold
from bot.people import Asker, language_of
from bot.productions import Somebody, give_role, somebody
from bot.roles import ASSISTANT_DIRECTION, COORDINATION, Access, Role
from bot.rosters import (
    Place,
    ask_for,
    asked_for,
    clear_person,
    fingerprint,
    invite_again,
    remove_person,
    swap_people,
)
from bot.step import Step
from bot.wrapping import plan_closure
from handlers.acknowledging import coordinator
from handlers.commands import EVERYONE, Ask, Command, Verb
from handlers.replies import NotForYou, NotPossible, Reply, line
from handlers.requests import Request
from messages import closed_set as messages
from messages.language import Language
from storage.alerts import Alert, AlertKind, alert
from storage.people import Person, person, person_of, roles_of
from storage.productions import production
from storage.rosters import (
    ClosedSet,
    ClosedSetState,
    Ending,
    clearance_of,
    closed_set,
    closed_sets_of,
)
from storage.schedule import ShootDay, scenes, shoot_day, shoot_days

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
ACCESSES = {
    "set": Access.SET,
    "monitor": Access.MONITOR,
    "monitors": Access.MONITOR,
    "remote": Access.REMOTE_FEED,
    "remote_feed": Access.REMOTE_FEED,
    "feed": Access.REMOTE_FEED,
    "stills": Access.STILLS,
}


# Reading a command


async def which(step: Step, ask: Ask) -> tuple[ClosedSet, str]:
    """The closed set a command names by its scene and, if need be, a day; and the text that follows."""
    first, _, rest = ask.words.partition(" ")
    if not first:
        raise NotPossible(ask.language.say("Please write which scene, such as 42pt1."))
    known = await scenes(step.session, ask.production.number)
    fitting = [found for found in known if first.casefold() in (found.label.casefold(), found.number.casefold())]
    if len(fitting) != 1:
        raise NotPossible(ask.language.say("I do not know a scene {scene} here.", scene=first))
    newest = {
        row.shoot_day_id: row
        for row in await closed_sets_of(step.session, ask.production.number)
        if row.scene_id == fitting[0].key
    }
    days = [found for found in await shoot_days(step.session, ask.production.number) if found.number in newest]
    second, _, after = rest.strip().partition(" ")
    named = [found for found in days if second and is_day(found, second)]
    if named:
        return newest[named[0].number], after.strip()
    day = next_day(days, newest)
    if day is None:
        raise NotPossible(
            ask.language.say("Scene {scene} has no closed set: it has no day, or nobody has confirmed it.", scene=first)
        )
    return newest[day.number], rest.strip()


def is_day(day: ShootDay, word: str) -> bool:
    """Whether a word names a day: its number, or its date as 2026-03-16."""
    return word.casefold() == day.label.casefold() or word == day.date.isoformat()


def next_day(days: Sequence[ShootDay], newest: dict[int, ClosedSet]) -> ShootDay | None:
    """With several days the next one that is not over; else the last."""
    ahead = [day for day in days if day.wrapped_at is None and not newest[day.number].over]
    return min(ahead or days[-1:], key=lambda day: day.date, default=None)


async def named_people(step: Step, ask: Ask, text: str, count: int) -> tuple[list[Person], str]:
    """So many people, written as @name, and the text without them."""
    found = MENTION.findall(text)
    if len(found) < count:
        raise NotPossible(ask.language.say("Please write who, as @name."))
    people = []
    for user, handle in found:
        known = await person_of(step.session, user)
        people.append(known or await somebody(step, Somebody(handle or user, user)))
    return people, " ".join(MENTION.sub(" ", text).split())


def access_and_reason(text: str) -> tuple[Access, str]:
    """An access where the text begins with one; all else is the reason."""
    first, _, rest = text.partition(" ")
    if first.casefold() in ACCESSES:
        return ACCESSES[first.casefold()], rest.strip()
    return Access.SET, text


def still_on(ask: Ask, row: ClosedSet) -> None:
    """Raises NotPossible for a closed set that is over."""
    if row.over:
        raise NotPossible(ask.language.say("That closed set is closed. /closedset open makes a new one."))


# Commands


async def ahead(step: Step, ask: Ask) -> list[ClosedSet]:
    """The closed sets of a production that are not closed, by day."""
    rows = [
        row
        for row in await closed_sets_of(step.session, ask.production.number)
        if row.state is not ClosedSetState.CLOSED
    ]
    days = {row.shoot_day_id: (await shoot_day(step.session, row.shoot_day_id)).date for row in rows}
    return sorted(rows, key=lambda row: (days.get(row.shoot_day_id, date.max), row.number))


async def list_closed_sets(step: Step, ask: Ask) -> Reply:
    """How each closed set stands; that one is on hold is for the coordinator alone."""
    private = ask.asker.holds(ask.production.number, COORDINATION)
    lines = [(await closed_set_line(step, row), row.hold and private) for row in await ahead(step, ask)]
    return Reply(message=messages.list_message(ask.language, lines))


async def show_roster(step: Step, ask: Ask) -> Reply:
    """The roster: all of it for the coordinator, names and access for an AD."""
    row, _ = await which(step, ask)
    if ask.asker.holds(ask.production.number, COORDINATION):
        return Reply(message=messages.roster_message(ask.language, await views.roster_view(step, row)))
    return Reply(message=messages.door_message(ask.language, [await views.door_list(step, row)]))


async def clear(step: Step, ask: Ask) -> Reply:
    """Put somebody on the roster."""
    row, text = await which(step, ask)
    still_on(ask, row)
    people, words = await named_people(step, ask, text, 1)
    access, reason = access_and_reason(words)
    await put_on_list(step, row, people[0], Place(access, reason), ask.asker.person)
    return line(on_list(ask.language, people[0], access))


async def put_on_list(step: Step, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """Clear a person; somebody who was nothing in the production yet is crew from now on."""
    await clear_person(step, row, who, place, by)
    if not any(held.production_id == row.production_id for held in await roles_of(step.session, who.number)):
        await give_role(step, await production(step.session, row.production_id), who, Role.CREW)


def on_list(tongue: Language, who: Person, access: Access) -> str:
    """What the coordinator reads when somebody is on the list."""
    if access is Access.REMOTE_FEED:
        return tongue.say("{name} is on the list for the remote feed, which is no way into the channel.", name=who.name)
    if not who.reachable:
        return tongue.say("{name} is on the list; without Slack, you let them in yourself.", name=who.name)
    return tongue.say("{name} is on the list.", name=who.name)


async def remove(step: Step, ask: Ask) -> Reply:
    """Take somebody off the roster."""
    row, text = await which(step, ask)
    still_on(ask, row)
    people, _ = await named_people(step, ask, text, 1)
    if not await remove_person(step, row, people[0], ask.asker.person):
        raise NotPossible(ask.language.say("{name} is not on the list.", name=people[0].name))
    return line(ask.language.say("{name} is off the list.", name=people[0].name))


async def swap(step: Step, ask: Ask) -> Reply:
    """One person for another; the old one is taken out first."""
    row, text = await which(step, ask)
    still_on(ask, row)
    (old, new), _ = await two_people(step, ask, text)
    if not await swap_people(step, row, old, new, ask.asker.person):
        raise NotPossible(ask.language.say("{name} is not on the list.", name=old.name))
    return line(ask.language.say("{new} instead of {old}, who is taken out first.", new=new.name, old=old.name))


async def two_people(step: Step, ask: Ask, text: str) -> tuple[tuple[Person, Person], str]:
    """Two people, in the order they were written."""
    people, words = await named_people(step, ask, text, 2)
    return (people[0], people[1]), words


async def open_set(step: Step, ask: Ask) -> Reply:
    """Approve the roster and open now."""
    row, _ = await which(step, ask)
    if row.over:
        if (await shoot_day(step.session, row.shoot_day_id)).wrapped_at is not None:
            raise NotPossible(ask.language.say("That day is wrapped."))
        row = await open_again(step, row)
    anew = lost(row)
    await open_now(step, row, ask.asker.person)
    if anew:
        return line(ask.language.say("A new channel is being made. Please archive the old one by hand."))
    return line(ask.language.say("Approved; the channel is being opened and the list invited."))


async def close_set(step: Step, ask: Ask) -> Reply:
    """Close after wrap; said again of a channel the bot cannot see, it is on record as closed by hand."""
    row, _ = await which(step, ask)
    if row.state is ClosedSetState.CLOSING and lost(row):
        await closed(step, row)
        return line(ask.language.say("On record as closed by hand."))
    still_on(ask, row)
    await begin_closing(step, row, Ending.WRAPPED, ask.asker.person)
    await plan_closure(step, ask.production, await shoot_day(step.session, row.shoot_day_id))
    return line(ask.language.say("Closing: who is inside is told, then taken out, then the channel is archived."))


async def show_plan(step: Step, ask: Ask) -> Reply:
    """What the next look would do."""
    row, _ = await which(step, ask)
    return Reply(message=messages.plan_message(ask.language, await views.planned_change(step, row)))


async def ask_coordinator(step: Step, ask: Ask) -> Reply:
    """An AD asks for somebody; with a second name, instead of them."""
    row, text = await which(step, ask)
    still_on(ask, row)
    people, words = await named_people(step, ask, text, 1)
    access, _ = access_and_reason(words)
    old = people[1] if len(people) > 1 else None
    known = await clearance_of(step.session, row.number, old.number) if old else None
    place = Place(known.access if known else access, "", old.number if old and known else None)
    await ask_for(step, row, people[0], place, ask.asker.person)
    return line(ask.language.say("The coordinator is asked about {name}.", name=people[0].name))


async def release(step: Step, ask: Ask) -> Reply:
    """End a hold."""
    row, _ = await which(step, ask)
    await release_hold(step, row.scene_id, row.shoot_day_id)
    return line(ask.language.say("The hold is ended."))


async def door(step: Step, ask: Ask) -> Reply:
    """Who may come in, for the ADs; for anybody else where they are on a list themselves."""
    rows = await ahead(step, ask)
    if ask.asker.holds(ask.production.number, (*COORDINATION, *ASSISTANT_DIRECTION)):
        return Reply(message=messages.door_message(ask.language, [await views.door_list(step, row) for row in rows]))
    own = []
    for row in rows:
        known = await clearance_of(step.session, row.number, ask.asker.person.number)
        if known is not None:
            own.append((await closed_set_line(step, row), known.access))
    return Reply(message=messages.own_door_message(ask.language, own))


PLAN = (*COORDINATION, *ASSISTANT_DIRECTION)
CLOSEDSET = Command(
    "/closedset",
    [
        Verb("list", PLAN, list_closed_sets, "list", "How each closed set stands"),
        Verb("roster", PLAN, show_roster, "roster 42pt1", "Who is on the list; the coordinator approves it here"),
        Verb("clear", COORDINATION, clear, "clear 42pt1 @ben monitor boom operator", "Put somebody on the list"),
        Verb("remove", COORDINATION, remove, "remove 42pt1 @ben", "Take somebody off the list"),
        Verb("swap", COORDINATION, swap, "swap 42pt1 @ben @kim", "One for another; the first is taken out before"),
        Verb("open", COORDINATION, open_set, "open 42pt1", "Approve the list and open the channel now"),
        Verb("close", COORDINATION, close_set, "close 42pt1", "Empty and archive the channel after wrap"),
        Verb("plan", COORDINATION, show_plan, "plan 42pt1", "What the bot would do with the channel next"),
        Verb("release", COORDINATION, release, "release 42pt1", "End a hold"),
        Verb("ask", PLAN, ask_coordinator, "ask 42pt1 @kim set @ben", "Ask for @kim, here instead of @ben"),
        Verb("door", EVERYONE, door, "door", "Who is on the list; for crew and performers, where they are on one"),
    ],
)


# Buttons


async def coordinated(step: Step, request: Request, number: str) -> tuple[ClosedSet, Asker]:
    """The closed set a coordinator's button is about."""
    row = await closed_set(step.session, int(number)) if number.isdigit() else None
    if row is None:
        raise NotForYou
    return row, await coordinator(step, request, row.production_id)


async def tap_approve(step: Step, request: Request) -> Reply:
    """Approve the roster that was shown; one that has changed since is shown again."""
    number, _, version = request.value.partition(":")
    row, who = await coordinated(step, request, number)
    tongue = await language_of(step, who.person)
    if row.over:
        return line(tongue.say("That closed set is closed. /closedset open makes a new one."))
    if version != await fingerprint(step, row):
        lead = tongue.say("The list has changed since. Please look again.")
        return Reply(modal=messages.roster_modal(tongue, await views.roster_view(step, row), lead))
    await approve_roster(step, row, who.person)
    if row.state is ClosedSetState.PLANNED:
        return line(
            tongue.say(
                "Approved. It opens {hour} by itself.", hour=tongue.moment(row.opens_at, await zone_of(step, row))
            )
        )
    return line(tongue.say("Approved; the channel is being opened and the list invited."))


async def zone_of(step: Step, row: ClosedSet) -> str:
    """The time zone of a closed set's production."""
    return (await production(step.session, row.production_id)).time_zone


async def see_roster(step: Step, request: Request) -> Reply:
    """The roster behind an alert."""
    row, who = await coordinated(step, request, request.value)
    return Reply(modal=messages.roster_modal(await language_of(step, who.person), await views.roster_view(step, row)))


async def tap_release(step: Step, request: Request) -> Reply:
    """End a hold."""
    row, who = await coordinated(step, request, request.value)
    await release_hold(step, row.scene_id, row.shoot_day_id)
    return line((await language_of(step, who.person)).say("The hold is ended."))


async def alerted(step: Step, request: Request) -> tuple[Alert, ClosedSet, Person, Asker]:
    """The alert a button is about, its closed set and the person in question."""
    about = await alert(step.session, int(request.value)) if request.value.isdigit() else None
    if about is None or about.closed_set_id is None or about.person_id is None:
        raise NotForYou
    row, who = await coordinated(step, request, str(about.closed_set_id))
    return about, row, await person(step.session, about.person_id), who


async def tap_clear(step: Step, request: Request) -> Reply:
    """One tap clears who was added or asked for; whom they replace is taken out first."""
    about, row, somebody_new, who = await alerted(step, request)
    tongue = await language_of(step, who.person)
    if row.over:
        return line(tongue.say("That closed set is closed. /closedset open makes a new one."))
    wish = await asked_for(step, row, somebody_new.number) if about.kind is AlertKind.ASKED else None
    place = Place(wish.access, "", wish.instead_of) if wish is not None else Place()
    if place.instead_of is not None:
        await remove_person(step, row, await person(step.session, place.instead_of), who.person)
    await put_on_list(step, row, somebody_new, place, who.person)
    await acknowledge(step, about, who.person)
    return line(on_list(tongue, somebody_new, place.access))


async def tap_invite_again(step: Step, request: Request) -> Reply:
    """Somebody who left wishes to come back."""
    _, row, gone, who = await alerted(step, request)
    tongue = await language_of(step, who.person)
    if row.over or not await invite_again(step, row, gone):
        return line(tongue.say("{name} is not on the list.", name=gone.name))
    return line(tongue.say("{name} is invited again.", name=gone.name))
