"""What a run of the tests has cost, all its processes together."""

import resource
import time

import pytest

_begun = time.monotonic()


def spent(terminalreporter: pytest.TerminalReporter) -> None:
    """One line at the end: the processors' time and the time that passed."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processors = sum(one.ru_utime + one.ru_stime for one in used)
    terminalreporter.write_line(f"CPU {clock(processors)}, wall {clock(time.monotonic() - _begun)}")


def clock(seconds: float) -> str:
    """Minutes and seconds as they are read on a watch."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes}:{left:02}"
