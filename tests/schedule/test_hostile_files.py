"""Whatever a file is, it is read or one sentence, within seconds of CPU and in a process of its own."""

import ast
import os
import pickle
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.parsing import __main__ as apart_main
from bot.parsing import apart
from bot.parsing.apart import CPU_SECONDS, FileUnfit, Reading, cast_list_in, riders_in, schedule_in
from bot.parsing.board import ScheduleUnreadable
from bot.parsing.measures import MEGABYTE
from bot.parsing.one_liner import read_one_liner
from bot.parsing.rider_list import read_rider_list
from tests.scanning import modules
from tests.schedule.files import ONE_LINER
from tests.schedule.hostile import CASES, NO_FILES, no_file
from tests.serving import SERVING

pytestmark = SERVING

FEW = (
    "the last cell without saying so (.xlsx)",
    "a bomb that says it is none (.xlsx)",
    "one with a password (.xlsx)",
    "a million rows (.csv)",
    "millions of commas (.csv)",
    "200,000 deep (.uss)",
    "two values of one name (.uss)",
)
SAID = {"millions of commas (.csv)": "more memory than", "as many words as fit (.csv)": "longer than any schedule"}
CAST = b"Cast ID,Character,Name,Slack,Under 18\n1,Maria,Ola Nowak,U0OLA123,until 2027-05-01\n"
RIDERS = b"Scene,Cast ID,Kinds,Agreed,Sent\n42,1,kissing,As written {0},2026-03-01\n"
# The one door; the program's own files, which came with it, and the reader in the process of its own.
MAY_READ = {"bot/parsing/apart.py", "bot/parsing/__main__.py", "bot/demo/production.py", "bot/demo/tour.py"}


def sentence_of(file: Path) -> str:
    """What is said of a file that cannot be read, and that it took no longer than it may."""
    before = cpu()
    with pytest.raises((FileUnfit, ScheduleUnreadable)) as refused:
        schedule_in(file)
    assert cpu() - before < CPU_SECONDS + 2
    return str(refused.value)


def cpu() -> float:
    """The seconds that processes of ours have worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    "case", [*FEW, *(pytest.param(one, marks=pytest.mark.prove) for one in CASES if one not in FEW)]
)
def test_what_is_no_schedule_is_one_sentence(tmp_path: Path, case: str) -> None:
    """Sparse, huge, nested, mislabelled or broken."""
    name, make = CASES[case]
    (tmp_path / name).write_bytes(make())
    said = sentence_of(tmp_path / name)
    assert said.count("\n") == 0
    assert SAID.get(case, "") in said


def test_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    """A pipe keeps nobody waiting, a device is not read, and what is far too large is not begun."""
    assert all(sentence_of(no_file(tmp_path, kind)).count("\n") == 0 for kind in NO_FILES)


def test_what_is_read_is_the_same_as_without_the_door(tmp_path: Path) -> None:
    """Of each kind, down to the questions and their values."""
    file = tmp_path / "a.csv"
    file.write_bytes(ONE_LINER)
    board = schedule_in(file)
    assert board == read_one_liner(ONE_LINER)
    assert [vars(one) for one in board.questions] == [vars(one) for one in read_one_liner(ONE_LINER).questions]
    file.write_bytes(CAST)
    assert [entry.name for entry in cast_list_in(file)] == ["Ola Nowak"]
    file.write_bytes(RIDERS)
    assert riders_in(file) == read_rider_list(RIDERS)


def test_what_reads_has_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token and no key is in the environment of the process that reads a stranger's file."""
    shows = tmp_path / "shows"
    shows.write_text(f"#!{sys.executable}\nimport os, sys\nsys.stdout.write(repr(dict(os.environ)))\nsys.exit(4)\n")
    shows.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(shows))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setattr(apart, "_why", lambda _status, answer: answer.decode())
    said = sentence_of(shows)
    assert "PYTHONPATH" in said
    assert "xoxb" not in said


def test_what_read_can_say_nothing_but_what_is_read() -> None:
    """An answer that names anything else is refused before it is anything."""
    with pytest.raises(pickle.UnpicklingError):
        apart._Answer.read(pickle.dumps(((), subprocess.Popen)))
    with pytest.raises(pickle.UnpicklingError):
        apart._Answer.read(pickle.dumps(((), os.system)))


LIMITED = """
import resource
from bot.parsing.__main__ import confine
confine()
print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])
try:
    bytearray(300 * 1024 * 1024)
except MemoryError:
    print("no more")
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system keeps no limit of memory")
def test_the_process_gives_up_what_it_may_take() -> None:
    """Seconds of CPU, files of its own, and memory."""
    told = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert told.stdout == f"{CPU_SECONDS} 0\nno more\n"


@pytest.mark.parametrize(("memory", "wait", "status"), [(apart.MOST_MEMORY + 1, 60.0, 3), (0, 0.0, -9)])
def test_where_the_system_keeps_no_limit_the_door_does(memory: int, wait: float, status: int) -> None:
    """More memory than may be, or longer than may be waited: ended from outside."""
    endless = subprocess.Popen([sys.executable, "-c", "while True: pass"], stdout=subprocess.PIPE)
    with endless:
        assert apart._waited_for(endless, time.monotonic() + wait, lambda _: memory)[0] == status


def test_memory_is_told_of_a_process() -> None:
    """In bytes; nothing of one that is not there."""
    assert apart._memory_of(os.getpid()) > MEGABYTE
    assert apart._memory_of(2**22) == 0


def test_every_file_comes_through_the_door() -> None:
    """Each kind has its reader, and nobody else reads a file that came from outside."""
    assert set(apart_main.READERS) == set(Reading)
    readers = {"read_schedule", "read_one_liner", "read_uss", "read_cast_list", "read_rider_list", "read_bytes"}
    found = {
        path
        for path, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and not path.startswith("bot/parsing/schedule_file")
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in readers
    }
    assert found <= MAY_READ
