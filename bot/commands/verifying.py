"""Looking whether the record holds: what is wrong with which production, and whether heads in hand are still in it."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import FAILED, CommandRefused, output, production_named, report_errors, terminal
from bot.domain.chain import Break, Fault, Flaw
from bot.domain.comparison import Compared, Difference, Disagreement
from bot.domain.heads import Head, SignedHead, fingerprint, printed_head, signed_heads_in
from bot.domain.numbers import whole_number
from bot.proof.comparing import READING_FAILED
from bot.proof.heads import Held, HeldAgainst, hold_against
from bot.proof.verification import Verdict, look
from bot.settings import StorageSettings, environment, read_settings
from bot.transaction import Transaction
from storage import productions, record_entries
from storage.record_guard import missing_guards

# So many rows of one kind are named; the others are counted.
MOST_NAMED = 5
# Heads are lines of a few hundred letters: what is longer is some other file.
LONGEST_FILE = 5_000_000

NO_HEAD_TEXT = "is neither a head as exports print it, such as baltic:512:9f3a5c0d7be81f24, nor a text with signed ones"


@report_errors
def verify(
    production: Annotated[str | None, typer.Option(help="One production only.", show_default=False)] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT|FILE",
            help="A head printed in an export, a signed one, or a file with signed ones. May be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check that the record is what was written, and that what is stored is what the record says.

    Nothing changed, taken out or put in between; no answer, alert, rider or roster that the record does not know. What
    only a head in your hands shows is whether the newest entries were cut off: hold it against the record with --head.
    """
    heads = [found for text in head or [] for found in heads_of(text)]
    try:
        held = asyncio.run(verified(production, heads))
    except READING_FAILED:
        raise CommandRefused(
            "Something in the database is no value of its kind, so that not even the productions can be listed. "
            "Hold a copy of it from an earlier day against it."
        ) from None
    if not held:
        raise typer.Exit(FAILED)


def heads_of(text: str) -> Sequence[Head | SignedHead]:
    """The heads in a text, or in the file it names. Raises CommandRefused where there are none."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    written = read_file(text)
    signed = signed_heads_in(text if written is None else written)
    if signed:
        return signed
    single = printed_head(text if written is None else written)
    if single is None:
        raise CommandRefused(f"“{shown}” {NO_HEAD_TEXT}.")
    return [single]


def read_file(text: str) -> str | None:
    """What stands in the file that a text names; None where it names none. Raises CommandRefused."""
    try:
        path = Path(text)
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LONGEST_FILE).decode(errors="replace")
    except OSError as error:
        if len(text) > 255:
            return None
        raise CommandRefused(f"{text} cannot be read ({os.strerror(error.errno or 0)}).") from None
    except ValueError:  # A zero byte is in no file's name.
        return None


async def verified(name: str | None, heads: Sequence[Head | SignedHead]) -> bool:
    """Look at the productions asked for, say what was found; whether all of it holds."""
    # A bot may be writing: what is on record and what is stored have to be of the same moment.
    async with terminal() as here, here.looking() as transaction:
        asked = await productions_asked(transaction, name, heads)
        verdicts = [await look(transaction, number) for number in asked.looked_at]
        for line in [line for verdict in verdicts for line in verdict_lines(verdict)]:
            output.print(line, markup=False)
        if not verdicts and not heads:
            output.print("There is no record yet: it begins with the first production.")
        found = [await hold_against(transaction, number, head) for number, head in asked.heads]
        kept = [await hold_against(transaction, head.number, head) for head in heads_kept(asked)]
        for one in [*found, *(one for one in kept if one.held is not Held.HOLDS)]:
            output.print(head_text(one), markup=False)
        if kept:
            there = sum(one.held is Held.HOLDS for one in kept)
            output.print(f"Of {len(kept)} heads in CLOSEDSET_HEADS_FILE, {there} are in the record.")
        missing = await (await transaction.session.connection()).run_sync(missing_guards)
        if missing:
            output.print(f"The database lets the record be rewritten: {', '.join(sorted(missing))} is missing.")
    held = all(one.held is Held.HOLDS for one in [*found, *kept])
    return held and not missing and all(verdict.holds for verdict in verdicts)


@dataclass(frozen=True)
class Asked:
    """Which productions are looked at, each head with the id of the one it is of; `all_of_it`: none was named."""

    looked_at: list[int]
    heads: list[tuple[int, Head | SignedHead]]
    all_of_it: bool = False


def heads_kept(asked: Asked) -> list[SignedHead]:
    """The signed heads in the file of the settings: also of productions that nothing else is left of."""
    path = read_settings(StorageSettings, environment()).heads_file
    if path is None:
        return []
    written = read_file(str(path))
    if written is None:
        output.print(f"There is no file {path} yet, which CLOSEDSET_HEADS_FILE names.", markup=False)
    return [head for head in signed_heads_in(written or "") if asked.all_of_it or head.number in asked.looked_at]


async def productions_asked(transaction: Transaction, name: str | None, heads: Sequence[Head | SignedHead]) -> Asked:
    """Whose record is to be looked at: the one that was named, those that heads are of, else everybody's.

    Raises CommandRefused where a head is of another production than the one that was named.
    """
    named = (await production_named(transaction, name)).number if name is not None else None
    with_numbers = [(await production_of(transaction, head, named), head) for head in heads]
    for number, head in with_numbers:
        if named is not None and number != named:
            raise CommandRefused(f"The head {head_name(head)} is not of “{name}”, but of production {number}.")
    if named is not None:
        return Asked([named], with_numbers)
    numbers = {number for number, _ in with_numbers}
    known = await record_entries.list_numbers(transaction.session)
    return Asked([number for number in known if not numbers or number in numbers], with_numbers, not numbers)


async def production_of(transaction: Transaction, head: Head | SignedHead, named: int | None) -> int:
    """The id of the production a head is of. Raises CommandRefused where it does not say, and none was named."""
    if isinstance(head, SignedHead):
        return head.number
    if not head.name:
        if named is None:
            raise CommandRefused("This head does not say which production it is of: name it with --production.")
        return named
    found = await productions.find_by_name(transaction.session, head.name)
    if found is None and (number := whole_number(head.name)) is not None:
        return number
    return found.number if found is not None else (await production_named(transaction, head.name)).number


# What is said.


def verdict_lines(verdict: Verdict) -> list[str]:
    """What was found about one production, a line for each; one line where all of it holds."""
    name = verdict.name or f"Erased production {verdict.number}"
    if {Fault.NEVER_ERASED, Fault.UNREADABLE} & {*verdict.faults} and not verdict.name:
        name = f"Production {verdict.number}"
    lines = [f"{name}: {FAULTS[fault]}." for fault in verdict.faults]
    if verdict.broken is not None:
        after = f", after what was written at {verdict.broken_at}" if verdict.broken_at else ""
        lines.append(
            f"{name}: the record breaks at entry {verdict.broken.position}{after}: {flaw_text(verdict.broken)}."
        )
    if verdict.other_terms:
        places = ", ".join(str(place) for place in verdict.other_terms)
        lines.append(f"{name}: the terms kept for the answers in entries {places} are not the ones that were shown.")
    if verdict.unread_terms:
        places = ", ".join(str(place) for place in verdict.unread_terms)
        lines.append(f"{name}: the terms kept for the answers in entries {places} cannot be read without their key.")
    lines += [f"{name}: {text}." for text in disagreement_texts(verdict.disagreements)]
    if verdict.waiting:
        waiting = "1 fact waits" if verdict.waiting == 1 else f"{verdict.waiting} facts wait"
        lines.append(f"{name}: {waiting} to be taken into its record, and can be changed until then.")
    if lines and not verdict.holds:
        return lines
    signed = f" Signed with the key {verdict.key}" if verdict.key else ""
    return [*lines, f"{name}: {verdict.entries} entries, the record holds. Head {verdict.head}.{signed}"]


FAULTS = {
    Fault.NO_HEAD: "its record is gone, or the head of it: every production has one from its beginning",
    Fault.NO_ENTRIES: "there is no entry in its record: every production has some from its beginning",
    Fault.KEY_MISSING: "the key of its record cannot be opened. Put the keys it was made with into CLOSEDSET_KEYS; "
    "with those in place, it was changed",
    Fault.KEY_OF_ANOTHER: "the head of its record is that of another production",
    Fault.KEYS_MISSING: "keys of what its entries say cannot be opened, so that what is stored cannot be held against "
    "them. Put the keys they were made with into CLOSEDSET_KEYS",
    Fault.WAITING_CHANGED: "of the facts that wait to be taken into its record some are gone, or were put there",
    Fault.UNREADABLE: "its record cannot be read: something in its rows is no value of their kind",
    Fault.NEVER_ERASED: "it is not stored any more, and its record does not say that it was erased",
    Fault.STILL_THERE: "its record says that it was erased, and it is still stored",
}


def flaw_text(broken: Break) -> str:
    """What is wrong there."""
    return {
        Flaw.MISSING: "an entry is missing",
        Flaw.CHANGED: "this entry, or the order of entries, has been changed",
        Flaw.HEAD_LOST: "the newest entries have been cut off",
    }[broken.flaw]


ROWS = {
    Compared.ANSWERS: "answers",
    Compared.MATTERS: "matters",
    Compared.ALERTS: "alerts",
    Compared.ROSTERS: "places on rosters (closed set, person)",
    Compared.CLOSED_SETS: "closed sets",
    Compared.RIDERS: "riders (scene, performer, version)",
    Compared.SCENE_TERMS: "versions of what scenes are made of (scene, version)",
}
HOW = {
    Difference.NO_ENTRY: "are stored, and the record does not have them",
    Difference.NO_ROW: "are on record, and are not stored any more",
    Difference.DIFFERS: "are stored otherwise than they are on record",
}


def disagreement_texts(found: Sequence[Disagreement]) -> list[str]:
    """Where tables and record disagree, by kind of row and of disagreement: ids alone, no content."""
    texts = [f"the {ROWS[one.what]} cannot be read" for one in found if one.how is Difference.UNREADABLE]
    for what in Compared:
        for how, text in HOW.items():
            keys = [one.key for one in found if one.what is what and one.how is how]
            if keys:
                more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
                named = ", ".join("/".join(str(part) for part in key) for key in keys[:MOST_NAMED])
                texts.append(f"{ROWS[what]} {named}{more} {text}")
    return texts


def head_name(head: Head | SignedHead) -> str:
    """A head as it is named in a sentence."""
    return f"{head.name}:{head.position}:{head.mark[:16]}" if head.name else f"{head.position}:{head.mark[:16]}"


def head_text(one: HeldAgainst) -> str:
    """How a head stands to the record."""
    head = one.head
    name = f"The head {head_name(head)}"
    if one.held is Held.CUT:
        when = f" of {head.at}" if isinstance(head, SignedHead) else ""
        after = f", written at {one.last_at}" if one.last_at else ""
        return f"{name}{when} is NOT in the record: that was cut after entry {one.last}{after}."
    if one.held is Held.HOLDS and isinstance(head, SignedHead):
        return f"{name} of {head.at} is in the record. Signed with the key {fingerprint(head.public)}."
    if one.held is Held.OTHER_KEY and isinstance(head, SignedHead):
        key = fingerprint(head.public)
        return (
            f"{name} is signed with another key ({key}): it is of another installation, or the record was begun anew."
        )
    return f"{name} {HELD[one.held]}."


HELD = {
    Held.HOLDS: "is in the record",
    Held.CHANGED: "is NOT in the record: what was written up to it has been changed",
    Held.NO_RECORD: "is NOT in the record: of that production's record nothing is left",
    Held.FORGED: "is no genuine one: its signature does not fit what it says",
}
