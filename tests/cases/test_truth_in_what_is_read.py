"""What a performer reads is true of every answer, names somebody who can be reached, and lets them sleep."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.checkins.asking import ask
from bot.domain.reasons import Reason, Why
from bot.domain.roles import Role
from bot.facts import contact
from bot.schedule.editing import set_call
from storage import check_ins, people
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from tests.engines import Engine, fresh
from tests.in_process_bot import Heard, InProcessBot, house_on, without_seals
from tests.proofs.conversation import ANSWERS, BEGIN, JAN, OLA, OTHERS, Conversation
from tests.proofs.office import long_before
from tests.world import visible

RECEIPT = "Recorded. You can change this at any time."
EIGHT = timedelta(hours=7)
YES, NO, CALL = ANSWERS

Tell = Callable[[Callable[["Told"], Awaitable[None]]], None]


class Told:
    """One telling: what is done in it, and what people read."""

    def __init__(self, conversation: Conversation, in_process: InProcessBot) -> None:
        self.conversation = conversation
        self.in_process = in_process

    async def until(self, after: timedelta) -> None:
        """Time passes until so long after the beginning, at one in the morning thirty hours before call."""
        await self.in_process.live(self.conversation.call + BEGIN + after)

    async def tap(self, action: str, pick: int = 0, user: str = OLA) -> str:
        """Tap an answer in one of the messages, the newest first; what the window shows that opens."""
        reply = await self.in_process.tap(user, action, self.conversation.shown(user)[pick])
        await self.in_process.rest()
        return visible(reply.modal.view()) if reply.modal else ""

    async def page(self, user: str = OLA) -> str:
        """What stands behind "See it"."""
        reply = await self.in_process.tap(user, "own_answers")
        assert reply.modal is not None
        return visible(reply.modal.view())

    async def do(self, what: str, pick: int = 0) -> None:
        """Something that others do."""
        await OTHERS[what](self.conversation, pick)
        await self.in_process.rest()

    def heard(self, user: str = OLA) -> list[Heard]:
        """What somebody has read."""
        return [one for one in self.in_process.heard if one.user == user]

    def last(self, user: str = OLA) -> str:
        """The text of the newest message to somebody."""
        return visible(self.heard(user)[-1].blocks)


@pytest.fixture(scope="module")
def tell(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tell]:
    """A production in which Ola and Jan are asked about scene 42; each telling begins anew."""
    with fresh(sqlite_engine, tmp_path_factory.mktemp("truth")) as url, asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> Conversation:
            house = await stack.enter_async_context(house_on(url, long_before("Europe/Warsaw")))
            conversation = await Conversation.set_up(house)
            async with house.transaction() as transaction:
                held = await people.find_role(
                    transaction.session,
                    conversation.office.film_id,
                    conversation.office.people["mia"],
                    Role.COORDINATOR,
                )
                assert held is not None
                held.phone = "+48 1"
                transaction.session.add(held)
            return conversation

        conversation = runner.run(start())

        async def told(act: Callable[[Told], Awaitable[None]]) -> None:
            async with conversation.telling() as in_process:
                await act(Told(conversation, in_process))

        def telling(act: Callable[[Told], Awaitable[None]]) -> None:
            runner.run(told(act))

        yield telling
        runner.run(stack.aclose())


def test_after_a_no_who_has_it_and_who_is_next_stands_in_windows(tell: Tell) -> None:
    """The window and her page say whom to phone, who is told next and who has it; her conversation says no more."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        window = await told.tap(NO)
        assert (
            "reads “With coordinator – plan may change” until Mia has spoken with you. You need not explain." in window
        )
        assert "to talk now: +48 1." in window
        assert "Nobody has seen it yet; we are telling Mia." in window
        assert "Who is told next, from Fri 27 Mar, 08:20: Dev; then everybody again, until somebody has it." in window
        await told.until(EIGHT + timedelta(minutes=30))
        assert "We are telling Dev as well, again and again until somebody has it." in await told.page()
        before = len(told.heard())
        await told.do("acknowledge", 1)
        assert "Dev has it." in await told.page()
        assert "Dev has it." in visible(await told.in_process.home(OLA))
        assert len(told.heard()) == before

    tell(act)


def test_a_slip_is_spoken_about_first(tell: Tell) -> None:
    """ "Not as agreed", then "As agreed": recorded, and not plainly; the page says whom she will hear from."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        await told.tap(NO)
        window = await told.tap(YES)
        assert "You said something else before, so Mia will speak with you first" in window
        page = await told.page()
        assert "With the coordinator: Mia will speak with you first." in page
        assert "This counts." not in page

    tell(act)


def test_a_plain_yes_opens_nothing_and_counts(tell: Tell) -> None:
    """The receipt says enough; behind it stands that the answer counts."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        assert await told.tap(YES) == ""
        assert "This counts." in await told.page()
        assert RECEIPT in told.last()

    tell(act)


def test_in_person_leaves_no_answer_in_slack(tell: Tell) -> None:
    """Neither a receipt nor anything else comes of what the coordinator records."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        before = len(told.heard())
        for pick in range(6):
            await told.do("record", pick)
        assert len(told.heard()) == before

    tell(act)


def test_an_outdated_message_has_its_receipt_and_confirms_nothing(tell: Tell) -> None:
    """After new pages, "As agreed" on the older message: what holds is shown, and asked again."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        old = told.conversation.shown(OLA)[0]
        await told.do("pages")
        assert "Please look once more at the scenes below." in told.last()
        reply = await told.in_process.tap(OLA, YES, old)
        await told.in_process.rest()
        assert reply.modal is not None
        assert "so nothing was confirmed" in visible(reply.modal.view())
        assert RECEIPT in told.last()
        page = await told.page()
        assert "You are asked again: this was about an earlier state." in page
        assert "This counts." not in page

    tell(act)


def test_the_first_message_never_says_that_an_answer_is_missing(tell: Tell) -> None:
    """Where the evening's message is the first that arrives it asks; a reminder says so, once."""

    async def late(told: Told) -> None:
        await told.do("lose_slack")
        await told.until(timedelta(hours=18, minutes=30))
        await told.do("find_slack")
        first = [visible(one.blocks) for one in told.heard() if one.template == "check_in"]
        assert len(first) == 1
        assert "Is what was agreed still right for you? Every answer is fine." in first[0]
        assert "We have no answer from you yet" not in first[0]

    async def in_time(told: Told) -> None:
        await told.until(timedelta(hours=18, minutes=30))
        reminders = [one for one in told.heard() if "We have no answer from you yet" in visible(one.blocks)]
        assert len(reminders) == 1

    tell(late)
    tell(in_time)


def test_a_scene_that_leaves_a_day_says_what_is_true_of_every_answer(tell: Tell) -> None:
    """Moved, it is no longer planned; recast, she is no longer asked; a no does not end with the day."""

    async def moved(told: Told) -> None:
        await told.until(EIGHT)
        await told.tap(NO)
        await told.do("move", 2 + 4)
        await told.do("cut", 4)
        said = told.last()
        assert "Scene 42A is no longer planned for Sat 28 March, day 11." in said
        assert "“As agreed” counts for its day only; anything else that was said stays with the coordinator." in said

    async def recast(told: Told) -> None:
        await told.until(EIGHT)
        await told.do("recast", 0)
        assert "You are no longer asked about scene 42" in "".join(visible(one.blocks) for one in told.heard())

    tell(moved)
    tell(recast)


def test_yes_for_a_day_that_was_left_has_its_receipt(tell: Tell) -> None:
    """The window says that nothing was confirmed; the receipt comes as for any answer."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        old = told.conversation.shown(OLA)
        await told.do("cut", 4)
        await told.do("cut", 0)
        replies = [await told.in_process.tap(OLA, YES, value) for value in old]
        await told.in_process.rest()
        assert all(one.modal and "nothing was confirmed" in visible(one.modal.view()) for one in replies)
        receipts = [one for one in told.heard() if RECEIPT in visible(one.blocks)]
        assert len(receipts) == len(old)

    tell(act)


def test_whoever_is_named_can_be_reached(tell: Tell) -> None:
    """Inside a closed set or with a closed account it is the deputy; with nobody left the production's own contact."""

    async def named(told: Told) -> str:
        async with told.in_process.transaction() as transaction:
            return (await contact(transaction, await told.conversation.office.production(transaction))).name

    async def close(told: Told, who: str) -> None:
        async with told.in_process.transaction() as transaction:
            person = await told.conversation.office.person(transaction, who)
            person.deactivated_at = transaction.now
            transaction.session.add(person)

    async def act(told: Told) -> None:
        assert await named(told) == "Mia"
        await told.do("inside", 0)
        assert await named(told) == "Dev"
        await told.do("inside", 1)
        await close(told, "mia")
        assert await named(told) == "Dev"
        await close(told, "dev")
        assert await named(told) == "Equity"

    tell(act)


def test_what_a_move_brings_about_at_night_waits_for_the_morning(tell: Tell) -> None:
    """Far from call it comes at eight; within fourteen hours of it at once; a receipt at any hour."""

    async def far(told: Told) -> None:
        await told.until(timedelta(hours=1))
        before = len(told.heard())
        await told.do("cut", 0)
        assert len(told.heard()) == before
        await told.until(EIGHT - timedelta(minutes=1))
        assert len(told.heard()) == before
        await told.until(EIGHT)
        assert "no longer planned" in "".join(visible(one.blocks) for one in told.heard()[before:])

    async def near(told: Told) -> None:
        await told.until(timedelta(hours=22))
        before = len(told.heard())
        await told.tap(CALL, -1)
        assert len(told.heard()) == before + 1
        await told.do("cut", 4)
        assert "Scene 42A is no longer planned" in told.last()

    tell(far)
    tell(near)


def test_asking_again_reads_the_same_to_everybody(tell: Tell) -> None:
    """One with the coordinator, one confirmed: one text, the same blocks; behind the button each reads their own."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        forty_two = told.conversation.shown(JAN)[0]
        await told.in_process.tap(JAN, YES, forty_two)
        await told.do("pages")
        await told.in_process.tap(JAN, YES, told.conversation.shown(JAN)[0])
        await told.tap(NO, -1)
        await told.do("limit")
        both = [bare([one for one in told.heard(user) if one.template == "check_in"][-1]) for user in (OLA, JAN)]
        assert both[0] == both[1]
        assert "Please look once more" in both[0]

    tell(act)


def bare(message: Heard) -> str:
    """A message's blocks without the numbers of check-ins and of what they are about."""
    return re.sub(r"\d+:sealed|scene_\d+", "…", without_seals(str(message.blocks)))


def test_a_hold_is_told_to_everybody_who_performs(tell: Tell) -> None:
    """To one of them alone it would say whose words somebody wants to keep."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        await told.do("hold")
        for user in (OLA, JAN):
            assert "Something has changed in what is kept for Baltic." in told.last(user)

    tell(act)


def test_what_an_earlier_version_left_in_the_outbox_is_dropped(tell: Tell) -> None:
    """ "There is an update for you" is not said any more; the button under older messages opens one’s own page."""

    async def act(told: Told) -> None:
        await told.until(EIGHT)
        before = len(told.heard())
        async with told.in_process.transaction() as transaction:
            row = Delivery(
                key="seen:1:1",
                production_id=told.conversation.office.film_id,
                person_id=told.conversation.office.people["ola"],
                template=Template.SEEN,
                subject={"alert": 1},
                priority=Priority.ANSWER,
                created_at=transaction.now,
                nonce="n",
            )
            transaction.session.add(row)
            await transaction.session.flush()
            number = row.number
        await told.in_process.rest()
        assert len(told.heard()) == before
        row = await told.in_process.session.get_one(Delivery, number)
        assert row.state is DeliveryState.DROPPED
        reply = await told.in_process.tap(OLA, "seen", "1")
        assert reply.modal is not None
        assert "Your answers" in visible(reply.modal.view())

    tell(act)


def test_how_this_works_comes_before_the_first_question_at_night_as_well(tell: Tell) -> None:
    """Held for the morning with a check-in that is far off, it comes at once with one that is near."""

    async def act(told: Told) -> None:
        await told.until(timedelta(hours=1))
        assert told.heard() == []
        async with told.in_process.transaction() as transaction:
            production = await told.conversation.office.production(transaction)
            day = await told.conversation.office.day(transaction, "11")
            await set_call(transaction, production, day, transaction.now + timedelta(hours=13))
            row = (await check_ins.list_on(transaction.session, day.number, told.conversation.office.people["ola"]))[0]
            performer = await told.conversation.office.person(transaction, "ola")
            await ask(transaction, production, day, performer, [row], Why(Reason.ADDED, "near"))
        await told.in_process.rest()
        assert [one.template for one in told.heard()][:2] == ["notice", "check_in"]

    tell(act)
