"""A language in which every translated sentence stands in ⟦brackets⟧, and who reads it."""

import re
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.pofile import write_po

from messages.language import DEFAULT, name_of_language
from messages.rider import OFTEN
from tests.commands.acting import home
from tests.languages.catalogues import CODES, extracted, sentences
from tests.world import World, visible

CODE = "eo"
LOCALE = Locale(CODE)
# A title is cut where Slack's limit asks for it, and with it the bracket at its end.
BRACKETED = re.compile(r"⟦[^⟦⟧]*(⟧|…)")
# Commands are typed in English: help shows each as a bold line.
COMMAND = re.compile(r"^\*/.*\*$", re.MULTILINE)
# What people wrote or are called, and what the board, the schedule and Slack call things. Nobody translates it.
GIVEN = """
Baltic Ola Nowak Jan Wolski Mia Brandt Dev Anand Ada Quist Sam Ortega HOTEL ROOM MAIN Equity helpline rider.pdf
Scene 42pt1: as written, nothing more.
not the shower
thank you
less of the shower
Europe/Warsaw
""".split()
# A language is called by its own name everywhere.
NAMES = [name_of_language(code) for code in (CODE, DEFAULT, *CODES, *OFTEN)]
DATES = [
    name
    for names in (LOCALE.days["format"], LOCALE.months["format"])
    for width in ("wide", "abbreviated")
    for name in names[width].values()
]


def write_pseudo(folder: Path) -> None:
    """A catalogue of every sentence in the code, each in brackets."""
    catalogue = extracted(folder)
    catalogue.locale = LOCALE
    for message in sentences(catalogue):
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(f"⟦{text}⟧" for text in texts)
        message.string = said if isinstance(message.id, tuple) else said[0]
    with (folder / f"{CODE}.po").open("wb") as file:
        write_po(file, catalogue)


def bare(text: str) -> list[str]:
    """The words of a text that no catalogue has said, apart from names, dates and what people wrote."""
    said = 1
    while said:
        text, said = BRACKETED.subn(" ", text)
    # A signed head is for a program to read.
    text = re.sub(r"closedset-head:\S+(?: \S+){7}", " ", text)
    words = re.sub(r"<@U\w+>|[#@]\S+", " ", COMMAND.sub(" ", text)).split()
    known = {plain(word) for word in (*GIVEN, *NAMES, *DATES)}
    return [word for word in words if re.search(r"[^\W\d_]{2}", word) and plain(word) not in known]


def plain(word: str) -> str:
    """A word without the marks around it."""
    return re.sub(r"^\W+|\W+$", "", word)


def bracketed(text: str) -> str:
    """A button's text in this language."""
    return f"⟦{text}⟧"


class Eyes:
    """Acts like `World`, and keeps everything people were shown on the way."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seen: dict[str, list[str]] = {}

    def see(self, what: str, shown: Any) -> Any:
        """Keep the texts of a view, a message or an answer."""
        self.seen.setdefault(what, []).append(shown if isinstance(shown, str) else visible(shown))
        return shown

    async def modal(self, user: str, text: str) -> dict[str, Any]:
        """A modal somebody has open."""
        view: dict[str, Any] = self.see(f"{user} modal {text}", await self.world.modal(user, text))
        return view

    async def window(self, user: str, button: str, text: str, message: dict[str, Any]) -> dict[str, Any]:
        """Tap a button in a message, look at what opens, and close it."""
        await self.world.tap(user, message, bracketed(button))
        view = await self.modal(user, text)
        await self.world.post("/view/close", user=user)
        return view

    async def command(self, user: str, command: str, *texts: str) -> None:
        """Give a command in several ways, and read each answer."""
        for text in texts:
            answer = await self.world.command(user, command, text)
            assert answer, text
            self.see(f"{user} {command} {text}", answer)

    async def command_window(self, user: str, command: str, text: str, shows: str) -> None:
        """Give a command that opens a window."""
        await self.world.post("/command", user=user, command=command, text=text)
        await self.modal(user, shows)
        await self.world.post("/view/close", user=user)

    async def home(self, user: str, text: str) -> dict[str, Any]:
        """Somebody's Home."""
        await self.world.post("/open-home", user=user)
        # The title of a Home is Slack's own word, and nobody sees it.
        shown = {name: value for name, value in (await home(self.world, user, text)).items() if name != "title"}
        view: dict[str, Any] = self.see(f"{user} home", shown)
        return view

    async def everything(self, *users: str) -> dict[str, list[str]]:
        """All that was shown, and all messages besides."""
        for user in users:
            for message in await self.world.messages(user):
                self.see(f"{user} messages", message if message.get("user") == "U0BOT" else "")
        return self.seen
