"""Single cells of a schedule: scenes, cast ids, pages, calls, units. Each raises Unreadable with its advice."""

import re
from fractions import Fraction

from bot.domain.numbers import whole_number
from bot.domain.times import LATEST_HOUR, CallHour, call_hour
from bot.parsing.board import MAIN_UNIT, SceneId
from bot.parsing.dates import spreadsheet_date
from bot.parsing.reading import Unreadable, clean, folded, plain_hyphens

_AS_TEXT = "Format the column as text in the spreadsheet, type the cell again and export again."

_LONGEST_NUMBER = 24
_PART = re.compile(r"\s*\b(pt|part|prt)\.?\s*(?=\d)", re.IGNORECASE)
_LISTED = re.compile(r"[,;&+\n]|\band\b", re.IGNORECASE)
_EPISODE_FIRST = re.compile(r"(\d{1,3})-(\d\w*)")
_EPISODE = re.compile(r"(?:episode|ep)?\.?\s*#?\s*(\S+)", re.IGNORECASE)

_CAST_ID = re.compile(r"\w[\w.'#-]{0,15}")

EIGHTHS = 8
_VULGAR = {"⅛": "1/8", "¼": "2/8", "⅜": "3/8", "½": "4/8", "⅝": "5/8", "¾": "6/8", "⅞": "7/8"}
_WHOLE_AND_EIGHTHS = re.compile(r"(?:(\d{1,3})(?:[ -]+| and ))?(\d{1,3})/(\d{1,2})")

_CALL_WORDS = re.compile(r"^(?:(?:approx\w*|general|crew|unit|estimated|est)\.? )*call(?: time)?\b[ :-]*(?:is |at )?")
_NO_CALL = {"", "-", "?", "tbd", "tba", "tbc", "n/a", "na", "none", "o/c", "w/n", "on call", "will notify"}
_CLOCK = re.compile(r"(\d{1,2})(?: ?[:.h] ?(\d{2}))?(?::\d{2})?(?: ?h| uhr)? ?([ap])?\.? ?(?:m\.?)?")
_HOURS_TOGETHER = re.compile(r"(\d{1,2})(\d{2})(?: ?h| hrs| hours)? ?([ap])?\.? ?(?:m\.?)?")
_HALF_DAY = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def read_scenes(text: str, episode: str = "") -> tuple[SceneId, ...]:
    """The scenes of one strip: "39, 40" is two, "42 pt. 1" one, "9-12" scene 12 of episode 9."""
    if (numbers := spreadsheet_date(text)) is not None:
        raise Unreadable(f'"{clean(text)}" is a date that a spreadsheet has made of {_was(numbers, "-")}. {_AS_TEXT}')
    joined = _PART.sub(r"\1", plain_hyphens(text))
    pieces = [part for piece in _LISTED.split(joined) for part in _set_apart(clean(piece))]
    if any(len(piece) > _LONGEST_NUMBER for piece in pieces):
        raise Unreadable(f'"{clean(text)[:60]}" is too long for a scene number. Several scenes are written "39, 40".')
    return tuple(dict.fromkeys(_scene(piece, _episode(episode)) for piece in pieces if piece))


def _was(numbers: tuple[int, ...], between: str) -> str:
    if not numbers:
        return "something else"
    return f"{numbers[0]}{between}{numbers[1]} or {numbers[1]}{between}{numbers[0]}"


def _set_apart(piece: str) -> list[str]:
    parts = re.split(r"\s*/\s*|\s+", piece)
    numbered = all(re.search(r"\d", part) and not part.startswith("(") for part in parts)
    return parts if numbered else [piece]


def _episode(text: str) -> str:
    match = _EPISODE.fullmatch(clean(text))
    return match[1] if match else clean(text)


def _scene(piece: str, episode: str) -> SceneId:
    match = _EPISODE_FIRST.fullmatch(piece)
    if match is None:
        return SceneId(episode, piece)
    prefix, number = match[1], match[2]
    if not episode:
        return SceneId(prefix, number)
    whole = whole_number(episode)
    if whole is not None and int(prefix) in (whole, whole % 100):
        return SceneId(episode, number)
    raise Unreadable(
        f'"{piece}" begins with episode {prefix}, but the episode of the row is {episode[:40]}. Correct one of them; '
        f'several scenes are written "{prefix}, {number}".'
    )


def read_cast_ids(text: str) -> tuple[str, ...]:
    """The cast ids of a strip in their order, each once: "1, 2, 7", "7a.9", "1X". A remark in brackets is left out."""
    if spreadsheet_date(text) is not None:
        raise Unreadable(f'"{clean(text)}" is a date that a spreadsheet has made of cast ids. {_AS_TEXT}')
    pieces = [clean(piece) for piece in re.split(r"[,;&+/\n]", re.sub(r"\([^)]*\)", " ", plain_hyphens(text)))]
    ids = [part for piece in pieces for part in _ids_of(piece)]
    if not ids and clean(text).strip("-. "):
        raise Unreadable(f'"{clean(text)[:60]}" holds no cast id. Write ids with commas, such as "1, 2".')
    return tuple(dict.fromkeys(ids))


def _ids_of(piece: str) -> list[str]:
    parts = [part.rstrip(".") for part in piece.split() if part.strip("-.")]
    words = len(parts) > 1 and not all(re.search(r"\d", part) for part in parts)
    if not words and all(_CAST_ID.fullmatch(part) for part in parts):
        return parts
    raise Unreadable(f'"{piece[:60]}" is not a cast id. Write ids with commas, such as "1, 2, 1X", and no names.')


def read_pages(text: str) -> int | None:
    """Exact eighths of a page: 11 for "1 3/8"; None where the text says no exact number of eighths.

    Of pages that a spreadsheet has made a date of, "01-Aug" or "8-Jan" can only have been 1/8.
    """
    numbers = spreadsheet_date(text, serial_numbers=True)
    if numbers is not None:
        return _eighths_of_date(clean(text), numbers)
    bare = re.sub(r" ?(?:pages?|pgs?|p)\.?$", "", folded(plain_hyphens(_spelled_out(text))))
    if match := _WHOLE_AND_EIGHTHS.fullmatch(bare):
        return _exact(Fraction(int(match[2]), int(match[3])) + int(match[1] or 0)) if int(match[3]) else None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{1,6})?", bare):
        return _exact(Fraction(bare.replace(",", ".")))
    return None


def pages_in_words(eighths: int) -> str:
    """Eighths as schedules write them: 11 is "1 3/8"."""
    whole, rest = divmod(eighths, EIGHTHS)
    return " ".join(([str(whole)] if whole else []) + ([f"{rest}/8"] if rest else [])) or "0"


def _spelled_out(text: str) -> str:
    return clean("".join(f" {_VULGAR[character]}" if character in _VULGAR else character for character in text))


def _exact(pages: Fraction) -> int | None:
    return int(pages * EIGHTHS) if (pages * EIGHTHS).denominator == 1 else None


def _eighths_of_date(text: str, numbers: tuple[int, ...]) -> int:
    if numbers and max(numbers) == EIGHTHS:
        return min(numbers)
    raise Unreadable(f'"{text}" is a date that a spreadsheet has made of the pages. {_AS_TEXT}')


def read_call(text: str) -> CallHour | None:
    """A call by the production's wall clock; None for "TBD" and the like. "730a", "7.30", "19h30", "25:30" are read."""
    bare = _CALL_WORDS.sub("", folded(clean(text))).strip()
    if bare in _NO_CALL:
        return None
    found = None
    if re.fullmatch(r"[01][.,]\d{3,20}", bare):  # a spreadsheet's part of a day, or of the night after it
        found = _part_of_day(Fraction(bare.replace(",", ".")))
    match = _CLOCK.fullmatch(_HALF_DAY.get(bare, bare)) or _HOURS_TOGETHER.fullmatch(bare)
    if match and found is None and not re.fullmatch(r"0[.,]\d+", bare):  # half past midnight, or a part of a day
        found = _wall_clock(int(match[1]), int(match[2] or 0), match[3])
    if found is None:
        raise Unreadable(f'"{clean(text)[:60]}" is not a time. Write it as 07:30, or leave the cell empty.')
    return found


def _part_of_day(fraction: Fraction) -> CallHour | None:
    minutes = round(fraction * 24 * 60)
    return _wall_clock(minutes // 60, minutes % 60, None)


def _wall_clock(hour: int, minute: int, half: str | None) -> CallHour | None:
    if half and hour not in range(1, 13):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return call_hour(hour, minute) if hour in range(LATEST_HOUR) and minute in range(60) else None


def read_unit(text: str) -> str:
    """The unit in capitals; empty, "First unit" and "1st" are MAIN, "Second unit" is 2ND."""
    bare = clean(re.sub(r"\bunit\b", " ", clean(text), flags=re.IGNORECASE)).upper()
    if bare in {"", "MAIN", "FIRST", "1ST", "1", "PRINCIPAL"}:
        return MAIN_UNIT
    return "2ND" if bare in {"SECOND", "2ND", "2"} else bare


def read_shoot_day(text: str) -> str:
    """The label of a shooting day without the words around it: "11" for "Shoot Day #11 of 40"."""
    bare = re.sub(r"^(?:shoot(?:ing)? )?day\s*#?\s*|^#\s*", "", clean(text), flags=re.IGNORECASE)
    return re.sub(r"\s+of\s+\d+$", "", bare, flags=re.IGNORECASE)
