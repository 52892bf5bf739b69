"""A small OpenID Connect provider of the tests' own: a real server on loopback, whose answers can be made wrong."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET, BACK = "tracker", "a secret of the two", "https://onboarding.example.org/sign-on/back"
FIRST = RSAKey.generate_key(2048, {"kid": "first"})


class Idp:
    """What it knows. `claims` and `described` change what it says, `key` and `published` its keys.

    `status` breaks it; as a redirect, it leads to where everything would be right. `bodies`: what it answers at a path
    instead; `in_pieces`: how it sends it. `answering`: what the browser comes back with instead of a code.
    `given_by`: how the client gave its secret. `meanwhile`: what is done while it is waited for.
    """

    def __init__(self) -> None:
        self.issuer, self.subject = "", "subject-1"
        self.claims: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.status, self.algorithm = 200, "RS256"
        self.key: Any = FIRST
        self.published: list[Any] = [self.key]
        self.codes: dict[str, dict[str, str]] = {}
        self.bodies: dict[str, bytes] = {}
        self.in_pieces, self.back = False, BACK
        self.answering: dict[str, str] = {}
        self.given_by: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def rotate(self, algorithm: str = "ES256") -> None:
        """Sign with a new key from now on, and publish it alone."""
        new = ECKey.generate_key("P-256", {"kid": "second"}) if algorithm == "ES256" else RSAKey.generate_key(2048)
        self.key, self.published, self.algorithm = new, [new], algorithm

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser comes back with, when somebody signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.back
        assert asked["response_type"] == "code"
        assert asked["scope"].split() == ["openid"]
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def authorized(self, address: str) -> str:
        """Where the browser is sent on to, with what it comes back with."""
        answer = self.authorize(address)
        if self.answering:
            answer = {"state": answer["state"], **self.answering}
        return f"{self.back}?{urlencode(answer)}"

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
            **self.described,
        }

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Only to the client that knows its secret, once a code, for the address and the verifier it began with."""
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        posted = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        self.given_by.append("post" if posted else "basic")
        if authorization != f"Basic {known}" and not posted:
            return 401, {"error": "invalid_client"}
        if (
            asked is None
            or form["redirect_uri"] != asked["redirect_uri"]
            or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": self.signed(asked["nonce"])}

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.claims,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, said, self.key, algorithms=[self.algorithm])


@contextmanager
def serving() -> Iterator[Idp]:
    """The provider, until the block is left."""
    idp = Idp()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            idp.meanwhile()
            path, _, query = self.path.partition("?")
            if path == "/authorize":
                self._on(idp.authorized(f"{idp.issuer}{self.path}"))
                return
            known = {"/.well-known/openid-configuration": idp.description(), "/keys": _public(idp)}
            self._say(200 if query == "moved" else idp.status, known[path])

        def do_POST(self) -> None:
            idp.meanwhile()
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            form = {name: values[0] for name, values in sent.items()}
            self._say(*idp.token(form, self.headers.get("Authorization", "")))

        def _on(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _say(self, status: int, what: object) -> None:
            body = idp.bodies.get(self.path, json.dumps(what).encode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status == 302:
                self.send_header("Location", f"{idp.issuer}{self.path}?moved")
            if idp.in_pieces:
                self.send_header("Transfer-Encoding", "chunked")
                pieces = [*(body[at : at + 40] for at in range(0, len(body), 40)), b""]
                body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
            else:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the tests do."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    idp.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()


def _public(idp: Idp) -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False) for key in idp.published]}
