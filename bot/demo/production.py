"""The fictional production Baltic, set up through the same rules as a real one."""

from datetime import datetime
from pathlib import Path

from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.domain.terms import Kind, MadeOf, RiderTerms
from bot.domain.times import instant
from bot.duty import begin_duty
from bot.parsing.cast_list import read_cast_list
from bot.parsing.schedule_file import read_schedule
from bot.productions import Somebody, add_production, give_role, somebody
from bot.schedule.cast import import_cast
from bot.schedule.editing import confirm_intimate
from bot.schedule.importing import import_board, preview
from bot.terms.breakdowns import record_breakdown
from bot.terms.versions import record_rider
from bot.transaction import Transaction, writing
from bot.vault import Vault
from storage import people, productions, scenes
from storage.database import Database
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene

HERE = Path(__file__).parent
ONE_LINER = HERE / "one_liner.csv"
BLUE = HERE / "one_liner_blue.csv"
CAST = HERE / "cast.csv"

ZONE = "Europe/Warsaw"
SHORT = "baltic"
OLA, JAN, ZOE = "U0OLA", "U0JAN", "U0ZOE"
MIA, DEV, ADA, SAM, BEN, KIM = "U0MIA", "U0DEV", "U0ADA", "U0SAM", "U0BEN", "U0KIM"

PEOPLE = (
    (MIA, "Mia Brandt", Role.COORDINATOR, "+48 600 100 200"),
    (DEV, "Dev Anand", Role.DEPUTY, "+44 7700 900 123"),
    (ADA, "Ada Quist", Role.FIRST_AD, ""),
    (SAM, "Sam Ortega", Role.SECOND_AD, ""),
    (BEN, "Ben Holt", Role.CREW, ""),
    (KIM, "Kim Rowe", Role.CREW, ""),
)

# What was agreed, scene by scene and performer by performer. 42pt2 is left for the coordinator to confirm.
AGREED = (
    ("42pt1", OLA, "Kissing on the mouth. Hands on back and shoulders. Blouse stays on."),
    ("42pt1", JAN, "Kissing on the mouth. Shirt comes off, seen from behind."),
    ("42A", OLA, "Shower seen through the glass, from the shoulders up. Modesty garment throughout."),
)


# What those scenes are made of, for everybody in them.
MADE_OF = {
    "42pt1": MadeOf(
        (Kind.KISSING, Kind.UNDRESSING),
        tone="Tender, unhurried; nobody in a hurry to be somewhere else.",
        crew="9",
        monitors="Director and script supervisor. No playback outside the set.",
        footage="For the film alone. No stills.",
    ),
    "42A": MadeOf((Kind.SHOWER,), tone="Alone, tired.", crew="6", footage="For the film alone. No stills."),
}


def moment(wall: str) -> datetime:
    """The UTC moment of a wall time in the production's zone, such as "2026-03-16 08:30"."""
    at = datetime.fromisoformat(wall)
    return instant(at.date(), at.time(), ZONE)


FOUNDED = moment("2026-02-16 12:00")
NEGOTIATED = moment("2026-02-23 15:00")
BEGINNING = moment("2026-03-16 08:30")


async def set_up(database: Database, vault: Vault) -> None:
    """Baltic a month before its first intimate day, and then with its riders recorded."""
    async with writing(database, vault, FOUNDED) as transaction:
        production = await found(transaction)
        await import_cast(
            transaction, production, [(entry, entry.slack_id or "") for entry in read_cast_list(CAST.read_bytes())]
        )
        board = read_schedule(ONE_LINER.name, ONE_LINER.read_bytes())
        await import_board(transaction, production, board, await preview(transaction, production, board))
    async with writing(database, vault, NEGOTIATED) as transaction:
        await negotiate(transaction)


async def found(transaction: Transaction) -> Production:
    """The production and its people; the coordinator is on duty."""
    production = await add_production(
        transaction,
        "Baltic",
        SHORT,
        ZONE,
        contact="Actors' union, +48 22 000 00 00",
        help_line="Help line, +48 800 000 000",
    )
    for user, name, role, phone in PEOPLE:
        await give_role(transaction, production, await somebody(transaction, Somebody(name, user)), role, phone)
    await begin_duty(transaction, production, await known(transaction, MIA))
    return production


async def negotiate(transaction: Transaction) -> None:
    """The coordinator confirms the scenes of day 12 and records what was agreed for them."""
    production = await baltic(transaction)
    numbered = {scene.number: scene for scene in await scenes.list_all(transaction.session, production.number)}
    await confirm_intimate(
        transaction, production, [numbered[number] for number in dict.fromkeys(row[0] for row in AGREED)]
    )
    for number, user, agreed in AGREED:
        await record(transaction, numbered[number], user, agreed)
    for number, made in MADE_OF.items():
        await record_breakdown(transaction, numbered[number], await known(transaction, MIA), made)
    await replan(transaction, production)


async def record(transaction: Transaction, scene: Scene, user: str, agreed: str) -> None:
    """One rider, signed and in force."""
    terms = RiderTerms(agreed, f"rider {scene.number}, {user[2:].title()}.pdf", transaction.now)
    await record_rider(transaction, scene, await known(transaction, user), await known(transaction, MIA), terms)


async def known(transaction: Transaction, user: str) -> Person:
    """Somebody of the production."""
    person = await people.find_by_slack_user(transaction.session, user)
    assert person is not None
    return person


async def baltic(transaction: Transaction) -> Production:
    """The production."""
    production = await productions.find_by_name(transaction.session, SHORT)
    assert production is not None
    return production
