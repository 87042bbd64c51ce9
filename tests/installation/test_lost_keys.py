"""A key that is lost for good: whoever runs the bot says so once, everything else goes on, and nothing is deleted."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretBytes
from sqlmodel import select

from bot.commands.lost_keys import WHAT_IS_LOST
from bot.commands.verifying import verdict_lines
from bot.domain.chain import Fault
from bot.domain.record_kinds import RecordKind
from bot.failures import Place, forget_failure, note_failure, put_aside
from bot.installation.keys import KeysUnfit, check_keys
from bot.installation.lost_keys import Lost, give_up_key, under_key
from bot.privacy.key_rotation import SEALED
from bot.privacy.trying_again import take_up_lost_requests
from bot.privacy.unreadable_rows import look_through
from bot.proof.verification import Verdict, look
from bot.record import record
from bot.settings import one_key
from bot.transaction import reading, writing
from bot.vault import Unreadable, Vault
from handlers.inbox import Inbox
from handlers.requests import written
from handlers.routes import route
from storage import failed_rows
from storage.alerts import Alert, AlertKind
from storage.database import Database
from storage.failed_rows import KEY_LOST
from storage.inbox import InboxRow, InboxState
from storage.record_entries import RecordHead, RecordWaiting, ShownTerms
from storage.terms import Rider
from tests.cases.house import JAN, MIA, OLA, House, baltic, confirmed_by_ola
from tests.command_line.production import MARCH, VAULT, found_baltic, stepping
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh
from tests.installation.test_start import NOBODY
from tests.world import BALTIC, KEYS

FRIDAY = date(2026, 3, 13)
[OLD] = VAULT.key_ids
OTHER = Vault({"other": SecretBytes(bytes(range(64, 96)))})
BOTH = Vault(dict([one_key(KEYS), ("other", SecretBytes(bytes(range(64, 96))))]))
OTHER_KEYS = "other:QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8="


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic, Ola confirmed for the scene she is alone in."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with baltic(url) as found:
            await confirmed_by_ola(found)
            yield found


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_engine: Engine) -> Iterator[Shell]:
    """A terminal with Baltic in its database, and another key than what is there was sealed with."""
    monkeypatch.chdir(tmp_path)
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        yield Shell(tmp_path, DATABASE_URL=url, CLOSEDSET_KEYS=OTHER_KEYS)


async def lose_key(house: House) -> None:
    """The bot goes on with another key, and somebody has said that the old one is lost."""
    house.bot.vault = OTHER
    async with house.bot.transaction() as transaction:
        assert await give_up_key(transaction, await under_key(transaction, OLD)) == [house.production.number]
        await check_keys(transaction)


async def look_at_all(house: House) -> None:
    """What the bot does every hour."""
    about_it = (house.bot.database, house.bot.vault, house.bot.clock.now())
    await look_through(partial(reading, *about_it), partial(writing, *about_it))
    await take_up_lost_requests(partial(reading, *about_it), partial(writing, *about_it))


async def verdict(house: House) -> Verdict:
    """What verifying finds in Baltic."""
    async with house.bot.transaction() as transaction:
        return await look(transaction, house.production.number)


async def alerts_of(house: House, kind: AlertKind) -> list[Alert]:
    """The alerts of a kind."""
    return list((await house.bot.session.exec(select(Alert).where(Alert.kind == kind))).all())


async def leave_tap_behind(house: House, user: str, action: str) -> None:
    """A tap that was received and not worked through before the key went."""
    buttons = (await house.heard(user, "Is what was agreed still right for you?"))[-1].buttons()
    value = next(value for name, value in buttons if name == action)
    body = {
        "type": "block_actions",
        "user": {"id": user},
        "actions": [{"action_id": action, "value": value, "action_ts": "1.1", "block_id": "b"}],
        "container": {"channel_id": "D0", "message_ts": "1.0"},
        "channel": {"id": "D0"},
        "trigger_id": "t",
    }
    async with house.bot.transaction() as transaction:
        sealed = transaction.vault.seal("inbox", "k", written(body))
        transaction.session.add(InboxRow(key="k", slack_user=user, payload=sealed, received_at=transaction.now))


def test_whatever_can_be_sealed_is_counted_by_its_name() -> None:
    """A table that comes later cannot be left out of what is shown before somebody says yes."""
    assert set(WHAT_IS_LOST) == {column.table for column in SEALED}


async def test_a_lost_key_is_one_alert_and_nothing_is_ready_on_what_it_sealed(house: House) -> None:
    """Mia is told once; the word is taken back; what comes later is sealed, read and answered as ever."""
    await lose_key(house)
    await look_at_all(house)
    assert (len(await alerts_of(house, AlertKind.KEY_LOST)), await alerts_of(house, AlertKind.UNREADABLE)) == (1, [])
    assert await house.alert(MIA, "A key of this app is lost for good")
    await house.at(FRIDAY, "08:31")
    assert await house.word() != "Scene 42A: Ready"
    await house.add_scene("42", ["2"])
    await house.at(FRIDAY, "08:46")
    asked = await house.heard(JAN, "Is what was agreed still right for you?")
    assert "Recorded." in await house.tap(JAN, asked[-1], "answer_not_as_agreed")


async def test_with_the_key_back_everything_reads_again(house: House) -> None:
    """The same rows, the alert over, the record whole, and the scene Ready without anybody being asked."""
    before = [bytes(row.agreed) for row in (await house.bot.session.exec(select(Rider))).all()]
    await lose_key(house)
    house.bot.vault = BOTH
    await look_at_all(house)
    assert [bytes(row.agreed) for row in (await house.bot.session.exec(select(Rider))).all()] == before
    assert await failed_rows.list_all(house.bot.session) == []
    [alert] = await alerts_of(house, AlertKind.KEY_LOST)
    assert alert.ended_at is not None
    async with house.bot.transaction() as transaction:
        await record(transaction, house.production.number, RecordKind.REFUSED)
    assert (await verdict(house)).holds
    await house.at(FRIDAY, "08:31")
    assert await house.word() == "Scene 42A: Ready"


async def test_a_lost_no_stands_with_the_coordinator_and_is_found_with_its_key(house: House) -> None:
    """Whoever may have tapped is asked in person; once the key is back, the tap is taken for what it was."""
    await leave_tap_behind(house, OLA, "answer_not_as_agreed")
    await lose_key(house)
    row = (await house.bot.session.exec(select(InboxRow))).one()
    assert (row.state, row.failure, row.payload is not None) == (InboxState.FAILED, KEY_LOST, True)
    assert await house.alert(MIA, "What Ola Nowak may have written or tapped could not be read")
    await house.at(FRIDAY, "08:31")
    assert await house.word() == "Scene 42A: With coordinator – plan may change"
    house.bot.vault = BOTH
    await look_at_all(house)
    await Inbox(house.bot.database, BOTH, house.bot.clock, route).catch_up()
    assert len(await alerts_of(house, AlertKind.CHANGE)) == 1


async def test_what_nobody_knows_the_production_of_keeps_the_alert_open(house: House) -> None:
    """A lost request has a sender and no production: another row that reads again ends nothing that is said of it."""
    await leave_tap_behind(house, OLA, "answer_not_as_agreed")
    async with house.bot.transaction() as transaction:
        found = (await under_key(transaction, OLD)).rows
        requests = {column: numbers for column, numbers in found.items() if column.table is InboxRow}
        await give_up_key(transaction, Lost(requests))
        await note_failure(transaction, Place("stalehome", 1), Unreadable())
        other = await failed_rows.find(transaction.session, "stalehome", 1)
        assert other is not None
        await forget_failure(transaction, other)
    [alert] = await alerts_of(house, AlertKind.KEY_LOST)
    assert alert.ended_at is None


async def test_verify_says_what_waits_for_a_lost_key_and_accuses_nobody(house: House) -> None:
    """No row is called unknown to the record whose facts only wait; taken in, they are the same facts."""
    await lose_key(house)
    found = await verdict(house)
    assert found.waiting == len((await house.bot.session.exec(select(RecordWaiting))).all()) > 0
    assert {*found.faults} == {Fault.KEY_MISSING, Fault.KEYS_MISSING}
    assert (found.other_terms, found.disagreements) == ((), ())
    house.bot.vault = BOTH
    again = await verdict(house)
    assert (again.holds, again.waiting) == (True, found.waiting)


async def test_terms_whose_key_is_lost_are_not_called_changed(house: House) -> None:
    """They cannot be read, which is another thing."""
    async with house.bot.transaction() as transaction:
        shown = (await transaction.session.exec(select(ShownTerms))).one()
        shown.content = OTHER.seal("shownterms", shown.key, "", shown.answer_id)
        transaction.session.add(shown)
    found = await verdict(house)
    assert (found.other_terms, len(found.unread_terms), found.holds) == ((), 1, False)
    assert "cannot be read without their key" in " ".join(verdict_lines(found))


def refusal(shell: Shell, **more: str) -> str:
    """The only line of a bot that does not start."""
    [said] = shell.fails("run", **NOBODY, **more)
    return said


def test_whoever_runs_the_bot_says_so_and_it_starts(shell: Shell) -> None:
    """Refused with the command to type, counted without content, asked, then started; the key back, all of it reads."""
    assert f"closedset keys lost {OLD}" in refusal(shell)
    asked = shell.run("keys", "lost", OLD)
    assert (asked.exit_code, "Is this key lost for good?" in asked.output) == (1, True)
    assert "  1 keys of records, whose facts wait from now on" in asked.output
    assert f"closedset keys lost {OLD}" in refusal(shell)
    said = shell.says("keys", "lost", OLD, "--yes")
    assert "Put aside. The coordinators of 1 production are told as soon as the bot runs." in said
    assert "Slack does not answer" in refusal(shell)
    status = shell.says("status")
    assert "Put aside, their key is lost for good: recordhead 1, recordkey" in status
    assert "for the key of its record, no proof until then" in status
    assert "all of it put aside" in shell.says("keys", "list")
    assert "stay as they are" in shell.says("keys", "rotate")
    both = {"CLOSEDSET_KEYS": f"{OTHER_KEYS},{KEYS}"}
    assert "Slack does not answer" in refusal(shell, **both)
    verified = shell.says("verify", **both)
    assert "to be taken into its record, and can be changed until then" in verified
    assert "the record holds" in verified


def test_only_a_key_that_is_missing_can_be_lost(shell: Shell) -> None:
    """Neither the one that is there, nor one under which nothing stands."""
    assert "CLOSEDSET_KEYS has a key called other" in shell.fails("keys", "lost", "other", "--yes")[0]
    assert "Nothing is under a key called k7" in shell.fails("keys", "lost", "k7", "--yes")[0]


@pytest.mark.each_engine
async def test_each_engine_finds_what_is_put_aside(database_url: str) -> None:
    """What stands under a key is found by the bytes it begins with, and is not looked at again."""
    async with stepping(database_url) as transaction:
        await found_baltic(transaction)
    database = Database(database_url)
    try:
        async with writing(database, OTHER, MARCH) as transaction:
            with pytest.raises(KeysUnfit, match=f"closedset keys lost {OLD}"):
                await check_keys(transaction)
            lost = await under_key(transaction, OLD)
            assert await give_up_key(transaction, lost) == [1]
            await check_keys(transaction)
            assert (await under_key(transaction, OLD)).once() == []
    finally:
        await database.close()
    assert len(lost.once()) >= 2


async def test_a_row_put_aside_keeps_nobody_from_starting(house: House) -> None:
    """Whatever was the matter with it: the only one under a key, and spoiled, it stood in the way until then."""
    async with house.bot.transaction() as transaction:
        spoiled = OTHER.seal("inbox", "x", "{}")[:-1]
        row = InboxRow(key="x", payload=spoiled, received_at=transaction.now, state=InboxState.FAILED)
        transaction.session.add(row)
        await transaction.session.flush()
        number = row.number
    house.bot.vault = BOTH
    for aside in (False, True):
        async with house.bot.transaction() as transaction:
            if aside:
                await note_failure(transaction, Place("inboxrow", number), Unreadable())
                failed = await failed_rows.find(transaction.session, "inboxrow", number)
                assert failed is not None
                await put_aside(transaction, failed)
                await check_keys(transaction)
            else:
                with pytest.raises(KeysUnfit, match="give the key that stands there another name"):
                    await check_keys(transaction)


async def test_the_head_of_an_erased_production_is_nobodys_and_stops_nothing(house: House) -> None:
    """Its record outlives it; that its key cannot be read is noted without a production."""
    async with house.bot.transaction() as transaction:
        sealed = transaction.vault.seal("recordhead", "77.x", "00", 77)
        transaction.session.add(RecordHead(production_id=77, mark=b"", key_row="77.x", sealed_key=sealed))
    await lose_key(house)
    await look_at_all(house)
    failed = await failed_rows.find(house.bot.session, "recordhead", 77)
    assert failed is not None
    assert failed.production_id is None
