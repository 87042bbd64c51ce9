"""The chain of the record: each entry's mark is a keyed hash over the mark before it, its place and its bytes. Pure."""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

Fact = int | bool | StrEnum | datetime | date | bytes | None

# What stands before the first entry.
BEGINNING = bytes(32)


class Flaw(StrEnum):
    """How a chain can be broken at a place."""

    MISSING = "missing"
    CHANGED = "changed"
    HEAD_LOST = "head_lost"


class Fault(StrEnum):
    """What is wrong with a record as a whole."""

    NO_HEAD = "no_head"
    NO_ENTRIES = "no_entries"
    KEY_MISSING = "key_missing"
    KEY_OF_ANOTHER = "key_of_another"
    UNREADABLE = "unreadable"
    NEVER_ERASED = "never_erased"
    STILL_THERE = "still_there"
    KEYS_MISSING = "keys_missing"
    WAITING_CHANGED = "waiting_changed"


@dataclass(frozen=True)
class Link:
    """One entry as stored: its place (from 1), its exact bytes, its mark."""

    position: int
    content: bytes
    mark: bytes


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold."""

    position: int
    flaw: Flaw


def plain(fact: Fact) -> int | bool | str | None:
    """A fact as the record spells it. Free text is no fact: TypeError."""
    if isinstance(fact, date):  # An instant is a date as well.
        return fact.isoformat()
    if isinstance(fact, bytes):
        return fact.hex()
    if isinstance(fact, StrEnum):
        return str(fact)
    if fact is None or isinstance(fact, int):
        return fact
    raise TypeError("The record takes numbers, instants, hashes and words of a list, never free text.")


def canonical(facts: Mapping[str, Fact]) -> bytes:
    """The bytes of an entry: the same for the same facts, whatever their order."""
    values = {name: plain(fact) for name, fact in facts.items()}
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def mark(key: bytes, before: bytes, position: int, content: bytes) -> bytes:
    """The mark of an entry: HMAC-SHA256 over the mark before it, its place and its bytes."""
    return hmac.digest(key, before + position.to_bytes(8) + content, "sha256")


def first_break(key: bytes, links: Iterable[Link], head: Link) -> Break | None:
    """Where a chain stops holding, walked from its beginning to its head (whose bytes do not count); None: nowhere."""
    before, expected = BEGINNING, 1
    for link in links:
        if link.position != expected:
            return Break(expected, Flaw.MISSING)
        if not hmac.compare_digest(mark(key, before, link.position, link.content), link.mark):
            return Break(link.position, Flaw.CHANGED)
        before, expected = link.mark, expected + 1
    if head.position >= expected:
        return Break(expected, Flaw.MISSING)
    if head.position != expected - 1 or not hmac.compare_digest(head.mark, before):
        return Break(head.position, Flaw.HEAD_LOST)
    return None


def salted_hash(salt: bytes, content: bytes) -> bytes:
    """The hash of exact words: without its salt it says nothing about them."""
    return sha256(salt + content).digest()
