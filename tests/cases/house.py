"""Baltic in a bot without Slack: two performers asked about scenes on Monday, and what everybody hears."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.domain.terms import RiderTerms
from bot.domain.times import instant
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.terms.versions import record_rider
from handlers.replies import Reply
from handlers.requests import Kind, Request
from storage import people, shoot_days
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from tests.in_process_bot import Heard, InProcessBot, house_on
from tests.world import BEGINNING, CAST, MONDAY, ZONE, take_baltic, visible

FRIDAY = date(2026, 3, 13)
OLA, JAN, MIA, DEV, ADA = "U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA"


@dataclass
class House:
    """The bot, and the production its people are in."""

    bot: InProcessBot
    production: Production

    async def at(self, day: date, hour: str) -> None:
        """Go on to a wall time of the production."""
        await self.bot.jump(instant(day, time.fromisoformat(hour), ZONE))

    async def add_scene(self, number: str, cast: list[str], production: Production | None = None) -> None:
        """A confirmed intimate scene on Monday, its riders recorded where they are Baltic's."""
        where = production or self.production
        async with self.bot.transaction() as transaction:
            day = await shoot_days.find_on(transaction.session, where.number, MONDAY)
            if day is None:
                day = ShootDay(production_id=where.number, date=MONDAY, label="11")
                transaction.session.add(day)
                await transaction.session.flush()
                transaction.session.add(Call(shoot_day_id=day.number, at=instant(MONDAY, time(7), ZONE)))
            scene = Scene(production_id=where.number, number=number, intimacy=Intimacy.CONFIRMED)
            transaction.session.add(scene)
            await transaction.session.flush()
            transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=cast))
            await transaction.session.flush()
            mia = await people.find_by_slack_user(transaction.session, MIA)
            for _, user, _ in [one for one in CAST if one[0] in cast]:
                performer = await people.find_by_slack_user(transaction.session, user)
                assert performer is not None
                terms = RiderTerms(f"Scene {number}: as written.", "rider.pdf", sent_at=transaction.now)
                await record_rider(transaction, scene, performer, mia, terms)
            await replan(transaction, where)

    async def hear(self, user: str, name: str = "message", **event: Any) -> Reply:
        """Something Slack tells of what a person did in the conversation with the bot."""
        whole = {"type": "message", "channel_type": "im", "channel": "D0" + user[2:], **event}
        return await self.bot.ask(
            Request(Kind.EVENT, name, self.bot.key(), user, channel=whole["channel"], event=whole)
        )

    async def heard(self, user: str, text: str = "") -> list[Heard]:
        """What somebody has been sent that shows a text, oldest first."""
        await self.bot.rest()
        return [one for one in self.bot.heard if one.user == user and text in visible(one.blocks)]

    async def tap(self, user: str, shown: Heard | list[dict[str, Any]], action: str) -> str:
        """Tap a button that was rendered; what opens."""
        buttons = shown.buttons() if isinstance(shown, Heard) else buttons_in(shown)
        value = next(value for name, value in buttons if name == action)
        return text_of(await self.bot.tap(user, action, value))

    async def alert(self, user: str, text: str) -> list[dict[str, Any]]:
        """The window behind the newest alert of somebody that shows a text."""
        for one in reversed(await self.heard(user)):
            for name, value in one.buttons():
                if name == "alert":
                    reply = await self.bot.tap(user, "alert", value)
                    if text in text_of(reply) and reply.modal is not None:
                        return [block.to_dict() for block in reply.modal.blocks]
        raise AssertionError(f"no alert about “{text}” for {user}")

    async def standing(self, text: str = "day 11") -> str:
        """What the coordinator reads of the day."""
        return text_of(await self.bot.command(MIA, "/checkin", text))

    async def word(self) -> str:
        """The last word the AD was given."""
        heard = [line for one in await self.heard(ADA) for line in visible(one.blocks).splitlines() if ": " in line]
        return next(line for line in reversed(heard) if line.startswith("Scene "))


def buttons_in(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The action and the value of each button."""
    return [
        (one["action_id"], one.get("value", ""))
        for block in blocks
        for one in block.get("elements", [])
        if one.get("type") == "button"
    ]


def text_of(reply: Reply) -> str:
    """Everything an answer shows."""
    shown = reply.modal.view() if reply.modal is not None else None
    line = reply.message.text if reply.message is not None else ""
    blocks = [block.to_dict() for block in reply.message.blocks] if reply.message is not None else []
    return "\n".join(filter(None, (visible(shown), line, visible(blocks))))


@asynccontextmanager
async def baltic(database_url: str) -> AsyncIterator[House]:
    """Baltic a month before its first intimate day."""
    async with house_on(database_url, BEGINNING) as bot:
        async with bot.transaction() as transaction:
            production = await take_baltic(transaction)
        yield House(bot, production)


async def confirmed_by_ola(house: House, *scenes: str) -> None:
    """Ola alone in some scenes, asked and confirmed, the AD at Ready."""
    for number in scenes or ("42A",):
        await house.add_scene(number, ["1"])
    await house.at(FRIDAY, "08:00")
    asked = (await house.heard(OLA, "Is what was agreed still right for you?"))[-1]
    for name, value in asked.buttons():
        if name == "answer_as_agreed":
            await house.bot.tap(OLA, name, value)
    await house.at(FRIDAY, "08:16")
    assert await house.word() == f"Scene {(scenes or ('42A',))[-1]}: Ready"


async def add_adria(house: House) -> Production:
    """Ola plays in a second production, whose coordinator is Una, and is asked there as well."""
    async with house.bot.transaction() as transaction:
        other = await add_production(transaction, "Adria", "adria", ZONE, rider_required=False)
        una = await somebody(transaction, Somebody("Una Berg", "U0UNA"))
        await give_role(transaction, other, una, Role.COORDINATOR)
        await begin_duty(transaction, other, una)
        await name_cast(transaction, other, "9", await somebody(transaction, Somebody("Ola Nowak", OLA)))
    await house.add_scene("42", ["9"], other)
    await house.at(FRIDAY, "08:18")
    return other
