"""The cast list joined to what is stored: who plays whom, previewed line by line, and named in one transaction."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.checkins.consequences import follow
from bot.domain.times import local
from bot.parsing.cast_list import CastEntry
from bot.productions import ProductionUnfit, Somebody, name_cast, somebody
from bot.record import RecordKind, record
from bot.transaction import Transaction
from storage import people, productions
from storage.people import CastMember, Person
from storage.productions import Production

Age = tuple[bool, date | None]
"""Whether somebody is under 18, and until which day where that is said."""

Player = tuple[CastEntry, str]
"""A row of the cast list, and the Slack user it means ("" for in person)."""

DOUBLE = "double"
EIGHTEEN_YEARS = timedelta(days=18 * 366)


async def cast_changes(transaction: Transaction, production: Production, players: Sequence[Player]) -> list[str]:
    """What the list would change, one line each. Whoever is not in it stays as they are."""
    check_ages(players, local(transaction.now, production.time_zone).date())
    known = await members(transaction, production)
    said = []
    for entry, slack_user in players:
        member = known.get(entry.cast_id.casefold())
        before = await people.get(transaction.session, member.person_id) if member else None
        if before is None or member is None:
            said.append(f"new    {entry.cast_id}: {described(entry, slack_user)}")
            continue
        age = await age_kept(transaction, production, before, entry)
        if not same(entry, slack_user, member, before, age):
            said.append(f"other  {entry.cast_id}: {described(entry, slack_user)} (was {before.name})")
        if age != age_in(entry):
            said.append(stays_under_18(production, entry, before))
    return said


async def members(transaction: Transaction, production: Production) -> dict[str, CastMember]:
    """The stored cast; its ids compare without regard to case."""
    return {
        cast_id.casefold(): member
        for cast_id, member in (await people.get_cast(transaction.session, production.number)).items()
    }


def described(entry: CastEntry, slack_user: str) -> str:
    """One row in words."""
    note = f", {entry.role}" if entry.role else ""
    if entry.under_18 is not None:
        note += ", under 18" if entry.under_18 else ", of age"
        note += f" until {entry.under_18_until}" if entry.under_18_until else ""
    return f"{entry.name} as {entry.character or 'themselves'}{note}, {slack_user or 'in person'}"


def same(entry: CastEntry, slack_user: str, member: CastMember, before: Person, age: Age | None) -> bool:
    """Whether what would be stored of a row is stored."""
    in_slack = before.slack_user == slack_user and not before.in_person
    return (
        (in_slack if slack_user else before.in_person)
        and (before.name, member.character) == (entry.name, entry.character)
        and member.double == is_double(entry)
        and (not entry.language or before.named_language == entry.language)
        and (age is None or (before.under_18, before.under_18_until) == age)
    )


def age_in(entry: CastEntry) -> Age | None:
    """What a row says of age; None where it says nothing."""
    return None if entry.under_18 is None else (entry.under_18, entry.under_18_until)


async def age_kept(transaction: Transaction, production: Production, who: Person, entry: CastEntry) -> Age | None:
    """What is kept of age once a row is taken; None where it says nothing.

    A person plays in several productions: what one of them knows, another's list does not take back. The longer holds.
    """
    age, known = age_in(entry), (who.under_18, who.under_18_until)
    if (
        age is None
        or not known[0]
        or not set(await people.list_played_in(transaction.session, who.number)) - {production.number}
    ):
        return age
    if not age[0]:
        return known
    return True, max(known[1], age[1]) if known[1] is not None and age[1] is not None else None


def stays_under_18(production: Production, entry: CastEntry, who: Person) -> str:
    """That the list does not take an age back, and what does."""
    until = f" until {who.under_18_until}" if who.under_18_until else ""
    return (
        f"stays  {entry.cast_id}: {who.name} is under 18{until} by what another production knows; only "
        f"“closedset production change {production.short_name} --under-18 {entry.cast_id}=…” says otherwise"
    )


def is_double(entry: CastEntry) -> bool:
    """A double is asked only when the coordinator says so."""
    return DOUBLE in entry.role.casefold()


async def import_cast(transaction: Transaction, production: Production, players: Sequence[Player]) -> None:
    """Name the cast, and let everything follow from it. Raises ProductionUnfit."""
    check_ages(players, local(transaction.now, production.time_zone).date())
    for entry, slack_user in players:
        await name_player(transaction, production, entry, slack_user)
    await follow(transaction, production)


def check_ages(players: Sequence[Player], today: date) -> None:
    """A day of coming of age lies ahead. Raises ProductionUnfit: what has passed may be a date of birth."""
    for entry, _ in players:
        check_age(entry.cast_id, entry.under_18_until, today)


def check_age(cast_id: str, until: date | None, today: date) -> None:
    """The day on which somebody under 18 is of age lies ahead. Raises ProductionUnfit."""
    if until is not None and not today < until <= today + EIGHTEEN_YEARS:
        raise ProductionUnfit(
            "Cast id {cast_id} cannot be under 18 until {day}. Write the day to come on which the person is of age, "
            "or yes; a date of birth is not kept.",
            cast_id=cast_id,
            day=until,
        )


async def record_age(
    transaction: Transaction, production: Production, who: Person, under_18: bool, until: date | None
) -> None:
    """Keep that somebody is under 18, or no longer. Plan again afterwards: nobody is asked about a scene with them.

    Their other productions are planned again here.
    """
    if (who.under_18, who.under_18_until) == (under_18, until):
        return
    who.under_18, who.under_18_until = under_18, until
    transaction.session.add(who)
    await transaction.session.flush()
    await record(transaction, production.number, RecordKind.UNDER_18_RECORDED, about=who.number, under_18=under_18)
    for number in await people.list_played_in(transaction.session, who.number):
        if number != production.number:
            await follow(transaction, await productions.get(transaction.session, number))


async def name_player(transaction: Transaction, production: Production, entry: CastEntry, slack_user: str) -> None:
    """One row of the list; whoever changes between Slack and in person stays the same person."""
    member = (await members(transaction, production)).get(entry.cast_id.casefold())
    who = await somebody(transaction, Somebody(entry.name, slack_user)) if slack_user else None
    if who is None and member is not None:
        before = await people.get(transaction.session, member.person_id)
        who = before if before.name == entry.name else None
    who = who or await somebody(transaction, Somebody(entry.name))
    who.in_person = not slack_user
    who.named_language = entry.language or who.named_language
    transaction.session.add(who)
    spelled = member.cast_id if member else entry.cast_id
    await name_cast(transaction, production, spelled, who, entry.character, double=is_double(entry))
    age = await age_kept(transaction, production, who, entry)
    if age is not None:
        await record_age(transaction, production, who, *age)
