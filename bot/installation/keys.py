"""Before the bot starts: whether its keys open what they, or keys that are not here, have sealed."""

import logging
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary
from sqlmodel import col, func, select

from bot.domain.unreadable import LOST
from bot.privacy.key_rotation import SEALED, Sealed, primary_of
from bot.transaction import Transaction
from bot.vault import Unreadable, Vault, sealed_with
from storage.failed_rows import is_not_put_aside

log = logging.getLogger(__name__)

# One row that is damaged says nothing of its key: so many are tried of each column.
TRIED = 20


class KeysUnfit(Exception):
    """A key in use is missing, or is another one than its name says. One sentence, and nothing of the keys."""


async def check_keys(transaction: Transaction) -> None:
    """Look whether every key in use is there and opens what it has sealed. Raises KeysUnfit."""
    missing = await missing_keys(transaction)
    if missing:
        raise KeysUnfit(
            f"The database holds what was encrypted with {named(missing)}, which CLOSEDSET_KEYS does not have. "
            "Add what is missing behind the key that is there, as name:base64. "
            f"Only where nobody has it any more: {lost_for_good(missing)}"
        )
    wrong = [name for name in transaction.vault.names if not await opens_its_own(transaction, name)]
    if wrong:
        raise KeysUnfit(
            f"{named(wrong, 'The')} in CLOSEDSET_KEYS is not the one that encrypted what is in the database under this "
            "name. Put the right one there, from where its copy is kept. Only where nobody has it any more, give the "
            f"key that stands there another name, then: {lost_for_good(wrong)}"
        )


def tell_of_unknown(key: str) -> None:
    """A running bot has met what was encrypted with a key that it does not have, as after an early rotation."""
    log.error(
        "Something is encrypted with the key “%s”, which this bot was started without; it is shown as “%s”. "
        "Put that key into CLOSEDSET_KEYS and restart the bot.",
        key,
        LOST,
    )


def named(keys: Sequence[str], article: str = "the") -> str:
    """Keys by their names, which are no secret."""
    names = " and ".join(f"“{name}”" for name in keys)
    return f"{article} key{'' if len(keys) == 1 else 's'} {names}"


def lost_for_good(keys: Sequence[str]) -> str:
    """What to type where keys are lost for good."""
    return "; ".join(f"closedset keys lost {shlex.quote(name)}" for name in keys)


async def missing_keys(transaction: Transaction) -> list[str]:
    """The names of keys that something is sealed with and that are not here; what is no seal at all names none."""
    found: set[str | None] = set()
    for column in SEALED:
        others = [~begins(column, name) for name in transaction.vault.names]
        found |= {sealed_with(row.sealed) for row in await some_rows(transaction, column, *others)}
    return sorted(filter(None, found))


async def opens_its_own(transaction: Transaction, name: str) -> bool:
    """Whether a key opens anything of what bears its name; true where nothing does."""
    tried = False
    for column in SEALED:
        for row in await some_rows(transaction, column, begins(column, name)):
            tried = True
            try:
                transaction.vault.open_retired(column.place, row.key, row.sealed, *row.about)
            except Unreadable:
                continue
            return True
    return not tried


def begins(column: Sealed, name: str) -> ColumnElement[bool]:
    """Whether what stands in a column says that it was sealed with this key."""
    mark = Vault.mark_of(name)
    content = col(getattr(column.table, column.column))
    return func.substr(content, 1, len(mark), type_=LargeBinary) == mark


@dataclass(frozen=True)
class Row:
    """What stands in a column, and what it was sealed for."""

    sealed: bytes
    key: str
    about: tuple[Any, ...]


async def some_rows(transaction: Transaction, column: Sealed, *which: ColumnElement[bool]) -> list[Row]:
    """Some of what is sealed in a column and not put aside, the newest first, and what each was sealed for."""
    content: Any = getattr(column.table, column.column)
    bound = [getattr(column.table, name) for name in (column.bound_to, *column.about)]
    number = primary_of(column.table)
    in_use = content.is_not(None), is_not_put_aside(column.table, number)
    query = select(content, *bound).where(*in_use, *which).order_by(number.desc()).limit(TRIED)
    rows = (await transaction.session.exec(query)).all()
    return [Row(bytes(sealed), str(key), tuple(about)) for sealed, key, *about in rows]
