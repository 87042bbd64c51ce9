"""A no holds through everything: random histories, driven from what was shown and from every registry there is."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.domain.roles import Role
from bot.due import ACTIONS, ROUNDS
from bot.proof.verification import look
from handlers.routes import COMMANDS, SUBMISSIONS
from handlers.routes import EVENTS as EVERY_EVENT
from storage import record_entries
from storage.due import DueKind
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.proofs.command_line_acts import ACTS, OF_NO_PRODUCTION, act_at_command_line, drop_performer, entries
from tests.proofs.doing import TAPS, filled, row_of, send, tap
from tests.proofs.everything_there_is import ONLY_SHOW, every_entry
from tests.proofs.living import Life
from tests.proofs.open_noes import CLOSING_ACTS
from tests.proofs.plain_facts import CheckInRow
from tests.proofs.private_words import WINDOWS
from tests.proofs.seen import NEWEST, Shown, Tappable, one_of
from tests.proofs.slack_events import EVENTS, EVERYBODY, a_channel, read_channel, write
from tests.proofs.two_productions import BALTIC, FEBRUARY, FILMS, Film, set_up
from tests.proofs.typed_commands import WORDS, scenes_of, type_command, type_words
from tests.serving import SERVING

seeds = st.integers(0, 2**32 - 1).map(Random)


class House:
    """The two productions, set up once; every history in it is taken back."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.stack = AsyncExitStack()
        self.effects: Counter[tuple[str, str]] = Counter()
        self.in_process: InProcessBot = runner.run(self.stack.enter_async_context(house_on(url, FEBRUARY)))
        runner.run(set_up(self.in_process))
        self.moment = self.in_process.clock.now()
        self.heard = [*self.in_process.heard]

    async def begin(self) -> Life:
        """A history from where everything stood."""
        self.part = await self.in_process.session.begin_nested()
        self.in_process.clock.moment = self.moment
        self.in_process.heard = [*self.heard]
        life = Life(self.in_process, self.effects)
        await life.begin()
        return life

    async def end(self) -> None:
        """Nothing of it stays."""
        await self.part.rollback()
        self.in_process.session.expunge_all()


class Histories(RuleBasedStateMachine):
    """One random history."""

    house: ClassVar[House]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something, with everything that must hold after it."""
        return self.house.runner.run(work)

    @initialize()
    def begin(self) -> None:
        """Some days before the first one, with everybody asked who is asked by then."""
        self.life: Life = self.run(self.house.begin())
        self.opened: list[Shown] = []

    def teardown(self) -> None:
        """The record and the tables say the same; nothing stays."""
        if hasattr(self, "life"):
            try:
                self.run(self.the_record_holds())
            finally:
                self.run(self.house.end())

    async def the_record_holds(self) -> None:
        """Whatever has happened: looking at it finds nothing wrong with any production, erased ones included."""
        async with self.life.in_process.transaction() as transaction:
            for number in await record_entries.list_numbers(transaction.session):
                verdict = await look(transaction, number)
                assert verdict.holds, (verdict.faults, verdict.broken, verdict.disagreements)

    @rule(random=seeds)
    def a_button_is_tapped(self, random: Random) -> None:
        """Any that anybody was ever shown, mostly a new one, mostly by whom it was shown to."""
        button = one_of(random, self.life.seen.buttons)
        user = button.reader if random.random() < 0.85 else random.choice(EVERYBODY)
        fate = random.random()
        self.run(tap(self.life, user, button, again=fate < 0.1, lost=0.1 <= fate < 0.15))

    @rule(random=seeds)
    def a_kind_of_button_is_tapped(self, random: Random) -> None:
        """Any of a kind, so that the rare ones are tapped too."""
        kinds = {one.action: one for one in self.life.seen.buttons}
        button = random.choice([*kinds.values()])
        self.run(tap(self.life, button.reader, button))

    @rule(random=seeds)
    def a_window_is_sent(self, random: Random) -> None:
        """Any that anybody was ever shown, however it is filled in."""
        if self.life.seen.windows:
            window = one_of(random, self.life.seen.windows)
            user = window.reader if random.random() < 0.9 else random.choice(EVERYBODY)
            self.run(send(self.life, user, window, filled(self.life, random, user, window)))

    @rule(random=seeds)
    def a_command_is_typed(self, random: Random) -> None:
        """Any verb there is; the window it opens may be sent at once."""
        shown = self.run(type_command(self.life, random))
        if shown is not None and shown.view.get("submit") and random.random() < 0.5:
            self.run(send(self.life, shown.reader, shown, filled(self.life, random, shown.reader, shown)))

    @rule(random=seeds)
    def a_production_goes_elsewhere(self, random: Random) -> None:
        """A coordinator writes another time zone, and taps what it would move; at times something changes before."""
        opening = [one for one in self.life.seen.buttons if one.action == "settings"]
        for button in opening[-1:]:
            shown = self.run(tap(self.life, button.reader, button))
            if shown is not None and shown.callback == "settings":
                self.run(send(self.life, shown.reader, shown, filled(self.life, random, shown.reader, shown)))
        for button in [one for one in self.life.seen.buttons if one.action in ("change_zone", "zone_moves")][-2:]:
            if random.random() < 0.2:
                self.the_plan_changes(random)
            self.run(tap(self.life, button.reader, button))

    @rule(random=seeds)
    def something_happens_in_slack(self, random: Random) -> None:
        """Any event there is."""
        self.run(EVENTS[random.choice([*EVENTS])](self.life, random))

    @rule(random=seeds)
    def somebody_writes(self, random: Random) -> None:
        """In any kind of message."""
        self.run(write(self.life, random))

    @rule(random=seeds)
    def something_is_done_at_the_command_line(self, random: Random) -> None:
        """Any act there is, imports above all."""
        act_at_command_line(self.life, self.house.runner, random)
        self.run(self.settle())

    @rule(random=seeds)
    def a_performer_says_no(self, random: Random) -> None:
        """By one of the newest messages they have."""
        mine = [one for one in self.life.seen.buttons if one.action in ("answer_not_as_agreed", "answer_call_me")]
        button = random.choice(mine[-NEWEST:])
        self.run(tap(self.life, button.reader, button))

    @rule(random=seeds)
    def a_window_is_opened_about_what_is_open(self, random: Random) -> None:
        """By the coordination, about a performer who said no; sent now, or later, when something else has come."""
        if not self.life.plain.noes:
            return
        no = random.choice(self.life.plain.noes)
        production, scene = self.life.facts.scenes[no.scene]
        film = next(film for film in FILMS if self.life.facts.productions.get(film.short) == production)
        user = random.choice(film.holding(Role.COORDINATOR, Role.DEPUTY))
        words = f"{random.choice(['record', 'reopen', 'limits'])} {scene} {self.life.facts.names[no.person]}"
        shown = self.run(type_words(self.life, user, "/checkin", words))
        if shown is not None and random.random() < 0.4:
            self.run(send(self.life, user, shown, filled(self.life, random, user, shown)))

    @rule(random=seeds)
    def something_comes_while_a_window_is_open(self, random: Random) -> None:
        """The coordination has opened a window; before it is sent anything at all may come."""
        if not self.life.plain.noes or random.random() < 0.3:
            self.a_performer_says_no(random)
        self.a_window_is_opened_about_what_is_open(random)
        windows = [one for one in self.life.seen.windows[-3:] if one.callback in CLOSING_ACTS]
        for window in windows[-1:]:
            self.they_say_something_more(random, window)
            self.run(send(self.life, window.reader, window, filled(self.life, random, window.reader, window)))

    def they_say_something_more(self, random: Random, window: Shown) -> None:
        """Whoever a window is about answers once more, or writes, or the plan of the scene changes."""
        row = row_of(self.life, window)
        mine = [
            one
            for one in self.life.seen.buttons
            if one.action in TAPS and (there := self.row_behind(one)) is not None and row is not None
            if (there.person, there.scene) == (row.person, row.scene)
        ]
        if mine and random.random() < 0.7:
            self.run(tap(self.life, mine[-1].reader, random.choice(mine[-3:])))
        else:
            random.choice([self.somebody_writes, self.the_plan_changes])(random)

    def row_behind(self, button: Tappable) -> CheckInRow | None:
        """The check-in a button of a performer's message is about."""
        number = button.value.partition(":")[0]
        return self.life.facts.check_ins.get(int(number)) if number.isdigit() else None

    @rule(random=seeds)
    def a_no_might_be_buried(self, random: Random) -> None:
        """Somebody says no, the plan changes, and everything else is put in order."""
        self.a_performer_says_no(random)
        if self.life.plain.noes and random.random() < 0.5:
            no = self.life.plain.noes[-1]
            drop_performer(self.life, self.house.runner, no.person, no.scene)
            self.run(self.settle())
        else:
            self.the_plan_changes(random)
        if random.random() < 0.5:
            self.what_came_is_looked_at(random)
        self.everything_is_put_in_order(random)
        self.everybody_agrees()

    @rule(random=seeds)
    def a_closed_set_is_opened(self, random: Random) -> None:
        """Ben is cleared and comes in with somebody who is not; then he leaves, and the channel is told of."""
        scene = random.choice(scenes_of(self.life, BALTIC))
        for words in (f"clear {scene} <@U0BEN|ben> set boom operator", f"open {scene}"):
            self.run(type_words(self.life, "U0MIA", "/closedset", words))
        channel = self.run(a_channel(self.life, random))
        for inside in ({"U0BEN", random.choice(EVERYBODY)}, set[str]()):
            self.run(read_channel(self.life, channel, inside))
            self.run(self.settle())
        self.run(EVENTS[random.choice([*EVENTS])](self.life, random))
        self.run(type_command(self.life, random, "/closedset"))

    def what_came_is_looked_at(self, random: Random) -> None:
        """A coordinator opens the newest alerts, takes performers out where that is offered; then a no comes again."""
        for button in [one for one in self.life.seen.buttons if one.action == "alert"][-2:]:
            shown = self.run(tap(self.life, button.reader, button))
            offered = [one for one in self.life.seen.buttons if one.window is shown and one.action.startswith("not_c")]
            for leave in offered[:1]:
                self.run(tap(self.life, leave.reader, leave))
        mine = [one for one in self.life.seen.buttons if one.action == "answer_not_as_agreed"]
        for button in random.sample(mine, min(2, len(mine))):
            self.run(tap(self.life, button.reader, button))

    def the_plan_changes(self, random: Random) -> None:
        """By an import, by the cast list, or by hand."""
        by_hand = [("/shootday", "move"), ("/scene", "cut"), ("/scene", "restore"), ("/shootday", "filmed")]
        if random.random() < 0.5:
            act_at_command_line(self.life, self.house.runner, random, random.choice(["import", "import", "cast"]))
            self.run(self.settle())
        else:
            self.run(type_command(self.life, random, *random.choice(by_hand)))

    @rule(random=seeds)
    def words_are_added_and_somebody_looks(self, random: Random) -> None:
        """A performer adds words to a no; whoever coordinates or plans taps what the coordinator was told by."""
        self.a_performer_says_no(random)
        for window in [one for one in self.life.seen.windows[-3:] if one.callback == "change_words"][-1:]:
            self.run(send(self.life, window.reader, window, filled(self.life, random, window.reader, window)))
        for button in [one for one in self.life.seen.buttons if one.action == "alert"][-1:]:
            film = next(film for film in FILMS if button.reader in film.staff)
            for user in random.sample([*film.staff], 3):
                self.run(tap(self.life, user, button))

    @rule(random=seeds)
    def something_open_is_closed(self, random: Random) -> None:
        """By a window or a button of the coordination that was shown before, whatever has come since."""
        open_scenes = {scene for no in self.life.plain.noes for scene in no.reach}
        windows = [one for one in self.life.seen.windows if one.callback in CLOSING_ACTS]
        about = [one for one in windows if (row := row_of(self.life, one)) is not None and row.scene in open_scenes]
        buttons = [one for one in self.life.seen.buttons if one.action.startswith(CLOSING_ACTS) and one.window]
        if about and (not buttons or random.random() < 0.7):
            window = random.choice(about[-4:])
            self.run(send(self.life, window.reader, window, filled(self.life, random, window.reader, window)))
        elif buttons:
            button = random.choice(buttons[-4:])
            self.run(tap(self.life, button.reader, button))

    @rule()
    def everybody_agrees(self) -> None:
        """Each by their newest messages; Ewa, who has no Slack, in person."""
        for user in {user for film in FILMS for user in film.performers()}:
            for button in self.newest_of_each(user):
                self.run(tap(self.life, user, button))
        for person, scene, day in self.not_confirmed():
            if self.life.facts.names[person] == "Ewa":
                number = self.life.facts.scenes[scene][1]
                label = self.life.facts.days[day]
                words = f"record {number} Ewa as agreed by phone {label}"
                self.run(type_words(self.life, "U0MIA", "/checkin", words))

    def not_confirmed(self) -> list[tuple[int, int, int]]:
        """Who has not confirmed what, of all that is planned."""
        facts = self.life.facts
        return [
            (person, scene, day)
            for (scene, day), there in sorted(facts.board.items())
            for person in there
            if not self.life.plain.confirmed(person, scene, day, facts)
        ]

    def newest_of_each(self, user: str) -> list[Tappable]:
        """The newest "as agreed" somebody has for each scene and day that they have not confirmed."""
        missing = self.not_confirmed()
        found: dict[str, Tappable] = {}
        for one in self.life.seen.buttons:
            row = self.row_behind(one)
            wanted = row is not None and (row.person, row.scene, row.day) in missing
            if wanted and (one.reader, one.action) == (user, "answer_as_agreed"):
                found[one.value.partition(":")[0]] = one
        return [*found.values()]

    @rule(random=seeds)
    def everything_is_put_in_order(self, random: Random) -> None:
        """Scenes confirmed as intimate, riders in force, somebody on duty, everybody asked: Ready is within reach."""
        for user, film in (("U0MIA", FILMS[0]), ("U0UNA", FILMS[1])):
            for command, words in self.what_is_missing(film):
                self.run(type_words(self.life, user, command, words))
        if any((scene, person) not in self.life.facts.riders for person, scene, _ in self.not_confirmed()):
            act_at_command_line(self.life, self.house.runner, random, "riders")
            self.run(self.settle())

    def what_is_missing(self, film: Film) -> list[tuple[str, str]]:
        """The commands that put a production in order."""
        facts = self.life.facts
        production = facts.productions.get(film.short, 0)
        numbers = {number: name for number, (where, name) in facts.scenes.items() if where == production}
        found = [] if facts.on_duty.get(production) else [("/checkin", "duty on")]
        there = {numbers[scene] for scene, _ in facts.board if scene in numbers}
        if unmarked := [scene for scene in scenes_of(self.life, film) if scene not in there]:
            found.append(("/scene", f"confirm {', '.join(unmarked)}"))
        silent = {
            (row.scene, row.day)
            for row in facts.check_ins.values()
            if not row.asked and not row.withdrawn and row.production == production and row.day not in facts.over
        }
        return found + [("/checkin", f"send {numbers[scene]} {facts.days[day]}") for scene, day in sorted(silent)]

    @rule(minutes=st.sampled_from([1, 20, 180, 720, 1440, 2880, 4000]))
    def time_passes(self, minutes: int) -> None:
        """At a jump; what became due meanwhile is done then."""
        moment = self.life.in_process.clock.now() + timedelta(minutes=minutes)
        self.run(self.life.pass_time(moment))

    async def settle(self) -> None:
        """Everything that follows happens."""
        await self.life.in_process.rest()
        await self.life.hear()

    @invariant()
    def nothing_is_ready_too_early(self) -> None:
        """Ready only where nothing is open and everybody has said so of what holds now."""
        if hasattr(self, "life"):
            self.run(self.life.read_words())


@pytest.fixture
def machine(sqlite_engine: Engine, tmp_path: Path, serving: None) -> Iterator[type[Histories]]:
    """Histories on a database of their own; a file of the command line is read in a process of its own."""
    with fresh(sqlite_engine, tmp_path) as url, asyncio.Runner() as runner:
        Histories.house = House(url, runner)
        yield Histories
        runner.run(Histories.house.stack.aclose())


def test_everything_there_is_is_driven() -> None:
    """No verb, event, due kind, window to type in or act of the command line is left out."""
    assert {name: set(words) for name, words in WORDS.items()} == {
        name: {verb.name for verb in command.verbs} for name, command in COMMANDS.items()
    }
    assert set(EVENTS) == set(EVERY_EVENT)
    assert set(ACTS) | OF_NO_PRODUCTION == entries()
    assert set(ACTS) & OF_NO_PRODUCTION == set()
    assert {*ROUNDS, *ACTIONS} == set(DueKind)
    assert every_entry() >= ONLY_SHOW
    assert set(WINDOWS) <= set(SUBMISSIONS)


# What is typed at the command line may have a file read, in a process of its own.
@SERVING
def test_a_few_histories(machine: type[Histories]) -> None:
    """Whatever is done, Ready never passes what is open, and nobody reads what is not theirs."""
    run_state_machine_as_test(machine, settings=settings(max_examples=4, stateful_step_count=12))


@pytest.mark.prove
@pytest.mark.timeout(14400)
@pytest.mark.parametrize("part", range(2))
def test_many_histories(machine: type[Histories], part: int) -> None:
    """Many long histories, in which everything there is has had its effect at least once."""
    run_state_machine_as_test(machine, settings=settings(max_examples=1000, stateful_step_count=20))
    effects = machine.house.effects
    changed = {name for (what, name), times in effects.items() if what == "changed" and times}
    shown = {name for (what, name), times in effects.items() if what == "shown" and times}
    assert every_entry() - ONLY_SHOW - changed == set()
    assert ONLY_SHOW - shown == set()
    assert effects["word", "ready"]
