"""`closedset` as it is typed: in a folder of its own, with an environment of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.patience import at_most
from tests.world import KEYS

ROOT = Path(__file__).parents[2]
PATIENCE = at_most(40)


class Shell:
    """One person's terminal."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {"CLOSEDSET_KEYS": KEYS, **environment}

    def run(self, *words: str, **more: str) -> Result:
        """Run a command here and now. Input is no terminal."""
        return CliRunner(env=dict.fromkeys(os.environ)).invoke(app, list(words), env={**self.environment, **more})

    def says(self, *words: str, **more: str) -> str:
        """What a command that works says."""
        done = self.run(*words, **more)
        assert done.exit_code == 0, done.output
        return done.output

    def fails(self, *words: str, **more: str) -> list[str]:
        """The lines of a command that does not work; never a traceback."""
        done = self.run(*words, **more)
        assert (done.exit_code, done.stdout) == (1, ""), done.output
        return done.stderr.splitlines()

    def is_unfit(self, *words: str, **more: str) -> list[str]:
        """The lines of a command whose settings do not fit."""
        done = self.run(*words, **more)
        assert (done.exit_code, done.stdout) == (2, ""), done.output
        return done.stderr.splitlines()

    def fails_apart(self, *words: str, **more: str) -> list[str]:
        """What a command says that does not work, in a process of its own; without whom it warns of the machine."""
        with self.started(*words, **more) as command:
            assert command.ends() == 1
            return [line for line in command.lines if " WARNING " not in line]

    @contextmanager
    def started(self, *words: str, **more: str) -> Iterator["Started"]:
        """Start a command that lasts, in a process of its own."""
        program = [sys.executable, "-c", "from bot.cli import main; main()", *words]
        environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **self.environment, **more}
        process = subprocess.Popen(
            program, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        try:
            yield Started(process)
        finally:
            watchdog.cancel()
            process.kill()
            process.communicate()


class Started:
    """A command that lasts."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.lines: list[str] = []

    def hears(self, words: str) -> str:
        """Read on until a line has these words."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            if words in line:
                return line.rstrip()
        raise AssertionError(f"never said “{words}”: {self.lines}")

    def ends(self, number: signal.Signals | None = None) -> int:
        """End it with a signal, or wait for its own end; its exit code."""
        if number is not None:
            self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=PATIENCE)
        self.lines += rest.splitlines()
        return self._process.returncode
