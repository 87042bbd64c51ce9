"""The one way in which a reason to ask again comes about: kept, and put on record."""

from bot.record import RecordKind, record
from bot.transaction import Step
from storage.revisions import Revision


async def add_revision(step: Step, production_id: int, revision: Revision) -> Revision:
    """Keep why confirmations given so far no longer count. Whoever it concerns is asked again by the caller."""
    step.session.add(revision)
    await step.session.flush()
    await record(
        step,
        production_id,
        RecordKind.REVISED,
        about=revision.person_id,
        by=revision.recorded_by,
        scene=revision.scene_id,
        day=revision.shoot_day_id,
        revision=revision.id,
        why=revision.kind,
    )
    return revision
