"""The words of what was agreed, opened and sealed: of riders, their translations, and what scenes are made of."""

import json

from bot.domain.terms import MADE_OF_WORDS, Kind, MadeOf, Wording, wording
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import terms
from storage.people import Person
from storage.terms import AS_AGREED, Breakdown, Rider, RiderWords

RIDER, SCENE = "riderwords", "breakdown"


def open_wording(transaction: Transaction, row: RiderWords) -> Wording:
    """Stored words, decrypted for an entitled reader."""
    return wording(json.loads(transaction.vault.open(RIDER, row.key, row.content)))


async def wordings(transaction: Transaction, rider: Rider) -> dict[str, Wording]:
    """All words of a version of a rider by language; those it was agreed in stand under `AS_AGREED`."""
    found = {
        tongue: open_wording(transaction, row)
        for tongue, row in (await terms.get_rider_words(transaction.session, number(rider))).items()
    }
    agreed = transaction.vault.open("rider", rider.agreed_key, rider.agreed)
    details = found[AS_AGREED].details if AS_AGREED in found else Wording().details
    return {**found, AS_AGREED: Wording(agreed, details)}


async def rider_wording(transaction: Transaction, rider: Rider) -> Wording:
    """The words a rider was agreed in."""
    return (await wordings(transaction, rider))[AS_AGREED]


async def write_wording(
    transaction: Transaction, rider: Rider, language: str, words: Wording, by: Person | None
) -> None:
    """Keep the words of a rider in one language, in place of what was there."""
    known = (await terms.get_rider_words(transaction.session, number(rider))).get(language)
    key = new_row_key()
    row = known or RiderWords(
        rider_id=number(rider), language=language, key=key, content=b"", recorded_at=transaction.now
    )
    row.key, row.content = key, transaction.vault.seal(RIDER, key, json.dumps(words.words()))
    row.recorded_by, row.recorded_at = by.number if by else None, transaction.now
    transaction.session.add(row)
    await transaction.session.flush()


def number(rider: Rider) -> int:
    """The stored row's id."""
    assert rider.id is not None
    return rider.id


def made_of(transaction: Transaction, row: Breakdown | None) -> MadeOf:
    """A version of what a scene is made of, decrypted for an entitled reader; empty where none is recorded."""
    if row is None:
        return MadeOf()
    words = json.loads(transaction.vault.open(SCENE, row.key, row.content))
    return MadeOf(tuple(Kind(kind) for kind in row.kinds), **{name: words.get(name, "") for name in MADE_OF_WORDS})


async def scene_made_of(transaction: Transaction, scene_id: int) -> MadeOf:
    """What a scene is made of now."""
    return made_of(transaction, await terms.find_breakdown(transaction.session, scene_id))
