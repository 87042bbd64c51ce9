"""The one way in which a reason to ask again comes about: kept, and put on record."""

from bot.domain.record_kinds import RecordKind
from bot.record import record
from bot.transaction import Transaction
from storage.revisions import Revision


async def add_revision(transaction: Transaction, production_id: int, revision: Revision) -> Revision:
    """Keep why confirmations given so far no longer count. Whoever it concerns is asked again by the caller."""
    transaction.session.add(revision)
    await transaction.session.flush()
    await record(
        transaction,
        production_id,
        RecordKind.REVISED,
        about=revision.person_id,
        concerned=revision.person_id or revision.limits_of,
        by=revision.recorded_by,
        scene=revision.scene_id,
        day=revision.shoot_day_id,
        revision=revision.id,
        why=revision.kind,
    )
    return revision
