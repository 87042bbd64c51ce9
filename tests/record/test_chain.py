"""The chain of the record: what it takes, and that any change of it is found, with its place."""

import hmac
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import BEGINNING, Break, Flaw, Link, canonical, first_break, mark, salted_hash

pytestmark = pytest.mark.each_engine

KEY = bytes(range(32))
contents = st.lists(st.binary(max_size=40), min_size=1, max_size=12)


def chained(key: bytes, bodies: list[bytes]) -> list[Link]:
    """A chain over these bytes."""
    links, before = [], BEGINNING
    for position, body in enumerate(bodies, 1):
        before = mark(key, before, position, body)
        links.append(Link(position, body, before))
    return links


@given(contents)
def test_an_untouched_chain_holds(bodies: list[bytes]) -> None:
    """What was only added to holds from beginning to head."""
    links = chained(KEY, bodies)
    assert first_break(KEY, links, links[-1]) is None


@given(contents, st.data())
def test_a_changed_entry_is_found_at_its_place(bodies: list[bytes], data: st.DataObject) -> None:
    """Other bytes in one entry break the chain there, and nowhere earlier."""
    links = chained(KEY, bodies)
    at = data.draw(st.integers(0, len(links) - 1))
    forged = Link(at + 1, links[at].content + b"!", links[at].mark)
    assert first_break(KEY, [*links[:at], forged, *links[at + 1 :]], links[-1]) == Break(at + 1, Flaw.CHANGED)


@given(contents, st.data())
def test_a_missing_entry_is_found_at_its_place(bodies: list[bytes], data: st.DataObject) -> None:
    """An entry taken out, also the last one, breaks the chain where it stood."""
    links = chained(KEY, bodies)
    at = data.draw(st.integers(0, len(links) - 1))
    assert first_break(KEY, links[:at] + links[at + 1 :], links[-1]) == Break(at + 1, Flaw.MISSING)


@given(contents, st.data())
def test_two_entries_that_changed_places_are_found(bodies: list[bytes], data: st.DataObject) -> None:
    """The order is part of the chain."""
    links = chained(KEY, [*bodies, b"a", b"b"])
    at = data.draw(st.integers(0, len(links) - 2))
    one, other = links[at], links[at + 1]
    swapped = [Link(at + 1, other.content, other.mark), Link(at + 2, one.content, one.mark)]
    assert first_break(KEY, [*links[:at], *swapped, *links[at + 2 :]], links[-1]) == Break(at + 1, Flaw.CHANGED)


def test_anybody_with_the_key_can_check_a_mark() -> None:
    """HMAC-SHA256 over the mark before (32 zero bytes at first), the place in 8 bytes, and the bytes of the entry."""
    assert bytes(32) == BEGINNING
    one = hmac.new(KEY, bytes(32) + b"\0\0\0\0\0\0\0\1" + b"one", sha256).digest()
    two = hmac.new(KEY, one + b"\0\0\0\0\0\0\0\2" + b"two", sha256).digest()
    assert [link.mark for link in chained(KEY, [b"one", b"two"])] == [one, two]
    assert salted_hash(b"salt", b"words") == sha256(b"saltwords").digest()


def test_nobody_without_the_key_can_write_a_chain_that_holds() -> None:
    """A chain written anew with another key breaks at its first entry."""
    forged = chained(bytes(32), [b"one", b"two"])
    assert first_break(KEY, forged, forged[-1]) == Break(1, Flaw.CHANGED)


def test_a_head_that_is_not_the_last_entry_is_found() -> None:
    """A head set back, or with another mark, does not fit."""
    links = chained(KEY, [b"one", b"two", b"three"])
    assert first_break(KEY, links, links[1]) == Break(2, Flaw.HEAD_LOST)
    assert first_break(KEY, links, Link(2, b"", links[2].mark)) == Break(2, Flaw.HEAD_LOST)
    assert first_break(KEY, links, Link(3, b"", links[1].mark)) == Break(3, Flaw.HEAD_LOST)
    assert first_break(KEY, [], Link(0, b"", BEGINNING)) is None
    assert first_break(KEY, [], Link(0, b"", links[0].mark)) == Break(0, Flaw.HEAD_LOST)


class Colour(StrEnum):
    """A word of a list."""

    PINK = "pink"
    ROSE = "rosé"


def test_an_entrys_bytes_are_the_same_for_the_same_facts() -> None:
    """The order in which facts are named makes no difference; each kind of fact has one spelling."""
    at = datetime(2026, 3, 15, 21, 10, tzinfo=UTC)
    one = canonical({"b": 1, "a": Colour.PINK, "at": at, "day": date(2026, 3, 16), "hash": b"\x01\xff", "none": None})
    other = canonical({"none": None, "hash": b"\x01\xff", "day": date(2026, 3, 16), "at": at, "a": Colour.PINK, "b": 1})
    assert one == other
    assert one == (b'{"a":"pink","at":"2026-03-15T21:10:00+00:00","b":1,"day":"2026-03-16","hash":"01ff","none":null}')


def test_an_entrys_bytes_are_ascii() -> None:
    """A word with an accent has one spelling too, whatever encoding somebody checks the record in."""
    assert canonical({"colour": Colour.ROSE}) == b'{"colour":"ros\\u00e9"}'


def test_free_text_never_enters_the_record() -> None:
    """A fact that is a plain text is not taken."""
    with pytest.raises(TypeError, match="never free text"):
        canonical({"why": "not the shower"})  # type: ignore[dict-item]


@given(st.binary(min_size=16, max_size=16), st.binary(max_size=60))
def test_a_hash_of_words_depends_on_its_salt(salt: bytes, words: bytes) -> None:
    """The same words with another salt have another hash, so that nobody can guess words from it."""
    assert salted_hash(salt, words) == salted_hash(salt, words)
    assert salted_hash(salt, words) != salted_hash(bytes([salt[0] ^ 1]) + salt[1:], words)
