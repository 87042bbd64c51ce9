"""A difference applied to what is known: what must come of storing it, said a second time without a database."""

from collections.abc import Sequence
from dataclasses import replace

from bot.parsing.board import Day
from bot.parsing.changes import Difference, KnownScene, Place, Placement, placements_gone, placements_new


def applied(before: Sequence[KnownScene], found: Difference) -> tuple[KnownScene, ...]:
    """The scenes after the difference. Of what a coordinator has decided about intimacy nothing is touched."""
    scenes = {scene.scene.key: scene for scene in before}
    for added in found.added:
        scene = KnownScene(added.scene.number, added.scene.episode, added.set_name, added.synopsis)
        scenes[added.scene.key] = replace(scene, cut=added.parked is not None, placements=dict(added.placements))
    for rewritten in found.rewritten:
        key = rewritten.scene.key
        scenes[key] = replace(scenes[key], set_name=rewritten.after[0], synopsis=rewritten.after[1])
    for cut in found.cut:
        scenes[cut.scene.key] = replace(scenes[cut.scene.key], cut=True, placements={})
    for restored in found.restored:
        key = restored.scene.key
        scenes[key] = replace(scenes[key], cut=False, placements=dict(restored.placements))
    for proposed in found.proposed:
        key = proposed.scene.key
        scenes[key] = replace(scenes[key], intimacy="proposed", hints=proposed.hints)
    for more in found.more_hinting:
        key = more.scene.key
        scenes[key] = replace(scenes[key], hints=(*scenes[key].hints, *more.hints))
    return tuple(replace(scene, placements=_placements(scene, found)) for scene in scenes.values())


def _placements(scene: KnownScene, found: Difference) -> dict[Place, Placement]:
    key = scene.scene.key
    gone = {place for lost, place in placements_gone(found) if lost.key == key}
    places = {place: placement for place, placement in scene.placements.items() if place not in gone}
    places.update({place: placement for named, place, placement in placements_new(found) if named.key == key})
    for changed in found.cast_changed:
        if changed.scene.key == key:
            places[changed.place] = replace(places[changed.place], cast_ids=changed.after)
    return places


def applied_days(before: Sequence[Day], found: Difference) -> tuple[Day, ...]:
    """The days after the difference. A call that the file does not have stays as it was."""
    days = {(day.date, day.unit): day for day in before}
    for removed in found.removed_days:
        del days[removed.date, removed.unit]
    for changed in found.changed_days:
        place = (changed.date, changed.unit)
        days[place] = replace(days[place], label=changed.label, off=changed.off)
    for call in found.call_changed:
        days[call.place] = replace(days[call.place], call=call.after)
    for added in found.added_days:
        days[added.date, added.unit] = added
    return tuple(days.values())
