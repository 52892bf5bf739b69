"""A real server that speaks S3, on loopback, with a bucket for each test."""

import secrets
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

from onboarding.config import ObjectStorage


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # not before: it takes a second, and few tests need it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str) -> ObjectStorage:
    """A new bucket, empty."""
    name = f"bucket-{secrets.token_hex(6)}"
    urlopen(Request(f"{s3_server}/{name}", method="PUT"), timeout=10).close()
    return ObjectStorage(name, "here", s3_server, "us-east-1", "key", "secret", "")
