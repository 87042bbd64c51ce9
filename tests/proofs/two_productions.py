"""Two productions beside each other: three performers, one in both and one without Slack; deputies on and off duty."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.roles import Role
from bot.domain.terms import RiderTerms
from bot.duty import begin_duty
from bot.parsing.one_liner import read_one_liner
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.schedule.editing import confirm_intimate
from bot.schedule.importing import import_board, preview
from bot.terms.versions import record_rider
from bot.transaction import Transaction
from storage import people, scenes
from storage.productions import Production
from tests.in_process_bot import InProcessBot

MONDAY = date(2026, 3, 16)
FEBRUARY = datetime(2026, 2, 16, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 13, 12, tzinfo=UTC)
PLANNED_DAYS = 3


@dataclass(frozen=True)
class Planned:
    """A row of a production's schedule, as whoever keeps it writes it."""

    day: int
    scene: str
    cast: tuple[str, ...]
    place: str
    synopsis: str
    call: str = "07:00"


@dataclass(frozen=True)
class Film:
    """A production as its people know it."""

    short: str
    staff: dict[str, Role]
    cast: dict[str, tuple[str, str]]
    plan: tuple[Planned, ...]
    first_label: int

    def holding(self, *roles: Role) -> list[str]:
        """The Slack users who hold one of these roles from the beginning."""
        return [user for user, role in self.staff.items() if role in roles]

    def performers(self) -> list[str]:
        """The Slack users of its cast."""
        return [user for _, user in self.cast.values() if user]

    def label(self, day: int) -> str:
        """A shooting day as it is called."""
        return str(self.first_label + day)


BALTIC = Film(
    "baltic",
    {
        "U0MIA": Role.COORDINATOR,
        "U0DEV": Role.DEPUTY,
        "U0DEE": Role.DEPUTY,
        "U0ADA": Role.FIRST_AD,
        "U0SAM": Role.SECOND_AD,
        "U0KIT": Role.CREW,
    },
    {"1": ("Ola", "U0OLA"), "2": ("Jan", "U0JAN"), "3": ("Ewa", "")},
    (
        Planned(0, "42", ("1", "2"), "HOTEL ROOM 214", "Ola and Jan alone"),
        Planned(1, "43", ("2", "3"), "PIER", "Jan and Ewa swim"),
        Planned(1, "44", ("1",), "CABIN 12", "Ola showers"),
    ),
    11,
)
TATRA = Film(
    "tatra",
    {"U0UNA": Role.COORDINATOR, "U0UTA": Role.DEPUTY, "U0UWE": Role.FIRST_AD},
    {"1": ("Ola", "U0OLA")},
    (Planned(0, "42", ("1",), "HUT", "Ola in the hut"), Planned(1, "7", ("1",), "LAKE", "Ola swims")),
    91,
)
FILMS = (BALTIC, TATRA)
ON_DUTY = ("U0MIA", "U0DEV", "U0UNA")
COLUMNS = ("Shoot Day", "Date", "Unit", "Approx Call", "Row Type", "Scene", "Set", "Cast IDs", "Synopsis")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A file with commas, as every spreadsheet writes it."""
    written = io.StringIO()
    csv.writer(written).writerows([head, *rows])
    return written.getvalue()


def one_liner(film: Film, rows: Iterable[Planned]) -> str:
    """The schedule as a file; every day has a row, also one on which nothing intimate is played."""
    planned = sorted(rows, key=lambda row: row.day)
    calls = {row.day: row.call for row in planned}
    fillers = [Planned(day, f"9{day}", ("8",), "STREET", "Traffic") for day in range(PLANNED_DAYS)]
    return table(
        COLUMNS,
        [
            (
                film.label(row.day),
                (MONDAY + timedelta(days=row.day)).isoformat(),
                "MAIN",
                calls.get(row.day, "07:00"),
                "SCENE",
                row.scene,
                row.place,
                ", ".join(row.cast),
                row.synopsis,
            )
            for row in sorted([*planned, *fillers], key=lambda row: row.day)
        ],
    )


async def set_up(in_process: InProcessBot) -> None:
    """Both productions with their people, their days, their riders, a month before; then close to the first day."""
    for film in FILMS:
        async with in_process.transaction() as transaction:
            await found(transaction, film)
    await in_process.jump(FRIDAY)


async def found(transaction: Transaction, film: Film) -> None:
    """One production; every scene of it is confirmed as intimate, every rider is in force."""
    row = await add_production(transaction, film.short.title(), film.short, "Europe/Warsaw", contact="Equity")
    for user, role in film.staff.items():
        who = await somebody(transaction, Somebody(user.removeprefix("U0").title(), user))
        await give_role(transaction, row, who, role)
        if user in ON_DUTY:
            await begin_duty(transaction, row, who)
    for cast_id, (name, user) in film.cast.items():
        await name_cast(transaction, row, cast_id, await somebody(transaction, Somebody(name, user or None)))
    board = read_one_liner(one_liner(film, film.plan).encode())
    await import_board(transaction, row, board, await preview(transaction, row, board))
    await agree(transaction, row, film)


async def agree(transaction: Transaction, row: Production, film: Film) -> None:
    """What was agreed before anything begins."""
    known = {scene.number: scene for scene in await scenes.list_all(transaction.session, row.number)}
    await confirm_intimate(transaction, row, [known[planned.scene] for planned in film.plan])
    cast = await people.get_cast(transaction.session, row.number)
    for planned in film.plan:
        for cast_id in planned.cast:
            performer = await people.get(transaction.session, cast[cast_id].person_id)
            terms = RiderTerms("As written.", "rider.pdf", transaction.now)
            await record_rider(transaction, known[planned.scene], performer, None, terms)


def without(rows: Iterable[Planned], *gone: Planned) -> list[Planned]:
    """A schedule without some of its rows."""
    return [row for row in rows if row not in gone]


def renamed(row: Planned, scene: str) -> Planned:
    """The same part of the story under another number."""
    return replace(row, scene=scene)
