"""Two histories that differ only in which answer a performer gave leave the same conversation behind, to the minute."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines import Engine, fresh
from tests.in_process_bot import house_on
from tests.proofs.conversation import ANSWERS, MINUTES, OTHERS, Act, Conversation, Line, Tap
from tests.proofs.office import long_before

NO = (ANSWERS[0], ANSWERS[1])
FIRST = 7 * 60 + 10
DIFFERENT = [(one, other) for one in ANSWERS for other in ANSWERS if one != other]
# The first round comes at eight in the morning, when quiet hours end.
minutes = st.integers(0, MINUTES)
taps = st.builds(
    Tap,
    minute=st.integers(7 * 60 + 1, MINUTES),
    pick=st.integers(0, 11),
    answers=st.sampled_from(DIFFERENT),
    words=st.sampled_from(["", "not the shower"]),
)
acts = st.builds(Act, minute=minutes, what=st.sampled_from(sorted(OTHERS)), pick=st.integers(0, 11))


class Pairs:
    """The stage on which pairs of histories are lived."""

    def __init__(self, runner: asyncio.Runner, conversation: Conversation) -> None:
        self.runner = runner
        self.conversation = conversation

    def hold(self, answered: Sequence[Tap], others: Sequence[Act]) -> list[Line]:
        """Both histories, and what is left of them in her conversation."""
        one, other = (self.runner.run(self.conversation.lived(which, answered, others)) for which in (0, 1))
        assert one == other
        return one

    def hold_known(self, others: Sequence[Act]) -> None:
        """One answer on a message of today and one on an outdated one: each has its receipt, and nothing else."""
        lines = self.hold([Tap(FIRST, 0, NO, "not the shower"), Tap(FIRST + 120, 3, NO, "")], others)
        assert sum("You can change this at any time." in line.blocks for line in lines) == 2


@pytest.fixture(scope="module")
def pairs(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pairs]:
    """A stage, set up once."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("conversations")) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> Conversation:
            house = await stack.enter_async_context(house_on(url, long_before("Europe/Warsaw")))
            return await Conversation.set_up(house)

        yield Pairs(runner, runner.run(start()))
        runner.run(stack.aclose())


@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(taps, min_size=1, max_size=4), st.lists(acts, max_size=9))
def test_a_conversation_does_not_tell_which_answer_was_given(
    pairs: Pairs, answered: list[Tap], others: list[Act]
) -> None:
    """Whatever anybody does: the same messages, in the same order, at the same minute."""
    pairs.hold(answered, others)


@pytest.mark.prove
@pytest.mark.timeout(7200)
@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(taps, min_size=1, max_size=4), st.lists(acts, max_size=9))
def test_two_thousand_conversations_do_not_tell_it(pairs: Pairs, answered: list[Tap], others: list[Act]) -> None:
    """The same, in two thousand pairs of histories."""
    pairs.hold(answered, others)


# The others take as long again, and are in `make prove`.
FIRST_OF_ALL = ("she is seen", "new pages", "an import drops her", "Slack is away")
KNOWN = {
    "she is seen": [Act(FIRST + 20, "acknowledge", 0)],
    "it is recorded in person": [Act(FIRST + 20, "record", 0)],
    "everybody is asked again": [Act(FIRST + 20, "reopen", 0)],
    "new pages": [Act(FIRST + 20, "pages", 0)],
    "an outage": [Act(FIRST + 20, "away", 0)],
    "sent by hand after new pages": [Act(FIRST + 20, "pages", 0), Act(FIRST + 40, "send", 0)],
    "the scene moves": [Act(FIRST + 20, "move", 1)],
    "an import drops her": [Act(FIRST + 20, "import", 1), Act(FIRST + 90, "import", 0)],
    "Slack is away": [Act(FIRST - 5, "lose_slack", 0), Act(FIRST + 20, "pages", 0), Act(FIRST + 60, "find_slack", 0)],
    "her words are kept": [Act(FIRST + 20, "hold", 0)],
    "the day wraps": [Act(30 * 60 + 200, "wrap", 0)],
}


@pytest.mark.parametrize("what", [what for what in KNOWN if what in FIRST_OF_ALL])
def test_what_some_of_these_leave_in_the_conversation_is_the_same(pairs: Pairs, what: str) -> None:
    """One answer on a message of today and one on an outdated one, and what others do after the first."""
    pairs.hold_known(KNOWN[what])


@pytest.mark.prove
@pytest.mark.parametrize("what", KNOWN)
def test_what_each_of_these_leaves_in_the_conversation_is_the_same(pairs: Pairs, what: str) -> None:
    """One answer on a message of today and one on an outdated one, and what others do after the first."""
    pairs.hold_known(KNOWN[what])


def test_every_act_does_something() -> None:
    """Each thing that others can do is drawn, and is named once."""
    assert len(OTHERS) == len(set(OTHERS.values())) == 25
