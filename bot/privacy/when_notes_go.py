"""When private notes go: the production's days after their matter is closed, or with the hold that keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.facts import is_open
from bot.privacy.private_notes import UNCLAIMED, covers
from bot.transaction import LookedUp, Transaction
from storage import check_ins, privacy, productions, shoot_days
from storage.check_ins import CheckIn
from storage.privacy import NoteHold, PrivateNote
from storage.shoot_days import ShootDay

# A day nobody has wrapped is over by then.
OVER = timedelta(days=2)


@dataclass
class Place:
    """The check-in some words answered, and all that the same words were about."""

    check_in: int
    together: list[int] = field(default_factory=list)


async def places_of(transaction: Transaction, person_id: int | None = None) -> dict[int, Place]:
    """Where the notes of a performer, or of everybody, belong, by the note; those that came with no answer nowhere."""
    found: dict[int, Place] = {}
    for note, own, other in await privacy.list_places(transaction.session, person_id):
        place = found.setdefault(note, Place(own))
        if other is not None:
            place.together.append(other)
    return found


class WhenNotesGo:
    """When notes go, as things stand. Somebody may have written hundreds about the same few scenes and days: those are
    looked up one time for all notes.
    """

    def __init__(self, transaction: Transaction, places: Mapping[int, Place], holds: Collection[NoteHold]) -> None:
        self._places = places
        self._holds = holds
        self._check_in = LookedUp(partial(check_ins.find, transaction.session))
        self._days = LookedUp(partial(days_of, transaction))
        self._open_days = LookedUp(partial(open_days_of, transaction))
        self.production = LookedUp(partial(productions.get, transaction.session))

    async def check_in_of(self, row: PrivateNote) -> CheckIn | None:
        """The check-in that some words answered."""
        place = self._places.get(row.number)
        return await self._check_in(place.check_in) if place is not None else None

    async def closed_at(self, row: PrivateNote) -> datetime:
        """When the matter of some words is closed: the wrap or end of the last day it is about, else when they came.

        A scene that moves takes its matter along. Words typed about several check-ins also stay for those still open.
        """
        place = self._places.get(row.number)
        if place is None or await self._check_in(place.check_in) is None:
            return row.written_at
        days = [*await self._days(place.check_in)]
        for other in place.together:
            days += await self._open_days(other)
        return max(row.written_at, *[over_at(day, row.written_at) for day in days])

    async def goes_at(self, row: PrivateNote) -> datetime:
        """When some words are deleted: the production's days after the matter is closed, and any hold."""
        kept = UNCLAIMED
        if row.production_id is not None:
            kept = timedelta(days=(await self.production(row.production_id)).keep_words_days)
        held = [hold.until for hold in self._holds if covers(hold, row)]
        return max(await self.closed_at(row) + kept, *held, row.written_at)

    def is_held(self, row: PrivateNote) -> bool:
        """Whether a hold keeps some words now."""
        return any(covers(hold, row) for hold in self._holds)


async def when_notes_go(transaction: Transaction, person_id: int | None = None) -> WhenNotesGo:
    """When the notes of a performer, or of everybody, go."""
    holds = await privacy.list_standing_holds(transaction.session, transaction.now)
    return WhenNotesGo(transaction, await places_of(transaction, person_id), holds)


def over_at(day: ShootDay, written_at: datetime) -> datetime:
    """When a day is over: its wrap, or some time after a day nobody has wrapped."""
    return day.wrapped_at or datetime.combine(day.date, written_at.timetz()) + OVER


async def days_of(transaction: Transaction, check_in_id: int) -> Sequence[ShootDay]:
    """The day of a check-in, and the days that its scene stands on for the performer now."""
    check_in = await check_ins.find(transaction.session, check_in_id)
    if check_in is None:
        return ()
    numbers = [check_in.shoot_day_id, *await days_after(transaction, check_in)]
    return [await shoot_days.get(transaction.session, number) for number in dict.fromkeys(numbers)]


async def open_days_of(transaction: Transaction, check_in_id: int) -> Sequence[ShootDay]:
    """The same while something is open between them; afterwards none."""
    check_in = await check_ins.find(transaction.session, check_in_id)
    if check_in is None or not await is_open(transaction, check_in):
        return ()
    return await days_of(transaction, check_in_id)


async def days_after(transaction: Transaction, check_in: CheckIn) -> list[int]:
    """The days a scene stands on for a performer now, where it has left the day of a check-in."""
    return [
        other.shoot_day_id
        for other in await check_ins.list_of(transaction.session, check_in.person_id)
        if other.scene_id == check_in.scene_id
        and check_in.number in [left.number for left in await check_ins.list_left_behind(transaction.session, other)]
    ]
