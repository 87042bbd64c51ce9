"""The vault alone: what is sealed, with which key, and what it says when something does not open."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretBytes

from bot.settings import fingerprint
from bot.vault import Unreadable, Vault, is_of_first_release, new_row_key

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
NONCE = bytes(12)
names = st.text(min_size=1, max_size=20)


def vault(**keys: bytes) -> Vault:
    """A vault with these keys, the first of which seals."""
    return Vault({name: SecretBytes(key) for name, key in keys.items()})


@given(names, names, st.text(max_size=80), names)
def test_words_come_back_in_their_row(table: str, row: str, words: str, name: str) -> None:
    """Whatever they are, and whatever their key is called."""
    box = vault(**{name: OLD})
    sealed = box.seal(table, row, words)
    assert box.open(table, row, sealed) == words
    assert box.key_of(sealed) == fingerprint(OLD)


def test_what_is_kept_opens_with_its_key_and_row_alone() -> None:
    """The key's fingerprint, a nonce of 96 bits, and AES-GCM bound to table, row and what the row is about."""
    sealed = vault(k1=OLD).seal("privatewords", "row-1", "not the shower", 7, None, 3)
    assert sealed[:20] == bytes([19]) + fingerprint(OLD).encode()
    assert AESGCM(OLD).decrypt(sealed[20:32], sealed[32:], b"privatewords/row-1/7//3") == b"not the shower"


def test_what_the_first_release_kept_still_opens() -> None:
    """Then the name was the settings', and the words were bound to “table/row” alone."""
    sealed = b"\x02k1" + NONCE + AESGCM(OLD).encrypt(NONCE, b"not the shower", b"privatewords/row-1")
    for box in (vault(k1=OLD), vault(k2=NEW, k1=OLD)):
        assert box.open("privatewords", "row-1", sealed, 7, 3) == "not the shower"
        assert not box.is_current(sealed)
        assert is_of_first_release(box.key_of(sealed))
    with pytest.raises(Unreadable):
        vault(k1=OLD).open("privatewords", "row-2", sealed, 7, 3)


@given(st.lists(st.none() | st.integers(0, 99), min_size=1, max_size=3), st.integers(0, 2), st.integers(1, 5))
def test_words_do_not_open_about_anybody_else(about: list[int | None], place: int, more: int) -> None:
    """A row that is given another person, production or scene stays shut."""
    sealed = vault(k1=OLD).seal("privatewords", "row-1", "words", *about)
    other = list(about)
    other[place % len(other)] = (other[place % len(other)] or 0) + more
    with pytest.raises(Unreadable):
        vault(k1=OLD).open("privatewords", "row-1", sealed, *other)


def test_a_retired_key_opens_nothing_but_for_sealing_anew() -> None:
    """Whoever has it writes nothing that the bot would read."""
    sealed = vault(k1=OLD).seal("inbox", "1", "words")
    box = Vault({"k2": SecretBytes(NEW), "k1": SecretBytes(OLD)}, retired={"k1": date(2026, 3, 16)})
    with pytest.raises(Unreadable, match="retired"):
        box.open("inbox", "1", sealed)
    assert box.open_retired("inbox", "1", sealed) == "words"


def test_the_same_words_are_never_sealed_alike() -> None:
    """Nobody sees by the bytes that two people wrote the same."""
    box = vault(k1=OLD)
    assert len({box.seal("privatewords", "row-1", "not the shower")[20:32] for _ in range(50)}) == 50


def test_the_first_key_seals_and_is_the_current_one() -> None:
    """With a new key first, what an old one sealed is still read, and known to be sealed anew."""
    before, after = vault(k1=OLD), vault(k2=NEW, k1=OLD)
    old, new = before.seal("inbox", "1", "words"), after.seal("inbox", "1", "words")
    assert after.key_ids == [fingerprint(NEW), fingerprint(OLD)]
    assert (after.is_current(new), after.is_current(old), before.is_current(old)) == (True, False, True)
    assert (Vault.key_of(new), Vault.key_of(old)) == (fingerprint(NEW), fingerprint(OLD))
    assert after.open("inbox", "1", old) == after.open("inbox", "1", new) == "words"


def test_words_that_do_not_open_say_why_and_nothing_of_themselves() -> None:
    """A missing key is named by its setting; another row, another key or a changed byte belong to no row."""
    sealed = vault(k1=OLD).seal("inbox", "1", "not the shower")
    with pytest.raises(Unreadable, match=r"^The key these words were sealed with is not in CLOSEDSET_KEYS\.$"):
        vault(k2=NEW).open("inbox", "1", sealed)
    of_first_release = b"\x02k1" + sealed[20:]
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for keys, content in (({"k1": NEW}, of_first_release), ({"k1": OLD}, changed)):
        with pytest.raises(Unreadable, match=r"^These words do not belong to this row\.$") as refused:
            vault(**keys).open("inbox", "1", content)
        assert refused.value.__suppress_context__


def test_a_key_whose_name_is_no_text_is_a_missing_one() -> None:
    """Damaged bytes where the key's name stands are said like a key that is not there."""
    sealed = vault(k1=OLD).seal("inbox", "1", "words")
    for damaged in (sealed[:1] + b"\xff\xfe" + sealed[3:], b"", b"\x00", sealed[:25]):
        with pytest.raises(Unreadable):
            vault(k1=OLD).open("inbox", "1", damaged)


def test_a_rows_name_cannot_be_guessed() -> None:
    """Each is new, of 128 random bits."""
    keys = {new_row_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(bytes.fromhex(key)) for key in keys} == {16}
