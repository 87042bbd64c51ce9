"""Heads of the record in other people's hands: signed, handed over in time, and what a cut tail is held against."""

import asyncio
import stat
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.domain.heads import SignedHead, fingerprint, printed_head, public_key, sign, signed_heads_in
from bot.domain.roles import Role
from bot.productions import give_role
from bot.proof.handing_over import hand_over, keep_in_file, key_of_heads
from bot.proof.heads import Held, hold_against
from bot.record import record_reader
from bot.schedule.wrap import wrap_day
from bot.stages import Stages
from storage import people, productions, record_entries, shoot_days
from storage.database import synchronous
from storage.deliveries import Template
from tests.cases.house import ADA, DEV, FRIDAY, MIA, House, baltic
from tests.command_line.production import found_baltic, stepping
from tests.command_line.shell import Shell
from tests.engines import Engine, fresh
from tests.in_process_bot import Heard
from tests.record.test_record import change
from tests.world import BALTIC, MONDAY, visible

TUESDAY = date(2026, 3, 17)


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic a month before its first intimate day."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with baltic(url) as found:
            yield found


async def handed(house: House) -> list[Heard]:
    """The hour comes at which heads are looked at; every head that anybody has been sent so far."""
    stages = Stages(house.bot.database, house.bot.vault, house.bot.clock, timedelta(minutes=1))
    await stages.of_each_production("Handing over", stages.hand_over_head)
    await house.bot.rest()
    return [one for one in house.bot.heard if one.template == Template.RECORD_HEAD]


def head_in(one: Heard) -> SignedHead:
    """The head that stands in a message."""
    return signed_heads_in(visible(one.blocks))[0]


async def test_a_head_comes_at_the_beginning_after_each_wrap_and_once_a_week(house: House) -> None:
    """To the coordinator alone; not twice, not when nothing was written, and never in quiet hours."""
    first = await handed(house)
    assert [one.user for one in first] == [MIA]
    assert len(await handed(house)) == 1
    await house.add_scene("42", ["1"])
    assert len(await handed(house)) == 1
    house.bot.clock.moment += timedelta(days=7)
    assert len(await handed(house)) == 2
    await house.at(FRIDAY, "08:00")
    assert len(await handed(house)) == 3
    await house.at(MONDAY, "23:30")
    async with house.bot.transaction() as transaction:
        await wrap_day(transaction, house.production, await shoot_days.get(transaction.session, 1))
    assert len(await handed(house)) == 3
    await house.at(TUESDAY, "08:00")
    last = await handed(house)
    assert len(last) == 4
    assert {one.user for one in last} == {MIA}
    numbers = [head_in(one).position for one in last]
    assert numbers == sorted(set(numbers))


async def test_what_is_handed_over_is_genuine_and_holds(house: House) -> None:
    """The line is signed with the key whose fingerprint stands under it, and says which production and how many."""
    (told,) = await handed(house)
    head = head_in(told)
    assert (head.name, head.number, head.genuine) == ("baltic", house.production.number, True)
    async with house.bot.transaction() as transaction:
        key = await key_of_heads(transaction, house.production.number)
        assert key in visible(told.blocks)
        assert fingerprint(head.public) == key
        entry = await record_entries.find(transaction.session, head.number, head.position)
        assert entry is not None
        assert entry.mark.hex() == head.mark
        assert (await record_reader(transaction, head.number)).facts_of(entry)["kind"] == "head_signed"
        assert (await hold_against(transaction, head.number, head)).held is Held.HOLDS
    assert told.text == "There is a message for you from the production."


async def test_a_coordinator_who_comes_later_has_it_too(house: House) -> None:
    """Within the hour, without a new head being signed."""
    await handed(house)
    async with house.bot.transaction() as transaction:
        dev = await people.find_by_slack_user(transaction.session, DEV)
        assert dev is not None
        await give_role(transaction, house.production, dev, Role.COORDINATOR)
    assert {one.user for one in await handed(house)} == {MIA, DEV}
    assert ADA not in {one.user for one in house.bot.heard if one.template == Template.RECORD_HEAD}


KEY = bytes(range(32))
HEAD = sign(KEY, SignedHead("baltic", 1, 512, "2026-03-15T21:10:00+00:00", "ab" * 32, public_key(KEY)))


@given(st.integers(0, len(HEAD.line) - 1), st.characters(codec="ascii", categories=["L", "N"]))
def test_a_line_of_which_one_letter_is_another_is_not_genuine(place: int, letter: str) -> None:
    """Whatever is changed in a signed head, it is no signed head any more, or one that gives itself away."""
    changed = HEAD.line[:place] + letter + HEAD.line[place + 1 :]
    for found in signed_heads_in(changed):
        # The last letter of each base64 part has bits that say nothing.
        assert not found.genuine or found == HEAD


def test_a_head_is_found_wherever_it_stands() -> None:
    """In a mail with its lines broken, twice in a file, among other words; and nothing is one that is none."""
    broken = HEAD.line.replace(" ", "\n  ")
    assert signed_heads_in(f"Dear Una,\n> {HEAD.line}\nand\n{broken}\n") == [HEAD]
    assert HEAD.genuine
    assert signed_heads_in("closedset-head:1 baltic") == []
    assert printed_head(" BALTIC:512:9F3A5C0D7BE81F24 ") is not None
    for other in ("", "512", "baltic:x:9f3a5c0d7be81f24", "baltic:512:9f3a", "²:512:9f3a5c0d7be81f24"):
        assert printed_head(other) is None, other


def test_another_key_signs_otherwise() -> None:
    """The same head under another chain's key is genuine, and has another fingerprint."""
    other = sign(bytes(32), SignedHead(**{**vars(HEAD), "public": public_key(bytes(32))}))
    assert other.genuine
    assert fingerprint(other.public) != fingerprint(HEAD.public)
    assert not SignedHead(**{**vars(HEAD), "public": other.public}).genuine


@pytest.fixture
def shell(tmp_path: Path, sqlite_engine: Engine) -> Shell:
    """A terminal on a database with Baltic in it, and its first head in a file."""
    with fresh(sqlite_engine, tmp_path) as url:
        asyncio.run(begin(url, tmp_path / "heads.txt"))
        return Shell(tmp_path, DATABASE_URL=url, CLOSEDSET_HEADS_FILE=str(tmp_path / "heads.txt"))


async def begin(url: str, path: Path) -> None:
    """Baltic, its head signed and kept."""
    async with stepping(url) as transaction:
        await found_baltic(transaction)
    await keep(url, path)


async def keep(url: str, path: Path) -> None:
    """What the bot does every hour."""
    async with stepping(url) as transaction:
        for production in await productions.list_all(transaction.session):
            head = await hand_over(transaction, production)
            assert head is not None
            keep_in_file(path, [head])


def test_the_file_of_heads_is_only_added_to(shell: Shell, tmp_path: Path) -> None:
    """Each head once, readable by its owner alone, never through a link; verifying holds all of them."""
    path = tmp_path / "heads.txt"
    asyncio.run(keep(shell.environment["DATABASE_URL"], path))
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Of 1 heads in CLOSEDSET_HEADS_FILE, 1 are in the record." in shell.says("verify")
    path.rename(tmp_path / "elsewhere.txt")
    path.symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(OSError, match="symbolic"):
        asyncio.run(keep(shell.environment["DATABASE_URL"], path))


def test_a_tail_that_was_cut_off_is_found_by_a_signed_head(shell: Shell, tmp_path: Path) -> None:
    """Typed, or in a file, or in the bot's own: each says after which entry the record was cut."""
    path = tmp_path / "heads.txt"
    head = signed_heads_in(path.read_text(encoding="utf-8"))[0]
    newest = head.position
    url = shell.environment["DATABASE_URL"]
    cut(url, newest - 1)
    for words in (("verify",), ("verify", "--head", head.line), ("verify", "--head", str(path))):
        done = shell.run(*words)
        assert done.exit_code == 1, words
        assert f"of {head.at} is NOT in the record: that was cut after entry {newest - 1}, written at" in done.output
    change(url, ["DELETE FROM recordentry", "DELETE FROM recordhead", "DELETE FROM recordname"])
    done = shell.run("verify", "--head", head.line)
    assert "of that production's record nothing is left" in done.output
    assert "Baltic: its record is gone" in done.output


def cut(url: str, position: int) -> None:
    """Whoever has all rights on the database takes the newest entries away, with the head."""
    engine = create_engine(synchronous(url))
    with engine.connect() as connection:
        mark = connection.execute(text(f"SELECT mark FROM recordentry WHERE position = {position}")).scalar_one()
    engine.dispose()
    change(
        url,
        [
            f"DELETE FROM recordentry WHERE position > {position}",
            f"UPDATE recordhead SET position = {position}, mark = x'{bytes(mark).hex()}'",
        ],
    )


def test_heads_that_are_none_or_anothers_are_refused_in_a_sentence(shell: Shell, tmp_path: Path) -> None:
    """Of another production, of another installation, forged, or no head at all: one sentence each."""
    head = signed_heads_in((tmp_path / "heads.txt").read_text(encoding="utf-8"))[0]
    printed = f"{head.name}:{head.position}:{head.mark[:16]}"
    assert f"The head {printed} is in the record." in shell.says("verify", "--head", printed)
    shell.says("production", "add", "Adria", "--short", "adria", "--time-zone", "Europe/Warsaw")
    for text_of_head in (printed, head.line):
        assert "is not of “adria”" in shell.fails("verify", "--production", "adria", "--head", text_of_head)[0]
    forged = SignedHead(**{**vars(head), "position": head.position - 1})
    assert "is no genuine one" in shell.run("verify", "--head", forged.line).output
    foreign = sign(bytes(32), SignedHead(**{**vars(head), "public": public_key(bytes(32))}))
    assert "is signed with another key" in shell.run("verify", "--head", foreign.line).output
    (tmp_path / "damaged.txt").write_bytes(bytes(range(256)) * 10)
    for nothing in ("nonsense", str(tmp_path / "damaged.txt"), "x" * 5000, "a\0b"):
        (said,) = shell.fails("verify", "--head", nothing)
        assert "is neither a head as exports print it" in said
    (said,) = shell.fails("verify", "--head", "512:9f3a5c0d7be81f24")
    assert "name it with --production" in said


def test_a_new_production_says_the_fingerprint_of_its_key(shell: Shell) -> None:
    """The same one that verifying names."""
    said = shell.says("production", "add", "Adria", "--short", "adria", "--time-zone", "Europe/Warsaw")
    key = said.split("signed with the key ")[1].split(". ")[0]
    assert f"Signed with the key {key}" in shell.says("verify", "--production", "adria")


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    """Looking at something else than a database says so."""
    (tmp_path / "closedset.db").write_bytes(bytes(range(256)) * 100)
    done = Shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/closedset.db").run("verify")
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1, done.output
