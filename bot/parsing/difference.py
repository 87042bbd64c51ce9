"""What an import would change: a stored schedule against a board. Nothing here decides; it is previewed and applied."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.parsing.assembly import closed_set_questions
from bot.parsing.board import Board, Day, SceneId, Strip
from bot.parsing.changes import (
    AddedPlacement,
    AddedScene,
    CallChanged,
    CastChanged,
    Cut,
    CutReason,
    Difference,
    KnownScene,
    MoreHinting,
    Moved,
    NoLongerHinting,
    Place,
    Placement,
    Proposed,
    RemovedPlacement,
    Reordered,
    Restored,
    Rewritten,
)
from bot.parsing.questions import Question

Key = tuple[str, str]
Placements = Mapping[Place, Placement]

_MANY = 5


def difference(before: Sequence[KnownScene], after: Board, known_days: Iterable[Day] | None = None) -> Difference:
    """The difference between the stored scenes (and days, where given) and a board.

    A scene that loses one day and gains another has moved. A confirmed scene is never un-confirmed, nor is one proposed
    again that a coordinator has called not intimate. Strips without a scene number are left out; the board asks.
    """
    known = {scene.scene.key: scene for scene in before}
    read = _by_scene(after)
    changes: dict[str, list[object]] = {}
    for key, strips in read.items():
        for change in _scene_changes(known.get(key), strips):
            changes.setdefault(_FIELDS[type(change)], []).append(change)
    for key, scene in known.items():
        if key not in read and not scene.cut:
            changes.setdefault("cut", []).append(Cut(scene.scene, "missing", tuple(scene.placements)))
    found = Difference(**{name: tuple(items) for name, items in changes.items()})  # type: ignore[arg-type]
    found = replace(found, proposed=(*found.proposed, *_parts(found, known)))
    found = _with_days(found, after, known_days)
    return replace(found, questions=_questions(found, known, after), unchanged=_count_unchanged(found, known, read))


_FIELDS: dict[type, str] = {
    AddedScene: "added",
    AddedPlacement: "added_placements",
    RemovedPlacement: "removed_placements",
    Moved: "moved",
    Cut: "cut",
    Restored: "restored",
    CastChanged: "cast_changed",
    Reordered: "reordered",
    Rewritten: "rewritten",
    Proposed: "proposed",
    MoreHinting: "more_hinting",
    NoLongerHinting: "no_longer_hinting",
}


def _by_scene(board: Board) -> dict[Key, list[Strip]]:
    scenes: dict[Key, list[Strip]] = {}
    for strip in board.all_strips:
        if strip.number:
            scenes.setdefault(strip.scene.key, []).append(strip)
    return scenes


def _placements(strips: Iterable[Strip]) -> dict[Place, Placement]:
    """Where the strips of one scene stand; two on the same day and unit are one, with the cast of both."""
    places: dict[Place, list[Strip]] = {}
    for strip in strips:
        if strip.date and not strip.omitted:
            places.setdefault((strip.date, strip.unit), []).append(strip)
    return {place: _together(found) for place, found in places.items()}


def _together(strips: Sequence[Strip]) -> Placement:
    return Placement(
        min(strip.position for strip in strips),
        tuple(dict.fromkeys(cast_id for strip in strips for cast_id in strip.cast_ids)),
        all(strip.if_time_permits for strip in strips),
    )


def _scene_changes(known: KnownScene | None, strips: Sequence[Strip]) -> Iterator[object]:
    placements = _placements(strips)
    parked: CutReason | None = None if placements else "omitted" if any(s.omitted for s in strips) else "boneyard"
    described = _described(strips)
    scene = known.scene if known else strips[0].scene
    if known is None:
        yield AddedScene(scene, described.set_name, described.synopsis, placements, parked)
    else:
        yield from _known_scene_changes(known, placements, parked)
        yield from _rewritten(known, described)
    yield from _hint_changes(scene, known, tuple(dict.fromkeys(hint for strip in strips for hint in strip.hints)))


def _described(strips: Sequence[Strip]) -> Strip:
    """The strip whose set and synopsis count: the first that is scheduled."""
    return next((strip for strip in strips if strip.date and not strip.omitted), strips[0])


def _known_scene_changes(known: KnownScene, placements: Placements, parked: CutReason | None) -> Iterator[object]:
    if parked and not known.cut:
        yield Cut(known.scene, parked, tuple(known.placements))
    elif known.cut and placements:
        yield Restored(known.scene, placements)
    elif not known.cut:
        yield from _place_changes(known.scene, known.placements, placements)


def _place_changes(scene: SceneId, before: Placements, after: Placements) -> Iterator[object]:
    lost = [place for place in sorted(before) if place not in after]
    gained = [place for place in sorted(after) if place not in before]
    for source, target in _moves(lost, gained):
        lost.remove(source)
        gained.remove(target)
        yield Moved(scene, source, target, after[target])
        yield from _cast_change(scene, target, before[source], after[target])
    yield from (RemovedPlacement(scene, place) for place in lost)
    yield from (AddedPlacement(scene, place, after[place]) for place in gained)
    for place in sorted(set(before) & set(after)):
        old, new = before[place], after[place]
        yield from _cast_change(scene, place, old, new)
        if (old.position, old.if_time_permits) != (new.position, new.if_time_permits):
            yield Reordered(scene, place, old, new)


def _moves(lost: Sequence[Place], gained: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Lost and gained places in pairs: within the same unit first, the earlier with the earlier."""
    within = [
        pair
        for unit in sorted({place[1] for place in lost})
        for pair in zip(_of_unit(lost, unit), _of_unit(gained, unit), strict=False)
    ]
    left = [place for place in lost if place not in {source for source, _ in within}]
    free = [place for place in gained if place not in {target for _, target in within}]
    return within + list(zip(left, free, strict=False))


def _of_unit(places: Sequence[Place], unit: str) -> list[Place]:
    return [place for place in places if place[1] == unit]


def _cast_change(scene: SceneId, place: Place, before: Placement, after: Placement) -> Iterator[CastChanged]:
    if before.cast != after.cast:
        yield CastChanged(scene, place, before.cast_ids, after.cast_ids)


def _rewritten(known: KnownScene, strip: Strip) -> Iterator[Rewritten]:
    before, after = (known.set_name, known.synopsis), (strip.set_name, strip.synopsis)
    if before != after:
        yield Rewritten(known.scene, before, after)


def _hint_changes(scene: SceneId, known: KnownScene | None, hints: tuple[str, ...]) -> Iterator[object]:
    intimacy = known.intimacy if known else "unmarked"
    if hints and intimacy == "unmarked":
        yield Proposed(scene, hints)
    more = tuple(hint for hint in hints if known is not None and hint not in known.hints)
    if more and intimacy == "confirmed":
        yield MoreHinting(scene, more)
    hinted = known is not None and (bool(known.hints) or intimacy == "proposed")
    if not hints and hinted and intimacy in ("proposed", "confirmed"):
        yield NoLongerHinting(scene, intimacy)


def _parts(found: Difference, known: Mapping[Key, KnownScene]) -> Iterator[Proposed]:
    """New scenes that an intimate one was split into, or that it was combined with, whatever their text says.

    "42" becomes "42pt1" and "42pt2", or the other way round. Letters, 42A and 42B, are parts only where 42 is gone.
    """
    intimate = {key: scene for key, scene in known.items() if scene.intimacy in ("proposed", "confirmed")}
    gone = {cut.scene.key for cut in found.cut}
    hinted = {proposed.scene.key for proposed in found.proposed}
    for added in found.added:
        key = added.scene.key
        kin = [
            scene.scene
            for other, scene in intimate.items()
            if _whole(other) == _whole(key) or (other in gone and other == write__without(key))
        ]
        if kin and key not in hinted:
            yield Proposed(added.scene, (f"belongs to scene {kin[0]}",))


def _whole(key: Key) -> Key:
    """The scene that a part is of."""
    return key[0], re.sub(r"pt\w+$", "", key[1])


def write__without(key: Key) -> Key:
    return key[0], re.sub(r"[a-z]$", "", _whole(key)[1])


def _with_days(found: Difference, after: Board, known_days: Iterable[Day] | None) -> Difference:
    if known_days is None:
        return found
    before = {(day.date, day.unit): day for day in known_days}
    read = {(day.date, day.unit): day for day in after.days}
    both = [(before[place], day) for place, day in read.items() if place in before]
    return replace(
        found,
        added_days=tuple(day for place, day in read.items() if place not in before),
        removed_days=tuple(day for place, day in before.items() if place not in read),
        changed_days=tuple(new for old, new in both if (old.label, old.off) != (new.label, new.off)),
        call_changed=tuple(
            CallChanged((new.date, new.unit), old.call, new.call)
            for old, new in both
            if new.call is not None and new.call != old.call
        ),
    )


def _questions(found: Difference, known: Mapping[Key, KnownScene], after: Board) -> tuple[str, ...]:
    confirmed = {key for key, scene in known.items() if scene.intimacy in ("proposed", "confirmed")}
    settled = set(closed_set_questions(after)) - set(closed_set_questions(after, confirmed))
    asked = [question for question in after.questions if question not in settled]
    return (*asked, *_renumbered(found, known), *_much_is_missing(found, known), *_doubtful_again(found, known, after))


def _renumbered(found: Difference, known: Mapping[Key, KnownScene]) -> Iterator[str]:
    for cut in found.cut:
        gone = known[cut.scene.key]
        for new in found.added:
            if (
                cut.reason == "missing"
                and gone.synopsis
                and (gone.set_name, gone.synopsis) == (new.set_name, new.synopsis)
            ):
                yield Question(
                    "Scene {gone} is gone and scene {new} is new, with the same set and synopsis. Was it renumbered? "
                    "What was confirmed for {gone} does not carry over.",
                    gone=cut.scene,
                    new=new.scene,
                )


def _much_is_missing(found: Difference, known: Mapping[Key, KnownScene]) -> Iterator[str]:
    missing = sum(cut.reason == "missing" for cut in found.cut)
    standing = sum(not scene.cut for scene in known.values())
    if missing >= _MANY and missing * 3 > standing:
        yield Question(
            "{missing} of {standing} scenes are not in this file and would be cut. If it is only a part of the "
            "schedule, do not apply it.",
            missing=missing,
            standing=standing,
        )


def _doubtful_again(found: Difference, known: Mapping[Key, KnownScene], after: Board) -> Iterator[str]:
    hints = {strip.scene.key: strip.hints for strip in after.all_strips if strip.hints}
    for change in found.rewritten:
        key = change.scene.key
        if known[key].intimacy == "not_intimate" and key in hints:
            yield Question(
                "Scene {scene} was called not intimate; its text has changed and says “{words}”. Is it still right?",
                scene=change.scene,
                words=", ".join(hints[key]),
            )


def _count_unchanged(found: Difference, known: Mapping[Key, KnownScene], read: Mapping[Key, object]) -> int:
    named = {
        change.scene.key for name in _FIELDS.values() if name != "no_longer_hinting" for change in getattr(found, name)
    }
    return len([key for key in known.keys() | read.keys() if key not in named])
