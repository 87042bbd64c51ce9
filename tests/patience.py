"""How long the tests wait at most: one setting for every one of them.

What is waited for comes when it comes: on a busy machine late, and a quick one never waits longer for it. So every
limit goes through `at_most`, and no test asks how long something took. What Slack gives up on after three seconds is
stretched alike, where the three seconds are not what is shown.
"""

import os
import time

from sandbox.server import Sandbox
from sandbox.socket_mode import ACKNOWLEDGE_SECONDS

SETTING = "CLOSEDSET_TEST_PATIENCE"
# So many times as long as it should take, on a machine that does nothing else.
PATIENCE = float(os.environ.get(SETTING, "3"))
TEST_SECONDS = 120.0


def crowding() -> float:
    """How many want each core at the moment; one where nobody has to wait for it."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def at_most(seconds: float) -> float:
    """How long to wait for what should take at most so many seconds."""
    return stretched(seconds) * PATIENCE


def stretched(seconds: float) -> float:
    """As long as so many seconds' work takes now: for what, made generous, would hide what it is there to find."""
    return seconds * crowding()


def unhurry(sandbox: Sandbox) -> None:
    """Have Slack wait for an acknowledgement, and for a window after it, as long as this machine may need."""
    slowness = at_most(1)
    sandbox.be_patient_for(ACKNOWLEDGE_SECONDS * slowness)
    sandbox.workspace.tickets.real_seconds = lambda: time.monotonic() / slowness
