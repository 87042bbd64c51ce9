"""What people do in these tests, again and again."""

from datetime import date
from typing import Any

from bot.productions import Somebody, name_cast, somebody
from storage.people import Person
from storage.scenes import Intimacy, Scene
from storage.strips import Strip
from tests.world import MONDAY, World, add_scene, shooting_day, until, visible

FRIDAY = date(2026, 3, 13)
TUESDAY = date(2026, 3, 17)
WEDNESDAY = date(2026, 3, 18)
ASKED = "Is what was agreed still right for you?"
RECEIPT = "Recorded. You can change this at any time."


async def ask_for(world: World, number: str = "42pt1", cast: tuple[str, ...] = ("1", "2")) -> Scene:
    """An intimate scene on Monday, everybody in it asked on the Friday before."""
    scene = await add_scene(world, number, list(cast))
    await world.at(FRIDAY, "08:00")
    for user in [user for cast_id, user in (("1", "U0OLA"), ("2", "U0JAN")) if cast_id in cast]:
        await world.said(user, ASKED)
    return scene


async def agree(world: World, user: str, scene: str = "42pt1") -> None:
    """Answer the newest check-in with "As agreed"."""
    receipts = [message for message in await world.messages(user) if RECEIPT in visible(message)]
    await world.tap(user, await world.said(user, "What was agreed"), "As agreed", scene)
    await world.said(user, RECEIPT, times=len(receipts) + 1)


async def add_day(world: World, day: date, call: str = "07:00") -> None:
    """A shooting day with a call and nothing on it."""
    async with world.transaction() as transaction:
        await shooting_day(transaction, world.production, day, call)


async def add_cast(world: World, cast_id: str, name: str, user: str | None = None, *, double: bool = False) -> Person:
    """Somebody else on the cast list, with or without Slack."""
    async with world.transaction() as transaction:
        found = await somebody(transaction, Somebody(name, user))
        await name_cast(transaction, world.production, cast_id, found, double=double)
        return found


async def scheduled(world: World, number: str, **scene: Any) -> None:
    """A scene on Monday of which nobody has said anything yet."""
    async with world.transaction() as transaction:
        day = await shooting_day(transaction, world.production, MONDAY, "07:00")
        cast = scene.pop("cast", ["1", "2"])
        row = Scene(production_id=world.production.number, number=number, intimacy=Intimacy.PROPOSED, **scene)
        transaction.session.add(row)
        await transaction.session.flush()
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=row.key, cast_ids=cast))


async def home(world: World, user: str, text: str) -> dict[str, Any]:
    """Wait until a person's Home shows a text; the view."""

    async def found() -> dict[str, Any] | None:
        view = (await world.get("/state"))["homes"].get(user)
        return view if view and text in visible(view) else None

    return await until(found, f"Home with “{text}” for {user}")
