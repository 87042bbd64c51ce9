"""Verifying finds whatever was changed behind the bot's back, in record or tables, and never falls over it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import select

from bot.commands.verifying import verdict_lines
from bot.domain.chain import BEGINNING, Fault, mark
from bot.domain.comparison import Compared, Difference
from bot.domain.heads import Head
from bot.domain.refusals import RecordOfAnother
from bot.domain.terms import Kind, MadeOf
from bot.privacy.erasure import erase_production, forget_in_record
from bot.proof.export import proof_of
from bot.proof.heads import hold_against
from bot.proof.verification import Verdict, look
from bot.record import key_of, record_reader
from bot.settings import one_key
from bot.terms.breakdowns import record_breakdown
from bot.transaction import Transaction
from bot.vault import Vault, new_encryption_key
from storage import people, record_entries
from storage.record_entries import RecordEntry, RecordHead
from storage.record_guard import GUARDS
from storage.scenes import Scene
from tests.cases.house import FRIDAY, JAN, MIA, OLA, House, add_adria, baltic
from tests.engines import Engine, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Baltic and Adria after something of everything: answers, a no that was seen and closed, a roster, two terms."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("verify")) as url:
        async with baltic(url) as found:
            await found.add_scene("42", ["1", "2"])
            async with found.bot.transaction() as transaction:
                scene = (await transaction.session.exec(select(Scene))).one()
                mia = await people.find_by_slack_user(transaction.session, MIA)
                await record_breakdown(transaction, scene, mia, MadeOf((Kind.KISSING,)))
            await found.at(FRIDAY, "08:00")
            for user, answer in ((OLA, "answer_as_agreed"), (JAN, "answer_not_as_agreed")):
                await found.tap(user, (await found.heard(user))[-1], answer)
            opened = await found.alert(MIA, "Jan Wolski")
            assert opened
            await found.bot.submit(MIA, "acknowledge", "1")
            await found.bot.fill(MIA, await found.bot.command(MIA, "/checkin", "reopen 42"))
            await found.bot.command(MIA, "/closedset", "open 42")
            await add_adria(found)
            for table in ("recordentry", "recordhead"):
                for name in [name for name in GUARDS["sqlite"] if name.startswith(table)]:
                    await change(found, f"DROP TRIGGER {name}")
            await change(found, "PRAGMA defer_foreign_keys = ON")
            yield found


@pytest_asyncio.fixture(loop_scope="module")
async def house(story: House) -> AsyncIterator[House]:
    """The same for one test, after which nothing of it stays."""
    part, moment, heard = await story.bot.session.begin_nested(), story.bot.clock.moment, [*story.bot.heard]
    yield story
    await part.rollback()
    story.bot.session.expunge_all()
    story.bot.clock.moment, story.bot.heard = moment, heard


async def verdict(house: House, number: int = 1, vault: Vault | None = None) -> Verdict:
    """What a look at a production finds now."""
    house.bot.session.expunge_all()
    return await look(Transaction(house.bot.session, house.bot.clock.now(), vault or house.bot.vault), number)


async def change(house: House, *statements: str) -> None:
    """What somebody with all rights on the database can do."""
    for statement in statements:
        done = await (await house.bot.session.connection()).execute(text(statement))
        assert done.rowcount != 0, statement


async def erase(house: House) -> None:
    """Baltic is erased, its channels closed before."""
    await change(house, "UPDATE closedset SET state = 'closed'")
    house.bot.session.expunge_all()
    async with house.bot.transaction() as transaction:
        await erase_production(transaction, house.production)


# What is done to the tables, and where verifying says that they and the record part.
CHANGED = {
    (Compared.ANSWERS, Difference.NO_ROW): "DELETE FROM answer WHERE id = 2",
    (Compared.ANSWERS, Difference.NO_ENTRY): "UPDATE answer SET id = 99 WHERE id = 2",
    (Compared.ANSWERS, Difference.DIFFERS): "UPDATE answer SET kind = 'as_agreed' WHERE id = 2",
    (Compared.MATTERS, Difference.NO_ROW): "DELETE FROM matter WHERE id = 1",
    (Compared.MATTERS, Difference.NO_ENTRY): "UPDATE matter SET id = 99 WHERE id = 1",
    (Compared.MATTERS, Difference.DIFFERS): "UPDATE matter SET closed_at = NULL WHERE id = 1",
    (Compared.ALERTS, Difference.NO_ROW): "DELETE FROM alert WHERE id = 1",
    (Compared.ALERTS, Difference.NO_ENTRY): "UPDATE alert SET id = 99 WHERE id = 1",
    (Compared.ALERTS, Difference.DIFFERS): "UPDATE alert SET kind = 'moved' WHERE id = 1",
    (Compared.ROSTERS, Difference.NO_ROW): "UPDATE clearance SET removed_at = cleared_at WHERE id = 1",
    (Compared.ROSTERS, Difference.NO_ENTRY): (
        "INSERT INTO clearance (closed_set_id, person_id, access, reason, department, cleared_at)"
        " SELECT closed_set_id, (SELECT id FROM person WHERE slack_user = 'U0UNA'), 'set', '', '', cleared_at"
        " FROM clearance WHERE id = 1"
    ),
    (Compared.ROSTERS, Difference.DIFFERS): "UPDATE clearance SET access = 'monitor' WHERE id = 1",
    (Compared.CLOSED_SETS, Difference.NO_ROW): "DELETE FROM closedset WHERE id = 1",
    (Compared.CLOSED_SETS, Difference.DIFFERS): "UPDATE closedset SET approved_at = NULL WHERE id = 1",
    (Compared.RIDERS, Difference.NO_ROW): "DELETE FROM rider WHERE id = 1",
    (Compared.RIDERS, Difference.NO_ENTRY): "UPDATE rider SET version = 7 WHERE id = 1",
    (Compared.RIDERS, Difference.DIFFERS): "UPDATE rider SET sent_at = '2026-01-01 00:00:00' WHERE id = 1",
    (Compared.SCENE_TERMS, Difference.NO_ROW): "DELETE FROM breakdown WHERE id = 1",
    (Compared.SCENE_TERMS, Difference.NO_ENTRY): "UPDATE breakdown SET version = 7 WHERE id = 1",
}
# A closed set may be planned with nobody on its roster; of what a scene is made of the record has the version alone.
NEVER = {(Compared.CLOSED_SETS, Difference.NO_ENTRY), (Compared.SCENE_TERMS, Difference.DIFFERS)}


async def test_a_row_that_is_not_as_the_record_says_is_found(house: House) -> None:
    """Each kind of row taken out, put in, or changed: found each time, and named; untouched, nothing is."""
    every = {(what, how) for what in Compared for how in Difference if how is not Difference.UNREADABLE}
    assert set(CHANGED) == every - NEVER
    assert (await verdict(house)).holds, verdict_lines(await verdict(house))
    assert (await verdict(house, 2)).holds
    for (what, how), statement in CHANGED.items():
        part = await house.bot.session.begin_nested()
        await change(house, statement)
        found = await verdict(house)
        assert (what, how) in {(one.what, one.how) for one in found.disagreements}, (what, how)
        assert not found.holds
        assert found.broken is None
        assert any("record" in line for line in verdict_lines(found))
        await part.rollback()


SILENCED = {
    "an alert nobody has seen": "UPDATE alert SET acknowledged_at = raised_at WHERE acknowledged_at IS NULL",
    "an alert nobody has settled": "UPDATE alert SET ended_at = raised_at WHERE ended_at IS NULL",
    "a rider that is not in force": "UPDATE rider SET in_force = NOT in_force WHERE id = 2",
    "a notice nobody has waived": "UPDATE rider SET notice_waived = 1 WHERE id = 2",
    "a matter closed as another": "UPDATE matter SET closed_as = 'in_person' WHERE id = 1",
    "an answer of somebody else": "UPDATE checkin SET person_id = 1 WHERE id = 1",
    "two people who changed names": "UPDATE recordname SET random = random || 'x' WHERE person_id = 1",
}


async def test_a_state_nobody_brought_about_is_found(house: House) -> None:
    """What would silence an alert, or make a scene ready, without anybody having said so."""
    await house.tap(JAN, (await house.heard(JAN, "What was agreed"))[-1], "answer_call_me")
    for name, statement in SILENCED.items():
        part = await house.bot.session.begin_nested()
        await change(house, statement)
        assert not (await verdict(house)).holds, name
        await part.rollback()


# What somebody does to the record as a whole, and what verifying says of production 1.
SPOILED = {
    Fault.NO_HEAD: ("DELETE FROM recordhead WHERE production_id = 1",),
    Fault.NO_ENTRIES: (
        "DELETE FROM recordentry WHERE production_id = 1",
        f"UPDATE recordhead SET position = 0, mark = x'{BEGINNING.hex()}' WHERE production_id = 1",
    ),
    Fault.KEY_MISSING: ("UPDATE recordhead SET sealed_key = x'026b31' WHERE production_id = 1",),
    Fault.KEY_OF_ANOTHER: tuple(
        f"UPDATE {table} SET production_id = {to} WHERE production_id = {of}"
        for table in ("recordhead", "recordentry")
        for of, to in ((1, 3), (2, 1), (3, 2))
    ),
    Fault.UNREADABLE: ("UPDATE recordentry SET content = 'text' WHERE production_id = 1 AND position = 2",),
    Fault.NEVER_ERASED: ("DELETE FROM production WHERE id = 1",),
    Fault.STILL_THERE: (),
    Fault.KEYS_MISSING: ("UPDATE recordkey SET sealed = x'026b31' WHERE production_id = 1",),
    Fault.WAITING_CHANGED: ("UPDATE recordhead SET waiting = 2 WHERE production_id = 1",),
}


async def test_a_production_whose_record_is_gone_or_anothers_is_found(house: House) -> None:
    """Productions are known, not heads: cut away with its head, exchanged, unreadable, gone without being erased."""
    assert set(SPOILED) == set(Fault)
    for fault, statements in SPOILED.items():
        part = await house.bot.session.begin_nested()
        if fault is Fault.STILL_THERE:
            await change(house, "CREATE TABLE kept AS SELECT * FROM production WHERE id = 1")
            await erase(house)
            await change(house, "INSERT INTO production SELECT * FROM kept")
        await change(house, *statements)
        assert 1 in await record_entries.list_numbers(house.bot.session), fault
        found = await verdict(house)
        assert fault in found.faults, (fault, found)
        assert verdict_lines(found)[0].endswith("."), fault
        await part.rollback()


async def test_an_export_with_the_head_of_another_production_is_refused(house: House) -> None:
    """What would be printed under it could be held against the wrong record."""
    await change(house, *SPOILED[Fault.KEY_OF_ANOTHER])
    house.bot.session.expunge_all()
    async with house.bot.transaction() as transaction:
        mia = await people.find_by_slack_user(transaction.session, MIA)
        assert mia is not None
        with pytest.raises(RecordOfAnother):
            await proof_of(transaction, house.production, mia)
    assert "Nothing was exported" in (await house.bot.command(MIA, "/checkin", "export")).message.text  # type: ignore[union-attr]


async def test_an_erased_production_and_a_forgotten_person_are_no_fault(house: House) -> None:
    """What went as it should is not missed: people without a name cannot be compared, and nothing says they can."""
    part = await house.bot.session.begin_nested()
    async with house.bot.transaction() as transaction:
        for user in (JAN, OLA):
            who = await people.find_by_slack_user(transaction.session, user)
            assert who is not None
            await forget_in_record(transaction, house.production, who)
    assert (await verdict(house)).holds, await verdict(house)
    await house.tap(JAN, (await house.heard(JAN, "What was agreed"))[-1], "answer_as_agreed")
    assert (await verdict(house)).holds, await verdict(house)
    await part.rollback()
    await erase(house)
    found = await verdict(house)
    assert found.holds, found
    assert verdict_lines(found)[0].startswith("Erased production 1: ")


async def test_with_another_key_it_is_one_sentence(house: House) -> None:
    """Wrong keys end in a sentence that says what to do, not in a traceback."""
    found = await verdict(house, vault=Vault(dict([one_key(new_encryption_key())])))
    assert Fault.KEY_MISSING in found.faults
    assert "CLOSEDSET_KEYS" in " ".join(verdict_lines(found))


# One value of another kind in each column that looking reads.
DAMAGE = (
    "UPDATE production SET evening_at = 'x' WHERE id = 1",
    "UPDATE production SET created_at = 'x' WHERE id = 1",
    "UPDATE recordname SET person_id = 'x' WHERE production_id = 1 AND person_id = 6",
    "UPDATE recordentry SET content = x'ff00' WHERE production_id = 1",
    "UPDATE recordentry SET content = x'5b5b5b' WHERE production_id = 1",
    "UPDATE recordentry SET content = 17 WHERE production_id = 1 AND position = 3",
    "UPDATE recordentry SET mark = 'text' WHERE production_id = 1 AND position = 3",
    "UPDATE recordentry SET position = -5 WHERE production_id = 1 AND position = 3",
    "UPDATE recordentry SET position = 'x' WHERE production_id = 1 AND position = 3",
    "UPDATE recordhead SET position = -9 WHERE production_id = 1",
    "UPDATE recordhead SET mark = 'x', key_row = 'x' WHERE production_id = 1",
    "UPDATE recordhead SET sealed_key = x'' WHERE production_id = 1",
    "UPDATE recordhead SET sealed_key = 'text' WHERE production_id = 1",
    "UPDATE answer SET kind = 'nothing', shown_revision = 'x' WHERE id = 1",
    "UPDATE answer SET recorded_at = 'yesterday' WHERE id = 1",
    "UPDATE alert SET kind = 'nothing', raised_at = 'x' WHERE id = 1",
    "UPDATE matter SET closed_as = 'nothing' WHERE id = 1",
    "UPDATE clearance SET access = 'nothing' WHERE id = 1",
    "UPDATE closedset SET state = 'nothing' WHERE id = 1",
    "UPDATE rider SET sent_at = 'x' WHERE id = 1",
    "UPDATE shownterms SET content = x'00' WHERE answer_id = 1",
    "UPDATE shownterms SET content = x'026b31' WHERE answer_id = 1",
    "UPDATE shownterms SET salt = 'text' WHERE answer_id = 1",
)


async def test_damage_of_any_kind_is_told_in_sentences(house: House) -> None:
    """A value that is none of its column's, wherever it stands: something is said of it, and nothing falls over."""
    for statement in DAMAGE:
        part = await house.bot.session.begin_nested()
        await change(house, statement)
        found = await verdict(house)
        assert not found.holds, statement
        assert verdict_lines(found), statement
        async with house.bot.transaction() as transaction:
            assert await hold_against(transaction, 1, Head("", 3, "0" * 16)), statement
        await part.rollback()


async def test_whoever_has_the_chains_key_is_found_by_the_tables(house: House) -> None:
    """A chain written anew without one answer holds by itself; the answer is stored still, and gives it away."""
    async with house.bot.transaction() as transaction:
        head = await transaction.session.get_one(RecordHead, 1)
        entries = await record_entries.list_of(transaction.session, 1)
        key, reader = key_of(transaction.vault, head), await record_reader(transaction, 1)
    left = [entry for entry in entries if reader.facts_of(entry).get("answer") != 2]
    await change(house, "DELETE FROM recordentry WHERE production_id = 1")
    before = BEGINNING
    for position, entry in enumerate(left, 1):
        before = mark(key, before, position, entry.content)
        house.bot.session.add(RecordEntry(production_id=1, position=position, content=entry.content, mark=before))
    head.position, head.mark = len(left), before
    house.bot.session.add(head)
    await house.bot.session.flush()
    found = await verdict(house)
    assert found.broken is None
    # What follows in the chain stands at another place than it was sealed for, and says nothing any more either.
    assert (Compared.ANSWERS, (2,)) in [(one.what, one.key) for one in found.disagreements]
