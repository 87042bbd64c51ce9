"""The evening before a shooting day: scene 42 with Ola and Jan, both asked; what they and the coordinator do."""

from datetime import timedelta

from sqlmodel import select

from bot.facts import parts_of_day, word_of
from bot.parsing.one_liner import read_one_liner
from bot.schedule.importing import import_board, preview
from handlers.replies import Reply
from messages.blocks import Modal
from storage import matters, scenes
from storage.alerts import Alert, AlertKind
from storage.scenes import Intimacy
from tests.in_process_bot import InProcessBot
from tests.proofs.office import Office, plan, sign

ZONE = "Europe/Warsaw"


PLAN = "42", "11", ("1", "2")


class Evening:
    """Scene 42 on day 11 with Ola and Jan, both asked; what they and Mia, the coordinator, do."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.bot: InProcessBot = office.in_process

    async def begin(self) -> None:
        """Riders are in force, both have been asked, nobody has answered."""
        await plan(self.office, *PLAN)
        for who in ("ola", "jan"):
            await sign(self.office, "42", who, self.office.call("11") - timedelta(hours=400))
        await self.bot.jump(self.office.call("11") - timedelta(hours=60))

    def button(self, who: str, action: str) -> str:
        """The value of the newest button of its kind that somebody was sent."""
        heard = [one for one in self.bot.heard if one.user == self.office.user(who)]
        return [value for one in heard for name, value in one.buttons() if name == action][-1]

    async def tap(self, who: str, answer: str) -> Reply:
        """A performer answers by their newest message."""
        reply = await self.bot.tap(self.office.user(who), f"answer_{answer}", self.button(who, f"answer_{answer}"))
        await self.bot.rest()
        return reply

    async def command(self, text: str, user: str = "U0MIA") -> Reply:
        """Something the coordination writes."""
        return await self.bot.command(user, "/checkin", text)

    async def window(self, text: str, user: str = "U0MIA") -> Modal:
        """The window that a command opens."""
        reply = await self.command(text, user)
        assert reply.modal is not None, reply.message
        return reply.modal

    async def send(self, window: Modal, user: str = "U0MIA", **fields: str) -> Reply:
        """A window is sent."""
        reply = await self.bot.submit(user, window.callback, window.about, fields)
        await self.bot.rest()
        return reply

    async def word(self, scene: str = "42", label: str = "11") -> str:
        """The scene's word at this moment."""
        async with self.bot.transaction() as transaction:
            production = await self.office.production(transaction)
            parts = await parts_of_day(transaction, production, await self.office.day(transaction, label))
            part = next(part for part in parts if part.scene.label == scene)
            return str(await word_of(transaction, production, part))

    async def is_open(self, scene: str = "42") -> bool:
        """Whether anything is open with a scene."""
        return bool(await matters.list_open(self.bot.session, self.office.scenes[scene]))

    async def alert(self, number: str = "", user: str = "U0MIA") -> Modal:
        """The window behind an alert, the newest that somebody was sent."""
        heard = [one for one in self.bot.heard if one.user == user]
        newest = [value for one in heard for name, value in one.buttons() if name == "alert"][-1]
        reply = await self.bot.tap(user, "alert", number or newest)
        assert reply.modal is not None
        return reply.modal

    async def press(self, window: Modal, label: str, user: str = "U0MIA") -> Reply:
        """A button in a window."""
        elements = [element for block in window.view()["blocks"] for element in block.get("elements", [])]
        [found] = [one for one in elements if one["type"] == "button" and one["text"]["text"].startswith(label)]
        reply = await self.bot.tap(user, found["action_id"], found.get("value", ""))
        await self.bot.rest()
        return reply


def text_of(reply: Reply) -> str:
    """Everything a window says."""
    assert reply.modal is not None
    return str(reply.modal.view()["blocks"])


SPOKEN = {"answer": "as_agreed", "source": "in_person"}


SCHEDULE = "Shoot Day,Date,Approx Call,Scene,Set,Cast IDs,Synopsis,Notes\n"


async def take(evening: Evening, *rows: tuple[str, str, str]) -> None:
    """A schedule is imported: scene, cast and synopsis of each row, all on day 11."""
    date = evening.office.dates["11"].isoformat()
    text = "".join(f'11,{date},07:00,{scene},ROOM,"{cast}",{words},IC\n' for scene, cast, words in rows)
    board = read_one_liner((SCHEDULE + text).encode())
    async with evening.bot.transaction() as transaction:
        production = await evening.office.production(transaction)
        await import_board(transaction, production, board, await preview(transaction, production, board))
    await evening.bot.rest()


async def confirm(evening: Evening, *numbers: str) -> None:
    """The coordinator says that scenes are intimate, as they may be now."""
    async with evening.bot.transaction() as transaction:
        production = await evening.office.production(transaction)
        for row in await scenes.list_all(transaction.session, production.number):
            if row.label in numbers:
                evening.office.scenes[row.label] = row.key
                assert row.intimacy is not Intimacy.NOT_INTIMATE
    await evening.bot.command("U0MIA", "/scene", f"confirm {' '.join(numbers)}")
    await evening.bot.rest()


async def alerts_of(evening: Evening, kind: AlertKind) -> list[str]:
    """The alerts of one kind."""
    rows = await evening.bot.session.exec(select(Alert).where(Alert.kind == kind))
    return [str(row.number) for row in rows.all()]


async def agreed(evening: Evening, scene: str) -> None:
    """Riders are in, and both have confirmed a scene by their newest message."""
    for who in ("ola", "jan"):
        await sign(evening.office, scene, who, evening.office.call("11") - timedelta(hours=400))
    await evening.bot.rest()
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
