"""What kind of row it is in a one-liner: a scene, a banner, a day off, a parked or an omitted scene."""

import re

from bot.parsing.reading import Unreadable
from bot.parsing.table import Row

SCENE, BANNER, DAY_OFF, BONEYARD, OMITTED = "scene", "banner", "day off", "boneyard", "omitted"

_TYPES = {
    "": None,
    **dict.fromkeys(("SCENE", "SCENES", "STRIP"), SCENE),
    **dict.fromkeys(("BANNER", "NOTE", "BANNER STRIP", "DAY", "DAY BREAK", "DAYBREAK", "END OF DAY"), BANNER),
    **dict.fromkeys(("DAY OFF", "OFF", "COMPANY OFF", "COMPANY DAY OFF", "HOLIDAY"), DAY_OFF),
    "BONEYARD": BONEYARD,
    **dict.fromkeys(("OMITTED", "OMIT"), OMITTED),
}
_OFF = re.compile(
    r"(?:(?:company|crew|unit|production) )?(?:day )?off\b|(?:public |bank |company )?holiday\b", re.IGNORECASE
)
_OMITTED = re.compile(r"\W*(?:scene )?(?:is )?(?:omit|omitted)\W*", re.IGNORECASE)
_BONEYARD = re.compile(r"\W*boneyard\W*", re.IGNORECASE)


def kind_of(row: Row) -> str:
    """The kind by the row's type, and without one by what the row says. Raises Unreadable for a type nobody knows."""
    written = row.text("type").upper()
    if written not in _TYPES:
        raise Unreadable(f'"{written[:40]}" is no row type. Write SCENE, BANNER, DAY OFF, BONEYARD or OMITTED.')
    kind = _TYPES[written] or (SCENE if row.text("scene") else BANNER)
    if kind == SCENE and says_omitted(row):
        return OMITTED
    if kind == BANNER and not row.text("scene") and _OFF.match(words_of(row)):
        return DAY_OFF
    return kind


def words_of(row: Row) -> str:
    """What a banner row says, wherever the program has put it."""
    return " ".join(filter(None, (row.text(column) for column in ("set_name", "synopsis", "notes"))))


def opens_boneyard(row: Row) -> bool:
    """Whether a banner row says that only parked scenes follow."""
    return bool(_BONEYARD.fullmatch(words_of(row)))


def says_omitted(row: Row) -> bool:
    """Whether one of the texts says nothing but that the scene is omitted."""
    return any(_OMITTED.fullmatch(row.text(column)) for column in ("set_name", "synopsis", "notes"))
