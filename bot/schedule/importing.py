"""Importing a schedule: a previewed difference, applied whole or not at all, and what follows from it."""

from collections.abc import Sequence
from datetime import date

from bot.alerts import raise_alert
from bot.checkins.consequences import touched
from bot.domain.touches import Touch
from bot.domain.unreadable import listed
from bot.parsing.board import Board, Day
from bot.parsing.board import Strip as ReadStrip
from bot.parsing.changes import Difference, Place, Placement, placements_gone, placements_new
from bot.parsing.questions import kept
from bot.schedule.editing import follow_board
from bot.schedule.intimate_plan import intimate_plan, tell_of_changes
from bot.schedule.stored import Key, Stored, compare, known_scene, known_scenes, stored_schedule
from bot.schedule.successors import carry_matters
from bot.transaction import Transaction
from storage import scenes, shoot_days, strips
from storage.alerts import AlertKind
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.schedule import ScheduleImport
from storage.shoot_days import Call, ShootDay, UnitDay
from storage.strips import Strip


class BoardMoved(Exception):
    """The stored board has changed since the preview. Nothing was applied; look at the new preview first."""


async def preview(transaction: Transaction, production: Production, board: Board) -> Difference:
    """What importing the board would change now."""
    return compare(await stored_schedule(transaction, production), board)


async def import_board(transaction: Transaction, production: Production, board: Board, seen: Difference) -> Difference:
    """Apply what was previewed, in this one transaction, and let everything follow from it. Raises BoardMoved."""
    stored = await stored_schedule(transaction, production)
    found = compare(stored, board)
    if found != seen:
        raise BoardMoved("The board has changed since this preview, so nothing was applied. Look at it again.")
    if found.is_empty:
        return found
    before = known_scenes(stored)
    plan = await intimate_plan(transaction, production)
    await ScheduleWriter(transaction, production, stored).apply(found, board)
    await carry_matters(transaction, production, before, found)
    await follow_board(transaction, production, await shoot_days.list_all(transaction.session, production.number))
    await tell_coordinator(transaction, production, found)
    await tell_of_changes(transaction, production, plan)
    await tell_of_texts(transaction, production, found)
    return found


async def tell_coordinator(transaction: Transaction, production: Production, found: Difference) -> None:
    """Keep what the file left open, and tell the coordinator once that there is something to look at, or cut."""
    keyed = {
        known_scene(scene, {}).scene.key: scene
        for scene in await scenes.list_all(transaction.session, production.number)
    }
    proposed = [keyed[change.scene.key].key for change in found.proposed]
    transaction.session.add(
        ScheduleImport(
            production_id=production.number,
            board_version=production.board_version,
            imported_at=transaction.now,
            proposed=proposed,
            questions=[kept(question) for question in found.questions],
        )
    )
    await transaction.session.flush()
    if proposed or found.questions:
        await raise_alert(
            transaction,
            production.number,
            AlertKind.PROPOSED,
            f"{production.number}:{production.board_version}",
            board_version=production.board_version,
        )
    for key in (change.scene.key for change in found.cut):
        if keyed[key].may_be_intimate:
            cut = keyed[key].key
            await raise_alert(
                transaction, production.number, AlertKind.CUT, f"{cut}:{transaction.now.timestamp()}", scene_id=cut
            )


async def tell_of_texts(transaction: Transaction, production: Production, found: Difference) -> None:
    """Where the text of an intimate scene suggests more, or is another one, the coordinator says what it means."""
    more = {change.scene.key for change in found.more_hinting}
    other = {change.scene.key for change in found.rewritten if change.before[1] != change.after[1]}
    for scene in await scenes.list_all(transaction.session, production.number):
        key = known_scene(scene, {}).scene.key
        if scene.may_be_intimate and scene.cut_at is None and key in more | other:
            why = Touch.MORE_SUGGESTED if key in more else Touch.TEXT
            await touched(transaction, production, why, scene_id=scene.key)


class ScheduleWriter:
    """Writes a difference into the tables, change by change."""

    def __init__(self, transaction: Transaction, production: Production, stored: Stored) -> None:
        self._transaction = transaction
        self._production = production
        self._days = {rows.day.date: rows.day for rows in stored.days}
        self._scenes = {known_scene(scene, {}).scene.key: scene for scene in stored.scenes}

    async def apply(self, found: Difference, board: Board) -> None:
        """Days, then scenes, then strips; one of them needs the other."""
        for day in found.added_days:
            await self._name_day(day)
            if day.call is not None:
                await self._call((day.date, day.unit), day)
        for day in found.changed_days:
            await self._name_day(day)
        for change in found.call_changed:
            await self._call(change.place, Day(change.place[0], unit=change.place[1], call=change.after))
        for day in found.removed_days:
            await self._forget_day(day)
        await self._label_days()
        await self._write_scenes(found, board)
        await self._move_strips(found)

    async def _day(self, on: date) -> ShootDay:
        if on not in self._days:
            self._days[on] = ShootDay(production_id=self._production.number, date=on)
            self._transaction.session.add(self._days[on])
            await self._transaction.session.flush()
        return self._days[on]

    async def _name_day(self, day: Day) -> None:
        row = await self._day(day.date)
        known = [
            unit for unit in await shoot_days.list_units(self._transaction.session, row.number) if unit.unit == day.unit
        ]
        unit = known[0] if known else UnitDay(shoot_day_id=row.number, unit=day.unit)
        unit.label, unit.off = day.label, day.off
        self._transaction.session.add(unit)
        await self._transaction.session.flush()

    async def _call(self, place: Place, day: Day) -> None:
        """The unit's call; what was said to one person by name stays."""
        assert day.call is not None
        row = await self._day(place[0])
        own = [call for call in await self._calls(row, place[1]) if call.person_id is None]
        at = day.call.on(place[0], self._production.time_zone)
        call = own[0] if own else Call(shoot_day_id=row.number, unit=place[1], at=at)
        call.at = at
        self._transaction.session.add(call)
        await self._transaction.session.flush()

    async def _calls(self, row: ShootDay, unit: str) -> list[Call]:
        return [
            call for call in await shoot_days.list_calls(self._transaction.session, row.number) if call.unit == unit
        ]

    async def _forget_day(self, day: Day) -> None:
        """The unit no longer shoots on it; the row of the day stays, for whatever was asked about it."""
        row = await self._day(day.date)
        for unit in await shoot_days.list_units(self._transaction.session, row.number):
            if unit.unit == day.unit:
                await self._transaction.session.delete(unit)
        for call in await self._calls(row, day.unit):
            await self._transaction.session.delete(call)
        await self._transaction.session.flush()

    async def _label_days(self) -> None:
        """A day is called as its main unit calls it, and is off when all its units are."""
        for row in self._days.values():
            units = await shoot_days.list_units(self._transaction.session, row.number)
            if not units:
                continue
            main = next((unit for unit in units if unit.unit == "MAIN"), units[0])
            row.label, row.off = main.label, all(unit.off for unit in units)
            self._transaction.session.add(row)

    async def _write_scenes(self, found: Difference, board: Board) -> None:
        described = first_strips(board)
        for added in found.added:
            scene = Scene(
                production_id=self._production.number,
                episode=added.scene.episode,
                number=added.scene.number,
                set_name=added.set_name,
                synopsis=added.synopsis,
                cut_at=self._transaction.now if added.parked else None,
            )
            self._scenes[added.scene.key] = scene
        for rewritten in found.rewritten:
            self._scenes[rewritten.scene.key].set_name, self._scenes[rewritten.scene.key].synopsis = rewritten.after
        for cut in found.cut:
            self._scenes[cut.scene.key].cut_at = self._transaction.now
        for restored in found.restored:
            self._scenes[restored.scene.key].cut_at = None
        for proposed in found.proposed:
            scene = self._scenes[proposed.scene.key]
            scene.intimacy, scene.hints = Intimacy.PROPOSED, list(proposed.hints)
        for more in found.more_hinting:
            scene = self._scenes[more.scene.key]
            scene.hints = [*listed(scene.hints), *more.hints]
        for key, scene in self._scenes.items():
            if key in described:
                scene.int_ext, scene.day_night = described[key].int_ext, described[key].day_night
            self._transaction.session.add(scene)
        await self._transaction.session.flush()

    async def _move_strips(self, found: Difference) -> None:
        for scene in (*(cut.scene for cut in found.cut), *(restored.scene for restored in found.restored)):
            await self._take_off(scene.key, None)
        for scene, place in placements_gone(found):
            await self._take_off(scene.key, place)
        fresh = [(added.scene, added.placements) for added in found.added]
        back = [(restored.scene, restored.placements) for restored in found.restored]
        for scene, placements in fresh + back:
            for place, placement in placements.items():
                await self._put_on(scene.key, place, placement)
        for scene, place, placement in placements_new(found):
            await self._put_on(scene.key, place, placement)
        for recast in found.cast_changed:
            await self._recast(recast.scene.key, recast.place, recast.after)

    async def _take_off(self, key: Key, place: Place | None) -> None:
        for strip in await self._strips(key, place):
            strip.removed_at = self._transaction.now
            self._transaction.session.add(strip)
        await self._transaction.session.flush()

    async def _put_on(self, key: Key, place: Place, placement: Placement) -> None:
        """The scene's strip on its day; several that say one thing together become one."""
        row = await self._day(place[0])
        known = await self._strips(key, place)
        strip = known[0] if known else Strip(shoot_day_id=row.number, scene_id=self._scenes[key].key, unit=place[1])
        strip.position, strip.if_time_permits = placement.position, placement.if_time_permits
        strip.cast_ids = list(placement.cast_ids)
        self._transaction.session.add(strip)
        for double in known[1:]:
            double.removed_at = self._transaction.now
            self._transaction.session.add(double)
        await self._transaction.session.flush()

    async def _recast(self, key: Key, place: Place, cast_ids: Sequence[str]) -> None:
        for strip in await self._strips(key, place):
            strip.cast_ids = list(cast_ids)
            self._transaction.session.add(strip)
        await self._transaction.session.flush()

    async def _strips(self, key: Key, place: Place | None) -> list[Strip]:
        """The scene's strips on a day and unit, or everywhere; those that are filmed or wrapped stay as they are."""
        days = [await self._day(place[0])] if place else [row for row in self._days.values() if not row.wrapped_at]
        return [
            strip
            for row in days
            for strip in await strips.list_standing_on(self._transaction.session, row.number)
            if strip.scene_id == self._scenes[key].key
            and strip.filmed_at is None
            and (place is None or strip.unit == place[1])
        ]


def first_strips(board: Board) -> dict[Key, ReadStrip]:
    """The strip that describes each scene: the first that is scheduled."""
    found: dict[Key, ReadStrip] = {}
    for strip in board.all_strips:
        if strip.number:
            found.setdefault(strip.scene.key, strip)
    return found
