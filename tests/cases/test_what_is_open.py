"""A no belongs to the performer and the scene, and only coordination closes it: the state they were shown."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.facts import parts_of_day, word_of
from bot.parsing.one_liner import read_one_liner
from bot.schedule.importing import import_board, preview
from handlers.replies import NOTHING, Reply
from messages.blocks import Modal
from storage import matters, scenes
from storage.alerts import Alert, AlertKind
from storage.scenes import Intimacy
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.proofs.office import Office, long_before, open_office, plan, sign

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


@pytest.fixture
async def evening(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Evening]:
    """The evening before day 11, some days before it."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with house_on(url, long_before(ZONE)) as in_process:
            found = Evening(await open_office(in_process, ZONE, grid_minutes=15))
            await found.begin()
            yield found


def text_of(reply: Reply) -> str:
    """Everything a window says."""
    assert reply.modal is not None
    return str(reply.modal.view()["blocks"])


SPOKEN = {"answer": "as_agreed", "source": "in_person"}


async def test_she_changes_her_mind_while_the_coordinators_window_is_open(evening: Evening) -> None:
    """Case 33: "as agreed, in person" sent from a window that has not seen the no is not taken; it is shown first."""
    await evening.tap("ola", "as_agreed")
    await evening.tap("jan", "as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola>")
    await evening.tap("ola", "not_as_agreed")
    answered = await evening.send(window, **SPOKEN)
    assert "Nothing is recorded yet" in text_of(answered)
    assert "Not as agreed" in text_of(answered)
    assert await evening.word() == "with_coordinator"
    assert answered.modal is not None
    assert await evening.send(answered.modal, **SPOKEN) is NOTHING
    assert await evening.word() == "ready"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("record 42 <@U0OLA|ola>", SPOKEN),
        ("record 42 <@U0OLA|ola>", {"answer": "nothing_changes", "source": "phone"}),
        ("reopen 42", {}),
        ("limits 42 <@U0OLA|ola>", {"limits": "Shoulders only."}),
    ],
)
@pytest.mark.parametrize("came", ["not_as_agreed", "as_agreed", "words", "limits"])
async def test_no_window_closes_what_it_has_not_shown(
    evening: Evening, text: str, fields: dict[str, str], came: str
) -> None:
    """Whatever came since it opened, a window of the coordination takes nothing, says so, and shows it."""
    await evening.tap("ola", "call_me")
    window = await evening.window(text)
    if came == "words":
        await evening.bot.type("U0OLA", "and one thing more")
    elif came == "limits":
        other = await evening.window("limits 42 <@U0OLA|ola>")
        assert await evening.send(other, limits="Less.", partners="Less.") is NOTHING
        await evening.tap("ola", "not_as_agreed")
    else:
        await evening.tap("ola", came)
    answered = await evening.send(window, **fields)
    assert "Nothing is recorded yet" in text_of(answered)
    assert await evening.is_open()
    assert await evening.word() == "with_coordinator"


async def test_a_window_of_an_earlier_release_closes_nothing(evening: Evening) -> None:
    """It carries a check-in and nothing else: what is open is shown first."""
    await evening.tap("ola", "call_me")
    window = await evening.window("record 42 <@U0OLA|ola>")
    number, _, _ = window.about.partition(":")
    answered = await evening.bot.submit("U0MIA", "record_answer", number, SPOKEN)
    assert "Nothing is recorded yet" in text_of(answered)
    assert await evening.is_open()


@pytest.mark.parametrize("said", ["as agreed by phone", "nothing changes", "as agreed in person"])
async def test_a_command_never_closes_by_itself(evening: Evening, said: str) -> None:
    """Case 34: written over an unread no, it opens the window that shows it; with nothing open it records at once."""
    await evening.tap("jan", "as_agreed")
    recorded = await evening.command("record 42 <@U0JAN|jan> as agreed by phone")
    assert recorded.message is not None
    assert "Recorded for Jan" in recorded.message.text
    await evening.tap("ola", "not_as_agreed")
    for user in ("U0MIA", "U0DEV"):
        assert "Not as agreed" in text_of(await evening.command(f"record 42 <@U0OLA|ola> {said}", user))
        assert await evening.is_open()


async def test_what_is_open_in_two_performers_closes_all_or_none(evening: Evening) -> None:
    """Asking again closes both; had one more come with either, it closes neither."""
    await evening.tap("ola", "not_as_agreed")
    await evening.tap("jan", "call_me")
    window = await evening.window("reopen 42")
    await evening.tap("jan", "not_as_agreed")
    again = await evening.send(window)
    assert len(await matters.list_open(evening.bot.session, evening.office.scenes["42"])) == 2
    assert again.modal is not None
    assert await evening.send(again.modal) is NOTHING
    assert not await evening.is_open()
    assert await evening.word() == "waiting"


async def test_after_closing_only_that_performer_confirms_again(evening: Evening) -> None:
    """Nothing agreed has changed: Jan's yes stands; Ola's old button no longer confirms, a new one does."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    old = evening.button("ola", "answer_as_agreed")
    assert await evening.send(await evening.window("reopen 42")) is NOTHING
    assert await evening.word() == "waiting"
    await evening.bot.tap("U0OLA", "answer_as_agreed", old)
    assert await evening.word() == "waiting"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "ready"


async def test_limits_go_along_when_the_scene_moves(evening: Evening) -> None:
    """Case 35: agreed for day 11, they hold on day 12, are shown there, and the word stays Revised."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    window = await evening.window("limits 42 <@U0OLA|ola>")
    assert await evening.send(window, limits="Shoulders only.", partners="From behind.") is NOTHING
    await evening.bot.command("U0ADA", "/shootday", "move 42 12 from 11")
    await evening.bot.jump(evening.office.call("12") - timedelta(hours=60))
    for who, reads, never in (("ola", "Shoulders only.", "From behind."), ("jan", "From behind.", "Shoulders only.")):
        terms = text_of(await evening.bot.tap(evening.office.user(who), "terms", evening.button(who, "terms")))
        assert reads in terms
        assert never not in terms
        await evening.tap(who, "as_agreed")
    assert await evening.word(label="12") == "revised"


async def test_limits_that_partners_need_not_know_leave_their_answers(evening: Evening) -> None:
    """What Jan plays under has not changed: only Ola confirms again; ended, the rider holds and she is asked anew."""
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "as_agreed")
    assert await evening.send(await evening.window("limits 42 <@U0OLA|ola>"), limits="Not the left side.") is NOTHING
    assert await evening.word() == "with_coordinator"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "revised"
    ended = await evening.press(await evening.window("limits 42 <@U0OLA|ola>"), "End these limits")
    assert "Not the left side." not in text_of(ended)
    assert await evening.word() == "with_coordinator"
    await evening.tap("ola", "as_agreed")
    assert await evening.word() == "revised"


async def test_a_typed_no_then_nothing_changes_waits_for_the_coordinator(evening: Evening) -> None:
    """Case 37: With coordinator until she has read both; then the yes from before counts again, in one tap."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.type("U0OLA", "I would rather not")
    await evening.bot.rest()
    await evening.bot.tap("U0OLA", "nothing_changes", evening.button("ola", "nothing_changes"))
    assert await evening.word() == "with_coordinator"
    await evening.press(await evening.alert(), "Read, plan stands")
    assert await evening.word() == "ready"


async def test_words_read_without_a_nothing_changes_ask_for_a_new_answer(evening: Evening) -> None:
    """Read, and the plan stands: what she typed was never a yes, so the one from before does not count."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.type("U0OLA", "I would rather not")
    await evening.bot.rest()
    await evening.press(await evening.alert(), "Read, plan stands")
    assert not await evening.is_open()
    assert await evening.word() == "waiting"


async def test_read_plan_stands_closes_no_change_and_nothing_newer(evening: Evening) -> None:
    """Typed again since the window opened: still open; with a tapped change beside it there is no such button."""
    await evening.bot.type("U0OLA", "hm")
    await evening.bot.rest()
    window = await evening.alert()
    await evening.bot.type("U0OLA", "no")
    await evening.press(window, "Read, plan stands")
    assert await evening.is_open()
    await evening.tap("ola", "not_as_agreed")
    assert "Read, plan stands" not in str((await evening.alert()).view())


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


@pytest.mark.parametrize(
    "rows",
    [
        [("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave")],
        [("42B", "1, 2", "They talk")],
        [("142", "1, 2", "Ola and Jan alone")],
        [("142", "1, 2", "Something else")],
    ],
    ids=["split", "lettered", "renumbered by its words", "renumbered by its set"],
)
async def test_a_no_reaches_what_the_scene_was_made_into(evening: Evening, rows: list[tuple[str, str, str]]) -> None:
    """Split, combined or renumbered: each new scene stays With coordinator until she says it is not concerned."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    await take(evening, *rows)
    labels = [scene for scene, _, _ in rows]
    await confirm(evening, *labels)
    for label in labels:
        assert await evening.is_open(label)
        assert await evening.word(label) == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert [await evening.is_open(label) for label in labels] == [True] * len(labels)
    for behind in await alerts_of(evening, AlertKind.OPEN_HERE):
        window = await evening.alert(behind)
        if "Does not concern scene" in str(window.view()):
            await evening.press(window, "Does not concern scene")
    assert [await evening.is_open(label) for label in labels] == [False] * len(labels)


async def test_a_no_counts_again_in_a_scene_it_was_said_not_to_concern(evening: Evening) -> None:
    """Her old button still counts after the coordinator took the scene out, while its parts are open: a no is kept."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("ola", "not_as_agreed")
    old = evening.button("ola", "answer_not_as_agreed")
    await take(evening, ("42pt1", "1, 2", "They talk"), ("42pt2", "1, 2", "They leave"))
    await confirm(evening, "42pt1", "42pt2")
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert not await evening.is_open()
    for answer in ("answer_call_me", "answer_not_as_agreed"):
        assert (await evening.bot.tap("U0OLA", answer, old)).modal is not None
        assert await evening.is_open()
    assert await evening.is_open("42pt1")


async def alerts_of(evening: Evening, kind: AlertKind) -> list[str]:
    """The alerts of one kind."""
    rows = await evening.bot.session.exec(select(Alert).where(Alert.kind == kind))
    return [str(row.number) for row in rows.all()]


async def test_an_import_that_drops_the_performer_leaves_it_open(evening: Evening) -> None:
    """Case 36: "2" where it was "1, 2": With coordinator, and only she says that it no longer concerns the scene."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"))
    await evening.tap("jan", "as_agreed")
    await evening.tap("ola", "not_as_agreed")
    await take(evening, ("42", "2", "Ola and Jan alone"))
    assert await evening.word() == "with_coordinator"
    [no] = await alerts_of(evening, AlertKind.CHANGE)
    await evening.press(await evening.alert(no), "Does not concern scene 42: Ola")
    assert await evening.word() == "ready"


async def test_a_scene_cut_and_back_is_still_with_the_coordinator(evening: Evening) -> None:
    """And a window from before the cut closes nothing: what happened to the scene is shown first."""
    await evening.tap("ola", "not_as_agreed")
    window = await evening.window("record 42 <@U0OLA|ola>")
    await evening.bot.command("U0ADA", "/scene", "cut 42")
    await evening.bot.command("U0ADA", "/scene", "restore 42")
    await evening.bot.rest()
    assert await evening.word() == "with_coordinator"
    assert "The plan of the scene changed" in text_of(await evening.send(window, **SPOKEN))


async def test_wrap_and_a_reshoot_leave_it_open(evening: Evening) -> None:
    """Said after the shot on day 11: nothing to the plan of that day; the reshoot on day 13 is With coordinator."""
    for who in ("ola", "jan"):
        await evening.tap(who, "as_agreed")
    await evening.bot.jump(evening.office.call("11") + timedelta(hours=2))
    await evening.bot.command("U0ADA", "/shootday", "filmed 42 11")
    await evening.tap("ola", "not_as_agreed")
    await evening.bot.jump(evening.office.call("11") + timedelta(hours=10))
    await evening.bot.command("U0ADA", "/shootday", "wrap 11")
    await plan(evening.office, "42", "13", ("1", "2"))
    await evening.bot.rest()
    assert await evening.word(label="13") == "with_coordinator"


async def test_a_recorded_no_opens_it_too(evening: Evening) -> None:
    """Told in person and written down for her: it stands on the coordinator's Home until it is closed."""
    said = await evening.command("record 42 <@U0OLA|ola> not as agreed in person")
    assert said.message is not None
    assert await evening.word() == "with_coordinator"
    assert "Scene 42 is with you" in str(await evening.bot.home("U0MIA"))
    assert "Scene 42 is with you" not in str(await evening.bot.home("U0ADA"))
