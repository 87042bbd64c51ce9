"""The vault alone: what is sealed, with which key, and what it says when something does not open."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretBytes

from bot.vault import Unreadable, Vault, new_row_key

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
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
    assert box.key_of(sealed) == name


def test_what_is_kept_opens_with_its_key_and_row_alone() -> None:
    """The key's name, a nonce of 96 bits and AES-GCM bound to “table/row”: rows of earlier versions stay readable."""
    sealed = vault(k1=OLD).seal("privatewords", "row-1", "not the shower")
    assert sealed[:3] == b"\x02k1"
    assert AESGCM(OLD).decrypt(sealed[3:15], sealed[15:], b"privatewords/row-1") == b"not the shower"


def test_the_same_words_are_never_sealed_alike() -> None:
    """Nobody sees by the bytes that two people wrote the same."""
    box = vault(k1=OLD)
    assert len({box.seal("privatewords", "row-1", "not the shower")[3:15] for _ in range(50)}) == 50


def test_the_first_key_seals_and_is_the_current_one() -> None:
    """With a new key first, what an old one sealed is still read, and known to be sealed anew."""
    before, after = vault(k1=OLD), vault(k2=NEW, k1=OLD)
    old, new = before.seal("inbox", "1", "words"), after.seal("inbox", "1", "words")
    assert after.key_ids == ["k2", "k1"]
    assert (after.is_current(new), after.is_current(old), before.is_current(old)) == (True, False, True)
    assert (Vault.key_of(new), Vault.key_of(old)) == ("k2", "k1")
    assert after.open("inbox", "1", old) == after.open("inbox", "1", new) == "words"


def test_words_that_do_not_open_say_why_and_nothing_of_themselves() -> None:
    """A missing key is named by its setting; another row, another key or a changed byte belong to no row."""
    sealed = vault(k1=OLD).seal("inbox", "1", "not the shower")
    with pytest.raises(Unreadable, match=r"^The key these words were sealed with is not in CLOSEDSET_KEYS\.$"):
        vault(k2=OLD).open("inbox", "1", sealed)
    for keys, content in (({"k1": NEW}, sealed), ({"k1": OLD}, sealed[:-1] + bytes([sealed[-1] ^ 1]))):
        with pytest.raises(Unreadable, match=r"^These words do not belong to this row\.$") as refused:
            vault(**keys).open("inbox", "1", content)
        assert refused.value.__suppress_context__


def test_a_key_whose_name_is_no_text_is_a_missing_one() -> None:
    """Damaged bytes where the key's name stands are said like a key that is not there."""
    sealed = vault(k1=OLD).seal("inbox", "1", "words")
    with pytest.raises(Unreadable, match="CLOSEDSET_KEYS"):
        vault(k1=OLD).open("inbox", "1", sealed[:1] + b"\xff\xfe" + sealed[3:])


def test_a_rows_name_cannot_be_guessed() -> None:
    """Each is new, of 128 random bits."""
    keys = {new_row_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(bytes.fromhex(key)) for key in keys} == {16}
