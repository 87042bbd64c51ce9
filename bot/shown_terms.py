"""The exact terms an answer was about: kept sealed, with a salted hash of them in the record."""

import json
import os
from dataclasses import asdict

from bot.chain import salted_hash
from bot.facts import revision_now
from bot.people import language_of
from bot.private_words import new_key
from bot.step import Step
from bot.terms import own_terms
from storage.answers import Answer, CheckIn
from storage.people import person
from storage.record import ShownTerms

SALT_BYTES = 16
# Whom to phone is not part of what was agreed.
NOT_AGREED = ("coordinator",)


async def keep_shown_terms(step: Step, about: CheckIn, answer: Answer) -> bytes | None:
    """Keep what a performer had before them when they answered; the hash for the record.

    None where the answer was given on a message that had been overtaken: what holds now is not what they saw.
    """
    if answer.shown_revision != await revision_now(step, about):
        return None
    performer = await person(step.session, about.person_id)
    tongue = await language_of(step, performer)
    terms = {name: value for name, value in asdict(await own_terms(step, about)).items() if name not in NOT_AGREED}
    content = json.dumps({**terms, "language": tongue.code}, sort_keys=True, ensure_ascii=True, default=str)
    key, salt = new_key(), os.urandom(SALT_BYTES)
    sealed = step.vault.seal("shownterms", key, content)
    step.session.add(ShownTerms(answer_id=answer.number, key=key, content=sealed, salt=salt, language=tongue.code))
    return salted_hash(salt, content.encode())


def hash_of(step: Step, shown: ShownTerms) -> bytes:
    """The hash of stored terms, to be held against the record."""
    return salted_hash(shown.salt, step.vault.open("shownterms", shown.key, shown.content).encode())
