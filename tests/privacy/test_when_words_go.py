"""How long words stay while what they are about is not over, and while somebody must keep them."""

from datetime import date, timedelta

from sqlmodel import select

from bot.checkins.consequences import replan
from bot.privacy.private_notes import Deleting, Note, delete_note, keep_note, lift_hold, place_hold
from bot.privacy.retention import forget_old_notes
from storage import people
from storage.privacy import PrivateNote
from storage.strips import Strip
from tests.commands.acting import FRIDAY, ask_for
from tests.privacy.test_own_data import stored, write_a_note
from tests.world import World, add_scene, direct, shooting_day

MAY = date(2026, 5, 18)


async def forget_now(world: World) -> int:
    """What the hourly look at private words deletes; how many notes are left."""
    async with world.transaction() as transaction:
        await forget_old_notes(transaction)
    return (await stored(world))[0]


async def move_to(world: World, day: date) -> None:
    """The only scene leaves its day for another."""
    async with world.transaction() as transaction:
        strip = (await transaction.session.exec(select(Strip))).one()
        strip.removed_at = transaction.now
        there = await shooting_day(transaction, world.production, day, "07:00")
        transaction.session.add_all(
            [strip, Strip(shoot_day_id=there.number, scene_id=strip.scene_id, cast_ids=strip.cast_ids)]
        )
        await transaction.session.flush()
        await replan(transaction, world.production)


async def test_words_go_with_a_scene_that_moves(world: World) -> None:
    """A change is open, its scene moves two months on: its words stay for the production's days after the new day."""
    await write_a_note(world)
    await move_to(world, MAY)
    await world.at(date(2026, 4, 25), "12:00")
    assert await forget_now(world) == 1
    await world.at(MAY + timedelta(days=31), "12:00")
    assert await forget_now(world) == 1
    await world.at(MAY + timedelta(days=34), "12:00")
    assert await forget_now(world) == 0


async def test_typed_words_stay_for_all_they_put_with_the_coordinator(world: World) -> None:
    """Words about two scenes stay until the later day is over while nobody has classified them."""
    await ask_for(world)
    await add_scene(world, "63", ["1"], day=MAY)
    await world.command("U0MIA", "/checkin", "send 63")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="please wait with both")
    await world.said("U0OLA", "Slack keeps")
    await world.at(date(2026, 4, 25), "12:00")
    assert await forget_now(world) == 1
    await world.at(MAY + timedelta(days=34), "12:00")
    assert await forget_now(world) == 0


async def test_a_hold_covers_words_of_no_production_yet(world: World) -> None:
    """Words that may be about the held matter stay with it, deleted neither by time nor by request; then they go."""
    await world.at(FRIDAY, "08:00")
    async with world.transaction() as transaction:
        ola, mia = (
            await people.find_by_slack_user(transaction.session, "U0OLA"),
            await people.find_by_slack_user(transaction.session, "U0MIA"),
        )
        assert ola is not None
        assert mia is not None
        await keep_note(transaction, ola.number, Note("about one of them"), production_id=None, answer_id=None)
        until = transaction.now + timedelta(days=60)
        hold = await place_hold(transaction, world.production, ola, mia, until, "a claim is under way")
    await world.at(FRIDAY + timedelta(days=40), "12:00")
    assert await forget_now(world) == 1
    async with world.transaction() as transaction:
        note = (await transaction.session.exec(select(PrivateNote))).one()
        wish = await delete_note(transaction, ola, note.number)
        assert (wish.outcome, wish.hold) == (Deleting.HELD, hold)
        assert wish.hold is not None
        await lift_hold(transaction, wish.hold, mia)
    assert await forget_now(world) == 0
