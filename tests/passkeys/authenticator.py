"""An authenticator of the tests' own: it makes keys and signs as the standard says, or wrongly where a test asks."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """A device with one passkey. `counts`: whether it counts what it signs; many do not."""

    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str | None = None

    def made(self, options: dict[str, Any], origin: str, **otherwise: Any) -> str:
        """What a browser at that origin sends of a new passkey."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + encode_cbor(public)
        data = self._data(otherwise.get("host", options["rp"]["id"]), PRESENT | VERIFIED | NEW) + attested
        sealed = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options, origin, otherwise)
        parts = {"clientDataJSON": client, "attestationObject": sealed}
        return self._written(parts, transports=["internal"])

    def used(self, options: dict[str, Any], origin: str, **otherwise: Any) -> str:
        """What a browser at that origin sends of a signature."""
        self.count += self.counts
        flags = otherwise.get("flags", PRESENT | VERIFIED)
        data = self._data(otherwise.get("host", options["rpId"]), flags)
        client = self._client("webauthn.get", options, origin, otherwise)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._written(parts, userHandle=otherwise.get("handle", self.handle))

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, options: dict[str, Any], origin: str, otherwise: dict[str, Any]) -> bytes:
        asked = otherwise.get("challenge", options["challenge"])
        return json.dumps({"type": otherwise.get("kind", kind), "challenge": asked, "origin": origin}).encode()

    def _written(self, parts: dict[str, bytes], **more: Any) -> str:
        id = bytes_to_base64url(self.id)
        response = {name: bytes_to_base64url(part) for name, part in parts.items()} | more
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


def challenge_in(options: dict[str, Any]) -> bytes:
    """The challenge that the browser was given."""
    return base64url_to_bytes(options["challenge"])
