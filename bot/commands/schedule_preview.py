"""What an import would change, as a person reads it in a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.parsing.board import Board, Day, ScheduleUnreadable
from bot.parsing.changes import Difference, Place, Placement

Line = tuple[str, str, str]
"""What happens, to which scene or day, and how: one line of a preview."""

COLOURS = {
    "added": "green",
    "back": "green",
    "one day more": "green",
    "moved": "yellow",
    "cut": "red",
    "one day less": "red",
    "day gone": "red",
    "looks intimate": "magenta",
    "hints no more": "magenta",
}
MOST_PROBLEMS = 200
LONGEST_PROBLEM = 2000
CUT = {"missing": "not in the file", "boneyard": "parked in the boneyard", "omitted": "omitted"}


def show_preview(console: Console, board: Board, found: Difference) -> None:
    """Print the whole difference, then what is left for the coordinator."""
    scheduled, parked = len(board.strips), len(board.boneyard)
    named = {(day.date, day.unit) for day in board.days}
    where = f", {parked} of them parked" if parked else ""
    title = f"{board.title}: " if board.title else ""
    console.print(escape(f"{title}{counted(scheduled + parked, 'strip')} over {counted(len(named), 'day')}{where}."))
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for fixed in (True, True, False):
        table.add_column(no_wrap=fixed)
    for what, whom, how in lines(found, board):
        table.add_row(f"[{COLOURS.get(what, 'cyan')}]{what}[/]", escape(whom), escape(how))
    if table.row_count:
        console.print(table)
    console.print(escape(summary(found)))
    for question in found.questions:
        console.print(f"[yellow]?[/] {escape(question)}")


def show_problems(console: Console, name: str, unreadable: ScheduleUnreadable) -> None:
    """Print everything that cannot be read, each with its place."""
    count = counted(len(unreadable.problems), "place")
    console.print(escape(f"{name} cannot be read in {count}. Nothing was imported."))
    for problem in unreadable.problems[:MOST_PROBLEMS]:
        console.print(f"[red]·[/] {escape(str(problem)[:LONGEST_PROBLEM])}")
    if more := unreadable.problems[MOST_PROBLEMS:]:
        console.print(f"[red]·[/] … and {counted(len(more), 'place')} more.")


def counted(number: int, noun: str) -> str:
    """ "1 strip", "2 strips"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(found: Difference) -> str:
    """The difference in one line."""
    counts = {
        "added": len(found.added),
        "moved": len(found.moved),
        "on one day more": len(found.added_placements),
        "on one day less": len(found.removed_placements),
        "cut": len(found.cut),
        "back": len(found.restored),
        "with another cast": len(found.cast_changed),
        "proposed as intimate": len(found.proposed),
    }
    said = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    if found.is_empty:
        return f"Nothing changes ({counted(found.unchanged, 'scene')} as before)."
    rest = f"; {found.unchanged} as before" if found.unchanged else ""
    asked = " The coordinator says which scenes are intimate." if found.proposed else ""
    return f"Scenes: {said or 'none changed'}{rest}.{asked}"


def lines(found: Difference, board: Board) -> Iterator[Line]:
    """Everything that would change, in the order a coordinator cares for."""
    yield from _intimacy(found)
    yield from _scenes(found)
    yield from _details(found)
    yield from _days(found, strips_on(board))


def _intimacy(found: Difference) -> Iterator[Line]:
    for proposed in found.proposed:
        yield (
            "looks intimate",
            f"scene {proposed.scene}",
            f"{', '.join(proposed.hints)}",
        )
    for quiet in found.no_longer_hinting:
        yield "hints no more", f"scene {quiet.scene}", f"stays {quiet.intimacy}"


def _scenes(found: Difference) -> Iterator[Line]:
    for added in found.added:
        where = _places(added.placements) if added.placements else CUT[added.parked or "missing"]
        yield "added", f"scene {added.scene}", f"{added.set_name}, {where}" if added.set_name else where
    for moved in found.moved:
        yield "moved", f"scene {moved.scene}", f"{_place(moved.before)} → {_place(moved.after)}"
    for more in found.added_placements:
        yield "one day more", f"scene {more.scene}", _placed(more.place, more.placement)
    for less in found.removed_placements:
        yield "one day less", f"scene {less.scene}", _place(less.place)
    for cut in found.cut:
        places = ", ".join(_place(place) for place in cut.places)
        yield "cut", f"scene {cut.scene}", f"{CUT[cut.reason]}{f'; was on {places}' if places else ''}"
    for restored in found.restored:
        yield "back", f"scene {restored.scene}", _places(restored.placements)


def _details(found: Difference) -> Iterator[Line]:
    for recast in found.cast_changed:
        how = f"{_cast(recast.before)} → {_cast(recast.after)} on {_place(recast.place)}"
        yield "cast", f"scene {recast.scene}", how
    for rewritten in found.rewritten:
        before, after = (" / ".join(filter(None, text)) or "nothing" for text in (rewritten.before, rewritten.after))
        yield "text", f"scene {rewritten.scene}", f"{before} → {after}"
    for moved in found.reordered:
        words = "if time permits" if moved.after.if_time_permits else "in full"
        changed = moved.before.if_time_permits != moved.after.if_time_permits
        how = f"place {moved.before.position} → {moved.after.position} on {_place(moved.place)}"
        yield "order", f"scene {moved.scene}", f"{how}, {words}" if changed else how


def strips_on(board: Board) -> Counter[Place]:
    """How many strips each day and unit has."""
    return Counter((strip.date, strip.unit) for strip in board.strips if strip.date and not strip.omitted)


def _days(found: Difference, strips: Counter[Place]) -> Iterator[Line]:
    for day in found.added_days:
        yield "day", day.name, f"{_day(day)}, {counted(strips[day.date, day.unit], 'strip')}"
    for day in found.changed_days:
        yield "day", day.name, "off" if day.off else "shooting"
    for day in found.removed_days:
        yield "day gone", day.name, ""
    for call in found.call_changed:
        before = call.before or "none"
        yield "call", _place(call.place), f"{before} → {call.after}"


def _day(day: Day) -> str:
    if day.off:
        return "off"
    return f"call {day.call}" if day.call else "no call yet"


def _place(place: Place) -> str:
    return Day(place[0], unit=place[1]).name


def _placed(place: Place, placement: Placement) -> str:
    return f"{_place(place)}, cast {_cast(placement.cast_ids)}"


def _places(placements: Mapping[Place, Placement]) -> str:
    return "; ".join(_placed(place, placement) for place, placement in placements.items())


def _cast(cast_ids: Iterable[str]) -> str:
    return ", ".join(cast_ids) or "nobody"
