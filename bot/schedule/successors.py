"""Scenes that are split, combined or renumbered: what is open with one reaches what it was made into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.alerts import raise_alert
from bot.domain.matters import MatterEventKind
from bot.matters import reach, touch
from bot.parsing.board import SceneId
from bot.parsing.changes import Difference, KnownScene
from bot.schedule.stored import Key, known_scene
from bot.transaction import Transaction
from storage import matters, scenes
from storage.alerts import AlertKind
from storage.matters import Matter
from storage.productions import Production
from storage.scenes import Scene


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


def described_now(found: Difference) -> Iterator[Described]:
    """The scenes an import adds or describes otherwise."""
    for added in found.added:
        yield Described(added.scene, added.set_name, added.synopsis, fresh=True)
    for rewritten in found.rewritten:
        yield Described(rewritten.scene, *rewritten.after, fresh=False)


async def carry_matters(
    transaction: Transaction, production: Production, before: Sequence[KnownScene], found: Difference
) -> None:
    """What is open with a scene reaches those an import may have made of it, until the coordinator says otherwise."""
    known = {one.scene.key: Described(one.scene, one.set_name, one.synopsis, fresh=False) for one in before}
    rows = {
        known_scene(row, {}).scene.key: row for row in await scenes.list_all(transaction.session, production.number)
    }
    changed = {cut.scene.key for cut in found.cut} | {one.scene.key for one in found.rewritten}
    for matter in await matters.list_open_in(transaction.session, production.number):
        for key in await keys_of(transaction, matter, rows):
            for after in described_now(found):
                if key in known and may_follow(known[key], after, changed=key in changed):
                    await carry(transaction, matter, rows[after.scene.key])


async def keys_of(transaction: Transaction, matter: Matter, rows: dict[Key, Scene]) -> list[Key]:
    """The scenes a matter reaches, by their names."""
    reached = await matters.list_scenes(transaction.session, matter.number)
    return [key for key, row in rows.items() if row.key in reached]


async def carry(transaction: Transaction, matter: Matter, scene: Scene) -> None:
    """A matter reaches one more scene, and the coordinator is told at once."""
    if await matters.find_reach(transaction.session, matter.number, scene.key) is not None:
        return
    await reach(transaction, matter, scene.key)
    await touch(transaction, [matter], MatterEventKind.PLAN)
    key = f"{matter.number}:{scene.key}"
    await raise_alert(
        transaction, matter.production_id, AlertKind.OPEN_HERE, key, scene_id=scene.key, person_id=matter.person_id
    )
