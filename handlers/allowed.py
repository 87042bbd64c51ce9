"""Who may, by their role, and what the button or window is about. Raises NotForYou for anybody else."""

from collections.abc import Callable, Collection
from typing import TypeVar

from bot.domain.matters import Shown, shown_in
from bot.domain.numbers import id_in, whole_number
from bot.domain.record_kinds import Looked
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from bot.people import Actor, find_actor
from bot.record import Reading
from bot.transaction import Transaction
from handlers.replies import NotForYou
from handlers.requests import Request
from storage import alerts, check_ins, closed_sets, people, privacy, productions, rosters, scenes
from storage.alerts import Alert, AlertKind
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.privacy import NoteHold
from storage.productions import Production
from storage.rosters import ClearanceAsked
from storage.scenes import Scene

Read = TypeVar("Read")
AT_THE_DOOR = (*COORDINATION, *ASSISTANT_DIRECTION)


def number_in(text: str) -> int:
    """The id that a button or a window carries; 0, which nothing has, where it carries none."""
    number, _, _ = text.partition(":")
    return id_in(number)


def read_as(reader: Callable[[str], Read], text: str) -> Read:
    """What a window of ours brings back: a choice, a day, an hour. Anything else was never offered to anybody."""
    try:
        return reader(text)
    except ValueError:
        raise NotForYou from None


def given(request: Request, name: str) -> str:
    """What stands in an input that Slack lets nobody leave empty."""
    if name not in request.fields:
        raise NotForYou
    return request.fields[name]


def shown_with(request: Request) -> Shown | None:
    """What was shown in the window somebody acts in; None where it does not say, as in earlier versions."""
    _, _, shown = request.value.partition(":")
    return shown_in(shown)


async def holder(transaction: Transaction, request: Request, production_id: int, roles: Collection[Role]) -> Actor:
    """The actor, in whom one of these roles must count."""
    who = await find_actor(transaction, request.user)
    if who is None or not who.holds(production_id, roles):
        raise NotForYou(production_id)
    return who


async def coordinator(transaction: Transaction, request: Request, production_id: int) -> Actor:
    """The actor, who must be coordinator or deputy of this production."""
    return await holder(transaction, request, production_id, COORDINATION)


async def coordinated(transaction: Transaction, request: Request) -> tuple[Production, Actor]:
    """The production a button or window is about, and its coordinator or deputy."""
    number = whole_number(request.value)
    if number is None:
        raise NotForYou
    who = await coordinator(transaction, request, number)
    return await productions.get(transaction.session, number), who


async def coordinated_alone(transaction: Transaction, request: Request) -> tuple[Production, Actor]:
    """The production a button or window is about, and its coordinator: neither a deputy nor an AD."""
    number = whole_number(request.value)
    if number is None:
        raise NotForYou
    who = await holder(transaction, request, number, [Role.COORDINATOR])
    return await productions.get(transaction.session, number), who


async def coordinated_alert(transaction: Transaction, request: Request) -> tuple[Alert, Actor]:
    """The alert a button or window is about, and a coordinator or deputy."""
    alert = await alerts.find(transaction.session, number_in(request.value))
    if alert is None:
        raise NotForYou
    return alert, await coordinator(transaction, request, alert.production_id)


async def coordinated_check_in(transaction: Transaction, request: Request) -> tuple[CheckIn, Actor]:
    """The check-in a button or window is about, and a coordinator or deputy."""
    check_in = await check_ins.find(transaction.session, number_in(request.value))
    if check_in is None:
        raise NotForYou
    return check_in, await coordinator(transaction, request, check_in.production_id)


async def coordinated_scene(transaction: Transaction, request: Request, number: str) -> tuple[Scene, Actor]:
    """The scene a window is about, and a coordinator or deputy."""
    scene = await scenes.find(transaction.session, id_in(number))
    if scene is None:
        raise NotForYou
    return scene, await coordinator(transaction, request, scene.production_id)


async def coordinated_closed_set(transaction: Transaction, request: Request, number: str) -> tuple[ClosedSet, Actor]:
    """The closed set a button is about, and a coordinator or deputy."""
    row = await closed_sets.find(transaction.session, number_in(number))
    if row is None:
        raise NotForYou
    return row, await coordinator(transaction, request, row.production_id)


async def alerted_closed_set(transaction: Transaction, request: Request) -> tuple[Alert, ClosedSet, Person, Actor]:
    """The alert a button is about, its closed set, the person in question, and a coordinator or deputy."""
    alert = await alerts.find(transaction.session, number_in(request.value))
    if alert is None or alert.closed_set_id is None or alert.person_id is None:
        raise NotForYou
    row, who = await coordinated_closed_set(transaction, request, str(alert.closed_set_id))
    return alert, row, await people.get(transaction.session, alert.person_id), who


async def asked_on_closed_set(
    transaction: Transaction, request: Request, wish: int
) -> tuple[ClosedSet, ClearanceAsked | None, Actor]:
    """The closed set of an alert a button is about, what was asked for there, if it still is, and the coordinator."""
    alert = await alerts.find(transaction.session, number_in(request.value))
    if alert is None or alert.closed_set_id is None or alert.kind is not AlertKind.ASKED:
        raise NotForYou
    row, who = await coordinated_closed_set(transaction, request, str(alert.closed_set_id))
    return row, await rosters.find_asked(transaction.session, row.number, wish), who


async def spared_closed_set(transaction: Transaction, request: Request) -> tuple[Alert, ClosedSet, Actor]:
    """The alert a button is about, its closed set, and a coordinator or deputy."""
    alert = await alerts.find(transaction.session, number_in(request.value))
    if alert is None or alert.closed_set_id is None or alert.kind is not AlertKind.REMOVAL_WAITS:
        raise NotForYou
    row, who = await coordinated_closed_set(transaction, request, str(alert.closed_set_id))
    return alert, row, who


def reading_of(row: ClosedSet, who: Actor) -> Reading:
    """That somebody reads who is on a closed set's roster."""
    return Reading(row.production_id, Looked.ROSTER, who.person.number, facts={"closed_set": row.number})


async def closed_set_at_the_door(transaction: Transaction, request: Request) -> tuple[ClosedSet, Actor]:
    """The closed set of a button at the door, and the actor, who must plan or coordinate."""
    row = await closed_sets.find(transaction.session, number_in(request.value))
    if row is None:
        raise NotForYou
    return row, await holder(transaction, request, row.production_id, AT_THE_DOOR)


async def coordinated_hold(transaction: Transaction, request: Request) -> tuple[NoteHold, Production, Actor]:
    """The hold a button is about, its production, and the coordinator: neither a deputy nor an AD."""
    row = await privacy.find_hold(transaction.session, number_in(request.value))
    if row is None:
        raise NotForYou
    who = await holder(transaction, request, row.production_id, [Role.COORDINATOR])
    return row, await productions.get(transaction.session, row.production_id), who
