"""Forgetting one person: what goes, what stays, and when it is refused."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, func, literal, select, update

import storage.tables  # noqa: F401  (registers every table)
from bot.alerts import raise_alert
from bot.domain.record_kinds import KEYS, RecordKind
from bot.domain.roles import Role
from bot.outbox import send
from bot.privacy.erasure import PERSON
from bot.privacy.forgetting import THEIRS, StillConcerned, forget_person
from bot.privacy.private_notes import place_hold
from bot.proof.export import proof_of
from bot.proof.verification import look
from bot.record import all_facts, record_reader
from bot.schedule.wrap import wrap_day
from bot.transaction import Transaction
from messages.blocks import Modal
from storage import inbox, people, productions, record_entries, shoot_days
from storage.alerts import Alert, AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from storage.inbox import InboxRow, InboxState
from storage.people import Person, RoleHeld
from storage.productions import Production
from storage.terms import Rider
from tests.cases.house import JAN, MIA, OLA, House
from tests.engines import Engine
from tests.privacy.as_from_slack import house_answered
from tests.world import MONDAY, ZONE

# Tables that name people, and why what they say of one stays.
STAYS = {
    "account": "which Slack account is whose",
    "accountasked": "which Slack account is whose",
    "call": "the schedule",
    "castmember": "the cast list",
    "clearance": "who was on a closed set",
    "clearanceasked": "who was on a closed set",
    "deliveredword": "what an AD read",
    "duty": "who answered for the production",
    "notereader": "who may read what performers write",
    "onset": "who answered for the production",
    "rider": "what was agreed",
    "roleheld": "what they are in the production",
    "visitor": "who was on a closed set",
}
# Columns that say who did something, not whom it is about.
ACTORS = {"acknowledged_by", "approved_by", "asked_by", "cleared_by", "closed_by", "decided_by", "ended_by"}
ACTORS |= {"handed_over_by", "instead_of", "lifted_by", "placed_by", "reader_id", "recorded_by", "released_to"}
ACTORS |= {"removed_by", "told_by"}


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Ola has said no to a scene on Monday and Jan has agreed; nothing is closed, and the day is to come."""
    async with house_answered(sqlite_engine, tmp_path) as found:
        yield found


async def window_of(house: House) -> Modal:
    """The window in which the coordinator closes what is open."""
    opened = (await house.bot.command(MIA, "/checkin", "reopen 42")).modal
    assert opened is not None
    return opened


async def close(house: House, window: Modal | None = None) -> None:
    """The coordinator closes what is open: nothing agreed has changed."""
    shown = window or await window_of(house)
    await house.bot.submit(MIA, shown.callback, shown.about)
    await house.bot.rest()


async def wrap(house: House) -> None:
    """Monday is over."""
    await house.at(MONDAY, "20:00")
    async with house.bot.transaction() as transaction:
        production = await productions.get(transaction.session, house.production.number)
        await wrap_day(transaction, production, await shoot_days.get(transaction.session, 1))


async def called(transaction: Transaction, house: House, user: str) -> tuple[Production, Person]:
    """The production, and somebody in it."""
    who = await people.find_by_slack_user(transaction.session, user)
    assert who is not None
    return await productions.get(transaction.session, house.production.number), who


async def forget(house: House, user: str) -> bool:
    """Forget somebody."""
    async with house.bot.transaction() as transaction:
        return await forget_person(transaction, *await called(transaction, house, user))


async def count(transaction: Transaction, table: Any, **about: object) -> int:
    """How many rows of a table are about something."""
    wanted = [getattr(table, name) == value for name, value in about.items()]
    return (await transaction.session.exec(select(func.count()).select_from(table).where(*wanted))).one()


def test_every_table_that_names_people_is_decided() -> None:
    """A table that says something about somebody goes with them or is said to stay; a new one cannot be left out."""
    named = [
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == PERSON for key in column.foreign_keys)
    ]
    about = {table for table, column in named if column not in ACTORS}
    assert about == THEIRS | set(STAYS) | {"revision"}
    assert not THEIRS & set(STAYS)
    assert {column for _, column in named} == ACTORS | {"person_id", "limits_of"}


def test_every_kind_of_entry_is_decided() -> None:
    """Under whose key it is sealed stands in the table, for each."""
    assert set(KEYS) == set(RecordKind)


async def test_what_somebody_answered_goes_and_what_others_did_stays(house: House) -> None:
    """Of Ola no answer, matter, alert or check-in is left, her rider is; Jan's answer stands in the export."""
    await close(house)
    await wrap(house)
    assert await forget(house, OLA)
    assert not await forget(house, OLA)
    async with house.bot.transaction() as transaction:
        production, ola = await called(transaction, house, OLA)
        _, jan = await called(transaction, house, JAN)
        assert await count(transaction, Alert, person_id=ola.number) == 0
        assert await count(transaction, CheckIn, person_id=ola.number) == 0
        assert (await count(transaction, CheckIn, person_id=jan.number), await count(transaction, Answer)) == (1, 1)
        assert await count(transaction, Rider, person_id=ola.number) == 1
        _, mia = await called(transaction, house, MIA)
        [scene] = (await proof_of(transaction, production, mia)).scenes
    assert [(one.performer, one.confirmation is not None) for one in scene.performers] == [("Jan Wolski", True)]


async def test_the_record_holds_without_the_keys_and_says_nothing_of_them(house: House) -> None:
    """Jan's answer can be read in it, nothing about Ola can; every entry is as long as every other."""
    await close(house)
    await wrap(house)
    await forget(house, OLA)
    async with house.bot.transaction() as transaction:
        verdict = await look(transaction, house.production.number)
        facts = await all_facts(transaction, house.production.number)
        entries = await record_entries.list_of(transaction.session, house.production.number)
        reader = await record_reader(transaction, house.production.number)
    assert verdict.holds
    kinds = [one.get("kind") for one in facts]
    assert (kinds.count(RecordKind.ANSWERED), kinds.count(RecordKind.PERSON_FORGOTTEN)) == (1, 1)
    assert {RecordKind.MATTER_OPENED, RecordKind.MATTER_CLOSED} & set(kinds) == set()
    assert {"change", "answered_since"} & {str(one.get("cause")) for one in facts} == set()
    unread = [entry for entry, one in zip(entries, facts, strict=True) if not one]
    assert len(unread) > 5
    assert {reader.sealed_part(entry) for entry in unread} == {None}
    assert len({len(entry.content) for entry in entries}) == 1


async def test_a_message_that_cannot_be_read_keeps_nobody_from_being_forgotten(house: House) -> None:
    """What has gone and may have told of their answer goes with it; Jan's check-in and what still waits stay."""
    await close(house)
    await wrap(house)
    async with house.bot.transaction() as transaction:
        _, mia = await called(transaction, house, MIA)
        about = {"production_id": house.production.number, "alert": 999}
        await send(transaction, mia, Template.ALERT, "waits", priority=Priority.ALERT, **about)
        gone = {Template.ALERT: 0, Template.CHECK_IN: await count(transaction, Delivery, template=Template.CHECK_IN)}
        assert await count(transaction, Delivery, template=Template.ALERT) > 1
        await transaction.session.exec(update(Delivery).values(subject=literal("{broken", literal_execute=True)))
        transaction.session.expunge_all()
    assert await forget(house, OLA)
    async with house.bot.transaction() as transaction:
        left = (await transaction.session.exec(select(Delivery).where(Delivery.template == Template.ALERT))).all()
        assert [row.state for row in left] == [DeliveryState.WAITING]
        assert 0 < await count(transaction, Delivery, template=Template.CHECK_IN) < gone[Template.CHECK_IN]


async def test_what_comes_afterwards_begins_anew(house: House) -> None:
    """A later entry about the same person has another random id and another key."""
    await close(house)
    await wrap(house)
    async with house.bot.transaction() as transaction:
        before = {one["about"] for one in await all_facts(transaction, 1) if one["kind"] == RecordKind.ANSWERED}
    await forget(house, OLA)
    await house.bot.tap(OLA, "kept_file")
    async with house.bot.transaction() as transaction:
        last = (await all_facts(transaction, 1))[-1]
    assert last["kind"] == RecordKind.EXPORTED
    assert last["about"] not in before


async def test_nobody_is_forgotten_with_whom_something_is_open(house: House) -> None:
    """Her no holds: while it is open, however long the day is over, nothing goes."""
    window = await window_of(house)
    await wrap(house)
    await house.at(date(2026, 6, 1), "12:00")
    with pytest.raises(StillConcerned):
        await forget(house, OLA)
    await close(house, window)
    assert await forget(house, OLA)


async def test_nobody_is_forgotten_who_is_still_to_play(house: House) -> None:
    """As long as a day of theirs is to come, their answer is needed."""
    with pytest.raises(StillConcerned):
        await forget(house, JAN)
    await wrap(house)
    assert await forget(house, JAN)


async def test_a_legal_hold_keeps_what_was_answered(house: House) -> None:
    """While it stands nobody is forgotten by it."""
    await close(house)
    await wrap(house)
    async with house.bot.transaction() as transaction:
        production, ola = await called(transaction, house, OLA)
        _, mia = await called(transaction, house, MIA)
        await place_hold(transaction, production, ola, mia, house.bot.clock.moment.replace(year=2027), "a claim")
    with pytest.raises(StillConcerned):
        await forget(house, OLA)
    assert await forget(house, JAN)


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_what_failed_stays_where_another_production_may_need_it(house: House, elsewhere: bool) -> None:
    """A payload nobody could work through goes with whoever sent it, unless it may be about somewhere else."""
    await close(house)
    await wrap(house)
    async with house.bot.transaction() as transaction:
        sealed = transaction.vault.seal("inbox", "event:1", '{"user": "U0OLA"}')
        failed = InboxRow(key="event:1", payload=sealed, received_at=transaction.now, state=InboxState.FAILED)
        transaction.session.add(failed)
        if elsewhere:
            other = Production(name="Aegean", short_name="aegean", time_zone=ZONE, created_at=transaction.now)
            transaction.session.add(other)
            await transaction.session.flush()
            _, ola = await called(transaction, house, OLA)
            transaction.session.add(RoleHeld(production_id=other.number, person_id=ola.number, role=Role.PERFORMER))
    await forget(house, OLA)
    async with house.bot.transaction() as transaction:
        row = await inbox.find(transaction.session, ["event:1"])
        assert row is not None
        assert (row.payload is not None) is elsewhere


async def test_an_id_that_is_gone_is_not_given_again(house: House) -> None:
    """What stands in Slack still names it: an old button must not reach what somebody else says later."""
    await close(house)
    await wrap(house)
    async with house.bot.transaction() as transaction:
        gone = (await transaction.session.exec(select(func.max(Alert.id)))).one()
        checked = (await transaction.session.exec(select(func.max(CheckIn.id)))).one()
        assert gone is not None
        assert checked is not None
    for user in (OLA, JAN):
        await forget(house, user)
    async with house.bot.transaction() as transaction:
        transaction.session.add(
            CheckIn(production_id=house.production.number, scene_id=1, shoot_day_id=1, person_id=1, automatic=False)
        )
        alert = await raise_alert(transaction, house.production.number, AlertKind.NO_DUTY, "x")
        await transaction.session.flush()
        assert alert.number > gone
        assert ((await transaction.session.exec(select(func.max(CheckIn.id)))).one() or 0) > checked
