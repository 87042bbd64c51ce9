"""Every event Slack may tell of, as it comes: what people write in each kind of message, channels, accounts."""

from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

from bot.channels.observations import note_reading, note_spared, note_visitors, tell_of_visitors
from bot.domain.membership import Plan
from bot.installation.access import note_let_in
from storage import closed_sets
from tests.proofs.doing import hear_event, words_of
from tests.proofs.living import Life
from tests.proofs.plain_facts import rows
from tests.proofs.two_productions import FILMS

Event = Callable[[Life, Random], Coroutine[Any, Any, None]]
EVERYBODY = sorted({user for film in FILMS for user in [*film.staff, *film.performers()]} | {"U0NIX", "U0BEN"})
PERFORMERS = sorted({user for film in FILMS for user in film.performers()})
CONVERSATION = {"type": "message", "channel": "D0", "channel_type": "im"}


def message(user: str, words: str, random: Random) -> tuple[dict[str, Any], bool]:
    """A message of any kind, and whether a person said something in it."""
    own: dict[str, Any] = {"user": user, "text": words, "ts": "1.1"}
    written: list[dict[str, Any]] = [
        own,
        {**own, "subtype": "me_message"},
        {**own, "subtype": "file_share", "files": [{"id": "F1"}]},
        {**own, "subtype": "thread_broadcast"},
        {**own, "subtype": "a_kind_of_tomorrow"},
        {"subtype": "message_changed", "message": own, "previous_message": {**own, "text": "before"}},
        {"subtype": "message_deleted", "previous_message": {**own, "text": "before"}},
        {
            "subtype": "message_changed",
            "message": {"subtype": "tombstone", "user": "USLACKBOT"},
            "previous_message": own,
        },
    ]
    silent: list[dict[str, Any]] = [
        {"subtype": "message_changed", "message": own, "previous_message": own},
        {**own, "subtype": "channel_join"},
    ]
    if random.random() < 0.1:
        return random.choice(silent), False
    return random.choice(written), True


async def write(life: Life, random: Random) -> None:
    """Mostly a performer writes, now and then somebody else."""
    user = random.choice(PERFORMERS if random.random() < 0.9 else EVERYBODY)
    number = life.bodies.number()
    event, written = message(user, words_of(life, user, f"event:{number}"), random)
    await hear_event(life, user, {**CONVERSATION, **event}, number, written=written)


async def open_home(life: Life, random: Random) -> None:
    """Somebody looks at Home."""
    user = random.choice(EVERYBODY)
    await hear_event(life, user, {"type": "app_home_opened", "user": user, "tab": "home"})


async def a_channel(life: Life, random: Random) -> str:
    """The channel of a closed set, which is there once its time has come: what the reconciler would have made."""
    waiting = await rows(life.in_process.session, "SELECT id FROM closedset WHERE state = 'opening'")
    for (number,) in waiting:
        await rows_changed(
            life, f"UPDATE closedset SET state = 'open', channel = 'C{number}', bot_user = 'U0BOT' WHERE id = {number}"
        )
    found = await rows(life.in_process.session, "SELECT channel FROM closedset WHERE channel IS NOT NULL")
    return random.choice([*(str(channel) for (channel,) in found[-4:]), "C0"])


async def read_channel(life: Life, channel: str, inside: set[str]) -> None:
    """The membership of a closed set's channel is read, as the reconciler does."""
    async with life.in_process.transaction() as transaction:
        row = await closed_sets.find_by_channel(transaction.session, channel)
        if row is not None:
            await note_visitors(transaction, row, inside - {"U0BEN"})
            await note_reading(transaction, row, inside, [])
            await note_spared(transaction, row, Plan(spared=("U0BEN",)), inside)
            await tell_of_visitors(transaction, row, {})


async def rows_changed(life: Life, statement: str) -> None:
    """What the Slack side of closed sets writes down, which does not run here."""
    async with life.in_process.transaction() as transaction:
        await (await transaction.session.connection()).exec_driver_sql(statement)


def about_channel(kind: str) -> Event:
    """Something happens to a channel."""

    async def happens(life: Life, random: Random) -> None:
        user, channel = random.choice(EVERYBODY), await a_channel(life, random)
        if kind == "member_left_channel":
            await rows_changed(life, f"UPDATE closedset SET members = '[\"{user}\"]' WHERE channel = '{channel}'")
        await rows_changed(life, f"UPDATE closedset SET check_at = NULL WHERE channel = '{channel}'")
        event = {"type": kind, "user": user, "inviter": "U0KIT", "channel": channel}
        await hear_event(life, user, event)

    return happens


async def renumber(life: Life, random: Random) -> None:
    """A channel has another id."""
    old = await a_channel(life, random)
    await hear_event(life, "", {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": f"{old}N"})


async def change_account(life: Life, random: Random) -> None:
    """An account is closed, or opened again, or reads Slack in another language."""
    user = random.choice(PERFORMERS if random.random() < 0.6 else EVERYBODY)
    known = {"id": user, "deleted": random.random() < 0.4, "locale": random.choice(["", "en-US", "pl-PL"])}
    await hear_event(life, user, {"type": "user_change", "user": known})


async def react(life: Life, random: Random) -> None:
    """Somebody puts an emoji under a message of the bot's, or what looks like one."""
    # Where Slack keeps each message, which the dispatcher would have written down.
    await rows_changed(life, "UPDATE delivery SET channel = 'D0', ts = '9.' || id WHERE state = 'sent' AND ts IS NULL")
    asked = await rows(
        life.in_process.session,
        "SELECT person.slack_user, delivery.ts FROM delivery JOIN person ON person.id = delivery.person_id "
        "WHERE delivery.ts IS NOT NULL AND delivery.template = 'check_in'",
    )
    user, ts = random.choice([*asked, (random.choice(EVERYBODY), "1.1")])
    item = {"type": "message", "channel": "D0", "ts": ts}
    await hear_event(life, str(user), {"type": "reaction_added", "user": user, "reaction": "eyes", "item": item})


async def take_the_app_out(life: Life, random: Random) -> None:
    """The app is taken out of the workspace, and after a while back."""
    tokens = {"oauth": [], "bot": ["U0BOT"] if random.random() < 0.7 else []}
    kind = random.choice(["app_uninstalled", "tokens_revoked"])
    await hear_event(life, "", {"type": kind, "tokens": tokens})
    async with life.in_process.transaction() as transaction:
        await note_let_in(transaction)


CHANNELS = (
    "member_joined_channel",
    "member_left_channel",
    "group_left",
    "group_archive",
    "group_unarchive",
    "group_deleted",
    "group_rename",
    "channel_shared",
    "channel_unshared",
)
EVENTS: dict[str, Event] = {
    "app_home_opened": open_home,
    "message": write,
    "channel_id_changed": renumber,
    "user_change": change_account,
    "reaction_added": react,
    "app_uninstalled": take_the_app_out,
    "tokens_revoked": take_the_app_out,
    **{kind: about_channel(kind) for kind in CHANNELS},
}
