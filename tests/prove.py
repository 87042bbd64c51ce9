"""The long proofs, part by part: what each took is printed, and what is done at this commit is not done again.

Run by `make prove`. A part that fails does not keep the others from being tried.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from tests.scanning import ROOT
from tests.spent import clock

LONG = ("-m", "prove", "--hypothesis-profile=prove")
# Folders whose long proofs are parts of their own; the last part has every other folder's.
FOLDERS = {
    "the rules against a plain reading of them, and what nobody else can tell": "tests/proofs",
    "closed sets under disturbances": "tests/closed_sets",
    "the story in storms": "tests/story",
    "ten thousand calls to the local Slack": "tests/sandbox",
}
PARTS: dict[str, tuple[str, ...]] = {
    "every test on PostgreSQL": ("--engines=postgresql",),
    "every test on SQLite, its statements in threads of their own": ("--engines=sqlite",),
    **{name: (*LONG, place) for name, place in FOLDERS.items()},
    "every other long proof": (*LONG, *(f"--ignore={place}" for place in FOLDERS.values())),
}
# Parts that are no tests: programs, by their words.
PROGRAMS: dict[str, tuple[str, ...]] = {
    "a bill of materials from the lock files": ("-m", "tests.dependencies", "bill"),
    "what is known against the locked versions": ("-m", "tests.dependencies", "audit"),
}
NOTHING_THERE = 5  # pytest's word for "no test was found"


def git(*words: str) -> str:
    """What git says."""
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def remembered_in() -> Path | None:
    """Where the parts done at this commit are remembered; nowhere while something differs from it."""
    return None if git("status", "--porcelain") else ROOT / "build" / "prove" / f"{git('rev-parse', 'HEAD')}.json"


def done_before(memory: Path | None) -> dict[str, str]:
    """The parts that are done, with what they took."""
    found: dict[str, str] = json.loads(memory.read_text(encoding="utf-8")) if memory and memory.exists() else {}
    return found


def prove(cores: str, words: tuple[str, ...]) -> bool:
    """Run one part; whether it holds."""
    command = [sys.executable, "-m", "pytest", "-n", cores, "--dist", "worksteal", *words]
    return subprocess.run(command, cwd=ROOT, check=False).returncode in (0, NOTHING_THERE)


def run(name: str, cores: str) -> bool:
    """Run one part, whichever kind it is; whether it holds."""
    if name in PROGRAMS:
        return subprocess.run([sys.executable, *PROGRAMS[name]], cwd=ROOT, check=False).returncode == 0
    return prove(cores, PARTS[name])


def main(
    cores: Annotated[str, typer.Option(help="How many processes run tests.")] = "2",
    fresh: Annotated[bool, typer.Option("--fresh", help="Do again what is done at this commit.")] = False,
) -> None:
    """Run the parts that are not done at this commit yet, and print what each took."""
    memory = remembered_in()
    done = {} if fresh else done_before(memory)
    failed = []
    parts = [*PROGRAMS, *PARTS]
    for name in parts:
        if name in done:
            continue
        typer.echo(f"\n== {name}")
        begun = time.monotonic()
        if not run(name, cores):
            failed.append(name)
            continue
        done[name] = clock(time.monotonic() - begun)
        if memory:
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(json.dumps(done, indent=2), encoding="utf-8")
    typer.echo("")
    for name in parts:
        typer.echo(f"{done.get(name, 'failed'):>8}  {name}")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(main)
