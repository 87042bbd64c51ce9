"""What a newcomer meets first: the demo starts by itself, its tour is real, and it leaves nothing behind."""

import signal
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.demo.acting import visible
from bot.demo.production import ADA, JAN, MIA, OLA, moment
from bot.demo.stage import Stage, running
from bot.parsing.board import Board
from bot.parsing.one_liner import read_one_liner
from sandbox.clock import parse_instant
from tests.command_line.shell import ROOT, Shell
from tests.needs import find_browser, missing
from tests.serving import SERVING

pytestmark = SERVING

STEPS = ["import", "check-in", "confirm", "change", "word", "closed-set"]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The demo, running."""
    async with running(0) as found:
        yield found


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal in an empty folder: the demo needs no settings."""
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


def board(name: str) -> Board:
    """One of the demo's schedules."""
    return read_one_liner((ROOT / "bot/demo" / name).read_bytes())


async def control(stage: Stage, method: str, path: str) -> tuple[int, dict[str, object]]:
    """One call of the control API, as the page makes it."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{stage.sandbox.url}/_control{path}") as answer,
    ):
        return answer.status, await answer.json()


def test_it_starts_says_where_to_look_and_ends_cleanly(shell: Shell) -> None:
    """Five lines with one address; Ctrl-C ends it, and no file is left."""
    with shell.started("demo", "--port", "0") as demo:
        assert "#seats=U0OLA:phone:app,U0MIA:phone:app,U0ADA:phone:app" in demo.hears("http://127.0.0.1:")
        demo.hears("Ctrl-C ends it.")
        assert len(demo.lines) == 5
        assert demo.ends(signal.SIGINT) == 0
        assert demo.lines[5:] == ["The demo has ended. Nothing of it is left."]
    assert list(shell.folder.iterdir()) == []


def test_a_taken_port_is_said_and_the_next_one_used(shell: Shell) -> None:
    """Two demos side by side are no trouble."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        with shell.started("demo", "--port", str(port)) as demo:
            assert f"Port {port} is taken, so " in demo.hears("is taken")
            assert f":{port}/" not in demo.hears("http://127.0.0.1:")
            assert demo.ends(signal.SIGTERM) == 0


def test_its_schedules_hold_the_traps_of_real_ones() -> None:
    """Two scenes on a strip, parts and letters, a call in words, a day off, two units, a banner, a boneyard."""
    first = board("one_liner.csv")
    numbers = {str(strip.scene) for strip in first.all_strips}
    assert {"39", "40", "42pt1", "42A", "9-12", "I-61", "44"} <= numbers
    assert {day.unit for day in first.days} == {"MAIN", "2ND"}
    assert any(day.off for day in first.days)
    assert any(strip.if_time_permits for strip in first.strips)
    assert [question.split(" is read as ")[0] for question in first.questions] == ["Scene 9-12"]


async def test_the_first_move_of_the_clock_sends_the_check_ins(stage: Stage) -> None:
    """What is due next is on the page; nobody has been asked before it."""
    actors, workspace = stage.tour.actors, stage.sandbox.workspace
    due = await actors.until(lambda: workspace.next_due, "the page knowing what is due")
    assert due["what"] == "first check-in"
    assert parse_instant(due["dueAt"]) == moment("2026-03-16 10:00")
    assert actors.messages(OLA) == []
    await actors.move_to(parse_instant(due["dueAt"]))
    for user in (OLA, JAN):
        await actors.hear(user, "Is what was agreed still right for you?")


async def test_the_tour_does_every_step_for_real(stage: Stage) -> None:
    """From the import to the closed set, as the page asks for them one by one."""
    status, tour = await control(stage, "GET", "/tour")
    assert (status, tour["current"]) == (200, "import")
    for name in STEPS:
        assert (await control(stage, "POST", f"/tour/{name}"))[0] == 200
    _, tour = await control(stage, "GET", "/tour")
    assert tour["current"] is None
    assert isinstance(tour["steps"], list)
    assert [(step["id"], step["done"]) for step in tour["steps"]] == [(name, True) for name in STEPS]


async def test_the_ad_of_the_tour_learns_a_word_and_nothing_else(stage: Stage) -> None:
    """Neither who has changed her mind, nor that anybody has, reaches Ada."""
    for name in STEPS[:5]:
        await stage.tour.perform(name)
    read = visible(stage.tour.actors.messages(ADA))
    assert "Scene 42pt1: With coordinator – plan may change" in read
    assert "Ola" not in read
    assert "Not as agreed" not in read
    assert "Not as agreed" not in visible(stage.tour.actors.messages(MIA))


async def test_steps_come_in_their_order(stage: Stage) -> None:
    """A step too early, and one that does not exist, are one sentence; one that is done is not done twice."""
    status, answer = await control(stage, "POST", "/tour/change")
    assert (status, answer["message"]) == (400, "First comes the step “import”.")
    assert (await control(stage, "POST", "/tour/end"))[0] == 400
    assert (await control(stage, "POST", "/tour/import"))[0] == 200
    told = of_import(stage)
    assert (await control(stage, "POST", "/tour/import"))[0] == 200
    assert of_import(stage) == told


def of_import(stage: Stage) -> int:
    """How many messages the coordinator has, without the head of the record, which comes when it is due."""
    return sum("closedset-head" not in visible(message) for message in stage.tour.actors.messages(MIA))


async def test_whoever_answers_by_themselves_can_go_on_with_the_tour(stage: Stage) -> None:
    """The tour takes up what somebody at the page has done meanwhile."""
    for name in STEPS[:2]:
        await stage.tour.perform(name)
    await stage.tour.actors.tap(OLA, "Is what was agreed", "As agreed", "Scene 42pt1")
    for name in STEPS[2:5]:
        await stage.tour.perform(name)
    assert stage.tour.current == "closed-set"


def test_the_picture_is_taken_and_the_demo_ends(shell: Shell) -> None:
    """A PNG of the page, without anyone looking on."""
    if find_browser() is None:
        missing("No browser was found: install Chromium, or name one in the variable CHROMIUM.")
    with shell.started("demo", "--port", "0", "--screenshot", "picture.png") as demo:
        assert demo.ends() == 0
    assert (shell.folder / "picture.png").read_bytes().startswith(b"\x89PNG")
