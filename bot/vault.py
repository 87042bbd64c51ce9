"""Encryption of what performers say and of what was agreed: AES-GCM, bound to the row it belongs to."""

import base64
import hmac
import os
from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretBytes

from bot.settings import KEY_BYTES

NONCE_BYTES = 12
# A key that encrypts is used for nothing else: what names things is derived from it.
NAMING = b"closedset: names of what came in"


class Unreadable(Exception):
    """These words cannot be read: their key is missing, or they do not belong to this row."""


class Vault:
    """Seals and opens words. The first key seals; every key opens what it once sealed."""

    def __init__(self, keys: Mapping[str, SecretBytes]) -> None:
        self._keys = {name: AESGCM(key.get_secret_value()) for name, key in keys.items()}
        self._naming = {name: hmac.digest(key.get_secret_value(), NAMING, "sha256") for name, key in keys.items()}
        self._current = next(iter(keys))

    def seal(self, table: str, row: str, words: str) -> bytes:
        """The words encrypted for one row of one table; anywhere else they do not open."""
        nonce = os.urandom(NONCE_BYTES)
        name = self._current.encode()
        sealed = self._keys[self._current].encrypt(nonce, words.encode(), place(table, row))
        return bytes([len(name)]) + name + nonce + sealed

    def names_for(self, table: str, words: str) -> list[str]:
        """Keyed hashes that stand for words which must be found again and not read: one for each key."""
        return [hmac.digest(key, place(table, words), "sha256").hex() for key in self._naming.values()]

    def is_current(self, sealed: bytes) -> bool:
        """Whether these words were sealed with the first key."""
        return self.key_of(sealed) == self._current

    @property
    def key_ids(self) -> list[str]:
        """The names of all keys, the one that seals first."""
        return list(self._keys)

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """The name of the key something was sealed with, which is no secret."""
        return sealed[1 : 1 + sealed[0]].decode(errors="replace")

    def open(self, table: str, row: str, sealed: bytes) -> str:
        """The words of a row. Raises Unreadable, never with content."""
        end = 1 + sealed[0]
        cipher = self._keys.get(self.key_of(sealed))
        if cipher is None:
            raise Unreadable("The key these words were sealed with is not in CLOSEDSET_KEYS.")
        nonce, content = sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, content, place(table, row)).decode()
        except InvalidTag:
            raise Unreadable("These words do not belong to this row.") from None


def place(table: str, row: str) -> bytes:
    """What binds a ciphertext to its row."""
    return f"{table}/{row}".encode()


def new_row_key() -> str:
    """A random name for a row, made before the row is, so that words can be bound to it."""
    return token_hex(16)


def new_encryption_key(now: datetime) -> str:
    """A key as CLOSEDSET_KEYS takes it, named for the day it was made."""
    return f"k{now:%Y%m%d}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"
