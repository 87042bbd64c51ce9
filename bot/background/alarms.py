"""Who is woken when, in real time: the jobs of one scheduler. They end with the process; what must not is a row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Wake = Callable[[], None]


class Alarms:
    """One alarm for each name at a moment, and others that come again and again. What comes late comes once."""

    def __init__(self) -> None:
        self._set: dict[str, datetime] = {}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})

    def start(self) -> None:
        """Begin to wake."""
        self._scheduler.start()

    def stop(self) -> None:
        """Wake nobody any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def at(self, name: str, moment: datetime | None, wake: Wake) -> None:
        """Wake somebody at a moment, instead of at the one that was set under this name before; None for not at all."""
        if moment == self._set.get(name):
            return
        self._set.pop(name, None)
        if (job := self._scheduler.get_job(name)) is not None:
            job.remove()
        if moment is None:
            return
        self._set[name] = moment

        async def ring() -> None:
            # Set anew while this one was already on its way: the new one stays.
            if self._set.get(name) == moment:
                del self._set[name]
            wake()

        self._scheduler.add_job(ring, "date", run_date=moment, id=name)

    def every(self, name: str, interval: timedelta, wake: Wake) -> None:
        """Wake somebody again and again."""

        async def ring() -> None:
            wake()

        self._scheduler.add_job(ring, "interval", seconds=interval.total_seconds(), id=name)

    def clocks_moved(self) -> None:
        """The machine's time has jumped: everything comes now, and what comes again and again is counted from now on.

        Whoever waited for a moment looks again, and sets it anew: it may lie hours ahead by a clock that was set back.
        """
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))
        if self._scheduler.running:
            self._scheduler.wakeup()
