"""Random histories, lived by the bot and noted in a plain list: both must give the AD the same word at every step."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.standing import AnswerKind, RevisionKind, Source
from bot.domain.times import next_grid
from storage import due, readiness
from storage.due import DueKind
from tests.engines import Engine, fresh
from tests.in_process_bot import house_on
from tests.proofs import agreeing
from tests.proofs.histories import Life
from tests.proofs.office import CAST, PERFORMERS, SCENES, SUNDAYS, long_before

scenes = st.sampled_from([*SCENES])
DAYS = ("11", "12", "13")
days = st.sampled_from(DAYS)
people = st.sampled_from(PERFORMERS)
in_slack = st.sampled_from([who for who in PERFORMERS if who != "ewa"])
changes = st.sampled_from([AnswerKind.NOT_AS_AGREED, AnswerKind.CALL_ME])
revisions = st.sampled_from([RevisionKind.PAGES, RevisionKind.TERMS])
how = st.sampled_from([Source.IN_PERSON, Source.PHONE])
picks = st.integers(0, 1000)


class Histories(RuleBasedStateMachine):
    """One random history."""

    url: ClassVar[str]
    runner: ClassVar[asyncio.Runner]

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something, and let what follows from it happen."""

        async def whole() -> None:
            await work
            await self.life.settle()

        self.runner.run(whole())

    @initialize(zone=st.sampled_from([*SUNDAYS]))
    def begin(self, zone: str) -> None:
        """A month before the first day; then close enough that the first check-ins are out."""
        self.stack = AsyncExitStack()

        async def start() -> None:
            in_process = await self.stack.enter_async_context(house_on(self.url, long_before(zone)))
            self.life = await Life.begin(in_process, zone)
            await in_process.jump(self.life.office.call("11") - timedelta(hours=60))

        self.runner.run(start())
        self.run(nothing())

    def teardown(self) -> None:
        """Nothing stays."""
        if hasattr(self, "stack"):
            self.runner.run(self.stack.aclose())

    @rule(about=scenes, day=days)
    def a_scene_is_planned(self, about: str, day: str) -> None:
        """Also on a second day."""
        self.run(self.life.plan(about, day))

    @rule(about=scenes, to=days)
    def a_scene_moves(self, about: str, to: str) -> None:
        """From wherever it is, where the board allows it."""
        for start in [day for day in DAYS if self.life.on_board(about, day)][:1]:
            self.run(self.life.move(about, start, to))

    @rule(pick=picks, kind=changes, to=days)
    def a_mind_changes_and_the_scene_moves(self, pick: int, kind: AnswerKind, to: str) -> None:
        """What the AD does with a scene undoes nothing of what its performers said."""
        if self.life.buttons:
            button = self.life.buttons[-1 - pick % min(4, len(self.life.buttons))]
            self.run(self.life.tap(button, kind))
            self.run(self.life.move(button.scene, button.day, to))

    @rule(about=scenes)
    def a_scene_is_cut(self, about: str) -> None:
        """By the AD."""
        self.run(self.life.cut(about))

    @rule(about=scenes)
    def a_scene_comes_back(self, about: str) -> None:
        """After a cut."""
        self.run(self.life.restore(about))

    @rule(about=scenes, intimate=st.booleans())
    def a_scene_is_marked(self, about: str, intimate: bool) -> None:
        """By the coordinator."""
        self.run(self.life.mark(about, intimate=intimate))

    @rule(cast_id=st.sampled_from([*CAST, "9"]), who=people)
    def a_part_is_recast(self, cast_id: str, who: str) -> None:
        """Or cast at last."""
        self.run(self.life.recast(cast_id, who))

    @rule(who=st.sampled_from(["jan", "kim", "ewa"]), under_18=st.booleans())
    def an_age_is_recorded(self, who: str, under_18: bool) -> None:
        """Nobody is asked about a scene with a minor."""
        self.run(self.life.age(who, under_18=under_18))

    @rule(day=days, hours=st.integers(-6, 8), who=st.one_of(st.just(""), people))
    def a_call_moves(self, day: str, hours: int, who: str) -> None:
        """Of the unit or of one person."""
        self.run(self.life.call(day, timedelta(hours=hours), who))

    @rule(about=scenes, day=days, filmed=st.booleans())
    def a_scene_is_filmed(self, about: str, day: str, filmed: bool) -> None:
        """Or was not after all."""
        self.run(self.life.production(about, day, filmed=filmed))

    @rule(day=days)
    def a_day_wraps(self, day: str) -> None:
        """What was not shot can still move on."""
        if self.life.in_process.clock.now() >= self.life.office.call(day):
            self.run(self.life.wrap(day))

    @rule(about=scenes, who=people, hours=st.sampled_from([20, 47, 48, 100]), force=st.booleans(), waived=st.booleans())
    def a_rider_comes_in(self, about: str, who: str, hours: int, force: bool, waived: bool) -> None:
        """In time or late."""
        self.run(self.life.sign(about, who, hours, force=force, waived=waived))

    @rule(about=scenes, who=people, force=st.booleans(), waived=st.booleans())
    def a_rider_changes(self, about: str, who: str, force: bool, waived: bool) -> None:
        """Waived, or out of force."""
        self.run(self.life.change_rider(about, who, force=force, waived=waived))

    @rule(about=scenes)
    def riders_are_all_in(self, about: str) -> None:
        """So that Ready is within reach."""
        for who in sorted(self.life.plain.performers(about, "11") | self.life.plain.performers(about, "12")):
            if not any(self.life.plain.rider_holds(about, day, who) for day in ("11", "12")):
                self.run(self.life.sign(about, who))

    @rule(about=scenes, kind=revisions)
    def terms_are_revised(self, about: str, kind: RevisionKind) -> None:
        """Late pages, or what the scene is made of."""
        self.run(self.life.revise(about, kind))

    @rule(about=scenes, day=days)
    def the_coordinator_asks_again(self, about: str, day: str) -> None:
        """Nothing agreed having changed."""
        self.run(agreeing.reopen(self.life, about, day))

    @rule(about=scenes, day=days, partners=st.sampled_from(["", "Less of it.", "Still less."]))
    def limits_are_agreed(self, about: str, day: str, partners: str) -> None:
        """With one performer; their partners read what the coordinator writes."""
        self.run(agreeing.limit(self.life, about, day, partners))

    @rule(who=st.sampled_from(["mia", "dev"]), on=st.booleans(), hours=st.one_of(st.none(), st.integers(1, 30)))
    def duty_changes(self, who: str, on: bool, hours: int | None) -> None:
        """Open-ended or until an hour."""
        until = self.life.in_process.clock.now() + timedelta(hours=hours) if hours else None
        self.run(self.life.duty(who, on=on, until=until))

    @precondition(lambda self: self.life.buttons)
    @rule(pick=picks, kind=st.one_of(st.just(AnswerKind.AS_AGREED), changes), times=st.integers(1, 2))
    def somebody_taps(self, pick: int, kind: AnswerKind, times: int) -> None:
        """Any button they have ever been sent, once or twice; mostly a new one."""
        among = self.life.buttons if pick % 3 == 0 else self.life.buttons[-4:]
        self.run(self.life.tap(among[pick % len(among)], kind, times=times))

    @precondition(lambda self: self.life.buttons)
    @rule()
    def everybody_agrees(self) -> None:
        """By the newest button of each."""
        newest = {(one.who, one.scene, one.day): one for one in self.life.buttons}
        for button in newest.values():
            self.run(self.life.tap(button, AnswerKind.AS_AGREED))

    @precondition(lambda self: self.life.buttons)
    @rule(pick=picks, kind=st.sampled_from([AnswerKind.AS_AGREED, AnswerKind.NOT_AS_AGREED]), source=how)
    def the_coordinator_records(self, pick: int, kind: AnswerKind, source: Source) -> None:
        """In person or by phone."""
        self.run(self.life.record(self.life.buttons[pick % len(self.life.buttons)], kind, source))

    @rule(who=in_slack)
    def somebody_types(self, who: str) -> None:
        """Anything at all."""
        self.run(self.life.type(who, "ok"))

    @rule(who=in_slack, pick=picks)
    def nothing_changes(self, who: str, pick: int) -> None:
        """Tapped under the receipt of typed words, however old."""
        self.run(self.life.say_nothing_changes(who, pick))

    @rule()
    def the_bot_was_away(self) -> None:
        """For five minutes."""
        self.run(self.life.away())

    @rule(minutes=st.sampled_from([1, 14, 120, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        """At a jump."""
        self.run(self.life.in_process.jump(self.life.in_process.clock.now() + timedelta(minutes=minutes)))

    @rule(day=days, minutes=st.sampled_from([-120, -1, 0, 1]))
    def a_call_comes(self, day: str, minutes: int) -> None:
        """To the minute."""
        self.run(self.life.in_process.jump(self.life.plain.call(day) + timedelta(minutes=minutes)))

    @rule()
    def the_grid_publishes(self) -> None:
        """What the AD was told on the grid is the word of that moment."""
        moment = next_grid(self.life.in_process.clock.now() + timedelta(seconds=1), 30)
        begun = self.runner.run(words_due(self.life, moment))
        self.run(self.life.in_process.jump(moment))
        self.runner.run(published_as_it_is(self.life, begun))

    @invariant()
    def both_say_the_same(self) -> None:
        """The bot's word is the plain one; Ready only with everybody confirmed."""
        if hasattr(self, "life"):
            assert self.runner.run(self.life.words()) == self.life.plain_words()


async def nothing() -> None:
    """Nothing."""


async def words_due(life: Life, moment: datetime) -> list[str]:
    """The days whose words are published at a moment at the latest."""
    rows = {
        label: await due.find_by_key(life.in_process.session, f"{DueKind.WORDS}:{life.office.days[label]}")
        for label in DAYS
    }
    return [label for label, row in rows.items() if row and row.done_at is None and row.due_at <= moment]


async def published_as_it_is(life: Life, begun: list[str]) -> None:
    """On a moment of the grid, the published word of each scene of the days that have begun is the plain one."""
    plain = life.plain_words()
    for label in begun:
        rows = await readiness.get_published(life.in_process.session, life.office.days[label])
        published = {life.scenes[row.scene_id]: str(row.word) for row in rows.values()}
        wanted = {about: word for (about, day, *who), word in plain.items() if day == label and not who}
        assert {about: published.get(about) for about in wanted} == wanted


@pytest.fixture
def machine(sqlite_engine: Engine, tmp_path: Path) -> Iterator[type[Histories]]:
    """Histories on a database of their own."""
    with fresh(sqlite_engine, tmp_path) as url, asyncio.Runner() as runner:
        Histories.url, Histories.runner = url, runner
        yield Histories


def test_a_few_histories(machine: type[Histories]) -> None:
    """Whatever happens to board, cast, terms, duty and clock, and whatever is said, the word is the plain one."""
    run_state_machine_as_test(machine, settings=settings(max_examples=3, stateful_step_count=20))


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_many_histories(machine: type[Histories]) -> None:
    """Many long histories give the plain word at every step."""
    run_state_machine_as_test(machine, settings=settings(max_examples=400, stateful_step_count=60))
