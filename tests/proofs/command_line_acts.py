"""Every act of the command line that changes something, typed as one types it, on the database of the history."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import typer
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.context import TerminalContext
from tests.proofs.living import Life
from tests.proofs.open_noes import Act
from tests.proofs.plain_facts import Facts
from tests.proofs.two_productions import BALTIC, FILMS, PLANNED_DAYS, Film, Planned, one_liner, renamed, table, without

Words = list[str]
# These start something, or print what is the same for everybody: no production is touched by them.
OF_NO_PRODUCTION = {
    *("run", "demo", "sandbox", "migrate", "keys new", "keys list", "profile list"),
    *("status retry", "status put-aside", "keys lost"),
}
SENT = "2026-02-01"


def entries() -> set[str]:
    """Every command of the command line, by its name."""
    group: Any = typer.main.get_command(app)
    found = set()
    for name, command in group.commands.items():
        below = getattr(command, "commands", None)
        found |= {f"{name} {one}" for one in below} if below else {name}
    return found


@contextmanager
def at_terminal(life: Life) -> Iterator[None]:
    """The command line works on the database of the history, at its moment."""

    @asynccontextmanager
    async def terminal() -> AsyncIterator[TerminalContext]:
        yield TerminalContext(life.in_process.database, life.in_process.vault, life.in_process.clock.now())

    patches = [
        patch.object(module, "terminal", terminal)
        for name, module in sys.modules.items()
        if name.startswith("bot.commands.") and name != "bot.commands.context" and hasattr(module, "terminal")
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def type_line(life: Life, runner: asyncio.Runner, words: Words) -> bool:
    """A line is typed; whether it did what it says. What it prints is read by nobody with a right to private words."""
    before, changes = life.facts, runner.run(life.changes())
    with at_terminal(life):
        result = CliRunner().invoke(app, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    name = " ".join(words[:2]) if " ".join(words[:2]) in ACTS else words[0]
    runner.run(life.look())
    changed = runner.run(life.changes()) > changes
    if result.exit_code == 0:
        life.effects["changed" if changed else "shown", f"command line {name}"] += 1
    life.no_word_too_much("the command line", result.output)
    runner.run(life.judge(before, Act("the command line", name, None)))
    return bool(result.exit_code == 0)


# Schedules.


def moved(random: Random, rows: list[Planned]) -> list[Planned]:
    """A scene goes to another day."""
    row = random.choice(rows)
    return [*without(rows, row), replace(row, day=random.randrange(PLANNED_DAYS))]


def cut(random: Random, rows: list[Planned]) -> list[Planned]:
    """A scene is not in the schedule any more."""
    return without(rows, random.choice(rows))


def recast(random: Random, rows: list[Planned]) -> list[Planned]:
    """A cast id is dropped, or another one stands there."""
    row = random.choice(rows)
    ids = {*row.cast, *random.sample(["1", "2", "3", "9"], 1)} - {*random.sample(row.cast, min(1, len(row.cast)))}
    return [*without(rows, row), replace(row, cast=tuple(sorted(ids)) or ("1",))]


def other_call(random: Random, rows: list[Planned]) -> list[Planned]:
    """The day begins at another hour."""
    call = random.choice(["06:00", "07:00", "11:00"])
    return [replace(row, call=call) for row in rows]


def split(random: Random, rows: list[Planned]) -> list[Planned]:
    """A scene is shot in two parts."""
    row = random.choice(rows)
    parts = [renamed(row, f"{row.scene}pt{number}") for number in (1, 2)]
    return [*without(rows, row), *parts]


def renumbered(random: Random, rows: list[Planned]) -> list[Planned]:
    """The same scene has another number."""
    row = random.choice(rows)
    return [*without(rows, row), renamed(row, f"8{random.randrange(10, 99)}")]


def combined(random: Random, rows: list[Planned]) -> list[Planned]:
    """Two scenes are shot as one."""
    if len(rows) < 2:
        return rows
    first, second = random.sample(rows, 2)
    one = replace(first, scene=f"{first.scene}B", place=second.place, cast=tuple(sorted({*first.cast, *second.cast})))
    return [*without(rows, first, second), one]


CHANGES: tuple[Callable[[Random, list[Planned]], list[Planned]], ...] = (
    moved,
    cut,
    recast,
    other_call,
    split,
    renumbered,
    combined,
)


def import_schedule(life: Life, random: Random, folder: Path, film: Film) -> Words:
    """The schedule as it was first, or with some changes to the last one."""
    rows = life.schedules[film.short]
    for _ in range(random.randint(1, 2)):
        rows = random.choice(CHANGES)(random, rows) if rows and random.random() < 0.8 else [*film.plan]
    return import_rows(life, folder, film, rows)


def import_rows(life: Life, folder: Path, film: Film, rows: list[Planned]) -> Words:
    """The schedule as it is now."""
    life.schedules[film.short] = rows
    file = folder / "one_liner.csv"
    file.write_text(one_liner(film, rows), encoding="utf-8")
    return ["import", str(file), "--production", film.short, "--apply"]


def made_into(before: list[Planned], after: list[Planned]) -> list[tuple[str, str]]:
    """Which scene became which: the same part of the story under a number that was not there."""
    gone = [row for row in before if row.scene not in [other.scene for other in after]]
    fresh = [row for row in after if row.scene not in [other.scene for other in before]]
    return [
        (old.scene, new.scene)
        for old in gone
        for new in fresh
        if old.synopsis == new.synopsis or old.place == new.place
    ]


def note_made_into(life: Life, film: Film, pairs: list[tuple[str, str]], before: Facts) -> None:
    """What is open with a scene reaches what it was made into."""
    numbers = {scene: number for number, scene in life.facts.scenes.items()}
    production = before.productions[film.short]
    for old, new in pairs:
        if (production, new) in numbers and numbers[production, new] not in before.scenes:
            life.plain.is_made_into(numbers[production, old], [numbers[production, new]], life.step)


# Everything else.


def name_cast(life: Life, random: Random, folder: Path, film: Film) -> Words:
    """The cast list, perhaps with another account, another person, or somebody in person."""
    rows = [[cast_id, name, name, user or "in person"] for cast_id, (name, user) in film.cast.items()]
    row = random.choice(rows)
    change = random.choice(["nothing", "account", "person", "in person", "gone"])
    if change == "account":
        row[3] = f"{film.cast[row[0]][1] or 'U0EWA'}2"
    if change == "person":
        row[2], row[3] = "Kim", random.choice(["U0KIM", "in person"])
    if change == "in person":
        row[3] = "in person"
    file = folder / "cast.csv"
    kept = [one for one in rows if one is not row or change != "gone"]
    file.write_text(table(("Cast ID", "Character", "Name", "Slack"), kept), encoding="utf-8")
    return ["cast", str(file), "--production", film.short, "--apply"]


def record_riders(life: Life, random: Random, folder: Path, film: Film) -> Words:
    """A rider in force for everybody in everything, as a table; at times with other words."""
    words = random.choice(["As written."] * 3 + ["Other words."])
    production = life.facts.productions.get(film.short, 0)
    scenes = [name for number, name in life.facts.scenes.values() if number == production]
    rows = [[scene, cast_id, words, SENT, "rider.pdf", "yes"] for scene in scenes for cast_id in film.cast]
    file = folder / "riders.csv"
    head = ("Scene", "Cast ID", "Agreed", "Sent", "Document", "In force")
    file.write_text(table(head, rows), encoding="utf-8")
    return ["riders", str(file), "--production", film.short, "--apply"]


def change(life: Life, random: Random, folder: Path, film: Film) -> Words:
    """Another setting, a role given or taken, an age."""
    words = random.choice(
        [
            ["--evening", random.choice(["18:00", "20:00"])],
            ["--time-zone", random.choice(["Europe/Warsaw", "America/New_York"]), "--yes"],
            ["--remove-role", "deputy=U0DEE"],
            ["--deputy", "U0DEE=Dee"],
            ["--under-18", f"{random.choice([*film.cast])}={random.choice(['yes', 'no', 'no', 'no'])}"],
            ["--set", "grid_minutes=15"],
        ]
    )
    return ["production", "change", film.short, *words]


def of_film(*words: str) -> Callable[[Life, Random, Path, Film], Words]:
    """A command with a production's short name in it."""
    return lambda life, random, folder, film: [
        word.format(film=film.short, folder=folder, person=random.choice([*film.cast])) for word in words
    ]


def add(life: Life, random: Random, folder: Path, film: Film) -> Words:
    """One more production."""
    short = f"film{life.bodies.number()}"
    return ["production", "add", short.title(), "--short", short, "--time-zone", "Europe/Warsaw"]


ACTS: dict[str, Callable[[Life, Random, Path, Film], Words]] = {
    "import": import_schedule,
    "cast": name_cast,
    "riders": record_riders,
    "production add": add,
    "production change": change,
    "production list": of_film("production", "list"),
    "production forget": of_film("production", "forget", "{film}", "--person", "{person}"),
    "production erase": of_film("production", "erase", "{film}", "--yes-erase", "{film}"),
    "verify": of_film("verify"),
    "export": of_film("export", "--plain", "--production", "baltic", "--for", "U0MIA", "--into", "{folder}"),
    "door": of_film("door", "--production", "{film}", "--out", "{folder}/door.pdf"),
    "mine": of_film("mine", "--production", "{film}", "--person", "{person}", "--into", "{folder}/kept.pdf"),
    "profile show": of_film("profile", "show", "pl", "--production", "{film}"),
    "purge": of_film("purge"),
    "keys rotate": of_film("keys", "rotate"),
}

OFTEN = ("import", "import", "import", "cast", "riders", "production change")


def act_at_command_line(life: Life, runner: asyncio.Runner, random: Random, name: str = "") -> None:
    """Somebody with the command line does something: any act, or the one that is named."""
    film = random.choice(FILMS[:1] * 2 + FILMS[1:])
    name = name or random.choice(OFTEN if random.random() < 0.8 else [*ACTS])
    if name in ("production erase", "production forget"):
        film = FILMS[1]
    if film.short not in life.facts.productions:
        film = BALTIC
    before, rows = life.facts, life.schedules[film.short]
    with tempfile.TemporaryDirectory() as folder:
        done = type_line(life, runner, ACTS[name](life, random, Path(folder), film))
    if name == "import" and done:
        note_made_into(life, film, made_into(rows, life.schedules[film.short]), before)


def drop_performer(life: Life, runner: asyncio.Runner, person: int, scene: int) -> None:
    """The schedule comes without a performer in one scene: somebody else plays it, or their partners alone."""
    production, number = life.facts.scenes[scene]
    for film in FILMS:
        ids = {cast_id for cast_id, (name, _) in film.cast.items() if name == life.facts.names[person]}
        others = ("3",) if film is BALTIC else ("1",)
        if life.facts.productions.get(film.short) == production:
            rows = [
                replace(row, cast=tuple(sorted({*row.cast} - ids)) or others) if row.scene == number else row
                for row in life.schedules[film.short]
            ]
            with tempfile.TemporaryDirectory() as folder:
                type_line(life, runner, import_rows(life, Path(folder), film, rows))
