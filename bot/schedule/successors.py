"""Scenes that are split, combined or renumbered: what is open with one reaches what it was made into."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.alerts import raise_alert
from bot.checkins.revisions import add_revision
from bot.domain.matters import MatterEventKind
from bot.matters import reach, touch
from bot.parsing.board import SceneId
from bot.parsing.changes import Difference, KnownScene
from bot.schedule.stored import Key, known_scene
from bot.transaction import Transaction
from bot.vault import moved
from storage import check_ins, matters, revisions, scenes, successors
from storage.alerts import AlertKind
from storage.matters import Matter
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Scene
from storage.successors import SceneSuccessor

# What limits are sealed under (bot.terms.limits).
LIMITS = "revision"


@dataclass(frozen=True)
class Described:
    """A scene as a schedule describes it. `fresh`: nobody knew it before."""

    scene: SceneId
    set_name: str
    synopsis: str
    fresh: bool


def may_follow(before: Described, after: Described, *, changed: bool) -> bool:
    """Whether a scene may be made of one that was there before; in doubt it may.

    `changed`: the scene before has left the schedule, or is described otherwise now.
    """
    if before.scene.key == after.scene.key:
        return False
    if after.fresh and before.scene.episode == after.scene.episode and numbers(before) & numbers(after):
        return True
    if not changed:
        return False
    same_words = bool(before.synopsis) and before.synopsis.casefold() == after.synopsis.casefold()
    same_set = bool(before.set_name) and before.set_name.casefold() == after.set_name.casefold()
    return same_words or (after.fresh and same_set)


def numbers(described: Described) -> set[str]:
    """The numbers in a scene's name: "42pt1" and "42A" are both of 42, "39/40" is of both."""
    name = re.sub(r"pt\s*\d+", "", described.scene.number, flags=re.IGNORECASE)
    return set(re.findall(r"\d+", name))


def described_now(found: Difference, known: Mapping[Key, Described]) -> Iterator[Described]:
    """The scenes an import adds, describes otherwise, or brings back."""
    for added in found.added:
        yield Described(added.scene, added.set_name, added.synopsis, fresh=True)
    for rewritten in found.rewritten:
        yield Described(rewritten.scene, *rewritten.after, fresh=False)
    for restored in found.restored:
        yield replace(known[restored.scene.key], fresh=True)


async def carry_matters(
    transaction: Transaction, production: Production, before: Sequence[KnownScene], found: Difference
) -> None:
    """What an import may have made of scenes is kept: what is open with one, now or later, reaches those as well."""
    known = {one.scene.key: Described(one.scene, one.set_name, one.synopsis, fresh=False) for one in before}
    rows = {
        known_scene(row, {}).scene.key: row for row in await scenes.list_all(transaction.session, production.number)
    }
    changed = {cut.scene.key for cut in found.cut} | {one.scene.key for one in found.rewritten}
    changed |= {one.scene.key for one in before if one.cut}
    asked = await check_ins.list_scenes_asked(transaction.session, production.number)
    for key, one in known.items():
        if rows[key].key not in asked:
            continue
        for after in described_now(found, known):
            if may_follow(one, after, changed=key in changed):
                await follow_scene(transaction, rows[key], rows[after.scene.key])
    for restored in found.restored:
        await carry_back(transaction, rows[restored.scene.key])


async def follow_scene(transaction: Transaction, scene: Scene, after: Scene) -> None:
    """A scene may have been made of another: what is open there reaches it, and limits go along."""
    if await successors.is_known(transaction.session, scene.key, after.key):
        return
    transaction.session.add(SceneSuccessor(scene_id=scene.key, successor_id=after.key))
    await transaction.session.flush()
    for matter in await matters.list_open(transaction.session, scene.key):
        await carry(transaction, matter, after)
    for row in await revisions.list_limits(transaction.session, scene.key):
        await add_revision(transaction, after.production_id, limits_for(transaction, row, after))


def limits_for(transaction: Transaction, row: Revision, after: Scene) -> Revision:
    """The same limits, bound to another scene."""
    about = row.model_dump(exclude={"id", "scene_id", "shoot_day_id", "person_id", "recorded_at"})
    copied = Revision(**about, scene_id=after.key, recorded_at=transaction.now)
    of_both = [(scene_id, row.limits_of) for scene_id in (row.scene_id, after.key)]
    if row.limits is not None:
        copied.limits = moved(transaction.vault, LIMITS, row.limits_key or "", row.limits, *of_both)
    if row.partner_limits is not None:
        partner_key = row.partner_limits_key or ""
        copied.partner_limits = moved(transaction.vault, LIMITS, partner_key, row.partner_limits, *of_both)
    return copied


async def carry_back(transaction: Transaction, scene: Scene) -> None:
    """A scene is back on the board: what was opened meanwhile in those that were made of it is open in it as well."""
    for number in await successors.list_after(transaction.session, scene.key):
        for matter in await matters.list_open(transaction.session, number):
            await carry(transaction, matter, scene)


async def carry(transaction: Transaction, matter: Matter, scene: Scene) -> None:
    """A matter reaches one more scene, and the coordinator is told at once."""
    if await matters.find_reach(transaction.session, matter.number, scene.key) is not None:
        return
    await reach(transaction, matter, scene.key)
    await touch(transaction, [matter], MatterEventKind.PLAN)
    # It may have been said not to concern the scene, and reach it again.
    key = f"{matter.number}:{scene.key}:{transaction.now.timestamp()}"
    await raise_alert(
        transaction, matter.production_id, AlertKind.OPEN_HERE, key, scene_id=scene.key, person_id=matter.person_id
    )
