"""Somebody's own words as they read them: when each goes, who else may read it, and whom they could let read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.domain.disclosure import DayName
from bot.domain.personal_data import KeptNote
from bot.domain.roles import Role
from bot.privacy.closed_set_data import place_of
from bot.privacy.private_notes import open_note
from bot.privacy.when_notes_go import WhenNotesGo, when_notes_go
from bot.readers import list_readers
from bot.transaction import LookedUp, Transaction
from storage import people, privacy
from storage.check_ins import CheckIn
from storage.people import Person
from storage.privacy import PrivateNote

UNIVERSAL = "UTC"


async def kept_notes(transaction: Transaction, who: Person) -> list[KeptNote]:
    """Somebody's own words, in all productions, oldest first."""
    around = Around(transaction, await when_notes_go(transaction, who.number))
    return [await around.kept_note(row) for row in await privacy.list_notes_by(transaction.session, who.number)]


@dataclass(frozen=True)
class Deputies:
    """Those of a production who are on duty, and the ids of those who read notes by themselves."""

    there: Sequence[Person]
    reading: frozenset[int]


class Around:
    """What stands beside notes. Somebody may have written hundreds: the rest is looked up one time for all of them."""

    def __init__(self, transaction: Transaction, times: WhenNotesGo) -> None:
        self._transaction = transaction
        self._times = times
        self._place = LookedUp(self._place_of)
        self._person = LookedUp(partial(people.get, transaction.session))
        self._deputies = LookedUp(partial(deputies_of, transaction))

    async def kept_note(self, row: PrivateNote) -> KeptNote:
        """One note, and when it goes."""
        production = await self._times.production(row.production_id) if row.production_id is not None else None
        check_in = await self._times.check_in_of(row)
        words = open_note(self._transaction, row)
        return KeptNote(
            number=row.number,
            production=production.name if production else None,
            zone=production.time_zone if production else UNIVERSAL,
            words=words.text,
            direction=words.direction,
            written_at=row.written_at,
            goes_at=await self._times.goes_at(row),
            held=self._times.is_held(row),
            about=await self._about(production.number, check_in) if production and check_in else None,
            released_to=(await self._person(row.released_to)).name if row.released_to else "",
            could_read=await self._could_read(row),
        )

    async def _about(self, production_id: int, check_in: CheckIn) -> tuple[str, DayName]:
        """The scene and the day some words are about."""
        return await self._place((production_id, check_in.scene_id, check_in.shoot_day_id))

    async def _place_of(self, where: tuple[int, int, int]) -> tuple[str, DayName]:
        """A scene and a day of a production, as people call them."""
        production_id, scene_id, shoot_day_id = where
        return await place_of(self._transaction, await self._times.production(production_id), scene_id, shoot_day_id)

    async def _could_read(self, row: PrivateNote) -> tuple[tuple[int, str], ...]:
        """The deputies on duty whom a performer could let read a note, because they cannot by themselves."""
        if row.production_id is None:
            return ()
        deputies = await self._deputies(row.production_id)
        reading = deputies.reading | {row.released_to}
        return tuple((who.number, who.name) for who in deputies.there if who.number not in reading)


async def deputies_of(transaction: Transaction, production_id: int) -> Deputies:
    """The deputies of a production who are on duty, and who of all reads notes."""
    reading = await list_readers(transaction, production_id)
    there = await people.list_on_duty(transaction.session, production_id, transaction.now)
    deputies = await people.list_holders(transaction.session, production_id, [Role.DEPUTY])
    return Deputies([who for who in deputies if who in there], frozenset(who.number for who in reading))
