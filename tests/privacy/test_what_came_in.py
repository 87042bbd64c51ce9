"""What came in is named by a keyed hash, counts once, and leaves nothing when Slack can no longer repeat it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from sqlmodel import select

from bot.app import Bot
from bot.privacy.unfinished import forget_what_was_done
from bot.settings import Settings, read_settings
from bot.transaction import Transaction, writing
from bot.vault import Vault
from handlers.inbox import STORED_WITHIN_SECONDS, Inbox
from handlers.replies import NOTHING, Reply
from handlers.requests import Kind, Request
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from storage.database import Database
from storage.inbox import REPEATED, InboxRow, InboxState
from storage.people import Person
from tests.coming_in import answered
from tests.in_process_bot import ManualClock
from tests.privacy.as_from_slack import as_slack_sends
from tests.privacy.disk import on_disk
from tests.privacy.test_keys import NEW, OLD, vault
from tests.world import KEYS

pytestmark = pytest.mark.each_engine

TAPPED = datetime(2026, 3, 13, 9, 2, 31, tzinfo=UTC)
TAP = Request(Kind.BUTTON, "answer_not_as_agreed", "", "U0OLA", "7", trigger="1")
BEFORE = f"button:U0OLA:1.2:answer_not_as_agreed:{TAPPED.timestamp():.6f}"


class Door:
    """An inbox, and what reaches the rules through it."""

    def __init__(self, url: str) -> None:
        self.database, self.clock = Database(url), ManualClock(TAPPED)
        self.taken: list[Request] = []

    async def take(self, box: Vault, stored_within: float = STORED_WITHIN_SECONDS) -> int:
        """Slack sends the tap, or sends it again, to a bot with these keys; the status it is answered with."""

        async def route(_transaction: Transaction, request: Request) -> Reply:
            self.taken.append(request)
            return NOTHING

        inbox = Inbox(self.database, box, self.clock, route)
        inbox.stored_within = stored_within
        status, _ = await answered(inbox, as_slack_sends(TAP, TAPPED))
        return status

    async def rows(self) -> list[InboxRow]:
        """What is kept of it."""
        async with self.database.read() as session:
            return list((await session.exec(select(InboxRow))).all())


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    """An inbox nothing has come into."""
    found = Door(database_url)
    async with found.database.write() as session:
        session.add(Person(name="Ola Nowak", slack_user="U0OLA"))
    yield found
    await found.database.close()


async def test_what_could_not_be_stored_in_time_is_not_stored_later(door: Door) -> None:
    """Slack has shown an error long ago: whoever tapped may have tapped the opposite since."""
    assert await door.take(vault(("k1", OLD)), stored_within=-1) == 503
    assert await door.rows() == []
    assert await door.take(vault(("k1", OLD))) == 200
    assert len(door.taken) == 1


async def test_the_only_bot_on_a_file_stores_it_however_late(database_url: str) -> None:
    """It keeps what one person does in its order, so a no that the disk was too slow for stands all the same."""
    keys = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "CLOSEDSET_KEYS": KEYS}
    bot = Bot(read_settings(Settings, {**keys, "DATABASE_URL": database_url}))
    assert bot.inbox.stored_within == (inf if database_url.startswith("sqlite") else STORED_WITHIN_SECONDS)
    await bot.slack.close()
    await bot.database.close()


async def test_nothing_of_a_tap_is_left_that_can_be_read(door: Door, database_url: str) -> None:
    """Once it is done: no account, no moment, no word of it in the row, in what the rules keep, or on disk."""
    await door.take(vault(("k1", OLD)))
    [row] = await door.rows()
    assert (row.state, row.payload, row.slack_user) == (InboxState.DONE, None, None)
    assert {row.received_at, row.done_at} == {TAPPED.replace(hour=0, minute=0, second=0)}
    assert [one.key for one in door.taken] == [row.key]
    await door.database.shrink(["inboxrow"])
    for told in (b":U0OLA", b"not_as_agreed", b"1773392551", b"09:02:31"):
        assert told not in on_disk(database_url)


async def test_without_the_key_nobody_finds_a_tap_by_trying(door: Door) -> None:
    """Whoever knows the account and the moment cannot compute what the tap is kept under."""
    await door.take(vault(("k1", OLD)))
    [row] = await door.rows()
    assert row.key in vault(("k1", OLD)).names_for("inbox", BEFORE)
    assert row.key not in vault(("k1", NEW)).names_for("inbox", BEFORE)


async def test_a_repeat_counts_once_also_under_a_new_key(door: Door) -> None:
    """The bot was given a new first key between a tap and Slack's repeat of it."""
    for box in (vault(("k1", OLD)), vault(("k1", OLD)), vault(("k2", NEW), ("k1", OLD))):
        await door.take(box)
    assert len(door.taken) == len(await door.rows()) == 1


async def test_a_repeat_of_what_the_first_release_took_counts_once(door: Door) -> None:
    """Its rows say openly what they are, until they go."""
    async with door.database.write() as session:
        row = InboxRow(key=BEFORE, slack_user="U0OLA", received_at=TAPPED, state=InboxState.DONE, done_at=TAPPED)
        session.add(row)
    await door.take(vault(("k1", OLD)))
    assert (door.taken, len(await door.rows())) == ([], 1)


@pytest.mark.parametrize("slack_user", [None, "U0OLA"])
async def test_rows_go_when_slack_can_no_longer_repeat_them(door: Door, slack_user: str | None) -> None:
    """Those of the first release as well; what failed and waits for a person stays."""
    async with door.database.write() as session:
        session.add(
            InboxRow(key="done", slack_user=slack_user, received_at=TAPPED, state=InboxState.DONE, done_at=TAPPED)
        )
        session.add(InboxRow(key="failed", payload=b"x", received_at=TAPPED, state=InboxState.FAILED, done_at=TAPPED))
    for after, left in ((REPEATED, {"done", "failed"}), (REPEATED + timedelta(seconds=1), {"failed"})):
        async with writing(door.database, vault(("k1", OLD)), TAPPED + after) as transaction:
            await forget_what_was_done(transaction)
        assert {row.key for row in await door.rows()} == left
