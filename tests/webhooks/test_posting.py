"""Posting to a real server that is slow, huge, elsewhere, or not who it says it is; and names that lead inside."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from onboarding.messages import posting
from onboarding.messages.posting import NotTakenError, post
from onboarding.messages.reachable import Allowed
from tests.messages.server import certificate
from tests.webhooks.receiver import Receiver, answering, hanging_up, receiver

PUBLIC = Allowed(frozenset({443}), loopback=False)
HERE = Allowed(frozenset({443}), loopback=True)


def refused(url: str, allow: Allowed = HERE, tls: ssl.SSLContext | None = None) -> tuple[str, int | None]:
    with pytest.raises(NotTakenError) as error:
        post(url, b"{}", {}, allow, tls)
    return str(error.value), error.value.status


def test_any_2xx_is_taken(inbox: Receiver) -> None:
    for status in (200, 202, 204, 299):
        inbox.behaves = answering(status)
        assert post(inbox.url, b'{"a": 1}', {"webhook-id": "msg_1"}, HERE) == status
    assert inbox.got[0].said == {"a": 1}
    assert inbox.got[0].headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(inbox: Receiver, status: int) -> None:
    inbox.behaves = answering(status, Location=f"http://127.0.0.1:{inbox.port}/elsewhere")
    assert refused(inbox.url) == ("Answered with a redirect, which is not followed", status)
    assert [each.path for each in inbox.got] == ["/hooks?from=home"]


@pytest.mark.parametrize(
    ("status", "says"), [(500, "Internal Server Error"), (410, "Gone"), (429, "Too Many Requests")]
)
def test_any_other_status_is_a_failure_in_words(inbox: Receiver, status: int, says: str) -> None:
    inbox.behaves = answering(status, b"a secret of theirs")
    assert refused(inbox.url) == (f"Answered: {says}", status)


def test_a_closed_connection_is_a_failure(inbox: Receiver) -> None:
    inbox.behaves = hanging_up
    assert refused(inbox.url) == ("The connection broke (RemoteDisconnected)", None)


def test_nobody_there_is_a_failure() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        assert refused(f"http://127.0.0.1:{port}/") == (f"No connection to 127.0.0.1 at port {port}", None)


def test_a_huge_answer_is_not_read(inbox: Receiver) -> None:
    sent = []

    def huge(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(1 << 40))
        handler.end_headers()
        try:
            while len(sent) < 4096:
                handler.wfile.write(b"x" * (1 << 16))
                sent.append(1)
        except OSError:
            pass

    inbox.behaves = huge
    assert post(inbox.url, b"{}", {}, HERE) == 200
    assert len(sent) < 4096


def dripping(line: bytes, first: bytes = b"HTTP/1.1 200 OK\r\n") -> Callable[[BaseHTTPRequestHandler], None]:
    """Say something now and then, for ever, so that no wait for the next ever ends."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(first)
            for _ in range(200):
                handler.wfile.write(line)
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    return behave


def test_who_never_answers_or_never_ends_is_left(inbox: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "LONGEST", timedelta(seconds=0.3))
    for behaves in (lambda _: time.sleep(1), dripping(b"X: "), dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"")):
        inbox.behaves = behaves
        began = time.monotonic()
        assert refused(inbox.url) == ("Took too long to answer", None)
        assert time.monotonic() - began < 0.9


def test_whose_answer_is_there_and_whose_body_never_ends_has_taken_it(
    inbox: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "LONGEST", timedelta(seconds=0.3))
    inbox.behaves = dripping(b"\r\nContent")
    assert post(inbox.url, b"{}", {}, HERE) == 200


def test_each_wait_has_its_limit(inbox: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.2)
    inbox.behaves = lambda _: time.sleep(1)
    assert refused(inbox.url) == ("Took too long to answer", None)


def test_a_handshake_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "LONGEST", timedelta(seconds=0.3))
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: time.sleep(0.6) or server.accept()[0].close(), daemon=True)
        thread.start()
        says, _ = refused(f"https://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert says == "Took too long to answer"


def test_no_proxy_of_the_environment_is_asked(inbox: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(inbox.url, b"{}", {}, HERE) == 204


class Names:
    """A resolver whose answers change from one question to the next, as an attacker's do."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked, self.real = list(answers), list[str](), socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *arguments: Any, **named: Any) -> Any:
        if not str(host).endswith(".example.org"):
            return self.real(host, port, *arguments, **named)
        self.asked.append(host)
        answer = self.answers.pop(0)
        return [found for each in answer for found in self.real(each, port, type=socket.SOCK_STREAM)]


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["10.0.0.8"], ["169.254.169.254"], ["::1"], ["::ffff:192.168.0.1"], ["8.8.8.8", "10.0.0.8"]],
)
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, answer: list[str]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(answer))
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    says, _ = refused("https://hr.example.org/in", PUBLIC)
    assert says == "hr.example.org leads inside a network, where nothing is sent"


def test_the_line_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    names, connected = Names(["8.8.8.8"], ["10.0.0.8"], ["10.0.0.8"]), []

    def connect(at: tuple[str, int], **_: Any) -> socket.socket:
        connected.append(at)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert refused("https://hr.example.org/in", PUBLIC)[0] == "No connection to hr.example.org at port 443"
    assert (connected, names.asked) == ([("8.8.8.8", 443)], ["hr.example.org"])


def test_a_name_that_nobody_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refused("https://hr.example.org/in", PUBLIC)[0] == "There is no server named hr.example.org"


def test_tls_and_host_say_the_name_and_the_certificate_has_to_be_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, trusting = certificate(tmp_path, "hr.example.org")
    asked: list[str | None] = []
    server.sni_callback = lambda _line, name, _context: asked.append(name)
    monkeypatch.setattr(socket, "getaddrinfo", Names(*[["127.0.0.1"]] * 3))
    with receiver(server) as inbox:
        allow = Allowed(frozenset({inbox.port}), loopback=True)
        assert post(f"https://hr.example.org:{inbox.port}/in", b"{}", {}, allow, trusting) == 204
        assert asked == ["hr.example.org"]
        assert inbox.got[0].headers["host"] == f"hr.example.org:{inbox.port}"
        assert "self" in refused(f"https://hr.example.org:{inbox.port}/in", allow)[0]
        says, _ = refused(f"https://pay.example.org:{inbox.port}/in", allow, trusting)
    assert "not valid for 'pay.example.org'" in says
    assert len(inbox.got) == 1
