"""The words of riders: sealed as they were agreed, and as people have translated them."""

import json

from bot.agreed import Wording, wording
from bot.private_words import new_key
from bot.step import Step
from storage.answers import Rider
from storage.people import Person
from storage.terms import AS_AGREED, RiderWords, rider_words

PLACE = "riderwords"


def opened(step: Step, row: RiderWords) -> Wording:
    """Stored words, decrypted for an entitled reader."""
    return wording(json.loads(step.vault.open(PLACE, row.key, row.content)))


async def wordings(step: Step, rider: Rider) -> dict[str, Wording]:
    """All words of a version of a rider by language; those it was agreed in stand under `AS_AGREED`."""
    found = {tongue: opened(step, row) for tongue, row in (await rider_words(step.session, number(rider))).items()}
    agreed = step.vault.open("rider", rider.agreed_key, rider.agreed)
    details = found[AS_AGREED].details if AS_AGREED in found else Wording().details
    return {**found, AS_AGREED: Wording(agreed, details)}


async def rider_wording(step: Step, rider: Rider) -> Wording:
    """The words a rider was agreed in."""
    return (await wordings(step, rider))[AS_AGREED]


async def write_wording(step: Step, rider: Rider, language: str, words: Wording, by: Person | None) -> None:
    """Keep the words of a rider in one language, in place of what was there."""
    known = (await rider_words(step.session, number(rider))).get(language)
    key = new_key()
    row = known or RiderWords(rider_id=number(rider), language=language, key=key, content=b"", recorded_at=step.now)
    row.key, row.content = key, step.vault.seal(PLACE, key, json.dumps(words.words()))
    row.recorded_by, row.recorded_at = by.number if by else None, step.now
    step.session.add(row)
    await step.session.flush()


def number(rider: Rider) -> int:
    """The stored row's id."""
    assert rider.id is not None
    return rider.id
