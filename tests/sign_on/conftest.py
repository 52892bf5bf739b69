"""The product with a sign-in provider of the tests' own, which answers on loopback."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.provider import Provider
from tests.accounts.steps import Member, enrolled
from tests.make import make_cohe
from tests.sign_on.provider import CLIENT, SECRET, Idp, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Idp]:
    with serving() as idp:
        yield idp


@pytest.fixture
def idp(server: Idp) -> Idp:
    """The provider as it is when it starts."""
    issuer = server.issuer
    server.__init__()  # type: ignore[misc]
    server.issuer = issuer
    return server


@pytest.fixture
def trusting(app: Flask, idp: Idp) -> Idp:
    """The provider, which the product's settings name."""
    provider = Provider(idp.issuer, CLIENT, SECRET, "Skagit Health")
    app.extensions["config"] = app.extensions["config"]._replace(sign_on=provider)
    idp.back = f"{app.extensions['config'].base_url}/sign-on/back"
    return idp


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How much later it is than it is; what the browser's visit says of a fresh sign-in does not move with it."""
    real, by = clock.now, [timedelta(0)]
    monkeypatch.setattr(clock, "now", lambda: real() + by[0])
    return by
