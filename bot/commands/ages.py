"""Saying at the command line that somebody in the cast is under 18, or no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.checkins.consequences import follow
from bot.commands.context import CommandRefused
from bot.domain.times import local
from bot.schedule.cast import check_age, members, record_age
from bot.transaction import Transaction
from storage import people
from storage.productions import Production


@dataclass(frozen=True)
class Age:
    """Whether whoever plays a cast id is under 18, and until which day where it is said."""

    cast_id: str
    under_18: bool
    until: date | None


def read_age(text: str) -> Age:
    """`7=2027-05-01`, `7=yes` or `7=no`. Raises NotPossible."""
    cast_id, _, said = text.partition("=")
    if cast_id.strip() and said in ("yes", "no"):
        return Age(cast_id.strip(), said == "yes", None)
    try:
        return Age(cast_id.strip(), True, date.fromisoformat(said))
    except ValueError:
        raise CommandRefused(f"“{text}” says nothing of age. Write it as 7=2027-05-01, 7=yes or 7=no.") from None


async def set_ages(transaction: Transaction, production: Production, ages: Sequence[Age]) -> list[str]:
    """Keep what was said, and what to tell of it. Raises NotPossible or ProductionUnfit."""
    known = await members(transaction, production)
    said = []
    for age in ages:
        member = known.get(age.cast_id.casefold())
        if member is None:
            raise CommandRefused(
                f"There is no cast id “{age.cast_id}” in {production.name}; closedset cast names the cast."
            )
        check_age(age.cast_id, age.until, local(transaction.now, production.time_zone).date())
        who = await people.get(transaction.session, member.person_id)
        await record_age(transaction, production, who, age.under_18, age.until)
        how = "of age" if not age.under_18 else f"under 18 until {age.until}" if age.until else "under 18"
        said.append(f"{who.name}: {how}.")
    if ages:
        await follow(transaction, production)
    return said
