"""What differs by country: the profiles, the source of each value, and where a production goes its own way."""

import asyncio
from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.commands.context import CommandRefused, output, production_named, report_errors, terminal
from bot.domain.jurisdictions import SETTINGS, NoProfile, Profile, overridden, profile, profiles

NO_ADVICE = "A profile is configuration, not legal advice: have a coordinator and a lawyer read it first."
# The rules of a profile that are no settings of a production.
RULES = ("per_department_at_monitors", "remote_viewing", "personal_devices", "stills_by_consent")


@report_errors
def listed() -> None:
    """List the profiles, with what of each has a source."""
    table = Table("Profile", "Country", "Notice", "First check-in", "Language", "Values with a source")
    for found in profiles().values():
        checked = sum(source != "unchecked" for source in found.sources.values())
        table.add_row(
            found.code,
            found.name,
            f"{found.notice_hours} h",
            f"{found.first_checkin_hours} h",
            found.language,
            f"{checked} of {len(found.sources)}",
        )
    output.print(table)
    output.print(NO_ADVICE)


@report_errors
def show(
    code: Annotated[
        str | None, typer.Argument(help="The profile, such as pl; left out, the production's.", show_default=False)
    ] = None,
    production: Annotated[
        str | None, typer.Option(help="Show what this production has instead.", show_default=False)
    ] = None,
) -> None:
    """Show a profile value by value with its source, and what a production overrides."""
    if code is None and production is None:
        raise CommandRefused("Write which profile, such as pl, or a production with --production.")
    try:
        chosen = profile(code) if code is not None else None
    except NoProfile as unknown:
        raise CommandRefused(str(unknown)) from None
    asyncio.run(print_profile(chosen, production))


async def print_profile(chosen: Profile | None, name: str | None) -> None:
    """One profile, beside a production where one is named."""
    own: dict[str, Any] = {}
    if name is not None:
        async with terminal() as place, place.reading() as transaction:
            production = await production_named(transaction, name)
            chosen = chosen or profile(production.profile)
            own = overridden(chosen, production.model_dump())
            output.print(f"{production.name} has the profile {production.profile}.", markup=False)
    assert chosen is not None
    output.print(values_table(chosen, own))
    roster = Table("On the roster", "Department", "Access", "Source")
    for row in chosen.roster:
        roster.add_row(row.role, row.department, row.access, row.source)
    output.print(roster)
    for remark in chosen.remarks:
        output.print(f"{remark.text} ({remark.source})", markup=False)
    output.print(NO_ADVICE)


def values_table(chosen: Profile, own: Mapping[str, Any]) -> Table:
    """Each value with its source, and the production's own where it differs."""
    table = Table(f"{chosen.name} ({chosen.code})", "Value", "Source", *(["This production"] if own else []))
    for name in (*SETTINGS, *RULES):
        said = spelled(getattr(chosen, name))
        other = [spelled(own[name]) if name in own else ""] if own else []
        table.add_row(name.replace("_", " "), said, chosen.sources.get(name, "unchecked"), *other)
    return table


def spelled(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "no limit" if value is None else str(value).replace("_", " ")
