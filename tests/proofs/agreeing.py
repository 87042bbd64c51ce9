"""What coordinators close and agree in a random history: asking again and limits, in the bot and in the plain list."""

from typing import TYPE_CHECKING

from bot.checkins.settling import shown_of_performer, shown_of_scene
from bot.domain.standing import AnswerKind, Source
from bot.terms.limits import Agreed, record_limits
from bot.terms.versions import reopen as ask_again
from storage import check_ins
from storage.check_ins import CheckIn

if TYPE_CHECKING:
    from tests.proofs.histories import Life


async def reopen(life: "Life", about: str, label: str) -> None:
    """The coordinator asks again: who has something open confirms again, else everybody on that day."""
    for row in (await asked_on(life, about, label))[:1]:
        async with life.in_process.transaction() as transaction:
            shown = await shown_of_scene(transaction, row)
            assert await ask_again(transaction, row, await life.office.person(transaction, "mia"), shown)
        waiting = [who for who in life.plain.heard(about) if life.plain.needs_coordinator(about, who)]
        for who in waiting:
            life.note("closed", scene=about, who=who)
        if not waiting:
            life.note("revised", scene=about, how="as_before")


async def limit(life: "Life", about: str, label: str, partners: str) -> None:
    """Less is agreed with a performer; the others confirm again where what they read of it has changed."""
    for row in (await asked_on(life, about, label))[:1]:
        who = life.place(row)[2]
        async with life.in_process.transaction() as transaction:
            by, shown = await life.office.person(transaction, "mia"), await shown_of_performer(transaction, row)
            assert await record_limits(transaction, row, by, shown, Agreed("Less.", partners))
        close(life, about, who)
        changed = life.read_by_partners.get((about, who), "") != partners
        life.read_by_partners[about, who] = partners
        life.note("revised", scene=about, who="" if changed else who, how="limits")


def close(life: "Life", about: str, who: str) -> None:
    """What was open with a performer is closed, if anything was."""
    if life.plain.needs_coordinator(about, who):
        life.note("closed", scene=about, who=who)


async def asked_on(life: "Life", about: str, label: str) -> list[CheckIn]:
    """The check-ins of a scene that stand for a day."""
    rows = await check_ins.list_on(life.in_process.session, life.office.days[label])
    return [row for row in rows if row.scene_id == life.office.scenes[about]]


def said_words(kind: AnswerKind) -> str:
    """An answer as the coordinator types it."""
    return str(kind).replace("_", " ")


def said_how(source: Source) -> str:
    """How it came, as the coordinator types it."""
    return "in person" if source is Source.IN_PERSON else "by phone"
