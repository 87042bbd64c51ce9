"""Every short sequence of what can happen to matters, on the stored rules and on a plain list: both must agree.

Nothing of Slack, windows or days: only who opens what, what touches it, who closes it having been shown how much.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.checkins.settling import settle
from bot.domain.matters import Closing, MatterEventKind, Shown
from bot.domain.standing import AnswerKind, Source
from bot.facts import has_open_matter
from bot.matters import no_longer_reaches, note_answer, reach, shown_now, touch
from bot.transaction import Transaction
from storage import matters, people
from storage.answers import Answer
from storage.check_ins import CheckIn
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.proofs.plain_facts import rows
from tests.proofs.two_productions import FEBRUARY, set_up

# What a performer says; what touches it; a window sent that had shown the newest thing, or only the one before.
SAYS = {
    "no": AnswerKind.NOT_AS_AGREED,
    "words": AnswerKind.TYPED,
    "yes": AnswerKind.AS_AGREED,
    "taken back": AnswerKind.NOTHING_CHANGES,
}
CLOSES = {"closes": Closing.SPOKEN, "reads": Closing.PLAN_STANDS}
STALE = {"reads what is older": Closing.PLAN_STANDS}
SYMBOLS = (*SAYS, "the plan", *CLOSES, *STALE, "split", "leaves the part", "settles the part")
OPENS = ("no", "words")
OPEN_EVENTS = (
    "SELECT matter_id, position, kind FROM matterevent JOIN matter ON matter.id = matter_id "
    "WHERE closed_at IS NULL AND person_id = {} ORDER BY matter_id, position"
)
REVISIONS = "SELECT count(*) FROM revision"


@dataclass(frozen=True)
class Plain:
    """What is open between one performer and one scene, as a plain list says it.

    `came`: everything in it, in order; empty while nothing is open. `part`: it reaches the scene made of this one.
    `stands`: whether a confirmation of before still counts.
    """

    came: tuple[str, ...] = ()
    part: bool = False
    stands: bool = True

    def after(self, symbol: str) -> "Plain":
        """What it is after one thing more; the same where that changes nothing."""
        if symbol in OPENS and not self.came:
            return replace(self, came=(symbol,))
        if not self.came or symbol in STALE:
            return self
        if symbol in ("split", "leaves the part"):
            return replace(self, part=symbol == "split")
        if symbol == "settles the part":
            return replace(self, part=False, stands=self.stands and not self.part)
        if symbol not in CLOSES:
            return replace(self, came=(*self.came, symbol))
        said = [one for one in self.came if one != "the plan"]
        stands = symbol == "reads" and set(said) <= {"words", "taken back"} and said[-1] == "taken back"
        return Plain(stands=self.stands and stands)


@dataclass
class Stored:
    """The same in the database: a performer's check-in of one scene, and the scene into which it is split."""

    in_process: InProcessBot
    check_in: CheckIn
    part: int
    by: int
    said: dict[str, Answer]
    begun_with: int

    async def do(self, transaction: Transaction, symbol: str) -> None:
        """One thing more."""
        found = await matters.list_open_of(transaction.session, self.check_in.person_id)
        if symbol in SAYS:
            await note_answer(transaction, self.check_in, self.said[symbol])
        elif symbol == "the plan":
            await touch(transaction, found, MatterEventKind.PLAN)
        elif symbol == "split":
            for matter in found:
                await reach(transaction, matter, self.part)
        elif symbol == "leaves the part":
            by = await people.get(transaction.session, self.by)
            for matter in found:
                await no_longer_reaches(transaction, matter.number, self.part, by, Closing.NOT_CONCERNED)
        elif symbol == "settles the part":
            shown = await shown_now(transaction, self.part, 0, self.check_in.person_id)
            by = await people.get(transaction.session, self.by)
            await settle(transaction, shown, Closing.SPOKEN, by, read=True, scene_id=self.part)
        else:
            shown = await shown_now(transaction, self.check_in.scene_id, 0, self.check_in.person_id)
            await self.close(transaction, symbol, shown)

    async def close(self, transaction: Transaction, symbol: str, shown: Shown) -> None:
        """A window is sent, with the newest thing in it or the one before."""
        late = symbol in STALE
        had = Shown(0, tuple((matter, newest - late) for matter, newest in shown.matters))
        closing = {**CLOSES, **STALE}[symbol]
        by = await people.get(transaction.session, self.by)
        closed = await settle(transaction, had, closing, by, read=True)
        assert (closed is None) == (late and bool(shown.matters))

    async def agrees(self, transaction: Transaction, plain: Plain) -> None:
        """What is stored is what the plain list says."""
        assert await has_open_matter(transaction, self.check_in.scene_id) == bool(plain.came), plain
        assert await has_open_matter(transaction, self.part) == (bool(plain.came) and plain.part), plain
        events = await rows(transaction.session, OPEN_EVENTS.format(self.check_in.person_id))
        said = [{**SAYS, "the plan": MatterEventKind.PLAN}[one].value for one in plain.came]
        assert [(position, kind) for _, position, kind in events] == [*enumerate(said, 1)], plain
        assert len({matter for matter, _, _ in events}) == bool(plain.came), plain
        [(revisions,)] = await rows(transaction.session, REVISIONS)
        assert (revisions == self.begun_with) == plain.stands, plain


@asynccontextmanager
async def house(url: str) -> AsyncIterator[Stored]:
    """Scene 42 with nobody having said anything."""
    async with house_on(url, FEBRUARY) as in_process:
        await set_up(in_process)
        ola = await people.find_by_slack_user(in_process.session, "U0OLA")
        mia = await people.find_by_slack_user(in_process.session, "U0MIA")
        assert ola is not None
        assert mia is not None
        known = (await in_process.session.exec(select(CheckIn).order_by(col(CheckIn.id)))).all()
        first = next(row for row in known if row.person_id == ola.number)
        part = next(row.scene_id for row in known if row.person_id != ola.number and row.scene_id != first.scene_id)
        said = {}
        for symbol, kind in SAYS.items():
            said[symbol] = Answer(
                check_in_id=first.number,
                key=symbol,
                kind=kind,
                source=Source.TAP,
                shown_revision=0,
                after_revision=0,
                said_at=in_process.clock.now(),
                recorded_at=in_process.clock.now(),
            )
            in_process.session.add(said[symbol])
        await in_process.session.flush()
        [(begun_with,)] = await rows(in_process.session, REVISIONS)
        yield Stored(in_process, first, part, mia.number, said, begun_with)


async def try_all(stored: Stored, plain: Plain, left: int) -> int:
    """Every sequence from here on, each taken back before the next; how many of them were looked at.

    What changes nothing is looked at and not gone on from: what would follow is what follows without it.
    """
    looked_at = 0
    for symbol in SYMBOLS:
        now = plain.after(symbol)
        step = await stored.in_process.session.begin_nested()
        # Each thing has a moment of its own: what happens around a matter at one moment is one thing.
        moment = stored.in_process.clock.now() - timedelta(seconds=left)
        transaction = Transaction(stored.in_process.session, moment, stored.in_process.vault)
        await stored.do(transaction, symbol)
        await stored.agrees(transaction, now)
        looked_at += 1
        if left > 1 and now != plain:
            looked_at += await try_all(stored, now, left - 1)
        await step.rollback()
    return looked_at


async def every_sequence(engine: Engine, folder: Path, length: int) -> int:
    """Every sequence up to a length; how many were looked at."""
    with fresh(engine, folder) as url:
        async with house(url) as stored:
            return await try_all(stored, Plain(), length)


async def test_every_short_sequence(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Open while the plain list says so, and closed by nothing but a window that had shown the newest thing."""
    assert await every_sequence(sqlite_engine, tmp_path, 3) > len(SYMBOLS)


@pytest.mark.prove
@pytest.mark.timeout(7200)
async def test_every_sequence(sqlite_engine: Engine, tmp_path: Path) -> None:
    """The same for all sequences of up to six."""
    assert await every_sequence(sqlite_engine, tmp_path, 6) > len(SYMBOLS) ** 4
