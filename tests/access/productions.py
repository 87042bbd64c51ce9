"""Two productions side by side, with something of every kind in each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlmodel import col, select

from bot.checkins.consequences import replan, touched
from bot.closed_sets.sparing import note_spared, version_of
from bot.domain.roles import Role
from bot.domain.terms import RiderTerms
from bot.domain.times import instant
from bot.domain.touches import Touch
from bot.duty import begin_duty
from bot.privacy.private_notes import place_hold
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.schedule.accounts import ask_whose
from bot.terms.versions import record_rider
from bot.transaction import Transaction
from storage import accounts, people
from storage.alerts import Alert, AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet
from storage.privacy import PrivateNote
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from tests.in_process_bot import InProcessBot, ManualClock

MONDAY = date(2026, 3, 16)
FRIDAY = datetime(2026, 3, 13, 8, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 16, 12, tzinfo=UTC)
NOWHERE = "99999"
BALTIC = [
    ("U0MIA", Role.COORDINATOR),
    ("U0DEV", Role.DEPUTY),
    ("U0DEE", Role.DEPUTY),
    ("U0ADA", Role.FIRST_AD),
    ("U0SAM", Role.SECOND_AD),
    ("U0KIT", Role.CREW),
    ("U0PIA", Role.PRODUCER),
    ("U0PAM", Role.PRODUCER),
    ("U0ADI", Role.FIRST_AD),
]
TATRA = [("U0UNA", Role.COORDINATOR), ("U0UTA", Role.FIRST_AD)]


@dataclass
class MadeProduction:
    """One production, and the values its buttons carry, by what they are about."""

    name: str
    staff: list[tuple[str, Role]]
    cast: dict[str, str]
    scene: str
    lead: str
    coordinator: str
    ad: str
    values: dict[str, str] = field(default_factory=dict)


def films() -> list[MadeProduction]:
    """Baltic, about which the table speaks, and Tatra beside it."""
    baltic = {"1": "U0OLA", "2": "U0JAN", "3": "U0PAM", "4": "U0ADI"}
    return [
        MadeProduction("Baltic", BALTIC, baltic, "42", "U0OLA", "U0MIA", "U0ADA"),
        MadeProduction("Tatra", TATRA, {"1": "U0LEA"}, "77", "U0LEA", "U0UNA", "U0UTA"),
    ]


async def set_up(in_process: InProcessBot) -> list[MadeProduction]:
    """Both productions; in each the lead has changed her mind in words, an AD has asked for crew, words are held."""
    made = films()
    for production in made:
        async with in_process.transaction() as transaction:
            await found(transaction, production)
    await in_process.jump(FRIDAY)
    for production in made:
        row = await the_check_in(in_process, production)
        value = f"{row.number}:0"
        reply = await in_process.tap(production.lead, "answer_not_as_agreed", value)
        assert reply.modal is not None
        await in_process.submit(
            production.lead, "change_words", reply.modal.about, {"words": f"not in {production.name}"}
        )
        async with in_process.transaction() as transaction:
            await somebody(transaction, Somebody("Ben", "U0BEN"))
        await in_process.command(production.ad, "/closedset", f"ask {production.scene} <@U0BEN|ben>")
        async with in_process.transaction() as transaction:
            await hold(transaction, production)
            await ask_coordinator(transaction, production)
        await in_process.rest()
        production.values = await values_of(in_process, production, value)
    return made


async def found(transaction: Transaction, production: MadeProduction) -> None:
    """A production with one scene on one day."""
    row = await add_production(
        transaction, production.name, production.name.casefold(), "Europe/Warsaw", contact="Equity"
    )
    for user, role in production.staff:
        await give_role(
            transaction, row, await somebody(transaction, Somebody(user.removeprefix("U0").title(), user)), role
        )
    coordinator = await somebody(transaction, Somebody("", production.coordinator))
    await begin_duty(transaction, row, coordinator)
    deputy = await people.find_by_slack_user(transaction.session, "U0DEV")
    if deputy is not None and production.name == "Baltic":
        await begin_duty(transaction, row, deputy)
    for cast_id, user in production.cast.items():
        await name_cast(
            transaction, row, cast_id, await somebody(transaction, Somebody(user.removeprefix("U0").title(), user))
        )
    for number, label in enumerate(("11", "12") if production.name == "Baltic" else ("91", "92")):
        day = ShootDay(production_id=row.number, date=MONDAY.replace(day=16 + number), label=label)
        transaction.session.add(day)
        await transaction.session.flush()
        transaction.session.add(Call(shoot_day_id=day.number, at=instant(day.date, time(7), row.time_zone)))
        if number == 0:
            await add_scene(transaction, row, production, day)
    await replan(transaction, row)


async def add_scene(transaction: Transaction, row: Production, production: MadeProduction, day: ShootDay) -> None:
    """Its scene, with riders."""
    about = Scene(production_id=row.number, number=production.scene, intimacy=Intimacy.CONFIRMED)
    transaction.session.add(about)
    await transaction.session.flush()
    transaction.session.add(Strip(shoot_day_id=day.number, scene_id=about.key, cast_ids=[*production.cast]))
    await transaction.session.flush()
    by = await somebody(transaction, Somebody("", production.coordinator))
    for user in production.cast.values():
        performer = await somebody(transaction, Somebody("", user))
        await record_rider(transaction, about, performer, by, RiderTerms("As written.", "rider.pdf", transaction.now))


async def hold(transaction: Transaction, production: MadeProduction) -> None:
    """The lead's words are held."""
    row = (await transaction.session.exec(select(Production).where(Production.name == production.name))).one()
    performer, by = (
        await people.find_by_slack_user(transaction.session, production.lead),
        await people.find_by_slack_user(transaction.session, production.coordinator),
    )
    assert performer is not None
    assert by is not None
    placed = await place_hold(transaction, row, performer, by, datetime(2026, 6, 1, tzinfo=UTC), "A claim.")
    production.values["hold"] = str(placed.number)


async def ask_coordinator(transaction: Transaction, production: MadeProduction) -> None:
    """A list gives the lead another account, something has changed around the scene, and many would be taken out."""
    row = (await transaction.session.exec(select(Production).where(Production.name == production.name))).one()
    about = (await transaction.session.exec(select(Scene).where(Scene.production_id == row.number))).one()
    lead = await people.find_by_slack_user(transaction.session, production.lead)
    assert lead is not None
    await ask_whose(transaction, row, lead, production.lead.replace("U0", "U1"), "1")
    await touched(transaction, row, Touch.TEXT, scene_id=about.key)
    closed = (await transaction.session.exec(select(ClosedSet).where(ClosedSet.production_id == row.number))).one()
    await note_spared(transaction, closed, [production.lead], [production.lead])


async def the_check_in(in_process: InProcessBot, production: MadeProduction) -> CheckIn:
    """The lead's check-in."""
    who = await people.find_by_slack_user(in_process.session, production.lead)
    assert who is not None
    return (await in_process.session.exec(select(CheckIn).where(CheckIn.person_id == who.number))).one()


async def values_of(in_process: InProcessBot, production: MadeProduction, check_in: str) -> dict[str, str]:
    """What buttons and windows about this production carry."""
    row = await the_check_in(in_process, production)
    of_film = row.production_id
    alerts = (await in_process.session.exec(select(Alert).where(Alert.production_id == of_film))).all()
    change = next(one for one in alerts if one.kind is AlertKind.CHANGE)
    wish = next(one for one in alerts if one.kind is AlertKind.ASKED)
    closed = (await in_process.session.exec(select(ClosedSet).where(ClosedSet.production_id == of_film))).one()
    spared = next(one for one in alerts if one.kind is AlertKind.REMOVAL_WAITS)
    touch = next(one for one in alerts if one.kind is AlertKind.PLAN_TOUCHED)
    asked = await accounts.find_asked_of(in_process.session, of_film, row.person_id)
    assert asked is not None
    said = (await in_process.session.exec(select(Answer).where(Answer.check_in_id == row.number))).one()
    note = (await in_process.session.exec(select(PrivateNote).where(col(PrivateNote.answer_id) == said.number))).one()
    return {
        **production.values,
        "": "",
        "check_in": check_in,
        "check_in_id": str(row.number),
        "alert": str(change.number),
        "wish": str(wish.number),
        "touch": str(touch.number),
        "spared": f"{spared.number}:{version_of(closed)}",
        "asked": str(asked.number),
        "presence": f"{row.scene_id}:9",
        "closed_set": str(closed.number),
        "production": str(of_film),
        "zone": f"{of_film}:America/New_York",
        "answer": str(said.number),
        "note": str(note.id),
        "scene": str(row.scene_id),
        "rider": f"{row.scene_id}:{row.person_id}",
    }


def made_up(about: str) -> str:
    """The value of a button about something that is not there."""
    return {
        "check_in": f"{NOWHERE}:0",
        "presence": f"{NOWHERE}:9",
        "rider": f"{NOWHERE}:{NOWHERE}",
        "zone": f"{NOWHERE}:America/New_York",
        "": "",
    }.get(about, NOWHERE)


@asynccontextmanager
async def as_it_was(in_process: InProcessBot) -> AsyncIterator[InProcessBot]:
    """The same house; what happens in it is taken back."""
    part = await in_process.session.begin_nested()
    try:
        yield InProcessBot(in_process.session, ManualClock(in_process.clock.now()), keys=in_process.keys)
    finally:
        await part.rollback()
        in_process.session.expunge_all()
