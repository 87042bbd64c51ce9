"""The cast list joined to what is stored: who plays whom, previewed line by line, and named in one step."""

from collections.abc import Sequence

from bot.asking import ask_late_additions
from bot.planning import replan
from bot.productions import Somebody, name_cast, somebody
from bot.publishing import hurry_words
from bot.schedule.cast_list import CastEntry
from bot.step import Step
from storage.people import CastMember, Person, cast, person
from storage.productions import Production
from storage.schedule import shoot_days

Player = tuple[CastEntry, str]
"""A row of the cast list, and the Slack user it means ("" for in person)."""

DOUBLE = "double"


async def cast_changes(step: Step, film: Production, players: Sequence[Player]) -> list[str]:
    """What the list would change, one line each. Whoever is not in it stays as they are."""
    known = await members(step, film)
    said = []
    for entry, slack_user in players:
        member = known.get(entry.cast_id.casefold())
        before = await person(step.session, member.person_id) if member else None
        if before is None or member is None:
            said.append(f"new    {entry.cast_id}: {described(entry, slack_user)}")
        elif not same(entry, slack_user, member, before):
            said.append(f"other  {entry.cast_id}: {described(entry, slack_user)} (was {before.name})")
    return said


async def members(step: Step, film: Production) -> dict[str, CastMember]:
    """The stored cast; its ids compare without regard to case."""
    return {cast_id.casefold(): member for cast_id, member in (await cast(step.session, film.number)).items()}


def described(entry: CastEntry, slack_user: str) -> str:
    """One row in words."""
    note = f", {entry.role}" if entry.role else ""
    return f"{entry.name} as {entry.character or 'themselves'}{note}, {slack_user or 'in person'}"


def same(entry: CastEntry, slack_user: str, member: CastMember, before: Person) -> bool:
    """Whether the row says what is stored."""
    in_slack = before.slack_user == slack_user and not before.in_person
    return (
        (in_slack if slack_user else before.in_person)
        and (before.name, member.character) == (entry.name, entry.character)
        and member.double == is_double(entry)
        and (not entry.language or before.named_language == entry.language)
    )


def is_double(entry: CastEntry) -> bool:
    """A double is asked only when the coordinator says so."""
    return DOUBLE in entry.role.casefold()


async def import_cast(step: Step, film: Production, players: Sequence[Player]) -> None:
    """Name the cast, and let everything follow from it."""
    for entry, slack_user in players:
        await name_player(step, film, entry, slack_user)
    await replan(step, film)
    for day in await shoot_days(step.session, film.number):
        if day.wrapped_at is None:
            await ask_late_additions(step, film, day)
            await hurry_words(step, film, day)


async def name_player(step: Step, film: Production, entry: CastEntry, slack_user: str) -> None:
    """One row of the list; whoever changes between Slack and in person stays the same person."""
    member = (await members(step, film)).get(entry.cast_id.casefold())
    who = await somebody(step, Somebody(entry.name, slack_user)) if slack_user else None
    if who is None and member is not None:
        before = await person(step.session, member.person_id)
        who = before if before.name == entry.name else None
    who = who or await somebody(step, Somebody(entry.name))
    who.in_person = not slack_user
    who.named_language = entry.language or who.named_language
    step.session.add(who)
    spelled = member.cast_id if member else entry.cast_id
    await name_cast(step, film, spelled, who, entry.character, double=is_double(entry))
