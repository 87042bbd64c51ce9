"""Two windows of the same thing, both sent: the second one changes nothing any more."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from sqlmodel import SQLModel, func, select

from handlers.routes import SUBMISSIONS
from tests.access import table
from tests.access.productions import FEBRUARY, MadeProduction, as_it_was, set_up
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on

# How each window is opened: by a button and what it is about, or by a command; or what it carries.
OPENED: dict[str, tuple[str, str, str]] = {
    "change_words": ("U0OLA", "answer_not_as_agreed", "check_in"),
    "acknowledge": ("U0MIA", "alert", "alert"),
    "record_answer": ("U0MIA", "record", "check_in_id"),
    "reopen_scene": ("U0MIA", "reopen", "check_in_id"),
    "limit_scene": ("U0MIA", "limits", "check_in_id"),
    "rider": ("U0MIA", "/scene", "terms 42 <@U0OLA|ola>"),
    "presence": ("U0MIA", "", "presence"),
    "scene_about": ("U0MIA", "/scene", "about 42"),
    "settings": ("U0MIA", "settings", "production"),
    "hold_words": ("U0MIA", "hold", "production"),
    "language": ("U0OLA", "language", ""),
    "own_name": ("U0OLA", "own_name", ""),
}
SETTINGS = {
    **dict.fromkeys(("first_checkin_hours", "morning_minutes", "notice_hours"), "48"),
    "evening_at": "18:30",
    "quiet_from": "22:00",
    "quiet_until": "07:30",
    "time_zone": "Europe/Warsaw",
    "contact": "Equity",
    "help_line": "+44 2",
}
# Words that somebody has typed twice are kept twice: nobody may say that the second ones were not meant.
SAID_AGAIN = {"change_words"}
# Limits that were recorded meanwhile are shown again, and that they were read is on record like any reading.
READ_AGAIN = {"limit_scene": {"recordentry": 1}}


@pytest.fixture(scope="module")
def house(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, "House"]]:
    """Both productions, set up once."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("twice")) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> House:
            in_process = await stack.enter_async_context(house_on(url, FEBRUARY))
            return House(in_process, (await set_up(in_process))[0])

        yield runner, runner.run(start())
        runner.run(stack.aclose())


class House:
    """Where windows are opened and sent."""

    def __init__(self, in_process: InProcessBot, film: MadeProduction) -> None:
        self.in_process = in_process
        self.film = film

    def fields_of(self, name: str) -> dict[str, str]:
        """What is filled in."""
        if name in table.OWN_SUBMISSIONS:
            return dict(table.OWN_SUBMISSIONS[name])
        if name == "settings":
            return SETTINGS
        ola = self.film.values["rider"].partition(":")[2]
        return {key: text.format(ola=ola) for key, text in table.SUBMISSIONS[name][2].items()}

    async def open(self, bot: InProcessBot, name: str) -> str:
        """One window; what it carries."""
        user, by, about = OPENED[name]
        if not by:
            return self.film.values[about]
        typed = by.startswith("/")
        opened = await (bot.command(user, by, about) if typed else bot.tap(user, by, self.film.values[about]))
        assert opened.modal is not None
        assert opened.modal.callback in (name, "nothing")
        return opened.modal.about


async def rows(bot: InProcessBot) -> dict[str, int]:
    """How much there is of everything."""
    await bot.session.flush()
    return {
        name: (await bot.session.exec(select(func.count()).select_from(one))).one()
        for name, one in SQLModel.metadata.tables.items()
    }


def test_every_window_is_sent_twice() -> None:
    """One that comes later has to say how it is opened."""
    assert set(OPENED) == set(SUBMISSIONS)


@pytest.mark.parametrize("name", sorted(OPENED))
def test_the_second_of_two_windows_changes_nothing(house: tuple[asyncio.Runner, House], name: str) -> None:
    """Both were open before either was sent: no second answer, rider, round, message or entry of the record."""
    runner, here = house

    async def twice() -> None:
        async with as_it_was(here.in_process) as bot:
            windows = [await here.open(bot, name) for _ in range(2)]
            counted = []
            for about in windows:
                sent = await bot.submit(OPENED[name][0], name, about, here.fields_of(name))
                assert not sent.errors, sent.errors
                counted.append(await rows(bot))
            more = {one: counted[1][one] - number for one, number in counted[0].items() if counted[1][one] != number}
            assert more == READ_AGAIN.get(name, {}) or name in SAID_AGAIN, more
            assert more or name not in SAID_AGAIN

    runner.run(twice())
