"""What is stored of a schedule, as values, and what a board would change of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.times import call_hour_of
from bot.domain.unreadable import listed
from bot.parsing.board import Board, Day
from bot.parsing.changes import Difference, Intimacy, KnownScene, Place, Placement
from bot.parsing.difference import difference
from bot.transaction import Transaction
from storage import scenes, shoot_days, strips
from storage.productions import Production
from storage.scenes import Scene
from storage.shoot_days import Call, ShootDay, UnitDay
from storage.strips import Strip

Key = tuple[str, str]


@dataclass(frozen=True)
class DayRows:
    """The stored rows of one day."""

    day: ShootDay
    units: Sequence[UnitDay]
    calls: Sequence[Call]
    strips: Sequence[Strip]

    @property
    def is_over(self) -> bool:
        """Whether the day is wrapped: what was shot on it is history, whatever a schedule still says of it."""
        return self.day.wrapped_at is not None

    @property
    def standing(self) -> list[Strip]:
        """The strips that are not filmed yet."""
        return [] if self.is_over else [strip for strip in self.strips if strip.filmed_at is None]


@dataclass(frozen=True)
class Stored:
    """Everything of a production that a schedule speaks of."""

    scenes: Sequence[Scene]
    days: Sequence[DayRows]
    zone: str


async def stored_schedule(transaction: Transaction, production: Production) -> Stored:
    """The production's board as rows."""
    days = [
        DayRows(
            day,
            await shoot_days.list_units(transaction.session, day.number),
            await shoot_days.list_calls(transaction.session, day.number),
            await strips.list_standing_on(transaction.session, day.number),
        )
        for day in await shoot_days.list_all(transaction.session, production.number)
    ]
    return Stored(await scenes.list_all(transaction.session, production.number), days, production.time_zone)


def known_scenes(stored: Stored) -> tuple[KnownScene, ...]:
    """The scenes as the difference compares them: what is filmed or wrapped is on no day any more."""
    places: dict[int, dict[Place, list[Strip]]] = {}
    for rows in stored.days:
        for strip in rows.standing:
            places.setdefault(strip.scene_id, {}).setdefault((rows.day.date, strip.unit), []).append(strip)
    return tuple(known_scene(scene, places.get(scene.key, {})) for scene in stored.scenes)


def known_scene(scene: Scene, places: Mapping[Place, Sequence[Strip]]) -> KnownScene:
    """One stored scene as a value; a cut one stands on no day."""
    intimacy: Intimacy = "confirmed" if scene.may_be_intimate else scene.intimacy.value
    return KnownScene(
        scene.number,
        scene.episode,
        scene.set_name,
        scene.synopsis,
        intimacy,
        scene.cut_at is not None,
        {} if scene.cut_at else {place: placement(strips) for place, strips in places.items()},
        listed(scene.hints),
    )


def placement(strips: Sequence[Strip]) -> Placement:
    """Strips of one scene on one day and unit as one: the first position, the cast of all."""
    return Placement(
        min(strip.position for strip in strips),
        tuple(dict.fromkeys(cast_id for strip in strips for cast_id in listed(strip.cast_ids))),
        all(strip.if_time_permits for strip in strips),
    )


def known_days(stored: Stored) -> tuple[Day, ...]:
    """The days that are not wrapped, unit by unit: those a schedule named, and those that have strips or a call."""
    return tuple(day for rows in stored.days if not rows.is_over for day in days_of_units(rows, stored.zone))


def days_of_units(rows: DayRows, zone: str) -> Iterable[Day]:
    """One day for each of its units."""
    named = {unit.unit: unit for unit in rows.units}
    calls = {call.unit: call_hour_of(call.at, rows.day.date, zone) for call in rows.calls if call.person_id is None}
    for unit in dict.fromkeys([*named, *calls, *(strip.unit for strip in rows.strips)]):
        said = named.get(unit)
        label, off = (said.label, said.off) if said else (rows.day.label, rows.day.off)
        yield Day(rows.day.date, label, unit, calls.get(unit), off)


def still_to_come(board: Board, stored: Stored) -> Board:
    """The board without what is filmed or wrapped, its calls as the clock shows them when summer time begins."""
    over = {rows.day.date for rows in stored.days if rows.is_over}
    filmed = filmed_places(stored)
    return replace(
        board,
        strips=tuple(
            strip
            for strip in board.strips
            if strip.date not in over and (strip.scene.key, strip.date, strip.unit) not in filmed
        ),
        days=tuple(on_the_clock(day, stored.zone) for day in board.days if day.date not in over),
    )


def filmed_places(stored: Stored) -> set[tuple[Key, date | None, str]]:
    """Where a scene has been filmed on a day that goes on."""
    keys = {scene.key: known_scene(scene, {}).scene.key for scene in stored.scenes}
    return {
        (keys[strip.scene_id], rows.day.date, strip.unit)
        for rows in stored.days
        for strip in rows.strips
        if strip.filmed_at is not None
    }


def on_the_clock(day: Day, zone: str) -> Day:
    """The day with a call that exists: in the hour that a spring night skips, the clock shows another one."""
    if day.call is None:
        return day
    return replace(day, call=call_hour_of(day.call.on(day.date, zone), day.date, zone))


def compare(stored: Stored, board: Board) -> Difference:
    """What applying the board would change. A scene that is filmed and named no more is not cut: it is done."""
    ahead = still_to_come(board, stored)
    read = {strip.scene.key for strip in ahead.all_strips}
    done = {strip.scene_id for rows in stored.days for strip in rows.strips if rows.is_over or strip.filmed_at}
    finished = {known_scene(scene, {}).scene.key for scene in stored.scenes if scene.key in done}
    known = [
        scene
        for scene in known_scenes(stored)
        if scene.placements or scene.scene.key in read or scene.scene.key not in finished
    ]
    return difference(known, ahead, known_days(stored))
