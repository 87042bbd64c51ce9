"""Heads of the record as people keep them: printed short, or signed in one line that can be checked anywhere. Pure."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

WORD = "closedset-head:1"
PURPOSE = b"closedset/record-head/ed25519"
KEY_BYTES = 32
SHORT_MARK = 16
# Of a head that was printed: which production, how many entries, the beginning of the mark of the last.
PRINTED = re.compile(r"(?:(?P<name>[a-z0-9-]{1,60}):)?(?P<position>[0-9]{1,12}):(?P<mark>[0-9a-f]{16,64})")
SIGNED = re.compile(
    rf"{WORD} (?P<name>[a-z0-9-]{{1,60}}) (?P<number>[0-9]{{1,12}}) (?P<position>[0-9]{{1,12}}) "
    r"(?P<at>[0-9T:.+-]{10,40}) (?P<mark>[0-9a-f]{64}) "
    r"(?P<public>[A-Za-z0-9_-]{43}) (?P<signature>[A-Za-z0-9_-]{86})"
)


@dataclass(frozen=True)
class Head:
    """A place and the beginning of its mark, as somebody has them in hand; `name`: of which production, if it says."""

    name: str
    position: int
    mark: str


@dataclass(frozen=True)
class SignedHead:
    """How many entries a production's record had at a moment (as entries spell it), and the mark of the last one."""

    name: str
    number: int
    position: int
    at: str
    mark: str
    public: bytes
    signature: bytes = b""

    @property
    def signed(self) -> str:
        """What the signature is over."""
        return f"{WORD} {self.name} {self.number} {self.position} {self.at} {self.mark} {encoded(self.public)}"

    @property
    def line(self) -> str:
        """All of it in one line, to be kept."""
        return f"{self.signed} {encoded(self.signature)}"

    @property
    def genuine(self) -> bool:
        """Whether whoever has the key that stands in the line has signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.signature, self.signed.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def encoded(content: bytes) -> str:
    """Bytes that survive being copied out of a message."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The same back; nothing where it is none."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def signing_key(chain_key: bytes) -> Ed25519PrivateKey:
    """What signs the heads of a chain: derived from the chain's own key, so that there is no other secret to keep."""
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(chain_key)
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_key(chain_key: bytes) -> bytes:
    """What shows that a head was signed with the key of a chain."""
    return signing_key(chain_key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """A public key as people compare it: eight groups of four."""
    digits = sha256(public).hexdigest()[:32]
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def sign(chain_key: bytes, head: SignedHead) -> SignedHead:
    """A head with its signature. The same head always has the same one."""
    return SignedHead(**{**vars(head), "signature": signing_key(chain_key).sign(head.signed.encode())})


def signed_heads_in(text: str) -> list[SignedHead]:
    """Every signed head in a text, wherever lines were broken on the way, each once."""
    found = {}
    for match in SIGNED.finditer(" ".join(text.split())):
        part = match.groupdict()
        head = SignedHead(
            part["name"],
            int(part["number"]),
            int(part["position"]),
            part["at"],
            part["mark"],
            decoded(part["public"]),
            decoded(part["signature"]),
        )
        found[head.line] = head
    return list(found.values())


def printed_head(text: str) -> Head | None:
    """A head as exports print it; None where it is none."""
    match = PRINTED.fullmatch(text.strip().lower())
    return Head(match["name"] or "", int(match["position"]), match["mark"]) if match is not None else None


def printed(name: str, position: int, mark: bytes) -> str:
    """A head as people copy it: of which production, how many entries, the beginning of the mark of the last."""
    return f"{name}:{position}:{mark.hex()[:SHORT_MARK]}"
