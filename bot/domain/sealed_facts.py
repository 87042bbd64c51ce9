"""What an entry of the record says, sealed: the chain goes over the sealed bytes, and outlasts their key. Pure."""

import base64
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
# Every entry is as long as every other: one of a longer kind would tell what it is.
BLOCK = 768
SEALED = "sealed"


def seal(key: bytes, production_id: int, position: int, content: bytes) -> bytes:
    """The bytes of an entry of which only its place can be read without the key."""
    nonce = os.urandom(NONCE_BYTES)
    # JSON takes spaces at its end.
    padded = content + b" " * (-len(content) % BLOCK)
    sealed = nonce + AESGCM(key).encrypt(nonce, padded, place(production_id, position))
    return json.dumps({SEALED: base64.b64encode(sealed).decode()}, separators=(",", ":")).encode()


def unseal(key: bytes, production_id: int, position: int, sealed: bytes) -> bytes | None:
    """The facts of an entry as they were sealed; None under any other key, and in any other place."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place(production_id, position))
    except (InvalidTag, ValueError):
        return None


def sealed_bytes(facts: Mapping[str, object]) -> bytes | None:
    """What is sealed in an entry; None where it says everything openly, as the first release wrote it."""
    text = facts.get(SEALED)
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def place(production_id: int, position: int) -> bytes:
    """What binds sealed facts to their place in a chain."""
    return f"recordentry/{production_id}/{position}".encode()
