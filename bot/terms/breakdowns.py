"""What a scene is made of: recorded in versions, each of which asks again whoever had been asked or had answered."""

import json

from bot.domain.record_kinds import RecordKind
from bot.domain.standing import RevisionKind
from bot.domain.terms import MadeOf, stunts_covered
from bot.record import record
from bot.terms.versions import Change, revise
from bot.terms.wording import SCENE, made_of
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import answers, terms
from storage.people import Person
from storage.scenes import Scene
from storage.terms import Breakdown


async def record_breakdown(transaction: Transaction, scene: Scene, by: Person | None, made: MadeOf) -> Breakdown:
    """A new version of what a scene is made of; the known one where nothing differs. Plan again afterwards."""
    before = await terms.find_breakdown(transaction.session, scene.key)
    if before is not None and made_of(transaction, before) == made:
        return before
    key = new_row_key()
    row = Breakdown(
        scene_id=scene.key,
        version=before.version + 1 if before else 1,
        kinds=list(made.kinds),
        stunts_named=stunts_covered(made.kinds, made.stunt_coordinator),
        key=key,
        content=transaction.vault.seal(SCENE, key, json.dumps(made.words()), scene.key),
        recorded_by=by.number if by else None,
        recorded_at=transaction.now,
    )
    transaction.session.add(row)
    await transaction.session.flush()
    number = by.number if by else None
    kind = RecordKind.TERMS_RECORDED
    await record(transaction, scene.production_id, kind, by=number, scene=scene.key, version=row.version)
    if await answers.is_answered_or_asked(transaction.session, scene.key):
        await revise(transaction, scene, Change(RevisionKind.TERMS, by))
    return row
