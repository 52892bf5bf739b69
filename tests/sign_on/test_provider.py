"""Asking a sign-in provider who somebody is: what is taken, and everything that is not."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey

from onboarding.errors import OnboardingError
from onboarding.provider import Provider
from onboarding.services import sign_in_provider
from tests.sign_on.provider import BACK, CLIENT, SECRET, Idp

UNTRUSTED, SILENT = "cannot be trusted", "does not answer as it should"


def provider(idp: Idp, **other: str) -> Provider:
    return Provider(idp.issuer, CLIENT, SECRET, "Skagit Health")._replace(**other)


def signed_in(idp: Idp) -> str:
    asked = provider(idp)
    address, started = sign_in_provider.start(asked, BACK)
    return sign_in_provider.finish(asked, BACK, started, idp.authorize(address))


def test_gives_the_subject(idp: Idp) -> None:
    assert signed_in(idp) == "subject-1"


def test_begins_each_sign_in_with_secrets_of_its_own(idp: Idp) -> None:
    (one, first), (_, second) = (sign_in_provider.start(provider(idp), BACK) for _ in range(2))
    assert len({*first[:3], *second[:3]}) == 6
    assert first.verifier not in one  # only its hash goes by the browser
    assert parse_qs(urlsplit(one).query)["nonce"] == [first.nonce]


def test_takes_a_new_key_of_the_provider_at_once(idp: Idp) -> None:
    assert signed_in(idp) == "subject-1"
    idp.rotate("ES256")
    assert signed_in(idp) == "subject-1"


def test_refuses_a_key_that_is_not_published(idp: Idp) -> None:
    idp.key = RSAKey.generate_key(2048, {"kid": "strange"})
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


def test_refuses_another_key_of_a_published_name(idp: Idp) -> None:
    idp.key = RSAKey.generate_key(2048, {"kid": "first"})
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


@pytest.mark.parametrize("algorithm", ["HS256", "PS256", "RS512"])
def test_refuses_other_algorithms(idp: Idp, algorithm: str) -> None:
    if algorithm == "HS256":
        idp.key = OctKey.import_key(SECRET + " long enough for that", {"kid": "first"})
    idp.algorithm = algorithm
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", "https://another.example.org"),
        ("aud", "another client"),
        ("aud", [CLIENT, "another client"]),  # without azp
        ("azp", "another client"),
        ("nonce", "of another sign-in"),
        *((name, None) for name in ("iss", "aud", "sub", "nonce", "iat", "exp")),
        ("sub", ""),
        ("sub", "s" * 256),
        ("sub", 7),
        ("sub", "nul\0"),
        ("sub", "s\u00e9verine"),
    ],
)
def test_refuses_a_token_of_something_else(idp: Idp, name: str, value: object) -> None:
    idp.claims = {name: value}
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


def test_takes_a_token_for_several_that_was_given_to_us(idp: Idp) -> None:
    idp.claims = {"aud": [CLIENT, "another client"], "azp": CLIENT}
    assert signed_in(idp) == "subject-1"


@pytest.mark.parametrize(("off", "taken"), [(-30, True), (-90, False)])
def test_allows_for_a_clock_that_is_a_little_off(idp: Idp, off: int, taken: bool) -> None:
    idp.claims = {"exp": int(time.time()) + off}
    if taken:
        assert signed_in(idp) == "subject-1"
    else:
        with pytest.raises(OnboardingError, match=UNTRUSTED):
            signed_in(idp)


@pytest.mark.parametrize(("ago", "taken"), [(0, True), (59, True), (120, False), (None, False)])
def test_whoever_has_to_sign_in_anew_did(idp: Idp, ago: int | None, taken: bool) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK, anew=True)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    idp.claims = {"auth_time": None if ago is None else int(time.time()) - ago}
    if taken:
        assert sign_in_provider.finish(provider(idp), BACK, started, idp.authorize(address)) == "subject-1"
    else:
        with pytest.raises(OnboardingError, match=UNTRUSTED):
            sign_in_provider.finish(provider(idp), BACK, started, idp.authorize(address))


@pytest.mark.parametrize("auth_time", [True, "1999999999", [1999999999]])
def test_a_time_that_is_none_is_no_time(idp: Idp, auth_time: object) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK, anew=True)
    idp.claims = {"auth_time": auth_time}
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        sign_in_provider.finish(provider(idp), BACK, started, idp.authorize(address))


def test_refuses_a_token_of_later(idp: Idp) -> None:
    idp.claims = {"iat": int(time.time()) + 120}
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


def test_refuses_the_answer_of_another_browser(idp: Idp) -> None:
    (address, _), (_, mine) = (sign_in_provider.start(provider(idp), BACK) for _ in range(2))
    theirs = idp.authorize(address)
    with pytest.raises(OnboardingError, match="no sign-in of this browser"):
        sign_in_provider.finish(provider(idp), BACK, mine, theirs)
    with pytest.raises(OnboardingError, match="no sign-in of this browser"):
        sign_in_provider.finish(provider(idp), BACK, mine, {"code": theirs["code"]})
    with pytest.raises(OnboardingError, match=UNTRUSTED):  # a stolen code: its verifier is in the other browser
        sign_in_provider.finish(provider(idp), BACK, mine, {**theirs, "state": mine.state})


def test_takes_a_code_once(idp: Idp) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK)
    answer = idp.authorize(address)
    assert sign_in_provider.finish(provider(idp), BACK, started, answer) == "subject-1"
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        sign_in_provider.finish(provider(idp), BACK, started, answer)


@pytest.mark.parametrize("iss", [None, "https://another.example.org"])
def test_refuses_the_answer_of_another_provider(idp: Idp, iss: str | None) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK)
    answer = {name: value for name, value in idp.authorize(address).items() if name != "iss"}
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        sign_in_provider.finish(provider(idp), BACK, started, answer | ({"iss": iss} if iss else {}))


def test_says_that_the_provider_signed_nobody_in(idp: Idp) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK)
    answer = {**idp.authorize(address), "error": "access_denied"}
    with pytest.raises(OnboardingError, match="Skagit Health did not sign you in"):
        sign_in_provider.finish(provider(idp), BACK, started, answer)


def test_takes_the_word_of_the_browser_for_a_cancellation_while_the_provider_is_away(idp: Idp) -> None:
    address, started = sign_in_provider.start(provider(idp), BACK)
    answer, idp.status = {"state": idp.authorize(address)["state"], "error": "access_denied"}, 500
    with pytest.raises(OnboardingError, match="Skagit Health did not sign you in"):
        sign_in_provider.finish(provider(idp), BACK, started, answer)


def test_gives_its_secret_as_the_provider_takes_it(idp: Idp) -> None:
    idp.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert signed_in(idp) == "subject-1"
    idp.described = {"token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}
    assert signed_in(idp) == "subject-1"
    assert idp.given_by == ["post", "basic"]


def test_reads_an_answer_that_comes_in_pieces(idp: Idp) -> None:
    idp.in_pieces = True
    assert signed_in(idp) == "subject-1"


def test_reads_no_answer_without_end(idp: Idp) -> None:
    idp.described = {"more": "x" * sign_in_provider.LARGEST}
    with pytest.raises(OnboardingError, match=SILENT):
        sign_in_provider.start(provider(idp), BACK)


@pytest.mark.parametrize("body", [b"", b"<h1>Sign in</h1>", b"[]", b"null", b"7", b'"text"', b"[" * 100_000])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
def test_whatever_it_answers_is_said_in_words(idp: Idp, path: str, body: bytes) -> None:
    idp.bodies = {path: body}
    with pytest.raises(OnboardingError, match=f"{SILENT}|{UNTRUSTED}"):
        signed_in(idp)


@pytest.mark.parametrize("keys", [None, "none", 7, {}, [None], ["key"], [{"kty": "RSA"}], [{"kty": ["RSA"]}], [[]]])
def test_keys_that_are_none_are_said_in_words(idp: Idp, keys: object) -> None:
    idp.bodies = {"/keys": json.dumps({"keys": keys}).encode()}
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        signed_in(idp)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_says_that_the_provider_does_not_answer(idp: Idp, status: int) -> None:
    idp.status = status
    with pytest.raises(OnboardingError, match=SILENT):
        sign_in_provider.start(provider(idp), BACK)


def test_says_that_the_provider_is_not_there(idp: Idp) -> None:
    with pytest.raises(OnboardingError, match=SILENT):
        sign_in_provider.start(provider(idp, issuer="http://127.0.0.1:9"), BACK)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://another.example.org"},
        {"token_endpoint": "http://elsewhere.example.org/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://[broken"},
        {"token_endpoint": "https:///token"},
    ],
)
def test_refuses_a_description_of_something_else(idp: Idp, described: dict[str, object]) -> None:
    idp.described = described
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        sign_in_provider.start(provider(idp), BACK)


def test_does_not_sign_in_with_a_wrong_secret(idp: Idp) -> None:
    wrong = provider(idp, client_secret="another")
    address, started = sign_in_provider.start(wrong, BACK)
    with pytest.raises(OnboardingError, match=UNTRUSTED):
        sign_in_provider.finish(wrong, BACK, started, idp.authorize(address))
