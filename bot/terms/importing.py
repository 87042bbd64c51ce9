"""Riders from a table: what they would change, previewed, and then applied as it was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.checkins.consequences import hurry_all, replan
from bot.domain.record_kinds import RecordKind
from bot.parsing.board import Problem, SceneId, ScheduleUnreadable
from bot.parsing.reading import folded
from bot.parsing.rider_list import COLUMNS, RiderEntry
from bot.record import record
from bot.terms.breakdowns import record_breakdown
from bot.terms.difference import SceneChange, TermsDifference, changed_rider, changed_scene, changed_translations
from bot.terms.riders import keep_rider, recorded_rider, translate_rider
from bot.terms.wording import made_of
from bot.transaction import Transaction
from storage import people, scenes, terms
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene


class TermsMoved(Exception):
    """What is recorded has changed since the preview. Nothing was applied; look at the new preview first."""


async def preview_terms(
    transaction: Transaction, production: Production, entries: Sequence[RiderEntry]
) -> TermsDifference:
    """What a table of riders would change now. Raises ScheduleUnreadable, naming every row that fits nothing."""
    return await TermsComparison(
        transaction, production, await known_scenes(transaction, production), await players(transaction, production)
    ).compare(entries)


async def apply_terms(
    transaction: Transaction, production: Production, entries: Sequence[RiderEntry], seen: TermsDifference
) -> None:
    """Apply what was previewed, in this one transaction; whoever is concerned is asked again. Raises TermsMoved."""
    found = await preview_terms(transaction, production, entries)
    if found != seen:
        raise TermsMoved("The riders have changed since this preview, so nothing was applied. Look at it again.")
    for change in found.scenes:
        await record_breakdown(transaction, await scenes.get(transaction.session, change.scene), None, change.made)
    for rider in found.riders:
        about, performer = (
            await scenes.get(transaction.session, rider.scene),
            await people.get(transaction.session, rider.performer),
        )
        await keep_rider(transaction, about, performer, None, rider.terms)
    for one in found.translations:
        about, performer = (
            await scenes.get(transaction.session, one.scene),
            await people.get(transaction.session, one.performer),
        )
        await translate_rider(transaction, about, performer, one.language, one.wording, None)
    counts = {"scenes": len(found.scenes), "riders": len(found.riders), "translations": len(found.translations)}
    await record(transaction, production.number, RecordKind.RIDERS_IMPORTED, **counts)
    await replan(transaction, production)
    await hurry_all(transaction, production)


async def known_scenes(transaction: Transaction, production: Production) -> dict[tuple[str, str], Scene]:
    """The production's scenes by the key under which any spelling finds them."""
    return {
        SceneId(row.episode, row.number).key: row
        for row in await scenes.list_all(transaction.session, production.number)
    }


async def players(transaction: Transaction, production: Production) -> dict[str, Person]:
    """The cast by cast id, upper and lower case alike."""
    rows = await people.get_cast(transaction.session, production.number)
    return {cast_id.casefold(): await people.get(transaction.session, row.person_id) for cast_id, row in rows.items()}


def is_called(who: Person, name: str) -> bool:
    """Whether somebody stands with this name, or is listed under it."""
    return folded(name) in {folded(who.name), folded(who.listed_name or "")}


class TermsComparison:
    """Goes down the rows and gathers changes, and what fits nothing."""

    def __init__(
        self,
        transaction: Transaction,
        production: Production,
        known: Mapping[tuple[str, str], Scene],
        known_players: Mapping[str, Person],
    ) -> None:
        self._transaction, self._production = transaction, production
        self._scenes, self._players = known, known_players
        self._problems: list[Problem] = []
        self._said: dict[int, dict[str, object]] = {}

    async def compare(self, entries: Sequence[RiderEntry]) -> TermsDifference:
        """The whole difference. Raises ScheduleUnreadable."""
        found = TermsDifference()
        for entry in entries:
            about, who = self._scene(entry), self._performer(entry)
            if about is not None:
                self._gather(entry, about)
            if about is not None and who is not None:
                found = await self._rider(found, entry, about, who)
        if self._problems:
            raise ScheduleUnreadable(self._problems)
        changes = [await self._scene_change(row) for row in self._scenes.values() if row.key in self._said]
        return replace(found, scenes=tuple(change for change in changes if change is not None))

    def _wrong(self, entry: RiderEntry, column: str, sentence: str) -> None:
        self._problems.append(Problem(entry.line, column, sentence))

    def _scene(self, entry: RiderEntry) -> Scene | None:
        scene = self._scenes.get(entry.scene.key)
        if scene is None:
            self._wrong(
                entry,
                "Scene",
                f"There is no scene {entry.scene} in {self._production.name}. Import the schedule first.",
            )
        elif scene.cut_at is not None:
            self._wrong(entry, "Scene", f"Scene {scene.label} is cut. Take the row out, or restore the scene first.")
            return None
        return scene

    def _performer(self, entry: RiderEntry) -> Person | None:
        if entry.cast_id:
            who = self._players.get(entry.cast_id.casefold())
            if who is None:
                sentence = f"Nobody is named for cast id {entry.cast_id}. Import the cast list first."
                self._wrong(entry, "Cast ID", sentence)
            elif entry.name and not is_called(who, entry.name):
                self._wrong(
                    entry, "Name", f"Cast id {entry.cast_id} is {who.name}, not {entry.name}. Correct one of them."
                )
            return who
        if not entry.name:
            if entry.says_of_a_rider:
                self._wrong(entry, "Cast ID", "The row does not say whose rider it is. Write a cast id or a name.")
            return None
        found = {who.number: who for who in self._players.values() if is_called(who, entry.name)}
        if len(found) != 1:
            self._wrong(
                entry, "Name", f"“{entry.name}” names nobody for certain in the cast. Write the cast id instead."
            )
        return next(iter(found.values()), None)

    def _gather(self, entry: RiderEntry, scene: Scene) -> None:
        """What a row says of its scene; two rows of one scene say the same."""
        said: dict[str, object] = {**entry.made} | ({"kinds": entry.kinds} if entry.kinds is not None else {})
        known = self._said.setdefault(scene.key, {}) if said else {}
        for name, value in said.items():
            if known.setdefault(name, value) != value:
                sentence = f"Another row says something else of scene {scene.label}. Say it once, or the same in each."
                self._wrong(entry, COLUMNS[name][0], sentence)

    async def _scene_change(self, scene: Scene) -> SceneChange | None:
        row = await terms.find_breakdown(self._transaction.session, scene.key)
        before = made_of(self._transaction, row)
        return changed_scene((scene.key, scene.label), before, row.version if row else 0, self._said[scene.key])

    async def _rider(self, found: TermsDifference, entry: RiderEntry, scene: Scene, who: Person) -> TermsDifference:
        known = await recorded_rider(self._transaction, scene, who)
        whose = (scene.key, scene.label, who.number, who.name)
        try:
            rider = changed_rider(whose, entry, known, self._production.time_zone, self._transaction.now)
        except ValueError as unfit:
            self._wrong(entry, "", str(unfit))
            return found
        translations = changed_translations(whose, entry, known, rider)
        riders = (*found.riders, rider) if rider is not None else found.riders
        return replace(found, riders=riders, translations=(*found.translations, *translations))
