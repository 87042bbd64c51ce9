"""A wheel holds all that the tree holds, and works wherever it is installed."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.patience import at_most
from tests.serving import SERVING
from tests.test_readme import KEY

pytestmark = SERVING

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage", "messages", "sandbox")
NEEDED = ("pyproject.toml", "README.md", "LICENSE")
# What stands in the tree for whoever works on it.
NOT_PACKED = {"sandbox/CLAIMS.md"}
PATIENCE = at_most(90)

CLOSEDSET = "from importlib.metadata import distribution; distribution('closedset').entry_points['closedset'].load()()"
KNOWN = """
import bot, sandbox
from bot.domain.jurisdictions import Country, profile
from messages.language import languages

print(bot.__file__, sandbox.__file__, " ".join(languages()), profile(Country.POLAND).name, sep=chr(10))
"""
TINY = """
from slack_sdk import WebClient

pytest_plugins = ["sandbox.fixture"]


def test_somebody_reads_it(slack_sandbox):
    client = WebClient("xoxb-sandbox", base_url=f"{slack_sandbox.url}/api/")
    assert client.chat_postMessage(channel="U0OLA", text="hello")["ok"]
"""


@dataclass(frozen=True)
class Installed:
    """The project as it is installed somewhere: which Python has it, and in which folder its packages are."""

    python: Path
    packages: Path
    environment: dict[str, str]

    def run(self, folder: Path, *words: str) -> str:
        """What Python says to some words, typed in a folder."""
        done = subprocess.run(
            [self.python, *words],
            cwd=folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def started(self, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that lasts, ended by Ctrl-C."""
        running = subprocess.Popen(
            [self.python, *words], cwd=folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield running
            running.send_signal(signal.SIGINT)
            assert running.wait(PATIENCE) == 0
        finally:
            running.kill()
            running.communicate()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree with what is installed: nothing is fetched."""
    tree = tmp_path_factory.mktemp("tree")
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in NEEDED:
        shutil.copy(ROOT / name, tree / name)
    out = tmp_path_factory.mktemp("dist")
    program = f"from setuptools import build_meta; build_meta.build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", program], cwd=tree, capture_output=True, check=True)
    (made,) = out.glob("*.whl")
    return made


def in_tree() -> set[str]:
    """Every file of the rooms, by its path from the root."""
    return {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_everything_of_the_tree_is_in_it(wheel: Path) -> None:
    """The page, catalogues, fonts, schedules of the demo, profiles and migrations too; nothing else, no tests."""
    with ZipFile(wheel) as packed:
        names = packed.namelist()
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    expected = in_tree() - NOT_PACKED - licences
    assert len(expected) >= 350
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert licences == {path for path in (*NEEDED, *in_tree()) if Path(path).name == "LICENSE"}


def test_unpacked_it_works_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    """With the libraries the tests run on."""
    packages, folder = tmp_path / "packages", tmp_path / "somewhere"
    folder.mkdir()
    with ZipFile(wheel) as packed:
        packed.extractall(packages)
    everything_works(Installed(Path(sys.executable), packages, surroundings(packages)), folder)


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_installed_it_works_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, with the locked libraries and nothing else."""
    home, folder = tmp_path / "venv", tmp_path / "somewhere"
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    locks = [ROOT / "requirements/runtime.txt", tmp_path / "pytest.txt"]
    locks[1].write_text("\n".join(locked("development", "pytest", "iniconfig", "pluggy", "packaging")))
    install(home, "--require-hashes", *(f"--requirement={lock}" for lock in locks))
    install(home, "--no-deps", str(wheel))
    (packages,) = home.glob("lib/python*/site-packages")
    installed = Installed(home / "bin/python", packages, surroundings())
    assert "Each command explains itself" in subprocess.run(
        [home / "bin/closedset", "--help"], cwd=folder, env=surroundings(), capture_output=True, text=True, check=True
    ).stdout.replace("\n", " ")
    everything_works(installed, folder)


def install(home: Path, *what: str) -> None:
    """Have pip put something into an environment."""
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *what], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def locked(name: str, *packages: str) -> list[str]:
    """The lines of a lock file that pin some packages."""
    lines = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", " ").splitlines()
    found = [line for line in lines if line.partition("==")[0] in packages]
    assert len(found) == len(packages)
    return found


def surroundings(packages: Path | None = None) -> dict[str, str]:
    """An environment that knows nothing of the tree."""
    path = {"PYTHONPATH": str(packages)} if packages else {}
    return {
        "PATH": os.environ["PATH"],
        "CLOSEDSET_KEYS": KEY,
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        **path,
    }


def everything_works(installed: Installed, folder: Path) -> None:
    """Languages, profiles, the command line, the sandbox alone, the demo with its database, somebody else's tests."""
    known = installed.run(folder, "-c", KNOWN).splitlines()
    assert [Path(file).is_relative_to(installed.packages) for file in known[:2]] == [True, True]
    assert known[2:] == ["en de es fr pl", "Poland"]
    assert "Each command explains itself" in installed.run(folder, "-c", CLOSEDSET, "--help")
    assert "python -m sandbox" in installed.run(folder, "-m", "sandbox", "--help")
    the_demo_shows_its_page(installed, folder)
    (folder / "test_tiny.py").write_text(TINY)
    assert "1 passed" in installed.run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_tiny.py")


def the_demo_shows_its_page(installed: Installed, folder: Path) -> None:
    """It prints an address; there are the page, what belongs to it, and the app that the manifest describes."""
    with installed.started(folder, "-c", CLOSEDSET, "demo", "--port", "0") as demo:
        assert demo.stdout is not None
        said = next(line for line in demo.stdout if "http://127.0.0.1:" in line)
        address = said[said.index("http://") :].split()[0].partition("#")[0]
        for file, part in (("", "<!doctype html>"), ("page/main.js", "import"), ("_control/state", "Set Notes")):
            with urllib.request.urlopen(address + file, timeout=PATIENCE) as answer:
                assert part in answer.read().decode()
