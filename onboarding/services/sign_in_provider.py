"""Asking a sign-in provider who somebody is: OpenID Connect's code flow, with PKCE, state and nonce.

Nothing of it decides who may enter: it gives the subject that the provider knows somebody by, and that alone.
What the provider says of itself and its keys is asked for anew each time: a key that it changed is known at once.
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

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.provider import Provider
from onboarding.services import id_tokens
from onboarding.services.id_tokens import UnknownKeyError, UntrustedTokenError
from onboarding.setting import loopback

PATIENCE = (3, 5)  # seconds for its connection, and for each part of its answer
LARGEST = 512 * 1024  # bytes of an answer
PIECE = 16 * 1024
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SCOPE = "openid"  # neither mail address nor profile: nobody is matched by them


class NotSignedInError(OnboardingError):
    """The provider signed nobody in. `status`: how the page that says so is answered."""

    status = 200  # a sign-in that failed, as with a password


class SilentError(NotSignedInError):
    """The provider does not answer, or not as a provider does."""

    status = 503


class UntrustedError(NotSignedInError):
    """What it answered may be somebody else's word."""


class CanceledError(NotSignedInError):
    """It answered that it signed nobody in: somebody canceled it there, or may not."""


class Started(NamedTuple):
    """A sign-in under way: kept in the browser's session until its answer comes, and used once.

    `since`: a second since 1970 before which the provider must not have signed them in; None: at any time.
    """

    state: str
    nonce: str
    verifier: str
    since: int | None = None


def start(provider: Provider, back: str, anew: bool = False) -> tuple[str, Started]:
    """Give the address to send the browser to, and what to keep until it comes `back`.

    `anew`: somebody who is signed in there already has to sign in again. Raises NotSignedInError where the provider
    does not answer, or answers for another issuer.
    """
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    started = Started(state, nonce, verifier, int(clock.now().timestamp()) if anew else None)
    described = _described(provider)
    with _session(provider, back, described) as asking:
        address, _ = asking.create_authorization_url(
            described["authorization_endpoint"],
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            **({"prompt": "login", "max_age": "0"} if anew else {}),
        )
    return address, started


def finish(provider: Provider, back: str, started: Started, answer: Mapping[str, str]) -> str:
    """Give the subject that the provider signed in. `answer` is what the browser came back with.

    Raises NotSignedInError where the answer is not that of the sign-in that was started, or cannot be trusted.
    """
    if not hmac.compare_digest(started.state.encode(), answer.get("state", "").encode()):
        raise NotSignedInError("This answer belongs to no sign-in of this browser. Begin again.")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise _untrusted(provider)
    if "error" in answer or not answer.get("code"):
        raise CanceledError(f"{provider.name} did not sign you in. Begin again, or sign in with your password.")
    described = _described(provider)
    if described.get("authorization_response_iss_parameter_supported") is True and "iss" not in answer:
        raise _untrusted(provider)
    token = _exchanged(provider, back, described, started, answer["code"])
    return _subject(provider, described["jwks_uri"], token, started)


def _subject(provider: Provider, jwks: str, token: str, started: Started) -> str:
    keys = _got(provider, jwks)
    try:
        return id_tokens.subject(token, keys, provider.issuer, provider.client_id, started.nonce, started.since)
    except (UnknownKeyError, UntrustedTokenError) as error:
        raise _untrusted(provider) from error


def _exchanged(provider: Provider, back: str, described: Mapping[str, Any], started: Started, code: str) -> str:
    try:
        with _session(provider, back, described) as asking:
            given = asking.fetch_token(
                described["token_endpoint"],
                code=code,
                code_verifier=started.verifier,
                timeout=PATIENCE,
                allow_redirects=False,
            )
    except AuthlibBaseError as error:  # it refused the code
        raise _untrusted(provider) from error
    except (requests.RequestException, ValueError, RecursionError) as error:
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
    try:
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and loopback(parts.hostname)))


def _got(provider: Provider, address: str) -> dict[str, Any]:
    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as response:
            found = json.loads(_body(response)) if response.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError, RecursionError) as error:
        raise _silent(provider) from error
    if not isinstance(found, dict):
        raise _silent(provider)
    return found


def _body(response: requests.Response) -> bytes:
    """All of an answer that is not too large, in how many pieces it may come. Raises ValueError for a larger one."""
    body = b""
    for piece in response.iter_content(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise ValueError("larger than what a provider says of itself")
    return body


def _session(provider: Provider, back: str, described: Mapping[str, Any]) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method=_way(described),
    )


def _way(described: Mapping[str, Any]) -> str:
    """How the secret is given: in a header, which each provider has to take, unless it says that it takes a field."""
    ways = described.get("token_endpoint_auth_methods_supported")
    takes = ways if isinstance(ways, list) and ways else ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in takes else "client_secret_post"


def _silent(provider: Provider) -> SilentError:
    return SilentError(f"{provider.name} does not answer as it should. Sign in with your password, or try later.")


def _untrusted(provider: Provider) -> UntrustedError:
    return UntrustedError(
        f"What {provider.name} answered cannot be trusted, so nobody was signed in. Begin again, or sign in with your "
        "password. If it happens again, tell the people who run this site."
    )
