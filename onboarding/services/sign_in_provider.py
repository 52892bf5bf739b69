"""Asking a sign-in provider who somebody is: OpenID Connect's code flow, with PKCE, state and nonce.

Nothing of it decides who may enter: it gives the subject that the provider knows somebody by, and that alone.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from onboarding.errors import OnboardingError
from onboarding.services import id_tokens
from onboarding.services.id_tokens import UnknownKeyError, UntrustedTokenError
from onboarding.startup import loopback

PATIENCE = (3, 5)  # seconds for its connection, and for each part of its answer
LARGEST = 512 * 1024  # bytes of an answer
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SCOPE = "openid"  # neither mail address nor profile: nobody is matched by them


class Provider(NamedTuple):
    """Where people sign in elsewhere, and as whom we ask there. `name`: what people call it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


class Started(NamedTuple):
    """A sign-in under way: kept in the browser's session until its answer comes, and used once."""

    state: str
    nonce: str
    verifier: str


def start(provider: Provider, back: str) -> tuple[str, Started]:
    """Give the address to send the browser to, and what to keep until it comes `back`.

    Raises OnboardingError where the provider does not answer, or answers for another issuer.
    """
    started = Started(*(secrets.token_urlsafe(48) for _ in Started._fields))
    with _session(provider, back) as asking:
        address, _ = asking.create_authorization_url(
            _described(provider)["authorization_endpoint"],
            state=started.state,
            nonce=started.nonce,
            code_verifier=started.verifier,
        )
    return address, started


def finish(provider: Provider, back: str, started: Started, answer: Mapping[str, str]) -> str:
    """Give the subject that the provider signed in. `answer` is what the browser came back with.

    Raises OnboardingError where the answer is not that of the sign-in that was started, or cannot be trusted.
    """
    if not hmac.compare_digest(started.state.encode(), answer.get("state", "").encode()):
        raise OnboardingError("This answer belongs to no sign-in of this browser. Begin again.")
    described = _described(provider)
    required = described.get("authorization_response_iss_parameter_supported") is True
    if answer.get("iss", None if required else provider.issuer) != provider.issuer:
        raise _untrusted(provider)
    if "error" in answer or not answer.get("code"):
        raise OnboardingError(f"{provider.name} did not sign you in. Begin again, or sign in with your password.")
    token = _exchanged(provider, back, described["token_endpoint"], started, answer["code"])
    return _subject(provider, described["jwks_uri"], token, started.nonce)


def _subject(provider: Provider, jwks: str, token: str, nonce: str) -> str:
    """By the keys that the provider has now: they are asked for with each sign-in, so that a new one is known."""
    try:
        return id_tokens.subject(token, _got(provider, jwks), provider.issuer, provider.client_id, nonce)
    except (UnknownKeyError, UntrustedTokenError) as error:
        raise _untrusted(provider) from error


def _exchanged(provider: Provider, back: str, endpoint: str, started: Started, code: str) -> str:
    try:
        with _session(provider, back) as asking:
            given = asking.fetch_token(
                endpoint, code=code, code_verifier=started.verifier, timeout=PATIENCE, allow_redirects=False
            )
    except AuthlibBaseError as error:  # it refused the code
        raise _untrusted(provider) from error
    except (requests.RequestException, ValueError) as error:
        raise _silent(provider) from error
    if not isinstance(given.get("id_token"), str):
        raise _untrusted(provider)
    return str(given["id_token"])


def _described(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself, for exactly the issuer that was set."""
    described = _got(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if described.get("issuer") != provider.issuer:
        raise _untrusted(provider)
    if not all(_safe(described.get(endpoint)) for endpoint in ENDPOINTS):
        raise _untrusted(provider)
    return described


def _safe(address: object) -> bool:
    """Whether what is said there stays between the two: by TLS, or within one machine."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return parts.scheme == "https" or (parts.scheme == "http" and loopback(parts.hostname or ""))


def _got(provider: Provider, address: str) -> dict[str, Any]:
    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as response:
            body = next(response.iter_content(LARGEST + 1), b"") if response.status_code == requests.codes.ok else b""
            found = json.loads(body) if len(body) <= LARGEST else None
    except (requests.RequestException, ValueError) as error:
        raise _silent(provider) from error
    if not isinstance(found, dict):
        raise _silent(provider)
    return found


def _session(provider: Provider, back: str) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _silent(provider: Provider) -> OnboardingError:
    return OnboardingError(f"{provider.name} does not answer as it should. Sign in with your password, or try later.")


def _untrusted(provider: Provider) -> OnboardingError:
    return OnboardingError(
        f"What {provider.name} answered cannot be trusted, so nobody was signed in. Begin again, or sign in with your "
        "password. If it happens again, tell who runs this site."
    )
