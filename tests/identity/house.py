"""Baltic in one process: its people, what they tap and hear, and what the AD would read now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, cast

from sqlmodel import select

from bot.domain.readiness import Word
from bot.domain.times import instant
from bot.facts import parts_of_day, word_of
from bot.parsing.cast_list import CastEntry
from bot.schedule.cast import cast_changes, import_cast
from bot.transaction import Transaction
from handlers.replies import Reply
from handlers.requests import Kind, Request
from storage import people, productions, scenes, shoot_days
from storage.alerts import Alert, AlertKind
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene
from tests.in_process_bot import InProcessBot
from tests.world import MONDAY, ZONE, World, add_scene, visible

FRIDAY = date(2026, 3, 13)
OLA = CastEntry("1", "", "Ola Nowak", slack_id="U0OLA")
JAN = CastEntry("2", "", "Jan Wolski", slack_id="U0JAN")
STRANGER = "Nobody has added you to a production here yet."


def at(day: date, hour: str) -> datetime:
    """A wall time of the production."""
    return instant(day, time.fromisoformat(hour), ZONE)


def shown(reply: Reply) -> str:
    """Everything a person reads of a reply."""
    if reply.modal is not None:
        return visible(reply.modal.view())
    if reply.message is not None:
        return "\n".join([reply.message.text, visible([block.to_dict() for block in reply.message.blocks])])
    return str(reply.errors or "")


@dataclass
class House:
    """Baltic, and the bot it is in."""

    bot: InProcessBot
    production: Production

    def transaction(self) -> Any:
        """A transaction at this moment."""
        return self.bot.transaction()

    async def stored(self, transaction: Transaction) -> Production:
        """The production as it is stored."""
        return await productions.get(transaction.session, self.production.number)

    async def scene(self, number: str = "42", cast_ids: tuple[str, ...] = ("1", "2"), **more: Any) -> Scene:
        """A confirmed intimate scene on Monday."""
        return await add_scene(cast(World, self), number, list(cast_ids), **more)

    async def asked(self, number: str = "42", cast_ids: tuple[str, ...] = ("1", "2")) -> Scene:
        """The same, everybody in it asked on the Friday before."""
        scene = await self.scene(number, cast_ids)
        await self.bot.jump(at(FRIDAY, "08:00"))
        return scene

    async def answer(self, user: str, answer: str = "as_agreed") -> Reply:
        """Tap the newest check-in's button."""
        return await self.bot.tap(user, f"answer_{answer}", self.button(user, f"answer_{answer}"))

    def button(self, user: str, action: str) -> str:
        """What the newest message with this button carries."""
        values = [
            value for one in self.bot.heard if one.user == user for name, value in one.buttons() if name == action
        ]
        return values[-1]

    async def word(self, number: str = "42", day: date = MONDAY) -> Word:
        """What the AD would read of a scene now."""
        async with self.transaction() as transaction:
            production = await self.stored(transaction)
            row = await shoot_days.find_on(transaction.session, production.number, day)
            assert row is not None
            parts = await parts_of_day(transaction, production, row)
            part = next(part for part in parts if part.scene.number == number)
            return await word_of(transaction, production, part)

    async def preview(self, *entries: CastEntry) -> list[str]:
        """What a cast list would change."""
        async with self.transaction() as transaction:
            production = await self.stored(transaction)
            return await cast_changes(transaction, production, [(entry, entry.slack_id or "") for entry in entries])

    async def take_cast(self, *entries: CastEntry) -> None:
        """Import a cast list."""
        async with self.transaction() as transaction:
            production = await self.stored(transaction)
            await import_cast(transaction, production, [(entry, entry.slack_id or "") for entry in entries])
        await self.bot.deliver()

    async def person(self, user: str) -> Person | None:
        """Whoever uses an account now."""
        async with self.transaction() as transaction:
            return await people.find_by_slack_user(transaction.session, user)

    async def player(self, cast_id: str) -> Person:
        """Whoever plays a cast id now."""
        async with self.transaction() as transaction:
            member = (await people.get_cast(transaction.session, self.production.number))[cast_id]
            return await people.get(transaction.session, member.person_id)

    async def alerts(self, kind: AlertKind, production: int | None = None) -> list[Alert]:
        """What the coordinator was told, of one kind."""
        async with self.transaction() as transaction:
            rows = await transaction.session.exec(select(Alert).where(Alert.kind == kind).order_by(Alert.id))  # type: ignore[arg-type]
            return [row for row in rows.all() if row.production_id == (production or self.production.number)]

    async def window(self, alert: Alert, user: str = "U0MIA") -> Reply:
        """Open an alert."""
        return await self.bot.tap(user, "alert", str(alert.number))

    async def home(self, user: str) -> str:
        """What somebody's Home shows."""
        return visible(await self.bot.home(user))

    async def account(self, user: str, **facts: Any) -> None:
        """Slack tells of an account."""
        about = {"type": "user_change", "user": {"id": user, **facts}}
        await self.bot.ask(Request(Kind.EVENT, "user_change", self.bot.key(), user, event=about))
        await self.bot.deliver()

    async def scene_now(self, number: str) -> Scene:
        """A scene as it is stored."""
        async with self.transaction() as transaction:
            found = await scenes.list_all(transaction.session, self.production.number)
            return next(scene for scene in found if scene.number == number)


def buttons_in(reply: Reply) -> dict[str, str]:
    """The buttons of a window, by what they do."""
    assert reply.modal is not None
    blocks: list[dict[str, Any]] = [block.to_dict() for block in reply.modal.blocks]
    elements = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return {one["action_id"]: one.get("value", "") for one in elements}


def as_listed(entry: CastEntry, **changes: Any) -> CastEntry:
    """A row of the cast list, written otherwise."""
    return replace(entry, **changes)
