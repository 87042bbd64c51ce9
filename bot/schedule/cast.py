"""The cast list joined to what is stored: who plays whom, previewed line by line, and named in one transaction."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from bot.checkins.consequences import follow
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.domain.times import local
from bot.parsing.cast_list import CastEntry
from bot.parsing.reading import folded
from bot.productions import ProductionUnfit, Somebody, name_cast, somebody, take_name
from bot.record import record
from bot.schedule.accounts import ask_whose, is_somebodys
from bot.schedule.intimate_plan import intimate_plan, tell_of_changes
from bot.transaction import Transaction
from storage import accounts, people, productions
from storage.people import CastMember, Person
from storage.productions import Production

Age = tuple[bool, date | None]
"""Whether somebody is under 18, and until which day where that is said."""

Player = tuple[CastEntry, str]
"""A row of the cast list, and the Slack user it means ("" for in person)."""

DOUBLE = "double"
EIGHTEEN_YEARS = timedelta(days=18 * 366)


class Means(StrEnum):
    """Whom a row of the cast list means, beside whoever plays the cast id already."""

    NEW = "new"
    SAME = "same"
    ASKED = "asked"
    RECAST = "recast"


async def meaning(transaction: Transaction, before: Person | None, entry: CastEntry, slack_user: str) -> Means:
    """Whom a row means. Another account under the same name, or Slack for somebody asked in person: that is asked.

    Whether it is theirs a coordinator says, who has spoken with them; whoever writes a list cannot.
    """
    if before is None:
        return Means.NEW
    called = folded(entry.name) in {folded(before.name), folded(before.listed_name or "")}
    if slack_user and slack_user == before.slack_user:
        return Means.ASKED if before.in_person else Means.SAME
    if not called or (slack_user and await is_somebodys(transaction, slack_user, before)):
        return Means.RECAST
    return Means.ASKED if slack_user else Means.SAME


async def cast_changes(transaction: Transaction, production: Production, players: Sequence[Player]) -> list[str]:
    """What the list would change, one line each. Whoever is not in it stays as they are.

    Nothing in it tells whether anything is open with anybody.
    """
    check_ages(players, local(transaction.now, production.time_zone).date())
    known = await members(transaction, production)
    said = []
    for entry, slack_user in players:
        member = known.get(entry.cast_id.casefold())
        before = await people.get(transaction.session, member.person_id) if member else None
        means = await meaning(transaction, before, entry, slack_user)
        if before is None or member is None:
            said.append(f"new    {entry.cast_id}: {described(entry, slack_user)}")
        elif means is Means.RECAST:
            said.append(f"other  {entry.cast_id}: {described(entry, slack_user)} (was {before.name})")
        elif not await same(transaction, production, (entry, slack_user), member, before):
            said.append(f"other  {entry.cast_id}: {described(entry, slack_user)}")
        if before is not None and means is Means.ASKED:
            said += await asked_line(transaction, production, entry, before, slack_user)
        said += await age_lines(transaction, production, entry, before, means)
    return said


async def asked_line(
    transaction: Transaction, production: Production, entry: CastEntry, before: Person, slack_user: str
) -> list[str]:
    """That a coordinator will be asked whose an account is; nothing once they are."""
    if await accounts.find_open(transaction.session, production.number, before.number, slack_user) is not None:
        return []
    line = f"asks   {entry.cast_id}: whether {slack_user} is {before.name}'s account; a coordinator says so, "
    return [line + "who has spoken with them, and until then nothing of theirs changes"]


async def age_lines(
    transaction: Transaction, production: Production, entry: CastEntry, before: Person | None, means: Means
) -> list[str]:
    """What stays of an age although the list says otherwise, or nothing."""
    if before is not None and means in (Means.SAME, Means.ASKED):
        kept = await age_kept(transaction, production, before, entry)
        return [stays_under_18(production, entry, before)] if kept != age_in(entry) else []
    if await age_of_part(transaction, production, entry, before) is None:
        return []
    line = f"stays  {entry.cast_id}: under 18, as whoever had the part or the name before; "
    return [line + "write “no” into the column for somebody of age"]


async def age_of_part(
    transaction: Transaction, production: Production, entry: CastEntry, before: Person | None
) -> Age | None:
    """The mark that stays where a row is replaced and its cell is empty: of the part, or of the name."""
    if entry.under_18 is not None:
        return None
    others = await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    alike = [one for one in others if folded(entry.name) in {folded(one.name), folded(one.listed_name or "")}]
    marked = [one for one in [*([before] if before is not None else []), *alike] if one.under_18]
    return (True, marked[0].under_18_until) if marked else None


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


async def same(
    transaction: Transaction, production: Production, player: Player, member: CastMember, before: Person
) -> bool:
    """Whether what would be stored of a row is stored; whose an account is apart."""
    entry, slack_user = player
    age = await age_kept(transaction, production, before, entry)
    return (
        (before.in_person or bool(slack_user))
        and before.listed_name == entry.name
        and (member.character, member.double) == (entry.character, is_double(entry))
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
    plan = await intimate_plan(transaction, production)
    for entry, slack_user in players:
        await name_player(transaction, production, entry, slack_user)
    await follow(transaction, production)
    await tell_of_changes(transaction, production, plan)


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
    """One row of the list. Nobody is given another account, another age or Slack by it; a recast part is."""
    member = (await members(transaction, production)).get(entry.cast_id.casefold())
    before = await people.get(transaction.session, member.person_id) if member is not None else None
    means = await meaning(transaction, before, entry, slack_user)
    carried = None
    if before is not None and means in (Means.SAME, Means.ASKED):
        who = before
        take_name(transaction, who, entry.name)
    else:
        carried = await age_of_part(transaction, production, entry, before)
        who = await somebody(transaction, Somebody(entry.name, slack_user or None))
    who.in_person = who.in_person or not slack_user
    who.named_language = entry.language or who.named_language
    transaction.session.add(who)
    spelled = member.cast_id if member else entry.cast_id
    await name_cast(transaction, production, spelled, who, entry.character, double=is_double(entry))
    if means is Means.ASKED:
        await ask_whose(transaction, production, who, slack_user, spelled)
    age = carried or await age_kept(transaction, production, who, entry)
    if age is not None:
        await record_age(transaction, production, who, *age)
