"""Ids that must be read again, unlike hashed ones: written so that only who has the key can read them."""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import blake2b

NONCE, LONGEST = 16, 64  # octets; LONGEST is as much as one digest covers
Hash = Callable[..., blake2b]


def seal(text: str, keyed: Hash) -> str:
    """A short text under a pad that is used once: the keyed hash of a number that is drawn for it."""
    octets = text.encode()
    if len(octets) > LONGEST:
        raise ValueError(f"{len(octets)} octets; at most {LONGEST} can be sealed")
    nonce = secrets.token_bytes(NONCE)
    return b64encode(nonce + _pad(octets.ljust(LONGEST, b"\0"), nonce, keyed)).decode("ascii")


def unseal(text: str, keyed: Hash) -> str:
    """The text that was sealed; an earlier version wrote ids as they are."""
    if len(text) <= LONGEST:
        return text
    octets = b64decode(text)
    return _pad(octets[NONCE:], octets[:NONCE], keyed).rstrip(b"\0").decode()


def _pad(octets: bytes, nonce: bytes, keyed: Hash) -> bytes:
    """Octets under the pad of a nonce; twice, they are as before."""
    pad = keyed(nonce, digest_size=LONGEST, person=b"seal").digest()
    return (int.from_bytes(octets) ^ int.from_bytes(pad)).to_bytes(LONGEST)
