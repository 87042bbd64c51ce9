"""Role × what they do × whose it is: every cell of the table, through the routes that Slack's requests take."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from sqlmodel import col, func, select

from bot.domain.record_kinds import RecordKind
from bot.record import all_facts, record_reader
from handlers.replies import Reply
from handlers.requests import NOT_SLACKS, read_request
from handlers.routes import BUTTONS as EVERY_BUTTON
from handlers.routes import COMMANDS as EVERY_COMMAND
from handlers.routes import EVENTS as EVERY_EVENT
from handlers.routes import SEVERAL
from handlers.routes import SUBMISSIONS as EVERY_SUBMISSION
from storage import record_entries
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


def readings(building: Building, act: Act) -> list[dict[str, Any]]:
    """What goes on record as read by something that is done."""

    async def whole() -> list[dict[str, Any]]:
        async with as_it_was(building.in_process) as in_process:
            await act(in_process)
            async with in_process.transaction() as transaction:
                heads = await record_entries.list_heads(transaction.session)
                every = [one for head in heads for one in await all_facts(transaction, head.production_id)]
            return [facts for facts in every if facts["kind"] == RecordKind.READ]

    return building.runner.run(whole())


def everything_shown(building: Building) -> Iterator[tuple[str, str, Act]]:
    """Every verb, button and window, as the coordinator, the 1st AD or the performer does it who may."""
    own = building.own.values
    for letter in "C1P":
        user = table.PEOPLE[letter]
        for command, verbs in table.COMMANDS.items():
            for verb, (words, column) in verbs.items():
                text = f"{verb} {words}".format(scene="42", person="<@U0OLA|ola>").strip()
                if letter in column:
                    yield f"{command} {verb}", letter, lambda bot, u=user, c=command, t=text: bot.command(u, c, t)  # type: ignore[misc]
        for name, (about, column) in table.BUTTONS.items():
            if letter in column:
                yield name, letter, lambda bot, u=user, n=name, v=own[about]: bot.tap(u, n, v)  # type: ignore[misc]
        for name, (about, column, fields) in table.SUBMISSIONS.items():
            filled = {key: text.format(ola=own["rider"].partition(":")[2]) for key, text in fields.items()}
            if letter in column:
                yield name, letter, lambda bot, u=user, n=name, v=own[about], f=filled: bot.submit(u, n, v, f)  # type: ignore[misc]
        for name, about in table.OWN_BUTTONS.items():
            yield name, letter, lambda bot, u=user, n=name, v=own[about]: bot.tap(u, n, v)  # type: ignore[misc]


def test_whoever_reads_what_is_not_their_own_is_on_record(building: Building) -> None:
    """Every way there is to see something: once on record with what it is and who it was, or not at all."""
    names = set()
    for name, letter, act in everything_shown(building):
        names.add(name)
        found = readings(building, act)
        expected = table.READ.get(name, {}).get(letter, "")
        assert [one["what"] for one in found] == [expected] * bool(expected), (name, letter)
        assert all(one["by"] for one in found), (name, letter)
    assert {*table.READ, *table.NOT_READ} <= {*names, "door_again"}


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


FEW = ("²", "9" * 30, "\0:²")
SHAPES = (*FEW, "٣", "9" * 5000, "-1", "1e3", "", ":", "1:²", f"1:1;{'9' * 5000}.1", "1.5", " 1", "None")


def any_shape(building: Building, shapes: tuple[str, ...], *users: str) -> None:
    """Whatever a button, a window, an input or a command carries, somebody reads a sentence or a window."""
    for user in users:
        for name in (*EVERY_BUTTON, *(f"{beginning}1" for beginning in SEVERAL)):
            for shape in shapes:
                _, _, changed = building.done(lambda bot, u=user, n=name, v=shape: bot.tap(u, n, v))  # type: ignore[misc]
                assert not changed or shape.startswith("1"), (user, name, shape[:20])
        for name in EVERY_SUBMISSION:
            about, _, fields = table.SUBMISSIONS.get(name, ("", "", {}))
            own = building.own.values[about]
            filled = [{}, *({**dict.fromkeys(fields, "1"), key: shape} for key in fields for shape in shapes)]
            for value, values in [*((shape, fields) for shape in shapes), *((own, one) for one in filled)]:
                building.done(lambda bot, u=user, n=name, v=value, f=values: bot.submit(u, n, v, f))  # type: ignore[misc]
        for command, verbs in table.COMMANDS.items():
            for verb, (words, _) in verbs.items():
                for shape in shapes if words else ():
                    typed = f"{verb} {words}".format(scene=shape, person=f"<@{shape}>")
                    building.done(lambda bot, u=user, c=command, t=typed: bot.command(u, c, t))  # type: ignore[misc]


def test_what_is_no_id_is_a_plain_refusal(building: Building) -> None:
    """Of some shapes, by the coordinator."""
    any_shape(building, FEW[:2], "U0MIA")


@pytest.mark.prove
def test_what_is_no_id_is_a_plain_refusal_to_everybody(building: Building) -> None:
    """Of many shapes, by the coordinator, a performer and an AD."""
    any_shape(building, SHAPES, "U0MIA", "U0OLA", "U0ADA")


MESSAGE = {"type": "message", "channel_type": "im", "channel": "D0", "user": "U0OLA", "text": "no", "ts": "1.1"}
TOLD: list[dict[str, Any]] = [
    MESSAGE,
    {**MESSAGE, "subtype": "message_changed", "message": MESSAGE, "previous_message": MESSAGE},
    {**MESSAGE, "subtype": "message_deleted", "previous_message": MESSAGE, "deleted_ts": "1.1"},
    {**MESSAGE, "subtype": "file_share", "files": [{"id": "F0", "mimetype": "a/b"}], "attachments": [{"text": "a"}]},
    {"type": "app_home_opened", "user": "U0OLA", "tab": "home"},
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": ["U0OLA"], "bot": ["U0BOT"]}},
    {"type": "reaction_added", "user": "U0OLA", "item": {"type": "message", "channel": "D0", "ts": "1.1"}},
    {"type": "member_joined_channel", "user": "U0OLA", "channel": "G0", "inviter": "U0MIA"},
    {"type": "member_left_channel", "user": "U0OLA", "channel": "G0"},
    {"type": "channel_id_changed", "old_channel_id": "G0", "new_channel_id": "G1"},
    {"type": "user_change", "user": {"id": "U0OLA", "deleted": False, "locale": "pl", "profile": {"real_name": "O"}}},
    *(
        {"type": name, "channel": "G0"}
        for name in EVERY_EVENT
        if name.startswith(("group_", "channel_sh", "channel_un"))
    ),
]


def spoilt(value: Any, other: Any) -> Iterator[Any]:
    """A payload with each of its values in turn replaced by another one."""
    yield other
    for name in value if isinstance(value, dict) else ():
        for one in spoilt(value[name], other):
            yield {**value, name: one}
    for place in range(len(value)) if isinstance(value, list) else ():
        for one in spoilt(value[place], other):
            yield [*value[:place], one, *value[place + 1 :]]


def test_every_event_is_told_of() -> None:
    """Nothing the bot hears of is left out below."""
    assert {event["type"] for event in TOLD} == set(EVERY_EVENT)


def test_an_event_of_any_shape_is_refused_or_worked_through(building: Building) -> None:
    """Where anything in some of them is no text there is, nothing of ours fails."""
    heard(building, TOLD[1::4], "\0\ud800²")


@pytest.mark.prove
@pytest.mark.parametrize("other", [None, 7, [1], {"a": 1}, "\0\ud800²"], ids=repr)
def test_every_event_of_any_shape_is_refused_or_worked_through(building: Building, other: Any) -> None:
    """Where anything in it is none, a number, a list, an object or no text there is, nothing of ours fails."""
    heard(building, TOLD, other)


def heard(building: Building, events: list[dict[str, Any]], other: Any) -> None:
    """Each with each of its values spoilt."""
    for event in events:
        for number, one in enumerate(spoilt(event, other)):
            body = {"type": "event_callback", "event_id": f"{event['type']}{number}", "event": one}
            request = None
            with suppress(*NOT_SLACKS):
                request = read_request(body)
            if request is not None:
                building.done(lambda bot, r=request: bot.ask(r))  # type: ignore[misc]
