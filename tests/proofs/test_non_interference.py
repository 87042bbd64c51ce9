"""Two evenings that differ only in what is nobody's business read byte for byte the same to everybody else."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.engines import Engine, fresh
from tests.in_process_bot import house_on
from tests.proofs.evening import Ending, Private, Public, Stage, Way, told
from tests.proofs.office import long_before

STEPS = 22
publics = st.builds(
    Public,
    confirm=st.integers(1, 3),
    change=st.one_of(st.integers(4, 18), st.none()),
    seen=st.booleans(),
    ending=st.sampled_from(Ending),
    settle=st.integers(5, STEPS),
    minute=st.integers(1, 25),
)
privates = st.builds(
    Private,
    first=st.sampled_from(["ola", "jan"]),
    who=st.sampled_from([("ola",), ("jan",), ("ola", "jan"), ("jan", "ola")]),
    way=st.sampled_from(Way),
    words=st.sampled_from(["", "not the shower", "a cold, and more than a line of words about it"]),
    direction=st.sampled_from(["", "less", "more"]),
    taps=st.integers(1, 2),
    minutes=st.tuples(st.integers(1, 25), st.integers(1, 25), st.integers(1, 25)),
    by_phone=st.booleans(),
)


class Pairs:
    """The stage on which pairs of evenings are lived."""

    def __init__(self, runner: asyncio.Runner, stage: Stage) -> None:
        self.runner = runner
        self.stage = stage

    def hold(self, public: Public, one: Private, other: Private) -> None:
        """Both evenings, and what everybody else has learned."""
        public = fitting(public)
        if not public.seen:
            # What was said in person needs no acknowledgement: only what waits for one has the AD radio for it.
            one, other = (replace(one, way=Way.CALL_ME) if one.way is Way.IN_PERSON else one for one in (one, other))
        first = self.runner.run(told(self.stage, public, one))
        second = self.runner.run(told(self.stage, public, other))
        assume(first.published == second.published)
        assert first.heard == second.heard
        assert first.looked == second.looked


def fitting(public: Public) -> Public:
    """A plan in which nothing is settled before it happened, and the coordinator deals only with what she has seen."""
    if public.change is None:
        return public
    ending = public.ending if public.seen else Ending.NOTHING
    return replace(public, ending=ending, settle=max(public.settle, public.change + 1))


@pytest.fixture(scope="module")
def pairs(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pairs]:
    """A stage, set up once."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("evenings")) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> Stage:
            return await Stage.set_up(await stack.enter_async_context(house_on(url, long_before("Europe/Warsaw"))))

        yield Pairs(runner, runner.run(start()))
        runner.run(stack.aclose())


@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(publics, privates, privates)
def test_nobody_else_can_tell(pairs: Pairs, public: Public, one: Private, other: Private) -> None:
    """Who, how, with which words, which way, and when within a step of the grid: nobody else can tell."""
    pairs.hold(public, one, other)


@pytest.mark.prove
@pytest.mark.timeout(7200)
@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
@given(publics, privates, privates)
def test_nobody_else_can_tell_in_two_thousand_pairs(pairs: Pairs, public: Public, one: Private, other: Private) -> None:
    """The same, in two thousand pairs of evenings."""
    pairs.hold(public, one, other)
