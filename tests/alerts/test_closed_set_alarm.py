"""Whoever reads that something is in the way of a closed set reads when it is not, whoever else waits."""

from collections.abc import Collection

from bot.channels.observations import note_reading
from bot.domain.membership import Act, Obstacle
from storage import closed_sets
from storage.closed_sets import ClosedSetState
from storage.deliveries import Template
from tests.alerts.acting import at, heard, said
from tests.proofs.office import Office

NOT_TAKEN_OUT = Obstacle(Act.REMOVE, "restricted_action", "U0KIT")
WAITS = Obstacle(Act.SPARE, "coordinator", "U0PIA")


async def opened(office: Office) -> int:
    """The closed set of scene 42, with a channel."""
    await at(office, "06:00")
    await office.in_process.command("U0MIA", "/closedset", "open 42")
    async with office.in_process.transaction() as transaction:
        (row,) = await closed_sets.list_live(transaction.session)
        row.state, row.channel = ClosedSetState.OPEN, "C1"
        transaction.session.add(row)
    return row.number


async def read(office: Office, number: int, obstacles: Collection[Obstacle]) -> None:
    """The channel's members are read, and so much is in the way; whoever is told of it reads it."""
    async with office.in_process.transaction() as transaction:
        row = await closed_sets.find(transaction.session, number)
        assert row is not None
        await note_reading(transaction, row, ["U0MIA"], obstacles)
    await office.in_process.deliver()


async def test_the_ad_reads_that_it_is_right_while_somebody_waits_for_the_coordinator(office: Office) -> None:
    """What the AD had to see to is over: both read so, and that somebody stays until the coordinator decides."""
    number = await opened(office)
    await read(office, number, [NOT_TAKEN_OUT, WAITS])
    assert [len(heard(office, who, Template.CLOSED_SET_ALARM)) for who in ("ada", "mia")] == [1, 0]
    await read(office, number, [WAITS])
    for who in ("ada", "mia"):
        (right,) = heard(office, who, Template.CLOSED_SET_RIGHT)
        assert "is right again" in said(right)
        assert "until the coordinator decides: Pia." in said(right)
    await read(office, number, [])
    assert len(heard(office, "ada", Template.CLOSED_SET_RIGHT)) == 1


async def test_the_ad_is_not_told_to_see_to_what_waits_for_the_coordinator(office: Office) -> None:
    """An alarm that is over but for the coordinator's word by the time it would be sent is not sent."""
    number = await opened(office)
    async with office.in_process.transaction() as transaction:
        row = await closed_sets.find(transaction.session, number)
        assert row is not None
        await note_reading(transaction, row, ["U0MIA"], [NOT_TAKEN_OUT, WAITS])
        await note_reading(transaction, row, ["U0MIA"], [WAITS])
    await office.in_process.deliver()
    assert heard(office, "ada", Template.CLOSED_SET_ALARM) == []
    assert heard(office, "ada", Template.CLOSED_SET_RIGHT) == []
