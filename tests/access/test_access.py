"""Role × what they do × whose it is: every cell of the table, through the routes that Slack's requests take."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlmodel import col, func, select

from bot.record import RecordKind, record_reader
from handlers.replies import Reply
from handlers.routes import BUTTONS as EVERY_BUTTON
from handlers.routes import COMMANDS as EVERY_COMMAND
from handlers.routes import SUBMISSIONS as EVERY_SUBMISSION
from storage.answers import Answer
from storage.privacy import PrivateNote
from storage.record_entries import RecordEntry
from tests.access import table
from tests.access.productions import FEBRUARY, MadeProduction, as_it_was, made_up, set_up
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on, without_seals

REFUSED = "This is not open to you here."
NOT_YOURS = "This message is not for you."
UNKNOWN = "Nobody has added you to a production here yet."
NO_SUCH_WORD = "I do not know this one."
PASSPHRASE = re.compile(r"\*\w{4}(-\w{4})+\*")
Act = Callable[[InProcessBot], Coroutine[Any, Any, Reply]]


class Building:
    """The house with both productions; each act in it is taken back."""

    def __init__(self, runner: asyncio.Runner, in_process: InProcessBot, films: list[MadeProduction]) -> None:
        self.runner = runner
        self.in_process = in_process
        self.own, self.other = films

    def done(self, act: Act) -> tuple[str, int, bool]:
        """What somebody reads, how many refusals go on record, and whether answers or words have changed."""

        async def whole() -> tuple[str, int, bool]:
            async with as_it_was(self.in_process) as in_process:
                before = await said(in_process)
                newest = await newest_entry(in_process)
                reply = await act(in_process)
                return (
                    without_seals(shown(reply)),
                    await refused_since(in_process, newest),
                    await said(in_process) != before,
                )

        return self.runner.run(whole())


async def said(in_process: InProcessBot) -> tuple[int, int]:
    """How many answers and words there are."""
    answers = (await in_process.session.exec(select(func.count()).select_from(Answer))).one()
    return answers, (await in_process.session.exec(select(func.count()).select_from(PrivateNote))).one()


async def newest_entry(in_process: InProcessBot) -> int:
    """The newest entry of any record."""
    return (await in_process.session.exec(select(func.max(RecordEntry.id)))).one() or 0


async def refused_since(in_process: InProcessBot, newest: int) -> int:
    """How many refusals have gone on record since an entry."""
    rows = (await in_process.session.exec(select(RecordEntry).where(col(RecordEntry.id) > newest))).all()
    async with in_process.transaction() as transaction:
        readers = {row.production_id: await record_reader(transaction, row.production_id) for row in rows}
    return [readers[row.production_id].facts_of(row)["kind"] for row in rows].count(RecordKind.REFUSED)


def shown(reply: Reply) -> str:
    """Everything a reply shows."""
    if reply.modal is not None:
        return PASSPHRASE.sub("", str(reply.modal.view()))
    if reply.message is not None:
        return f"{reply.message.text} {[block.to_dict() for block in reply.message.blocks]}"
    return str(reply.errors or "")


@pytest.fixture(scope="module")
def building(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    """Set up once."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("access")) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> tuple[InProcessBot, list[MadeProduction]]:
            in_process = await stack.enter_async_context(house_on(url, FEBRUARY))
            return in_process, await set_up(in_process)

        yield Building(runner, *runner.run(start()))
        runner.run(stack.aclose())


def test_the_table_is_whole() -> None:
    """Every verb, button and window stands in the table, each with a place for everybody."""
    verbs = {name: {verb.name for verb in command.verbs} for name, command in EVERY_COMMAND.items()}
    assert {name: set(rows) for name, rows in table.COMMANDS.items()} == verbs
    assert {*table.BUTTONS, *table.OWN_BUTTONS} == set(EVERY_BUTTON)
    assert {*table.SUBMISSIONS, *table.OWN_SUBMISSIONS} == set(EVERY_SUBMISSION)
    columns = [row[1] for rows in (*table.COMMANDS.values(), table.BUTTONS) for row in rows.values()]
    columns += [row[1] for row in table.SUBMISSIONS.values()]
    assert {len(column) for column in columns} == {len(table.PEOPLE)}
    letters = "".join(table.PEOPLE)
    assert all(found in (letters[place], "·") for column in columns for place, found in enumerate(column))


@pytest.mark.parametrize("command", [*table.COMMANDS])
def test_each_verb_for_each_person(building: Building, command: str) -> None:
    """Open to whom the table says; to anybody else closed in the same words, changing nothing, and on record."""
    for verb, (words, column) in table.COMMANDS[command].items():
        text = f"{verb} {words}".format(scene="42", person="<@U0OLA|ola>").strip()
        for letter, user in table.PEOPLE.items():
            wanted = f"baltic {text}" if letter == "T" else text
            read, refusals, changed = building.done(lambda bot, u=user, t=wanted: bot.command(u, command, t))  # type: ignore[misc]
            where = (command, text, letter, read)
            if letter in column:
                assert REFUSED not in read, where
                assert (NO_SUCH_WORD in read, refusals) == (False, 0), where
                continue
            assert not changed, where
            if letter == "S":
                assert UNKNOWN in read, where
            elif letter == "T":
                assert NO_SUCH_WORD in read, where
            else:
                assert (read.startswith(REFUSED), refusals) == (True, 1), where


@pytest.mark.parametrize("command", [*table.COMMANDS])
def test_what_belongs_to_another_production_does_not_exist(building: Building, command: str) -> None:
    """Another production's scene, day, person or name reads to the letter like one that nobody has ever made."""
    for verb, (words, column) in table.COMMANDS[command].items():
        for letter, user in table.PEOPLE.items():
            there, nowhere = (
                building.done(lambda bot, u=user, t=text: bot.command(u, command, t))  # type: ignore[misc]
                for text in (
                    f"{verb} {words}".format(scene="77", person="<@U0LEA|lea>"),
                    f"{verb} {words}".format(scene="78", person="<@U0NIL|lea>"),
                )
            )
            if letter != "T":
                assert (there[0].replace("77", "78"), *there[1:]) == nowhere, (command, verb, letter)
            if letter not in column or letter != "T":
                named, invented = (
                    building.done(lambda bot, u=user, t=f"{name} {verb}": bot.command(u, command, t))  # type: ignore[misc]
                    for name in ("tatra", "xyzzy")
                )
                assert letter == "T" or named == invented, (command, verb, letter)


@pytest.mark.parametrize("name", [*table.BUTTONS])
def test_each_button_for_each_person(building: Building, name: str) -> None:
    """A tap by somebody whose button it is not reads one sentence, changes nothing, and is on record."""
    about, column = table.BUTTONS[name]
    own, other = building.own.values[about], building.other.values[about]
    for letter, user in table.PEOPLE.items():
        tapped, theirs, nowhere = (
            building.done(lambda bot, u=user, v=value: bot.tap(u, name, v))  # type: ignore[misc]
            for value in (own, other, made_up(about))
        )
        judge(letter, column, tapped)
        if letter != "T":
            assert theirs[0] == nowhere[0] == NOT_YOURS + " []", (name, letter, theirs, nowhere)
            assert not theirs[2]


@pytest.mark.parametrize("name", [*table.SUBMISSIONS])
def test_each_window_for_each_person(building: Building, name: str) -> None:
    """A window sent by somebody whose window it is not, likewise."""
    about, column, fields = table.SUBMISSIONS[name]
    filled = {key: text.format(ola=building.own.values["rider"].partition(":")[2]) for key, text in fields.items()}
    own, other = building.own.values[about], building.other.values[about]
    for letter, user in table.PEOPLE.items():
        sent, theirs, nowhere = (
            building.done(lambda bot, u=user, v=value: bot.submit(u, name, v, filled))  # type: ignore[misc]
            for value in (own, other, made_up(about))
        )
        judge(letter, column, sent)
        if letter != "T":
            assert theirs[0] == nowhere[0] == NOT_YOURS + " []", (name, letter, theirs, nowhere)
            assert not theirs[2]


def judge(letter: str, column: str, done: tuple[str, int, bool]) -> None:
    """One cell."""
    read, refusals, changed = done
    if letter in column:
        assert (NOT_YOURS in read, refusals) == (False, 0), (letter, read)
    else:
        assert (read, changed) == (NOT_YOURS + " []", False), (letter, read)
        assert refusals == 1, letter


@pytest.mark.parametrize("name", [*table.OWN_BUTTONS])
def test_what_is_ones_own_shows_nothing_of_anybody_else(building: Building, name: str) -> None:
    """For anybody but its owner it is the same as one about nothing, and it changes nothing."""
    about = table.OWN_BUTTONS[name]
    for letter, user in table.PEOPLE.items():
        if letter == "P" or name == "kept_file":
            continue
        real, nowhere = (
            building.done(lambda bot, u=user, v=value: bot.tap(u, name, v))  # type: ignore[misc]
            for value in (building.own.values[about], made_up(about))
        )
        assert real == nowhere, (name, letter)
        assert "not in Baltic" not in real[0]
        assert not real[2]
