"""Encryption of what performers say and of what was agreed: AES-GCM, bound to the row it belongs to."""

import base64
import hmac
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from secrets import token_hex
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretBytes

from bot.domain.unreadable import LOST, Unreadable
from bot.settings import FINGERPRINT, KEY_BYTES, fingerprint

__all__ = [
    "Unreadable",
    "Vault",
    "is_of_first_release",
    "moved",
    "new_encryption_key",
    "new_row_key",
    "place",
    "sealed_with",
]

NONCE_BYTES = 12
TAG_BYTES = 16
# What a row is about: of which person, scene or production it is.
About = tuple[int | None, ...]
# A key that encrypts is used for nothing else: what names things is derived from it.
NAMING = b"closedset: names of what came in"


class Vault:
    """Seals and opens words. The first key seals; every key opens what it once sealed, until it is retired.

    A key goes by its fingerprint. The first release named keys as its settings did, and bound words to their row's own
    key alone: such rows open by that name still, and are sealed anew at the next start. `retired` is, by fingerprint,
    the last day on which a key was trusted.
    """

    def __init__(self, keys: Mapping[str, SecretBytes], retired: Mapping[str, date] | None = None) -> None:
        self._keys: dict[str, AESGCM] = {}
        self._fingerprints: dict[str, str] = {}
        self._naming: dict[str, bytes] = {}
        for name, key in keys.items():
            found = fingerprint(key.get_secret_value())
            self._keys[found] = AESGCM(key.get_secret_value())
            self._naming[found] = hmac.digest(key.get_secret_value(), NAMING, "sha256")
            self._fingerprints |= {name: found, found: found}
        self.retired = {
            self._fingerprints[name]: day for name, day in (retired or {}).items() if name in self._fingerprints
        }
        self.current = next(iter(self._keys))
        # Told of the name of each key that something is sealed with and that is not here, once.
        self.tell_of_unknown: Callable[[str], None] = lambda _: None
        self._unknown: set[str] = set()

    def seal(self, table: str, row: str, words: str, *about: object) -> bytes:
        """The words encrypted for one row of one table and whatever it is about; anywhere else they do not open."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self.current].encrypt(nonce, words.encode(), place(table, row, *about))
        return self.mark_of(self.current) + nonce + sealed

    def names_for(self, table: str, words: str) -> list[str]:
        """Keyed hashes that stand for words which must be found again and not read: one for each key."""
        return [hmac.digest(key, place(table, words), "sha256").hex() for key in self._naming.values()]

    def is_current(self, sealed: bytes) -> bool:
        """Whether these words were sealed with the first key."""
        return self.key_of(sealed) == self.current

    def called(self, name: str) -> str:
        """The fingerprint of a key by either of its names; the name itself where there is no such key."""
        return self._fingerprints.get(name, name)

    @property
    def names(self) -> list[str]:
        """Every name that any of the keys goes by: fingerprints, and those of the settings."""
        return list(self._fingerprints)

    @property
    def key_ids(self) -> list[str]:
        """The fingerprints of all keys, the one that seals first."""
        return list(self._keys)

    @staticmethod
    def mark_of(name: str) -> bytes:
        """What everything sealed with a key of this name begins with."""
        return bytes([len(name.encode())]) + name.encode()

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """The name of the key something was sealed with, which is no secret; empty where nothing is left of it."""
        return sealed[1 : 1 + sealed[0]].decode(errors="replace") if sealed else ""

    def open(self, table: str, row: str, sealed: bytes, *about: object) -> str:
        """The words of a row, as they were sealed for it. Raises Unreadable, never with content."""
        if self.called(self.key_of(sealed)) in self.retired:
            raise Unreadable("The key these words were sealed with is retired. Run: closedset keys rotate")
        return self.open_retired(table, row, sealed, *about)

    def open_retired(self, table: str, row: str, sealed: bytes, *about: object) -> str:
        """The same, with retired keys too: for sealing anew alone. Raises Unreadable, never with content."""
        cipher = self._keys.get(self.called(self.key_of(sealed)))
        if cipher is None:
            self._meet_unknown(sealed)
            raise Unreadable("The key these words were sealed with is not in CLOSEDSET_KEYS.")
        end = 1 + sealed[0]
        nonce, content = sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
        bound = place(table, row) if is_of_first_release(self.key_of(sealed)) else place(table, row, *about)
        try:
            return cipher.decrypt(nonce, content, bound).decode()
        except (InvalidTag, ValueError):
            # ValueError: cut off inside the nonce, or no text.
            raise Unreadable("These words do not belong to this row.") from None

    def _meet_unknown(self, sealed: bytes) -> None:
        name = sealed_with(sealed)
        if name is not None and name not in self._unknown:
            self._unknown.add(name)
            self.tell_of_unknown(name)

    def open_form(self, table: str, row: str, sealed: bytes, *about: object) -> dict[str, Any]:
        """What was sealed as a JSON object. Raises Unreadable, also where it is none."""
        try:
            found = json.loads(self.open(table, row, sealed, *about))
        except ValueError:
            raise Unreadable("These words have lost their form.") from None
        if not isinstance(found, dict):
            raise Unreadable("These words have lost their form.")
        return found

    def read(self, table: str, row: str, sealed: bytes, *about: object) -> str:
        """The words of a row as they are shown: LOST where they cannot be opened."""
        try:
            return self.open(table, row, sealed, *about)
        except Unreadable:
            return LOST

    def read_form(self, table: str, row: str, sealed: bytes, fields: Iterable[str], *about: object) -> dict[str, str]:
        """The words of a row that were sealed by field, as they are shown: each LOST where they cannot be opened."""
        try:
            found = self.open_form(table, row, sealed, *about)
        except Unreadable:
            return dict.fromkeys(fields, LOST)
        return {name: str(found.get(name, "")) for name in fields}


def sealed_with(sealed: bytes) -> str | None:
    """The name of the key something was sealed with; None where it is no seal at all, as when it was cut short."""
    end = 1 + sealed[0] if sealed else 0
    name = sealed[1:end].decode(errors="replace")
    return name if name.isprintable() and "�" not in name and len(sealed) >= end + NONCE_BYTES + TAG_BYTES else None


def is_of_first_release(name: str) -> bool:
    """Whether a key's name is one of the settings: what it sealed is bound to no more than its row's key."""
    return FINGERPRINT.fullmatch(name) is None


def moved(vault: Vault, table: str, row: str, sealed: bytes, before: About, after: About) -> bytes:
    """The same words, sealed for what their row is about from now on; as they are where they cannot be opened."""
    try:
        return vault.seal(table, row, vault.open(table, row, sealed, *before), *after)
    except Unreadable:
        return sealed


def place(table: str, row: str, *about: object) -> bytes:
    """What binds a ciphertext to its row, and to whom and what the row is about."""
    return "/".join([table, row, *("" if one is None else str(one) for one in about)]).encode()


def new_row_key() -> str:
    """A random name for a row, made before the row is, so that words can be bound to it."""
    return token_hex(16)


def new_encryption_key() -> str:
    """A key as CLOSEDSET_KEYS takes it, named by its fingerprint."""
    key = os.urandom(KEY_BYTES)
    return f"{fingerprint(key)}:{base64.b64encode(key).decode()}"
