"""Whether a sign-in provider's ID token says what it must: OpenID Connect Core 1.0, section 3.1.3.7."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from onboarding import clock

ALGORITHMS = ("RS256", "ES256")  # signed by a key that only the provider has; never "none", never a shared secret
SKEW = 60  # seconds that the provider's clock may be off
LONGEST_SUBJECT = 255  # characters, as the standard says


class UntrustedTokenError(Exception):
    """The token is not what the provider would have said now, to us, about this sign-in."""


class UnknownKeyError(Exception):
    """It names a key that is not among these: the provider may have changed its keys meanwhile."""


def subject(
    token: str, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str, since: int | None = None
) -> str:
    """Give who signed in, as the issuer knows them. `keys` is the provider's JWKS.

    `since`: when they must have signed in there at the earliest, in seconds since 1970; None: at any time.

    Raises UnknownKeyError where none of the keys is the token's, UntrustedTokenError for any other fault.
    """
    claims = _signed(token, keys)
    exactly = {"iss": issuer, "nonce": nonce}
    rules = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=SKEW,
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        **{name: {"essential": True, "value": value} for name, value in exactly.items()},  # type: ignore[arg-type]
    )
    try:
        rules.validate(claims)
    except JoseError as error:
        raise UntrustedTokenError(str(error)) from error
    _refuse_for_others(claims, client_id)
    if since is not None and not _signed_in_since(claims, since):
        raise UntrustedTokenError("auth_time is missing, or too early")
    known_as = str(claims["sub"])
    if not 0 < len(known_as) <= LONGEST_SUBJECT or not (known_as.isascii() and known_as.isprintable()):
        raise UntrustedTokenError("sub is empty, too long, or no plain text")
    return known_as


def _signed(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return dict(jwt.decode(token, _key_set(keys), algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:  # of keys that are no keys
        if _names_none_of(token, keys):
            raise UnknownKeyError from error
        raise UntrustedTokenError(str(error)) from error


def _key_set(keys: Mapping[str, Any]) -> KeySet:
    """Those of the keys that sign with one of the two algorithms: others, and ones for encryption, are left out."""
    signing = [key for key in keys["keys"] if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": signing})


def _names_none_of(token: str, keys: Mapping[str, Any]) -> bool:
    try:
        named = extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError):
        return False
    published = keys.get("keys")
    listed = published if isinstance(published, list) else []
    return named is not None and named not in [key.get("kid") for key in listed if isinstance(key, Mapping)]


def _signed_in_since(claims: Mapping[str, Any], since: int) -> bool:
    """Whether somebody typed their password there since then: the answer alone may come of an earlier sign-in."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and not isinstance(at, bool) and at >= since - SKEW


def _refuse_for_others(claims: Mapping[str, Any], client_id: str) -> None:
    """Raises UntrustedTokenError for a token that another client may hold too, or was given to another one."""
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise UntrustedTokenError("azp names another client")
