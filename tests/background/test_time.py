"""Clocks that are set and machines that sleep: an absence is one, and nothing waits for a moment that was set back."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import stages
from bot.background.tasks import begin
from bot.channels.observations import FARTHEST as FARTHEST_LOOK
from bot.channels.observations import ahead
from bot.checkins.outages import SKEW, UNKNOWN, Beat, absence
from bot.clock import Uptime, real_now, real_of_steady, steady_now, uptime
from bot.delivery.claims import leased
from bot.domain.turns import FARTHEST, honoured
from bot.domain.unreadable import SPOILED
from bot.settings import one_key
from bot.stages import Stages
from bot.vault import Vault
from storage.database import Database
from storage.deliveries import Delivery, Priority, Template
from storage.outages import Heartbeat, Outage
from tests.engines import Engine, fresh
from tests.in_process_bot import ManualClock
from tests.world import KEYS

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
MINUTE, SECOND, HOURS = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=5)


def last(boot: str | None = "one", seconds: float | None = 1000) -> Heartbeat:
    """The last sign of life, at noon."""
    return Heartbeat(real_at=NOON, boot=boot, uptime=seconds)


def beat(after: timedelta, boot: str = "one", counted: timedelta | None = None, own: timedelta | None = None) -> Beat:
    """A sign of life so long after noon by the wall clock, and so long by the other one."""
    on = Uptime(boot, 1000 + (counted or after).total_seconds())
    return Beat(NOON + after, own=own, on=on)


@pytest.mark.parametrize(
    ("now", "least"),
    [
        (beat(5 * SECOND), None),
        (beat(HOURS), HOURS),
        # Asleep, and its clock set back by as much: the other clock has counted it.
        (beat(5 * SECOND, counted=HOURS), HOURS),
        (beat(-HOURS, counted=5 * SECOND), MINUTE),
        (beat(-HOURS, counted=2 * HOURS), 2 * HOURS),
        # After a restart of the machine nothing has counted: nobody can say how long it was.
        (beat(-HOURS, boot="two"), UNKNOWN),
        (beat(HOURS, boot="two"), HOURS),
    ],
)
def test_an_absence_is_seen_by_either_clock(now: Beat, least: timedelta | None) -> None:
    """A sign of life from the future is never “still there”."""
    found = absence(last(), now, MINUTE)
    assert found <= MINUTE if least is None else found >= least


def test_a_sign_of_life_that_cannot_be_read_is_none() -> None:
    """Nobody can say when it came: everybody is asked again, and the next beat is a sign of life like any other."""
    spoiled: Any = SPOILED
    unreadable = Heartbeat(real_at=spoiled, since=spoiled)
    assert absence(unreadable, Beat(real_now()), MINUTE) > MINUTE


def test_two_machines_whose_clocks_differ_are_no_absence() -> None:
    """Each was there all the time by its own clock; only where it has just started does the other's count."""
    other = last(boot="elsewhere")
    assert absence(other, beat(-HOURS, own=5 * SECOND), MINUTE) == 5 * SECOND
    assert absence(other, beat(HOURS, own=HOURS), MINUTE) == HOURS
    assert absence(other, beat(-SKEW / 2), MINUTE) <= MINUTE


async def test_a_sign_of_life_that_waited_for_its_turn_is_no_clock_set_back(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another bot has noted its own meanwhile: what this one notes is of the moment at which it writes."""
    clock = ManualClock(NOON)
    monkeypatch.setattr(stages, "real_now", clock.now)
    monkeypatch.setattr(stages, "uptime", lambda: None)

    async def connected() -> bool:
        return True

    with fresh(sqlite_engine, tmp_path) as url:
        database = Database(url)
        waiting = Stages(database, Vault(dict([one_key(KEYS)])), clock, MINUTE)
        async with database.write() as session:
            session.add(Heartbeat(real_at=NOON))
        await waiting._note_presence(connected)
        async with database.write() as session:
            noting = begin(waiting._note_presence(connected), "noting")
            await asyncio.sleep(0)
            clock.moment = NOON + 4 * SKEW
            (await session.exec(select(Heartbeat))).one().real_at = clock.now()
        await noting
        async with database.read() as session:
            assert (await session.exec(select(Outage))).all() == []
        await database.close()


def test_a_lease_is_honoured_for_as_long_as_a_lease_lasts() -> None:
    """One that lies hours ahead was given before the clock was set back."""
    lease = timedelta(seconds=30)

    def until_(moment: datetime | None) -> bool:
        about: dict[str, Any] = {"key": "k", "person_id": 1, "template": Template.ALERT, "nonce": "n"}
        row = Delivery(priority=Priority.ALERT, created_at=NOON, lease_until=moment, **about)
        return leased(row, NOON, lease)

    assert [until_(NOON + after) for after in (-SECOND, SECOND, lease, lease + SECOND, HOURS)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert not until_(None)
    assert honoured(NOON + FARTHEST, NOON, FARTHEST) == NOON + FARTHEST
    assert honoured(NOON + HOURS, NOON, FARTHEST) is None


def test_a_look_at_a_closed_set_never_waits_for_hours() -> None:
    """Nobody plans one that far ahead."""
    assert ahead(NOON + MINUTE, NOON) == MINUTE
    assert ahead(NOON - MINUTE, NOON) == ahead(NOON + FARTHEST_LOOK + SECOND, NOON) == timedelta(0)


def test_waits_go_by_a_clock_that_nobody_sets() -> None:
    """It goes on, and its moments can be told as the machine's own."""
    before = steady_now()
    assert steady_now() >= before
    assert abs(real_of_steady(steady_now() + MINUTE) - datetime.now(UTC) - MINUTE) < SECOND
    first, second = uptime(), uptime()
    assert first is None or (second is not None and second.boot == first.boot and second.seconds >= first.seconds)
