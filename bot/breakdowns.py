"""What a scene is made of: recorded in versions, each of which asks again whoever had been asked or had answered."""

import json

from bot.agreed import MADE_OF_WORDS, Kind, MadeOf, stunts_covered
from bot.private_words import new_key
from bot.record import RecordKind, record
from bot.standing import RevisionKind
from bot.step import Step
from bot.terms import Change, revise
from storage.answers import answered_or_asked
from storage.people import Person
from storage.schedule import Scene
from storage.terms import Breakdown, breakdown_of

PLACE = "breakdown"


def made_of(step: Step, row: Breakdown | None) -> MadeOf:
    """A version of what a scene is made of, decrypted for an entitled reader; empty where none is recorded."""
    if row is None:
        return MadeOf()
    words = json.loads(step.vault.open(PLACE, row.key, row.content))
    return MadeOf(tuple(Kind(kind) for kind in row.kinds), **{name: words.get(name, "") for name in MADE_OF_WORDS})


async def scene_made_of(step: Step, scene_id: int) -> MadeOf:
    """What a scene is made of now."""
    return made_of(step, await breakdown_of(step.session, scene_id))


async def record_breakdown(step: Step, scene: Scene, by: Person | None, made: MadeOf) -> Breakdown:
    """A new version of what a scene is made of; the known one where nothing differs. Plan again afterwards."""
    before = await breakdown_of(step.session, scene.key)
    if before is not None and made_of(step, before) == made:
        return before
    key = new_key()
    row = Breakdown(
        scene_id=scene.key,
        version=before.version + 1 if before else 1,
        kinds=list(made.kinds),
        stunts_named=stunts_covered(made.kinds, made.stunt_coordinator),
        key=key,
        content=step.vault.seal(PLACE, key, json.dumps(made.words())),
        recorded_by=by.number if by else None,
        recorded_at=step.now,
    )
    step.session.add(row)
    await step.session.flush()
    number = by.number if by else None
    kind = RecordKind.TERMS_RECORDED
    await record(step, scene.production_id, kind, by=number, scene=scene.key, version=row.version)
    if await answered_or_asked(step.session, scene.key):
        await revise(step, scene, Change(RevisionKind.TERMS, by))
    return row
