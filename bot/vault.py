"""Encryption of what performers say and of what was agreed: AES-GCM, bound to the row it belongs to."""

import base64
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretBytes

from bot.domain.unreadable import LOST, Unreadable
from bot.settings import KEY_BYTES

__all__ = ["Unreadable", "Vault", "new_encryption_key", "new_row_key", "place"]

NONCE_BYTES = 12


class Vault:
    """Seals and opens words. The first key seals; every key opens what it once sealed."""

    def __init__(self, keys: Mapping[str, SecretBytes]) -> None:
        self._keys = {name: AESGCM(key.get_secret_value()) for name, key in keys.items()}
        self._current = next(iter(keys))

    def seal(self, table: str, row: str, words: str) -> bytes:
        """The words encrypted for one row of one table; anywhere else they do not open."""
        nonce = os.urandom(NONCE_BYTES)
        name = self._current.encode()
        sealed = self._keys[self._current].encrypt(nonce, words.encode(), place(table, row))
        return bytes([len(name)]) + name + nonce + sealed

    def is_current(self, sealed: bytes) -> bool:
        """Whether these words were sealed with the first key."""
        return self.key_of(sealed) == self._current

    @property
    def key_ids(self) -> list[str]:
        """The names of all keys, the one that seals first."""
        return list(self._keys)

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """The name of the key something was sealed with, which is no secret; empty where nothing is left of it."""
        return sealed[1 : 1 + sealed[0]].decode(errors="replace") if sealed else ""

    def open(self, table: str, row: str, sealed: bytes) -> str:
        """The words of a row. Raises Unreadable, never with content."""
        cipher = self._keys.get(self.key_of(sealed))
        if cipher is None:
            raise Unreadable("The key these words were sealed with is not in CLOSEDSET_KEYS.")
        end = 1 + sealed[0]
        nonce, content = sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, content, place(table, row)).decode()
        except (InvalidTag, ValueError):
            # ValueError: cut off inside the nonce, or no text.
            raise Unreadable("These words do not belong to this row.") from None

    def open_form(self, table: str, row: str, sealed: bytes) -> dict[str, Any]:
        """What was sealed as a JSON object. Raises Unreadable, also where it is none."""
        try:
            found = json.loads(self.open(table, row, sealed))
        except ValueError:
            raise Unreadable("These words have lost their form.") from None
        if not isinstance(found, dict):
            raise Unreadable("These words have lost their form.")
        return found

    def read(self, table: str, row: str, sealed: bytes) -> str:
        """The words of a row as they are shown: LOST where they cannot be opened."""
        try:
            return self.open(table, row, sealed)
        except Unreadable:
            return LOST

    def read_form(self, table: str, row: str, sealed: bytes, fields: Iterable[str]) -> dict[str, str]:
        """The words of a row that were sealed by field, as they are shown: each LOST where they cannot be opened."""
        try:
            found = self.open_form(table, row, sealed)
        except Unreadable:
            return dict.fromkeys(fields, LOST)
        return {name: str(found.get(name, "")) for name in fields}


def place(table: str, row: str) -> bytes:
    """What binds a ciphertext to its row."""
    return f"{table}/{row}".encode()


def new_row_key() -> str:
    """A random name for a row, made before the row is, so that words can be bound to it."""
    return token_hex(16)


def new_encryption_key(now: datetime) -> str:
    """A key as CLOSEDSET_KEYS takes it, named for the day it was made."""
    return f"k{now:%Y%m%d}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"
