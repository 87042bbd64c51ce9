"""Riders and what scenes are made of, as a table: one row for each performer in each scene."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.terms import DETAILS, MADE_OF_WORDS, Kind
from bot.parsing.board import Problem, SceneId, ScheduleUnreadable
from bot.parsing.cells import read_cast_ids, read_scenes
from bot.parsing.dates import dates_of
from bot.parsing.reading import Unreadable, clean, folded
from bot.parsing.table import Row, read_table

COLUMNS = {
    "scene": ("Scene", "Scenes", "Scene #", "Scene Number", "Sc"),
    "episode": ("Ep", "Episode"),
    "cast_id": ("Cast ID", "Cast #", "Cast No", "Cast"),
    "name": ("Name", "Performer", "Actor", "Talent"),
    "kinds": ("Kinds", "Kind", "Kinds of intimacy"),
    "tone": ("Tone",),
    "dialogue": ("Dialogue",),
    "crew": ("Crew on set", "Crew", "Number of crew on set"),
    "monitors": ("At the monitors", "Monitors"),
    "footage": ("Use of footage and stills", "Footage", "Use of footage", "Stills"),
    "stunt_coordinator": ("Stunt coordinator",),
    "agreed": ("Agreed", "What was agreed", "Terms"),
    "nudity": ("Nudity", "Degree of nudity"),
    "contact": ("Contact",),
    "barriers": ("Barriers", "Barriers and garments", "Modesty garments"),
    "seen": ("Will be seen",),
    "not_seen": ("Will not be seen",),
    "sent": ("Sent", "Sent on", "Date sent"),
    "document": ("Document", "Rider", "File"),
    "in_force": ("In force", "Signed", "Signed and in force"),
}
RIDER_WORDS = ("agreed", *DETAILS)
# What a window in Slack can hold, so that every text can be read and written there as well.
LONGEST = 3000

_YES = {"yes", "y", "x", "1", "true", "signed", "tak", "ja", "oui", "si"}
_NO = {"no", "n", "0", "false", "-", "not yet", "nie", "nein", "non"}
_TRANSLATED = re.compile(r"(.+?)\s*\(([a-z]{2,3})\)", re.IGNORECASE)
_KINDS = {folded(kind.value.replace("_", " ")): kind for kind in Kind} | {
    "sim sex": Kind.SIMULATED_SEX,
    "undress": Kind.UNDRESSING,
    "medical": Kind.MEDICAL_EXAMINATION,
    "dance": Kind.SENSUAL_DANCE,
    "sexual violence": Kind.SIMULATED_SEXUAL_VIOLENCE,
    "simulated violence": Kind.SIMULATED_SEXUAL_VIOLENCE,
    "hyper exposed": Kind.HYPER_EXPOSED,
    "closeness": Kind.OTHER_CLOSENESS,
    "other": Kind.OTHER_CLOSENESS,
}


@dataclass(frozen=True)
class RiderEntry:
    """One row for one scene; what its file does not say is absent, so that it changes nothing.

    ``made`` has the words of the scene, ``words`` those of the rider, ``translations`` the same by language.
    ``cast_id`` and ``name`` are both empty in a row that speaks of the scene alone.
    """

    line: int
    scene: SceneId
    cast_id: str = ""
    name: str = ""
    kinds: tuple[Kind, ...] | None = None
    made: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sent: date | None = None
    document: str | None = None
    in_force: bool | None = None

    @property
    def says_of_a_rider(self) -> bool:
        """Whether the row speaks of a performer's rider, not of the scene alone."""
        return bool(self.words or self.translations or self.sent or self.document) or self.in_force is not None


def read_rider_list(content: bytes) -> tuple[RiderEntry, ...]:
    """The rows of a table of riders. Raises ScheduleUnreadable with every problem at once, by row and column.

    Scene, and Cast ID or Name, say whose row it is; Kinds, Tone, Agreed, Nudity, Contact, Barriers, Will be seen, Will
    not be seen, Sent, Document and In force say the rest. A column such as "Agreed (pl)" is a translation that a person
    has made. An empty cell says nothing.
    """
    table = read_table(content, COLUMNS, ("scene",))
    reader = _RiderReader(table.rows)
    entries = tuple(entry for row in table.rows for entry in reader.read(row))
    if not entries and not reader.problems:
        reader.problems.append(
            Problem(0, "", "No row of the table has a rider. Add a row for each performer and scene.")
        )
    if reader.problems:
        raise ScheduleUnreadable(reader.problems)
    return entries


class _RiderReader:
    """Goes down the rows and gathers problems."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.problems: list[Problem] = []
        self._dates = dates_of(row.text("sent") for row in rows if row.text("sent"))
        self._lines: dict[tuple[object, ...], int] = {}

    def read(self, row: Row) -> list[RiderEntry]:
        """One entry for each scene of a row; none where something in it cannot be read."""
        known = len(self.problems)
        scenes, cast_id = self._scenes(row), self._cast_id(row)
        kinds, sent, in_force = self._kinds(row), self._sent(row), self._in_force(row)
        said = {name: self._words(row, name, row.raw(name)) for name in (*MADE_OF_WORDS, *RIDER_WORDS)}
        translations = self._translations(row)
        for scene in scenes:
            self._once(row, scene, cast_id or folded(row.text("name")))
        if len(self.problems) > known:
            return []
        return [
            RiderEntry(
                line=row.line,
                scene=scene,
                cast_id=cast_id,
                name=row.text("name"),
                kinds=kinds,
                made={name: said[name] for name in MADE_OF_WORDS if said[name]},
                words={name: said[name] for name in RIDER_WORDS if said[name]},
                translations=translations,
                sent=sent,
                document=row.text("document") or None,
                in_force=in_force,
            )
            for scene in scenes
        ]

    def _wrong(self, row: Row, column: str, sentence: str) -> None:
        self.problems.append(row.problem(column, sentence))

    def _scenes(self, row: Row) -> tuple[SceneId, ...]:
        try:
            scenes = read_scenes(row.raw("scene"), row.text("episode"))
        except Unreadable as unreadable:
            self._wrong(row, "scene", str(unreadable))
            return ()
        if not scenes:
            self._wrong(row, "scene", "The row has no scene. Write it as the schedule does, such as 42pt1.")
        return scenes

    def _cast_id(self, row: Row) -> str:
        try:
            ids = read_cast_ids(row.raw("cast_id"))
        except Unreadable as unreadable:
            self._wrong(row, "cast_id", str(unreadable))
            return ""
        if len(ids) > 1:
            self._wrong(row, "cast_id", "A row is for one performer. Write one cast id, and a row for each.")
        return ids[0] if ids else ""

    def _once(self, row: Row, scene: SceneId, who: str) -> None:
        first = self._lines.setdefault((scene.key, who.casefold()), row.line)
        if first != row.line:
            sentence = f"Scene {scene} stands in row {first} already for the same performer. Keep one of them."
            self._wrong(row, "scene", sentence)

    def _kinds(self, row: Row) -> tuple[Kind, ...] | None:
        names = [clean(part) for part in re.split(r"[,;/\n]", row.raw("kinds")) if clean(part)]
        found = {name: _KINDS.get(folded(re.sub(r"[_-]", " ", name))) for name in names}
        for name, kind in found.items():
            if kind is None:
                known = ", ".join(kind.value.replace("_", " ") for kind in Kind)
                self._wrong(row, "kinds", f'"{name[:40]}" is no kind there is. Write some of: {known}.')
        return tuple(kind for kind in Kind if kind in found.values()) if names else None

    def _sent(self, row: Row) -> date | None:
        found = self._dates.get(row.text("sent"))
        if isinstance(found, Unreadable):
            self._wrong(row, "sent", str(found))
            return None
        return found

    def _in_force(self, row: Row) -> bool | None:
        text = folded(row.text("in_force"))
        if not text:
            return None
        if text not in _YES | _NO:
            self._wrong(row, "in_force", f'"{row.text("in_force")[:40]}" does not say it. Write yes or no.')
        return text in _YES

    def _words(self, row: Row, column: str, raw: str) -> str:
        text = tidy(raw)
        if len(text) > LONGEST:
            self._wrong(row, column, f"The text has {len(text)} letters; at most {LONGEST} can be read in Slack.")
        return text

    def _translations(self, row: Row) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        headers = {folded(header): name for name in RIDER_WORDS for header in COLUMNS[name]}
        for header, raw in row.others.items():
            match = _TRANSLATED.fullmatch(header)
            name = headers.get(folded(match[1])) if match else None
            if match is not None and name is not None and tidy(raw):
                found.setdefault(match[2].lower(), {})[name] = self._words(row, header, raw)
        return found


def tidy(text: str) -> str:
    """Text of several lines without stray spaces and control characters; its lines stay lines."""
    return "\n".join(clean(line) for line in text.strip().splitlines()).strip()
