"""A production that is over goes by itself: everybody is told before, and what stays is a record nobody can read."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from sqlmodel import func, select

from bot import stages
from bot.domain.times import instant
from bot.privacy.private_notes import place_hold
from bot.privacy.reduction import look_over
from bot.proof.verification import look
from bot.record import ROUND, all_facts
from bot.transaction import Transaction
from storage import people, productions
from storage.answers import Answer
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay
from tests.cases.house import ADA, JAN, MIA, OLA, House
from tests.engines import Engine, fresh
from tests.privacy.as_from_slack import bot_on, house_answered
from tests.world import BEGINNING, MONDAY, ZONE, visible

TOLD = "is over. On"
# The day after the last one, and a hundred and eighty more.
GOES = instant(MONDAY + timedelta(days=181), time(0), ZONE)


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic, in which Ola has said no to a scene on Monday, and Jan agreed."""
    async with house_answered(sqlite_engine, tmp_path) as found:
        yield found


async def look_at(house: House, moment: datetime) -> Production | None:
    """What the hourly round does at a moment; the production as it is then."""
    house.bot.clock.moment = moment
    async with house.bot.transaction() as transaction:
        await look_over(transaction, house.production.number)
    await house.bot.deliver()
    async with house.bot.transaction() as transaction:
        return await productions.find(transaction.session, house.production.number)


async def told(house: House, user: str) -> list[str]:
    """What somebody has read of a production that goes."""
    return [visible(one.blocks) for one in house.bot.heard if one.user == user and TOLD in visible(one.blocks)]


async def test_everybody_is_told_and_then_everything_goes(house: House) -> None:
    """Fourteen days before; the cast reads one text, with the way to their file; of the record its end can be read."""
    assert await look_at(house, GOES - timedelta(days=14, minutes=1)) is not None
    assert await told(house, OLA) == []
    for _ in range(2):
        assert await look_at(house, GOES - timedelta(days=14)) is not None
    [hers], [his], [coordinators] = [await told(house, user) for user in (OLA, JAN, MIA)]
    assert hers == his
    assert "On Sun 13 September everything" in hers
    assert "Make your export before" in coordinators
    assert await told(house, ADA) == []
    shown = next(one for one in house.bot.heard if one.user == OLA and TOLD in visible(one.blocks))
    assert "Ola Nowak" in await house.tap(OLA, shown, "kept")
    assert await look_at(house, GOES - timedelta(minutes=1)) is not None
    assert await look_at(house, GOES) is None
    async with house.bot.transaction() as transaction:
        for table in (Answer, Person):
            assert (await transaction.session.exec(select(func.count()).select_from(table))).one() == 0
        verdict = await look(transaction, house.production.number)
        facts = await all_facts(transaction, house.production.number)
    assert (verdict.holds, verdict.entries, len(facts)) == (True, ROUND, ROUND)
    assert [one for one in facts[:-1] if one] == []
    said = {name: facts[-1][name] for name in ("kind", "days", "riders", "closed_sets")}
    assert said == {"kind": "production_erased", "days": 1, "riders": 2, "closed_sets": 1}


async def test_whoever_was_away_tells_before_anything_goes(house: House) -> None:
    """However late it is, everybody has fourteen days."""
    late = GOES + timedelta(days=400)
    assert await look_at(house, late) is not None
    assert len(await told(house, OLA)) == 1
    assert await look_at(house, late + timedelta(days=13, hours=23)) is not None
    assert await look_at(house, late + timedelta(days=14)) is None


async def test_more_days_take_it_back(house: House) -> None:
    """A day that is added counts anew, and everybody is told of the other day when that comes."""
    assert await look_at(house, GOES - timedelta(days=10)) is not None
    later = date(2026, 10, 5)
    async with house.bot.transaction() as transaction:
        transaction.session.add(ShootDay(production_id=house.production.number, date=later))
    kept = await look_at(house, GOES + timedelta(days=30))
    assert kept is not None
    assert kept.goes_at is None
    goes = instant(later + timedelta(days=181), time(0), ZONE)
    assert await look_at(house, goes - timedelta(days=3)) is not None
    assert len(await told(house, OLA)) == 2
    assert await look_at(house, goes) is not None
    assert await look_at(house, goes + timedelta(days=11)) is None


async def test_a_message_about_a_day_that_has_changed_is_not_sent(house: House) -> None:
    """What waits in the outbox is held against the day on which the production goes now."""
    house.bot.clock.moment = GOES - timedelta(days=10)
    async with house.bot.transaction() as transaction:
        await look_over(transaction, house.production.number)
        row = await productions.get(transaction.session, house.production.number)
        row.goes_at = None
        transaction.session.add(row)
    await house.bot.deliver()
    assert await told(house, OLA) == []


async def test_a_legal_hold_keeps_a_production(house: House) -> None:
    """While it stands nothing goes; afterwards it does."""
    await look_at(house, GOES - timedelta(days=14))
    async with house.bot.transaction() as transaction:
        mia, ola = [await people.find_by_slack_user(transaction.session, user) for user in (MIA, OLA)]
        assert mia is not None
        assert ola is not None
        production = await productions.get(transaction.session, house.production.number)
        await place_hold(transaction, production, ola, mia, GOES + timedelta(days=5), "a claim")
    assert await look_at(house, GOES + timedelta(days=1)) is not None
    assert await look_at(house, GOES + timedelta(days=5)) is None


async def test_a_production_without_a_day_stays(house: House) -> None:
    """One that has not begun is not over."""
    async with house.bot.transaction() as transaction:
        other = Production(name="Aegean", short_name="aegean", time_zone=ZONE, created_at=transaction.now)
        transaction.session.add(other)
        await transaction.session.flush()
        number = other.number
    house.bot.clock.moment = GOES + timedelta(days=4000)
    async with house.bot.transaction() as transaction:
        await look_over(transaction, number)
        kept = await productions.get(transaction.session, number)
        assert kept.goes_at is None


async def test_the_hourly_round_looks_at_each_production(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cannot be looked at is no reason for another to stay."""
    seen = []

    async def look_at_one(_transaction: Transaction, number: int) -> None:
        """As if the first could not be read."""
        seen.append(number)
        if len(seen) == 1:
            raise ValueError

    monkeypatch.setattr(stages, "look_over", look_at_one)
    with fresh(sqlite_engine, tmp_path) as url:
        async with bot_on(url, BEGINNING) as bot:
            async with bot.transaction() as transaction:
                for name in ("Aegean", "Baltic"):
                    transaction.session.add(
                        Production(name=name, short_name=name.lower(), time_zone=ZONE, created_at=transaction.now)
                    )

            listed = stages.Stages(bot.database, bot.vault, bot.clock, timedelta(minutes=1)).listed(
                AsyncMock(), AsyncMock(), AsyncMock(), AsyncMock(), AsyncMock()
            )
            [stage] = [stage for stage in listed if stage.name == "productions that are over"]
            await stage.run()
    assert len(seen) == 2
