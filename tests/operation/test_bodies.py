"""What is left of a request's body is read before the answer is given, up to a size and a time."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from onboarding.web import bodies

SENT = b"x" * 100_000


def refuses(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("413 Too Large", [])
    return [b"no"]


def asked(body: Any, **environ: object) -> tuple[list[str], bytes]:
    said: list[str] = []
    answer = bodies.read_out(refuses)({"wsgi.input": body, **environ}, lambda status, _headers: said.append(status))  # type: ignore[arg-type,return-value]
    return said, b"".join(answer)


def test_what_was_refused_early_is_read_to_its_end() -> None:
    body = BytesIO(SENT)
    assert asked(body, **{"wsgi.input_terminated": True}) == (["413 Too Large"], b"no")
    assert body.read() == b""


@pytest.mark.parametrize(("most", "read"), [(32_767, 32_768), (32_768, 32_768), (32_769, 49_152)])
def test_a_step_is_begun_only_below_the_limit(monkeypatch: pytest.MonkeyPatch, most: int, read: int) -> None:
    """A step is 16,384 bytes: two of them reach the limit, or fall a byte short of it."""
    monkeypatch.setattr(bodies, "MOST", most)
    body = BytesIO(SENT)
    asked(body, **{"wsgi.input_terminated": True})
    assert body.tell() == read


def test_who_sends_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST", 0)
    body = BytesIO(SENT)
    assert asked(body, **{"wsgi.input_terminated": True})[1] == b"no"
    assert body.tell() == 0


def test_a_body_whose_end_the_server_does_not_tell_is_not_waited_for() -> None:
    body = BytesIO(SENT)
    assert asked(body)[1] == b"no"
    assert body.tell() == 0


def test_a_sender_who_has_gone_is_no_fault() -> None:
    class Gone:
        def read(self, _size: int) -> bytes:
            raise ConnectionResetError

    assert asked(Gone(), **{"wsgi.input_terminated": True})[1] == b"no"
