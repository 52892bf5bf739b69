"""The product with a sign-in provider of the tests' own, which answers on loopback."""

from collections.abc import Iterator

import pytest
from flask import Flask

from onboarding.provider import Provider
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
