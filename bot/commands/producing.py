"""Setting up productions: their times, their people, and who is on duty."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.commands.ages import Age, read_age, set_ages
from bot.commands.context import CommandRefused, agreed, output, production_named, report_errors, slack, terminal
from bot.commands.naming import Named, fill_names, read_person
from bot.domain.numbers import whole_number
from bot.domain.roles import Role
from bot.domain.zone_change import ZoneNotShown
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, change_production, give_role, somebody, take_role
from bot.proof.handing_over import key_of_heads
from bot.schedule.time_zone import change_zone
from bot.transaction import Transaction
from messages.language import DEFAULT, language
from messages.time_zone import done_text, zone_lines
from storage import people, productions
from storage.productions import Production

People = list[str]
Roles = dict[Role, list[Named]]

# The settings of a production that the command line takes by `--set`, with what each is for.
MORE = {
    "earliest_call": "the earliest plausible call of a day without one, 05:00",
    "turnaround_hours": "rest between wrap and the next call, 12",
    "rider_required": "whether a scene is Ready only with riders in force, yes",
    "grid_minutes": "minutes between two moments at which the ADs' words may change, 15",
    "at_once_hours": "the last hours before the first call, in which words and alerts follow closely, 3",
    "close_grid_minutes": "minutes between two moments of the last hours at which words may change, 2",
    "line_minutes": "minutes before the first call at which the ADs' line always comes, 90",
    "line_every_hours": "hours between two such lines on the day, 5",
    "alert_repeat_minutes": "minutes until an alert that nobody has seen comes again, 10",
    "alert_deputy_minutes": "minutes until the deputy is told as well, 20",
    "alert_close_minutes": "both of these in the last hours before call, and after it until the scene is filmed, 3",
    "near_call_hours": "hours before call in which an alert wakes somebody in the quiet hours, 14",
    "closed_set_hours": "hours before call at which a closed set's channel opens, 12",
    "keep_words_days": "days that private notes are kept after the matter is closed, 30",
    "warn_words_days": "days before that at which the coordinator is told, 7",
    "keep_production_days": "days after the last shooting day until all of it goes but its record, 180",
    "language": "the language of the production's messages, en",
}

ROLE_HELP = "Slack user id, with a name and phone where you like: U0123ABC=Mia Brandt,+48 600 100 200. May be repeated."
Coordinators = Annotated[
    People | None, typer.Option("--coordinator", metavar="PERSON", help=ROLE_HELP, show_default=False)
]
Deputies = Annotated[
    People | None, typer.Option("--deputy", metavar="PERSON", help="As --coordinator.", show_default=False)
]
FirstADs = Annotated[
    People | None, typer.Option("--first-ad", metavar="PERSON", help="As --coordinator.", show_default=False)
]
SecondADs = Annotated[
    People | None, typer.Option("--second-ad", metavar="PERSON", help="As --coordinator.", show_default=False)
]
TimeZone = Annotated[str, typer.Option("--time-zone", help="The production's own, such as Europe/Warsaw.")]
FirstHours = Annotated[
    int | None, typer.Option(help="Hours before call of the first check-in; 72.", show_default=False)
]
Evening = Annotated[str | None, typer.Option(help="When the evening check-in comes; 19:00.", show_default=False)]
QuietFrom = Annotated[str | None, typer.Option(help="From when no check-in is sent; 22:00.", show_default=False)]
QuietUntil = Annotated[str | None, typer.Option(help="Until when no check-in is sent; 08:00.", show_default=False)]
MorningMinutes = Annotated[
    int | None, typer.Option(help="Minutes before call of the morning's quiet message; 90.", show_default=False)
]
NoticeHours = Annotated[
    int | None, typer.Option(help="Hours before call by which a rider must be sent; 48.", show_default=False)
]
Contact = Annotated[
    str | None, typer.Option(help="An independent contact for performers, besides the coordinator.", show_default=False)
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="COUNTRY",
        help="Start from what a country asks for; closedset profile list names them. Other options win over it.",
        show_default=False,
    ),
]
HelpLine = Annotated[
    str | None, typer.Option(help="A help line outside the production, told the day after.", show_default=False)
]
More = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Any other setting as name=value: " + "; ".join(f"{name} ({what})" for name, what in MORE.items()) + ".",
        show_default=False,
    ),
]


@report_errors
def add(  # noqa: PLR0913, PLR0917  (one parameter for each option that the command line takes)
    name: Annotated[str, typer.Argument(help="The production's name as messages show it.")],
    short: Annotated[str, typer.Option(help="Its short name, for commands: small letters, digits, dashes.")],
    time_zone: TimeZone,
    coordinator: Coordinators = None,
    deputy: Deputies = None,
    first_ad: FirstADs = None,
    second_ad: SecondADs = None,
    profile: ProfileOption = None,
    first_hours: FirstHours = None,
    evening: Evening = None,
    quiet_from: QuietFrom = None,
    quiet_until: QuietUntil = None,
    morning_minutes: MorningMinutes = None,
    notice_hours: NoticeHours = None,
    contact: Contact = None,
    help_line: HelpLine = None,
    more: More = None,
) -> None:
    """Add a production. Its first coordinator goes on duty at once."""
    values = settings_from(
        profile=profile,
        first_checkin_hours=first_hours,
        evening_at=evening,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        morning_minutes=morning_minutes,
        notice_hours=notice_hours,
        contact=contact,
        help_line=help_line,
        more=more,
    )
    roles = roles_from(coordinator, deputy, first_ad, second_ad)
    asyncio.run(found_production(name, short, time_zone, values, roles))


@report_errors
def change(  # noqa: PLR0913, PLR0917  (one parameter for each option that the command line takes)
    short: Annotated[str, typer.Argument(help="The production's short name.")],
    name: Annotated[str | None, typer.Option(help="Another name.", show_default=False)] = None,
    time_zone: Annotated[str | None, typer.Option(help="Another time zone.", show_default=False)] = None,
    coordinator: Coordinators = None,
    deputy: Deputies = None,
    first_ad: FirstADs = None,
    second_ad: SecondADs = None,
    remove_role: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE=ID", help="Take a role from somebody: deputy=U0123ABC. May be repeated.", show_default=False
        ),
    ] = None,
    under_18: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CAST-ID=DAY",
            help="Somebody is under 18 until a day, or 7=yes, 7=no. Never a date of birth. May be repeated.",
            show_default=False,
        ),
    ] = None,
    profile: ProfileOption = None,
    first_hours: FirstHours = None,
    evening: Evening = None,
    quiet_from: QuietFrom = None,
    quiet_until: QuietUntil = None,
    morning_minutes: MorningMinutes = None,
    notice_hours: NoticeHours = None,
    contact: Contact = None,
    help_line: HelpLine = None,
    more: More = None,
    yes: Annotated[bool, typer.Option("--yes", help="Change the time zone without asking.")] = False,
) -> None:
    """Change a production's settings and people. What is due is planned anew; a running bot notices by itself.

    Another time zone is shown with all it would move, and changed after a yes: the hours of the call sheet stay.
    Without a terminal to ask on, nothing is changed then unless --yes is given.
    """
    values = settings_from(
        name=name,
        profile=profile,
        first_checkin_hours=first_hours,
        evening_at=evening,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        morning_minutes=morning_minutes,
        notice_hours=notice_hours,
        contact=contact,
        help_line=help_line,
        more=more,
    )
    roles = roles_from(coordinator, deputy, first_ad, second_ad)
    gone = [removal(text) for text in remove_role or []]
    ages = [read_age(text) for text in under_18 or []]
    asyncio.run(alter_production(short, Alteration(values, roles, gone, ages, time_zone), yes=yes))


@report_errors
def listed() -> None:
    """List the productions with their people and who is on duty."""
    asyncio.run(list_productions())


def settings_from(more: Sequence[str] | None = None, **values: Any) -> dict[str, Any]:
    """The settings that were given, as the table takes them. Raises NotPossible."""
    given = {name: value for name, value in values.items() if value is not None}
    for pair in more or []:
        name, equals, value = pair.partition("=")
        field = name.strip().replace("-", "_")
        if field not in MORE or not equals:
            raise CommandRefused(f"“{pair}” sets nothing. Write name=value with one of: {', '.join(MORE)}.")
        given[field] = value.strip()
    return {name: converted(name, value) for name, value in given.items()}


def converted(name: str, value: Any) -> Any:
    """One value in the type of its column. Raises NotPossible."""
    kind = Production.model_fields[name].annotation
    if kind is time and isinstance(value, str):
        try:
            return time.fromisoformat(value.zfill(5))
        except ValueError:
            raise CommandRefused(f"“{value}” is no time for {name.replace('_', ' ')}. Write it as 19:00.") from None
    if kind is bool and isinstance(value, str):
        if value.casefold() not in ("yes", "no"):
            raise CommandRefused(f"{name.replace('_', ' ')} is yes or no, not “{value}”.")
        return value.casefold() == "yes"
    if kind is int and isinstance(value, str):
        if (number := whole_number(value)) is None:
            raise CommandRefused(f"{name.replace('_', ' ')} takes a whole number, not “{value[:40]}”.")
        return number
    return value


def roles_from(
    coordinator: People | None, deputy: People | None, first_ad: People | None, second_ad: People | None
) -> Roles:
    """The people of each role, as written. Raises NotPossible."""
    given = {
        Role.COORDINATOR: coordinator,
        Role.DEPUTY: deputy,
        Role.FIRST_AD: first_ad,
        Role.SECOND_AD: second_ad,
    }
    return {role: [read_person(text) for text in people or []] for role, people in given.items()}


def removal(text: str) -> tuple[Role, str]:
    """`deputy=U0123ABC` as role and person. Raises NotPossible."""
    word, _, person = text.partition("=")
    roles = [role for role in Role if role.value == word.strip().replace("-", "_")]
    if not roles or not person:
        raise CommandRefused(
            f"“{text}” takes no role away. Write it as deputy=U0123ABC, with one of: {', '.join(Role)}."
        )
    return roles[0], read_person(person).slack_user


async def found_production(name: str, short: str, time_zone: str, values: dict[str, Any], roles: Roles) -> None:
    """Add the production with its people, in one transaction."""
    async with terminal() as place:
        names = await names_of(roles)
        async with place.writing() as transaction:
            production = await add_production(transaction, name, short, time_zone, **values)
            said = await give_roles(transaction, production, roles, names)
            key = await key_of_heads(transaction, production.number)
    output.print(f"{name} is set up as “{short}”.", markup=False)
    output.print(f"Heads of its record are signed with the key {key}. Write that down, apart from this machine.")
    say(said)


@dataclass(frozen=True)
class Alteration:
    """What is changed of a production, all of it or nothing."""

    values: Mapping[str, Any]
    roles: Roles
    gone: Sequence[tuple[Role, str]]
    ages: Sequence[Age]
    time_zone: str | None


async def alter_production(short: str, what: Alteration, *, yes: bool) -> None:
    """Change the production with its people; another time zone only as it was shown."""
    async with terminal() as place:
        names = await names_of(what.roles)
        mark = ""
        while True:
            try:
                async with place.writing() as transaction:
                    production = await production_named(transaction, short)
                    said = await alter(transaction, production, what, names, mark)
                break
            except ZoneNotShown as asked:
                say(zone_lines(language(DEFAULT), asked.change))
                if not agreed(yes, "Change it?", "Nothing was changed", "--yes"):
                    return
                mark = asked.change.mark
    output.print(f"{production.name} is changed.", markup=False)
    say(said)


async def alter(
    transaction: Transaction, production: Production, what: Alteration, names: Mapping[str, Named], mark: str
) -> list[str]:
    """Change the production with its people, in one transaction; what to tell of it. `mark`: which moves were shown."""
    said = [await remove(transaction, production, role, user) for role, user in what.gone]
    said += await give_roles(transaction, production, what.roles, names)
    said += await set_ages(transaction, production, what.ages)
    await change_production(transaction, production, **what.values)
    if what.time_zone is not None:
        said.append(done_text(language(DEFAULT), await change_zone(transaction, production, what.time_zone, mark)))
    if not await people.list_on_duty(transaction.session, production.number, transaction.now):
        said.append("Nobody is on duty: until a coordinator or deputy is, no check-in is sent.")
    return said


async def names_of(roles: Roles) -> dict[str, Named]:
    """Everybody's name, from Slack where it was left out."""
    async with slack() as workspace:
        return await fill_names(workspace, [person for people in roles.values() for person in people])


async def give_roles(
    transaction: Transaction, production: Production, roles: Roles, names: Mapping[str, Named]
) -> list[str]:
    """Give everybody their roles; the first coordinator goes on duty where nobody is. What to tell of it."""
    said = []
    for role, named in roles.items():
        for written in named:
            known = await people.find_by_slack_user(transaction.session, written.slack_user)
            name = names[written.slack_user].name
            keep = known is not None and name == written.slack_user
            person = known if keep and known else await somebody(transaction, Somebody(name, written.slack_user))
            await give_role(transaction, production, person, role, written.phone)
            said.append(f"{person.name}: {role.value.replace('_', ' ')}.")
            if await people.find_role(transaction.session, production.number, person.number, Role.PERFORMER):
                said.append(
                    f"{person.name} performs in {production.name}, so this does not count there: name somebody else."
                )
    there = await people.list_on_duty(transaction.session, production.number, transaction.now)
    coordinators = await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])
    if coordinators and not there:
        await begin_duty(transaction, production, coordinators[0])
        said.append(f"{coordinators[0].name} is on duty from now on; /checkin duty changes it.")
    elif not coordinators:
        said.append("There is no coordinator yet: until one is on duty, no check-in is sent.")
    return said


async def remove(transaction: Transaction, production: Production, role: Role, user: str) -> str:
    """Take a role from somebody. Raises NotPossible where they do not hold it."""
    known = await people.find_by_slack_user(transaction.session, user)
    if known is None or not await people.find_role(transaction.session, production.number, known.number, role):
        raise CommandRefused(
            f"{known.name if known else user} is not {role.value.replace('_', ' ')} of {production.name}."
        )
    await take_role(transaction, production, known, role)
    return f"{known.name}: no longer {role.value.replace('_', ' ')}."


def say(lines: Iterable[str]) -> None:
    """Lines as they are."""
    for line in lines:
        output.print(line, markup=False)


async def list_productions() -> None:
    """A table of all productions."""
    table = Table("Short", "Name", "Time zone", "People", "On duty", "Board")
    async with terminal() as place, place.reading() as transaction:
        for production in await productions.list_all(transaction.session):
            named = [
                f"{person.name} ({role.value.replace('_', ' ')})"
                for role in Role
                if role not in (Role.PERFORMER, Role.CREW)
                for person in await people.list_holders(transaction.session, production.number, [role])
            ]
            there = await people.list_on_duty(transaction.session, production.number, transaction.now)
            duty = ", ".join(person.name for person in there) or "nobody"
            version = f"version {production.board_version}"
            table.add_row(production.short_name, production.name, production.time_zone, "\n".join(named), duty, version)
    output.print(table if table.row_count else "There is no production yet: closedset production add --help says how.")
