"""A PostgreSQL that can be restarted, and keeps what it has confirmed, as those of productions do."""

import shutil
import subprocess

from tests.postgresql import (
    SETTINGS,
    Command,
    NoPostgreSQL,
    Server,
    make_cluster,
    make_home,
    unprivileged,
    usable,
    wait_until_ready,
)

DONE = b"done\n"
RESTART_SECONDS = 60
# As in tests/postgresql.py it goes with this process, however that ends.
KEEPER = """
home=$1; control=$2; options=$3
"$control" -D "$home/data" -l "$home/log" -o "$options" -w -s start >/dev/null
while read -r how; do
    "$control" -D "$home/data" -l "$home/log" -m "$how" -t 60 -w -s restart >/dev/null
    echo done
done
"$control" -D "$home/data" -m immediate -w -s stop >/dev/null
rm -rf "$home"
"""


class RestartingServer(Server):
    """A server, and who restarts it."""

    def restart(self, how: str) -> None:
        """Restart it: `fast` ends every connection in order, `immediate` as if it had died."""
        keeper = self.reconciler
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        keeper.stdin.write(f"{how}\n".encode())
        keeper.stdin.flush()
        assert keeper.stdout.readline() == DONE


def start_restarting() -> RestartingServer:
    """Start one. Raises NoPostgreSQL where there is nothing to start."""
    user = unprivileged()
    home = make_home(user)
    try:
        programs = usable(home, user)
        make_cluster(programs, home / "data", user)
    except NoPostgreSQL:
        shutil.rmtree(home, ignore_errors=True)
        raise
    # A restart is no reason to lose what was confirmed; the machine itself goes on.
    settings = {**SETTINGS, "synchronous_commit": "on", "listen_addresses": "''"}
    options = " ".join(["-k", str(home), *(f"-c {name}={value}" for name, value in settings.items())])
    keeper: Command = ["/bin/sh", "-c", KEEPER, "keeper", home, programs / "pg_ctl", options]
    started = subprocess.Popen(
        keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, **user
    )
    server = RestartingServer(home, started)
    wait_until_ready(server)
    return server
