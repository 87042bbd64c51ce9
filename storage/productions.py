"""Productions: the films and series the bot works for, each with its own times and rules."""

from datetime import datetime, time, timedelta
from typing import ClassVar

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.alert_kinds import Paces
from bot.domain.jurisdictions import Country
from bot.domain.times import QuietHours, Rounds
from storage.columns import Instant
from storage.row import Row


class Production(Row, table=True):
    """One production. Wall times are in its own time zone; everything in it is invisible to any other."""

    # An id is never given twice: the record of an erased production keeps its own.
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}
    name: str
    short_name: str = Field(unique=True)
    time_zone: str
    profile: str = Country.GENERAL.value
    language: str = "en"
    first_checkin_hours: int = 72
    evening_at: time = time(19, 0)
    morning_minutes: int = 90
    quiet_from: time = time(22, 0)
    quiet_until: time = time(8, 0)
    earliest_call: time = time(5, 0)
    notice_hours: int = 48
    turnaround_hours: int = 12
    rider_required: bool = True
    grid_minutes: int = 15
    at_once_hours: int = 3
    close_grid_minutes: int = 2
    line_minutes: int = 90
    line_every_hours: int = 5
    alert_repeat_minutes: int = 10
    alert_deputy_minutes: int = 20
    alert_close_minutes: int = 3
    near_call_hours: int = 14
    closed_set_hours: int = 12
    contact: str = ""
    help_line: str = ""
    keep_words_days: int = 30
    warn_words_days: int = 7
    keep_production_days: int = 180
    # When everything of it goes but its record, as everybody was told.
    goes_at: datetime | None = Field(default=None, sa_type=Instant)
    board_version: int = 1
    created_at: datetime = Field(sa_type=Instant)

    @property
    def quiet(self) -> QuietHours:
        """The hours of the night without check-ins."""
        return QuietHours(self.quiet_from, self.quiet_until)

    @property
    def paces(self) -> Paces:
        """When this production's alerts are told, and to whom when."""
        return Paces(
            last_hours=timedelta(hours=self.at_once_hours),
            near_call=timedelta(hours=self.near_call_hours),
            repeat=timedelta(minutes=self.alert_repeat_minutes),
            deputy=timedelta(minutes=self.alert_deputy_minutes),
            close_repeat=timedelta(minutes=self.alert_close_minutes),
            before_call=timedelta(minutes=self.line_minutes),
            grid=self.grid_minutes,
            close_grid=self.close_grid_minutes,
            quiet=self.quiet,
            zone=self.time_zone,
        )

    @property
    def rounds(self) -> Rounds:
        """When this production asks."""
        return Rounds(self.first_checkin_hours, self.evening_at, self.morning_minutes, self.quiet, self.time_zone)


async def find(session: AsyncSession, number: int) -> Production | None:
    """The production with this id, if there is one."""
    return await session.get(Production, number)


async def get(session: AsyncSession, number: int) -> Production:
    """The production with this id; it exists."""
    return (await session.exec(select(Production).where(Production.id == number))).one()


async def find_by_name(session: AsyncSession, name: str) -> Production | None:
    """The production with this short or full name, upper and lower case alike."""
    wanted = name.strip().casefold()
    for found in await list_all(session):
        if wanted in (found.short_name.casefold(), found.name.casefold()):
            return found
    return None


async def list_all(session: AsyncSession) -> list[Production]:
    """All productions, by name."""
    return list((await session.exec(select(Production).order_by(col(Production.name)))).all())
