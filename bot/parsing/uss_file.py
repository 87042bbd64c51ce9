"""The parts of a .uss file, read tolerantly: as the Universal Schedule Standard documents them and as its samples are.

The documentation is docs/docs.md of github.com/UniversalScheduleStandard/UniversalScheduleStandard. Its samples say
"strip" where it says "scene", ``breakdownArrays`` where it says ``breakdownIds``, nest a day's strips where it has day
strips, and write offsets as +0000.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.measures import MOST_ROWS, too_many
from bot.parsing.reading import clean, decoded, folded

_ROOT = "universalScheduleStandard"
_KINDS_BY_UCID = {0: "set", 1: "int_ext", 2: "day_night", 3: "script_day", 4: "unit", 6: "location", 100: "cast"}
_KINDS_BY_NAME = {
    "set": "set",
    "intext": "int_ext",
    "ie": "int_ext",
    "daynight": "day_night",
    "dn": "day_night",
    "scriptday": "script_day",
    "unit": "unit",
    "location": "location",
    "cast": "cast",
    "castmembers": "cast",
}
_BREAKDOWN_KINDS = {"scene": "scene", "strip": "scene", "banner": "banner", "note": "banner", "day": "day"}
_CURRENT = re.compile(r"_*(?:is)?(?:active|current|selected)(?:stripboard|schedule|board)?(?:id)?")

Json = Mapping[str, object]


@dataclass(frozen=True)
class Element:
    """A person or thing needed in a scene; ``kind`` is "cast", "set", … and "" for everything that is only a hint."""

    kind: str
    name: str
    board_id: str


@dataclass(frozen=True)
class Breakdown:
    """One sheet: a scene (or several), a banner, or the break between two days."""

    kind: str
    scene: str
    description: str
    comments: str
    banner: str
    pages: object
    elements: tuple[Element, ...]

    def of_kind(self, kind: str) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.kind == kind)

    def name_of(self, kind: str) -> str:
        """The names of its elements of a kind, most often one: "HOTEL ROOM 214"."""
        return " / ".join(element.name for element in self.of_kind(kind))


@dataclass(frozen=True)
class UssFile:
    header: Json
    breakdowns: Mapping[str, Breakdown]
    stripboards: tuple[Json, ...]
    calendars: tuple[Json, ...]

    def text(self, key: str) -> str:
        return text_of(self.header, key)

    @property
    def current_stripboard(self) -> Json | None:
        """The stripboard that the file calls its active or current one, if exactly one."""
        named = {text_of(self.header, key) for key in self.header if _CURRENT.fullmatch(key.casefold())} - {""}
        found = [
            board
            for board in self.stripboards
            if named & {text_of(board, "id"), text_of(board, "name")}
            or any(value is True and _CURRENT.fullmatch(key.casefold()) for key, value in board.items())
        ]
        return found[0] if len(found) == 1 else None


def read_uss_file(content: bytes) -> UssFile:
    """The file with its references resolved. Raises ScheduleUnreadable where it is not JSON of this standard."""
    try:
        loaded = json.loads(decoded(content), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        sentence = "The file is not whole here (it is not valid JSON). Export it again."
        raise ScheduleUnreadable([Problem(error.lineno, str(error.colno), sentence)]) from None
    except (ValueError, RecursionError):
        raise ScheduleUnreadable([Problem(0, "", "The file is not valid JSON. Export it again.")]) from None
    header = object_of(loaded, _ROOT) or (loaded if isinstance(loaded, dict) else {})
    if not list(objects_of(header, "breakdowns")):
        sentence = "The file has no breakdowns, so it is no schedule of the Universal Schedule Standard."
        raise ScheduleUnreadable([Problem(0, f"{_ROOT}.breakdowns", sentence)])
    for name in ("breakdowns", "categories", "elements", "stripboards", "calendars"):
        if len(list(objects_of(header, name))) > MOST_ROWS:
            raise too_many(f"The file has more than {MOST_ROWS:,} {name}.")
    elements = _elements(header)
    return UssFile(
        header,
        {text_of(sheet, "id"): _breakdown(sheet, elements) for sheet in objects_of(header, "breakdowns")},
        tuple(objects_of(header, "stripboards")),
        tuple(objects_of(header, "calendars")),
    )


def _once(pairs: list[tuple[str, object]]) -> Json:
    """An object of JSON; of two values under one name, nobody can say which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_number(name: str) -> object:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)


def object_of(holder: object, key: str) -> Json:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}


def objects_of(holder: Json, key: str) -> Iterator[Json]:
    """The objects in a list; whatever else stands in it is passed over."""
    value = holder.get(key)
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def text_of(holder: Json, key: str) -> str:
    """A value as clean text; numbers are accepted where the standard says string."""
    value = holder.get(key)
    return clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _elements(header: Json) -> dict[str, Element]:
    categories = list(objects_of(header, "categories"))
    kinds = {text_of(category, "id"): _kind_of_category(category) for category in categories}
    listed: dict[str, str] = {}
    for category in categories:
        members = category.get("elements")
        for member in members if isinstance(members, list) else ():
            listed.setdefault(str(member), kinds[text_of(category, "id")])
    return {
        text_of(element, "id"): Element(
            kinds.get(text_of(element, "category")) or listed.get(text_of(element, "id"), ""),
            text_of(element, "name"),
            text_of(element, "elementId"),
        )
        for element in objects_of(header, "elements")
    }


def _kind_of_category(category: Json) -> str:
    number = category.get("ucid")
    if isinstance(number, int) and number in _KINDS_BY_UCID:
        return _KINDS_BY_UCID[number]
    return _KINDS_BY_NAME.get(re.sub(r"[^a-z]", "", folded(text_of(category, "name"))), "")


def _breakdown(sheet: Json, elements: Mapping[str, Element]) -> Breakdown:
    references = sheet.get("elements")
    return Breakdown(
        kind=_kind_of_breakdown(sheet),
        scene=text_of(sheet, "scene"),
        description=text_of(sheet, "description"),
        comments=text_of(sheet, "comments"),
        banner=text_of(sheet, "bannerText"),
        pages=sheet.get("pages"),
        elements=tuple(
            elements[str(reference)]
            for reference in (references if isinstance(references, list) else ())
            if str(reference) in elements
        ),
    )


def _kind_of_breakdown(sheet: Json) -> str:
    written = re.sub(r"[^a-z]", "", text_of(sheet, "type").casefold())
    if written in _BREAKDOWN_KINDS:
        return _BREAKDOWN_KINDS[written]
    if written.startswith(("day", "endofday")):
        return "day"
    return "scene" if text_of(sheet, "scene") or sheet.get("elements") else "banner"
