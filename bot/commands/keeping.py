"""What is kept encrypted: a new key for all of it."""

import asyncio

from bot.commands.office import NotPossible, office, output, plainly
from bot.sealing import Resealed, reseal


@plainly
def rotate_keys() -> None:
    """Encrypt everything anew with the first key of CLOSEDSET_KEYS; then tell which keys are no longer used.

    First put the new key in front of the old one and restart every bot, so that it can read what this writes. The bot
    may run meanwhile. Cut off, type it again: it goes on where it was.
    """
    found, names = asyncio.run(rotate())
    output.print(f"{found.done} encrypted anew with {names[0]}.", markup=False)
    if found.unreadable:
        missing = ", ".join(sorted(found.in_use - set(names))) or names[0]
        raise NotPossible(
            f"{found.unreadable} cannot be opened: sealed with {missing}. "
            "If CLOSEDSET_KEYS lacks that key, put it back behind the first one and type this again."
        )
    unused = [name for name in names if name not in found.in_use and name != names[0]]
    if not unused:
        output.print("No other key is left in CLOSEDSET_KEYS.")
        return
    output.print(
        f"No longer used here: {', '.join(unused)}. Take out of CLOSEDSET_KEYS what no backup needs, "
        "and restart the bot.",
        markup=False,
    )


async def rotate() -> tuple[Resealed, list[str]]:
    """What became of everything encrypted, and the names of the keys, the first one first."""
    async with office() as here:
        found = await reseal(here.writing)
        return found, here.vault.key_ids
