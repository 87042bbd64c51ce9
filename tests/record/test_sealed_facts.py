"""What an entry says opens under its key and in its place alone; what the first release wrote is read as it is."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import canonical
from bot.domain.record_kinds import RecordKind
from bot.domain.sealed_facts import BLOCK, seal, sealed_bytes, unseal
from bot.record import RecordReader
from storage.record_entries import RecordEntry

KEY, OTHER = bytes(range(32)), bytes(range(32, 64))


def opened(key: bytes, production: int, position: int, content: bytes) -> bytes | None:
    """What a key opens of an entry in a place."""
    sealed = sealed_bytes(json.loads(content))
    assert sealed is not None
    return unseal(key, production, position, sealed)


def entry(position: int, content: bytes) -> RecordEntry:
    """An entry of the first production."""
    return RecordEntry(production_id=1, position=position, content=content, mark=b"")


@given(st.integers(0, 10**9))
def test_facts_open_under_their_key_in_their_place_alone(answer: int) -> None:
    """Another key, another place or another production opens nothing."""
    content = seal(KEY, 1, 7, canonical({"kind": RecordKind.ANSWERED, "answer": answer}))
    assert json.loads(opened(KEY, 1, 7, content) or b"{}") == {"kind": "answered", "answer": answer}
    assert [opened(OTHER, 1, 7, content), opened(KEY, 1, 8, content), opened(KEY, 2, 7, content)] == [None] * 3


@given(st.binary(max_size=BLOCK), st.binary(max_size=BLOCK))
def test_every_entry_is_as_long_as_every_other(one: bytes, other: bytes) -> None:
    """Nothing can be told from how long it is; the same twice does not look the same."""
    lengths = {len(seal(KEY, 1, 1, said or b"{}")) for said in (one, other)}
    assert len(lengths) == 1
    assert seal(KEY, 1, 1, one) != seal(KEY, 1, 1, one)


def test_an_entry_whose_key_is_gone_says_nothing() -> None:
    """No error: it is one among others; spoiled bytes are the same."""
    content = seal(KEY, 1, 7, canonical({"kind": RecordKind.ANSWERED}))
    assert RecordReader([OTHER, KEY]).sealed_part(entry(7, content)) == {"kind": "answered"}
    for reader in (RecordReader([]), RecordReader([OTHER])):
        for spoiled in (content, b'{"sealed":"?"}', b'{"sealed":""}', b'{"sealed":7}', b"\xff"):
            assert reader.sealed_part(entry(7, spoiled)) is None
            assert reader.facts_of(entry(7, spoiled)) == {}


def test_what_the_first_release_wrote_is_read_as_it_is() -> None:
    """Its entries have nothing sealed: they say openly what they say, to whoever has the database."""
    content = canonical({"kind": RecordKind.ANSWERED, "answer": 3})
    assert RecordReader([]).sealed_part(entry(1, content)) is None
    assert RecordReader([]).facts_of(entry(1, content)) == {"kind": "answered", "answer": 3}
