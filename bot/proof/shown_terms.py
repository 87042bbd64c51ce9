"""The exact terms an answer was about: kept sealed, with a salted hash of them in the record."""

import json
import os
from dataclasses import asdict

from bot.domain.chain import salted_hash
from bot.domain.disclosure import OwnTerms
from bot.terms.versions import own_terms, reading_language
from bot.transaction import Transaction
from bot.vault import new_row_key
from messages.language import code_of
from storage import people, productions
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.record_entries import ShownTerms

SALT_BYTES = 16
# Whom to phone is not part of what was agreed.
NOT_AGREED = ("coordinator",)


async def keep_shown_terms(transaction: Transaction, check_in: CheckIn, answer: Answer) -> bytes | None:
    """Keep what a performer had before them when they answered; the hash for the record.

    In person or by phone it is what held at that moment, in no language: nobody knows what was read. None where the
    answer was given on a message that had been overtaken: what holds now is not what they saw.
    """
    shown = await own_terms(transaction, check_in)
    if answer.shown_revision != shown.revision:
        return None
    read_in = "" if answer.by_coordinator else await language_shown(transaction, check_in, shown)
    terms = {name: value for name, value in asdict(shown).items() if name not in NOT_AGREED}
    content = json.dumps({**terms, "language": read_in}, sort_keys=True, ensure_ascii=True, default=str)
    key, salt = new_row_key(), os.urandom(SALT_BYTES)
    sealed = transaction.vault.seal("shownterms", key, content)
    transaction.session.add(ShownTerms(answer_id=answer.number, key=key, content=sealed, salt=salt, language=read_in))
    return salted_hash(salt, content.encode())


async def language_shown(transaction: Transaction, check_in: CheckIn, shown: OwnTerms) -> str:
    """The code of the language terms stood in: the performer's where a person has translated them."""
    production = await productions.get(transaction.session, check_in.production_id)
    if shown.untranslated:
        return code_of(production.language)
    return reading_language(production, await people.get(transaction.session, check_in.person_id))


def hash_of(transaction: Transaction, shown: ShownTerms) -> bytes:
    """The hash of stored terms, to be held against the record."""
    return salted_hash(shown.salt, transaction.vault.open("shownterms", shown.key, shown.content).encode())
