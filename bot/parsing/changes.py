"""The values of a difference between what is stored and what a schedule file says."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from bot.domain.times import CallHour
from bot.parsing.board import Day, SceneId

Intimacy = Literal["unmarked", "proposed", "confirmed", "not_intimate"]
CutReason = Literal["missing", "boneyard", "omitted"]
Place = tuple[datetime.date, str]
"""A shooting day and a unit."""


@dataclass(frozen=True)
class Placement:
    """Where a scene stands on its day, and with whom. Cast ids compare without regard to order and case."""

    position: int
    cast_ids: tuple[str, ...] = ()
    if_time_permits: bool = False

    @property
    def cast(self) -> frozenset[str]:
        return frozenset(cast_id.casefold() for cast_id in self.cast_ids)


@dataclass(frozen=True)
class KnownScene:
    """A scene as it is stored. ``hints`` are those of the last import, () where nobody kept them."""

    number: str
    episode: str = ""
    set_name: str = ""
    synopsis: str = ""
    intimacy: Intimacy = "unmarked"
    cut: bool = False
    placements: Mapping[Place, Placement] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    @property
    def scene(self) -> SceneId:
        return SceneId(self.episode, self.number)


@dataclass(frozen=True)
class AddedScene:
    """A scene nobody knew. ``parked`` says why it has no day: it stands in the boneyard, or is omitted."""

    scene: SceneId
    set_name: str
    synopsis: str
    placements: Mapping[Place, Placement]
    parked: CutReason | None = None


@dataclass(frozen=True)
class AddedPlacement:
    """A known scene on one day more."""

    scene: SceneId
    place: Place
    placement: Placement


@dataclass(frozen=True)
class RemovedPlacement:
    """A scene on one day less; it stays on another."""

    scene: SceneId
    place: Place


@dataclass(frozen=True)
class Moved:
    """A scene from one day or unit to another. What was confirmed holds for the old day."""

    scene: SceneId
    before: Place
    after: Place
    placement: Placement


@dataclass(frozen=True)
class Cut:
    """A scene that no day has any more, and why."""

    scene: SceneId
    reason: CutReason
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Restored:
    """A scene that was cut and stands on days again."""

    scene: SceneId
    placements: Mapping[Place, Placement]


@dataclass(frozen=True)
class CastChanged:
    """Other cast ids for a scene on a day. After a move, ``before`` is the cast of the day it came from."""

    scene: SceneId
    place: Place
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Reordered:
    """Another position on the same day, or another word on whether time must permit."""

    scene: SceneId
    place: Place
    before: Placement
    after: Placement


@dataclass(frozen=True)
class Rewritten:
    """Another set or synopsis: perhaps new pages."""

    scene: SceneId
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True)
class Proposed:
    """A scene that looks intimate. Only a coordinator confirms it."""

    scene: SceneId
    hints: tuple[str, ...]


@dataclass(frozen=True)
class MoreHinting:
    """A confirmed scene whose text or notes suggest more than they did: ``hints`` are new. It stays confirmed."""

    scene: SceneId
    hints: tuple[str, ...]


@dataclass(frozen=True)
class NoLongerHinting:
    """A scene proposed or confirmed as intimate whose text hints no more. It is told; nothing follows from it."""

    scene: SceneId
    intimacy: Intimacy


@dataclass(frozen=True)
class CallChanged:
    """Another approximate call for a day and unit, by the production's clock."""

    place: Place
    before: CallHour | None
    after: CallHour


@dataclass(frozen=True)
class Difference:
    """What an import would change. ``moved``, ``cut`` and the rest name scenes as they are stored.

    The days are compared only where they were given. ``unchanged`` counts scenes that nothing here names.
    """

    added: tuple[AddedScene, ...] = ()
    added_placements: tuple[AddedPlacement, ...] = ()
    removed_placements: tuple[RemovedPlacement, ...] = ()
    moved: tuple[Moved, ...] = ()
    cut: tuple[Cut, ...] = ()
    restored: tuple[Restored, ...] = ()
    cast_changed: tuple[CastChanged, ...] = ()
    reordered: tuple[Reordered, ...] = ()
    rewritten: tuple[Rewritten, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    more_hinting: tuple[MoreHinting, ...] = ()
    added_days: tuple[Day, ...] = ()
    removed_days: tuple[Day, ...] = ()
    changed_days: tuple[Day, ...] = ()
    call_changed: tuple[CallChanged, ...] = ()
    no_longer_hinting: tuple[NoLongerHinting, ...] = ()
    questions: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing. Questions, and texts that no longer hint, change nothing."""
        told = {"no_longer_hinting", "questions", "unchanged"}
        return not any(getattr(self, item.name) for item in fields(self) if item.name not in told)


def placements_gone(found: Difference) -> Iterator[tuple[SceneId, Place]]:
    """Where scenes stand no more: a day less, or the day they moved away from."""
    yield from ((removed.scene, removed.place) for removed in found.removed_placements)
    yield from ((moved.scene, moved.before) for moved in found.moved)


def placements_new(found: Difference) -> Iterator[tuple[SceneId, Place, Placement]]:
    """Where known scenes stand newly, or otherwise than before."""
    yield from ((moved.scene, moved.after, moved.placement) for moved in found.moved)
    yield from ((added.scene, added.place, added.placement) for added in found.added_placements)
    yield from ((reordered.scene, reordered.place, reordered.after) for reordered in found.reordered)
