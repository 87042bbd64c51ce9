"""A small production to prove things on: three days around a change of clocks, three scenes, five performers."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.domain.terms import RiderTerms
from bot.domain.times import instant
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.schedule.editing import follow_board
from bot.terms.versions import record_rider
from bot.transaction import Transaction
from storage import people, productions, scenes, shoot_days
from storage.people import Person
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from tests.in_process_bot import InProcessBot

STAFF = {
    "mia": ("U0MIA", Role.COORDINATOR),
    "dev": ("U0DEV", Role.DEPUTY),
    "ada": ("U0ADA", Role.FIRST_AD),
    "sam": ("U0SAM", Role.SECOND_AD),
    "kit": ("U0KIT", Role.CREW),
    "pia": ("U0PIA", Role.PRODUCER),
}
CAST = {"1": "ola", "2": "jan", "3": "ewa", "1X": "kim"}
PERFORMERS = ("ola", "jan", "ewa", "kim", "lea")
SCENES = {"42": ("1", "2"), "42A": ("1",), "43": ("2", "3"), "44": ("1X", "9")}
# The Sunday on which clocks change, by time zone.
SUNDAYS = {
    "Europe/Warsaw": date(2026, 3, 29),
    "America/New_York": date(2026, 3, 8),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "Asia/Kathmandu": date(2026, 3, 29),
}


@dataclass
class Office:
    """The production in a house, and the ids of what is in it, by the names the proofs use."""

    in_process: InProcessBot
    film_id: int = 0
    people: dict[str, int] = field(default_factory=dict)
    scenes: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    zone: str = ""

    def user(self, who: str) -> str:
        """A person's Slack user."""
        return f"U0{who.upper()}"

    async def production(self, transaction: Transaction) -> Production:
        """The production as it is stored."""
        return await productions.get(transaction.session, self.film_id)

    async def person(self, transaction: Transaction, who: str) -> Person:
        """A person as they are stored."""
        return await people.get(transaction.session, self.people[who])

    async def scene(self, transaction: Transaction, number: str) -> Scene:
        """A scene as it is stored."""
        return await scenes.get(transaction.session, self.scenes[number])

    async def day(self, transaction: Transaction, label: str) -> ShootDay:
        """A day as it is stored."""
        return await shoot_days.get(transaction.session, self.days[label])

    def call(self, label: str, hour: str = "07:00") -> datetime:
        """A wall time of a day."""
        return instant(self.dates[label], time.fromisoformat(hour), self.zone)


def long_before(zone: str) -> datetime:
    """A month before the first day."""
    return datetime.combine(SUNDAYS[zone] - timedelta(days=30), time(12), tzinfo=UTC)


async def open_office(in_process: InProcessBot, zone: str, **times: int) -> Office:
    """The production with its people, its days and no scene planned yet."""
    office = Office(in_process, zone=zone)
    async with in_process.transaction() as transaction:
        production = await add_production(transaction, "Baltic", "baltic", zone, contact="Equity", **times)
        office.film_id = production.number
        for who, (user, role) in STAFF.items():
            found = await somebody(transaction, Somebody(who.title(), user))
            await give_role(transaction, production, found, role)
            office.people[who] = found.number
        await begin_duty(transaction, production, await office.person(transaction, "mia"))
        for who in PERFORMERS:
            user_of = None if who == "ewa" else office.user(who)
            office.people[who] = (await somebody(transaction, Somebody(who.title(), user_of))).number
        for cast_id, who in CAST.items():
            await name_cast(
                transaction, production, cast_id, await office.person(transaction, who), double=cast_id == "1X"
            )
        for number, label in enumerate(("11", "12", "13")):
            day = ShootDay(
                production_id=production.number, label=label, date=SUNDAYS[zone] + timedelta(days=number - 1)
            )
            transaction.session.add(day)
            await transaction.session.flush()
            office.days[label], office.dates[label] = day.number, day.date
            transaction.session.add(Call(shoot_day_id=day.number, at=office.call(label)))
        for scene_number in SCENES:
            row = Scene(production_id=production.number, number=scene_number, intimacy=Intimacy.CONFIRMED)
            transaction.session.add(row)
            await transaction.session.flush()
            office.scenes[scene_number] = row.key
        await replan(transaction, production)
    return office


async def plan(office: Office, scene_number: str, label: str, cast: tuple[str, ...]) -> None:
    """A scene comes onto a day."""
    async with office.in_process.transaction() as transaction:
        day = await office.day(transaction, label)
        transaction.session.add(
            Strip(shoot_day_id=day.number, scene_id=office.scenes[scene_number], cast_ids=list(cast))
        )
        await transaction.session.flush()
        await follow_board(transaction, await office.production(transaction), [day])


async def sign(
    office: Office, scene_number: str, who: str, sent: datetime, *, force: bool = True, waived: bool = False
) -> None:
    """A rider comes in."""
    async with office.in_process.transaction() as transaction:
        terms = RiderTerms("As written.", "rider.pdf", sent, force, waived)
        coordinator = await office.person(transaction, "mia")
        await record_rider(
            transaction,
            await office.scene(transaction, scene_number),
            await office.person(transaction, who),
            coordinator,
            terms,
        )
