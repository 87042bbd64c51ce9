"""The bot killed at every point of the story, started again: nobody ends with anything lost, doubled or told with less.

What a death leaves is what a killed process leaves (see direct.py); a real one is killed in test_kill.py.
"""

import itertools
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.crashes.chapters import CHAPTERS, Beginning, Store, Told, first_beginning, tell
from tests.engines import Engine, PostgreSQL, SQLite, fresh
from tests.serving import SERVING

pytestmark = [pytest.mark.timeout(3000), SERVING]
# Making a database of PostgreSQL's anew takes as long as a chapter.
EVERY = {SQLite: 1, PostgreSQL: 5}
# One of each kind, in the chapter in which both are asked and one of them taps.
SIX = (
    "after the commit of run",
    "before chat.postMessage",
    "after chat.postMessage",
    "before the commit of _work",
    "before acknowledging block_actions",
    "after the commit of _close",
)


class Files:
    """Databases of SQLite, kept as bytes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "story.db"

    def put_away(self, url: str) -> bytes:
        """The file, which nobody has open."""
        return Path(str(make_url(url).database)).read_bytes()

    def take_out(self, kept: bytes) -> str:
        """The same file again, under the one name."""
        self._path.unlink(missing_ok=True)
        self._path.write_bytes(kept)
        return f"sqlite+aiosqlite:///{self._path}"


class Templates:
    """Databases of PostgreSQL, kept as templates inside the server."""

    def __init__(self, engine: PostgreSQL) -> None:
        self._server = engine._server
        self._numbers = itertools.count(1)

    def put_away(self, url: str) -> str:
        """A copy that nobody connects to."""
        kept = f"chapter_{next(self._numbers)}"
        self._server.run(f"CREATE DATABASE {kept} TEMPLATE {make_url(url).database}")
        return kept

    def take_out(self, kept: str) -> str:
        """A database with what was kept, under the one name."""
        self._server.run("DROP DATABASE IF EXISTS story WITH (FORCE)")
        self._server.run(f"CREATE DATABASE story TEMPLATE {kept}")
        return self._server.url("story")


class Story:
    """The story as it is told without a death, as far as it was asked for; each chapter once."""

    def __init__(self, store: Store, first: Beginning) -> None:
        self.store = store
        self._next = first
        self._chapters = iter(CHAPTERS)
        self._told: dict[str, tuple[Beginning, Told]] = {}

    def of(self, chapter: str) -> tuple[Beginning, Told]:
        """What a chapter begins from, and how it goes."""
        while chapter not in self._told:
            name, beginning = next(self._chapters), self._next
            told = tell(name, beginning, self.store, goes_on=True)
            assert told.next is not None
            self._told[name], self._next = (beginning, told), told.next
        return self._told[chapter]

    def killed(self, chapter: str, points: Iterable[int]) -> str:
        """What differs where the bot is killed at some points of a chapter, each by itself; empty for nothing."""
        beginning, plain = self.of(chapter)
        found = []
        for point in points:
            name = f"== {chapter}, killed at point {point}: {plain.points[point]}"
            try:
                told = tell(chapter, beginning, self.store, point)
            except Exception as error:  # noqa: BLE001 (told with the point, and the others are tried as well)
                found.append(f"{name}\n{type(error).__name__}: {error}")
                continue
            assert told.points[: point + 1] == plain.points[: point + 1], f"{name}: the way there differs"
            assert told.deaths == 1, name
            found += [f"{name}\n{lines}" for lines in difference(plain, told)]
        return "\n".join(found)


def difference(plain: Told, told: Told) -> list[str]:
    """What differs, line by line, as one text; none where nothing does."""
    expected, found = plain.transcript.text().splitlines(), told.transcript.text().splitlines()
    lines = "\n".join(unified_diff(expected, found, "without", "with a death", lineterm="", n=1))
    return [lines] if lines else []


def story_on(engine: Engine, folder: Path) -> Story:
    """The story from its beginning, on a database of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    store: Any = Templates(engine) if isinstance(engine, PostgreSQL) else Files(folder)
    with fresh(engine, folder) as url:
        return Story(store, first_beginning(store, url))


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    """The stories that were begun, by engine."""
    return {}


@pytest.fixture
def story(engine: Engine, stories: dict[str, Story], tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story on one engine."""
    name = type(engine).__name__
    if name not in stories:
        stories[name] = story_on(engine, tmp_path_factory.mktemp("story"))
    return stories[name]


def test_killed_at_six_points(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A kill of each kind, while two are asked and one of them answers."""
    story = story_on(sqlite_engine, tmp_path)
    points = story.of("asked")[1].points
    assert story.killed("asked", [points.index(kind) for kind in SIX]) == ""


@pytest.mark.prove
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_killed_at_every_point(story: Story, engine: Engine, chapter: str) -> None:
    """Every point of a chapter in turn; on PostgreSQL every fifth."""
    many = len(story.of(chapter)[1].points)
    assert many > 10, "the chapter holds what it is told for"
    assert story.killed(chapter, range(0, many, EVERY[type(engine)])) == ""
